"""Drawings of one level, layer by layer, as plans."""
