"""A verdict on a sentence where the base has a cell that speaks of the same; precision before recall, so mostly none.

A sentence is judged only if it names a jurisdiction (or an act of one) and says nearly what a claim says, or gives a number for
what a question asks. Verdicts: supported, partly, contradicted, outdated, more-certain, not-held. A number that a claim
does not give for the same, or a limiting word of it that the sentence drops, keeps a sentence from being supported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from kb.cells.comparison import choose_questions, compare
from kb.checking.asserted import Asserted, asserted
from kb.checking.draft_text import Sentence
from kb.checking.known_sentences import judged_before, of_source
from kb.checking.limits import dropped
from kb.checking.mentions import Names
from kb.checking.numbered import alternative, asked_for, gives, is_tier, number_of, of_another_case, part_with, unheld
from kb.checking.numbers import Number, alike, is_time, shown
from kb.checking.spans import ended_on, going_on, since
from kb.checking.tongue import is_english
from kb.checking.verdict import LANGUAGE, NO_PLACE, NOT_HELD, NOTHING_NEAR, OTHER_DAY, PARTLY, PLACES, UNSURE, Judged, left
from kb.checking.words import Said, apart, parts_of, said
from kb.graph.statements import SourceStatement
from kb.naming import iris
from kb.release.dossiers import cite_weighed
from kb.release.release import Release
from kb.values.model import OPEN, Cell, Comparison, QuestionHead, StoredClaim, WeighedClaim

LOUD = ("equal-sources", "in-court")
COVERED, EXPLAINED, FEWEST = 0.72, 0.6, 3
Near = tuple[float, Said, QuestionHead, StoredClaim]  # how near, what is said there, of which question, by which claim


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
            return of_source(sentence, known_ones)
        if not is_english(sentence.text):
            return left(sentence, LANGUAGE, "it is not in English, and only English sentences are judged")
        spoken = said(sentence.text)
        places = self.places(sentence.text)
        if not places:
            return left(sentence, NO_PLACE, "it names no jurisdiction of the base, and no act of one")
        if len(places) > 1:
            return left(sentence, PLACES, "it names more than one jurisdiction, or acts of more than one")
        names = said(self._reader.jurisdictions()[places[0]]).words
        claims = self._compared(sentence.text, places[0])
        numbered = self._by_number(sentence, spoken, claims, names)
        if numbered and numbered.verdict != PARTLY:
            return numbered
        worded = self._by_words(sentence, spoken, claims, names)
        if numbered and worded.verdict != "supported":
            return numbered
        return self._by_answer(sentence, places[0], names) or worded if worded.verdict == NOT_HELD else worded

    def places(self, text: str) -> list[str]:
        """The jurisdictions that a sentence names, by any name; where it names none, those whose acts it names."""
        found = [slug for name, slug in self._places_by_name.items() if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)]
        found += [iris.slug(one.iris[0]) for one in self.names.named(text, "jurisdiction") if len(one.iris) == 1]
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
        return judged_before(self._release)

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
        found = list(_near(spoken, names, claims))
        near = max(found, key=lambda one: one[0], default=None)
        if near is None:
            return left(sentence, NOTHING_NEAR, "no claim of the base says nearly that")
        _, told, head, claim = self._of_today(near, spoken, found)
        cell = self._cell(claim.jurisdiction, head.id)
        if spoken.over and not told.over:
            return left(sentence, NOTHING_NEAR, "no claim of the base says nearly that")
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
            return left(sentence, NOTHING_NEAR, f"a claim of the base says nearly that, but not of {shown(given)}")
        answer = number_of(head, cell.winner.claim) if cell.winner else None
        if answer and alike(answer, told) and not any(alike(given, one) for one in said(claim.in_short).numbers):
            return self._judged(sentence, "contradicted", f"the base has {shown(told)}", cell, claim)
        because = f"the sentence has {shown(given)} where the base has {shown(told)}"
        return self._judged(sentence, PARTLY, because, cell, claim)

    def _agreeing(self, sentence: Sentence, spoken: Said, cell: Cell, claim: StoredClaim, part: str) -> Judged:
        """The verdict on a sentence that says what a part of a claim says: supported, unless the days or the certainty differ."""
        if claim.valid_until != OPEN and claim.valid_until <= self.as_of:
            return self._ended(sentence, cell, claim)
        weighed = next((one for one in cell.claims if one.claim.iri == claim.iri), None)
        if weighed is None:
            return left(sentence, OTHER_DAY, "the claim that says so does not hold on the day")
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

    def _of_today(self, near: Near, spoken: Said, found: Sequence[Near]) -> Near:
        """In the place of an ended claim one that holds on the day and says nearly the same, with the same answer and numbers."""
        ended = near[3]
        same = (
            one
            for one in found
            if ended.valid_until <= self.as_of
            and one[3].valid_from <= self.as_of < one[3].valid_until
            and (one[2].id, one[3].value, one[1].negated) == (near[2].id, ended.value, near[1].negated)
            and apart(spoken, one[1]) is None
        )
        return max(same, key=lambda one: one[0], default=near)

    def _ended(self, sentence: Sentence, cell: Cell, claim: StoredClaim) -> Judged:
        """The verdict by an entry that has ended: outdated only if its answer goes on in no other entry of the same cell."""
        others = [one for _, one in self._of_place(claim.jurisdiction)]
        if later := going_on(claim, others, self.as_of):
            because = "the same answer goes on, but the base tells it in other words now"
            return self._judged(sentence, PARTLY, because, cell, later)
        if cell.winner and cell.winner.claim.value == claim.value:
            return left(sentence, OTHER_DAY, "the claim that says so does not hold on the day")
        until = ended_on(claim, others)
        return self._judged(sentence, "outdated", f"true until {until}", cell, claim, until)

    def _by_answer(self, sentence: Sentence, place: str, names: frozenset[str]) -> Judged | None:
        """The verdict on a plain sentence that gives an answer of a question by its name, or says yes where nothing was found."""
        named = self.names.named(sentence.text, "instrument")
        if named or any(
            re.search(rf"(?<!\w){re.escape(one.name)}(?!\w)", sentence.text) for one in self._reader.platforms().values()
        ):
            return None
        found = asserted(sentence.text, choose_questions(self._reader.questions(), (), ()), names)
        cell = found and self._cell(place, found.head.id)
        if not (found and cell and cell.winner) or _is_contested(cell) or cell.parts:
            return None
        return self._of_answer(sentence, found, cell, cell.winner.claim)

    def _of_answer(self, sentence: Sentence, found: Asserted, cell: Cell, claim: StoredClaim) -> Judged | None:
        if cell.state == "none-found":
            if found.denied:
                return self._judged(sentence, "supported", "the base looked for such a rule and found none", cell, claim)
            return self._judged(sentence, "contradicted", "the base looked for such a rule and found none", cell, claim)
        if not found.answer or found.head.scale != "ordinal" or cell.state != "answered":
            return None
        if cell.answer != found.answer:
            verdict = "supported" if found.denied else "contradicted"
            return self._judged(sentence, verdict, f"the base has {cell.label}", cell, claim)
        if found.denied:
            return self._judged(sentence, "contradicted", "the base says the opposite", cell, claim)
        return None

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
        if spoken.over:
            return None
        if gives(head, winner.claim, spoken):
            if spoken.capped and (more := alternative(head, winner.claim, spoken)):
                return self._judged(sentence, *more, cell, winner.claim)
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
        if other := of_another_case(head, winner.claim, claims, spoken):
            because = f"the base has {_value(head, cell)}, and {shown(other)} for another case"
            return self._judged(sentence, PARTLY, because, cell, winner.claim)
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
            valid_from=since(shown, [one for _, one in self._of_place(cell.jurisdiction)]),
            valid_until=until or (None if shown.valid_until == OPEN else shown.valid_until),
            grade=shown.evidence_grade,
            evidence_to=shown.evidence_to,
            legal_status=decides.legal_status if decides and not until else None,
            enforcement_status=decides.enforcement_status if decides and not until else None,
        )


def _near(spoken: Said, names: frozenset[str], claims: Sequence[tuple[QuestionHead, StoredClaim]]) -> Iterator[Near]:
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


def _is_contested(cell: Cell) -> bool:
    """Whether sources of equal weight or a pleading say otherwise; a weak source that is refuted casts no such doubt."""
    return cell.dispute is not None and cell.dispute.kind in LOUD


def _value(head: QuestionHead, cell: Cell) -> str:
    """The number of a cell in words: of a time or an age as sentences have it, of a share or an amount as tables do."""
    number = number_of(head, cell.winner.claim) if cell.winner else None
    return shown(number) if number and (is_time(number) or number[0] == "age") else cell.label
