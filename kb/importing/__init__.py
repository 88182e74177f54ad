"""Outside data enter the facts by a mapping: read in a process of their own, reported, then kept whole or not at all."""
