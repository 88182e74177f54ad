"""A whole release in the formats of others: RDF, CSV on the Web, Parquet, nanopublications, each with its description."""
