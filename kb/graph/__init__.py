"""What the whole base is asked as a graph."""
