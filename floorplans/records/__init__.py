"""The records of a plan by what they describe; `floorplans.model` gives them all."""
