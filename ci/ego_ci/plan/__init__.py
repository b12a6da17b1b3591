"""The plan: which packages of a large repository have to be built again, as the jobs of a GitLab child pipeline."""
