"""In what two codings of a cell differ besides the answer: the day, the passages, the legal and the enforcement status."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.loaders.codings.records import Ours, SecondCoding
from kb.naming import iris
from kb.values.model import Cell

WITHIN = re.compile(r"[(\[][^)\]]*[)\]]|\d{4}-\d{2}-\d{2}")
NUMBER = re.compile(r"\d+(?:\.\d+)*[A-Z]*")


@dataclass(frozen=True)
class Statement:
    """What a cell said when it was drawn: since when, in which text and passages, how it holds; None where it says nothing."""

    since: str | None
    dossier: str | None
    pinpoint: str
    legal_status: str | None
    enforcement_status: str | None


def stated(cell: Cell, ours: Ours | None) -> Statement:
    """The statement of a cell; of one that was amended since, what is kept of it."""
    claim = cell.winner.claim if cell.winner and cell.answer else None
    dossier = claim.dossier.removeprefix(iris.ID) if claim and claim.dossier else None
    if ours is not None:
        dossier = dossier if ours.rests_on else None  # an absence stood in no act, though a claim of one stands now
        return Statement(ours.from_, dossier, "; ".join(ours.rests_on), ours.legal_status, ours.enforcement_status)
    since, pinpoint = (claim.valid_from, claim.pinpoint or "") if claim else (None, "")
    return Statement(since, dossier, pinpoint, cell.legal_status, cell.enforcement_status)


def aspects_apart(first: Statement, second: SecondCoding) -> Iterator[str]:
    """The aspects in which both say something, and not the same: from, pinpoint, legal-status, enforcement-status."""
    if first.since and second.from_ and first.since != second.from_:
        yield "from"
    if first.dossier and second.read and not _same_place(first, second):
        yield "pinpoint"
    if second.legal_status and first.since and second.legal_status != first.legal_status:
        yield "legal-status"
    if second.enforcement_status and first.since and second.enforcement_status != first.enforcement_status:
        yield "enforcement-status"


def _same_place(first: Statement, second: SecondCoding) -> bool:
    """Whether both name the same text, and in it a passage in common where both name one by its number."""
    kind, _, path = (first.dossier or "").partition("/")
    named = {path, f"{kind}s/{path}"} & set(second.read)
    ours, theirs = _numbers(first.pinpoint), _numbers("; ".join(second.rests_on))
    return bool(named) and (not ours or not theirs or bool(ours & theirs))


def _numbers(pinpoints: str) -> set[str]:
    """The numbers of articles and sections, without paragraphs, points and days."""
    return set(NUMBER.findall(WITHIN.sub("", pinpoints)))
