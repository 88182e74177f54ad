"""Quads become a release."""
