"""What is coded and what is not, as text, Markdown, CSV or JSON."""

from __future__ import annotations

import json
from dataclasses import asdict

from kb.cells.coverage import Coverage
from kb.tables.rows import write_rows

FORMATS = {"txt": "text", "md": "markdown", "csv": "csv", "json": "json"}


def write_coverage(rows: list[Coverage], format_name: str) -> str:
    """The coverage as text, Markdown, CSV or JSON."""
    if format_name == "json":
        return json.dumps([asdict(row) for row in rows], indent=1) + "\n"
    columns = list(asdict(rows[0])) if rows else []
    return write_rows(columns, [[str(value) for value in asdict(row).values()] for row in rows], format_name)
