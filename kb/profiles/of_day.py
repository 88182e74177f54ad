"""What a day was for a platform in a jurisdiction, in sentences: how many rules stood how, and the text that weighs most."""

from __future__ import annotations

from collections.abc import Sequence

from kb.briefing.rules import rules
from kb.clocks.regime import STANDINGS, Duty, Regime
from kb.language.language import WRITTEN_IN, Language, language_of
from kb.naming import iris
from kb.profiles.clause import Clause, capital, once
from kb.profiles.of_instrument import stands
from kb.profiles.state import ask
from kb.release.release import Release

MOST_OWN = 3


def day_clauses(release: Release, regime: Regime, lang: str = "en") -> tuple[Clause, ...]:
    """How many rules applied, were halted or were pending on the day; where the weightiest text stood then."""
    language = language_of(release, lang)
    counts = {name: len(regime.standing(name)) for name in STANDINGS}
    place = language.place(regime.layers[0].name if regime.layers else regime.jurisdiction)
    words = {"day": regime.as_of, "platform": regime.platform_name or language.t("day-anyone"), "place": place}
    said = [
        language.t(f"day-standing{'-one' if number == 1 else ''}.{name}", n=number, platform=words["platform"])
        for name, number in counts.items()
        if number
    ]
    text = language.t("day", **words, said=language.listed(said)) if said else language.t("day-nothing", **words)
    things = once(one.claim.iri.removeprefix(iris.ID) for one in regime.duties)
    last = sum(one.last_known for one in regime.duties)
    caution = capital(language.t("day-last", n=last, of=len(regime.duties))) if last else ""
    own = _own(language, regime)
    first = (Clause("day", text, (), things, caution), *([own] if own else []))
    heaviest = _heaviest(regime.duties)
    if heaviest is None:
        return first
    asked = ask(release, (heaviest.claim.dossier or "").removeprefix(iris.ID), lang, regime.as_of, regime.known_on)
    return *first, stands(asked)


def _own(language: Language, regime: Regime) -> Clause | None:
    """What was said of the platform by name and applied on the day, on the questions that weigh most; None without any."""
    found = {one.question.id: one for one in reversed(regime.standing("applies")) if one.claim.platform}
    most = sorted(found.values(), key=lambda one: -rules().question(one.question.id))[:MOST_OWN]
    told = [language.t("day-own-one", question=language.named(one.question.text), answer=_answer(language, one)) for one in most]
    if not told:
        return None
    things = once(one.claim.iri.removeprefix(iris.ID) for one in most)
    return Clause("own", language.t("day-own", platform=regime.platform_name, said="; ".join(told)), (), things)


def _answer(language: Language, one: Duty) -> str:
    """The answer as it stands in a sentence, with the day to which it is known where that is not the day asked for."""
    label = language.named(one.label)
    said = label[:1].lower() + label[1:] if language.code == WRITTEN_IN else label
    return language.t("last-known", day=one.evidence_to or language.t("no-day"), answer=said) if one.last_known else said


def _heaviest(duties: Sequence[Duty]) -> Duty | None:
    """A duty of an act, by the weight of its question, whether the platform is meant, and the weight of its text."""
    known_rules = rules()

    def weight(one: Duty) -> tuple[float, bool, float]:
        is_meant = bool(one.claim.platform or one.claim.party) and one.standing != "if-designated"
        return known_rules.question(one.question.id), is_meant, known_rules.text(one.claim.instrument_type)

    found = [one for one in duties if iris.kind(one.claim.dossier or "") == "instrument"]
    return max(found, key=weight, default=None)
