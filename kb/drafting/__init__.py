"""A draft of a dossier from a text of law: what can be found in it without understanding it, every field open to a verdict."""
