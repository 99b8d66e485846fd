"""Measurements on the demo library; ``python -m benchmarks`` runs them all."""
