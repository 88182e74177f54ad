"""What a day was for a platform in a jurisdiction, in sentences: how many rules stood how, and the text that weighs most."""

from __future__ import annotations

from collections.abc import Sequence

from kb.briefing.rules import rules
from kb.clocks.regime import STANDINGS, Duty, Regime
from kb.language.language import language_of
from kb.naming import iris
from kb.profiles.clause import Clause, capital, once
from kb.profiles.of_instrument import stands
from kb.profiles.state import ask
from kb.release.release import Release


def day_clauses(release: Release, regime: Regime, lang: str = "en") -> tuple[Clause, ...]:
    """How many rules applied, were halted or were pending on the day; where the weightiest text stood then."""
    language = language_of(release, lang)
    counts = {name: len(regime.standing(name)) for name in STANDINGS}
    said = [language.t(f"day-standing.{name}", n=number) for name, number in counts.items() if number]
    place = language.place(regime.layers[0].name if regime.layers else regime.jurisdiction)
    words = {"day": regime.as_of, "platform": regime.platform_name or language.t("day-anyone"), "place": place}
    text = language.t("day", **words, said=language.listed(said)) if said else language.t("day-nothing", **words)
    things = once(one.claim.iri.removeprefix(iris.ID) for one in regime.duties)
    last = sum(one.last_known for one in regime.duties)
    caution = capital(language.t("day-last", n=last, of=len(regime.duties))) if last else ""
    first = Clause("day", text, (), things, caution)
    heaviest = _heaviest(regime.duties)
    if heaviest is None:
        return (first,)
    asked = ask(release, (heaviest.claim.dossier or "").removeprefix(iris.ID), lang, regime.as_of, regime.known_on)
    return first, stands(asked)


def _heaviest(duties: Sequence[Duty]) -> Duty | None:
    """A duty of an act, by the weight of its question, whether the platform is meant, and the weight of its text."""
    known_rules = rules()

    def weight(one: Duty) -> tuple[float, bool, float]:
        is_meant = bool(one.claim.platform or one.claim.party) and one.standing != "if-designated"
        return known_rules.question(one.question.id), is_meant, known_rules.text(one.claim.instrument_type)

    found = [one for one in duties if iris.kind(one.claim.dossier or "") == "instrument"]
    return max(found, key=weight, default=None)
