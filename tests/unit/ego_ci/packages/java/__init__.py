"""Parts of the Maven package format."""
