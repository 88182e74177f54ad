"""Which release is meant: folder, endpoint, past."""
