"""Go modules: go.mod and go.sum, import paths, and the zip that the go command downloads."""
