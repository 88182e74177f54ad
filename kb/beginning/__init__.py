"""The beginning of a base, and of every kind of file in it: commented templates."""
