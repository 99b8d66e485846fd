"""Estimators of one position from the sightings of one window."""
