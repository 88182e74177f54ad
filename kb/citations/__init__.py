"""Citations of what a table rests on, and of the table itself: CSL-JSON, BibTeX, RIS, and legal and academic styles."""
