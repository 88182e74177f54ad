"""How facts come in: every loader turns files into the same records, or into problems with path and line.

The reading of the facts tree is :func:`kb.loaders.facts.read_facts`; this package imports nothing by itself, so that the
small modules in it stay cheap to import.
"""
