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

    ``start`` is as exact as it is known: a day, a month (``2020-07``) or a year (``2020``). ``kind`` is that of an event,
    ``only`` the provisions or persons that it alone concerns, with semicolons.
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

    @property
    def first(self) -> str:
        """The first day on which it can have begun, to draw it and to sort by."""
        return self.start + "-01-01"[len(self.start) - 4 :] if len(self.start) < 10 else self.start


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
    owned = _ownership(release, platform, _with_wholes(release, jurisdictions))
    found += [item for item in owned if item.first <= end and (item.end or OPEN) > start]
    return sorted(found, key=lambda item: (LANES.index(item.lane), item.first, item.row))


def steps_in_cases(release: Release, platform: str, jurisdictions: Collection[str], start: str, end: str) -> list[Item]:
    """What the timeline tells of cases and decisions on a platform after one day and until another, the newest first."""
    found = [item for item in lanes(release, platform, jurisdictions, start, end) if item.lane in ("cases", "enforcement")]
    return sorted((item for item in found if start < item.first), key=lambda item: item.first, reverse=True)


def _with_wholes(release: Release, jurisdictions: Collection[str]) -> set[str]:
    """The places and the unions and federations that they are parts of."""
    ties = release.reader.memberships()
    return {*jurisdictions, *(tie.of for slug in jurisdictions for tie in ties.get(slug, ()))}


def _about(release: Release, platform: str) -> set[str]:
    """Instruments and cases tied to the platform."""
    iri = entities(release)[known("entity", f"platform/{platform}", entities(release))].iri
    return {row["other"] or "" for row in release.catalogue.neighbours(iri)}


def _item(release: Release, one: Happening) -> Item:
    is_case = one.dossier.kind == "case"
    lane = "cases" if is_case else "enforcement" if one.kind in ENFORCEMENT_KINDS else "acts"
    only, row = "; ".join(limits_of(release, one).words), one.dossier.label
    said = (one.kind_label, one.says, one.jurisdiction, one.dossier.key, one.checked)
    return Item(lane, row, one.shown_on, one.until, *said, one.kind, only)


def _ownership(release: Release, platform: str | None, places: set[str]) -> Iterator[Item]:
    """Owners, operators and designations of the platform, or of every platform, in some places or in all."""
    for slug, head in release.reader.platforms().items():
        for tie in ties(release, iris.entity("platform", slug)) if platform in (None, slug) else ():
            if not places or not tie.places or places & set(tie.places):
                end = None if tie.valid_until == OPEN else tie.valid_until
                place = tie.places[0] if len(tie.places) == 1 else ""
                row, said = f"{head.name}: {tie.name}", (tie.kind, tie.in_short, place, f"platform/{slug}", tie.checked)
                yield Item("ownership", row, tie.valid_from, end, *said)


def write_items(items: Sequence[Item]) -> str:
    """The timeline as CSV, one row for each item."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, [field.name for field in fields(Item)])
    writer.writeheader()
    writer.writerows(asdict(item) for item in items)
    return buffer.getvalue()
