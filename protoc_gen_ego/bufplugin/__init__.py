"""The rules as a check plugin of buf: `buf lint`, `buf breaking` and editors report them like buf's own."""
