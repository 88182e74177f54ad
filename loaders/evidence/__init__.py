"""What was read for a statement, and the grade that follows from it."""
