"""Claims as values, from the properties that the graph states of them."""

from __future__ import annotations

from collections.abc import Iterable

from kb.loaders.answer_words import BOTH
from kb.naming import iris
from kb.naming.namespaces import POL, expand
from kb.release.rows import Row
from kb.values.model import StoredClaim

Properties = dict[str, list[str]]


def claims_from_rows(question: str, rows: Iterable[Row]) -> list[StoredClaim]:
    """Claims on one question from rows of claim, property and value, in the order of their identifiers."""
    found: dict[str, Properties] = {}
    for row in rows:
        found.setdefault(row["claim"] or "", {}).setdefault(row["property"] or "", []).append(row["value"] or "")
    return [claim_of(iri, properties, question) for iri, properties in sorted(found.items())]


def claim_of(iri: str, properties: Properties, question: str | None = None) -> StoredClaim:
    """A claim or an absence from its properties by their IRIs; ``question`` if it is known on which it was asked for."""

    def text(name: str) -> str | None:
        return next(iter(properties.get(POL + name, ())), None)

    def slug(name: str) -> str | None:
        return iris.slug_or_none(text(name))

    return StoredClaim(
        iri=iri,
        jurisdiction=slug("jurisdiction") or "",
        question=question or slug("question") or "",
        answer=BOTH.join(sorted(iris.slug(found) for found in properties.get(POL + "answer", ()))) or None,
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
        note=next(iter(properties.get(expand("skos:note"), ())), None),
        beside=tuple(sorted(properties.get(POL + "standsBeside", ()))),
        says_from=text("saysFrom"),
        searched=tuple(sorted(properties.get(POL + "searched", ()))),
        covers_because=text("coversBecause"),
    )
