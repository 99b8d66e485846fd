"""The demo library: two branches, their catalogues and their visitors."""
