"""Sections of answers: of a place by topic, of a question by place, of a service what law on it by name says, of an act."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from kb.briefing.cautions import grade_read
from kb.briefing.finding import is_duty
from kb.briefing.rules import rules
from kb.graph.entity_view import EntityClaim
from kb.profiles.asked import Asked
from kb.profiles.of_instrument import answers_of, events_of
from kb.profiles.of_platform import own_rules
from kb.profiles.section import Row, Section, Told, place, section
from kb.values.model import EARLIEST, Cell, StoredClaim
from kb.values.status import bears_on

OTHERWISE = "otherwise"
ANSWER = ("answer", OTHERWISE, "since", "read")


def by_topic(asked: Asked) -> Section | None:
    """Every answer of a place, topic after topic."""
    table, rows = asked.phrases.found.table, list[Row]()
    for title, grouped in groupby(table.questions, key=lambda head: head.dimension_title):
        heads = list(grouped)
        ruled = sum(is_duty(cell := table.cell(asked.slug, one.id), rules()) and not cell.parts for one in heads)
        rows.append((Told(asked.language.t("topic-count", topic=asked.language.named(title), n=ruled, of=len(heads))),))
        rows += [
            (Told(asked.phrases.question(head.id), f"question/{head.id}"), *_answer(asked, table.cell(asked.slug, head.id)))
            for head in heads
        ]
    return section(asked, "answers", ("question", *_columns(asked)), rows)


def by_place(asked: Asked) -> Section | None:
    """The answer of every place to a question."""
    cells = asked.phrases.found.table.cells
    rows = [(place(asked, one.jurisdiction), *_answer(asked, one)) for one in cells]
    return section(asked, "places", ("place", *_columns(asked)), rows)


def _columns(asked: Asked) -> tuple[str, ...]:
    """What is told of an answer; what holds for platforms alone only where the base has any."""
    return tuple(one for one in ANSWER if one != OTHERWISE or asked.release.reader.platforms())


def _answer(asked: Asked, cell: Cell) -> Row:
    """An answer with its doubt, what holds for platforms alone, since when, and what was read."""
    phrases, t = asked.phrases, asked.language.t
    doubt = f" ({t(f'doubt.{cell.dispute.kind}')})" if cell.dispute else ""
    layer = f" ({t('by-law-of', name=asked.language.named(cell.layer_name))})" if cell.layer_name else ""
    said = phrases.answer(cell)
    otherwise = "; ".join(f"{one.name}: {phrases.answer(one)}" for one in cell.otherwise)
    first = Told(said[:1].upper() + said[1:] + layer + doubt, cell=(cell.jurisdiction, cell.question))
    told = {"answer": first, OTHERWISE: Told(otherwise), "since": Told(cell.valid_from or ""), "read": Told(_read(asked, cell))}
    return tuple(told[one] for one in _columns(asked))


def _read(asked: Asked, cell: Cell) -> str:
    """What was read for an answer, and to which day; of what was not found our own search."""
    t, winner = asked.language.t, cell.winner
    if winner is None:
        return ""
    if cell.state != "answered":
        return t("read-as.search", day=winner.claim.searched_on or "")
    grade = grade_read(cell) or "none"
    unsure = f"; {t('read-as.unconfirmed')}" if winner.claim.checked == "background" and grade != "memory" else ""
    day = f"; {t('evidence-to', day=cell.evidence_to)}" if cell.evidence_to else ""
    return t(f"read-as.{grade}") + unsure + day


def own(asked: Asked) -> Section | None:
    """What law on a service by name says, beside the general rule."""
    rows = [
        (
            place(asked, cell.jurisdiction),
            Told(asked.phrases.question(cell.question), f"question/{cell.question}"),
            Told(asked.read(asked.phrases.answer(one), one.evidence_grade), cell=(cell.jurisdiction, cell.question)),
            Told(asked.phrases.answer(cell)),
        )
        for cell, one in own_rules(asked)
    ]
    return section(asked, "own", ("place", "question", "for-it", "general"), rows)


def stated(asked: Asked) -> Section | None:
    """The answers that an act gives today, each with whom it is for; several answers of one statement stand together."""
    grouped: dict[str, list[EntityClaim]] = {}
    for one in answers_of(asked):
        grouped.setdefault(one.iri, []).append(one)
    rows = [_stated(asked, found) for found in grouped.values()]
    number = len({(one.jurisdiction, one.question) for found in grouped.values() for one in found})
    note = asked.language.t("stated-note", n=number, rows=len(rows)) if number < len(rows) else ""
    return section(asked, "stated", ("question", "answer", "whom", "says", "pinpoint", "since"), rows, note, number)


def _stated(asked: Asked, found: Sequence[EntityClaim]) -> Row:
    one, reader = found[0], asked.release.reader
    claim = next((claim for claim in reader.history(one.question, [one.jurisdiction]) if claim.iri == one.iri), None)
    heads = reader.platforms()
    whom = asked.language.t("everyone")
    if claim and claim.platform:
        whom = asked.language.t("only-for", name=heads[claim.platform].name if claim.platform in heads else claim.platform)
    elif claim and claim.party:
        whom = asked.language.named(reader.parties().get(claim.party, claim.party))
    answers = "; ".join(dict.fromkeys(asked.language.named(each.answer) for each in found))
    return (
        Told(asked.language.named(reader.questions()[one.question].text), f"question/{one.question}"),
        Told(answers, cell=(one.jurisdiction, one.question)),
        Told(whom),
        Told(one.in_short),
        Told(one.pinpoint or ""),
        Told(_since(asked, one, claim)),
    )


def _since(asked: Asked, one: EntityClaim, claim: StoredClaim | None) -> str:
    """Since when it holds; for a class the day from which the act was set to apply to it, if that is later."""
    if one.valid_from == EARLIEST:
        return ""
    bearing = [event for event in events_of(asked) if claim and event.kind == "applies" and bears_on(event, claim)]
    own = [event for event in bearing if event.reaches]
    if not own or any(event.covers for event in bearing):
        return one.valid_from
    first = min(own, key=lambda event: event.on)
    if first.on <= one.valid_from:
        return one.valid_from
    return asked.language.t("since-class", day=first.on)
