"""Test scaffolds: sample messages made from descriptors, and the merging of a new rendering into an edited file."""
