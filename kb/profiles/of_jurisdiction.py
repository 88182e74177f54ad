"""The state of a jurisdiction: its stance, its subjects, rules for platforms alone, powers, what is open and what comes."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Sequence

from kb.briefing.cautions import grade_read
from kb.briefing.finding import Finding, is_duty
from kb.briefing.gathering import COMING_KINDS
from kb.briefing.happening_told import limited, noted
from kb.briefing.rules import rules
from kb.graph.happenings import Happening, happenings
from kb.graph.limits import limits_of
from kb.naming import iris
from kb.profiles.asked import Asked
from kb.profiles.clause import Clause, capital, once
from kb.values.matters import OpenMatter
from kb.values.model import Cell

FEWEST_QUESTIONS = 3
OF_A_TEXT = (*COMING_KINDS, "review-due")  # what comes on the page of one text


def stance(asked: Asked) -> Clause | None:
    """How many questions a rule answers, and what it says on the questions that readers come for."""
    phrases = asked.phrases
    cells, known_rules = phrases.found.table.cells, phrases.found.rules
    duties = [cell for cell in cells if is_duty(cell, known_rules) and not cell.parts]
    if all(cell.state == "not-researched" for cell in cells):
        return Clause("stance", asked.t("unknown", place=asked.place(asked.slug)))
    weighed = sorted(phrases.found.heads, key=lambda name: -known_rules.question(name))[: asked.rules.stance_questions]
    first = [phrases.found.table.cell(asked.slug, name) for name in weighed]
    said = "; ".join(_on(asked, one) for one in first)
    states = Counter(cell.state for cell in cells)
    counts = {"n": len(duties), "answered": states["answered"], "of": len(cells)}
    text = asked.t("stance", place=capital(asked.place(asked.slug)), **counts, said=said)
    rest = {"none": states["none-found"], "unread": states["not-researched"]}
    others = states["answered"] - len(duties)
    more = (asked.t("stance-others", others=others) + " " if others else "") + asked.t("stance-rest", **rest)
    down = Counter(cell.layer_name for cell in cells if cell.layer_name)
    told = "; ".join(asked.t("stance-of", n=n, whole=asked.language.named(name)) for name, n in down.items())
    more = asked.t("stance-layers", own=states["answered"] - down.total(), told=told) + f" {more}" if down else more
    names = tuple(dict.fromkeys((cell.jurisdiction, cell.question) for cell in (*first, *duties)))
    every = tuple((cell.jurisdiction, cell.question) for cell in cells)
    return Clause("stance", text, names, (), f"{more} {phrases.cautions(Finding('subject', 0.0, every))}".strip())


def _on(asked: Asked, cell: Cell) -> str:
    """One answer with what must be said of it: what was read, and that it is disputed or that a source is refuted."""
    phrases = asked.phrases
    said = asked.read(phrases.answer(cell), grade_read(cell))
    doubt = f" ({asked.language.t(f'doubt.{cell.dispute.kind}')})" if cell.dispute else ""
    return asked.t("on", question=phrases.question(cell.question), answer=said + doubt)


def subjects(asked: Asked) -> Clause | None:
    """The topic of which most questions are answered by a rule, and the one of which fewest are."""
    phrases = asked.phrases
    topics: dict[str, list[Cell]] = {}
    for head in phrases.found.table.questions:
        topics.setdefault(head.dimension_title, []).append(phrases.found.table.cell(asked.slug, head.id))
    counts = {
        title: (sum(is_duty(cell, phrases.found.rules) and not cell.parts for cell in cells), len(cells))
        for title, cells in topics.items()
        if len(cells) >= FEWEST_QUESTIONS
    }
    ordered = sorted(counts, key=lambda title: -counts[title][0] / counts[title][1])
    if len(ordered) < 2 or not counts[ordered[0]][0]:
        return None
    most, least = ((asked.language.named(title), *counts[title]) for title in (ordered[0], ordered[-1]))
    text = asked.t("subjects", most=most[0], n=most[1], of=most[2], least=least[0], m=least[1], among=least[2])
    return Clause(
        "subjects", text, tuple((asked.slug, one.question) for title in (ordered[0], ordered[-1]) for one in topics[title])
    )


def otherwise(asked: Asked) -> Clause | None:
    """For which platforms law says otherwise, and on how many questions."""
    cells = [cell for cell in asked.phrases.found.table.cells if cell.otherwise]
    counts: dict[str, list[str]] = {}
    for cell in cells:
        for one in cell.otherwise:
            counts.setdefault(one.name, []).append(one.platform)
    if not counts:
        return None
    said = [
        asked.t("otherwise-one", platform=name, n=len(found))
        for name, found in sorted(counts.items(), key=lambda of: -len(of[1]))
    ]
    keys = once(f"platform/{one}" for found in counts.values() for one in found)
    return Clause(
        "otherwise", asked.t("otherwise", said=asked.few(said)), tuple((asked.slug, cell.question) for cell in cells), keys
    )


def powers(asked: Asked) -> Clause | None:
    """How many authorities hold how many powers under the law of the place."""
    held = [one for one in asked.powers if one.place == asked.slug]
    if not held:
        return None
    found = {one.key: one for one in held}
    said = {
        "holders": len({one.holder for one in held}),
        "n": len(found),
        "fines": sum(one.kind == "fine" for one in found.values()),
    }
    text = asked.t("powers", place=asked.place(asked.slug), **said)
    return Clause("powers", text, (), tuple(found), asked.caution(list(found.values())))


def open_matters(asked: Asked) -> Clause | None:
    """What is open."""
    return asked.open_clause([one for one in asked.matters if touches(one, asked.slug)])


def touches(matter: OpenMatter, slug: str) -> bool:
    """Whether a matter could change an answer of a place, or stands in a text of it."""
    own = any(key.split("/")[1] == slug for key in (matter.in_, matter.holder) if key.count("/"))
    return own or any(place == slug for place, _ in matter.cells)


def coming(asked: Asked, of: Callable[[Happening], bool], kinds: Sequence[str] = COMING_KINDS) -> list[Happening]:
    """What is set for a later day, of the kinds that are asked for, the nearest first."""
    today = datetime.date.fromisoformat(asked.as_of)
    last = today + datetime.timedelta(days=round(rules().years_ahead * 365.25))
    found = happenings(asked.release, (today + datetime.timedelta(days=1)).isoformat(), last.isoformat())
    return [one for one in found if one.kind in kinds and of(one)]


def next_day(asked: Asked, of: Callable[[Happening], bool], kinds: Sequence[str] = COMING_KINDS) -> Clause | None:
    """The next day that is set, with what is recorded of it."""
    found = coming(asked, of, kinds)
    if not found:
        return None
    one = found[0]
    limits = limits_of(asked.release, one)
    name, says = limited(asked.language, one.dossier.label, limits), noted(one.says, limits)
    said = {"day": asked.language.on_day(one.shown_on), "name": name, "kind": asked.language.t(f"kind.{one.kind}")}
    text = asked.language.t("next-clause", **said) + (f" {says}" if says else "")
    return Clause(
        "next",
        text,
        (),
        (one.node.removeprefix(iris.ID), one.dossier.key),
        asked.language.t("caution-of.unread") if one.checked == "background" else "",
    )


def comes(asked: Asked) -> Clause | None:
    """The next day that is set in a text of the place."""
    return next_day(asked, lambda one: one.jurisdiction == asked.slug)


CLAUSES: dict[str, Callable[[Asked], Clause | None]] = {
    "stance": stance,
    "subjects": subjects,
    "otherwise": otherwise,
    "powers": powers,
    "open": open_matters,
    "next": comes,
}
