"""How far two coders agree: cells drawn for a second reader, both codings side by side, and Krippendorff's alpha."""
