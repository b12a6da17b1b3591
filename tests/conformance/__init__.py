"""The conformance suite: one error contract, asked of every language's runtime (see README.md)."""
