"""A comparison as files: every format in which tables are written, in the form that is asked."""

from __future__ import annotations

from functools import partial

from kb.citations.styled import cited_in
from kb.release.release import Release
from kb.tables import FORMATS
from kb.ui.frame.turn import client, in_process
from kb.ui.taking.downloads import downloads
from kb.values.form import PLAIN, Form
from kb.values.model import Comparison

MOST_NAMED = 12


def _written(comparison: Comparison, form: Form, release: Release | None, asker: str, format_name: str) -> bytes:
    cited = cited_in(release, comparison, form) if release else None
    return in_process("kb.tables:table_bytes", comparison, format_name, form, cited, asker=asker)


def table_downloads(comparison: Comparison, form: Form = PLAIN, release: Release | None = None) -> None:
    """The button with all formats; a form with a style of citation needs the release."""
    slugs = [slug for slug, _ in comparison.jurisdictions]
    named = "-".join(slugs) if len(slugs) <= MOST_NAMED else f"{len(slugs)}-jurisdictions"
    downloads(
        FORMATS,
        partial(_written, comparison, form, release, client()),
        f"comparison-{named}-{comparison.as_of}",
        "download",
        how="compare.download-how",
        suffixes={name: described.suffix for name, described in FORMATS.items() if described.suffix},
        media={name: described.media_type for name, described in FORMATS.items()},
    )
