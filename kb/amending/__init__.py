"""Amend what was published: withdraw a statement and state it anew, in the text of its file and nowhere else."""
