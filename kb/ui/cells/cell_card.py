"""One cell as a card: answer, sentence, status, dispute and notes; absence and doubt always have a word and a mark."""

from __future__ import annotations

from collections import Counter
from typing import Any

from kb.clocks.since import Since
from kb.language.comparisons import told_in
from kb.ui.frame.html import badge, paragraph, quiet, words
from kb.ui.frame.spoken import reading_words, spoken
from kb.ui.frame.spoken import said as in_language
from kb.ui.words import has, language, t
from kb.values.disputes import PLEADING, kind_of_doubt
from kb.values.disputes import doubts_of as doubts_by_kind
from kb.values.evidence_words import GRADE_REMARKS, SEARCH_REMARKS, Standing, evidence_remarks, is_foreseen
from kb.values.model import Cell, Comparison, Otherwise, WeighedClaim
from kb.values.words import LOUD, SAYING, cell_words, doubts_of, sign_of


def cell_html(cell: Cell, numbered: bool = True) -> str:
    """The answer and its sentence with the numbers of its source notes, where the notes stand below, and what goes with them."""
    notes = _numbers(cell_words(cell).notes, numbered)
    answer = f"{sign_of(cell.state)}<b>{words(cell_label(cell))}</b>"
    return paragraph(answer, words(sentence_text(cell)) + notes) + paragraph(remarks_html(cell, numbered))


def cell_label(cell: Cell) -> str:
    """The answer as the codebook has it, or the kind of absence in the language of the page."""
    if cell.state == "not-researched" and cell.evidence_grade:
        return t("cell.not-read")
    return standing_words(cell, in_language(cell.label) if cell.state == "answered" else t(f"state.{cell.state}"))


def standing_words(of: Standing, label: str) -> str:
    """A label, after what the evidence lets one say of it: last known on a day, or as it was scheduled then."""
    if is_foreseen(of):
        return t("cell.scheduled", day=of.evidence_to, label=label)
    if of.last_known:
        return t("cell.last-known", day=of.evidence_to or t("cell.no-day"), label=label)
    return t("cell.scheduled", day=of.evidence_to, label=label) if of.scheduled and of.evidence_to else label


def since_text(cell: Cell, since: Since) -> str:
    """Since when the answer of a cell is applied, in a few words; nothing where that is not known."""
    day = since.get((cell.jurisdiction, cell.question))
    return t("cell.since", day=day) if day else ""


def remarks_html(cell: Cell, numbered: bool = True) -> str:
    """Scope, legal and enforcement status, what is not confirmed, and dispute, each as a badge with its word, as HTML;
    what stands beside the answer below them."""
    shown = " ".join(badge(remark, "orange" if remark.startswith("⚠") else "gray") for remark in remarks_of(cell, numbered))
    below = map(words, (*otherwise_of(cell, numbered), *beside_of(cell, numbered)))
    return "<br>".join([*([shown] if shown else []), *below])


def remarks_of(cell: Cell, numbered: bool = True) -> list[str]:
    """Scope, status, what is not confirmed, and dispute, each in words."""
    remarks = (scope_text(cell), layer_text(cell), status_text(cell), *_evidence(cell))
    doubts = (doubt_words(kind, cell) + _numbers(notes, numbered) for kind, _, notes in doubts_of(cell))
    return [remark for remark in (*remarks, *doubts) if remark]


def doubt_words(kind: str, cell: Cell) -> str:
    """A kind of doubt in the language of the page; only where sources of equal weight disagree with a sign of warning."""
    claims = doubts_by_kind(cell.claims)[kind]
    named = dict.fromkeys(one.platform_name for one in claims if one.platform_name)
    told = dict.fromkeys(one.label for one in claims if kind in SAYING)
    what = f" ({t('doubt.it-says', what=', '.join(map(in_language, told)))})" if told else ""
    return ("⚠ " if kind in LOUD else "") + t(f"doubt.{kind}", name=", ".join(named)) + what


def is_loud(cell: Cell) -> bool:
    """Whether sources of equal weight disagree on a cell, which a reader must not miss."""
    return any(kind in LOUD for kind, *_ in doubts_of(cell))


def signs_of(cell: Cell) -> str:
    """The signs that stand with an answer where there is no place for words."""
    return ("⚠" if is_loud(cell) else "") + ("◆" if cell.otherwise else "") + ("◷" if cell.last_known else "")


def answer_text(cell: Cell) -> str:
    """The answer with, in brackets, what is doubted and for which named platforms law says otherwise."""
    said = [doubt_words(kind, cell) for kind, *_ in doubts_of(cell)] + otherwise_of(cell, numbered=False)
    return f"{cell_label(cell)} ({'; '.join(said)})" if said else cell_label(cell)


def sentence_text(cell: Cell) -> str:
    """The sentence of a cell, what the program says in it in the language of the page."""
    return told_in(spoken(), cell) if cell.left_by else in_language(cell.in_short)


def drawn_text(cell: Cell) -> str:
    """By whose law a place is drawn on a map; where nobody read its own, that."""
    if cell.state == "not-researched":
        return t("map.left" if cell.left_by else "map.unread")
    return layer_text(cell) or t("map.own" if cell.answer else "map.own-finding")


def layer_text(cell: Cell) -> str:
    """By whose law the cell is decided, if not by that of the jurisdiction itself."""
    return t("cell.by-law-of", name=in_language(cell.layer_name)) if cell.layer_name else ""


def otherwise_of(cell: Cell, numbered: bool = True) -> list[str]:
    """For which named platforms law says otherwise, each with what holds for it."""
    return [_otherwise(one) + _numbers(one.notes, numbered) for one in cell.otherwise]


def _otherwise(one: Otherwise) -> str:
    label = in_language(one.label) if one.state == "answered" else t(f"state.{one.state}")
    said = f"◆ {t('cell.otherwise', name=one.name)}: {standing_words(one, label)}"
    halted = one.enforcement_status not in (None, "applicable")
    return said + (f" ({status_words(one.legal_status, one.enforcement_status)})" if halted else "")


def status_text(cell: Cell) -> str:
    """Legal and enforcement status of a cell."""
    said = status_words(cell.legal_status, cell.enforcement_status)
    return last_look(cell.evidence_to, said) if said and cell.last_known else said


def last_look(day: str | None, status: str) -> str:
    """Statuses as they were on the day of the last look, beyond which the evidence says nothing."""
    return t("cell.then", day=day or t("cell.no-day"), status=status[:1].lower() + status[1:])


def evidence_text(cell: Cell) -> str:
    """What was read, where that is no official text, whether it is confirmed, and to which day the evidence goes."""
    reach = t("cell.evidence-to", day=cell.evidence_to or t("cell.no-day")) if cell.winner and cell.winner.claim.readings else ""
    return "; ".join(part for part in (*_evidence(cell), reach) if part)


def evidence_span(comparison: Comparison) -> str:
    """To which day the evidence of a table goes, from the earliest to the latest of its cells, and where most of it ends; empty
    where none is recorded."""
    days = Counter(cell.evidence_to for cell in comparison.cells if cell.evidence_to)
    if not days:
        return ""
    reach = t("cell.evidence-to", day=" – ".join(dict.fromkeys([min(days), max(days)])))
    most, number = max(days.items(), key=lambda item: (item[1], item[0]))
    return reach + (t("cell.evidence-most", n=number, of=days.total(), day=most) if len(days) > 1 else "")


def status_words(legal: str | None, enforcement: str | None) -> str:
    """Legal and enforcement status as two statements, in the language of the page."""
    words = [t(key) for key in (f"legal.{legal}", f"enforcement.{enforcement}") if has(key)]
    said = "; ".join(word for word in words if word)
    return said[:1].upper() + said[1:]


def scope_text(cell: Cell) -> str:
    """For which service or class of services the winning claim holds, if not for all."""
    claim = cell.winner.claim if cell.winner else None
    if not claim or not cell.scope_label:
        return ""
    return t("cell.for-platform" if claim.platform else "cell.for-class", scope=in_language(cell.scope_label))


def _evidence(cell: Cell) -> list[str]:
    """What a reader must know of what was read: the mark and the words of the table, in the language of the page."""
    if not (winner := cell.winner):
        return []
    kind, remarks = ("search", SEARCH_REMARKS) if winner.claim.absence else ("grade", GRADE_REMARKS)
    found = [f"{line[0]} {t(f'cell.{kind}-{grade}')}" for grade, line in remarks.items() if line in evidence_remarks(cell)]
    is_unsure = winner.claim.checked == "background" and winner.claim.evidence_grade != "memory"
    return [*found, *(["◇ " + t("cell.search-unconfirmed" if winner.claim.absence else "cell.unconfirmed")] if is_unsure else [])]


def beside_of(cell: Cell, numbered: bool) -> list[str]:
    """What applies at the same time and answers differently, with its notes."""
    return [f"⊕ {t('cell.beside')}: {one.claim.in_short}{_numbers(one.notes, numbered)}" for one in cell.beside]


def general_rules(cell: Cell) -> list[WeighedClaim]:
    """The rules for all, of the law alone, that give way where a cell is decided by one for a platform."""
    if not cell.winner or not cell.winner.claim.platform:
        return []
    return [one for one in cell.claims if one.standing == "overlaid" and one.dossier and not one.claim.platform]


def general_words(one: WeighedClaim) -> str:
    """The rule behind that for a platform, in a line with the text that it stands in."""
    source = (one.dossier.short or one.dossier.title) if one.dossier else ""
    return t("cell.general-rule", label=in_language(one.label), source=source)


def _numbers(notes: tuple[int, ...], shown: bool) -> str:
    return "".join(f" [{n}]" for n in notes) if shown else ""


def who_disputes(comparison: Comparison, cell: Cell) -> list[tuple[str, str, str, str | None]]:
    """(how it is told, answer, whose word, address) of every claim that disputes a cell: otherwise, pleaded or refuted."""
    from kb.release.dossiers import cite_weighed, claim_address

    head = next(head for head in comparison.questions if head.id == cell.question)
    return [
        (
            _how_disputed(cell, weighed),
            head.label(weighed.claim.answer) if weighed.claim.answer else t(f"state.{weighed.claim.state}"),
            cite_weighed(weighed, reading_words()),
            claim_address(weighed.dossier, weighed.claim, language()) if weighed.dossier else None,
        )
        for weighed in cell.claims
        if weighed.disputes
    ]


def _how_disputed(cell: Cell, weighed: WeighedClaim) -> str:
    """What a pleading says is claimed, not decided; else sources of equal weight disagree, or one is refuted."""
    if weighed.dossier and weighed.dossier.type == PLEADING:
        return "pleaded"
    is_equal = cell.winner is not None and kind_of_doubt(cell.winner.claim, weighed) in LOUD
    return "otherwise" if is_equal else "refuted"


def show_card(place: Any, heading: str, cell: Cell, numbered: bool = True) -> None:
    """The cell in a column or container, under a heading."""
    place.html(quiet(heading) + cell_html(cell, numbered))
