"""The state of a claim: that it was withdrawn, since when, and why. What it says and rests on stands below it as facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kb.profiles.asked import Asked
from kb.profiles.clause import Clause


def withdrawn(asked: Asked) -> Clause | None:
    """On which day it left the record, with the reason and the sentence of who withdrew it; None while it stands there."""
    facts = {one.property: one.value for one in asked.found.facts}
    day = facts.get("pol:retractedOn")
    if day is None or day > asked.known_on:
        return None
    reason = asked.language.named(facts.get("pol:withdrawnBecause", ""))
    text = asked.t("withdrawn", day=day, reason=reason) if reason else asked.t("withdrawn-plain", day=day)
    return Clause("withdrawn", text, (), (), facts.get("pol:withdrawalNote", ""))


CLAUSES: Mapping[str, Callable[[Asked], Clause | None]] = {"withdrawn": withdrawn}
