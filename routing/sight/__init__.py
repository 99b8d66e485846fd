"""Who sees whom on a level: the geometry under shortest ways."""
