"""The static site: HTML pages of the documentation model, which work from a folder."""
