"""How to cite the base or one of its tables: the release, both days, and the address where it can be seen."""

from __future__ import annotations

from kb.release.release import Release
from kb.values.model import Comparison
from kb.values.words import caption, dates_line

TITLE = "Policy comparison: how jurisdictions regulate platforms"


def cite_release(release: Release, day: str) -> str:
    """A reference to a whole release, as read on a day."""
    return f"{TITLE}. Release {release.id}, {release.manifest['quads']} statements. Read on {day}."


def cite_comparison(comparison: Comparison, address: str, day: str) -> str:
    """A reference to one comparison: what it compares, both days, release and policy, and its address."""
    return f"{TITLE}. {caption(comparison)}. {dates_line(comparison)} {address} (read on {day})."


def cite_view(title: str, about: str, address: str, day: str) -> str:
    """A reference to any other view: its title, its days and release, and its address."""
    return f"{TITLE}. {title}. {about}. {address} (read on {day})."


def bibtex(release: Release, day: str) -> str:
    """A reference to a whole release as BibTeX."""
    return (
        f"@misc{{policykb-{release.id},\n  title = {{{TITLE}}},\n  note = {{Release {release.id}, "
        f"{release.manifest['quads']} statements}},\n  urldate = {{{day}}},\n  year = {{{day[:4]}}}\n}}\n"
    )
