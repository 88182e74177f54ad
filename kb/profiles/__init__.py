"""What the page of one thing says: its state today in a line, and the sections below it."""
