"""Generated instruments, cases, sources and absences: claims on both clocks, scoped, amended, withdrawn, disputed."""

from __future__ import annotations

import random
from typing import Any

from benchmarks.generated_plan import RECORD_FROM, RECORD_TO, Plan, later
from benchmarks.generated_registers import PARTIES, PLATFORMS, answers_of, code, coined, dimension_id, question_id
from kb.loaders.dossier_records import Absence, Case, Instrument
from kb.loaders.fields import EARLIEST, OPEN
from kb.loaders.source_records import Source

TYPES = ("statute", "regulation", "decision", "rule", "code-of-practice")
APPROACHES = ("divestiture", "data-localization", "transparency-reporting", "risk-assessment", "protection-of-minors")
KINDS = ("official-text", "official-text", "official-text", "official", "secondary")
SOURCE_KINDS = ("news", "company-page", "official-page", "analysis", "web-page", "pleading")
WITHDRAWN_BECAUSE = ("corrected", "superseded", "source-withdrawn", "codebook-changed")
SHOWN_TYPES = {"statute": "Act", "regulation": "Regulation", "decision": "Decision", "rule": "Rules", "code-of-practice": "Code"}

Values = dict[str, Any]


def order(plan: Plan, place: int) -> Instrument:
    """The executive order of a jurisdiction, which suspends the enforcement of its other instruments."""
    return Instrument.model_validate(
        {
            "title": f"Order on Enforcement of {coined(plan, place)}",
            "type": "executive-order",
            "approaches": ["enforcement-suspension"],
            "coded": {"by": "kb-editors", "on": RECORD_FROM},
            "dates": [{"on": "2005-01-01", "what": "signed"}, {"on": "2005-01-01", "what": "in-force"}],
        }
    )


def instrument(plan: Plan, place: int, dimension: int, number: int) -> Instrument:
    """The text of one round: dated events, a provision for each question, claims from its start to the next text's."""
    chance = plan.chance("instrument", place, dimension, number)
    start, end = plan.start(place, dimension, number), plan.start(place, dimension, number + 1)
    assert start
    kind, slug = chance.choice(TYPES), f"{code(place)}/{dimension_id(dimension)}-{number}"
    until = end or (OPEN if chance.random() < 0.8 else later(start, chance.randrange(400, 900)))
    suspended = chance.random() < 0.2
    questions = [question for question in plan.questions_of(dimension) if chance.random() < 0.93]
    act = {
        "title": f"{coined(plan, slug)} {SHOWN_TYPES[kind]} {start[:4]}",
        "type": kind,
        "approaches": [chance.choice(APPROACHES)],
        "evidence": _evidence(chance),
        "coded": {"by": "kb-editors", "on": _recorded(chance)},
        "dates": _events(chance, place, start, until, suspended),
        "relations": [{"enforcement_suspended_by": f"{code(place)}/order"}] if suspended else [],
        "provisions": {f"s. {question}({part})": _says(chance) for question in questions for part in (1, 2)},
        "claims": {question_id(question): _claims(plan, chance, place, question, start, until) for question in questions},
    }
    return Instrument.model_validate(_proved(chance, slug, act))


def _proved(chance: random.Random, slug: str, record: Values) -> Values:
    """A record whose claims have evidence of their own where they need it, and say
    which others they stand beside or dispute."""
    for claims in record["claims"].values():
        other = next((claim for claim in claims if claim.get("id") == "other-reading"), None)
        for claim in claims:
            is_late = claim.get("coded", record["coded"])["on"] > record["coded"]["on"]
            if is_late or (other and "scope" not in claim):
                claim.setdefault("evidence", _evidence(chance))
        if other:
            other["beside"] = [slug] if any(claim["answer"] == other["answer"] for claim in claims if claim is not other) else []
    return record


def _evidence(chance: random.Random) -> list[Values]:
    """One reading; most were made by somebody on a day, and of most of these the standing was checked some time before it."""
    kind, number = chance.choice(KINDS), chance.randrange(10_000)
    found = {"read": f"Gazette no. {number}", "kind": kind}
    if chance.random() < 0.85:
        found |= {"read_on": RECORD_TO, "by": "kb-editors"}
        found |= {"current_to": later(RECORD_TO, -(number % 2000))} if number % 10 else {}
    return [found]


def _recorded(chance: random.Random) -> str:
    """A day on which something was coded; a third of all on the first day of the record."""
    return RECORD_FROM if chance.random() < 0.33 else later(RECORD_FROM, chance.randrange(4500))


def _says(chance: random.Random) -> str:
    return f"Requires measure {chance.randrange(1000)} of services with more than {chance.randrange(1, 90)} million users."


def _events(chance: random.Random, place: int, start: str, until: str, suspended: bool) -> list[Values]:
    adopted = later(start, -chance.randrange(20, 300))
    in_force = start if chance.random() < 0.85 else later(start, chance.randrange(30, 150))
    applies = later(in_force, chance.randrange(0, 400))
    events: list[Values] = [
        {"on": later(adopted, -chance.randrange(30, 400)), "what": "proposed"},
        {"on": adopted, "what": "adopted"},
        {"on": start, "what": "published"},
        {"on": in_force, "what": "in-force"},
        {"on": applies, "what": "applies"} | ({"to": chance.choice(PARTIES)} if chance.random() < 0.2 else {}),
    ]
    if suspended:
        pause = later(applies, chance.randrange(30, 300))
        to = {"to": f"platform-{chance.randrange(PLATFORMS):02d}"} if chance.random() < 0.5 else {}
        by = {"by": f"{code(place)}/order", "until": later(pause, chance.randrange(60, 400))}
        events.append({"on": pause, "what": "enforcement-suspended"} | to | by)
    if chance.random() < 0.1:
        barred = later(applies, chance.randrange(100, 500))
        events += [{"on": barred, "what": "enjoined"}, {"on": later(barred, 200), "what": "injunction-lifted"}]
    if until != OPEN:
        events.append({"on": until, "what": "repealed"})
    return events


def _claims(plan: Plan, chance: random.Random, place: int, question: int, start: str, until: str) -> list[Values]:
    """The claims of one text on one question; the first is general, the others amend, narrow or correct it."""
    answers = answers_of(plan, question)
    middle = later(start, 150 + chance.randrange(200))
    amended = chance.random() < 0.25 and middle < until
    claims = [_claim(chance, answers, question, start, middle if amended else until)]
    if amended:
        claims.append(_claim(chance, answers, question, middle, until) | {"rests_on": [f"s. {question}(2)"]})
    if chance.random() < 0.15:
        claims.append(_claim(chance, answers, question, start, until) | {"scope": {"party": PARTIES[place % len(PARTIES)]}})
    if chance.random() < 0.10:
        scope = {"platform": f"platform-{chance.randrange(PLATFORMS):02d}"}
        claims.append(_claim(chance, answers, question, start, until) | {"scope": scope})
    if chance.random() < 0.04:
        claims.append(_claim(chance, answers, question, start, until) | {"id": "other-reading"})
    if chance.random() < 0.10:
        claims += _correction(chance, answers, question, claims.pop(0), amended)
    return claims


def _claim(chance: random.Random, answers: list[str], question: int, start: str, until: str) -> Values:
    answer = answers[0] if chance.random() < 0.4 else chance.choice(answers)
    coded = {"coded": {"by": "kb-editors", "on": _recorded(chance)}} if chance.random() < 0.3 else {}
    ending = {} if until == OPEN else {"until": until}
    evidence = {"evidence": _evidence(chance)} if chance.random() < 0.1 else {}
    return (
        {
            "answer": answer,
            "from": start,
            "in_short": f"A service must take measure {chance.randrange(1000)} within {chance.randrange(1, 60)} days.",
            "rests_on": [f"s. {question}(1)"],
        }
        | ending
        | coded
        | evidence
    )


def _correction(chance: random.Random, answers: list[str], question: int, claim: Values, is_amended: bool) -> list[Values]:
    """A claim that was wrong and left the record, and mostly the one that took its place on that day.

    One does where the claim is amended later: what amends it may begin before its text applies, the first may not.
    """
    coded = later(RECORD_FROM, chance.randrange(2000))
    gone = later(coded, chance.randrange(1, 2000))
    why = chance.choice(WITHDRAWN_BECAUSE)
    wrong = claim | {"coded": {"by": "kb-editors", "on": coded}, "withdrawn": {"on": gone, "why": why}, "id": "first-reading"}
    right = _claim(chance, answers, question, claim["from"], claim.get("until", OPEN))
    right |= {"coded": {"by": "kb-editors", "on": gone}, "rests_on": claim["rests_on"]}
    return [wrong, right] if chance.random() < 0.9 or is_amended else [wrong]


def case(plan: Plan, place: int, dimension: int) -> Case:
    """A proceeding on the first text of a dimension, with a holding that answers one question."""
    chance = plan.chance("case", place, dimension)
    start = plan.start(place, dimension, 0)
    assert start
    slug = f"{code(place)}/{dimension_id(dimension)}-0"
    answered = set(instrument(plan, place, dimension, 0).claims)
    question = chance.choice([number for number in plan.questions_of(dimension) if question_id(number) in answered])
    claim = _claim(chance, answers_of(plan, question), question, later(start, chance.randrange(100, 600)), OPEN)
    beside = {"beside": [slug]} if chance.random() < 0.5 else {}
    proceeding = {
        "title": f"{coined(plan, 'case', place, dimension)} v. {coined(plan, place)}",
        "kind": "court",
        "forum": f"{code(place)}-court",
        "concerns": [slug],
        "evidence": _evidence(chance),
        "coded": {"by": "kb-editors", "on": _recorded(chance)},
        "steps": [
            {"on": later(start, 200), "what": "filed", "in_short": "A provider sued."},
            {"on": later(start, 500), "what": "judgment", "in_short": "The court read the text narrowly."},
        ],
        "outcome": "The text stands as the court reads it.",
        "holdings": {"para. 1": "The duty reaches only what the text names."},
        "claims": {question_id(question): [claim | beside | {"rests_on": ["para. 1"]}]},
    }
    return Case.model_validate(_proved(chance, slug, proceeding))


def source(plan: Plan, place: int, dimension: int, number: int) -> Source:
    """A press report, a company page or another source whose statements answer questions, often otherwise than the law."""
    chance = plan.chance("source", place, dimension, number)
    published = later("2006-01-01", chance.randrange(365 * plan.years - 700))
    questions = chance.sample(plan.questions_of(dimension), k=2)
    return Source.model_validate(
        {
            "title": f"{coined(plan, 'source', place, dimension, number)} on {coined(plan, place)}",
            "kind": SOURCE_KINDS[(place + dimension + number) % len(SOURCE_KINDS)],
            "publisher": f"{coined(plan, 'publisher', number % 50)} Press",
            "published": published,
            "evidence": _evidence(chance),
            "coded": {"by": "kb-editors", "on": _recorded(chance)},
            "claims": {f"c{key}": _statement(plan, chance, place, question, published) for key, question in enumerate(questions)},
        }
    )


def _statement(plan: Plan, chance: random.Random, place: int, question: int, published: str) -> Values:
    scope = {"scope": {"platform": f"platform-{chance.randrange(PLATFORMS):02d}"}} if chance.random() < 0.3 else {}
    says_from = {"says_from": later(published, -chance.randrange(900))} if chance.random() < 0.2 else {}
    answers = {
        "question": question_id(question),
        "jurisdiction": code(place),
        "answer": chance.choice(answers_of(plan, question)),
        "from": published,
        "in_short": f"The source says that measure {chance.randrange(1000)} is required.",
    }
    return {
        "where": {"part": "body", "paragraph": str(chance.randrange(1, 30))},
        "says": f"Services must take measure {chance.randrange(1000)}.",
        "subject": "services",
        "predicate": "must take",
        "object": "a measure",
        "verdict": "partly-supported",
        "because": "The text has exceptions.",
        "answers": answers | scope | says_from,
    }


def absences(plan: Plan, place: int) -> dict[str, tuple[Absence, ...]]:
    """For each question what was searched in vain before the first text; for some questions what the law leaves open."""
    found: dict[str, tuple[Absence, ...]] = {}
    for dimension in range(plan.dimensions):
        first = plan.start(place, dimension, 0)
        for question in plan.questions_of(dimension):
            chance = plan.chance("absence", place, question)
            if chance.random() < 0.8:
                found[question_id(question)] = (Absence.model_validate(_absence(chance, first)),)
    return found


def _absence(chance: random.Random, until: str | None) -> Values:
    coded, kind = _recorded(chance), chance.choice(("none-found", "none-found", "silent", "not-applicable", "withheld"))
    read_days: Values = {"from": EARLIEST} | ({"until": until} if until else {})
    gone = {"withdrawn": {"on": later(coded, 700), "why": "superseded"}} if chance.random() < 0.1 else {}
    return {
        "absence": kind,
        "covers": read_days | {"because": "The statutes were read in all their versions."},
        "in_short": "No rule was found in the statutes in force.",
        "searched": ["Statutes in force on the day", "Gazette"],
        "searched_on": min(coded, RECORD_TO),
        "evidence": _evidence(chance),
        "coded": {"by": "kb-editors", "on": coded},
    } | gone
