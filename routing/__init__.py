"""Plan to graph to routes and steps."""
