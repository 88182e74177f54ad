"""A verdict on a sentence where the base has a cell that speaks of the same; precision before recall, so mostly none.

A sentence is judged only if it names a jurisdiction (or an act of one) and says nearly what a claim says, or gives a number for
what a question asks. Verdicts: supported, partly, contradicted, outdated, more-certain, not-held. A number that a claim
does not give for the same, or a limiting word of it that the sentence drops, keeps a sentence from being supported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kb.cells.comparison import choose_questions, compare
from kb.checking.draft_text import Sentence
from kb.checking.limits import dropped
from kb.checking.mentions import Names
from kb.checking.numbered import asked_for, gives, is_tier, number_of, part_with, unheld
from kb.checking.numbers import Number, alike, is_time, shown
from kb.checking.words import Said, apart, parts_of, said
from kb.graph.statements import SourceStatement, source_names, statements_of
from kb.naming import iris
from kb.release.dossiers import cite_weighed
from kb.release.release import Release
from kb.values.model import OPEN, Cell, Comparison, QuestionHead, StoredClaim, WeighedClaim

NOT_HELD, PARTLY = "not-held", "partly"
COVERED, EXPLAINED, FEWEST = 0.72, 0.6, 3
UNSURE = {
    "secondary": "it is known from reports only",
    "anonymous": "it was read only in copies that name no publisher",
    "memory": "no source was read for it",
}


@dataclass(frozen=True)
class Judged:
    """A sentence with its verdict; ``cell`` is ``jurisdiction/question``, ``until`` the day on which an outdated one ended.

    ``dossier`` (an IRI) and ``pinpoint`` are where the claim that decides stands, ``pinpoints`` all passages of it on which the
    same answer rests; the claim holds from ``valid_from`` to ``valid_until``, its evidence (of a ``grade``) to ``evidence_to``.
    ``legal_status`` and ``enforcement_status`` are those of the claim on the day: what is supported may be enjoined by a court.
    """

    sentence: Sentence
    verdict: str
    because: str = ""
    cell: str | None = None
    claim: str | None = None
    citation: str | None = None
    says: str | None = None
    until: str | None = None
    dossier: str | None = None
    pinpoint: str | None = None
    pinpoints: tuple[str, ...] = ()
    valid_from: str | None = None
    valid_until: str | None = None
    grade: str | None = None
    evidence_to: str | None = None
    legal_status: str | None = None
    enforcement_status: str | None = None

    @property
    def is_halted(self) -> bool:
        """Whether what the base says of the same does not apply on the day, or not yet."""
        return self.legal_status not in (None, "in-force") or self.enforcement_status not in (None, "applicable")


class Judge:
    """Judges sentences by one release on one day of the law, as known on one day of the record."""

    def __init__(self, release: Release, as_of: str, known_on: str) -> None:
        self._release, self._reader = release, release.reader
        self.as_of, self.known_on = as_of, known_on
        self._tables: dict[str, Comparison] = {}
        self._claims: dict[str, list[tuple[QuestionHead, StoredClaim]]] = {}

    def judge(self, sentence: Sentence) -> Judged:
        """The verdict on one sentence; not-held where the base has nothing that is surely about the same."""
        if known_ones := self._sources.get(sentence.sha256):
            return _of_source(sentence, known_ones)
        spoken = said(sentence.text)
        places = self.places(sentence.text)
        if len(places) != 1:
            return Judged(sentence, NOT_HELD, "it names no jurisdiction of the base in English, or more than one")
        names = said(self._reader.jurisdictions()[places[0]]).words
        claims = self._compared(sentence.text, places[0])
        numbered = self._by_number(sentence, spoken, claims, names)
        if numbered and numbered.verdict != PARTLY:
            return numbered
        worded = self._by_words(sentence, spoken, claims, names)
        return numbered if numbered and worded.verdict != "supported" else worded

    def places(self, text: str) -> list[str]:
        """The jurisdictions that a sentence names; where it names none, those whose acts it names."""
        found = [slug for name, slug in self._places_by_name.items() if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)]
        acts = () if found else self.names.named(text, "instrument")
        found += [iris.tail(iri, "instrument").partition("/")[0] for one in acts for iri in one.iris]
        return list(dict.fromkeys(found))

    @cached_property
    def names(self) -> Names:
        """What acts, cases, organisations and places are called."""
        return Names(self._release)

    @cached_property
    def _places_by_name(self) -> Mapping[str, str]:
        return {name: slug for slug, name in self._reader.jurisdictions().items()} | dict(self.names.initials())

    @cached_property
    def _sources(self) -> Mapping[str, list[tuple[str, SourceStatement]]]:
        """What sources state in a sentence that the base has judged, by the hash of the sentence."""
        by_hash: dict[str, list[tuple[str, SourceStatement]]] = {}
        for source in source_names(self._release):
            for one in statements_of(self._release, source):
                if one.sentence_sha256:
                    by_hash.setdefault(one.sentence_sha256, []).append((source, one))
        return by_hash

    def _of_place(self, place: str) -> list[tuple[QuestionHead, StoredClaim]]:
        """All that was ever claimed of a jurisdiction as known on the day, each with its question."""
        if place not in self._claims:
            heads = choose_questions(self._reader.questions(), (), ())
            claims = ((head, claim) for head in heads for claim in self._reader.history(head.id, [place]))
            self._claims[place] = [one for one in claims if one[1].asserted_on <= self.known_on < one[1].retracted_on]
        return self._claims[place]

    def _compared(self, text: str, place: str) -> list[tuple[QuestionHead, StoredClaim]]:
        """The claims of a place with which a sentence is compared: of the acts alone that it names, where it names any."""
        acts = {iri for one in self.names.named(text, "instrument") for iri in one.iris}
        return [one for one in self._of_place(place) if not acts or one[1].dossier in acts]

    def _cell(self, place: str, question: str) -> Cell:
        if place not in self._tables:
            self._tables[place] = compare(self._reader, [place], as_of=self.as_of, known_on=self.known_on)
        return self._tables[place].cell(place, question)

    def _by_words(
        self, sentence: Sentence, spoken: Said, claims: Sequence[tuple[QuestionHead, StoredClaim]], names: frozenset[str]
    ) -> Judged:
        """The claim that says nearly the same in words decides."""
        near = max(_near(spoken, names, claims), key=lambda one: one[0], default=None)
        if near is None:
            return Judged(sentence, NOT_HELD, "no claim of the base says nearly that")
        _, told, head, claim = near
        cell = self._cell(claim.jurisdiction, head.id)
        if spoken.negated != told.negated:
            return self._judged(sentence, "contradicted", "the base says the opposite", cell, claim)
        if (other := apart(spoken, told)) and (other[1] or (other := apart(spoken, said(claim.in_short)))):
            return self._other_number(sentence, *other, cell, head, claim)
        return self._agreeing(sentence, spoken, cell, claim, told.text)

    def _other_number(
        self, sentence: Sentence, given: Number, told: Number | None, cell: Cell, head: QuestionHead, claim: StoredClaim
    ) -> Judged:
        """A sentence that says nearly what a claim says, with another number: contradicted if the number is what is asked for."""
        if told is None:
            return Judged(sentence, NOT_HELD, f"a claim of the base says nearly that, but not of {shown(given)}")
        answer = number_of(head, cell.winner.claim) if cell.winner else None
        if answer and alike(answer, told) and not any(alike(given, one) for one in said(claim.in_short).numbers):
            return self._judged(sentence, "contradicted", f"the base has {shown(told)}", cell, claim)
        because = f"the sentence has {shown(given)} where the base has {shown(told)}"
        return self._judged(sentence, PARTLY, because, cell, claim)

    def _agreeing(self, sentence: Sentence, spoken: Said, cell: Cell, claim: StoredClaim, part: str) -> Judged:
        """The verdict on a sentence that says what a part of a claim says: supported, unless the days or the certainty differ."""
        if claim.valid_until != OPEN and claim.valid_until <= self.as_of:
            return self._judged(sentence, "outdated", f"true until {claim.valid_until}", cell, claim, claim.valid_until)
        weighed = next((one for one in cell.claims if one.claim.iri == claim.iri), None)
        if weighed is None:
            return Judged(sentence, NOT_HELD, "the claim that says so does not hold on the day")
        if weighed.disputes:
            return self._judged(sentence, "contradicted", "a claim of more weight says otherwise", cell, claim)
        grade = claim.evidence_grade or "memory"
        if spoken.certain and (cell.disputed or grade in UNSURE):
            because = UNSURE.get(grade, "sources disagree on it")
            return self._judged(sentence, "more-certain", because, cell, claim)
        if limits := dropped(sentence.text, part, claim.in_short):
            because = f"the base limits it, the sentence does not: {', '.join(f'“{one}”' for one in limits)}"
            return self._judged(sentence, PARTLY, because, cell, claim)
        return self._judged(sentence, "supported", "a claim of the base says so", cell, claim)

    def _by_number(
        self, sentence: Sentence, spoken: Said, compared: Sequence[tuple[QuestionHead, StoredClaim]], names: frozenset[str]
    ) -> Judged | None:
        """The question of a number that the sentence answers with another words' number; None where it is no such sentence."""
        asked = asked_for(spoken, self._reader.questions().values(), compared, names)
        return asked and self._numbered(sentence, spoken, self._cell(asked[1][0].jurisdiction, asked[0].id), *asked)

    def _numbered(
        self, sentence: Sentence, spoken: Said, cell: Cell, head: QuestionHead, claims: Sequence[StoredClaim]
    ) -> Judged | None:
        winner = cell.winner
        if winner is None or winner.claim.iri not in {one.iri for one in claims}:
            return None
        if spoken.negated and not said(part_with(head, winner.claim)).negated:
            return None
        if gives(head, winner.claim, spoken):
            if other := unheld(head, winner.claim, spoken):
                because = f"the base has {_value(head, cell)} and nothing of {shown(other)}"
                return self._judged(sentence, PARTLY, because, cell, winner.claim)
            return self._agreeing(sentence, spoken, cell, winner.claim, part_with(head, winner.claim))
        for claim in claims:
            if gives(head, claim, spoken):
                ended = claim.valid_until <= self.as_of
                return self._agreeing(sentence, spoken, cell, claim, claim.in_short) if ended else None
        if any(is_tier(spoken, claim) for claim in claims):
            return None
        return self._judged(sentence, "contradicted", f"the base has {_value(head, cell)}", cell, winner.claim)

    def _judged(
        self, sentence: Sentence, verdict: str, because: str, cell: Cell, claim: StoredClaim, until: str | None = None
    ) -> Judged:
        decides: WeighedClaim | None = next((one for one in cell.claims if one.claim.iri == claim.iri), cell.winner)
        citation = cite_weighed(decides) if decides else None
        named = f"{cell.jurisdiction}/{cell.question}"
        shown = decides.claim if decides and not until else claim
        every = (one for _, one in self._of_place(cell.jurisdiction) if one.question == claim.question)
        same = [one.pinpoint for one in every if one.pinpoint and (one.answer, one.dossier) == (shown.answer, shown.dossier)]
        return Judged(
            sentence,
            verdict,
            because,
            named,
            claim.iri,
            citation,
            cell.in_short,
            until,
            dossier=shown.dossier,
            pinpoint=shown.pinpoint,
            pinpoints=tuple(dict.fromkeys(same)),
            valid_from=shown.valid_from,
            valid_until=None if shown.valid_until == OPEN else shown.valid_until,
            grade=shown.evidence_grade,
            evidence_to=shown.evidence_to,
            legal_status=decides.legal_status if decides and not until else None,
            enforcement_status=decides.enforcement_status if decides and not until else None,
        )


def _near(
    spoken: Said, names: frozenset[str], claims: Sequence[tuple[QuestionHead, StoredClaim]]
) -> Iterator[tuple[float, Said, QuestionHead, StoredClaim]]:
    """Claims that a sentence says nearly, in one of their sentences or whole, with how nearly and what they say there.

    Most of the words there are in the sentence, and it has few besides.
    """
    own = spoken.words - names
    for head, claim in claims:
        for told in parts_of(claim.in_short):
            words = told.words - names
            if len(words) < FEWEST or not own:
                continue
            both = len(words & own)
            if both / len(words) >= COVERED and len(own & (words | said(head.text).words)) / len(own) >= EXPLAINED:
                yield both / len(words | own), told, head, claim


def _value(head: QuestionHead, cell: Cell) -> str:
    """The number of a cell in words: of a time or an age as sentences have it, of a share or an amount as tables do."""
    number = number_of(head, cell.winner.claim) if cell.winner else None
    return shown(number) if number and (is_time(number) or number[0] == "age") else cell.label


def _of_source(sentence: Sentence, found: Sequence[tuple[str, SourceStatement]]) -> Judged:
    """The verdict that the base has on this very sentence: contradicted where a part is, supported where all is that can be."""
    statements = [one for _, one in found]
    verdicts = {one.verdict for one in statements} - {"opinion", "forecast"}
    verdict = "contradicted" if "contradicted" in verdicts else "supported" if verdicts == {"supported"} else NOT_HELD
    decides = next((one for one in statements if one.verdict == verdict), statements[0])
    cell = f"{decides.cell[0]}/{decides.cell[1]}" if decides.cell else None
    told = "; ".join(f"{one.key} {one.verdict or 'no verdict'}: {one.because or one.says}" for one in statements)
    keys = {source: ", ".join(one.key for of, one in found if of == source) for source, _ in found}
    citation = "; ".join(f"source/{source}, {named}" for source, named in keys.items())
    return Judged(sentence, verdict, f"the base has judged this sentence ({told})", cell, None, citation, decides.says)
