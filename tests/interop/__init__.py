"""Live calls between every pair of languages: servers and clients of interop.proto, and a driver that compares."""
