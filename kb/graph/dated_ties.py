"""Who owns and runs a service or an organisation where, and which classes it was put in, as a release records it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kb.naming import iris
from kb.release.rows import Queried, Row
from kb.values.model import OPEN
from kb.values.stored import as_known


@dataclass(frozen=True)
class DatedTie:
    """One stake, operation or designation (``kind``: owner, operator, designation); ``since`` is as exact as it is known."""

    kind: str
    key: str
    other: str
    name: str
    places: tuple[str, ...]
    valid_from: str
    valid_until: str
    since: str
    percent: str | None
    act: str
    by: str
    in_short: str
    asserted_on: str
    checked: str
    grade: str | None
    retracted_on: str = OPEN


def dated_ties(release: Queried, entity: str, names: Mapping[str, str]) -> list[DatedTie]:
    """The ties of an entity by its IRI, in order of kind and time, each once with all its places; ``names`` by IRI."""
    found: dict[str, DatedTie] = {}
    for row in release.rows("ties_in_record", entity=entity):
        node = row["node"] or ""
        tie = found.get(node) or _tie(row, names)
        place = (iris.slug(row["place"]),) if row["place"] else ()
        found[node] = replace(tie, places=tuple(dict.fromkeys([*tie.places, *place])))
    return list(found.values())


def _tie(row: Row, names: Mapping[str, str]) -> DatedTie:
    said = {name: value or "" for name, value in row.items()}
    return DatedTie(
        kind=said["tie"],
        key=said["node"].removeprefix(iris.ID),
        other=said["other"].removeprefix(iris.ID),
        name=names.get(said["other"], said["other"]),
        places=(),
        valid_from=said["from"],
        valid_until=said["until"],
        since=as_known(said["from"], said["precision"]),
        percent=row["percent"],
        act=said["act"].removeprefix(iris.ID),
        by=said["by"].removeprefix(iris.ID),
        in_short=said["in_short"],
        asserted_on=said["asserted"],
        checked=iris.slug(said["checked"]),
        grade=iris.slug_or_none(row["grade"]),
    )
