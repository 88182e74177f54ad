"""What somebody typed, and what answers it: a cell, a table, a thing, or a text that has the words."""
