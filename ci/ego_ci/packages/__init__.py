"""Client packages: one generation in, one artifact per package format out."""
