"""A checked query in a process, under limits."""
