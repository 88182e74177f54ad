"""The registers of a generated base: jurisdictions, organisations, platforms with designations, and the codebook."""

from __future__ import annotations

from benchmarks.generated_plan import FIRST_YEAR, Plan, later
from kb.loaders.register_records import Dimension, Jurisdiction, Organisation, Platform

SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "ki", "lo", "mu", "na", "po", "qua", "ri", "se", "ta", "ul", "vo", "wen", "zi")
KINDS = ("short-video", "social-network", "app-store", "marketplace", "video-editor")
PARTIES = ("vlop", "gatekeeper", "designated-social-media-service", "covered-app")
PLATFORMS, MOST_PLACES = 12, 200
CODED = {"by": "kb-editors", "on": "2012-01-01"}
EVIDENCE = [{"read": "Generated gazette", "kind": "official-text", "read_on": "2012-01-01", "by": "kb-editors"}]


def code(number: int) -> str:
    """Identifier of a jurisdiction."""
    return f"j{number:03d}"


def question_id(number: int) -> str:
    """Identifier of a question."""
    return f"question-{number:03d}"


def dimension_id(number: int) -> str:
    """Identifier of a dimension."""
    return f"dimension-{number:02d}"


def answers_of(plan: Plan, question: int) -> list[str]:
    """Identifiers of the closed answers of a question, three to five."""
    return [f"answer-{number}" for number in range(plan.chance("answers", question).randint(3, 5))]


def coined(plan: Plan, *names: object) -> str:
    """A name that means nothing, such as ``Quabraki``."""
    chance = plan.chance("coined", *names)
    return "".join(chance.choice(SYLLABLES) for _ in range(4)).title()


def jurisdictions(plan: Plan) -> dict[str, Jurisdiction]:
    """All jurisdictions; the first is a union and some others belong to it."""
    found = {}
    for number in range(plan.jurisdictions):
        member = [{"in": code(0), "from": f"{FIRST_YEAR}-01-01"}] if number and number % 7 == 0 else []
        record = {"name": f"{coined(plan, number)} {number}", "kind": "country" if number else "union", "member_of": member}
        found[code(number)] = Jurisdiction.model_validate(record)
    return found


def organisations(plan: Plan) -> dict[str, Organisation]:
    """An authority and a court for each jurisdiction, an owner for each platform."""
    found = {}
    for number in range(plan.jurisdictions):
        name = coined(plan, number)
        for slug, kind in (("regulator", "authority"), ("court", "court")):
            record = {"name": f"{slug.title()} of {name}", "kind": kind, "seat": code(number)}
            found[f"{code(number)}-{slug}"] = Organisation.model_validate(record)
    for number in range(PLATFORMS):
        record = {
            "name": f"{coined(plan, 'owner', number)} Holding",
            "kind": "company",
            "seat": code(number % plan.jurisdictions),
        }
        found[f"owner-{number:02d}"] = Organisation.model_validate(record)
    return found


def platforms(plan: Plan) -> dict[str, Platform]:
    """Platforms with owners and with dated designations in many jurisdictions, some ended, some recorded late."""
    return {f"platform-{number:02d}": Platform.model_validate(_platform(plan, number)) for number in range(PLATFORMS)}


def _platform(plan: Plan, number: int) -> dict[str, object]:
    owner = {"owner": f"owner-{number:02d}", "from": str(FIRST_YEAR), "in_short": "Owned since launch."}
    return {
        "name": coined(plan, "platform", number),
        "kind": KINDS[number % len(KINDS)],
        "owners": [owner | {"evidence": EVIDENCE, "coded": CODED}],
        "designations": [_designation(plan, number, place) for place in range(plan.jurisdictions) if (number + place) % 3 == 0],
    }


def _designation(plan: Plan, number: int, place: int) -> dict[str, object]:
    chance = plan.chance("designation", number, place)
    day = chance.randrange(365 * plan.years)
    start = later(f"{FIRST_YEAR}-01-01", day + (place - day) % MOST_PLACES)  # no two places designate on one day
    ended = {"until": later(start, chance.randrange(200, 3000))} if chance.random() < 0.3 else {}
    return {
        "as": PARTIES[(number + place) % len(PARTIES)],
        "in": code(place),
        "by": f"{code(place)}-regulator",
        "from": start,
        "rests_on": f"{code(place)}/dimension-00-0",
        "in_short": "Designated by the regulator.",
        "evidence": EVIDENCE,
        "coded": CODED | {"on": later("2012-01-01", chance.randrange(5000))},
    } | ended


def dimensions(plan: Plan) -> dict[str, Dimension]:
    """The codebook: groups of questions with closed answers."""
    return {
        dimension_id(number): Dimension.model_validate(
            {
                "title": f"Dimension {number + 1}: {coined(plan, 'dimension', number)}",
                "about": "A generated group of questions.",
                "version": "1.0.0",
                "order": str(number + 1),
                "questions": {question_id(question): _question(plan, question) for question in plan.questions_of(number)},
            }
        )
        for number in range(plan.dimensions)
    }


def _question(plan: Plan, number: int) -> dict[str, object]:
    answers = {
        slug: {"label": f"{slug.title()} of {number}", "means": f"Meaning of {slug}."} for slug in answers_of(plan, number)
    }
    return {
        "text": f"What does {coined(plan, 'question', number)} require?",
        "scale": "ordinal" if number % 2 else "nominal",
        "answers": answers,
        "how_to_code": "Code what the latest text says.",
    }
