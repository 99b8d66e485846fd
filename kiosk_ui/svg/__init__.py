"""Shelf maps as SVG."""
