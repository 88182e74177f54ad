"""A version of the program and of its data, checked and made ready to give out: ``python -m operations.release``."""
