"""Everything that is seen: maps, words, templates, scripts."""
