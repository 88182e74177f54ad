"""Outside data: the mapping that says what they mean, the outside files as tables, and the rows that are kept of them."""
