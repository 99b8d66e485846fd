"""Keeping it true: what patrons and machines tell of what is wrong, and what the staff does."""
