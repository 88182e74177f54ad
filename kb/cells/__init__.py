"""Claims become cells, one or all."""
