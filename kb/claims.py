"""Fetch claims from a release, as values."""

from __future__ import annotations

from kb import iris
from kb.model import StoredClaim
from kb.release import Release, Row


def claims_of_question(release: Release, question: str, as_of: str, known_on: str) -> list[StoredClaim]:
    """Claims and absences of every jurisdiction on one question, at one point of both clocks."""
    rows = release.rows("claims_of_question", link=iris.link(question), as_of=as_of, known_on=known_on)
    return list({claim.iri: claim for claim in (_claim(question, row) for row in rows)}.values())


def _claim(question: str, row: Row) -> StoredClaim:
    return StoredClaim(
        iri=row["claim"] or "",
        jurisdiction=iris.slug(row["jurisdiction"] or ""),
        question=question,
        answer=_slug(row["answer"]),
        absence=_slug(row["absence"]),
        valid_from=row["from"] or "",
        valid_until=row["until"] or "",
        asserted_on=row["asserted"] or "",
        retracted_on=row["retracted"] or "",
        in_short=row["in_short"] or "",
        dossier=row["dossier"],
        pinpoint=row["pinpoint"],
        authority=iris.slug(row["authority"] or ""),
        evidence_grade=_slug(row["grade"]),
        checked=_slug(row["checked"]),
        read_in=row["read_in"],
        coded_by=row["coded_by"],
        platform=_slug(row["platform"]),
        party=_slug(row["party"]),
        searched_on=row["searched_on"],
        note=row["note"],
    )


def _slug(iri: str | None) -> str | None:
    return iris.slug(iri) if iri else None
