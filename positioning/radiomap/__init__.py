"""What each radio is expected to be heard like, everywhere in a site."""
