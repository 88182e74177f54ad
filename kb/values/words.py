"""The words and marks that every format shares: status, dispute, scope and absence always have a word."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.values.comparability import row_cautions
from kb.values.model import STATE_MARKS, Cell, Comparison, QuestionHead, WeighedClaim

LEGAL_WORDS = {
    "proposed": "proposed only",
    "adopted": "adopted, not yet in force",
    "in-force": "in force",
    "annulled": "annulled",
    "vacated": "vacated",
    "repealed": "repealed",
    "revoked": "revoked",
    "expired": "expired",
    "lapsed": "lapsed",
    "withdrawn": "withdrawn",
}
ENFORCEMENT_WORDS = {
    "not-yet-applicable": "not yet applicable",
    "applicable": "applicable",
    "suspended": "enforcement suspended",
    "stayed": "stayed by a court",
    "enjoined": "enjoined by a court",
    "not-in-force": "",
}
LEGEND = (
    "● answered · ∅ none found after a search · — not applicable · … the text is silent · "
    "▮ withheld · ? not researched · ⚠ disputed by another source · ◇ not confirmed in a source · ⊕ applies beside it · "
    "≠ compare the row with care"
)


@dataclass(frozen=True)
class Beside:
    """What applies beside the winner, in words, with its notes."""

    text: str
    notes: tuple[int, ...]


@dataclass(frozen=True)
class CellWords:
    """A cell in words: mark, label, sentence and remarks; what applies beside it; notes of the winner and its disputants."""

    mark: str
    label: str
    sentence: str
    remarks: tuple[str, ...]
    notes: tuple[int, ...]
    disputed_by: tuple[int, ...]
    beside: tuple[Beside, ...] = ()


def cell_words(cell: Cell) -> CellWords:
    """Say a cell in words."""
    disputing = tuple(n for weighed in cell.claims if weighed.disputes for n in weighed.notes)
    return CellWords(
        mark=STATE_MARKS[cell.state],
        label=cell.label,
        sentence=cell.in_short,
        remarks=tuple(remark for remark in (_scope(cell), status_words(cell), _confirmation(cell)) if remark),
        notes=cell.winner.notes if cell.winner else (),
        disputed_by=disputing,
        beside=tuple(_beside(weighed) for weighed in cell.claims if weighed.standing == "beside"),
    )


def clauses(words: CellWords) -> list[str]:
    """What must be said with a label wherever it stands: scope, status, doubt, what applies beside it, dispute."""
    found = [re.sub(r"^(\W*)(\w)", lambda start: start[1] + start[2].lower(), remark) for remark in words.remarks]
    found += ["⊕ another rule applies beside it"] if words.beside else []
    return found + (["⚠ disputed"] if words.disputed_by else [])


def with_clauses(words: CellWords) -> str:
    """The label and, in brackets, all that must be said with it."""
    return f"{words.label} ({'; '.join(clauses(words))})" if clauses(words) else words.label


def status_words(of: Cell | WeighedClaim) -> str:
    """Legal and enforcement status, as two statements: ``In force; enforcement suspended``."""
    return status_of(of.legal_status, of.enforcement_status)


def status_of(legal: str | None, enforcement: str | None) -> str:
    """The two statuses in words, the first letter large; empty where neither is known."""
    words = [LEGAL_WORDS.get(legal or "", ""), ENFORCEMENT_WORDS.get(enforcement or "", "")]
    said = "; ".join(word for word in words if word)
    return said[:1].upper() + said[1:]


def _scope(cell: Cell) -> str:
    claim = cell.winner.claim if cell.winner else None
    if not claim or not cell.scope:
        return ""
    return f"For {cell.scope}" if claim.platform else f"For the class: {cell.scope}"


def _confirmation(cell: Cell) -> str:
    winner = cell.winner
    return "◇ Not confirmed in a source" if winner and winner.claim.checked == "background" else ""


def _beside(weighed: WeighedClaim) -> Beside:
    """What applies at the same time and answers differently, with where it stands."""
    title = (weighed.dossier.short or weighed.dossier.title) if weighed.dossier else ""
    named = ", ".join(part for part in (title, weighed.claim.pinpoint) if part)
    return Beside(f"⊕ Beside it: {weighed.claim.in_short} ({named})", weighed.notes)


def in_parts(own: str, parts: Sequence[tuple[str, str, WeighedClaim]]) -> str:
    """That a federation has a rule in some of its parts only, each named with its rule and with what halts it.

    ``own`` is the sentence on the federation itself, if it was looked for; ``parts`` are (name, label of the rule, its claim).
    """
    named = []
    for name, label, weighed in parts:
        halted = weighed.enforcement_status not in (None, "applicable")
        named.append(f"{name} ({label}{f'; {ENFORCEMENT_WORDS.get(weighed.enforcement_status or '', '')}' if halted else ''})")
    said = f"In a part only: {', '.join(named)}."
    return f"{own} {said}" if own else said


def row_remarks(comparison: Comparison, head: QuestionHead) -> tuple[str, ...]:
    """Why the cells of a row must be compared with care, if they must."""
    names = dict(comparison.jurisdictions)
    return tuple(f"≠ {caution.says(names)}" for caution in row_cautions(comparison, head))


def caption(comparison: Comparison) -> str:
    """What the table compares, on which dates."""
    names = ", ".join(name for _, name in comparison.jurisdictions)
    subject = f" as they reach {comparison.platform_name}" if comparison.platform_name else ""
    return f"Platform rules{subject}: {names}"


def dates_line(comparison: Comparison) -> str:
    """The point of both clocks, the release and the policy, in one line."""
    return (
        f"Law as of {comparison.as_of}, as known on {comparison.known_on}. "
        f"Release {comparison.release}, policy {comparison.policy}."
    )
