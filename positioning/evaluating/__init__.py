"""Recordings answered and scored: which modes, how honest, how near to bounds and references."""
