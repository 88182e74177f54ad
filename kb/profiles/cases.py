"""The cases of a release with what each is tied to, and the sums that they name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kb.naming import iris
from kb.naming.namespaces import shrink
from kb.release.rows import Queried, Row
from kb.values.stored import as_known

TIES = {"pol:concerns": "concerns", "pol:platform": "platforms", "pol:participant": "participants"}


@dataclass(frozen=True)
class Sum:
    """A sum of money: digits and currency, what for, on which day (as exact as known), and whether it stands."""

    key: str
    value: str
    currency: str
    purpose: str
    on: str
    standing: str


@dataclass(frozen=True)
class CaseHead:
    """A case; the ties are short keys."""

    key: str
    name: str
    kind_name: str
    place: str
    forum: str
    outcome: str
    asserted_on: str
    concerns: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    sums: tuple[Sum, ...] = ()

    def is_tied_to(self, entity: str) -> bool:
        """Whether an entity, by its short key, decides it, takes part in it, or is what it concerns."""
        return entity in (self.forum, *self.concerns, *self.platforms, *self.participants)


def cases(release: Queried, names: Mapping[str, str]) -> dict[str, CaseHead]:
    """Every case by its short key; ``names`` are those of concepts by IRI."""
    found: dict[str, CaseHead] = {}
    for row in release.rows("cases_in_record"):
        key = (row["case"] or "").removeprefix(iris.ID)
        found[key] = _tied(found.get(key) or _head(key, row, names), row)
    for row in release.rows("sums_in_record"):
        key = (row["case"] or "").removeprefix(iris.ID)
        if key in found:
            found[key] = replace(found[key], sums=(*found[key].sums, _sum(row, names)))
    return found


def _head(key: str, row: Row, names: Mapping[str, str]) -> CaseHead:
    return CaseHead(
        key=key,
        name=row["short"] or row["title"] or "",
        kind_name=names.get(row["kind"] or "", ""),
        place=iris.slug(row["place"] or ""),
        forum=(row["forum"] or "").removeprefix(iris.ID),
        outcome=row["outcome"] or "",
        asserted_on=row["asserted"] or "",
    )


def _tied(case: CaseHead, row: Row) -> CaseHead:
    if not row["relation"]:
        return case
    name, other = TIES[shrink(row["relation"])], (row["other"] or "").removeprefix(iris.ID)
    ties: dict[str, tuple[str, ...]] = {name: tuple(dict.fromkeys([*getattr(case, name), other]))}
    return replace(case, **ties)  # type: ignore[arg-type]


def _sum(row: Row, names: Mapping[str, str]) -> Sum:
    on = as_known(row["on"] or "", row["precision"])
    named = (row["sum"] or "").removeprefix(iris.ID), row["value"] or "", row["currency"] or "", row["purpose"] or ""
    return Sum(*named, on, names.get(row["standing"] or "", ""))
