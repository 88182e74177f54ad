"""One cell from claims: which legal order decides, which claim of it, what stands beside, and what holds otherwise for whom.

A jurisdiction's own law stands first. Where it has no answer, the law of what it belongs to on the day decides, nearest first,
but for what that leaves to its members; an absence in a union is no statement on a member. A federation without an answer of its
own shows that the rule holds in some of its parts only. Where the general rule is asked, claims on one named platform decide
nothing and are shown as otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from kb.cells.layers import UNION, layers_of, parts_of
from kb.cells.left_out import missed, not_reached
from kb.cells.notes import Notes, numbered
from kb.cells.orders import Asked, Claims, Order, ranked_claims
from kb.loaders.answer_words import BOTH, members_of
from kb.release.dossiers import cite_claim, cite_search, claim_address
from kb.release.reader import Reader
from kb.values.disputes import describe, describe_named, doubt_of
from kb.values.evidence import is_last_known, is_read
from kb.values.evidence_words import NOT_READ, NOTHING_READ, left_to
from kb.values.model import (
    EARLIEST,
    OF_EVIDENCE,
    OPEN,
    STATE_WORDS,
    Cell,
    Otherwise,
    QuestionHead,
    StoredClaim,
    WeighedClaim,
)
from kb.values.resolution import Ranked
from kb.values.status import statuses
from kb.values.words import in_parts

NOTED = ("decides", "disputes", "beside", "otherwise")


def cell_of(
    reader: Reader, jurisdiction: str, head: QuestionHead, claims: Claims, point: Asked, notes: Notes | None = None
) -> Cell:
    """One cell from the claims on its question that hold at the point, by the jurisdiction they are of.

    ``claims`` has those of the jurisdiction, of all it belongs to and of its parts (see :func:`kb.cells.layers.orders_read`).
    """
    drafted = Notes()
    making = _Making(reader, jurisdiction, head, point, drafted)
    layers = layers_of(reader, jurisdiction, point.as_of)
    named = [None, *(layer.jurisdiction for layer in layers[1:])]
    orders = [Order(name, ranked_claims(claims.get(name or jurisdiction, ()), point, head)) for name in named]
    deciding = next((order for order in orders if order.decides), None)
    if deciding is None and (parts := list(_parts(reader, jurisdiction, head, claims, point))):
        cell = making.in_parts(orders[0], parts)
    else:
        cell = making.of(deciding or orders[0], orders)
    if cell.winner is None and (rules := missed(reader, claims.get(jurisdiction, ()), point)):
        return not_reached(cell, rules, point)
    if cell.winner and not is_read(cell.winner.claim.evidence_grade, point.evidence):
        return making.not_read(cell)
    if others := tuple(making.otherwise(orders, claims, cell)):
        cell = replace(cell, otherwise=others)
    return numbered(cell, drafted, notes or Notes())


def _parts(reader: Reader, jurisdiction: str, head: QuestionHead, claims: Claims, point: Asked) -> Iterator[Order]:
    """The parts of a federation whose own law answers so that the whole has the rule in a part only."""
    told = dict(head.from_parts)
    for part in parts_of(reader, jurisdiction, point.as_of) if told else ():
        order = Order(part, ranked_claims(claims.get(part, ()), point, head))
        if order.winner and order.winner.answer in told:
            yield order


class _Making(NamedTuple):
    """The making of one cell: where, on what, at which point, with whose notes."""

    reader: Reader
    jurisdiction: str
    head: QuestionHead
    point: Asked
    notes: Notes

    def of(self, deciding: Order, orders: Sequence[Order]) -> Cell:
        """The cell that one order decides, with what the others say beside it; no order's absence is one of a member."""
        winner = deciding.winner
        told = (entry for entry in deciding.ranked if deciding.layer is None or entry.claim.answer)
        weighed = [self._weigh(entry, winner, deciding.layer) for entry in told]
        for order in orders:
            if order is not deciding:
                weighed += self._behind(order, winner)
        if winner is None:
            return self._open(tuple(weighed))
        label = label_of(self.head, winner.answer, winner.state)
        return self._cell(winner.state, winner.answer, label, winner.in_short, tuple(weighed), deciding.layer)

    def _behind(self, order: Order, winner: StoredClaim | None) -> list[WeighedClaim]:
        """What an order says that does not decide: its answer stands beside; of the jurisdiction's own, what it did not find
        yields, and law on named platforms stays."""
        if order.answers:
            return [self._weigh(order.ranked[0]._replace(standing="beside", rule=None), winner, order.layer)]
        if order.layer is not None:
            return []
        yields = [entry._replace(standing="yields", rule="answer-over-absence") for entry in order.ranked[: bool(order.winner)]]
        named = [entry for entry in order.ranked if entry.standing == "otherwise"]
        return [self._weigh(entry, winner, None) for entry in (*yields, *named)]

    def in_parts(self, own: Order, parts: Sequence[Order]) -> Cell:
        """The cell of a federation that has the rule in some of its parts only; the parts are named, those whose rule applies
        first."""
        rungs, names = [slug for slug, _ in self.head.answers], self.reader.jurisdictions()
        whole = {part: rungs.index(answer) for part, answer in self.head.from_parts}
        found = [self._weigh(order.ranked[0], order.winner, order.layer) for order in parts]
        found.sort(key=lambda one: (one.enforcement_status != "applicable", -whole[one.claim.value]))
        answer = rungs[max(whole[one.claim.value] for one in found)]
        told = [(names[one.layer or ""], self.head.label(one.claim.value), one) for one in found]
        said = in_parts(own.winner.in_short if own.winner else "", told)
        beside = (one._replace(standing="beside", rule=None) for one in found[1:])
        weighed = (found[0], *beside, *self._behind(own, found[0].claim))
        cell = self._cell("answered", answer, self.head.label(answer), said, weighed, None)
        return replace(cell, parts=tuple(one.layer or "" for one in found))

    def otherwise(self, orders: Sequence[Order], claims: Claims, cell: Cell) -> Iterator[Otherwise]:
        """For each platform that law names: what holds for it, where that is not what the general rule says."""
        if self.point.scope == "reaches":
            return
        named = {entry.claim.platform or "" for order in orders for entry in order.ranked if entry.standing == "otherwise"}
        heads = self.reader.platforms()
        for name in sorted(named & heads.keys()):
            point = self.point._replace(scope="reaches", platform=heads[name])
            its = cell_of(self.reader, self.jurisdiction, self.head, claims, point)
            if _is_by_law_of(its, name) and _told(its) != _told(cell):
                shown = _notes(cell, its), self.point.scope == "both"
                told = (*_told(its), its.in_short, *_statuses(its), *shown, its.begins)
                yield Otherwise(name, heads[name].name, *told, *(getattr(its, part) for part in OF_EVIDENCE))

    def _cell(
        self, state: str, answer: str | None, label: str, in_short: str, weighed: tuple[WeighedClaim, ...], layer: str | None
    ) -> Cell:
        top = weighed[0]
        claim = top.claim
        value, unit = self.head.number(answer) or (None, None)
        return Cell(
            jurisdiction=self.jurisdiction,
            question=self.head.id,
            state=state,
            answer=answer,
            label=label,
            in_short=in_short,
            valid_from=None if claim.valid_from == EARLIEST else claim.valid_from,
            valid_until=None if claim.valid_until == OPEN else claim.valid_until,
            legal_status=top.legal_status,
            enforcement_status=top.enforcement_status,
            scope="platform" if claim.platform else "class" if claim.party else "general",
            scope_label=self.point.names.get(claim.platform or claim.party or ""),
            disputed=any(entry.disputes for entry in weighed),
            claims=weighed,
            layer=layer,
            layer_name=self.reader.jurisdictions()[layer] if layer else None,
            dispute=doubt_of(weighed),
            value=value,
            unit=unit,
            answers=self._together(answer, weighed),
            evidence_grade=claim.evidence_grade,
            evidence_to=claim.evidence_to,
            last_known=is_last_known(claim, self.head.keeps_good, self.point.as_of, self.point.known_on, self.reader.matters()),
            scheduled=self.point.as_of > self.point.known_on,
        )

    def _together(self, answer: str | None, weighed: Sequence[WeighedClaim]) -> tuple[str, ...]:
        """All answers of a set that are true together: of the claim that decides and of those that stand beside it."""
        if self.head.scale != "set" or not answer:
            return ()
        beside = (one.claim.answer for one in weighed if one.standing == "beside" and one.claim.answer)
        return self.head.members(BOTH.join(dict.fromkeys(member for one in (answer, *beside) for member in members_of(one))))

    def not_read(self, cell: Cell) -> Cell:
        """The cell where what decides it was not read as well as is asked."""
        label, said = NOT_READ[self.point.evidence or ""]
        return replace(self._unresearched(()), label=label, in_short=said, evidence_grade=cell.evidence_grade)

    def _open(self, weighed: tuple[WeighedClaim, ...]) -> Cell:
        """The cell that nothing decides; where a layer leaves the matter to its members, its sentence says so."""
        cell, names = self._unresearched(weighed), self.reader.jurisdictions()
        left = cell.left_by
        if left is None or left.layer is None or not is_read(left.claim.evidence_grade, self.point.evidence):
            return cell
        whom = "members" if self.reader.kinds().get(left.layer) == UNION else "parts"
        label = label_of(self.head, left.claim.answer, left.claim.state)
        told = left_to(whom, names[left.layer], label, names[self.jurisdiction])
        return replace(cell, in_short=f"{told} {left.claim.in_short}")

    def _unresearched(self, weighed: tuple[WeighedClaim, ...]) -> Cell:
        label = STATE_WORDS["not-researched"]
        where = (self.jurisdiction, self.head.id, "not-researched", None, label, NOTHING_READ)
        return Cell(*where, None, None, None, None, None, None, False, weighed)

    def _weigh(self, entry: Ranked, winner: StoredClaim | None, layer: str | None) -> WeighedClaim:
        claim, reader, point = entry.claim, self.reader, self.point
        dossier = reader.head(claim.dossier) if claim.dossier else None
        legal, enforcement = None, None
        if claim.dossier:
            legal, enforcement = statuses(claim, reader.events(claim.dossier), point.as_of, point.known_on)
        numbers: tuple[int, ...] = ()
        if entry.standing in NOTED:
            citation = cite_claim(dossier, claim) if dossier else cite_search(claim)
            numbers = (self.notes.number(citation, claim_address(dossier, claim) if dossier else None),)
        named = claim.platform is not None and point.scope != "reaches"
        said = describe_named if named else describe
        dispute = said(winner, claim, self.head) if winner and entry.standing == "disputes" else None
        named_of = point.names.get(claim.platform or ""), label_of(self.head, claim.answer, claim.state)
        return WeighedClaim(claim, entry.standing, entry.rule, dispute, dossier, legal, enforcement, numbers, layer, *named_of)


def label_of(head: QuestionHead, answer: str | None, state: str) -> str:
    """How an answer is called, or the absence of one."""
    return head.label(answer) if answer else STATE_WORDS[state]


def _told(cell: Cell) -> tuple[str, str | None, str]:
    return cell.state, cell.answer, cell.label


def _statuses(cell: Cell) -> tuple[str | None, str | None]:
    return cell.legal_status, cell.enforcement_status


def _notes(cell: Cell, its: Cell) -> tuple[int, ...]:
    """The numbers that the claim which decides for a platform has in the general cell."""
    decides = its.winner.claim.iri if its.winner else None
    return next((weighed.notes for weighed in cell.claims if weighed.claim.iri == decides), ())


def _is_by_law_of(cell: Cell, platform: str) -> bool:
    """Whether law on that very platform decides a cell, not what somebody says of it."""
    return bool((won := cell.winner) and won.claim.platform == platform and won.claim.authority == "law")
