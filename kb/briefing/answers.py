"""Names, questions and answers of what was found, in the words of one language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Protocol

from kb.briefing.finding import Event, Material
from kb.language.language import Language
from kb.values.evidence_words import Standing, is_foreseen
from kb.values.model import Cell, Dossier
from kb.values.words import lowered

STANDS, MOST_PARTS = "✓", 4
CAPITALS, LONGEST_TITLE = re.compile(r"\b[A-Z]{2,}\b"), 130
AMOUNT = re.compile(r"([A-Z]{3} )?\d")  # a number, with or without a currency before it
APPLICABLE = ("applicable", "not-in-force")


class Answering(Standing, Protocol):
    """What answers: a cell, or what holds otherwise for a platform."""

    @property
    def in_short(self) -> str:
        """What it says in a sentence."""

    @property
    def state(self) -> str:
        """``answered`` or the kind of absence."""

    @property
    def legal_status(self) -> str | None:
        """Where the text stands."""

    @property
    def enforcement_status(self) -> str | None:
        """Whether it is applied."""


@dataclass(frozen=True)
class Answers:
    """The words of one language for the answers of what was found."""

    found: Material
    language: Language

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
        t, said = self.language.t, self.reading(one)
        status = [t(f"status.{name}") for name in self._unusual(one)]
        said = f"{said} ({'; '.join(status)})" if status else said
        if isinstance(one, Cell) and not one.parts and one.scope == "class" and one.scope_label:
            said = t("for-class", **{"answer": said, "class": self.language.named(one.scope_label)})
        if self.is_unusual(one) or one.scheduled:
            return t(self.standing(one), day=one.evidence_to or t("no-day"), answer=said)
        return said

    @staticmethod
    def standing(one: Answering) -> str:
        """Which words say what its evidence lets one say: that it is last known, or was only scheduled."""
        return "last-known" if one.last_known and not is_foreseen(one) else "scheduled"

    def is_unusual(self, one: Answering) -> bool:
        """Whether it is last known on another day than the one that is said once for most of the answers."""
        return one.last_known and (is_foreseen(one) or one.evidence_to is None or one.evidence_to != self.found.usual_day)

    def stands(self, cell: Cell) -> str:
        """The mark of an answer that is not only last known, where most are."""
        return f" {STANDS}" if self.found.usual_day and cell.winner and not cell.last_known else ""

    def reading(self, one: Answering) -> str:
        """What an answer says to its question, without its status; an amount whole, with what it is reckoned for."""
        said = self.short_reading(one)
        if one.state != "answered" or not AMOUNT.match(one.label):
            return said
        rest = one.in_short.rstrip(".")
        return rest if self.language.code == "en" and rest.startswith(one.label) else f"{said} ({rest})"

    def short_reading(self, one: Answering) -> str:
        """The label of an answer, or in which parts alone it holds."""
        return self._in_parts(one.parts) if isinstance(one, Cell) and one.parts else self.label(one)

    def label(self, one: Answering) -> str:
        """The label of an answer, in plain words where it does not say what it answers."""
        if one.state != "answered":
            return self.language.t(f"state.{one.state}")
        several = isinstance(one, Cell) and bool(one.answers)
        label = "; ".join(map(self.language.named, one.label.split("; "))) if several else self.language.named(one.label)
        said = lowered(label) if self.language.code == "en" else label
        return (self.language.plain(f"{one.question}/{one.answer}") if isinstance(one, Cell) else None) or said

    @staticmethod
    def _unusual(one: Answering) -> list[str]:
        legal, enforced = one.legal_status, one.enforcement_status
        told = [legal] if legal and legal != "in-force" else []
        return told + ([enforced] if enforced and enforced not in APPLICABLE else [])

    def _in_parts(self, parts: Sequence[str]) -> str:
        """In which parts of a federation alone it holds; of many the first."""
        names = [self.language.named(self.found.names[slug]) for slug in parts if slug in self.found.names]
        if len(names) < len(parts):
            return self.language.t("in-part", n=len(parts))
        if len(names) > MOST_PARTS:
            return self.language.t("in-parts-most", names=", ".join(names[: MOST_PARTS - 1]), n=len(names) - MOST_PARTS + 1)
        return self.language.t("in-parts", names=self.language.listed(names))

    def status(self, name: str) -> str:
        """A status in words; of none that none is recorded."""
        return self.language.t(f"status.{name}" if name else "no-status")

    def named(self, key: str) -> str:
        """A text or case by its short key; empty where it is neither."""
        return self.found.titles.get(key, "")

    def happened(self, event: Event) -> str:
        """The text or decision that made an event and what happened in it on that day, by which text."""
        name, deed, t = self.name_of(event), event.deed, self.language.t
        if not deed:
            return name
        said = deed.says or t(f"did.{deed.kind}")
        by = t("did-by", name=self.dossier(deed.by)) if deed.by else ""
        return t("happened", name=name, said=said.rstrip("."), by=by)

    def name_of(self, event: Event) -> str:
        """The text or decision that made an event; what is short for its title stands behind that."""
        return self.dossier(event.dossier) if event.dossier else self.language.t("decided")

    @staticmethod
    def dossier(dossier: Dossier) -> str:
        """A text by its short name; one with letters that stand for words is introduced by its title."""
        title, short = dossier.title, dossier.short or dossier.title
        if short == title or short.partition(" (")[0] in title or not CAPITALS.search(short):
            return short if short == title or not CAPITALS.search(short) else title
        return f"{shorten(title, LONGEST_TITLE, placeholder=' …')} ({short})"
