"""A route in words: steps from geometry and landmarks."""
