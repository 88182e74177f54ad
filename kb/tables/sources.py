"""The sources of a table as CSL-JSON items: acts, treaties, cases, pages; and the table itself as a data set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from kb.naming.links import safe_link
from kb.release.dossiers import cite_weighed, words_of_reading
from kb.release.reader import Reader
from kb.values.evidence import IN_ENGLISH, SourceWords
from kb.values.model import Comparison, Dossier, WeighedClaim
from kb.values.status import in_record
from kb.values.words import caption, dates_line

TYPES = {
    "treaty": "treaty", "court": "legal_case", "regulatory": "report", "executive-review": "report", "news": "webpage",
    "analysis": "report", "official-page": "webpage", "company-page": "webpage", "web-page": "webpage", "pleading": "document",
}  # fmt: skip
DATED_BY = ("signed", "adopted", "issued", "published", "in-force")
REPORTERS = {"us-reporter", "us-statutes-at-large", "us-federal-register", "oj"}
NUMBERS = {"us-public-law": "{}", "eu-case-number": "Case {}"}
CITED_IN = re.compile(r"^(?P<volume>\d+) (?P<in>[A-Z][A-Za-z0-9. ]*?) (?P<page>\d[\d,-]*)(?: \(.*(?P<year>\d{4})\))?$")
OJ = re.compile(r"^(?P<in>OJ [A-Z] \d+[A-Z]?), .*?, p\. (?P<page>[\d-]+)$")
Item = dict[str, Any]


class CitedNote(NamedTuple):
    """A note of the table: its number, the item it cites and where in it; without an item the citation is a text.
    ``read`` says what was read for it."""

    n: int
    item: str | None
    pinpoint: str | None
    text: str
    read: str = ""


def cited_notes(comparison: Comparison, said: SourceWords = IN_ENGLISH) -> list[CitedNote]:
    """The notes of a table with the items they cite, in order; ``said`` are the words around what was read."""
    found: dict[int, CitedNote] = {}
    for weighed in _noted(comparison):
        path = _key(weighed.dossier) if weighed.dossier else None
        for n in weighed.notes:
            text = cite_weighed(weighed) if weighed.dossier else comparison.notes[n - 1].citation
            read = words_of_reading(weighed.dossier, weighed.claim, said) if weighed.dossier else ""
            found.setdefault(n, CitedNote(n, path, weighed.claim.pinpoint, text, read))
    return [found[n] for n in sorted(found)]


def items(reader: Reader, comparison: Comparison) -> list[Item]:
    """One CSL-JSON item for each source that a note cites, in the order of the notes."""
    dossiers = {_key(weighed.dossier): weighed.dossier for weighed in _noted(comparison) if weighed.dossier and weighed.notes}
    order = list(dict.fromkeys(note.item for note in cited_notes(comparison) if note.item))
    return [item_of(reader, dossiers[key], comparison.known_on) for key in order]


def table_item(comparison: Comparison, sha256: str) -> Item:
    """The table itself, with its release, both days and the hash of its content."""
    return {
        "id": f"table-{comparison.release}-{comparison.as_of}",
        "type": "dataset",
        "title": f"{caption(comparison)}, law as of {comparison.as_of}",
        "author": [{"literal": comparison.publisher}],
        "publisher": comparison.publisher,
        "version": f"release {comparison.release}",
        "issued": _date(comparison.known_on),
        "note": f"{dates_line(comparison)} SHA-256 of its content: {sha256}.",
    }


def cite_table(comparison: Comparison, sha256: str) -> str:
    """The table as one citation in words."""
    return f"{comparison.publisher}. {caption(comparison)}. {dates_line(comparison)} Content SHA-256 {sha256[:16]}."


def _noted(comparison: Comparison) -> Iterator[WeighedClaim]:
    return (weighed for cell in comparison.cells for weighed in cell.claims if weighed.notes)


def _key(dossier: Dossier) -> str:
    return re.sub(r"[^a-z0-9]+", "-", f"{dossier.kind}-{dossier.path}".lower())


def item_of(reader: Reader, dossier: Dossier, known_on: str) -> Item:
    """One act, case or source as a CSL-JSON item, dated by what was in the record on a day."""
    item: Item = {"id": _key(dossier), "type": TYPES.get(dossier.type or "", "legislation"), "title": dossier.title}
    if dossier.short and dossier.short != dossier.title:
        item["title-short"] = dossier.short
    item |= _identifiers(dossier)
    if dossier.publisher and dossier.publisher != "unknown":
        item |= {"author": [{"literal": dossier.publisher}]}
    issued = item.pop("year", None) or _issued(reader, dossier, known_on)
    if issued:
        item["issued"] = _date(issued)
    if address := safe_link(dossier.url):
        item["URL"] = address
    return item


def _identifiers(dossier: Dossier) -> Item:
    """Number, and where it is printed: volume, reporter, first page."""
    found: Item = {}
    for scheme, value in dossier.identifiers:
        if scheme in NUMBERS and "number" not in found:
            found["number"] = NUMBERS[scheme].format(value)
        printed = (OJ if scheme == "oj" else CITED_IN).match(value) if scheme in REPORTERS else None
        if printed and "page" not in found:
            groups = printed.groupdict()
            found |= {"container-title": groups["in"], "page": groups["page"]}
            found |= {name: groups[name] for name in ("volume", "year") if groups.get(name)}
        if scheme.endswith(("ecli", "neutral-citation")):
            found.setdefault("note", value)
            year = re.search(r"\b((?:19|20)\d\d)\b", value)
            found |= {"year": year.group(1)} if year and "year" not in found else {}
    return found


def _issued(reader: Reader, dossier: Dossier, known_on: str) -> str | None:
    """The day of the source itself, or of the act's first event, as known on the day of the record."""
    if dossier.issued or dossier.kind != "instrument":
        return dossier.issued
    days = {event.kind: event.on for event in reversed(reader.events(dossier.iri)) if in_record(event, known_on)}
    return next((days[kind] for kind in DATED_BY if kind in days), None)


def _date(text: str) -> dict[str, list[list[int]]]:
    return {"date-parts": [[int(part) for part in text.split("-")]]}
