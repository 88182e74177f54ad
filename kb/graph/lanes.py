"""The timeline of many things at once: acts, enforcement, cases, and who owned, ran or designated what, lane by lane."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, fields

from kb.graph.happenings import Happening, happenings
from kb.graph.limits import limits_of
from kb.graph.network import entities, ties
from kb.naming import iris
from kb.naming.names import known
from kb.release.release import Release
from kb.values.model import EARLIEST, OPEN

LANES = ("acts", "enforcement", "cases", "ownership")
ENFORCEMENT_KINDS = ("enforcement-suspended", "enforcement-resumed", "enjoined", "injunction-lifted", "stayed", "stay-lifted")


@dataclass(frozen=True)
class Item:
    """One thing on the timeline: its lane, the row it stands in, when, what, and the entity it leads to.

    ``kind`` is that of an event, ``only`` the provisions or persons that it alone concerns, with semicolons.
    """

    lane: str
    row: str
    start: str
    end: str | None
    what: str
    says: str
    jurisdiction: str
    entity: str
    checked: str
    kind: str = ""
    only: str = ""


def lanes(
    release: Release,
    platform: str | None = None,
    jurisdictions: Collection[str] = (),
    start: str = EARLIEST,
    end: str = OPEN,
) -> list[Item]:
    """Everything dated between two days, of a platform (with whoever owns and runs it) and of some jurisdictions, or of all.

    Raises UsageError if the platform does not exist.
    """
    near = _about(release, platform) if platform else None
    found = [
        _item(release, one)
        for one in happenings(release, start, end)
        if (near is None or one.dossier.iri in near) and (not jurisdictions or one.jurisdiction in jurisdictions)
    ]
    found += [item for item in _ownership(release, platform) if item.start <= end and (item.end or OPEN) > start]
    return sorted(found, key=lambda item: (LANES.index(item.lane), item.start, item.row))


def _about(release: Release, platform: str) -> set[str]:
    """Instruments and cases tied to the platform."""
    iri = entities(release)[known("entity", f"platform/{platform}", entities(release))].iri
    return {row["other"] or "" for row in release.catalogue.neighbours(iri)}


def _item(release: Release, one: Happening) -> Item:
    is_case = one.dossier.kind == "case"
    lane = "cases" if is_case else "enforcement" if one.kind in ENFORCEMENT_KINDS else "acts"
    only, row = "; ".join(limits_of(release, one).words), one.dossier.label
    said = (one.kind_label, one.says, one.jurisdiction, one.dossier.key, one.checked)
    return Item(lane, row, one.on, one.until, *said, one.kind, only)


def _ownership(release: Release, platform: str | None) -> Iterator[Item]:
    """Owners, operators and designations of the platform, or of every platform; an unknown beginning is left open."""
    for slug, head in release.reader.platforms().items():
        if platform in (None, slug):
            for tie in ties(release, iris.entity("platform", slug)):
                end = None if tie.valid_until == OPEN else tie.valid_until
                row = f"{head.name}: {tie.name}"
                yield Item(
                    "ownership", row, _full(tie.valid_from), end, tie.kind, tie.in_short, "", f"platform/{slug}", tie.checked
                )


def _full(day: str) -> str:
    """A year or month as its first day."""
    return day + "-01-01"[len(day) - 4 :] if len(day) < 10 else day


def write_items(items: Sequence[Item]) -> str:
    """The timeline as CSV, one row for each item."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, [field.name for field in fields(Item)])
    writer.writeheader()
    writer.writerows(asdict(item) for item in items)
    return buffer.getvalue()
