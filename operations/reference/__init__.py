"""The reference pages of the documents, made of what they describe: ``python -m operations.reference`` writes them."""
