"""Sections of what has a day: what comes, what is open, what happened, and the ladder of a case."""

from __future__ import annotations

from collections.abc import Iterable

from kb.briefing.gathering import COMING_KINDS
from kb.briefing.happening_told import limited
from kb.graph.happenings import Happening, happenings
from kb.graph.limits import limits_of
from kb.profiles.asked import Asked
from kb.profiles.of_jurisdiction import OF_A_TEXT, coming, touches
from kb.profiles.section import Section, Told, link, section
from kb.values.matters import OpenMatter
from kb.values.stored import as_known

MOST_PAST = 30


def to_come(asked: Asked) -> Section | None:
    """The days that are set, the nearest first."""
    found = _coming(asked)
    kinds = {one.kind for one in found}
    words = {kind: asked.language.t(f"kind.{kind}") for kind in kinds}
    rows = [
        (Told(one.shown_on), link(asked, one.dossier.key), Told(words[one.kind]), Told(_limited(asked, one))) for one in found
    ]
    return section(asked, "coming", ("day", "text", "what", "says"), rows)


def _coming(asked: Asked) -> list[Happening]:
    """The days that are set for a place, or for one text."""
    of_a_text = asked.found.kind == "instrument"
    kinds = OF_A_TEXT if of_a_text else COMING_KINDS
    return coming(asked, lambda one: asked.key == one.dossier.key if of_a_text else asked.slug == one.jurisdiction, kinds)


def _limited(asked: Asked, one: Happening) -> str:
    """What is recorded of an event, after what it is limited to."""
    limits = limits_of(asked.release, one)
    return " ".join(filter(None, [f"{limited(asked.language, one.dossier.label, limits)}." if limits.words else "", one.says]))


def open_of_place(asked: Asked) -> Section | None:
    """What is open that could change an answer of a place."""
    return open_section(asked, (one for one in asked.matters if touches(one, asked.slug)))


def open_of_question(asked: Asked) -> Section | None:
    """What is open that could change an answer to a question."""
    return open_section(asked, (one for one in asked.matters if any(question == asked.slug for _, question in one.cells)))


def open_in_it(asked: Asked) -> Section | None:
    """What is open in a text or a case."""
    return open_section(asked, asked.open_in([asked.key]))


def open_section(asked: Asked, found: Iterable[OpenMatter]) -> Section | None:
    """Open matters, the first to be looked at again before the others."""
    rows = [
        (
            Told(as_known(one.since, one.precision)),
            link(asked, one.in_),
            Told(one.in_short),
            Told(one.due(asked.known_on)),
        )
        for one in found
    ]
    return section(asked, "open", ("since", "text", "what", "look"), rows)


def happened(asked: Asked) -> Section | None:
    """What happened in the texts and cases of a place, the newest first."""
    found = [one for one in happenings(asked.release, end=asked.as_of) if one.jurisdiction == asked.slug]
    rows = [
        (Told(one.shown_on), link(asked, one.dossier.key), Told(asked.language.named(one.kind_label)), Told(one.says))
        for one in reversed(found[-MOST_PAST:])
    ]
    rest = len(found) - len(rows)
    note = asked.language.t("section-rest", n=rest) if rest else ""
    return section(asked, "history", ("day", "text", "what", "says"), rows, note)


def course(asked: Asked) -> Section | None:
    """The dates of an act, the last first, without those that are told as coming; or the ladder of a case."""
    is_case = asked.found.kind == "case"
    ahead = set() if is_case else {one.shown_on for one in _coming(asked)}
    told = [one for one in asked.found.course if one["date"] not in ahead]
    rows = [
        (Told(one["date"]), Told(one["until"]), Told(asked.language.named(one["what"])), Told(one["in short"]))
        for one in (told if is_case else reversed(told))
    ]
    return section(asked, "ladder" if is_case else "dates", ("day", "until", "what", "says"), rows)
