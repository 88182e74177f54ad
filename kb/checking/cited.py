"""All that a text cites: official identifiers, passages and cases; whether the base has them, and whether in force on the day."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.checking.citation import NOT_HELD, Cited, legal_status
from kb.checking.courts import Courts
from kb.checking.judging import Judge
from kb.checking.passages import Passages
from kb.checking.verdict import Judged
from kb.graph.network import entities
from kb.release.release import Release

IDENTIFIERS = "|".join(
    (
        r"ECLI:[A-Z]{2}:[A-Z0-9]+:\d{4}:[A-Z0-9.]+",
        r"(?:CELEX )?\b[1-9]\d{4}[A-Z]{1,2}\d{4}\b",
        r"(?:Pub\. ?L\.|Public Law) \d+-\d+(?:, div\. [A-Z])?",
        r"\b[CT]-\d{1,4}/\d{2}(?: P(?:\(R\))?| R)?(?![\w(])",
        r"\b\d{1,3} (?:U\.S\.|F\.(?:2d|3d|4th)) \d{1,4}\b",
    )
)
PREFIX = re.compile(r"^(?:CELEX|Pub\. ?L\.|Public Law)\s*")


def citations_of(release: Release, judge: Judge, judged: Sequence[Judged]) -> list[Cited]:
    """Every identifier, passage of an act and case in a text whose sentences were judged, resolved; each once."""
    passages, courts = Passages(release, judge), Courts(release, judge.names)
    found = [one for sentence in judged for one in (*passages.cited(sentence), *courts.cited(sentence))]
    told = {(one.identifier, one.dossier) for one in found}
    numbers = _numbers(release, judged, judge.as_of, judge.known_on)
    found += [one for one in numbers if (one.identifier, one.dossier) not in told]
    return sorted(dict.fromkeys(found), key=lambda one: one.paragraph)


def _numbers(release: Release, judged: Sequence[Judged], *days: str) -> list[Cited]:
    """Every CELEX number, Public Law, ECLI and number of a case."""
    texts = [(one.sentence.text, one.sentence.paragraph) for one in judged]
    found = {match[0]: place for text, place in texts for match in re.finditer(IDENTIFIERS, text)}
    if not found:
        return []
    held = _identifiers(release)
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
                for part in {value.partition(",")[0], *re.findall(IDENTIFIERS, value)}:
                    parts.setdefault(_plain(part), []).append(entity.iri)
    return parts | whole


def _resolved(release: Release, text: str, paragraph: int, iri: str | None, as_of: str, known_on: str) -> Cited:
    if iri is None:
        return Cited(text, paragraph, finding=NOT_HELD, told="not in this base")
    head = release.reader.head(iri)
    return Cited(text, paragraph, f"{head.kind}/{head.path}", head.title, legal_status(release, iri, as_of, known_on))


def _plain(value: str) -> str:
    return re.sub(r"\W", "", value).casefold()
