"""What was published, as hashes: whether facts still say it, and what to write where they do not."""
