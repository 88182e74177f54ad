"""Claims as values, from the properties that the graph states of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from kb import iris
from kb.model import StoredClaim
from kb.namespaces import POL, expand
from kb.release import Row

SEARCHED = POL + "searched"

Properties = dict[str, str]


def claims_from_rows(question: str, rows: Iterable[Row]) -> list[StoredClaim]:
    """Claims on one question from rows of jurisdiction, claim, property and value, in the order of their identifiers."""
    found: dict[str, Properties] = {}
    searched: dict[str, set[str]] = {}
    for row in rows:
        claim, name, value = row["claim"] or "", row["property"] or "", row["value"] or ""
        found.setdefault(claim, {})[name] = value
        if name == SEARCHED:
            searched.setdefault(claim, set()).add(value)
    return [_claim(iri, question, properties, searched.get(iri, ())) for iri, properties in sorted(found.items())]


def _claim(iri: str, question: str, properties: Properties, searched: Collection[str]) -> StoredClaim:
    def text(name: str) -> str | None:
        return properties.get(POL + name)

    def slug(name: str) -> str | None:
        return iris.slug_or_none(text(name))

    return StoredClaim(
        iri=iri,
        jurisdiction=slug("jurisdiction") or "",
        question=question,
        answer=slug("answer"),
        absence=slug("absence"),
        valid_from=text("validFrom") or "",
        valid_until=text("validUntil") or "",
        asserted_on=text("assertedOn") or "",
        retracted_on=text("retractedOn") or "",
        withdrawn_because=slug("withdrawnBecause"),
        in_short=text("inShort") or "",
        dossier=text("statedIn"),
        pinpoint=text("pinpoint"),
        authority=slug("authority") or "",
        evidence_grade=slug("evidenceGrade"),
        checked=slug("checked"),
        read_in=text("readIn"),
        coded_by=text("codedBy"),
        platform=slug("platform"),
        party=slug("party"),
        searched_on=text("searchedOn"),
        note=properties.get(expand("skos:note")),
        searched=tuple(sorted(searched)),
    )
