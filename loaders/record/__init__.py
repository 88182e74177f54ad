"""What was published stands: statements, the hash of their meaning, and what is refused."""
