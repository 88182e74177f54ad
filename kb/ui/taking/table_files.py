"""A comparison as files: every format in which tables are written, in the form that is asked."""

from __future__ import annotations

from kb.cells.comparison import compare
from kb.citations.styled import cited_in
from kb.release.release import Release
from kb.tables import FORMATS
from kb.ui.frame.turn import client, in_process
from kb.ui.taking.downloads import downloads
from kb.values.form import PLAIN, Form
from kb.values.model import Comparison
from kb.values.view import View

MOST_NAMED = 12


def _written(comparison: Comparison, form: Form, release: Release | None, asker: str, format_name: str) -> bytes:
    cited = cited_in(release, comparison, form) if release else None
    return in_process("kb.tables:table_bytes", comparison, format_name, form, cited, asker=asker)


def _made(comparison: Comparison, release: Release | None, whole: View | None) -> Comparison:
    """The comparison that a file has, computed when it is asked for where the page shows a part."""
    return compare(release.reader, whole) if release and whole else comparison


def table_downloads(
    comparison: Comparison, form: Form = PLAIN, release: Release | None = None, whole: View | None = None
) -> None:
    """The button with all formats; a form with a style of citation needs the release.

    ``whole`` is what was asked where the comparison is a part of it: the files have all of it.
    """
    slugs = whole.jurisdictions if whole else [slug for slug, _ in comparison.jurisdictions]
    asker = client()
    named = "-".join(slugs) if len(slugs) <= MOST_NAMED else f"{len(slugs)}-jurisdictions"
    downloads(
        FORMATS,
        lambda name: _written(_made(comparison, release, whole), form, release, asker, name),
        f"comparison-{named}-{comparison.as_of}",
        "download",
        how="compare.download-how",
        suffixes={name: described.suffix for name, described in FORMATS.items() if described.suffix},
        media={name: described.media_type for name, described in FORMATS.items()},
    )
