"""A Bayes filter over the walkable cells of a site."""
