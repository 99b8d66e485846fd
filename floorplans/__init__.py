"""The building, its shelves and call numbers: pure data and geometry."""
