"""Tables as slides and in the markup of other tools: PowerPoint, Typst, AsciiDoc, reStructuredText."""
