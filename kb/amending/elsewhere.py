"""Other places that state a day which is about to change: in the same file, in its cases, in the files that name it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kb.amending.finding import lines_of
from kb.errors import UsageError
from kb.loaders.record.statements import Statement, statements_of
from kb.loaders.records import Facts

DAYS = ("on", "from", "until", "searched_on", "says_from")
READING = re.compile(r"\b(read_in|read|official_url|address|sha256|coded|withdrawn|title):")


@dataclass(frozen=True)
class Elsewhere:
    """A line that has the old day; ``statement`` is the one it belongs to, ``key`` the part of its meaning that says it."""

    file: str
    line: int
    text: str
    day: str
    new: str
    statement: Statement | None
    key: str | None


def changed_days(old: Statement, values: Mapping[str, str]) -> dict[str, str]:
    """Old days and the new ones, for each day that is another."""
    pairs = ((str(old.meaning.get(key) or ""), value) for key, value in values.items() if key in DAYS)
    return {was: now for was, now in pairs if len(was) == len(now) == 10 and was != now}


def places_elsewhere(root: Path, facts: Facts, old: Statement, values: Mapping[str, str]) -> list[Elsewhere]:
    """Every line in the file and its neighbours that has one of the days, but not those that are to change."""
    if not (days := changed_days(old, values)):
        return []
    found = (one for file in _neighbours(root, facts, old) for one in _in_file(root, facts, file, days))
    return [one for one in found if one.statement is None or one.statement.id != old.id or one.key not in values]


def chosen(places: list[Elsewhere], also: tuple[str, ...]) -> list[Elsewhere]:
    """Those that are to be changed as well: ``all``, or ``path:line``; UsageError for others."""
    if "all" in also:
        return places
    named = {f"facts/{one.file}:{one.line}": one for one in places}
    for given in also:
        if f"facts/{given.removeprefix('facts/')}" not in named:
            raise UsageError(
                f"--also {given}: no such place; write all or one of {', '.join(named) or 'none: no other place has that day'}"
            )
    return [
        one for place, one in named.items() if place.removeprefix("facts/") in {given.removeprefix("facts/") for given in also}
    ]


def _neighbours(root: Path, facts: Facts, old: Statement) -> Iterator[str]:
    """The file itself, then those that name its dossier, are named by it, or answer the same question nearby."""
    path = old.file.removesuffix(".yaml")
    name = path.removeprefix("instruments/")
    own = (root / old.file).read_text(encoding="utf-8")
    yield old.file
    for file in sorted(facts.files):
        folder = file.split("/")[0]
        if file == old.file or folder not in ("instruments", "cases", "absences", "sources"):
            continue
        other = file.removesuffix(".yaml")
        text = (root / file).read_text(encoding="utf-8")
        is_named = re.search(rf"(?<![\w/-]){re.escape(other.removeprefix('instruments/'))}(?![\w/-])", own)
        names_it = re.search(rf"(?<![\w/-]){re.escape(name)}(?![\w/-])", text)
        if is_named or names_it or (old.question and re.search(rf"^  {re.escape(old.question)}:", text, re.MULTILINE)):
            yield file


def _in_file(root: Path, facts: Facts, file: str, days: Mapping[str, str]) -> Iterator[Elsewhere]:
    text = (root / file).read_text(encoding="utf-8")
    if not any(day in text for day in days):
        return
    stated = {one.id: one for one in statements_of(facts, file)}
    spans = lines_of(text, stated.values())
    for number, line in enumerate(text.splitlines(), 1):
        day = next((day for day in days if day in line), None)
        if day is None or READING.search(line):
            continue
        inside = next((stated[one] for one, (first, last) in spans.items() if first <= number <= last), None)
        if inside and inside.withdrawn_on:
            continue
        yield Elsewhere(file, number, line.strip(), day, days[day], inside, _part(inside, line, day))


def _part(inside: Statement | None, line: str, day: str) -> str | None:
    """Which part of a statement's meaning a line says the day in."""
    for key, value in (inside.meaning if inside else {}).items():
        if value == day and re.search(rf"\b{key}: ['\"]?{day}", line):
            return key
    texts = ("in_short", "says", "object")
    bare = " ".join(line.split())
    return next((key for key in texts if inside and day in str(inside.meaning.get(key) or "") and _says(inside, key, bare)), None)


def _says(inside: Statement, key: str, line: str) -> bool:
    said = " ".join(str(inside.meaning[key]).split())
    given = line.removeprefix(f"{key}:").strip().strip("\"'")
    return given in said or said in line
