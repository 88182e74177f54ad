"""Files of facts in the house form: the order of keys, quotes, widths and indents; what they say and every comment stay."""
