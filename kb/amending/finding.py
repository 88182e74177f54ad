"""Find the statement that somebody means: by its identifier or IRI, by a path with question and number, or by path and line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from kb.amending.statement_text import last_line, node_at, tree_of
from kb.errors import UsageError
from kb.loaders.record.statements import FOLDER_OF, Statement, statements_of
from kb.loaders.records import Facts
from kb.naming import iris

NUMBERED = re.compile(r"(.+?)(?:\[(\d+)\])?")
FORMS = "write an identifier (claim/us/pafaca/...), path#question[0], path#dates[3], path#steps[1], path#open[0] or path:line"


def find_statement(root: Path, facts: Facts, place: str) -> Statement:
    """The one statement at a place; UsageError says what could be meant."""
    given = identifier_of(place).removeprefix(f"{root.name}/")
    if "#" in given:
        path, _, part = given.partition("#")
        return _numbered(_of_file(facts, path), path, part)
    path, _, line = given.rpartition(":")
    if path and line.isdigit():
        return _at_line(root, _of_file(facts, path), path, int(line))
    every = {one.id: one for name in facts.files for one in statements_of(facts, name)}
    if given in every:
        return every[given]
    if file := _file(facts, given):
        return _only(list(statements_of(facts, file)), given)
    near = difflib.get_close_matches(given, every, n=3, cutoff=0.7)
    raise UsageError(f"no statement '{place}'; " + (f"did you mean {' or '.join(near)}?" if near else FORMS))


def identifier_of(iri: str) -> str:
    """The identifier of a statement by its IRI; what a source answers is part of what it states."""
    found = iri.removeprefix(iris.ID)
    return found.replace("claim/source/", "source/", 1) if found.startswith("claim/source/") else found


def _file(facts: Facts, path: str) -> str | None:
    """The file of statements at a path: ``us/pafaca`` is an instrument."""
    names = (f"{start}{path.removesuffix('.yaml')}.yaml" for start in ("", "instruments/"))
    return next((name for name in names if name in facts.files and name.split("/")[0] in FOLDER_OF.values()), None)


def _of_file(facts: Facts, path: str) -> list[Statement]:
    if not (file := _file(facts, path)):
        stated = [
            name.removesuffix(".yaml").removeprefix("instruments/")
            for name in facts.files
            if name.split("/")[0] in FOLDER_OF.values()
        ]
        near = difflib.get_close_matches(path.removesuffix(".yaml"), stated, n=3)
        raise UsageError(
            f"no file '{path}' of statements below facts/" + (f"; did you mean {' or '.join(near)}?" if near else "")
        )
    return list(statements_of(facts, file))


def _numbered(stated: list[Statement], path: str, part: str) -> Statement:
    """``forced-divestiture[0]``, ``dates[3]``, ``steps[1]``; without a number the only one."""
    found = NUMBERED.fullmatch(part)
    name, number = (found[1], found[2]) if found else ("", None)
    of_name = [one for one in stated if name in one.place and (one.kind != "closed" or name == "closed")]
    if not of_name:
        names = sorted(
            {str(part) for one in stated for part in one.place[:2] if isinstance(part, str)} - {"claims", "absences", "closed"}
        )
        raise UsageError(f"{path} states nothing under '{name}'; write one of {', '.join(names)}")
    if number is None:
        return _only(of_name, f"{path}#{name}")
    if int(number) >= len(of_name):
        raise UsageError(f"{path}#{name} has {len(of_name)} entries, counted from 0; write one of\n{_listed(of_name)}")
    return of_name[int(number)]


def _only(stated: list[Statement], place: str) -> Statement:
    standing = [one for one in stated if not one.withdrawn_on]
    if len(standing) == 1:
        return standing[0]
    if not standing:
        raise UsageError(f"{place} has no statement that stands in the record")
    raise UsageError(f"{place} has {len(standing)} statements; write one of\n{_listed(standing)}")


def _at_line(root: Path, stated: list[Statement], path: str, line: int) -> Statement:
    if not stated:
        raise UsageError(f"{path} has no statements")
    text = (root / stated[0].file).read_text(encoding="utf-8")
    for one, (first, last) in lines_of(text, stated).items():
        if first <= line <= last:
            return next(statement for statement in stated if statement.id == one)
    raise UsageError(f"no statement stands on line {line} of {path}; {FORMS}")


def lines_of(text: str, stated: Iterable[Statement]) -> Mapping[str, tuple[int, int]]:
    """First and last line of each statement of one file, counted from 1."""
    found, tree = {}, tree_of(text)
    for one in stated:
        key, node = node_at(tree, one.place)
        found[one.id] = ((key or node).start_mark.line + 1, last_line(node) + 1)
    return found


def _listed(stated: list[Statement]) -> str:
    return "\n".join(f"  {one.id}" + (" (withdrawn)" if one.withdrawn_on else "") for one in stated)
