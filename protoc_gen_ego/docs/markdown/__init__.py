"""The documentation as Markdown: one page per package, an index, a catalogue of errors."""
