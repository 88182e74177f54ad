"""What everything is called and where it can be read."""
