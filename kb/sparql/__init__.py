"""A query as text: stored, checked, bound."""
