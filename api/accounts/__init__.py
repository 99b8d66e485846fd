"""People who work here: their roles, their passwords, and how they get in."""
