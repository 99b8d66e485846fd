"""Tools for those who work on this code; nothing of it is shipped."""
