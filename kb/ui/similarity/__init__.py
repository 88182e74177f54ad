"""Pages: how alike regimes are."""
