"""The whole page of one thing as a value: its name, its state today, and its sections."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kb.naming.licences import DATA, Licence
from kb.profiles import cells_told, dated, things_told
from kb.profiles.asked import Asked
from kb.profiles.clause import State
from kb.profiles.section import Section
from kb.profiles.state import ask, state_of
from kb.release.release import Release

SECTIONS: Mapping[str, tuple[Callable[[Asked], Section | None], ...]] = {
    "jurisdiction": (
        cells_told.by_topic,
        things_told.authorities,
        things_told.texts,
        dated.to_come,
        dated.open_of_place,
        dated.happened,
    ),
    "question": (cells_told.by_place, dated.open_of_question),
    "platform": (
        things_told.runs,
        things_told.classes,
        cells_told.own,
        things_told.cases_of_platform,
        things_told.sums_of_platform,
    ),
    "instrument": (
        dated.to_come,
        dated.course,
        cells_told.stated,
        things_told.powers_under,
        things_told.services,
        things_told.cases_tied,
        things_told.leans_on,
        dated.open_in_it,
    ),
    "organisation": (things_told.powers_held, things_told.cases_tied, things_told.sums_tied, things_told.holdings),
    "case": (dated.course, dated.open_in_it, things_told.sums_tied, things_told.around_case),
    "claim": (),
}


@dataclass(frozen=True)
class Profile:
    """One thing on a page; ``release`` is the identifier of the release, the days are ISO dates."""

    key: str
    title: str
    kind: str
    lang: str
    state: State
    sections: tuple[Section, ...]
    release: str
    as_of: str
    known_on: str
    licence: Licence = DATA


def profile(release: Release, entity: str, lang: str = "en", as_of: str | None = None, known_on: str | None = None) -> Profile:
    """The page of one thing by its short key or IRI; UsageError if there is none of that name."""
    asked = ask(release, entity, lang, as_of, known_on)
    told = tuple(found for make in SECTIONS.get(asked.found.kind, ()) if (found := make(asked)))
    days = {"release": release.id, "as_of": asked.as_of, "known_on": asked.known_on}
    title = asked.language.named(asked.found.title)
    return Profile(
        asked.key,
        title,
        asked.found.kind,
        lang,
        state_of(asked),
        told,
        **days,
        licence=release.reader.base().terms,
    )
