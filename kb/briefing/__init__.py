"""A whole briefing: what differs in plain words, the tables, the course of the law as a picture, the disputes, the sources."""
