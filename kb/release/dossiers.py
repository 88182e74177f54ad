"""Heads and events of the instruments, cases and sources that claims come from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from kb.naming import iris
from kb.naming.provision_links import page_address, provision_address
from kb.release.rows import Row
from kb.values.evidence import IN_ENGLISH, SourceWords, read_at, read_words
from kb.values.model import EARLIEST, OPEN, Dossier, StoredClaim, StoredEvent, WeighedClaim

if TYPE_CHECKING:
    from kb.release.reader import Reader

CITED_AS = {
    "us-public-law": "Pub. L. {}",
    "us-executive-order": "Executive Order {}",
    "celex": "CELEX {}",
}
CASE = "eu-case-number"
RETAINED, AS_MONEY = "uk-retained-regulation", "EUR "  # the mark of its register, which reads as a sum of money
LINK_ONLY = ("eli",)


def cite(dossier: Dossier, pinpoint: str | None, said: SourceWords = IN_ENGLISH) -> str:
    """Citation of a dossier: title, short title, first identifier, pinpoint."""
    title = f"{dossier.title} ({dossier.short})" if dossier.short and dossier.short != dossier.title else dossier.title
    named = _numbers(dossier, said)
    parts = [title, *[name for name in named[:1] if name not in title]]
    parts += [part for part in (_publisher(dossier, said), _date(dossier)) if part]
    return ", ".join([*parts, pinpoint] if pinpoint else parts)


def cite_briefly(dossier: Dossier, said: SourceWords = IN_ENGLISH) -> str:
    """The short title of a dossier with its first number, and whose act or case it is: ``US: PAFACA, Pub. L. 118-50``."""
    title = dossier.short or dossier.title
    named = _numbers(dossier, said)
    whose = "" if dossier.kind == "source" else f"{dossier.path.partition('/')[0].upper()}: "
    number = next(iter(named), "")
    return whose + (number if title in number else title if number in title else f"{title}, {number}")


def cite_claim(dossier: Dossier, claim: StoredClaim, said: SourceWords = IN_ENGLISH) -> str:
    """Citation of what a claim stands on, with what was read for it: the text itself, or who reports it.

    What a source says stands in that source, which is named already.
    """
    read, cited = words_of_reading(dossier, claim, said), cite(dossier, claim.pinpoint, said)
    return f"{cited}, {read}" if read else cited


def words_of_reading(dossier: Dossier, claim: StoredClaim, said: SourceWords = IN_ENGLISH) -> str:
    """What was read for a claim in words; empty for what a source says, and where no reading is recorded."""
    return "" if dossier.kind == "source" else read_words(claim.readings, claim.evidence_grade, claim.pinpoint, said)


def claim_address(dossier: Dossier, claim: StoredClaim, language: str = "en") -> str | None:
    """Where a claim's provision is read: at the publisher of the text, else where it was read for this base; None if unknown.

    ``language`` is that of the reader, for publishers that have an edition in it.
    """
    at_publisher = provision_address(dossier.url, claim.pinpoint, language)
    return at_publisher or page_address(read_at(claim.readings, claim.evidence_grade), language)


def cite_search(claim: StoredClaim) -> str:
    """The proof of a search, without a last full stop: its day, who coded it, what was searched, where the coder read that."""
    places = "; ".join(place.rstrip(".") for place in claim.searched)
    said = f"Search of {claim.searched_on}, coded by {claim.coded_by}. Searched: {places}. Read in: {claim.read_in}"
    because = (claim.covers_because or "").rstrip(".")
    return f"{said}. It covers {covered_days(claim)}: {because}" if because else said.rstrip(".")


def covered_days(claim: StoredClaim) -> str:
    """The days that a search covers: ``the days from 2024-01-01 on``."""
    start = "all days" if claim.valid_from == EARLIEST else f"the days from {claim.valid_from}"
    end = " on" if claim.valid_from != EARLIEST else ""
    return f"{start}{end}" if claim.valid_until == OPEN else f"{start} until {claim.valid_until}"


def cite_weighed(weighed: WeighedClaim, said: SourceWords = IN_ENGLISH) -> str:
    """Citation of what a claim in a cell stands on: its dossier with the pinpoint, or our search for an absence."""
    if weighed.dossier:
        return cite_claim(weighed.dossier, weighed.claim, said)
    return said.search.format(weighed.claim.searched_on)


def event_words(reader: Reader, event: StoredEvent, claim: StoredClaim) -> str:
    """An event in words, the text behind it by its short title: ``enforcement suspended until 2025-04-05, by EO 14166``.

    Of one on single provisions it names those that the claim rests on: ``applies as to s. 77``.
    """
    by = short_title(reader, event.by) if event.by else None
    pinpoints = (claim.pinpoint or "").split("; ") if claim.dossier and event.covers else []
    covered = ", ".join(one for one in pinpoints if one and iris.passage(claim.dossier or "", one) in event.covers)
    return event_told(event.kind.replace("-", " "), event.until, by, "", f" as to {covered}" if covered else "")


def event_told(what: str, until: str | None, by: str | None, when: str = "", whom: str = "") -> str:
    """The one form in which an event is told: what happened, when, until which day, for whom, and by which text."""
    return f"{what}{when}{f' until {until}' if until else ''}{whom}{f', by {by}' if by else ''}"


def short_title(reader: Reader, dossier: str) -> str:
    """The short title of a dossier by its IRI, its title where it has none."""
    head = reader.head(dossier)
    return head.short or head.title


def head_from_rows(iri: str, rows: list[Row]) -> Dossier:
    """Head of a dossier from its rows, one for each identifier."""
    kind = iris.kind(iri) or ""
    first = rows[0]
    found = {(row["position"] or "", row["scheme"] or "", row["value"] or "") for row in rows if row["scheme"]}
    ordered = sorted(found, key=lambda item: int(item[0] or 0))
    return Dossier(
        iri=iri,
        kind=kind,
        path=iris.tail(iri, kind),
        title=first["title"] or "",
        short=first["short"],
        type=iris.slug_or_none(first["type"]),
        url=first["url"],
        identifiers=tuple((scheme, value) for _, scheme, value in ordered),
        issued=first["issued"],
        dated=first["dated"],
        publisher=first["publisher"],
    )


def events_in_order(events: Iterable[StoredEvent]) -> list[StoredEvent]:
    """Events by date, those of one day as the file lists them."""
    return sorted(events, key=lambda event: (event.on, event.position))


def event_from_rows(iri: str, rows: list[Row], statuses: Mapping[str, tuple[str | None, str | None]]) -> StoredEvent:
    """One event from its rows, one for each whom it reaches and what it covers."""
    first = rows[0]
    legal, enforcement = statuses.get(first["kind"] or "", (None, None))
    return StoredEvent(
        iri=iri,
        kind=iris.slug(first["kind"] or ""),
        on=first["on"] or "",
        position=int(first["position"] or 0),
        until=first["until"],
        sets_legal=legal,
        sets_enforcement=enforcement,
        asserted_on=first["asserted"] or "",
        by=first["by"],
        reaches=frozenset(row["reaches"] for row in rows if row["reaches"]),
        covers=frozenset(row["covers"] for row in rows if row["covers"]),
        precision=first["precision"],
        retracted_on=first["retracted"] or OPEN,
        withdrawn_because=iris.slug_or_none(first["because"]),
        withdrawal_note=first["note"],
    )


def _numbers(dossier: Dossier, said: SourceWords) -> list[str]:
    """Its identifiers as they are cited, without those that are only links."""
    forms = {**CITED_AS, CASE: said.case, RETAINED: said.retained}
    named = ((scheme, value) for scheme, value in dossier.identifiers if scheme not in LINK_ONLY)
    return [forms.get(scheme, "{}").format(value.removeprefix(AS_MONEY)) for scheme, value in named]


def _publisher(dossier: Dossier, said: SourceWords) -> str | None:
    return said.unknown if dossier.publisher == "unknown" else dossier.publisher


def _date(dossier: Dossier) -> str | None:
    """The date as printed, or in the words of whoever had to infer it."""
    if not dossier.dated:
        return dossier.issued
    words = re.split(r"[:;]", dossier.dated)[0].rstrip(".")
    return words[:1].lower() + words[1:]
