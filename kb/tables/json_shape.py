"""The shape of the JSON of a comparison, field by field; the API's description and the reference follow it."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from kb.values.evidence import GRADES
from kb.values.model import SCOPES, STATES
from kb.values.resolution import AUTHORITY_RANK, RULES

Day = str
STANDINGS = {
    "decides": "the cell shows it",
    "agrees": "says the same",
    "disputes": "says otherwise and contradicts it",
    "beside": "another answer that applies at the same time",
    "overlaid": "another answer of equal authority for other persons",
    "yields": "an absence, which contradicts nothing",
    "otherwise": "law for one by name, where the general rule is asked",
}
Rule = Annotated[
    str | None,
    Field(
        description="The rule of the policy that decided against it, the first that tells it from the claim that decides; none "
        "of that one. Reports that speak of one by name lose by generality where the general rule is asked.",
        json_schema_extra={"examples": list(RULES)},
    ),
]
Grade = Annotated[str | None, Field(description=f"How good its evidence is, the best first: {', '.join(GRADES)}.")]
Reach = Annotated[Day | None, Field(description="The day to which the evidence goes.")]
LastKnown = Annotated[bool, Field(description="Whether as_of lies further beyond evidence_to than such an answer keeps good.")]
Scheduled = Annotated[bool, Field(description="Whether as_of lies after known_on: what is law then by what is known.")]
Legal = Annotated[str | None, Field(description="Whether it is law on the day: a word of the list legal-status.")]
Enforcement = Annotated[str | None, Field(description="Whether it is enforced on the day: a word of enforcement-status.")]
From = Annotated[Day | None, Field(description="The first day of the law; null where it always was.")]
Until = Annotated[Day | None, Field(description="The day on which it ends, which is not in it; null where no end is known.")]
State = Annotated[str, Field(description=f"What kind of answer it is: {', '.join(STATES)}.")]
Answer = Annotated[str | None, Field(description="The answer by its name in the codebook; null where there is none.")]
Number = Annotated[int | float | None, Field(description="The number that answers, where the question asks for one.")]
Unit = Annotated[str | None, Field(description="Its unit; of money the code of the currency.")]
Answers = Annotated[list[str], Field(description="All answers that are true together, where the question asks for a set.")]
Short = Annotated[str, Field(description="The rule in a sentence.")]
Label = Annotated[str, Field(description="The answer in words.")]


class Doubt(BaseModel):
    """What a reader should make of a disputed cell."""

    kind: Annotated[str, Field(description="The gravest doubt: equal-sources, in-court, contradicted or said-of-platform.")]
    weight: Annotated[float, Field(description="How much doubt it casts, 0 to 1.")]
    claims: Annotated[list[str], Field(description="The claims that cast it, by id.")]


class Dispute(BaseModel):
    """How one claim contradicts the one that decides."""

    kind: Annotated[str, Field(description="In what they differ: value, source-authority, scope, date, or for whom by name.")]
    severity: Annotated[float, Field(description="Distance of what they say over the steps of authority between them, 0 to 1.")]


class Reading(BaseModel):
    """What somebody read for a claim; a field that is not recorded is left out."""

    read: Annotated[str, Field(description="What was read.")]
    kind: Annotated[str, Field(description="A word of the list evidence-kind.")]
    edition: Annotated[str | None, Field(description="Which edition of it.")] = None
    passage: Annotated[str | None, Field(description="Which passage.")] = None
    publisher: Annotated[str | None, Field(description="Who publishes it.")] = None
    address: Annotated[str | None, Field(description="Where.")] = None
    dated: Annotated[Day | None, Field(description="Its own date.")] = None
    current_to: Annotated[Day | None, Field(description="The day to which it tells the law.")] = None
    read_on: Annotated[Day | None, Field(description="The day on which it was read.")] = None
    by: Annotated[str | None, Field(description="Who read it, as a role.")] = None
    sha256: Annotated[str | None, Field(description="The hash of the passage.")] = None
    work: Annotated[str | None, Field(description="The dossier that it is, where the base has it.")] = None


class Claim(BaseModel):
    """One claim of a cell, the one that decides first, then by how strong they are."""

    id: Annotated[str, Field(description="Its IRI.")]
    state: State
    answer: Answer
    value: Number
    unit: Unit
    answers: Answers
    won: Annotated[bool, Field(description="Whether the cell shows this claim (standing is decides).")]
    rule: Rule
    standing: Annotated[
        str,
        Field(
            description="How it stands to the claim that decides: "
            + "; ".join(f"{name}: {means}" for name, means in STANDINGS.items())
            + ".",
            json_schema_extra={"enum": list(STANDINGS)},
        ),
    ]
    disputes: Annotated[bool, Field(description="Whether it contradicts the claim that decides (standing is disputes).")]
    dispute: Annotated[Dispute | None, Field(description="How, if it does.")]
    in_short: Short
    authority: Annotated[str, Field(description=f"Whose word it is, the strongest first: {', '.join(AUTHORITY_RANK)}.")]
    evidence_grade: Grade
    evidence_to: Reach
    checked: Annotated[str | None, Field(description="confirmed, or background: from memory, or not read by anybody yet.")]
    readings: Annotated[list[Reading], Field(description="What was read for it.")]
    instrument: Annotated[str | None, Field(description="The act that states it, by its path; else case or source does.")]
    case: Annotated[str | None, Field(description="The case that states it.")]
    source: Annotated[str | None, Field(description="The source that states it.")]
    provision: Annotated[str | None, Field(description="The passage on which it rests.")]
    platform: Annotated[str | None, Field(description="To whom by name it is limited.")]
    party: Annotated[str | None, Field(description="The class of persons to which it is limited.")]
    valid_from: From
    valid_until: Until
    legal_status: Legal
    enforcement_status: Enforcement
    coded_by: Annotated[str | None, Field(description="Who stated it, as a role.")]
    asserted_on: Annotated[Day, Field(description="The day on which it came into the record.")]
    searched: Annotated[list[str], Field(description="What was searched in vain, of an absence.")]
    searched_on: Annotated[Day | None, Field(description="The day of that search.")]
    notes: Annotated[list[int], Field(description="The numbers of its notes.")]
    layer: Annotated[str | None, Field(description="The jurisdiction whose law it is, where that is another than the cell's.")]


class Otherwise(BaseModel):
    """What holds for one by name where it differs from the general rule."""

    platform: Annotated[str, Field(description="For whom by name.")]
    name: Annotated[str, Field(description="Its name.")]
    state: State
    answer: Answer
    label: Label
    in_short: Short
    legal_status: Legal
    enforcement_status: Enforcement
    evidence_grade: Grade
    evidence_to: Reach
    last_known: LastKnown
    scheduled: Scheduled


class Cell(BaseModel):
    """What one jurisdiction answers to one question at the point of both clocks."""

    jurisdiction: Annotated[str, Field(description="The jurisdiction by its identifier.")]
    question: Annotated[str, Field(description="The question by its identifier.")]
    state: State
    answer: Answer
    label: Label
    in_short: Short
    valid_from: From
    valid_until: Until
    legal_status: Legal
    enforcement_status: Enforcement
    scope: Annotated[str | None, Field(description="Whom the answer is about: everybody, a class, or one by name.")]
    scope_label: Annotated[str | None, Field(description="What that class or that one is called.")]
    layer: Annotated[str | None, Field(description="The jurisdiction whose law decides, null for its own.")]
    parts: Annotated[list[str], Field(description="The parts of it in which alone the answer holds.")]
    otherwise: Annotated[list[Otherwise], Field(description="What holds otherwise for some by name.")]
    disputed: Annotated[bool, Field(description="Whether a claim contradicts the one that decides.")]
    dispute: Annotated[Doubt | None, Field(description="What to make of it, if so.")]
    value: Number
    unit: Unit
    answers: Answers
    evidence_grade: Grade
    evidence_to: Reach
    last_known: LastKnown
    scheduled: Scheduled
    claims: Annotated[list[Claim], Field(description="All claims that bear on it; none where nobody has looked.")]


class Caution(BaseModel):
    """Why the cells of a row must be compared with care."""

    kind: Annotated[str, Field(description="codebook-version, legal-stage, authority, vintage or unit.")]
    groups: Annotated[dict[str, list[str]], Field(description="What is so, and of which jurisdictions.")]


class Question(BaseModel):
    """A question of the table."""

    id: Annotated[str, Field(description="Its identifier.")]
    dimension: Annotated[str, Field(description="Its group of questions.")]
    text: Annotated[str, Field(description="The question in words.")]
    scale: Annotated[str, Field(description="nominal, ordinal, number or set.")]
    units: Annotated[list[str], Field(description="The units it is answered in; only of one that asks for a number.")] = []
    direction: Annotated[str | None, Field(description="Which way the number grows stricter; only of such a question.")] = None
    compare_with_care: Annotated[list[Caution], Field(description="Why its cells must be compared with care.")]


class Note(BaseModel):
    """A note: the work behind a claim."""

    n: Annotated[int, Field(description="Its number.")]
    citation: Annotated[str, Field(description="The work as it is cited.")]
    url: Annotated[str | None, Field(description="Where it can be read.")]


class Comparison(BaseModel):
    """A table of jurisdictions by questions at one point of both clocks."""

    release: Annotated[str, Field(description="The release that answered.")]
    as_of: Annotated[Day, Field(description="The day of the law.")]
    known_on: Annotated[Day, Field(description="The day of the record.")]
    platform: Annotated[str | None, Field(description="For whom by name it was asked.")]
    policy: Annotated[str, Field(description="Name and version of the policy that chose the claims.")]
    scope: Annotated[str, Field(description=f"Whose rule was asked: {', '.join(SCOPES)}.")]
    evidence: Annotated[str | None, Field(description="The least grade that was asked for; null for any.")]
    jurisdictions: Annotated[list[str], Field(description="The columns.")]
    questions: Annotated[list[Question], Field(description="The rows.")]
    cells: Annotated[list[Cell], Field(description="Every cell, question by question.")]
    license: Annotated[str, Field(description="The terms, by their address.")]
    notes: Annotated[list[Note], Field(description="The works behind the claims.")]
    sha256: Annotated[str, Field(description="The hash of all other fields, as JSON with sorted keys and no white space.")]
