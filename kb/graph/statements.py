"""The statements of a source, each with verdict, evidence and the cells it touches."""

from __future__ import annotations

from dataclasses import dataclass

from kb.naming import iris
from kb.naming.names import known
from kb.release.release import Release
from kb.release.rows import Row


@dataclass(frozen=True)
class Evidence:
    """One piece of evidence on a statement."""

    stance: str
    says: str
    who: str | None
    dated: str | None
    weight: str | None
    source: str | None


@dataclass(frozen=True)
class SourceStatement:
    """One statement of a source; ``cell`` is (jurisdiction, question, answer) if it answers a question."""

    key: str
    where: str
    says: str
    subject: str
    predicate: str
    object: str
    held_for: str | None
    verdict: str | None
    because: str | None
    note: str | None
    sentence_sha256: str | None
    cell: tuple[str, str, str] | None
    about: tuple[tuple[str, str], ...]
    evidence: tuple[Evidence, ...]


def source_names(release: Release) -> dict[str, str]:
    """Titles of all sources by identifier."""
    return {iris.slug(row["source"] or ""): row["title"] or "" for row in release.rows("sources")}


def statements_of(release: Release, source: str) -> list[SourceStatement]:
    """All statements of one source, in its order; raises UsageError if there is no such source."""
    iri = iris.entity("source", known("source", source, source_names(release)))
    evidence: dict[str | None, list[Evidence]] = {}
    for row in release.rows("testimonies_of_source", source=iri):
        evidence.setdefault(row["statement"], []).append(_evidence(row))
    about: dict[str | None, list[tuple[str, str]]] = {}
    for row in release.rows("subjects_of_statements", source=iri):
        about.setdefault(row["statement"], []).append((row["about"] or "", row["title"] or ""))
    rows = list(release.rows("statements_of_source", source=iri))
    return [_statement(row, tuple(about.get(row["statement"], ())), tuple(evidence.get(row["statement"], ()))) for row in rows]


def _statement(row: Row, about: tuple[tuple[str, str], ...], evidence: tuple[Evidence, ...]) -> SourceStatement:
    named = [row["part"], row["paragraph"] and f"paragraph {row['paragraph']}", row["sentence"] and f"sentence {row['sentence']}"]
    cell = None
    if row["claim"]:
        cell = (iris.slug(row["jurisdiction"] or ""), iris.slug(row["question"] or ""), iris.slug(row["answer"] or ""))
    return SourceStatement(
        key=row["key"] or "",
        where=", ".join(part for part in named if part),
        says=row["says"] or "",
        subject=row["subject"] or "",
        predicate=row["predicate"] or "",
        object=row["object"] or "",
        held_for=row["held_for"],
        verdict=iris.slug(row["verdict"]) if row["verdict"] else None,
        because=row["because"],
        note=row["note"],
        sentence_sha256=row["hash"],
        cell=cell,
        about=about,
        evidence=evidence,
    )


def _evidence(row: Row) -> Evidence:
    source = iris.slug(row["stated_in"]) if row["stated_in"] else None
    return Evidence(iris.slug(row["stance"] or ""), row["says"] or "", row["who"], row["dated"], row["weight"], source)
