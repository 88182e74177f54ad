"""Commands that ask the base."""
