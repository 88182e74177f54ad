"""What applies in a jurisdiction on a day: its own law and that of the unions it belongs to, layer by layer, with the chain.

A duty is a claim of law that answers a question. It stands in a layer, reaches the platform in general, by name or through
a class it was designated into, and has the standing that its instrument's dated events give it on the day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Unpack

from kb.cells.comparison import ask, choose_questions
from kb.cells.layers import Layer, layers_of
from kb.cells.orders import Asked, in_scope
from kb.cells.place_names import known_place, known_places
from kb.clocks.pending import BEFORE_LAW, Awaited, awaited
from kb.clocks.regime_chain import Link, chain_of, status_links
from kb.release.dossiers import cite, cite_claim, claim_address
from kb.release.reader import Reader
from kb.values.evidence import is_last_known
from kb.values.model import QuestionHead, StoredClaim, StoredEvent
from kb.values.spelt_out import spelt_out
from kb.values.status import in_record, statuses
from kb.values.view import Keywords, View, asked_view

STANDINGS = {
    "applies": "Applies",
    "suspended": "In force, but suspended",
    "pending": "Pending: not yet law, or not yet applicable",
    "if-designated": "Only for a class the platform is not shown to belong to",
    "ended": "No longer in force",
}
SUSPENDED = ("suspended", "stayed", "enjoined")


@dataclass(frozen=True)
class Duty:
    """What one text of one layer says on one question, how it stands on the day, and why it reaches whom it reaches."""

    layer: Layer
    question: QuestionHead
    claim: StoredClaim
    label: str
    standing: str
    legal_status: str | None
    enforcement_status: str | None
    citation: str
    url: str | None
    chain: tuple[Link, ...]
    evidence_to: str | None = None
    last_known: bool = False
    scheduled: bool = False

    @property
    def begins(self) -> str:
        """The first day on which it holds."""
        return self.claim.valid_from


@dataclass(frozen=True)
class Regime:
    """Everything that reaches a platform (or anyone) in a jurisdiction on a day, as known on a day."""

    release: str
    jurisdiction: str
    as_of: str
    known_on: str
    platform: str | None
    platform_name: str | None
    layers: tuple[Layer, ...]
    duties: tuple[Duty, ...]

    def standing(self, name: str) -> tuple[Duty, ...]:
        """The duties of one standing: applies, suspended, pending, if-designated or ended."""
        return tuple(duty for duty in self.duties if duty.standing == name)


@spelt_out(Keywords)
def effective_regime(
    reader: Reader, jurisdiction: View | str, *, without: Collection[str] = (), **asked: Unpack[Keywords]
) -> Regime:
    """The layered regime of a jurisdiction on a day; ``without`` leaves layers out.

    Takes a view of one jurisdiction, or the jurisdiction and keywords. Duties are what the law says, whatever the policy.
    Raises UsageError for a name that does not exist or a date that is none.
    """
    view = asked_view(jurisdiction, **asked)
    jurisdiction, point = view.place(), ask(reader, view)
    jurisdiction, without = known_place(reader, jurisdiction), known_places(reader, without)
    layers = tuple(layer for layer in layers_of(reader, jurisdiction, point.as_of) if layer.jurisdiction not in without)
    heads = choose_questions(reader.questions(), view.questions, view.dimensions)
    duties = [duty for layer in layers for duty in _in_order(_duties(reader, layer, head, point) for head in heads)]
    chosen = point.platform
    return Regime(
        release=reader.release_id,
        jurisdiction=jurisdiction,
        as_of=point.as_of,
        known_on=point.known_on,
        platform=chosen.id if chosen else None,
        platform_name=chosen.name if chosen else None,
        layers=layers,
        duties=tuple(duties),
    )


def _in_order(found: Iterable[Iterator[Duty]]) -> list[Duty]:
    """The duties of a layer by question: those that name the platform come first, and with them what else answers the same."""
    groups = [sorted(duties, key=_reach) for duties in found]
    groups.sort(key=lambda duties: not any(one.claim.platform for one in duties))
    return [duty for duties in groups for duty in duties]


def _reach(duty: Duty) -> tuple[int, int]:
    """How narrowly a duty reaches the platform: by name, by a class that it is in, in general, by a class of others."""
    by_class = 3 if duty.standing == "if-designated" else 1 if duty.claim.party else 2
    return 0 if duty.claim.platform else by_class, -int(duty.begins.replace("-", ""))


def _duties(reader: Reader, layer: Layer, head: QuestionHead, point: Asked) -> Iterator[Duty]:
    coded = reader.history(head.id, [layer.jurisdiction])
    for claim in coded:
        if not _is_told(claim, point):
            continue
        if claim.valid_from <= point.as_of:
            yield _duty(reader, layer, head, claim, point)
        elif coming := _awaited(reader, claim, coded, point):
            yield _duty(reader, layer, head, claim, point, coming)


def _is_told(claim: StoredClaim, point: Asked) -> bool:
    """Whether a claim is law, in the record, not about another platform, and not over on the day."""
    if claim.answer is None or claim.authority != "law" or not claim.asserted_on <= point.known_on < claim.retracted_on:
        return False
    if claim.platform and (point.platform is None or claim.platform != point.platform.id):
        return False
    return point.as_of < claim.valid_until


def _awaited(reader: Reader, claim: StoredClaim, coded: Sequence[StoredClaim], point: Asked) -> Awaited | None:
    """How a claim that begins later was pending on the day, if it was."""
    return awaited(claim, coded, lambda dossier: _events(reader, dossier, point), point.as_of, point.known_on)


def _events(reader: Reader, dossier: str | None, point: Asked) -> list[StoredEvent]:
    found = reader.events(dossier) if dossier else ()
    return [event for event in found if in_record(event, point.known_on)]


def _duty(
    reader: Reader, layer: Layer, head: QuestionHead, claim: StoredClaim, point: Asked, coming: Awaited | None = None
) -> Duty:
    dossier = reader.head(claim.dossier or "")
    events = _events(reader, claim.dossier, point)
    legal, enforcement = statuses(claim, events, point.as_of, point.known_on)
    if coming:
        legal, enforcement = coming.legal, coming.enforcement
    since = () if layer.since is None else ((layer.member or "", layer.name, layer.since),)
    return Duty(
        layer=layer,
        question=head,
        claim=claim,
        label=head.label(claim.answer or ""),
        standing=_standing(claim, legal, enforcement, point),
        legal_status=legal,
        enforcement_status=enforcement,
        citation=cite_claim(dossier, claim),
        url=claim_address(dossier, claim),
        chain=(
            *chain_of(claim, cite(dossier, claim.pinpoint), since, point),
            *status_links(reader, claim, events, point, coming),
        ),
        evidence_to=claim.evidence_to,
        last_known=is_last_known(claim, head.keeps_good, point.as_of, point.known_on, reader.matters()),
        scheduled=point.as_of > point.known_on,
    )


def _standing(claim: StoredClaim, legal: str | None, enforcement: str | None, point: Asked) -> str:
    if claim.valid_from > point.as_of or legal in BEFORE_LAW or enforcement == "not-yet-applicable":
        return "pending"
    if enforcement == "not-in-force":
        return "ended"
    if not in_scope(claim, point):
        return "if-designated"
    return "suspended" if enforcement in SUSPENDED else "applies"
