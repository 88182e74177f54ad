"""Tables and values inside somebody's report: found again by their markers, refreshed, and never touched outside them."""
