"""The database behind repositories."""
