"""A person's query becomes a file that can be repeated."""
