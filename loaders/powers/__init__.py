"""Powers of authorities: what the files say of them, and what is wrong with that."""
