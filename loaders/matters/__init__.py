"""What was open when it was coded, and when it is looked at again: records and checks."""
