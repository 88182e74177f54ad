"""What is to be read again: open matters whose day has come, and statements whose evidence grew old."""
