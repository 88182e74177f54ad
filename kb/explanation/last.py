"""Why a cell is only last known: how long its evidence keeps good, and the matters that shorten that."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from kb.cells.sentences import Sentence, values
from kb.cells.teller import Teller, link_quads, reading_quads, value_quads
from kb.naming import iris
from kb.values.evidence import is_last_known
from kb.values.matters import OpenMatter, is_matter_open
from kb.values.model import Cell, QuestionHead, StoredClaim
from kb.values.stored import as_known

if TYPE_CHECKING:
    from pyoxigraph import Quad

OF_A_MATTER = (
    "rdf:type", "pol:matterKind", "pol:openIn", "pol:on", "pol:precision", "pol:lookAgain", "pol:dayBecause", "pol:inShort",
    "pol:assertedOn", "pol:retractedOn",
)  # fmt: skip
OF_A_TWIN = (
    "rdf:type", "pol:statedIn", "pol:pinpoint", "pol:question", "pol:platform", "pol:party", "pol:authority", "pol:inShort",
    "pol:validFrom", "pol:validUntil", "pol:assertedOn", "pol:retractedOn", "pol:codedBy", "pol:evidenceGrade", "pol:checked",
    "pol:evidenceTo",
)  # fmt: skip
OF_A_LOOK = ("pol:assertedOn", "pol:lookAgain", "pol:readIn", "pol:codedBy")


def why_last_known(teller: Teller, head: QuestionHead, cell: Cell) -> list[tuple[Sentence, ...]]:
    """A line that says why a cell is only last known, and one for each open matter; where it stands, why it does although
    the same provision gives another answer that is only last known."""
    claim, asked = teller.winner, teller.comparison
    if claim is None:
        return []
    if not cell.last_known:
        return [(one,) for one in _open_on_a_twin(teller, head, claim)]
    cell_name, point = (claim.jurisdiction, claim.question), (asked.as_of, asked.known_on)
    matters = [one for one in teller.reader.matters() if cell_name in one.cells and one.is_open(*point)]
    text = f"Only last known on {asked.as_of}: {how_long(claim, head, bool(matters))}."
    dimension = iris.entity("dimension", head.dimension)
    quads = teller.stated.of(claim.iri, "pol:evidenceTo")
    quads += teller.stated.of(dimension, "pol:keepsGoodOpen" if matters else "pol:keepsGood")
    return [(Sentence(text, quads),), *((_open(teller, one, cell_name),) for one in matters)]


def how_long(claim: StoredClaim, head: QuestionHead, is_open: bool) -> str:
    """To which day the evidence of a claim goes, and for how long its answer stands after that."""
    if not claim.evidence_to:
        return "no day of its evidence is recorded"
    while_open = " while a matter is open" if is_open else ""
    keeps = f"such an answer stands for {head.keeps_good[is_open]} days after that{while_open}"
    return f"its evidence goes to {claim.evidence_to}, and {keeps}"


def _open_on_a_twin(teller: Teller, head: QuestionHead, claim: StoredClaim) -> Iterator[Sentence]:
    """That another answer of the same provision is only last known, since a matter is open that does not name this question."""
    asked, place, reader = teller.comparison, claim.jurisdiction, teller.reader
    point = (asked.as_of, asked.known_on)
    if is_matter_open(reader.matters(), place, claim.question, *point):
        return
    told: set[str] = set()
    for matter in (one for one in reader.matters() if one.is_open(*point)):
        for question in (question for slug, question in matter.cells if slug == place and question not in told):
            twins = (one for one in reader.claims(question, *point, [place]) if _is_twin(one, claim))
            keeps = reader.questions()[question].keeps_good
            twin = next((one for one in twins if is_last_known(one, keeps, *point, reader.matters())), None)
            if twin:
                told.add(question)
                yield _told_of_a_twin(teller, head, matter, twin)


def _told_of_a_twin(teller: Teller, head: QuestionHead, matter: OpenMatter, twin: StoredClaim) -> Sentence:
    asked, since = teller.reader.questions()[twin.question].text, as_known(matter.since, matter.precision)
    text = (
        f"A provision that this rests on also answers “{asked}”, and that is only last known, since a matter is open "
        f"from {since} on: {matter.in_short.rstrip('.')}. It does not name this question, so that this answer stands for "
        f"{head.keeps_good[False]} days after its evidence."
    )
    return Sentence(text, (*_of_a_twin(teller, twin), *_quads(teller, iris.ID + matter.id, (twin.jurisdiction, twin.question))))


def _of_a_twin(teller: Teller, twin: StoredClaim) -> Iterator[Quad]:
    """What the other claim answers, where it stands, for whom, from when, as known when, and what was read for it."""
    yield from link_quads(teller, twin)
    yield from value_quads(teller, twin)
    yield from teller.stated.of(twin.iri, *OF_A_TWIN)
    yield from reading_quads(teller, twin)


def _is_twin(one: StoredClaim, claim: StoredClaim) -> bool:
    """Whether two claims rest on a provision in common, for the same persons."""
    alike = all(getattr(one, name) == getattr(claim, name) for name in ("dossier", "platform", "party"))
    return alike and bool(set((one.pinpoint or "").split("; ")) & set((claim.pinpoint or "").split("; ")) - {""})


def _open(teller: Teller, matter: OpenMatter, cell: tuple[str, str]) -> Sentence:
    since, due = as_known(matter.since, matter.precision), matter.due(teller.comparison.known_on)
    text = f"Open since {since}: {matter.in_short} To be looked at again on {due}."
    return Sentence(text, tuple(_quads(teller, iris.ID + matter.id, cell)))


def _quads(teller: Teller, node: str, cell: tuple[str, str]) -> Iterator[Quad]:
    """What makes the matter open, this cell at stake, and the day of the next look."""
    stated, wanted = teller.stated, [iris.entity("jurisdiction", cell[0]), iris.entity("question", cell[1])]
    yield from stated.of(node, *OF_A_MATTER)
    for link in stated.of(node, "pol:couldChange"):
        named = stated.of(values([link])[0], "pol:jurisdiction", "pol:question")
        if values(named) == wanted:
            yield from (link, *named)
    looks = stated.of(node, "pol:look")
    yield from looks
    yield from chain.from_iterable(stated.of(look, *OF_A_LOOK) for look in values(looks))
