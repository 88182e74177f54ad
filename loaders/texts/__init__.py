"""Texts of law: each reader turns one form of document into provisions; nothing of a text is kept here."""
