"""Claims as values, from the properties that the graph states of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from kb.loaders.answer_words import BOTH
from kb.naming import iris
from kb.naming.namespaces import POL, expand
from kb.release.rows import Row
from kb.values.model import OPEN, StoredClaim
from kb.values.stored import StoredReading

Properties = dict[str, list[str]]
Readings = Sequence[StoredReading]
READING_PROPERTIES = {
    "read": "pol:read", "kind": "pol:evidenceKind", "edition": "pol:workEdition", "passage": "pol:passageRead",
    "publisher": "pol:copyPublisher", "address": "pol:readAt", "dated": "pol:dated", "current_to": "pol:currentTo",
    "read_on": "pol:readOn", "by": "pol:readBy", "sha256": "pol:passageHash", "work": "prov:used",
}  # fmt: skip


def claims_from_rows(question: str, rows: Iterable[Row], readings: Iterable[Row] = ()) -> list[StoredClaim]:
    """Claims on one question from rows of claim, property and value, in the order of their identifiers; ``readings`` are the
    rows of what was read for them."""
    found: dict[str, Properties] = {}
    for row in rows:
        found.setdefault(row["claim"] or "", {}).setdefault(row["property"] or "", []).append(row["value"] or "")
    read = readings_from_rows(readings)
    return [claim_of(iri, properties, question, read.get(iri, ())) for iri, properties in sorted(found.items())]


def readings_from_rows(rows: Iterable[Row]) -> dict[str, list[StoredReading]]:
    """What was read for each claim, from rows of claim, reading, property and value."""
    found: dict[str, dict[str, Properties]] = {}
    for row in rows:
        of_claim = found.setdefault(row["claim"] or "", {}).setdefault(row["reading"] or "", {})
        of_claim.setdefault(row["property"] or "", []).append(row["value"] or "")
    return {claim: [reading_of(one) for _, one in sorted(readings.items())] for claim, readings in found.items()}


def reading_of(properties: Properties) -> StoredReading:
    """A reading from its properties by their IRIs."""
    values = {field: next(iter(properties.get(expand(name), ())), None) for field, name in READING_PROPERTIES.items()}
    known = {field: value for field, value in values.items() if value is not None}
    return StoredReading(**known | {"kind": iris.slug(known["kind"])})


def _first(properties: Properties, name: str) -> str | None:
    return next(iter(properties.get(POL + name, ())), None)


def claim_of(iri: str, properties: Properties, question: str | None = None, readings: Readings = ()) -> StoredClaim:
    """A claim or an absence from its properties by their IRIs; ``question`` if it is known on which it was asked for."""

    text = partial(_first, properties)

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
        evidence_to=text("evidenceTo"),
        readings=tuple(sorted(readings, key=lambda one: (one.read_on or OPEN, one.kind, one.read))),
        withdrawal_note=text("withdrawalNote"),
        left_to_members=text("leftToMembers") == "true",
    )
