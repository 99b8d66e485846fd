"""Where sightings come from: the shell of positioning."""
