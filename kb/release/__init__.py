"""A published release, read."""
