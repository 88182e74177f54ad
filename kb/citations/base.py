"""How to cite the base or one of its tables: the release, both days, and the address where it can be seen."""

from __future__ import annotations

from kb.release.release import Release
from kb.values.model import Comparison
from kb.values.words import caption, dates_line


def cite_release(release: Release, day: str) -> str:
    """A reference to a whole release, as read on a day."""
    return f"{release.reader.base().cited_as}. Release {release.id}, {release.manifest['quads']} statements. Read on {day}."


def cite_comparison(comparison: Comparison, address: str, day: str) -> str:
    """A reference to one comparison: what it compares, both days, release and policy, and its address."""
    return f"{comparison.cited_as}. {caption(comparison)}. {dates_line(comparison)} {address} (read on {day})."


def cite_view(cited_as: str, title: str, about: str, address: str, day: str) -> str:
    """A reference to any other view: its base, its title, its days and release, and its address."""
    return f"{cited_as}. {title}. {about}. {address} (read on {day})."


def bibtex(release: Release, day: str) -> str:
    """A reference to a whole release as BibTeX."""
    return (
        f"@misc{{policykb-{release.id},\n  title = {{{release.reader.base().cited_as}}},\n  note = {{Release {release.id}, "
        f"{release.manifest['quads']} statements}},\n  urldate = {{{day}}},\n  year = {{{day[:4]}}}\n}}\n"
    )
