"""Names, questions and answers of what was found, in the words of one language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Protocol

from kb.briefing.finding import Event, Material
from kb.briefing.language import Language
from kb.values.evidence_words import Standing
from kb.values.model import Cell, Dossier
from kb.values.words import lowered

MOST_PARTS = 4
CAPITALS, LONGEST_TITLE = re.compile(r"\b[A-Z]{2,}\b"), 130
APPLICABLE = ("applicable", "not-in-force")


class Answering(Standing, Protocol):
    """What answers: a cell, or what holds otherwise for a platform."""

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
        if isinstance(one, Cell):
            said = self._for_whom(one, said)
        if one.last_known or one.scheduled:
            return t("last-known" if one.last_known else "scheduled", day=one.evidence_to or t("no-day"), answer=said)
        return said

    def reading(self, one: Answering) -> str:
        """What an answer says to its question, without its status: in plain words where its label does not say it."""
        if one.state != "answered":
            return self.language.t(f"state.{one.state}")
        label = self.language.named(one.label)
        said = lowered(label) if self.language.code == "en" else label
        return (self.language.plain(f"{one.question}/{one.answer}") if isinstance(one, Cell) else None) or said

    @staticmethod
    def _unusual(one: Answering) -> list[str]:
        legal, enforced = one.legal_status, one.enforcement_status
        told = [legal] if legal and legal != "in-force" else []
        return told + ([enforced] if enforced and enforced not in APPLICABLE else [])

    def _for_whom(self, cell: Cell, said: str) -> str:
        if cell.parts:
            status = [self.language.t(f"status.{name}") for name in self._unusual(cell)]
            return "; ".join([self._in_parts(cell.parts), *status])
        if cell.scope == "class" and cell.scope_label:
            return self.language.t("for-class", **{"answer": said, "class": self.language.named(cell.scope_label)})
        return said

    def status(self, name: str) -> str:
        """A status in words; of none that none is recorded."""
        return self.language.t(f"status.{name}" if name else "no-status")

    def _in_parts(self, parts: Sequence[str]) -> str:
        """In which parts of a federation alone it holds; of many the first."""
        names = [self.language.named(self.found.names[slug]) for slug in parts if slug in self.found.names]
        if len(names) < len(parts):
            return self.language.t("in-part", n=len(parts))
        if len(names) > MOST_PARTS:
            return self.language.t("in-parts-most", names=", ".join(names[: MOST_PARTS - 1]), n=len(names) - MOST_PARTS + 1)
        return self.language.t("in-parts", names=self.language.listed(names))

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
        if short == title or f"({short})" in title or not CAPITALS.search(short):
            return title if f"({short})" in title else short
        return f"{shorten(title, LONGEST_TITLE, placeholder=' …')} ({short})"
