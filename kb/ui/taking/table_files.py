"""A comparison as files: every format in which tables are written."""

from __future__ import annotations

from functools import partial

from kb.tables import FORMATS
from kb.ui.frame.turn import client, in_process
from kb.ui.taking.downloads import downloads
from kb.values.model import Comparison

MOST_NAMED = 12


def _written(comparison: Comparison, asker: str, format_name: str) -> bytes:
    return in_process("kb.tables:table_bytes", comparison, format_name, asker=asker)


def table_downloads(comparison: Comparison) -> None:
    """The button with all formats."""
    slugs = [slug for slug, _ in comparison.jurisdictions]
    named = "-".join(slugs) if len(slugs) <= MOST_NAMED else f"{len(slugs)}-jurisdictions"
    downloads(
        FORMATS,
        partial(_written, comparison, client()),
        f"comparison-{named}-{comparison.as_of}",
        "download",
        how="compare.download-how",
        suffixes={name: described.suffix for name, described in FORMATS.items() if described.suffix},
        media={name: described.media_type for name, described in FORMATS.items()},
    )
