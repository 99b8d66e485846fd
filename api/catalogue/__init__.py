"""Items and their search."""
