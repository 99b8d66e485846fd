"""From sightings to what open pages see."""
