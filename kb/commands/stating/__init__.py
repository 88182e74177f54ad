"""Commands that state facts and build the base."""
