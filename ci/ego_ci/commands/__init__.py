"""The commands of `ego` that are no stages, and the one that turns stages into commands."""
