"""What happened when, over the whole base: dated events of instruments, steps of cases, and days on which we coded."""

from __future__ import annotations

from dataclasses import dataclass

from kb.graph.network import entities
from kb.naming import iris
from kb.release.catalogue import Entity
from kb.release.release import Release
from kb.values.model import EARLIEST, OPEN
from kb.values.stored import as_known


@dataclass(frozen=True)
class Happening:
    """One dated event or step: when, what kind, what is said of it, and whose it is; ``node`` is its IRI."""

    on: str
    shown_on: str
    until: str | None
    kind: str
    kind_label: str
    says: str
    dossier: Entity
    jurisdiction: str
    checked: str
    node: str = ""


@dataclass(frozen=True)
class Coding:
    """How many claims and absences of one jurisdiction entered the record on one day."""

    day: str
    jurisdiction: str
    claims: int


def happenings(release: Release, start: str = EARLIEST, end: str = OPEN) -> list[Happening]:
    """Events and steps from the first day to the last, both counted, in order of time."""
    catalogue = entities(release)
    labels = {row["concept"] or "": row["label"] or "" for row in release.rows("concept_names")}
    found = []
    for row in release.catalogue.rows("dated_happenings", start=start, end=end):
        dossier, kind = catalogue.get((row["dossier"] or "").removeprefix(iris.ID)), row["kind"] or ""
        if dossier:
            on = row["on"] or ""
            found.append(
                Happening(
                    on=on,
                    shown_on=as_known(on, row["precision"]),
                    until=row["until"],
                    kind=iris.slug(kind),
                    kind_label=labels.get(kind, iris.slug(kind)),
                    says=row["said"] or "",
                    dossier=dossier,
                    jurisdiction=iris.slug(row["jurisdiction"] or ""),
                    checked=iris.slug(row["checked"] or ""),
                    node=row["node"] or "",
                )
            )
    return found


def evidence_days(release: Release) -> dict[str, str]:
    """To which day the evidence of each dated event goes, by its IRI; an event of which no day is recorded is left out."""
    return {row["event"] or "": row["to"] or "" for row in release.rows("evidence_of_events")}


def codings(release: Release) -> list[Coding]:
    """Days of coding with their jurisdictions, the newest day first."""
    return [
        Coding(row["day"] or "", iris.slug(row["jurisdiction"] or ""), int(row["claims"] or 0))
        for row in release.catalogue.rows("codings_by_day")
    ]
