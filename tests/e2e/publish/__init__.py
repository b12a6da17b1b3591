"""Publishing to real registries: pypiserver, verdaccio, a Maven repository, git over http, GitLab's addresses."""
