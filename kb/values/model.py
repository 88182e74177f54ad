"""The values that answers are made of: claims as found, cells, numbered notes and the comparison. All frozen.

Dates are ISO strings; ``9999-12-31`` means that no end is known and is shown as open.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from kb.naming.licences import DATA, PUBLISHER, Licence
from kb.naming.marks import MARKS
from kb.values.questions import Number as Number
from kb.values.questions import QuestionHead as QuestionHead
from kb.values.stored import OPEN as OPEN
from kb.values.stored import Dossier as Dossier
from kb.values.stored import StoredEvent as StoredEvent
from kb.values.stored import StoredReading

EARLIEST = "1900-01-01"
POINT = ("release", "as_of", "known_on", "platform", "policy")  # what an answer was computed for
STATES = ("answered", "none-found", "not-applicable", "silent", "not-researched", "withheld")
OF_EVIDENCE = ("evidence_grade", "evidence_to", "last_known", "scheduled")
SHOWN_OF_A_CELL = (
    "jurisdiction", "question", "state", "answer", "label", "in_short", "valid_from", "valid_until", "legal_status",
    "enforcement_status", "scope", "scope_label", "layer", "parts", "otherwise", "disputed", "dispute", "value", "unit",
    "answers", *OF_EVIDENCE,
)  # fmt: skip
SHOWN_OF_OTHERWISE = (
    "platform", "name", "state", "answer", "label", "in_short", "legal_status", "enforcement_status", *OF_EVIDENCE
)  # fmt: skip
SCOPES = ("general", "reaches", "both")
STATE_WORDS = {
    "none-found": "None found",
    "not-applicable": "Not applicable",
    "silent": "The text is silent",
    "not-researched": "Not researched",
    "withheld": "Withheld",
}
STATE_MARKS = {state: MARKS[state].sign for state in STATES}


class StoredClaim(NamedTuple):
    """One claim or typed absence as the release holds it; slugs in place of our own IRIs."""

    iri: str
    jurisdiction: str
    question: str
    answer: str | None
    absence: str | None
    valid_from: str
    valid_until: str
    asserted_on: str
    retracted_on: str
    withdrawn_because: str | None
    in_short: str
    dossier: str | None
    pinpoint: str | None
    authority: str
    evidence_grade: str | None
    checked: str | None
    read_in: str | None
    coded_by: str | None
    platform: str | None
    party: str | None
    searched_on: str | None
    note: str | None
    instrument_type: str | None = None
    beside: tuple[str, ...] = ()
    says_from: str | None = None
    searched: tuple[str, ...] = ()
    covers_because: str | None = None
    evidence_to: str | None = None
    readings: tuple[StoredReading, ...] = ()
    withdrawal_note: str | None = None
    left_to_members: bool = False

    @property
    def value(self) -> str:
        """The answer, or the kind of absence."""
        return self.answer or self.absence or "not-researched"

    @property
    def state(self) -> str:
        """``answered`` or the kind of absence."""
        return "answered" if self.answer else self.absence or "not-researched"


@dataclass(frozen=True)
class Note:
    """A numbered source note of a table."""

    n: int
    citation: str
    url: str | None


class Dispute(NamedTuple):
    """How a claim contradicts the winner: of which kind, and how much doubt it casts on the cell (0 to 1, and a word)."""

    kind: str
    severity: float
    level: str


class Doubt(NamedTuple):
    """What a reader should make of a disputed cell: the gravest kind of doubt, its weight (0 to 1), and who casts it.

    ``kind`` is a name of :data:`kb.values.disputes.DOUBTS`; ``claims`` are the IRIs of the claims of that kind.
    """

    kind: str
    weight: float
    claims: tuple[str, ...]


class Otherwise(NamedTuple):
    """What holds for one named platform where it differs from the general rule; ``in_short`` says it in a sentence, which
    tables show where both rules are asked (``in_full``)."""

    platform: str
    name: str
    state: str
    answer: str | None
    label: str
    in_short: str
    legal_status: str | None
    enforcement_status: str | None
    notes: tuple[int, ...] = ()
    in_full: bool = False
    begins: str | None = None
    evidence_grade: str | None = None
    evidence_to: str | None = None
    last_known: bool = False
    scheduled: bool = False


class WeighedClaim(NamedTuple):
    """A claim in a cell: how it stands there, by which rule it lost, its status and its notes.

    ``standing`` is decides, disputes, beside, overlaid, agrees or yields (see :func:`kb.values.resolution.standing`), or
    otherwise: law for one named platform, which decides no general cell. ``layer`` is the jurisdiction whose law it is, where
    that is not the one of the cell; ``platform_name`` is how the platform is called that the claim is limited to,
    ``label`` how its answer or absence is called.
    """

    claim: StoredClaim
    standing: str
    rule: str | None
    dispute: Dispute | None
    dossier: Dossier | None
    legal_status: str | None
    enforcement_status: str | None
    notes: tuple[int, ...]
    layer: str | None = None
    platform_name: str | None = None
    label: str = ""

    @property
    def won(self) -> bool:
        """Whether the cell shows this claim."""
        return self.standing == "decides"

    @property
    def disputes(self) -> bool:
        """Whether it contradicts the claim that the cell shows."""
        return self.standing == "disputes"


@dataclass(frozen=True)
class Cell:
    """What one jurisdiction answers to one question at one point of both clocks.

    ``scope`` is general, class or platform, ``scope_label`` the name of the class or platform. ``layer`` is the jurisdiction
    whose law decides, None for its own; ``parts`` are those of its parts in which alone the answer holds. ``otherwise`` says
    for which named platforms something else holds. ``last_known`` says that the day lies beyond its evidence, ``scheduled``
    that it lies after the day of the record. ``value`` and ``unit`` are those of a number (a currency by its code),
    ``answers`` all that are true together where the question asks for a set. ``for_others`` are the claims for classes alone
    that a platform is not in, where nothing else reaches it.
    """

    jurisdiction: str
    question: str
    state: str
    answer: str | None
    label: str
    in_short: str
    valid_from: str | None
    valid_until: str | None
    legal_status: str | None
    enforcement_status: str | None
    scope: str | None
    scope_label: str | None
    disputed: bool
    claims: tuple[WeighedClaim, ...]
    layer: str | None = None
    layer_name: str | None = None
    parts: tuple[str, ...] = ()
    otherwise: tuple[Otherwise, ...] = ()
    dispute: Doubt | None = None
    value: Number | None = None
    unit: str | None = None
    answers: tuple[str, ...] = ()
    evidence_grade: str | None = None
    evidence_to: str | None = None
    last_known: bool = False
    scheduled: bool = False
    for_others: tuple[StoredClaim, ...] = ()

    @property
    def begins(self) -> str | None:
        """The first day on which it holds; None if that is not known."""
        return self.valid_from

    def shown(self) -> dict[str, Any]:
        """What the cell shows, as plain values by name, without its claims."""
        found = {name: getattr(self, name) for name in SHOWN_OF_A_CELL}
        told = [{name: getattr(one, name) for name in SHOWN_OF_OTHERWISE} for one in self.otherwise]
        doubt = self.dispute and self.dispute._asdict() | {"claims": list(self.dispute.claims)}
        return found | {"parts": list(self.parts), "otherwise": told, "dispute": doubt, "answers": list(self.answers)}

    @cached_property
    def winner(self) -> WeighedClaim | None:
        """The claim the cell shows, if there is one."""
        return next((weighed for weighed in self.claims if weighed.won), None)

    @property
    def beside(self) -> tuple[WeighedClaim, ...]:
        """What applies at the same time and answers differently, but for what the sentence of the cell tells itself."""
        found = () if self.parts else (one for one in self.claims if one.standing == "beside")
        return tuple(one for one in found if one != self.left_by)

    @property
    def left_by(self) -> WeighedClaim | None:
        """The claim of what the jurisdiction belongs to that leaves to its law what nobody has read there; None if none does."""
        if self.state != "not-researched":
            return None
        return next((weighed for weighed in self.claims if weighed.layer and weighed.claim.left_to_members), None)


def default_scope(platform: str | None) -> str:
    """Whose rule is asked where nobody says: the general one, or as it reaches the platform where one is named."""
    return "reaches" if platform else "general"


@dataclass(frozen=True)
class Comparison:
    """A table of jurisdictions by questions at one point of both clocks; verbs make new values from it."""

    release: str
    as_of: str
    known_on: str
    platform: str | None
    platform_name: str | None
    policy: str
    scope: str
    jurisdictions: tuple[tuple[str, str], ...]
    questions: tuple[QuestionHead, ...]
    cells: tuple[Cell, ...]
    notes: tuple[Note, ...]
    evidence: str | None = None
    subject: str = "Rules"
    codes: tuple[tuple[str, str], ...] = ()
    cited_as: str = PUBLISHER
    publisher: str = PUBLISHER
    licence: Licence = DATA

    def cell(self, jurisdiction: str, question: str) -> Cell:
        """The cell of a jurisdiction and a question; KeyError if the table has no such cell."""
        return self._by_place[jurisdiction, question]

    @cached_property
    def _by_place(self) -> dict[tuple[str, str], Cell]:
        return {(cell.jurisdiction, cell.question): cell for cell in self.cells}
