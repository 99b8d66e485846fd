"""Adverts to sightings to fixes."""
