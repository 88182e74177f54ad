"""Check the rows of imports against the codebook and the registers, like any other claims, each distinct word once."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import lru_cache

from kb.loaders.dossier_records import Instrument
from kb.loaders.identifiers import identifier_mistakes
from kb.loaders.imports.kept_records import ImportedClaim, ImportedInstrument, Part, TermsEdition
from kb.loaders.known import Known
from kb.loaders.words import words


def row_mistakes(part: Part, known: Known) -> Iterator[tuple[int, str]]:
    """(line, what is wrong) for every row that names what is not there, or days that are none."""
    claims = [(line, row) for line, row in enumerate(part.rows, 2) if isinstance(row, ImportedClaim)]
    yield from _of_claims(claims, known)
    for line, row in enumerate(part.rows, 2) if len(claims) < len(part.rows) else ():
        if isinstance(row, ImportedInstrument):
            yield from ((line, mistake) for mistake in _of_instrument(part.instruments[row.path], known))
        if isinstance(row, TermsEdition) and (row.platform not in known.platforms or not is_day(row.on)):
            yield line, f"'{row.platform}' is no platform, or '{row.on}' no day"


def _of_claims(claims: list[tuple[int, ImportedClaim]], known: Known) -> Iterator[tuple[int, str]]:
    questions, parties = known.questions(), frozenset(words("party"))

    @lru_cache(1 << 16)
    def answer_mistake(question: str, answer: str) -> str | None:
        return known.answer_mistake(question, answer) if question in questions else f"no question '{question}' in the codebook"

    seen: set[tuple[str, ...]] = set()
    for line, row in claims:
        if mistake := answer_mistake(row.question, row.answer):
            yield line, mistake
        if row.place not in known.jurisdictions:
            yield line, f"no '{row.place}' among the jurisdictions"
        if (row.platform and row.platform not in known.platforms) or (row.party and row.party not in parties):
            yield line, f"'{row.platform or row.party}' is no platform and no party"
        from_, until = row.from_, row.until
        is_dated = is_day(from_) and is_day(until) and is_day(row.asserted_on) and is_day(row.withdrawn_on or until)
        if not is_dated or from_ >= until:
            yield line, f"has a day that is none, or ends before it begins ({from_} to {until})"
        if not row.withdrawn_on:
            key = row.key
            if key in seen:
                yield line, "is a second row for the same place, question and day"
            seen.add(key)


def _of_instrument(act: Instrument, known: Known) -> Iterator[str]:
    if act.jurisdiction not in known.jurisdictions:
        yield f"no '{act.jurisdiction}' among the jurisdictions"
    lists = (("instrument-type", (act.type,)), ("approach", act.approaches), ("event", tuple(event.what for event in act.dates)))
    for scheme, said in lists:
        yield from (f"'{word}' is not in the list of {scheme}" for word in said if word not in words(scheme))
    yield from (message for _, message in identifier_mistakes(act.identifiers))


@lru_cache(1 << 16)
def is_day(text: str) -> bool:
    """Whether a text is a day as YYYY-MM-DD."""
    try:
        return len(text) == 10 and datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
