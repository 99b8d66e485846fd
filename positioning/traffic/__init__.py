"""What ordinary traffic teaches about a site that nobody surveyed."""
