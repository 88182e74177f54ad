"""An amendment as a whole: the new text of each file, what it changes in the table, and which other places say the same."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kb.amending.elsewhere import Elsewhere, chosen, places_elsewhere
from kb.amending.finding import find_statement
from kb.amending.kept_readings import kept_readings
from kb.amending.statement_text import Withdrawal, amended
from kb.amending.wanted import Wish, anew, check_wish, in_new_days
from kb.loaders.facts import read_facts
from kb.loaders.known import known_of
from kb.loaders.record.published import read_record
from kb.loaders.record.statements import Statement, statements_of
from kb.loaders.records import Facts
from kb.loaders.yaml_files import read_yaml
from kb.saving import save

ROLE = "kb-editors"  # where the base lists none


@dataclass(frozen=True)
class Amendment:
    """New texts by file, the statements that are withdrawn, places that go on stating an old day, and those changed as well.

    ``anew`` are the identifiers of those withdrawn that are stated anew.
    """

    texts: Mapping[str, str]
    withdrawn: tuple[Statement, ...]
    left: tuple[Elsewhere, ...]
    also: tuple[Elsewhere, ...]
    facts: Facts
    anew: frozenset[str] = frozenset()


def plan(root: Path, place: str, wish: Wish, also: tuple[str, ...] = (), facts: Facts | None = None) -> Amendment:
    """What an amendment changes below ``root``, nothing written yet; ``facts`` are those below it where they are read already.

    Raises UsageError for what cannot be amended so, CuratedDataError if the facts are wrong before.
    """
    facts, record = facts or read_facts(root), read_record(root)
    wish = replace(wish, by=wish.by or facts.role or ROLE)
    old = find_statement(root, facts, place)
    places = places_elsewhere(root, facts, old, wish.values)
    taken = chosen(places, also)
    formerly = known_of(facts).formerly

    def is_published(one: Statement) -> bool:
        return not record.rows or record.row_of(one, formerly.get(one.question, ())) is not None

    wishes = _wishes(old, wish, [one for one in taken if one.statement and is_published(one.statement)])
    wishes |= _instead(root, facts, wish)
    for statement, one in wishes.values():
        check_wish(statement, one, record.last_day, is_published(statement))
    in_place = [one for one in taken if one.statement is None or one.statement.id not in wishes]
    texts = _texts(root, facts, list(wishes.values()), in_place)
    left = tuple(one for one in places if one not in taken)
    restated = frozenset(name for name, (_, one) in wishes.items() if one.values)
    return Amendment(texts, tuple(statement for statement, _ in wishes.values()), left, tuple(taken), facts, restated)


def unified_diff(root: Path, amendment: Amendment) -> str:
    """The changes of the files as a patch that ``git apply`` takes."""
    parts: list[str] = []
    for file, text in amendment.texts.items():
        before = _text(root, file).splitlines(keepends=True)
        name = f"{root.name}/{file}"
        parts += difflib.unified_diff(before, text.splitlines(keepends=True), f"a/{name}", f"b/{name}")
    return "".join(parts)


def write(root: Path, amendment: Amendment) -> None:
    """Write the new texts, each file whole or not at all."""
    for file, text in amendment.texts.items():
        save(root / file, text.encode())


def _wishes(old: Statement, wish: Wish, places: list[Elsewhere]) -> dict[str, tuple[Statement, Wish]]:
    """The amendment of the statement itself, and of others that mean the same day; each with all of its parts that say it."""
    found = {old.id: (old, wish)}
    for place in places:
        if place.statement is not None and place.key is not None:
            other, known = found.get(place.statement.id, (place.statement, replace(wish, values={})))
            said = known.values.get(place.key) or str(other.meaning[place.key])
            found[other.id] = (
                other,
                replace(known, values={**known.values, place.key: in_new_days(said, {place.day: place.new})}),
            )
    for place in places:
        if place.statement is not None and place.key is None and place.statement.id in found:
            other, known = found[place.statement.id]
            found[other.id] = (other, replace(known, days={place.day: place.new}))
    return found


def _instead(root: Path, facts: Facts, wish: Wish) -> dict[str, tuple[Statement, Wish]]:
    """The amendments of the statements that the new one replaces, each kept by what it was read in for as long as it holds."""
    others = {name: replace(wish, values=left, read=(), keep=bool(left), instead={}) for name, left in wish.instead.items()}
    return {name: (find_statement(root, facts, name), other) for name, other in others.items()}


def _texts(root: Path, facts: Facts, wishes: Sequence[tuple[Statement, Wish]], notes: list[Elsewhere]) -> dict[str, str]:
    """The new text of each file: days in notes line by line, then statements from the last one up."""
    texts: dict[str, str] = {}
    for place in notes:
        lines = (texts.get(place.file) or _text(root, place.file)).splitlines(keepends=True)
        lines[place.line - 1] = in_new_days(lines[place.line - 1], {place.day: place.new})
        texts[place.file] = "".join(lines)
    located = {statement.file: read_yaml(root / statement.file, statement.file) for statement, _ in wishes}
    for statement, wish in sorted(wishes, key=lambda pair: located[pair[0].file].lines[pair[0].place], reverse=True):
        raw: Any = located[statement.file].value
        for part in statement.place:
            raw = raw[part]
        taken = {one.id for one in statements_of(facts, statement.file)}
        kept = kept_readings(facts, statement, wish.values) if wish.keep else []
        new = anew(statement, raw, wish, taken, kept) if wish.values else None
        text = texts.get(statement.file) or _text(root, statement.file)
        texts[statement.file] = amended(text, statement.place, Withdrawal(wish.on, wish.why, wish.note), new)
    return texts


def _text(root: Path, file: str) -> str:
    return (root / file).read_text(encoding="utf-8")
