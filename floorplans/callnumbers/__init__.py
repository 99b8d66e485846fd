"""Shelf order, one scheme in one module behind one interface."""
