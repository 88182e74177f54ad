"""What can be compared: questions, jurisdictions and platforms of a release."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from kb import iris
from kb.errors import UsageError
from kb.model import QuestionHead
from kb.release import Release


@dataclass(frozen=True)
class PlatformHead:
    """A platform with the classes it was designated into: (party, jurisdiction, from, until)."""

    id: str
    name: str
    designations: tuple[tuple[str, str, str, str], ...]

    def parties(self, jurisdiction: str, day: str) -> set[str]:
        """Classes of persons the platform belongs to in a jurisdiction on a day."""
        return {party for party, place, start, end in self.designations if place == jurisdiction and start <= day < end}


def load_questions(release: Release) -> dict[str, QuestionHead]:
    """All questions by identifier, in the order of the codebook."""
    heads: dict[str, QuestionHead] = {}
    for row in release.rows("codebook"):
        name = iris.slug(row["question"] or "")
        answer = (iris.slug(row["answer"] or ""), row["label"] or "")
        known = heads.get(name)
        answers = (*known.answers, answer) if known else (answer,)
        dimension = iris.slug(row["dimension"] or "")
        heads[name] = QuestionHead(name, dimension, row["title"] or "", row["text"] or "", answers)
    return heads


def load_jurisdictions(release: Release) -> dict[str, str]:
    """Names of all jurisdictions by identifier, in the order of the register."""
    return {iris.slug(row["jurisdiction"] or ""): row["name"] or "" for row in release.rows("jurisdictions")}


def load_platforms(release: Release) -> dict[str, PlatformHead]:
    """All platforms by identifier."""
    heads: dict[str, PlatformHead] = {}
    for row in release.rows("platforms"):
        name = iris.slug(row["platform"] or "")
        known = heads.get(name)
        designations = known.designations if known else ()
        if row["party"]:
            parts = (iris.slug(row["party"]), iris.slug(row["jurisdiction"] or ""), row["from"] or "", row["until"] or "")
            designations = (*designations, parts)
        heads[name] = PlatformHead(name, row["name"] or "", designations)
    return heads


def known(kind: str, found: str, allowed: Iterable[str]) -> str:
    """The name itself if it exists; else UsageError that lists what exists and the nearest name."""
    names = list(allowed)
    if found in names:
        return found
    near = difflib.get_close_matches(found, names, n=1)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    raise UsageError(f"no {kind} '{found}'.{hint} Known: {', '.join(names)}")
