"""The parts of the SPARQL page: editor, running and cancelling, views of a result, snippets, history."""
