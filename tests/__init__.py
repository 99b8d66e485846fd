"""The tests: a package of its own, as some wheels bring another one of this name."""
