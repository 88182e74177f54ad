"""The words and marks that every format shares: status, dispute, scope and absence always have a word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kb.naming.marks import BY_SIGN
from kb.values.comparability import row_cautions
from kb.values.disputes import DOUBTS
from kb.values.disputes import doubts_of as doubts_by_kind
from kb.values.evidence_words import evidence_remarks, evidence_words, last_look, left_out, standing_label
from kb.values.model import STATE_MARKS, STATE_WORDS, Cell, Comparison, Otherwise, QuestionHead, WeighedClaim

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
EXPLAINED = "∅—…▮?◆⚠◇○△⊕≠"  # marks of a table, in the order of its legend
DATED = "last known (day): the evidence goes to that day"  # what stands in a table as words with a day, and has no mark there
LOUD, SAYING = ("equal-sources",), ("said-of-platform", "contradicted")
IN_PARTS = "In a part only: "
SPOKEN = {"⚠": "", "◇": "", "⊕": "", "◆": "", "≠": "Compare with care: "}
ALONE = {"◇": "not confirmed in a source", "⊕": "another rule beside it"}
STATE_OF_MARK = {mark: state for state, mark in STATE_MARKS.items()}


@dataclass(frozen=True)
class Line:
    """A line below a cell's sentence, with its notes."""

    text: str
    notes: tuple[int, ...]


@dataclass(frozen=True)
class CellWords:
    """A cell in words: mark, label, sentence and remarks, with the notes of the winner.

    Below it stand what holds otherwise for named platforms, what applies beside it, and quiet doubts; then ``warnings``, the
    doubts that a reader must not miss.
    """

    mark: str
    label: str
    sentence: str
    remarks: tuple[str, ...]
    notes: tuple[int, ...]
    otherwise: tuple[Line, ...] = ()
    beside: tuple[Line, ...] = ()
    doubts: tuple[Line, ...] = ()
    warnings: tuple[Line, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether it is a text and nothing else, neither answer nor absence."""
        return not self.mark

    @property
    def sign(self) -> str:
        """The mark of an absence, with a space behind it; an answer needs none."""
        return sign_of(STATE_OF_MARK[self.mark]) if self.mark else ""

    @property
    def below(self) -> tuple[Line, ...]:
        """The quiet lines below the sentence and its remarks."""
        return (*self.otherwise, *self.beside, *self.doubts)

    @property
    def referred(self) -> tuple[int, ...]:
        """Numbers of the notes in the order in which a reader first meets them."""
        lines = (*self.below, *self.warnings)
        return tuple(dict.fromkeys([*self.notes, *(n for line in lines for n in line.notes)]))


@cache
def legend() -> tuple[str, ...]:
    """Every mark of a table with its words, in English, and last what a label says of its day."""
    return (*(BY_SIGN[mark].marked("en") for mark in EXPLAINED), DATED)


def sign_of(state: str) -> str:
    """The mark that stands before what a cell says, with a space behind it; nothing before an answer.

    >>> sign_of("answered"), sign_of("none-found")
    ('', '∅ ')
    """
    return "" if state == "answered" else f"{STATE_MARKS[state]} "


def cell_words(cell: Cell) -> CellWords:
    """Say a cell in words."""
    doubts = doubts_of(cell)
    return CellWords(
        mark=STATE_MARKS[cell.state],
        label=standing_label(cell),
        sentence=cell.in_short,
        remarks=tuple(remark for remark in (_scope(cell), _layer(cell), told_status(cell), *evidence_remarks(cell)) if remark),
        notes=notes_of(cell),
        otherwise=tuple(Line(otherwise_words(one), one.notes) for one in cell.otherwise),
        beside=tuple(_beside(weighed) for weighed in cell.beside),
        doubts=tuple(Line(f"{text}.", notes) for kind, text, notes in doubts if kind not in LOUD),
        warnings=tuple(Line(f"⚠ {text}", notes) for kind, text, notes in doubts if kind in LOUD),
    )


def notes_of(cell: Cell) -> tuple[int, ...]:
    """The notes of the sentence: of the claim that decides, and of the rules of the parts or of the layer that it tells of."""
    told = ("decides", "beside") if cell.parts or cell.left_by else ("decides",)
    return tuple(dict.fromkeys(n for weighed in cell.claims if weighed.standing in told for n in weighed.notes))


def doubts_of(cell: Cell) -> list[tuple[str, str, tuple[int, ...]]]:
    """(kind, words, notes) of each kind of doubt that claims cast on a cell, the gravest kind first."""
    found = doubts_by_kind(cell.claims)
    return [(kind, _doubt(kind, claims), tuple(n for weighed in claims for n in weighed.notes)) for kind, claims in found.items()]


def _doubt(kind: str, claims: Sequence[WeighedClaim]) -> str:
    """A kind of doubt in words: of which platform something else is said, and what."""
    named = " and ".join(dict.fromkeys(one.platform_name for one in claims if one.platform_name))
    words = f"A source says otherwise of {named}" if kind == "said-of-platform" and named else DOUBTS[kind]
    said = ", ".join(dict.fromkeys(lowered(one.label) for one in claims if one.label))
    return f"{words} (it says: {said})" if said and kind in SAYING else words


def otherwise_words(one: Otherwise) -> str:
    """What holds for one named platform: ``◆ Otherwise for TikTok: negotiated divestiture``."""
    said = f"◆ Otherwise for {one.name}: {lowered(standing_label(one))}"
    status = status_of(one.legal_status, one.enforcement_status)
    then = lowered(last_look(one.evidence_to)) if one.last_known else ""
    said += f" ({then}{lowered(status)})" if status and one.enforcement_status != "applicable" else ""
    return f"{said}. {one.in_short}" if one.in_full else said


def spoken(text: str) -> str:
    """Words without the mark before them, which they say themselves: for documents whose fonts may lack it.

    >>> spoken("◆ Otherwise for TikTok: required")
    'Otherwise for TikTok: required'
    """
    if text.endswith(tuple(ALONE)):
        return text[:-1] + ALONE[text[-1]]
    return SPOKEN[text[0]] + text[1:].lstrip() if text[:1] in SPOKEN else text


def spoken_state(words: CellWords) -> str:
    """The kind of absence in brackets, where the label does not say it in one of the languages of briefs."""
    said = STATE_WORDS.get(STATE_OF_MARK[words.mark])
    if said is None:
        return ""
    label = re.sub(r"\W+$", "", words.label)
    last, name = re.split(r": | \(", label)[-1].casefold(), BY_SIGN[words.mark].name("de").casefold()
    in_german = last == name or (" " in last and name.endswith(f" {last}"))
    return "" if in_german or label.endswith(said) else f" ({said.lower()})"


def lowered(text: str) -> str:
    """Text with a small first letter, marks before it aside; a word in capitals, such as a currency, keeps them.

    >>> lowered("Fixed amount"), lowered("USD 53,088"), lowered("A fine")
    ('fixed amount', 'USD 53,088', 'a fine')
    """
    return re.sub(r"^(\W*)(\w)(?![A-Z])", lambda start: start[1] + start[2].lower(), text)


def clauses(words: CellWords) -> list[str]:
    """What must be said with a label wherever it stands: scope, status, doubt, otherwise, what applies beside it."""
    found = [lowered(remark) for remark in words.remarks]
    found += [lowered(line.text) for line in words.otherwise]
    found += ["⊕ another rule applies beside it"] if words.beside else []
    return [*found, *doubt_clauses(words)]


def doubt_clauses(words: CellWords) -> list[str]:
    """What is doubted, each as a part of a sentence; only where sources of equal weight disagree with a sign of warning."""
    return [lowered(line.text.rstrip(".")) for line in (*words.doubts, *words.warnings)]


def with_clauses(words: CellWords) -> str:
    """The label and, in brackets, all that must be said with it."""
    return f"{words.label} ({'; '.join(clauses(words))})" if clauses(words) else words.label


def in_prose(cell: Cell) -> str:
    """The label for a sentence of the reader's own, with what would mislead unsaid: no rule in force, weak evidence, loud doubt.

    That a rule is in force and applied, for whom it was asked, and quiet doubts are left to the table.
    """
    words = cell_words(cell)
    usual = {_scope(cell)} if cell.scope == "platform" else set()
    usual |= {told_status(cell)} if cell.enforcement_status == "applicable" else set()
    said = [lowered(remark) for remark in words.remarks if remark not in usual]
    said += [lowered(line.text.rstrip(".")) for line in words.warnings]
    return f"{words.label} ({'; '.join(said)})" if said else words.label


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
    if not claim or not cell.scope_label:
        return ""
    return f"For {cell.scope_label}" if claim.platform else f"For the class: {cell.scope_label}"


def _layer(cell: Cell) -> str:
    return f"By the law of: {cell.layer_name}" if cell.layer_name else ""


def told_status(cell: Cell) -> str:
    """The statuses; beyond the evidence nothing is in force, so that they are told of the time when it was last known."""
    said = status_words(cell)
    return f"{last_look(cell.evidence_to)}{lowered(said)}" if said and cell.last_known else said


def _beside(weighed: WeighedClaim) -> Line:
    """What applies at the same time and answers differently, with where it stands."""
    title = (weighed.dossier.short or weighed.dossier.title) if weighed.dossier else ""
    named = ", ".join(part for part in (title, weighed.claim.pinpoint) if part)
    return Line(f"⊕ Beside it: {weighed.claim.in_short} ({named})", weighed.notes)


def in_parts(own: str, parts: Sequence[tuple[str, str, WeighedClaim]]) -> str:
    """That a federation has a rule in some of its parts only, each named with its rule and with what halts it.

    ``own`` is the sentence on the federation itself, if it was looked for; ``parts`` are (name, label of the rule, its claim).
    """
    named = (f"{name} ({'; '.join([label, *halted(weighed)])})" for name, label, weighed in parts)
    said = f"{IN_PARTS}{', '.join(named)}."
    return f"{own} {said}" if own else said


def halted(weighed: WeighedClaim) -> list[str]:
    """What keeps a rule from being applied, in a word."""
    status = weighed.enforcement_status or "applicable"
    return [] if status == "applicable" else [ENFORCEMENT_WORDS[status] or LEGAL_WORDS.get(weighed.legal_status or "", "")]


def row_remarks(comparison: Comparison, head: QuestionHead) -> tuple[str, ...]:
    """Why the cells of a row must be compared with care, if they must."""
    names = dict(comparison.jurisdictions)
    return tuple(f"≠ {caution.says(names)}" for caution in row_cautions(comparison, head))


def caption(comparison: Comparison) -> str:
    """What the table compares: of a single question that question, for which platform, and the places."""
    names = ", ".join(name for _, name in comparison.jurisdictions)
    named = comparison.platform_name
    reaching = "" if not named else f" and what differs for {named}" if comparison.scope == "both" else f" as they reach {named}"
    (asked,) = [head.text for head in comparison.questions] if len(comparison.questions) == 1 else [""]
    return f"{comparison.subject}{reaching}{f', “{asked}”' if asked else ''}: {names}"


def dates_line(comparison: Comparison) -> str:
    """The point of both clocks, the release and the policy, in one line."""
    return f"{days_line(comparison)} {made_from(comparison)}"


def made_from(comparison: Comparison) -> str:
    """The release and the policy."""
    return f"Release {comparison.release}, policy {comparison.policy}."


def days_line(comparison: Comparison) -> str:
    """The point of both clocks and the days of the evidence, as they stand below a title."""
    known = f"Law as of {comparison.as_of}, as known on {comparison.known_on}"
    parts = [part for part in (known, evidence_words(comparison.cells)) if part]
    least = f" {left_out(comparison.evidence)}" if comparison.evidence else ""
    return f"{', '.join(parts)}.{least}"
