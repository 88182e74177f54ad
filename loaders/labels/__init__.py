"""What things are called in a language, and how people ask for them: records and checks."""
