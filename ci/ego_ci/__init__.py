"""The ego command: the CI toolchain of a proto repository."""
