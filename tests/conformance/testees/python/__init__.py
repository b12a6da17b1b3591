"""The Python testee: answers the requests of tests/conformance/README.md with `egoerrors`."""
