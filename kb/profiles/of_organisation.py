"""The state of an authority: its powers, over whom, its cases; of a company also what it owns and runs, and whose it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from kb.graph.dated_ties import DatedTie
from kb.profiles.asked import Asked
from kb.profiles.clause import Clause, capital, once
from kb.profiles.of_instrument import kind_of
from kb.profiles.powers import Power

PLAIN = re.compile(r"\d+(?:\.\d+)?")
TIES_OF = {"pol:ownedBy": ("owner", "owns"), "pol:operatedBy": ("operator", "operates")}


def powers_of(asked: Asked) -> list[Power]:
    """The powers that it holds on the day."""
    return [one for one in asked.powers if one.holder == asked.key]


def powers(asked: Asked) -> Clause | None:
    """How many powers it holds under which acts, of which kinds, and the most that it may fine."""
    found = powers_of(asked)
    if not found:
        return None
    acts = Counter(one.act_name for one in found)
    kinds = Counter(one.kind_name for one in found)
    said = {
        "name": asked.found.title,
        "most": asked.few([f"{name} ({number})" for name, number in acts.most_common()]),
        "kinds": asked.language.listed([_lowered(asked, name) for name in kinds]),
    }
    highest = highest_fine(asked, found)
    text = asked.counted("powers", len(found), **said) + (f" {asked.t('fine', most=highest)}" if highest else "")
    return Clause("powers", text, (), once(one.key for one in found), asked.caution(found))


def _lowered(asked: Asked, name: str) -> str:
    """A name in the middle of a sentence; German nouns keep their capital."""
    said = asked.language.named(name)
    return said[:1].lower() + said[1:] if asked.language.code == "en" else said


def highest_fine(asked: Asked, found: list[Power]) -> str:
    """The highest share of a turnover that it may fine, else each highest amount; empty where no maximum is recorded."""
    maxima = [most for one in found if one.kind == "fine" for most in one.maxima]
    if shares := [(float(value), unit) for value, unit, _ in maxima if "turnover" in unit]:
        share, unit = max(shares)
        return asked.language.t(f"fine-share.{unit}", n=asked.language.number(f"{share:g}"))
    amounts: dict[str, float] = {}
    for value, _, money in maxima:
        if money:
            amounts[money] = max(amounts.get(money, 0.0), float(value))
    return asked.language.listed([asked.language.named(f"{money} {amount:,.0f}") for money, amount in sorted(amounts.items())])


def owns(asked: Asked) -> Clause | None:
    """What it owns and runs, and who owns it."""
    own = asked.ties("owner")
    held = {relation: list(_held(asked, relation)) for relation in TIES_OF}
    parts = [asked.t(TIES_OF[name][1], names=asked.few([said for said, *_ in found])) for name, found in held.items() if found]
    parts += (
        [asked.t("owned-by", names=asked.language.listed([_share(asked, one.name, one) for one in by_share(own)]))] if own else []
    )
    if not parts:
        return None
    text = asked.t("company", name=asked.found.title, kind=_lowered(asked, kind_of(asked.found)), said="; ".join(parts))
    ties = [*own, *(tie for found in held.values() for *_, tie in found)]
    keys = [key for found in held.values() for _, key, _ in found]
    return Clause("owns", text, (), once([*(one.key for one in ties), *keys]), asked.caution(ties))


def by_share(ties: Iterable[DatedTie]) -> list[DatedTie]:
    """Holders, those with the larger shares first; those of whom none is known, or only about how large, at the end."""
    return sorted(ties, key=lambda one: -float(one.percent) if one.percent and PLAIN.fullmatch(one.percent) else 1.0)


def _held(asked: Asked, relation: str) -> Iterator[tuple[str, str, DatedTie]]:
    """What it holds or runs on the day: its name with the share, its short key, the tie."""
    for one in asked.found.relations:
        if one.relation == relation and not one.outgoing:
            tie = next((tie for tie in asked.ties(TIES_OF[relation][0], one.other.iri) if tie.other == asked.key), None)
            if tie:
                yield _share(asked, one.other.label, tie), one.other.key, tie


def _share(asked: Asked, name: str, tie: DatedTie) -> str:
    return asked.t("share", name=name, percent=asked.language.share(tie.percent)) if tie.percent else name


def over(asked: Asked) -> Clause | None:
    """Which services are in a class over which it holds a power."""
    classes: dict[str, set[str]] = {}
    for one in powers_of(asked):
        classes.setdefault(one.place, set()).add(one.over)
    found = [
        (head.name, f"platform/{slug}")
        for slug, head in asked.release.reader.platforms().items()
        if any(among & head.parties(place, asked.as_of, asked.known_on) for place, among in classes.items())
    ]
    if not found:
        return None
    text = asked.counted("over", len(found), names=asked.few([name for name, _ in found]))
    return Clause("over", text, (), once([*(key for _, key in found), *(one.key for one in powers_of(asked))]))


def cases(asked: Asked) -> Clause | None:
    """In how many cases it decides, in how many it takes part, and how many of them have an open matter."""
    before = [key for key, one in asked.cases.items() if one.forum == asked.key]
    within = [key for key, one in asked.cases.items() if asked.key in one.participants and key not in before]
    if not before and not within:
        return None
    parts = [asked.counted("decides", len(before))] if before else []
    parts += [asked.counted("takes-part", len(within))] if within else []
    found = [*before, *within]
    open_ones = [key for key in found if asked.undecided_in(key)]
    text = asked.t("cases", said=asked.language.listed(parts), open=len(open_ones))
    return Clause("cases", capital(text), (), once(found))


def open_matters(asked: Asked) -> Clause | None:
    """What is open in its cases."""
    return asked.open_clause(
        asked.open_in(key for key, one in asked.cases.items() if asked.key in (one.forum, *one.participants))
    )


CLAUSES: dict[str, Callable[[Asked], Clause | None]] = {
    "powers": powers,
    "owns": owns,
    "over": over,
    "cases": cases,
    "open": open_matters,
}
