"""Texts of law of the user beside the base: kept in a folder of their own, never in a release."""
