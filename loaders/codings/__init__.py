"""Second codings of cells, by another role that did not see the first answer: their records and checks."""
