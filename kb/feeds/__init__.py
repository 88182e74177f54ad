"""What happened in the law and in our record, as entries that feed readers take; for everything or for a view."""
