"""Names of a release and the words around its cells, in the language of a reader."""
