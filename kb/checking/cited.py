"""What a text cites by an official identifier: whether the base has it, and whether it was in force on the day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.checking.draft_text import Sentence
from kb.graph.network import entities
from kb.release.release import Release
from kb.values.status import in_record

IDENTIFIERS = "|".join(
    (
        r"ECLI:[A-Z]{2}:[A-Z0-9]+:\d{4}:[A-Z0-9.]+",
        r"(?:CELEX )?\b[1-9]\d{4}[A-Z]{1,2}\d{4}\b",
        r"(?:Pub\. ?L\.|Public Law) \d+-\d+(?:, div\. [A-Z])?",
    )
)
PREFIX = re.compile(r"^(?:CELEX|Pub\. ?L\.|Public Law)\s*")


@dataclass(frozen=True)
class Cited:
    """An identifier that a text cites; the dossier that has it, None where none has, with its legal status on the day."""

    identifier: str
    paragraph: int
    dossier: str | None
    title: str | None
    status: str | None


def citations_of(release: Release, sentences: Sequence[Sentence], as_of: str, known_on: str) -> list[Cited]:
    """Every CELEX number, Public Law and ECLI in a text, resolved."""
    found = {match[0]: one.paragraph for one in sentences for match in re.finditer(IDENTIFIERS, one.text)}
    if not found:
        return []
    held, days = _identifiers(release), (as_of, known_on)
    return [
        _resolved(release, text, place, iri, *days)
        for text, place in found.items()
        for iri in held.get(_plain(PREFIX.sub("", text)), [None])
    ]


def _identifiers(release: Release) -> dict[str, list[str | None]]:
    """The IRIs of the instruments and cases that have an identifier, or of which it is a part before a comma."""
    whole: dict[str, list[str | None]] = {}
    parts: dict[str, list[str | None]] = {}
    for entity in entities(release).values():
        if entity.kind in ("instrument", "case"):
            for _, value in release.reader.head(entity.iri).identifiers:
                whole.setdefault(_plain(value), []).append(entity.iri)
                parts.setdefault(_plain(value.partition(",")[0]), []).append(entity.iri)
    return parts | whole


def _resolved(release: Release, text: str, paragraph: int, iri: str | None, as_of: str, known_on: str) -> Cited:
    if iri is None:
        return Cited(text, paragraph, None, None, None)
    head = release.reader.head(iri)
    begun = [one for one in release.reader.events(iri) if in_record(one, known_on) and one.sets_legal and one.on <= as_of]
    last = max(begun, key=lambda one: (one.on, one.position), default=None)
    return Cited(text, paragraph, f"{head.kind}/{head.path}", head.title, last.sets_legal if last else None)


def _plain(value: str) -> str:
    return re.sub(r"\W", "", value).casefold()
