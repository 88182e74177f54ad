"""Readings in the text of a file of facts: added to the list ``evidence:`` of one statement or provision, all else untouched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kb.amending.statement_text import last_line, node_at, tree_of
from kb.errors import UsageError
from kb.formatting.yaml_writing import WIDTH, entry, flow, in_flow
from kb.loaders.yaml_files import Place

FORMER = "is written in its former form; rewrite the files with: python -m kb.amending.readings"


def with_readings(text: str, place: Place, readings: Sequence[dict[str, str]]) -> tuple[str, int]:
    """The text of a file with readings added at a place, and how many of them it did not have.

    A reading that is there (the same passage, hash, role and address) is not written again. UsageError for evidence of the
    former form.
    """
    key, node = node_at(tree_of(text), place)
    if node.id == "scalar":
        said = {"says": " ".join(str(node.value).split()), "evidence": list(readings)}
        return _replaced(text, key, node, _lines(place, said, key)), len(readings)
    evidence = next((value for name, value in node.value if name.value == "evidence"), None)
    if evidence is not None and evidence.id != "sequence":
        line = evidence.start_mark.line + 1
        raise UsageError(f"line {line}: the evidence of {'.'.join(map(str, place))} {FORMER}")
    held = [_signature(_plain(one)) for one in evidence.value] if evidence is not None else []
    new = [one for one in readings if _signature(one) not in held]
    if not new:
        return text, 0
    if node.flow_style or (evidence is not None and evidence.flow_style):
        return _before_the_bracket(text, node, evidence, new), len(new)
    return _in_block(text, node, evidence, new), len(new)


def _plain(node: Any) -> dict[str, str]:
    return {name.value: value.value for name, value in node.value} if node.id == "mapping" else {}


def _signature(reading: dict[str, str]) -> tuple[str | None, ...]:
    return tuple(reading.get(name) for name in ("passage", "sha256", "by", "address"))


def _in_block(text: str, node: Any, evidence: Any, new: list[dict[str, str]]) -> str:
    """After the last item of the list; where there is none, as the last key of the statement."""
    lines = text.splitlines(keepends=True)
    column = node.start_mark.column
    added = _entry_lines(new, column)
    last = last_line(node)
    if evidence is not None:
        dash = lines[evidence.start_mark.line].index("-")
        added, last = _items(new, dash), last_line(evidence)
    if not lines[last].endswith("\n"):
        lines[last] += "\n"
    return "".join([*lines[: last + 1], *(f"{line}\n" for line in added), *lines[last + 1 :]])


def _before_the_bracket(text: str, node: Any, evidence: Any, new: list[dict[str, str]]) -> str:
    """Before the bracket that closes the list, or before the brace that closes the statement."""
    end = (node if evidence is None else evidence).end_mark.index - 1
    head = f"{text[:end].rstrip()}, "
    listed = ", ".join(flow(one) for one in new)
    entry_text, column = (f"evidence: [{listed}]", None) if evidence is None else (listed, evidence.start_mark.column + 1)
    first, _, added = in_flow(head + text[end:], len(head), len(head), entry_text, column)
    return head[:first] + added + text[end:]


def _entry_lines(new: list[dict[str, str]], column: int) -> list[str]:
    return [f"{' ' * column}evidence:", *_items(new, column + 2)]


def _items(new: list[dict[str, str]], column: int) -> list[str]:
    """The items of a list; one that does not fit on a line has a line for each key."""
    lines: list[str] = []
    for one in new:
        line = f"{' ' * column}- {flow(one)}"
        if len(line) <= WIDTH:
            lines.append(line)
            continue
        first, *others = (row for name, value in one.items() for row in entry(name, value, column + 2))
        lines += [f"{' ' * column}- {first.lstrip()}", *others]
    return lines


def _lines(place: Place, said: dict[str, Any], key: Any) -> list[str]:
    """A provision that was one sentence, as a mapping."""
    column = key.start_mark.column
    head = f"{' ' * column}{flow(str(place[-1]))}:"
    return [head, *entry("says", said["says"], column + 2), *_entry_lines(said["evidence"], column + 2)]


def _replaced(text: str, key: Any, node: Any, new: list[str]) -> str:
    lines = text.splitlines(keepends=True)
    first, last = key.start_mark.line, last_line(node)
    return "".join([*lines[:first], *(f"{line}\n" for line in new), *lines[last + 1 :]])
