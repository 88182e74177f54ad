"""Findings in words: one sentence each, never saying more than its cells, and what must be said of their evidence behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from kb.briefing.course import LOUD
from kb.briefing.finding import Event, Finding, Material
from kb.briefing.language import Language
from kb.briefing.rules import Kind
from kb.values.disputes import doubts_of as claims_by_doubt
from kb.values.matters import CellName
from kb.values.model import Cell, Otherwise
from kb.values.stored import as_known
from kb.values.words import doubts_of, lowered

MOST_NAMED = 4
COUNTING = ("subject", "next", "contested")  # whose sentences say no answer with the day when it was last known
APPLICABLE = ("applicable", "not-in-force")


class Answering(Protocol):
    """What answers: a cell, or what holds otherwise for a platform."""

    @property
    def state(self) -> str:
        """``answered`` or the kind of absence."""

    @property
    def label(self) -> str:
        """The answer as the codebook has it."""

    @property
    def legal_status(self) -> str | None:
        """Where the text stands."""

    @property
    def enforcement_status(self) -> str | None:
        """Whether it is applied."""

    @property
    def evidence_to(self) -> str | None:
        """The day to which its evidence goes."""

    @property
    def last_known(self) -> bool:
        """Whether the day asked lies beyond that."""

    @property
    def scheduled(self) -> bool:
        """Whether the day asked lies after the day of the record."""


@dataclass(frozen=True)
class Phrases:
    """The words of one language for what was found."""

    found: Material
    language: Language

    def sentence(self, one: Finding) -> str:
        """A finding in one sentence."""
        said = SAID[one.kind](self, one)
        return said[:1].upper() + said[1:]

    def rule_words(self, kind: Kind) -> dict[str, str]:
        """The condition of a kind of finding, and what its weight grows with."""
        condition = self.language.t(f"condition.{kind.name}", condition=kind.condition)
        return {"condition": condition, "grows": self.language.t(f"grows.{kind.name}", grows=kind.weight_grows_with)}

    def name(self, slug: str) -> str:
        """A place by its name."""
        return self.language.named(dict(self.found.table.jurisdictions).get(slug, slug))

    def place(self, slug: str) -> str:
        """A place as it stands in a sentence: ``the European Union``."""
        return self.language.place(dict(self.found.table.jurisdictions).get(slug, slug))

    def question(self, name: str) -> str:
        """A question in words."""
        return self.language.named(self.found.heads[name].text)

    def answer(self, one: Answering) -> str:
        """An answer in words, with its status where it is not in force and applied, and what the evidence lets one say."""
        t, label = self.language.t, self.language.named(one.label)
        is_lowered = self._lowers() and not label[1:2].isupper()  # an abbreviation stays as it is
        said = t(f"state.{one.state}") if one.state != "answered" else label[:1].lower() + label[1:] if is_lowered else label
        status = [t(f"status.{name}") for name in self._unusual(one)]
        said = f"{said} ({'; '.join(status)})" if status else said
        if isinstance(one, Cell):
            said = self._for_whom(one, said)
        if one.last_known or one.scheduled:
            return t("last-known" if one.last_known else "scheduled", day=one.evidence_to or t("no-day"), answer=said)
        return said

    def _lowers(self) -> bool:
        return self.language.code == "en"

    @staticmethod
    def _unusual(one: Answering) -> list[str]:
        legal, enforced = one.legal_status, one.enforcement_status
        told = [legal] if legal and legal != "in-force" else []
        return told + ([enforced] if enforced and enforced not in APPLICABLE else [])

    def _for_whom(self, cell: Cell, said: str) -> str:
        if cell.parts:
            status = [self.language.t(f"status.{name}") for name in self._unusual(cell)]
            return "; ".join([self.language.t("in-part", n=len(cell.parts)), *status])
        if cell.scope == "class" and cell.scope_label:
            return self.language.t("for-class", **{"answer": said, "class": self.language.named(cell.scope_label)})
        return said

    def name_of(self, event: Event) -> str:
        """The text or decision that made an event."""
        dossier = event.dossier
        return (dossier.short or dossier.title) if dossier else self.language.t("decided")

    def cautions(self, one: Finding) -> str:
        """What must be said of the evidence of its cells, and for which platform something else holds; empty if nothing."""
        cells = [self.found.table.cell(*name) for name in one.cells]
        told = {
            "last": [cell for cell in cells if cell.last_known and one.kind in COUNTING],
            **{grade: [cell for cell in cells if grade in _grades(one, cell)] for grade in ("secondary", "anonymous", "memory")},
            "unconfirmed": [cell for cell in cells if _is_unconfirmed(cell)],
        }
        said = [] if one.kind == "platform-otherwise" else self._otherwise(cells)
        said += [self._caution(kind, found, cells) for kind, found in told.items() if found]
        text = "; ".join(said)
        return f"{text[:1].upper()}{text[1:]}." if text else ""

    def _caution(self, kind: str, found: Sequence[Cell], cells: Sequence[Cell]) -> str:
        return self.language.t(f"caution.{kind}", places=self._whose(found, cells))

    def _otherwise(self, cells: Sequence[Cell]) -> list[str]:
        """For which platforms something else holds, and what where it is one question; what is the same is said once."""
        told: dict[str, list[str]] = {}
        for name in dict.fromkeys(other.name for cell in cells for other in cell.otherwise):
            found = {cell: other for cell in cells for other in cell.otherwise if other.name == name}
            each = "; ".join(f"{self.name(cell.jurisdiction)}: {self.answer(other)}" for cell, other in found.items())
            is_one = len({cell.question for cell in cells}) == 1
            told.setdefault(each if is_one else self._whose(list(found), cells), []).append(name)
        t, listed = self.language.t, self.language.listed
        return [t("caution.otherwise", platform=listed(names), places=said) for said, names in told.items()]

    def _whose(self, found: Sequence[Cell], cells: Sequence[Cell]) -> str:
        """Places where each has one cell, else how many of the answers."""
        if len({cell.question for cell in cells}) == 1 and len(cells) <= MOST_NAMED:
            return self.language.listed([self.place(cell.jurisdiction) for cell in found])
        return self.language.t("caution-count", n=len(found), of=len(cells))


def grade_read(cell: Cell) -> str | None:
    """The grade of what was read for a cell that says something; that nothing was found is our own search."""
    claim = cell.winner.claim if cell.winner else None
    return claim.evidence_grade if claim and claim.readings and cell.state == "answered" else None


def _grades(one: Finding, cell: Cell) -> set[str | None]:
    """The grades of what was read for all that a sentence says of a cell: also for the platform's own rule, where it is told."""
    whose = one.values.get("platform")
    told = [other.claim for other in cell.claims if other.standing == "otherwise" and other.claim.platform == whose]
    own = {claim.evidence_grade for claim in told if one.kind == "platform-otherwise" and claim.readings}
    return {grade_read(cell), *own}


def _is_unconfirmed(cell: Cell) -> bool:
    claim = cell.winner.claim if cell.winner else None
    return bool(claim and claim.checked == "background" and cell.state == "answered" and grade_read(cell) != "memory")


def _alone(phrases: Phrases, one: Finding) -> str:
    question, cells = one.questions[0], phrases.found.row(one.questions[0])
    alone = next(cell for cell in cells if cell.jurisdiction == one.values["alone"])
    others = [_other(phrases, cell) for cell in cells if cell is not alone]
    said = {"place": phrases.place(alone.jurisdiction), "answer": phrases.answer(alone), "others": "; ".join(others)}
    return phrases.language.t("alone", question=phrases.question(question), **said)


def _other(phrases: Phrases, cell: Cell) -> str:
    return phrases.language.t("other-place", place=phrases.name(cell.jurisdiction), answer=phrases.answer(cell))


def _platform(phrases: Phrases, one: Finding) -> str:
    (place, question), platform = one.cells[0], one.values["platform"]
    cell = phrases.found.table.cell(place, question)
    other: Otherwise = next(other for other in cell.otherwise if other.platform == platform)
    said = {"answer": phrases.answer(other), "general": phrases.answer(cell), "question": phrases.question(question)}
    return phrases.language.t("platform-otherwise", platform=other.name, place=phrases.place(place), **said)


def _alike(phrases: Phrases, one: Finding) -> str:
    cells, question = phrases.found.row(one.questions[0]), phrases.question(one.questions[0])
    if cells[0].state == "answered":
        whole = replace(cells[0], parts=(), scope=None, last_known=any(cell.last_known for cell in cells))
        said = phrases.language.t("alike", n=len(cells), question=question, answer=phrases.answer(whole))
    else:
        said = phrases.language.t("none", n=len(cells), question=question)
    doubted = [cell for cell in cells if cell.dispute and cell.dispute.kind in ("contradicted", "said-of-platform")]
    places = phrases.language.listed([phrases.place(cell.jurisdiction) for cell in doubted])
    return f"{said} {phrases.language.t('said-otherwise', places=places)}" if doubted else said


def _subject(phrases: Phrases, one: Finding) -> str:
    t, counts = phrases.language.t, one.values["counts"]
    first, *rest = sorted(counts, key=lambda place: -counts[place][0])
    told = [_count(phrases, place, *counts[place]) for place in rest]
    said = {"place": phrases.place(first), "n": counts[first][0], "of": one.values["of"], "others": "; ".join(told)}
    return t("subject", topic=topic_words(phrases, one.values["topic"]), **said)


def topic_words(phrases: Phrases, topic: str) -> str:
    """A topic by its name; a dimension that belongs to none by its title."""
    heads = phrases.found.table.questions
    title = next((head.dimension_title for head in heads if head.dimension == topic), None)
    return phrases.language.named(title) if title else phrases.language.t(f"topic.{topic}")


def _count(phrases: Phrases, place: str, whole: int, parts: int) -> str:
    key = "subject-part" if parts else "subject-other"
    return phrases.language.t(key, place=phrases.name(place), n=whole, **({"parts": parts} if parts else {}))


def _changed(phrases: Phrases, one: Finding) -> str:
    t, event = phrases.language.t, phrases.found.events[one.values["event"]]
    first = next(turned for turned in event.turned if turned.question == one.questions[0])
    said = {
        "since": phrases.found.since,
        "name": phrases.name_of(event),
        "place": phrases.name(event.place),
        "day": event.day,
        "question": phrases.question(first.question),
        "before": phrases.answer(first.before),
        "after": phrases.answer(first.after),
        "beside": t("changed-beside") if first.beside else "",
        "more": t("changed-more", n=len(event.turned)) if len(event.turned) > 1 else "",
    }
    return t("changed-other" if one.values["event"] else "changed", **said)


def _contested(phrases: Phrases, one: Finding) -> str:
    return (
        _open_case(phrases, one) if "matter" in one.values else contested_cell(phrases, phrases.found.table.cell(*one.cells[0]))
    )


def _open_case(phrases: Phrases, one: Finding) -> str:
    matter = next(matter for matter in phrases.found.matters if matter.id == one.values["matter"])
    since = as_known(matter.since, matter.precision)
    place = phrases.place(one.cells[0][0])
    said = phrases.language.t("contested-matter", place=place, since=since, says=matter.in_short)
    return f"{said} {_number(phrases, 'touches', one.cells)}"


def contested_cell(phrases: Phrases, cell: Cell) -> str:
    """That a cell is disputed, how, and what the table says."""
    t = phrases.language.t
    doubt = t(f"doubt.{cell.dispute.kind}") if cell.dispute else ""
    place, question = phrases.name(cell.jurisdiction), phrases.question(cell.question)
    return t("contested-cell", place=place, question=question, doubt=doubt, answer=phrases.answer(cell))


def quiet_lines(phrases: Phrases, cell: Cell) -> list[str]:
    """What is said elsewhere of a cell and contradicted, and where it is said; what is loudly contested is no such thing."""
    t, by_kind = phrases.language.t, claims_by_doubt(cell.claims)
    said = {"place": phrases.name(cell.jurisdiction), "question": phrases.question(cell.question)}
    told = []
    for kind, words, _ in doubts_of(cell):
        if kind not in LOUD:
            sources = dict.fromkeys(one.dossier.short or one.dossier.title for one in by_kind[kind] if one.dossier)
            where = t("quiet-where", names=phrases.language.listed(list(sources))) if sources else ""
            told.append(t("quiet", **said, says=lowered(words)) + (f" {where}" if where else ""))
    return told


def _number(phrases: Phrases, key: str, cells: Sequence[CellName], **said: object) -> str:
    return phrases.language.t(f"{key}-one" if len(cells) == 1 else key, n=len(cells), **said)


def _next(phrases: Phrases, one: Finding) -> str:
    coming = phrases.found.coming[one.values["coming"]]
    said = {"day": coming.day, "name": coming.name, "place": phrases.name(coming.place)}
    return _number(phrases, "next", coming.cells, **said, kind=phrases.language.t(f"kind.{coming.kind}"))


SAID: dict[str, Callable[[Phrases, Finding], str]] = {
    "one-against-the-rest": _alone,
    "platform-otherwise": _platform,
    "all-alike": _alike,
    "subject": _subject,
    "changed": _changed,
    "contested": _contested,
    "next": _next,
}
