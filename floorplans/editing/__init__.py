"""Edits of a plan: small changes to single things, their inverses, and who stands in whose way."""
