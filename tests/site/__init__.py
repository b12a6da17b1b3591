"""Tests of the static site, most of them in a real browser."""
