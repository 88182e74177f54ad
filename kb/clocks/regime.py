"""What applies in a jurisdiction on a day: its own law and that of the unions it belongs to, layer by layer, with the chain.

A duty is a claim of law that answers a question. It stands in a layer, reaches the platform in general, by name or through
a class it was designated into, and has the standing that its instrument's dated events give it on the day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from kb.cells.comparison import ask, choose_questions
from kb.cells.deciding import Asked, in_scope
from kb.cells.layers import Layer, layers_of
from kb.clocks.regime_chain import Link, chain_of
from kb.naming.names import known
from kb.release.dossiers import cite
from kb.release.reader import Reader
from kb.values.model import QuestionHead, StoredClaim, StoredEvent
from kb.values.status import in_record, statuses

STANDINGS = {
    "applies": "Applies",
    "suspended": "In force, but suspended",
    "pending": "Pending: not yet law, or not yet applicable",
    "if-designated": "Only for a class the platform is not shown to belong to",
    "ended": "No longer in force",
}
SUSPENDED = ("suspended", "stayed", "enjoined")
BEFORE_LAW = ("proposed", "adopted")


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


def effective_regime(
    reader: Reader,
    jurisdiction: str,
    *,
    as_of: str | None = None,
    known_on: str | None = None,
    platform: str | None = None,
    questions: Sequence[str] = (),
    dimensions: Sequence[str] = (),
    without: Collection[str] = (),
) -> Regime:
    """The layered regime of a jurisdiction on a day; ``without`` leaves layers out.

    Raises UsageError for a name that does not exist or a date that is none.
    """
    point = ask(reader, as_of, known_on, platform)
    names = reader.jurisdictions()
    for name in without:
        known("jurisdiction", name, names)
    layers = tuple(layer for layer in layers_of(reader, jurisdiction, point.as_of) if layer.jurisdiction not in without)
    heads = choose_questions(reader.questions(), questions, dimensions)
    duties = [duty for layer in layers for head in heads for duty in _duties(reader, layer, head, point)]
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


def _duties(reader: Reader, layer: Layer, head: QuestionHead, point: Asked) -> Iterator[Duty]:
    for claim in reader.history(head.id, [layer.jurisdiction]):
        if _counts(reader, claim, point):
            yield _duty(reader, layer, head, claim, point)


def _counts(reader: Reader, claim: StoredClaim, point: Asked) -> bool:
    """Whether a claim of law is in the record and holds on the day, or its text is already made and it will hold later."""
    if claim.answer is None or claim.authority != "law" or not claim.asserted_on <= point.known_on < claim.retracted_on:
        return False
    if claim.platform and (point.platform is None or claim.platform != point.platform.id):
        return False
    if claim.valid_from <= point.as_of:
        return point.as_of < claim.valid_until
    return any(event.on <= point.as_of for event in _events(reader, claim, point))


def _events(reader: Reader, claim: StoredClaim, point: Asked) -> list[StoredEvent]:
    found = reader.events(claim.dossier) if claim.dossier else ()
    return [event for event in found if in_record(event, point.known_on)]


def _duty(reader: Reader, layer: Layer, head: QuestionHead, claim: StoredClaim, point: Asked) -> Duty:
    dossier = reader.head(claim.dossier or "")
    events = _events(reader, claim, point)
    legal, enforcement = statuses(claim, events, point.as_of, point.known_on)
    since = () if layer.since is None else ((layer.member or "", layer.name, layer.since),)
    return Duty(
        layer=layer,
        question=head,
        claim=claim,
        label=head.label(claim.answer or ""),
        standing=_standing(claim, legal, enforcement, point),
        legal_status=legal,
        enforcement_status=enforcement,
        citation=cite(dossier, claim.pinpoint),
        url=dossier.url,
        chain=chain_of(claim, cite(dossier, claim.pinpoint), events, since, point),
    )


def _standing(claim: StoredClaim, legal: str | None, enforcement: str | None, point: Asked) -> str:
    if claim.valid_from > point.as_of or legal in BEFORE_LAW or enforcement == "not-yet-applicable":
        return "pending"
    if enforcement == "not-in-force":
        return "ended"
    if not in_scope(claim, point):
        return "if-designated"
    return "suspended" if enforcement in SUSPENDED else "applies"
