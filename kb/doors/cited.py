"""A cell as an assistant gets it: what it says, with its citation, its grade, both days and its address; or why there is none."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote

from kb.doors.naming import RefusedError
from kb.explanation.last import how_long
from kb.release.reader import Reader
from kb.tables.json import contract
from kb.values.evidence import matter_is_open
from kb.values.model import Cell, Comparison
from kb.values.view import View

MOST_SENTENCE = 600


@dataclass(frozen=True)
class Citation:
    """A work with the passage that a claim rests on, and what was read of it."""

    citation: str
    url: str | None
    pinpoint: str | None
    evidence_grade: str | None
    checked: str | None


@dataclass(frozen=True)
class CitedCell:
    """A cell with what supports it; ``evidence_day`` is the day to which its evidence goes, ``address`` where people see it."""

    cell: str
    jurisdiction: str
    question: str
    state: str
    answer: str | None
    label: str
    sentence: str
    scope: str | None
    scope_label: str | None
    legal_status: str | None
    enforcement_status: str | None
    valid_from: str | None
    valid_until: str | None
    disputed: bool
    otherwise: list[str]
    citations: list[Citation]
    evidence_grade: str | None
    evidence_day: str | None
    as_of: str
    known_on: str
    release: str
    address: str


def cited_cells(reader: Reader, comparison: Comparison) -> list[dict[str, Any]]:
    """Every cell of a comparison, cited or refused, in its order."""
    told = contract(comparison)
    found: list[dict[str, Any]] = []
    for cell, plain in zip(comparison.cells, told["cells"], strict=True):
        try:
            found.append(asdict(cited(reader, comparison, cell, plain, told["notes"])))
        except RefusedError as refused:
            found.append(refused.to_json())
    return found


def cited(reader: Reader, comparison: Comparison, cell: Cell, plain: dict[str, Any], notes: list[dict[str, Any]]) -> CitedCell:
    """A cell with what supports it, of the JSON contract ``plain`` and its notes; RefusedError where the base has no answer."""
    _refuse(reader, comparison, cell, plain, notes)
    names, texts = dict(comparison.jurisdictions), {head.id: head.text for head in comparison.questions}
    same = ("state", "answer", "label", "scope", "scope_label", "legal_status", "enforcement_status", "valid_from", "valid_until")
    return CitedCell(
        cell=f"{cell.jurisdiction}/{cell.question}",
        jurisdiction=names[cell.jurisdiction],
        question=texts[cell.question],
        **{name: plain[name] for name in same},
        sentence=cell.in_short[:MOST_SENTENCE],
        disputed=cell.disputed,
        otherwise=[f"{one['name']}: {one['label']}" for one in plain["otherwise"]],
        **_evidence(plain, notes),
        as_of=comparison.as_of,
        known_on=comparison.known_on,
        release=comparison.release,
        address=address_of(comparison, cell),
    )


def _evidence(plain: dict[str, Any], notes: list[dict[str, Any]]) -> dict[str, Any]:
    """What bears a cell out: the works, the grade and the day to which it goes."""
    winner = next((one for one in plain["claims"] if one["won"]), None)
    return {
        "citations": [_citation(one, notes) for one in plain["claims"] if one["won"] or one["disputes"]],
        "evidence_grade": winner and winner["evidence_grade"],
        "evidence_day": winner and (winner.get("evidence_to") or winner["asserted_on"]),
    }


def _citation(claim: dict[str, Any], notes: list[dict[str, Any]]) -> Citation:
    known = {note["n"]: note for note in notes}
    note = known[claim["notes"][0]] if claim["notes"] else {"citation": claim["id"], "url": None}
    same = {name: claim[name] for name in ("evidence_grade", "checked")}
    return Citation(citation=note["citation"], url=note["url"], pinpoint=claim["provision"], **same)


def address_of(comparison: Comparison, cell: Cell) -> str:
    """The page of the app that shows a cell as it was told, without the host."""
    asked = View([cell.jurisdiction], questions=[cell.question], platform=comparison.platform)
    held = asked.but(as_of=comparison.as_of, known_on=comparison.known_on, release=comparison.release)
    shown = quote(f"{cell.jurisdiction}.{cell.question}", safe="")
    return f"/compare?{held.address()}&cell={shown}"


def _refuse(reader: Reader, comparison: Comparison, cell: Cell, plain: dict[str, Any], notes: list[dict[str, Any]]) -> None:
    """Refuse where nobody has looked, nothing was found, or the day lies beyond what is known."""
    about: dict[str, Any] = {
        "cell": f"{cell.jurisdiction}/{cell.question}",
        "as_of": comparison.as_of,
        "known_on": comparison.known_on,
        "release": comparison.release,
        "address": address_of(comparison, cell),
    }
    if cell.state == "not-researched":
        said = cell.in_short if cell.left_by else f"nobody has looked yet: {cell.in_short}"
        raise RefusedError("not-researched", said, _beside(reader, comparison, cell), about)
    if plain.get("last_known") or comparison.as_of > comparison.known_on:
        evidence = _evidence(plain, notes)
        known = {"answer": cell.answer, "label": cell.label, "sentence": cell.in_short, **evidence}
        known["citations"] = [asdict(one) for one in evidence["citations"]]
        message = f"{_why_beyond(reader, comparison, cell)}; what was known last is told beside"
        raise RefusedError("beyond-evidence", message, _beside(reader, comparison, cell), about | {"last_known": known})
    if cell.state == "none-found":
        winner = cell.winner
        searched = {"searched": list(winner.claim.searched), "searched_on": winner.claim.searched_on} if winner else {}
        message = f"it was looked for, and none was found: {cell.in_short}"
        raise RefusedError("none-found", message, _beside(reader, comparison, cell), about | searched)


def _why_beyond(reader: Reader, comparison: Comparison, cell: Cell) -> str:
    """Why a day lies beyond what is known of a cell: after the record, or longer after its evidence than it keeps good."""
    day = comparison.as_of
    if day > comparison.known_on:
        return f"{day} lies after the day of the record, {comparison.known_on}"
    head = next(one for one in comparison.questions if one.id == cell.question)
    if not cell.winner:
        return f"nothing that is known reaches {day}"
    claim = cell.winner.claim
    is_open = matter_is_open(claim, reader.matters(), day, comparison.known_on)
    return f"the evidence does not reach {day}: {how_long(claim, head, is_open)}"


def _beside(reader: Reader, comparison: Comparison, cell: Cell) -> list[str]:
    """Cells that could be asked instead: the same question in jurisdictions that are coded most."""
    counts = reader.claim_counts()
    most = sorted((slug for slug in counts if slug != cell.jurisdiction), key=lambda slug: -counts[slug])[:3]
    return [f"{slug}/{cell.question}" for slug in most]
