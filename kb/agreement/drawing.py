"""Draw cells for a second coder, and write the sheet that the coder reads: question, answers, texts; never the first answer."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import fill

from kb.agreement.committed import former_cells
from kb.cells.comparison import compare
from kb.cells.coverage import researched
from kb.errors import UsageError
from kb.loaders.codings.records import CANNOT_TELL, Among
from kb.loaders.records import Facts
from kb.release.release import Release
from kb.texts.beside import LawWords, law_words

OF = "cells with an answer or an absence of their own, of all jurisdictions and questions, without a platform"
EVERY = "all cells of the table, answered or not, without a platform, that were not coded again before"
WITH_TEXT = ", for which passages of law were at hand"
WIDTH = 120
KINDS_OF_ABSENCE = ("none-found", "not-applicable", "silent", "withheld")


@dataclass(frozen=True)
class DrawnCell:
    """A cell to be coded again, with the texts and the passages that a coder is given."""

    jurisdiction: str
    name: str
    question: str
    texts: tuple[tuple[str, str, str], ...]
    passages: tuple[LawWords | str, ...]


@dataclass(frozen=True)
class Drawn:
    """A draw: which cells, by which seed, on which days, from which release."""

    seed: int
    as_of: str
    on: str
    release: str
    cells: tuple[DrawnCell, ...]
    of: str = OF
    among: Among | None = None


def draw_of_every_cell(release: Release, facts: Facts, count: int, seed: int, days: tuple[str, str]) -> Drawn:
    """Draw among all cells of the table, answered or not, but none coded again before; the file of codings says among which.

    UsageError if there are not as many cells.
    """
    names, among = release.reader.jurisdictions(), _among(release, facts, days[0])
    if count > (every := len(among.every())):
        raise UsageError(f"only {every} cells can be drawn; ask for at most as many")
    cells = tuple(_given(facts, place, names[place], question, days[0]) for place, question in among.drawn(count, seed))
    return Drawn(seed, *days, release.id, cells, EVERY, among)


def _among(release: Release, facts: Facts, as_of: str) -> Among:
    """Every whole jurisdiction with every question that is still asked, without the cells of earlier draws."""
    wholes, before = tuple(_wholes(release, as_of)), former_cells(facts.codings)
    asked = tuple(sorted(name for name, question in facts.questions().items() if not question.replaced_by))
    without = {place: tuple(name for name in asked if (place, name) in before) for place in wholes}
    return Among(jurisdictions=wholes, questions=asked, without={place: names for place, names in without.items() if names})


def _wholes(release: Release, as_of: str) -> list[str]:
    """The researched jurisdictions that are no part or member of another one of them on a day."""
    found, ties = set(researched(release)), release.reader.memberships()
    wholes = {one: {tie.of for tie in ties.get(one, ()) if tie.start <= as_of < tie.until} for one in found}
    return sorted(one for one in found if not wholes[one] & found)


def draw_cells(
    release: Release, facts: Facts, count: int, seed: int, days: tuple[str, str], only_with_text: bool = False
) -> Drawn:
    """Draw cells by a seed; ``days`` are the day of the law and the day of the draw. Cells that were coded twice are left out.

    ``only_with_text`` draws among cells for which words of law of their dimension are on this machine.

    UsageError if there are not as many cells.
    """
    as_of, on = days
    table = compare(release.reader, list(release.reader.jurisdictions()), as_of=as_of, known_on=on)
    before = former_cells(facts.codings)
    own = [
        cell for cell in table.cells if cell.winner and cell.layer is None and (cell.jurisdiction, cell.question) not in before
    ]
    names = dict(table.jurisdictions)
    given = [_given(facts, cell.jurisdiction, names[cell.jurisdiction], cell.question, as_of) for cell in own]
    if only_with_text:
        given = [cell for cell in given if any(isinstance(passage, LawWords) for passage in cell.passages)]
    if count > len(given):
        raise UsageError(f"only {len(given)} cells can be drawn; ask for at most as many")
    picked = random.Random(seed).sample(sorted(given, key=lambda cell: (cell.jurisdiction, cell.question)), count)
    return Drawn(seed, as_of, on, release.id, tuple(picked), OF + (WITH_TEXT if only_with_text else ""))


def _given(facts: Facts, jurisdiction: str, name: str, question: str, as_of: str) -> DrawnCell:
    """A cell with every text and passage of its jurisdiction in the whole dimension, so that they give no answer away."""
    asked = next(one.questions for one in facts.dimensions.values() if question in one.questions)
    texts, pinpoints = dict[str, tuple[str, str, str]](), dict[tuple[str, str], None]()
    for path, act in sorted(facts.instruments.items()):
        claims = [claim for name in asked for claim in act.claims.get(name, ()) if not claim.withdrawn]
        if claims and (act.jurisdiction or path.partition("/")[0]) == jurisdiction:
            texts[path] = (path, act.title, act.official_url or "")
            pinpoints |= {(path, pinpoint): None for claim in claims for pinpoint in claim.rests_on}
    passages = tuple(law_words(path, pinpoint, as_of) or f"{path}, {pinpoint}" for path, pinpoint in pinpoints)
    return DrawnCell(jurisdiction, name, question, tuple(texts.values()), passages)


def coding_file(drawn: Drawn, role: str) -> str:
    """The file of codings to be filled in: YAML with every answer left to code."""
    lines = [
        f"title: Second coding of {len(drawn.cells)} cells",
        "drawn:",
        *(f"  {name}: {value}" for name, value in _said(drawn).items()),
        f"coded: {{by: {role}, on: {drawn.on}}}",
        "second:",
    ]
    for jurisdiction in dict.fromkeys(cell.jurisdiction for cell in drawn.cells):
        lines.append(f"  {jurisdiction}:")
        lines += [f"    {one.question}: {{answer: to-code}}" for one in drawn.cells if one.jurisdiction == jurisdiction]
    return "\n".join(lines) + "\n"


def _said(drawn: Drawn) -> dict[str, object]:
    days = {"as_of": drawn.as_of, "on": drawn.on}
    said = {"cells": len(drawn.cells), "seed": drawn.seed, "of": drawn.of, **days, "release": f'"{drawn.release}"'}
    if drawn.among is None:
        return said
    frame = {"jurisdictions": drawn.among.jurisdictions, "questions": drawn.among.questions}
    listed = (
        fill(f"    {name}: [{', '.join(found)}]", WIDTH, subsequent_indent=" " * 6, break_on_hyphens=False)
        for name, found in frame.items()
    )
    without = (
        fill(f"      {name}: [{', '.join(left)}]", WIDTH, subsequent_indent=" " * 8, break_on_hyphens=False)
        for name, left in drawn.among.without.items()
    )
    left_out = ["    without:", *without] if drawn.among.without else []
    return said | {"among": "\n" + "\n".join([*listed, *left_out])}


def sheet(drawn: Drawn, facts: Facts) -> str:
    """What the second coder reads, as Markdown. It holds words of law and stays on this machine."""
    head = [
        f"# {len(drawn.cells)} cells to be coded again",
        "",
        f"Law as of {drawn.as_of}; drawn on {drawn.on} with the seed {drawn.seed} from release {drawn.release}. Answer from the"
        " texts alone, write the answer and its pinpoints into the file of codings, and commit that file before anything is"
        f" compared. Where the texts do not tell, write {CANNOT_TELL}; where there is no answer, one of "
        f"{', '.join(KINDS_OF_ABSENCE)}.",
    ]
    return "\n".join([*head, *(line for number, cell in enumerate(drawn.cells, 1) for line in _cell(number, cell, facts))]) + "\n"


def _cell(number: int, cell: DrawnCell, facts: Facts) -> Iterator[str]:
    question = facts.questions()[cell.question]
    yield from ("", f"## {number}. {cell.name}: {question.text}", "")
    yield from (f"`{cell.jurisdiction}` `{cell.question}`. {_folded(question.how_to_code)}", "")
    for slug, answer in question.answers.items():
        yield f"- `{slug}` {answer.label}: {_folded(answer.means)}"
    yield ""
    for path, title, url in cell.texts:
        yield f"- Text: {title} (`{path}`) {url}".rstrip()
    yield from _passages(cell.passages)


def _passages(passages: Sequence[LawWords | str]) -> Iterator[str]:
    for passage in passages:
        if isinstance(passage, str):
            yield f"- To be read: {passage}"
        else:
            yield from ("", f"> **{passage.pinpoint}** ({passage.edition}, {passage.language}, {passage.kind})")
            yield from (f"> {line}" for line in passage.words.splitlines())


def _folded(text: str) -> str:
    return " ".join(text.split())
