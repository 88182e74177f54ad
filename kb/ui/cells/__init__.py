"""Pages: cells, cards, maps, and what stands beside a table."""
