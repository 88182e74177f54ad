"""The open matters of a release."""

from __future__ import annotations

from kb.naming import iris
from kb.release.rows import Queried, Row
from kb.values.matters import Ending, Look, OpenMatter


def open_matters(release: Queried) -> tuple[OpenMatter, ...]:
    """Every open matter of a release, those that ended or were withdrawn as well, in the order of their identifiers."""
    grouped: dict[str, list[Row]] = {}
    for row in release.rows("open_matters"):
        grouped.setdefault(row["matter"] or "", []).append(row)
    return tuple(_matter(iri, grouped[iri]) for iri in sorted(grouped))


def _matter(iri: str, rows: list[Row]) -> OpenMatter:
    first = {name: value or "" for name, value in rows[0].items()}
    cells = {(iris.slug(row["jurisdiction"] or ""), iris.slug(row["question"] or "")) for row in rows if row["cell"]}
    looks = {row["look"]: _look(row) for row in rows if row["look"]}
    return OpenMatter(
        id=iri.removeprefix(iris.ID),
        what=iris.slug(first["kind"]),
        in_=first["stated_in"].removeprefix(iris.ID),
        since=first["since"],
        precision=rows[0]["precision"],
        look_again=first["look_again"],
        because=first["because"],
        in_short=first["in_short"],
        note=rows[0]["note"],
        asserted_on=first["asserted"],
        retracted_on=first["retracted"],
        cells=tuple(sorted(cells)),
        looks=tuple(sorted(looks.values(), key=lambda look: (look.on, look.look_again))),
        ending=_ending(first) if first["closing"] else None,
    )


def _look(row: Row) -> Look:
    return Look(row["looked_on"] or "", row["by"] or "", row["read"] or "", row["next"] or "")


def _ending(row: dict[str, str]) -> Ending:
    return Ending(row["closed_on"], iris.slug(row["how"]), row["outcome"], row["closing_asserted"])
