"""Pages: what can be taken along."""
