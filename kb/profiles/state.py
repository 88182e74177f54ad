"""The state of one thing today in sentences, computed from claims and dated statements; see ``ontology/pages.yaml``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kb.graph.entity_view import view
from kb.language.language import Language, language_of
from kb.profiles import of_case, of_claim, of_instrument, of_jurisdiction, of_organisation, of_platform, of_question
from kb.profiles.asked import Asked
from kb.profiles.clause import Clause, State
from kb.release.release import Release
from kb.values.view import View

CLAUSES: Mapping[str, Mapping[str, Callable[[Asked], Clause | None]]] = {
    "jurisdiction": of_jurisdiction.CLAUSES,
    "question": of_question.CLAUSES,
    "platform": of_platform.CLAUSES,
    "instrument": of_instrument.CLAUSES,
    "organisation": of_organisation.CLAUSES,
    "case": of_case.CLAUSES,
    "claim": of_claim.CLAUSES,
}


def ask(release: Release, entity: str, lang: str = "en", as_of: str | None = None, known_on: str | None = None) -> Asked:
    """One thing on the days that a view would have; UsageError if there is none of that name."""
    language: Language = language_of(release, lang)
    return Asked(release, view(release, entity), language, *View(as_of=as_of, known_on=known_on).days())


def state_of(asked: Asked) -> State:
    """The clauses that hold, in the order of the rules; without any for a kind that has no rules."""
    sought = CLAUSES.get(asked.found.kind, {})
    told = (sought[name](asked) for name in asked.rules.clauses.get(asked.found.kind, {}))
    dates = asked.language.t("state-dates", as_of=asked.as_of, known_on=asked.known_on)
    made = asked.language.t("made", release=asked.release.id, version=asked.rules.version)
    return State(asked.found.kind, tuple(one for one in told if one), dates, made)


def state(release: Release, entity: str, lang: str = "en", as_of: str | None = None, known_on: str | None = None) -> State:
    """The state of one thing by its short key or IRI."""
    return state_of(ask(release, entity, lang, as_of, known_on))
