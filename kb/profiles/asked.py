"""What is asked of one thing: its entity, the language, both days, and what every kind of page looks up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from kb.briefing.finding import Material
from kb.briefing.phrases import Phrases
from kb.briefing.rules import rules
from kb.cells.comparison import choose_questions, compare
from kb.cells.coverage import compared
from kb.graph.dated_ties import DatedTie, dated_ties
from kb.graph.entity_view import EntityView
from kb.graph.happenings import evidence_days
from kb.language.language import Language
from kb.naming import iris
from kb.profiles.cases import CaseHead, cases
from kb.profiles.clause import Clause, capital, once
from kb.profiles.named import names_of
from kb.profiles.powers import Power, powers
from kb.profiles.rules import PageRules, page_rules
from kb.release.matters import open_matters
from kb.release.release import Release
from kb.values.matters import OpenMatter
from kb.values.stored import as_known
from kb.values.view import View

DOUBTFUL = ("secondary", "anonymous", "memory", "unconfirmed")
BOUND, UNSEEN = ("undertaking", "review", "scheduled-application"), "outcome-unknown"  # open, and nobody has to decide


class Recorded(Protocol):
    """A dated statement in the record."""

    @property
    def key(self) -> str:
        """Its short key."""

    @property
    def valid_from(self) -> str:
        """The first day on which it holds."""

    @property
    def valid_until(self) -> str:
        """The first day on which it holds no more."""

    @property
    def asserted_on(self) -> str:
        """The day on which it entered the record."""

    @property
    def retracted_on(self) -> str:
        """The day on which it was withdrawn."""


class Read(Protocol):
    """A statement of which is recorded how well it was read."""

    @property
    def grade(self) -> str | None:
        """The grade of its evidence."""

    @property
    def checked(self) -> str:
        """``confirmed`` or ``background``."""


@dataclass(frozen=True)
class Asked:
    """One thing on a day of the law, as known on a day, in a language."""

    release: Release
    found: EntityView
    language: Language
    as_of: str
    known_on: str

    @property
    def key(self) -> str:
        """The short key of the thing."""
        return self.found.key

    @property
    def slug(self) -> str:
        """What its key says after its kind: ``us/pafaca``."""
        return self.key.partition("/")[2]

    @property
    def rules(self) -> PageRules:
        """How clauses are chosen."""
        return page_rules()

    def t(self, key: str, **values: object) -> str:
        """The words for a clause of this kind of thing."""
        return self.language.t(f"{self.found.kind}-clause.{key}", **values)

    def counted(self, key: str, number: int, **values: object) -> str:
        """The same for a number of things: another sentence for one."""
        return self.t(f"{key}-one" if number == 1 else key, n=number, **values)

    def name(self, slug: str) -> str:
        """A jurisdiction by its name."""
        return self.language.named(self.release.reader.jurisdictions().get(slug, slug))

    def place(self, slug: str) -> str:
        """A jurisdiction as it stands in a sentence."""
        return self.language.place(self.release.reader.jurisdictions().get(slug, slug))

    def few(self, names: Sequence[str], key: str = "and-more") -> str:
        """The first of some names as a list, and how many there are besides."""
        most = self.rules.most_named
        if len(names) <= most:
            return self.language.listed(names)
        return self.language.t(key, names=", ".join(names[:most]), n=len(names) - most)

    def read(self, answer: str, grade: str | None) -> str:
        """An answer with, in brackets, what must be said of what was read for it."""
        return f"{answer} ({self.language.t(f'caution-of.{grade}-one')})" if grade in DOUBTFUL else answer

    def stands(self, one: Recorded) -> bool:
        """Whether a statement holds on the day, as the record has it."""
        return one.valid_from <= self.as_of < one.valid_until and self.is_known(one)

    def is_known(self, one: Recorded) -> bool:
        """Whether a statement is in the record on the day."""
        return one.asserted_on <= self.known_on < one.retracted_on

    @cached_property
    def phrases(self) -> Phrases:
        """The answers that a page of this kind is made of, with words for them."""
        return Phrases(Material(rules(), compare(self.release.reader, self._view())), self.language)

    def _view(self) -> View:
        """Every answer of a place; every place on a question; of a service the answers on which law names it."""
        asked: View = View(as_of=self.as_of, known_on=self.known_on)
        if self.found.kind == "jurisdiction":
            return asked.but(self.slug)
        every = compared(self.release) or tuple(self.release.reader.jurisdictions())
        if self.found.kind == "question":
            return asked.but(every, questions=self.slug)
        of_law = (one for one in self.found.claims if one.how == "pol:platform" and not one.withdrawn)
        named = [one for one in of_law if one.question in self.in_use]
        places, questions = once(one.jurisdiction for one in named), once(one.question for one in named)
        return asked.but(places or every[:1], questions=questions or self.in_use[:1])

    @cached_property
    def in_use(self) -> tuple[str, ...]:
        """The questions that are asked today, in the order of the codebook; those that were retired are none."""
        return tuple(head.id for head in choose_questions(self.release.reader.questions(), (), ()))

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Names of entities and concepts by IRI."""
        return names_of(self.release)

    @cached_property
    def _ties(self) -> dict[str, list[DatedTie]]:
        return {}

    def ties(self, kind: str, entity: str | None = None) -> list[DatedTie]:
        """The ties of one kind that stand on the day, of the thing itself unless another is named by its IRI."""
        iri = entity or self.found.iri
        if iri not in self._ties:
            self._ties[iri] = [one for one in dated_ties(self.release, iri, self.names) if self.stands(one)]
        return [one for one in self._ties[iri] if one.kind == kind]

    @cached_property
    def cases(self) -> Mapping[str, CaseHead]:
        """The cases in the record, by short key."""
        return {key: one for key, one in cases(self.release, self.names).items() if one.asserted_on <= self.known_on}

    @cached_property
    def looked_through(self) -> Mapping[str, str]:
        """To which day each text and case was looked through, by short key."""
        return {(row["dossier"] or "").removeprefix(iris.ID): row["to"] or "" for row in self.release.rows("looked_through")}

    @cached_property
    def evidence_of_events(self) -> Mapping[str, str]:
        """To which day the evidence of each dated event goes, by IRI."""
        return evidence_days(self.release)

    @cached_property
    def powers(self) -> list[Power]:
        """The powers that stand on the day."""
        return [one for one in powers(self.release) if self.stands(one)]

    @cached_property
    def matters(self) -> list[OpenMatter]:
        """The open matters, the one that is to be looked at first before the others."""
        found = (one for one in open_matters(self.release) if one.is_open(self.as_of, self.known_on))
        return sorted(found, key=lambda one: (one.due(self.known_on), one.id))

    def open_in(self, keys: Iterable[str]) -> list[OpenMatter]:
        """The open matters of some dossiers, by short key."""
        among = set(keys)
        return [one for one in self.matters if {one.in_, one.holder} & among]

    def undecided_in(self, key: str) -> list[OpenMatter]:
        """What somebody has still to decide in a case, by short key: neither an undertaking that holds nor an end not found."""
        return [one for one in self.open_in([key]) if one.what not in (*BOUND, UNSEEN)]

    def pending(self, key: str) -> str:
        """Whether a case is ``pending``, ``unseen`` (its end was not found), ``bound`` by an undertaking, or ``not-pending``."""
        if self.undecided_in(key):
            return "pending"
        found = {one.what for one in self.open_in([key])}
        return "unseen" if UNSEEN in found else "bound" if found else "not-pending"

    def caution(self, found: Sequence[Read], *more: str) -> str:
        """What must be said of the evidence of some statements, in a sentence; empty if nothing."""
        grades = [("unconfirmed" if one.checked == "background" and one.grade != "memory" else one.grade or "") for one in found]
        counts = {name: grades.count(name) for name in DOUBTFUL if name in grades}
        said = [self.language.t(f"caution-of.{name}", n=number, of=len(found)) for name, number in counts.items()]
        text = "; ".join([*(one for one in more if one), *said])
        return f"{capital(text)}." if text else ""

    def open_clause(self, found: Sequence[OpenMatter]) -> Clause | None:
        """That matters are open, the first to be looked at in full; None if there is none."""
        if not found:
            return None
        first = found[0]
        since = as_known(first.since, first.precision)
        said = {"since": since, "says": first.in_short, "day": first.due(self.known_on)}
        key = "open-clause.many" if len(found) > 1 else "open-clause.one"
        cells = tuple(dict.fromkeys(cell for one in found for cell in one.cells))
        return Clause("open", self.language.t(key, n=len(found), **said), cells, once(one.id for one in found))
