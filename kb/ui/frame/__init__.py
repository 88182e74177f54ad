"""Pages: what stands around each of them, addresses and shared choices."""
