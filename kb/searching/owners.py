"""Who owns or runs a service or a company, also in one place."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from kb.naming import iris
from kb.naming.namespaces import expand
from kb.release.release import Release
from kb.release.rows import Row
from kb.searching.recognition import Meant, Named

OWNERS, OPERATORS = expand("pol:stake"), expand("pol:operation")
HELD = ("platform", "organisation")


def holders(release: Release, meant: Meant) -> Iterator[tuple[Named, str]]:
    """What is named, with who owns or runs it today; where a place is named, first those who run it there, with their owners."""
    places = {one.iri for one in meant.places}
    for named in meant.things:
        if named.kind not in HELD:
            continue
        running = _running(release, named.iri, places) if places else set()
        if meant.tie == OWNERS:
            for operator in sorted(running):
                yield from _said(Named(operator, iris.kind(operator) or "", ""), "owned by", _ties(release, operator, "owner"))
            yield from _said(named, "owned by", _ties(release, named.iri, "owner"))
        else:
            found = [row for row in _ties(release, named.iri, "operator") if not places or row["other"] in running]
            yield from _said(named, "run by", found)


def _running(release: Release, service: str, places: Collection[str]) -> set[str]:
    """Who runs a service in some places today."""
    rows = release.rows("operations_of_service", service=service)
    return {row["operator"] or "" for row in rows if row["jurisdiction"] in places and _is_today(row)}


def _ties(release: Release, held: str, tie: str) -> list[Row]:
    return [row for row in release.rows("ties_of_entity", entity=held) if row["tie"] == tie and _is_today(row)]


def _is_today(row: Row) -> bool:
    return (row["from"] or "") <= date.today().isoformat() < (row["until"] or "")


def _said(named: Named, words: str, rows: list[Row]) -> Iterator[tuple[Named, str]]:
    shares = (f"{row['name']} ({row['percent']} %)" if row["percent"] else row["name"] or "" for row in rows)
    if said := ", ".join(dict.fromkeys(shares)):
        yield named, f"{words} {said}"
