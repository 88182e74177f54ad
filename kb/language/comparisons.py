"""A comparison in another language: its names by a release, what the program itself says in it, its notes, title and days."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kb.language.language import Language
from kb.naming.provision_links import edition
from kb.release.dossiers import cite_claim
from kb.values.evidence import SourceWords
from kb.values.evidence_words import LEFT, NOT_READ, NOTHING_READ
from kb.values.model import (
    EARLIEST,
    OPEN,
    STATE_WORDS,
    Cell,
    Comparison,
    Note,
    Otherwise,
    QuestionHead,
    StoredClaim,
    WeighedClaim,
)
from kb.values.words import IN_PARTS, halted

NOT_REACHED = re.compile(r"The rule entered here is for the class (.+) alone; that (.+) is in it on this day is not entered\.")
LEFT_TO = {
    whom: re.compile(re.escape(said.replace("{", "<<").replace("}", ">>")).replace("<<", "(?P<").replace(">>", ">.+)"))
    for whom, said in LEFT.items()
}
QUOTED = re.compile(r"“(.+?)”")
UNREAD = {label: f"unread.{least}" for least, (label, _) in NOT_READ.items()}
UNREAD_SENTENCES = {said: f"unread.{least}-says" for least, (_, said) in NOT_READ.items()} | {NOTHING_READ: "unread.nothing"}
NAMED_STATES = {words: state for state, words in STATE_WORDS.items()}
TOLD_OF_PARTS = ("decides", "beside")


def spoken(language: Language, comparison: Comparison) -> Comparison:
    """The comparison with places, questions, answers, classes and notes in a language; sentences on the law as they are."""
    named, notes = language.named, {note.n: note for note in comparison.notes}
    told = spoken_notes(language, comparison)
    return replace(
        comparison,
        jurisdictions=tuple((slug, named(name)) for slug, name in comparison.jurisdictions),
        questions=tuple(_head(language, one) for one in comparison.questions),
        cells=tuple(_cell(language, one) for one in comparison.cells),
        notes=tuple(Note(n, told.get(n, note.citation), edition(note.url, language.code)) for n, note in notes.items()),
    )


def _head(language: Language, head: QuestionHead) -> QuestionHead:
    return replace(head, text=language.named(head.text), dimension_title=language.named(head.dimension_title))


def _cell(language: Language, cell: Cell) -> Cell:
    labels = cell.label.split("; ") if cell.answers else [cell.label]
    return replace(
        cell,
        label="; ".join(_label(language, one) for one in labels),
        in_short=told_in(language, cell),
        scope_label=cell.scope_label and language.named(cell.scope_label),
        layer_name=cell.layer_name and language.named(cell.layer_name),
        otherwise=tuple(_otherwise(language, one) for one in cell.otherwise),
    )


def _otherwise(language: Language, one: Otherwise) -> Otherwise:
    return one._replace(label=_label(language, one.label))


def _label(language: Language, label: str) -> str:
    """An answer by its name; the kinds of absence are called as everywhere in the language."""
    if (state := NAMED_STATES.get(label)) or label in UNREAD:
        said = language.t(f"state.{state}" if state else UNREAD[label])
        return said[:1].upper() + said[1:]
    return language.named(label)


def told_in(language: Language, cell: Cell) -> str:
    """The sentence of a cell, what the program says in it told in the language."""
    if cell.in_short in UNREAD_SENTENCES:
        return language.t(UNREAD_SENTENCES[cell.in_short])
    if found := NOT_REACHED.fullmatch(cell.in_short):
        classes = language.t("or").join(language.t("quoted", name=language.named(one)) for one in QUOTED.findall(found[1]))
        return language.t("around.not-reached", which=classes, platform=found[2])
    if cell.left_by:
        return _left(language, cell.in_short, cell.left_by.claim.in_short)
    return _in_parts(language, cell) if cell.parts else cell.in_short


def _left(language: Language, said: str, rule: str) -> str:
    """That a union or federation leaves the matter to the jurisdiction, with its own sentence as it is written."""
    for whom, pattern in LEFT_TO.items():
        if found := pattern.fullmatch(said.removesuffix(f" {rule}")):
            named = {name: language.named(text) for name, text in found.groupdict().items()}
            return f"{language.t(f'around.left-to-{whom}', **named)} {rule}"
    return said


def _in_parts(language: Language, cell: Cell) -> str:
    """The sentence of a federation with the parts that have the rule, each part and its rule by its name."""
    own, lead, rest = cell.in_short.rpartition(IN_PARTS)
    told = []
    for weighed in (one for one in cell.claims if one.standing in TOLD_OF_PARTS and one.layer in cell.parts):
        name, found, rest = rest.partition(f" ({'; '.join([weighed.label, *halted(weighed)])})")
        if not found:
            return cell.in_short
        told.append(f"{language.named(name.removeprefix(', '))} ({'; '.join(_rule(language, weighed))})")
    return f"{own}{language.t('around.in-parts', parts=', '.join(told))}" if lead and told else cell.in_short


def _rule(language: Language, weighed: WeighedClaim) -> list[str]:
    """A rule of a part by its name, with what halts it."""
    status = weighed.enforcement_status if halted(weighed) else None
    key = weighed.legal_status if status == "not-in-force" else status
    return [_label(language, weighed.label), *([language.t(f"status.{key}")] if key else [])]


def source_words(language: Language) -> SourceWords:
    """What stands around the parts of a citation, in a language."""
    t, grades = language.t, ("primary", "official", "secondary", "anonymous")
    rest = (t(f"reading.{name}") for name in ("memory", "copy", "unknown", "case", "search", "retained"))
    return SourceWords({one: t(f"reading.{one}") for one in grades}, *rest)


def spoken_notes(language: Language, comparison: Comparison) -> dict[int, str]:
    """The notes of a comparison in a language, by their numbers; titles, pinpoints and what was read as they are written."""
    said, found = source_words(language), dict[int, str]()
    for weighed in (one for cell in comparison.cells for one in cell.claims):
        for n in weighed.notes:
            told = cite_claim(weighed.dossier, weighed.claim, said) if weighed.dossier else _search(language, weighed.claim)
            found.setdefault(n, told)
    return found


def _search(language: Language, claim: StoredClaim) -> str:
    """The proof of a search, as :func:`kb.release.dossiers.cite_search` says it."""
    places, t = "; ".join(place.rstrip(".") for place in claim.searched), language.t
    about = {"day": claim.searched_on, "by": claim.coded_by, "places": places, "read": claim.read_in}
    said = t("searches.whole", **about)
    if not claim.covers_because:
        return said
    ends = ("" if claim.valid_from == EARLIEST else "-from") + ("" if claim.valid_until == OPEN else "-until")
    days = t(f"searches.covers{ends}", first=claim.valid_from, last=claim.valid_until)
    return f"{said}. {days}: {claim.covers_because.rstrip('.')}"


def title(language: Language, comparison: Comparison) -> str:
    """What the table compares, as :func:`kb.values.words.caption` says it; of a comparison that is spoken already."""
    names, t = ", ".join(name for _, name in comparison.jurisdictions), language.t
    said = t("compared")
    if comparison.platform_name:
        both = "around.and-otherwise" if comparison.scope == "both" else "around.as-they-reach"
        said += t(both, platform=comparison.platform_name)
    if len(comparison.questions) == 1:
        said += f", {t('quoted', name=comparison.questions[0].text)}"
    return f"{said}: {names}"


def days(language: Language, comparison: Comparison) -> str:
    """The point of both clocks and the days of the evidence, and what is left out where better reading is asked."""
    evidence, t = "; ".join([evidence_days(language, comparison.cells), *_without_day(language, comparison.cells)]), language.t
    said = t("dates", as_of=comparison.as_of, known_on=comparison.known_on, evidence=evidence)
    return f"{said} {t(f'unread.only-{comparison.evidence}')}" if comparison.evidence in NOT_READ else said


def evidence_days(language: Language, cells: Iterable[Cell]) -> str:
    """To which day the evidence of some cells goes, a range where it differs, or that none is recorded."""
    found = sorted({cell.evidence_to for cell in cells if cell.evidence_to})
    if not found:
        return language.t("evidence-none")
    if found[0] == found[-1]:
        return language.t("evidence-to", day=found[0])
    return language.t("evidence-between", first=found[0], last=found[-1])


def _without_day(language: Language, cells: Sequence[Cell]) -> list[str]:
    """How many answers record no day of evidence, where some do."""
    told = [cell for cell in cells if cell.winner and cell.winner.claim.readings]
    without = sum(cell.evidence_to is None for cell in told)
    return [language.t("around.no-day-of", n=without, of=len(told))] if 0 < without < len(told) else []


def cited_in_words(language: Language, comparison: Comparison, sha256: str) -> str:
    """The table as one citation, as :func:`kb.tables.sources.cite_table` says it; of a comparison that is spoken already."""
    made = language.t("around.made", release=comparison.release, policy=comparison.policy)
    told = [comparison.publisher + ".", title(language, comparison) + ".", days(language, comparison), made]
    return " ".join([*told, language.t("file.content", sha256=sha256[:16])])
