"""Somebody's text beside the base: each sentence that speaks of something it knows, with cell and citation; no model is asked."""
