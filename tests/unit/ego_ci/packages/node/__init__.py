"""Parts of the npm package format."""
