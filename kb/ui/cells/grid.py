"""The comparison as one element: a table with frozen heads, contents by dimension, and links to why and pin of each cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from kb.cells.notes import renumbered
from kb.clocks.since import Since
from kb.language.comparisons import spoken_notes
from kb.language.language import Language
from kb.release.dossiers import cite_weighed
from kb.tables.html import render_grid
from kb.ui.cells.beside import DIFFERS, SAME, Differences
from kb.ui.cells.cell_address import CellAddress
from kb.ui.cells.cell_card import (
    beside_of,
    cell_label,
    general_rules,
    general_words,
    otherwise_of,
    remarks_of,
    sentence_text,
    signs_of,
    since_text,
    status_text,
)
from kb.ui.cells.change_evidence import evidence_said
from kb.ui.cells.evidence_kept import kept_words
from kb.ui.cells.pinned import turned_pins
from kb.ui.cells.shading import STEPS, fullest, look_of
from kb.ui.frame.html import written_in
from kb.ui.frame.spoken import reading_words, said
from kb.ui.words import FIRST, spoken_language, t
from kb.values.model import STATE_MARKS, Cell, Comparison, Note, QuestionHead
from kb.values.words import cell_words, row_remarks, sign_of
from kb.wording.changes import notes_of

WORDS = ("question", "why", "pin", "unpin", "note", "contents", "hatched")
UNKNOWN = ("not-researched", "withheld")


@dataclass(frozen=True)
class Asked:
    """What the table is to show besides its cells: the state of the page, the pins in it, another date, and what is left out."""

    state: Mapping[str, str]
    pins: tuple[CellAddress, ...]
    differing: Differences | None
    only_apart: bool
    since: Since = field(default_factory=dict)

    def address(self, **changes: str) -> str:
        """This page with some of its state changed, as a link within the page."""
        spoken = {"lang": spoken_language()} if spoken_language() != FIRST else {}
        return "?" + urlencode({**self.state, **spoken, **changes}, safe=",*@.")

    def shows(self, comparison: Comparison, head: QuestionHead) -> bool:
        """Whether a question is shown: where only differences are asked for, one on which places or days differ."""
        if self.differing and not self.differing.shows(head.id):
            return False
        return not self.only_apart or is_apart(comparison, head)


def is_apart(comparison: Comparison, head: QuestionHead) -> bool:
    """Whether the places answer a question differently; what nobody looked at differs from nothing."""
    cells = [comparison.cell(slug, head.id) for slug, _ in comparison.jurisdictions]
    return len({(cell.state, cell.answer, cell.answers) for cell in cells if cell.state not in UNKNOWN}) > 1


def grid(comparison: Comparison, asked: Asked, kind: str, caption: str) -> str:
    """The table as HTML; ``kind`` is cards, with sentences, or heat, with shaded answers."""
    heads = _in_order([head for head in comparison.questions if asked.shows(comparison, head)], asked.state.get("q"))
    comparison = renumbered(comparison, heads)
    return render_grid(
        kind=kind,
        caption=caption,
        columns=[{"name": said(name), "address": _entity("jurisdiction", slug)} for slug, name in comparison.jurisdictions],
        sections=list(_sections(comparison, heads, asked, kind)),
        words={name: t(f"grid.{name}") for name in WORDS} | {"notes": t("compare.notes", n=len(comparison.notes))},
        legend=t("heat.legend") if kind == "heat" else "",
        steps=range(STEPS),
        notes=_notes(comparison) if kind == "cards" else (),
    )


def _in_order(heads: list[QuestionHead], first: str | None) -> list[QuestionHead]:
    """The questions as they are shown: by dimension, the one that was asked for leading its own."""
    dimensions = list(dict.fromkeys(head.dimension for head in heads))
    return sorted(heads, key=lambda head: (dimensions.index(head.dimension), head.id != first))


def _notes(comparison: Comparison) -> list[Note]:
    """The notes with what was read, or searched, told in the language of the page."""
    told = spoken_notes(Language(spoken_language()), comparison) if spoken_language() != FIRST else {}
    return [replace(note, citation=told.get(note.n, note.citation)) for note in comparison.notes]


def _entity(kind: str, slug: str) -> str:
    spoken = {"lang": spoken_language()} if spoken_language() != FIRST else {}
    return "entity?" + urlencode({"e": f"{kind}/{slug}", **spoken}, safe="/")


def _sections(comparison: Comparison, heads: list[QuestionHead], asked: Asked, kind: str) -> Iterator[dict[str, Any]]:
    row = _heat_row if kind == "heat" else _row
    for dimension, title in dict.fromkeys((head.dimension, head.dimension_title) for head in heads):
        rows = [row(comparison, head, asked) for head in heads if head.dimension == dimension]
        yield {"anchor": f"dimension-{dimension}", "title": said(title), "rows": rows}


def _row(comparison: Comparison, head: QuestionHead, asked: Asked) -> dict[str, Any]:
    cells = [_cell(comparison, asked, comparison.cell(slug, head.id)) for slug, _ in comparison.jurisdictions]
    remarks = [said(remark) for remark in row_remarks(comparison, head)]
    return {"text": said(head.text), "address": _entity("question", head.id), "remarks": remarks, "cells": cells}


def _cell(comparison: Comparison, asked: Asked, cell: Cell) -> dict[str, Any]:
    """One cell as the template has it: with one side, or with two where it differs from another date."""
    address = CellAddress(cell.jurisdiction, cell.question)
    pins = turned_pins(asked.pins, address)
    shown = _side(cell, is_own=True, since=asked.since) | {
        "look": "answered" if cell.state == "answered" else "absent",
        "why": asked.address(cell=str(address)),
        "is_pinned": address in asked.pins,
        "pin": asked.address(pin=",".join(dict.fromkeys(map(str, pins)))) if pins is not None else "",
    }
    if kept := kept_words(comparison, cell):
        shown["remarks"] = [*shown["remarks"], {"text": kept, "is_loud": False}]
    return shown | _beside(asked.differing, cell)


def _side(cell: Cell, is_own: bool = False, since: Since | None = None) -> dict[str, Any]:
    """What a cell says; only the cells of the comparison itself have numbered source notes, and say since when they apply."""
    below = (*map(general_words, general_rules(cell)), *otherwise_of(cell, is_own), *beside_of(cell, is_own))
    quiet = [text for text in (*_quiet(cell, is_own), since_text(cell, since or {})) if text]
    remarks = [{"text": " · ".join(quiet), "is_loud": False}] if quiet else []
    loud = [{"text": remark, "is_loud": True} for remark in remarks_of(cell, is_own) if remark.startswith("⚠")]
    return {
        "mark": sign_of(cell.state).strip(),
        "label": cell_label(cell),
        "sentence": sentence_text(cell),
        "language": written_in(cell.in_short),
        "numbers": cell_words(cell).notes if is_own else (),
        "remarks": [*remarks, *({"text": said(text), "is_loud": False} for text in below), *loud],
    }


def _quiet(cell: Cell, is_own: bool) -> list[str]:
    return [said(remark) for remark in remarks_of(cell, is_own) if not remark.startswith("⚠")]


def _beside(differing: Differences | None, cell: Cell) -> dict[str, Any]:
    """What a changed cell said on the other date, and why it differs; else that it says the same there."""
    if differing is None:
        return {"says": "", "differs": False}
    change = differing.of(cell.jurisdiction, cell.question)
    if change is None:
        return {"says": f"{SAME} {t('beside.same')}", "differs": False}
    was = _side(change.before)
    if winner := change.before.winner:
        source = t("home.rests-on", source=said(cite_weighed(winner, reading_words())))
        was["remarks"] = [*was["remarks"], {"text": source, "is_loud": False}]
    return {
        "says": f"{DIFFERS} {t('beside.differs')}",
        "differs": True,
        "there": differing.there,
        "here": differing.here,
        "was": was,
        "before": cell_label(change.before),
        "cause": " ".join([f"{t('changes.cause')}: {t(f'cause.{change.cause}')}.", *notes_of(change)]),
        "evidence": evidence_said(change),
        "evidence_title": t("article.evidence", n=len(change.evidence)),
    }


def _heat_row(comparison: Comparison, head: QuestionHead, asked: Asked) -> dict[str, Any]:
    """The row of a heat map: answers in words, shaded; below the question, what full colour means in it."""
    cells = []
    for slug, name in comparison.jurisdictions:
        cell = comparison.cell(slug, head.id)
        sign = "" if cell.answer else STATE_MARKS[cell.state]
        shown = {
            "look": look_of(comparison, head, cell),
            "sign": f"{sign}{signs_of(cell)}".strip(),
            "label": short_label(cell),
            "told": f"{said(name)}: {cell_label(cell)}. {status_text(cell)} {sentence_text(cell)}",
            "why": asked.address(cell=f"{slug}.{head.id}"),
        }
        cells.append(shown | _beside(asked.differing, cell))
    text = said(head.text)
    return {"text": text, "address": _entity("question", head.id), "remarks": [fullest(head)], "cells": cells}


def short_label(cell: Cell) -> str:
    """The answer, or the kind of absence, in as few words as a field has room for; its look says whether it is the last known."""
    return said(cell.label) if cell.state == "answered" else t(f"state.{cell.state}")
