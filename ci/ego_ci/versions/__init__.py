"""What changed between two states of the protos, in words, and the version that follows from it."""
