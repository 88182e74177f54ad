"""A comparison as files: every format in which tables are written."""

from __future__ import annotations

from functools import partial

from kb.model import Comparison
from kb.tables import FORMATS, table_bytes
from kb.ui.downloads import downloads


def table_downloads(comparison: Comparison) -> None:
    """The button with all formats."""
    stem = f"comparison-{'-'.join(slug for slug, _ in comparison.jurisdictions)}-{comparison.as_of}"
    downloads(
        FORMATS,
        partial(table_bytes, comparison),
        stem,
        "download",
        how="compare.download-how",
        suffixes={name: described.suffix for name, described in FORMATS.items() if described.suffix},
        media={name: described.media_type for name, described in FORMATS.items()},
    )
