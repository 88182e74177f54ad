"""Pages: the graph, entities and time as drawings."""
