"""Pick lists in the order of the shortest walk."""
