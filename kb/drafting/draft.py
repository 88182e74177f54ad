"""A draft of a dossier: everything that was found in a text, each with its passage and a verdict that is open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kb.drafting.findings import Finding, days_in, identifiers_in, numbers_in, terms_in
from kb.drafting.likeness import Profiles
from kb.loaders.records import Facts
from kb.loaders.texts.loci import loci_of
from kb.texts.figures import base_of
from kb.texts.folder import Edition, Held, TextFolder

LIKE_ENOUGH, MOST_OF_A_PROVISION, MOST_OF_A_QUESTION = 0.15, 3, 4
SHORTEST, LONGEST_PASSAGE, MOST = 60, 1200, 60
NO_UNITS = ("Part", "ch.", "title", "recital", "annex", "preamble")


@dataclass(frozen=True)
class Proposal:
    """A question that a provision may answer, how like it is (0 to 1), and the words of the provision."""

    question: str
    pinpoint: str
    likeness: float
    words: str
    sha256: str


@dataclass(frozen=True)
class Draft:
    """What was found in one edition of a text."""

    edition: Edition
    jurisdiction: str
    identifiers: tuple[Finding, ...]
    days: tuple[Finding, ...]
    numbers: tuple[Finding, ...]
    terms: tuple[Finding, ...]
    proposals: tuple[Proposal, ...]


def draft(folder: TextFolder, edition: Edition, jurisdiction: str, profiles: Profiles) -> Draft:
    """Draft a dossier from an edition of a text; questions are proposed for texts in English only."""
    units = [(held.pinpoint, folder.words(held.sha256)) for held in edition.provisions if _is_unit(held)]
    language = edition.language
    head = f"{edition.title} {edition.version} {units[0][1] if units else ''}"

    def gathered(find: Callable[[str, str], Iterable[Finding]]) -> tuple[Finding, ...]:
        return tuple(dict.fromkeys(one for pinpoint, words in units for one in find(pinpoint, words)))[:MOST]

    return Draft(
        edition,
        jurisdiction,
        tuple(identifiers_in(head)),
        gathered(lambda pinpoint, words: days_in(pinpoint, words, language)),
        gathered(lambda pinpoint, words: numbers_in(pinpoint, words, language)),
        gathered(terms_in),
        proposals(folder, edition, profiles) if base_of(language) == "en" else (),
    )


def proposals(folder: TextFolder, edition: Edition, profiles: Profiles) -> tuple[Proposal, ...]:
    """Questions with the provisions that are likest to them: a few of each, in the order of their likeness."""
    found: dict[str, list[Proposal]] = {}
    for held in edition.provisions:
        words = folder.words(held.sha256)
        if not _is_unit(held) or len(words) < SHORTEST:
            continue
        for question, likeness in profiles.likeness(f"{held.heading} {held.heading} {words}")[:MOST_OF_A_PROVISION]:
            if likeness >= LIKE_ENOUGH:
                found.setdefault(question, []).append(Proposal(question, held.pinpoint, likeness, words, held.sha256))
    best = (one for each in found.values() for one in sorted(each, key=lambda one: -one.likeness)[:MOST_OF_A_QUESTION])
    return tuple(sorted(best, key=lambda one: (-one.likeness, one.question, one.pinpoint)))


def _is_unit(held: Held) -> bool:
    """Whether a provision is a unit of its own: an article or a section, not a part of one, nor what holds many."""
    loci = loci_of(held.pinpoint)
    return not held.is_near and len(loci) == 1 and len(loci[0]) in (2, 4) and not held.pinpoint.startswith(NO_UNITS)


def as_values(one: Draft, facts: Facts) -> dict[str, Any]:
    """A draft as plain values, as its file has them; every verdict is open."""
    edition = one.edition
    return {
        "draft_of": {
            "text": edition.instrument, "edition": edition.version, "id": edition.id, "language": edition.language,
            "kind": edition.kind, "address": edition.address, "jurisdiction": one.jurisdiction,
        },
        "title": {"found": edition.title, "verdict": "open"},
        "identifiers": [{found.kind: found.value, "verdict": "open"} for found in one.identifiers],
        "dates": [_dated(found) for found in one.days],
        "numbers": [{"what": found.kind, "value": found.value, **_where(found)} for found in one.numbers],
        "terms": [{"term": found.value, **_where(found)} for found in one.terms],
        "claims": list(_claims(one.proposals, facts)),
    }  # fmt: skip


def _dated(found: Finding) -> dict[str, str]:
    return {"on": found.value, "what": found.kind, **_where(found)}


def _where(found: Finding) -> dict[str, str]:
    return {"provision": found.pinpoint, "passage": found.words, "verdict": "open"}


def _claims(proposals: Iterable[Proposal], facts: Facts) -> Iterator[dict[str, Any]]:
    for one in proposals:
        words = " ".join(one.words.split())
        yield {
            "question": one.question,
            "rests_on": one.pinpoint,
            "likeness": f"{one.likeness:.2f}",
            "answer": "open",
            "answers": list(facts.questions()[one.question].answers),
            "from": "open",
            "in_short": "open",
            "passage": words if len(words) <= LONGEST_PASSAGE else words[:LONGEST_PASSAGE].rsplit(" ", 1)[0] + " …",
            "sha256": one.sha256,
            "verdict": "open",
        }
