"""What files of facts know of each other: the names that references may point at, the answers of questions, whom events reach.

One file is checked and projected from its own text and from this alone. While it stays the same, an edit of one file
changes nothing about any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kb.loaders.answer_words import SET, Measure, amount_of, members_of, slugs_of
from kb.loaders.problems import one_of
from kb.loaders.words import named, words

if TYPE_CHECKING:  # what reads outside data knows names alone, and is begun for each file
    from kb.loaders.records import Facts
    from kb.loaders.register_records import Platform

Names = frozenset[str]
IN_LABELS = ("unit", "power-kind")


@dataclass(frozen=True)
class Known:
    """Names by kind; ``platforms`` with the addressees that stand for each, ``dimensions`` with the answers of each question.

    ``formerly`` has the earlier names of each question that was renamed, ``measures`` the units and ranges of those that ask
    for a number, ``sets`` are those of which several answers are true together. ``numbers`` are those that each file answers
    with, as question/number, those of outside data among them: each is stated once, with its question. ``words`` are those that
    the base adds to lists of the program, ``called`` what its units and kinds of powers are called: many of a unit, one of it.
    ``roles`` are those of the base, none where it lists none; ``shorts`` are the short titles of instruments.
    """

    jurisdictions: Names
    organisations: Names
    platforms: Mapping[str, Names]
    dimensions: Mapping[str, Mapping[str, Names]]
    instruments: Names
    cases: Names
    sources: Names
    formerly: Mapping[str, Names]
    measures: Mapping[str, Mapping[str, Names]]
    sets: Names
    numbers: Mapping[str, Names]
    words: Mapping[str, Names]
    called: Mapping[str, Mapping[str, Names]]
    roles: Names = frozenset()
    shorts: Mapping[str, Names] = field(default_factory=dict)

    def questions(self) -> dict[str, Names]:
        """All questions with their answers."""
        return self._questions

    @cached_property
    def _questions(self) -> dict[str, Names]:
        return {name: answers for questions in self.dimensions.values() for name, answers in questions.items()}

    def units(self, question: str) -> Names | None:
        """The units of the number that a question asks for; None if it asks for none."""
        return self.measures[question]["units"] if question in self.measures else None

    def listed(self, scheme: str) -> tuple[str, ...]:
        """The words of a list: those of the program, then those of the base."""
        return (*words(scheme), *sorted(self.words.get(scheme, ())))

    def named(self, scheme: str, value: str = "") -> dict[str, str]:
        """What the words of a list are called, units behind a number as they are called there."""
        own = {key.removeprefix(f"{scheme}/"): said for key, said in self.called.items() if key.startswith(f"{scheme}/")}
        forms = {word: said["one" if value == "1" and "one" in said else "many"] for word, said in own.items()}
        return {**named(scheme), **{word: next(iter(names)) for word, names in forms.items()}}

    def short_of(self, instrument: str) -> str:
        """The short title of an instrument; the end of its name where it has none."""
        return next(iter(self.shorts.get(instrument, ())), instrument.partition("/")[2])

    def numbers_of(self, question: str) -> list[str]:
        """The numbers that some file answers a question with."""
        named = {one for numbers in self.numbers.values() for one in numbers if one.startswith(f"{question}/")}
        return sorted(one.removeprefix(f"{question}/") for one in named)

    def answer_mistake(self, question: str, answer: str) -> str | None:
        """What is wrong with an answer to a question of the codebook; None if nothing is."""
        if question in self.measures:
            return Measure.of_plain(self.measures[question]).mistake(answer)
        members, listed = members_of(answer), self.questions()[question]
        if len(members) > 1 and question not in self.sets:
            return f"{question} has one answer at a time; write one of {', '.join(members)}, and the other as a claim of its own"
        unknown = next((member for member in members if member not in listed), None)
        return f"'{unknown}' is not an answer of {question}; {one_of(unknown, listed)}" if unknown else None

    def after(self, facts: Facts) -> Known:
        """What is known once the files of some facts have been read again; no file may have come or gone."""
        new = known_of(facts)
        registers = {kind: getattr(new, kind) for kind in ("jurisdictions", "organisations", "platforms")}
        read = {kind: found for kind, found in registers.items() if f"{kind}.yaml" in facts.files}
        asked = {name for questions in new.dimensions.values() for name in questions}
        formerly = {name: names for name, names in self.formerly.items() if name not in asked} | dict(new.formerly)
        measures = {name: of for name, of in self.measures.items() if name not in asked} | dict(new.measures)
        dimensions, sets = {**self.dimensions, **new.dimensions}, (self.sets - asked) | new.sets
        others = {name: named for name, named in self.numbers.items() if name not in facts.files}
        own = new if "words.yaml" in facts.files else self
        read |= {"roles": new.roles if "base.yaml" in facts.files else self.roles}
        kept = {name: called for name, called in self.shorts.items() if f"instruments/{name}.yaml" not in facts.files}
        read |= {"shorts": kept | dict(new.shorts)}
        read |= {"numbers": others | _numbers(facts, measures), "words": own.words, "called": own.called}
        return replace(self, **read, dimensions=dimensions, formerly=formerly, measures=measures, sets=sets)

    def plain(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def of_plain(cls, found: Mapping[str, Any]) -> Known:
        """From what :meth:`plain` gave; KeyError or TypeError if it is something else."""
        return cls(**{field.name: _named(found[field.name]) for field in fields(cls)})


def known_of(facts: Facts) -> Known:
    """What the files of some facts offer to others."""
    dimensions = {
        name: {question: frozenset(asked.answers) for question, asked in dimension.questions.items()}
        for name, dimension in facts.dimensions.items()
    }
    platforms = {slug: _addressees(slug, platform) for slug, platform in facts.platforms.items()}
    places = frozenset(facts.jurisdictions).union(*(head.places for head in facts.imports.values()))
    registers = places, frozenset(facts.organisations), platforms, dimensions
    questions = facts.questions()
    formerly = {name: frozenset(question.formerly) for name, question in questions.items() if question.formerly}
    instruments = frozenset(facts.instruments).union(*(part.instruments for part in facts.parts.values()))
    dossiers = instruments, frozenset(facts.cases), frozenset(facts.sources) | frozenset(facts.imports)
    measures = {name: question.measure.plain() for name, question in questions.items() if question.measure}
    sets = frozenset(name for name in questions if questions[name].scale == SET)
    own = {scheme: frozenset(added) for scheme, added in facts.words.items()}
    roles = frozenset(facts.base.roles if facts.base else ())
    return Known(
        *registers, *dossiers, formerly, measures, sets, _numbers(facts, measures), own, _called(facts), roles, _shorts(facts)
    )


def _shorts(facts: Facts) -> dict[str, Names]:
    """Short titles of instruments: labels of powers are made of them."""
    return {name: frozenset({one.short}) for name, one in facts.instruments.items() if one.short}


def _called(facts: Facts) -> dict[str, dict[str, Names]]:
    """What the units and the kinds of powers of the base are called: labels of other things are made of them."""
    return {
        f"{scheme}/{slug}": {"many": frozenset({str(word.label)}), **({"one": frozenset({str(word.one)})} if word.one else {})}
        for scheme in IN_LABELS
        for slug, word in facts.words.get(scheme, {}).items()
    }


def _numbers(facts: Facts, measures: Mapping[str, Mapping[str, Names]]) -> dict[str, Names]:
    """The numbers that each file answers with."""
    found = {}
    for name in facts.files:
        answers = ((question, answer) for question, answer in _answers(facts, name) if question in measures and amount_of(answer))
        named = {f"{question}/{slug}" for question, answer in answers for slug in slugs_of(answer, measures[question]["units"])}
        if named:
            found[name] = frozenset(named)
    return found


def _answers(facts: Facts, name: str) -> Iterator[tuple[str, str]]:
    """Each question that a file answers, with the answer."""
    kind, _, rest = name.removesuffix(".yaml").partition("/")
    dossier = facts.instruments.get(rest) if kind == "instruments" else facts.cases.get(rest) if kind == "cases" else None
    if name in facts.parts:
        yield from {(row.question, row.answer) for row in facts.parts[name].claims()}
    elif dossier:
        yield from ((question, claim.answer) for question, claims in dossier.claims.items() for claim in claims)
    elif kind == "codings" and rest in facts.codings:
        yield from ((question, coding.answer) for _, question, coding, _ in facts.codings[rest].each())
    elif kind == "sources" and rest in facts.sources:
        said = (statement.answers for statement in facts.sources[rest].claims.values())
        yield from ((one.question, one.answer) for one in said if one)


def _addressees(slug: str, platform: Platform) -> Names:
    """Who stands for a platform: itself, its owners and operators, the classes it was designated into."""
    return frozenset(
        {
            slug,
            *(stake.owner for stake in platform.owners),
            *(operation.operator for operation in platform.operators),
            *(designation.as_ for designation in platform.designations),
        }
    )


def _plain(value: Any) -> Any:
    return {key: _plain(item) for key, item in value.items()} if isinstance(value, Mapping) else sorted(value)


def _named(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _named(item) for key, item in value.items()}
    if not isinstance(value, list):
        raise TypeError(f"no list of names: {value!r}")
    return frozenset(value)
