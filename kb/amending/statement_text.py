"""The text of one statement in its file: withdraw it where it stands, and state it anew after it, line by line.

Nothing else of the file is touched: comments, quoting, the order of keys and the form of each entry stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from kb.formatting.key_order import in_order
from kb.formatting.yaml_writing import WIDTH, entry, flow
from kb.loaders.dossier_records import Absence, Claim, Event, Step
from kb.loaders.fields import Record
from kb.loaders.matters.records import OpenMatter
from kb.loaders.powers.records import Power
from kb.loaders.yaml_files import Place

RECORDS: dict[str | int, type[Record]] = {
    "claims": Claim, "absences": Absence, "dates": Event, "steps": Step, "open": OpenMatter, "powers": Power,
}  # fmt: skip
REWRITTEN = ("evidence", "coded", "withdrawn", "id")


@dataclass(frozen=True)
class Withdrawal:
    """When and why a statement is withdrawn."""

    on: str
    why: str
    note: str | None = None

    def given(self) -> dict[str, str]:
        """As the file says it."""
        return {"on": self.on, "why": self.why} | ({"note": self.note} if self.note else {})


@dataclass(frozen=True)
class Anew:
    """The statement that takes its place: the top keys that are another (None: left out), and its own key, if it has one."""

    values: Mapping[str, Any]
    key: str | None = None


def amended(text: str, place: Place, withdrawal: Withdrawal, anew: Anew | None) -> str:
    """The text of a file with the statement at a place withdrawn, and stated anew after it."""
    key, item = node_at(tree_of(text), place)
    lines = text.splitlines(keepends=True)
    if item.flow_style:
        return _amended_flow(text, item, withdrawal, anew)
    end = last_line(item) + 1
    column = item.start_mark.column
    added = entry("withdrawn", withdrawal.given(), column)
    if anew:
        added += _block(lines, key, item, anew, RECORDS.get(place[0]))
    if end and not lines[end - 1].endswith("\n"):
        lines[end - 1] += "\n"
    return "".join([*lines[:end], *(f"{line}\n" for line in added), *lines[end:]])


def with_keys(text: str, place: Place, keys: Mapping[str, Any]) -> str:
    """The text of a file with keys of the entry at a place set, each in its own place or at the end of the entry."""
    for name, value in keys.items():
        _, item = node_at(tree_of(text), place)
        held = next(((key, node) for key, node in item.value if key.value == name), None)
        text = _flow_key(text, item, held, name, value) if item.flow_style else _block_key(text, item, held, name, value)
    return text


def _block_key(text: str, item: Any, held: Any, name: str, value: Any) -> str:
    lines = text.splitlines(keepends=True)
    first, end = (held[0].start_mark.line, last_line(held[1]) + 1) if held else (last_line(item) + 1,) * 2
    column = item.start_mark.column
    rows = entry(name, value, column)
    if held:
        rows[0] = lines[first][:column] + rows[0][column:]
    elif first and not lines[first - 1].endswith("\n"):
        lines[first - 1] += "\n"
    return "".join([*lines[:first], *(f"{row}\n" for row in rows), *lines[end:]])


def _flow_key(text: str, item: Any, held: Any, name: str, value: Any) -> str:
    if held:
        return text[: held[1].start_mark.index] + flow(value) + text[held[1].end_mark.index :]
    end = item.end_mark.index - 1
    return f"{text[:end].rstrip()},\n{' ' * (item.start_mark.column + 1)}{name}: {flow(value)}{text[end:]}"


def tree_of(text: str) -> Any:
    """The nodes of a file, each with its lines."""
    return yaml.compose(text, yaml.SafeLoader)


def node_at(tree: Any, place: Place) -> tuple[Any, Any]:
    """The node of the key (None in a list) and the node of the value at a place."""
    key, node = None, tree
    for part in place:
        if isinstance(part, int):
            key, node = None, node.value[part]
        else:
            key, node = next((name, value) for name, value in node.value if name.value == part)
    return key, node


def last_line(node: Any) -> int:
    """The last line that a node's text stands in; the end of a block is marked at the next token, after empty lines."""
    if isinstance(node, yaml.MappingNode) and not node.flow_style:
        return max((last_line(value) for _, value in node.value), default=node.start_mark.line)
    if isinstance(node, yaml.SequenceNode) and not node.flow_style:
        return max((last_line(value) for value in node.value), default=node.start_mark.line)
    end = node.end_mark
    lines = node.start_mark.buffer[node.start_mark.pointer : end.pointer].rstrip() if node.start_mark.buffer else ""
    return int(node.start_mark.line + lines.count("\n"))


def _amended_flow(text: str, item: Any, withdrawal: Withdrawal, anew: Anew | None) -> str:
    """The same for an entry between braces; what would make a line too long stands on lines of its own."""
    start, end = item.start_mark.index, item.end_mark.index
    line_start = text.rfind("\n", 0, start) + 1
    given = f"{text[line_start : end - 1].rstrip()},"
    withdrawn = f"withdrawn: {flow(withdrawal.given())}}}"
    is_long = len(given.rpartition("\n")[2]) + 1 + len(withdrawn) > WIDTH
    added = given + ("\n" + " " * (item.start_mark.column + 1) if is_long else " ") + withdrawn
    if anew:
        lead = text[line_start:start]
        parts = list(_flow_parts({name.value: _flow_text(text, value) for name, value in item.value}, anew))
        line = f"{lead}{{{', '.join(f'{name}: {written}' for name, written in parts)}}}"
        rows = (f"{name}: {written}" for name, written in parts)
        added += "\n" + (line if len(line) <= WIDTH else lead + ("\n" + " " * len(lead)).join(rows))
    return text[:line_start] + added + text[end:]


def _flow_text(text: str, value: Any) -> str:
    return " ".join(text[value.start_mark.index : value.end_mark.index].split())


def _flow_parts(kept: Mapping[str, str], anew: Anew) -> Iterator[tuple[str, str]]:
    """Keys with what is written after them, those of the old entry in their order."""
    for name, written in kept.items():
        if name not in (*anew.values, *REWRITTEN):
            yield name, written
        elif anew.values.get(name) is not None:
            yield name, flow(anew.values[name])
    yield from ((name, flow(value)) for name, value in anew.values.items() if name not in kept and value is not None)


def _block(lines: list[str], key: Any, item: Any, anew: Anew, record: type[Record] | None) -> list[str]:
    """The lines of the new statement: those of the old one, but for the keys that are another, in the order of the house."""
    column = item.start_mark.column
    rows: dict[str, list[str]] = {}
    for name, value in item.value:
        if name.value in anew.values or name.value in REWRITTEN:
            if anew.values.get(name.value) is not None:
                rows[name.value] = entry(name.value, anew.values[name.value], column)
        else:
            first, last = name.start_mark.line, last_line(value)
            said = [" " * column + lines[first][name.start_mark.column :], *lines[first + 1 : last + 1]]
            rows[name.value] = [row.rstrip("\n") for row in said if not row.lstrip().startswith("#")]
    added = {name: one for name, one in anew.values.items() if name not in rows and one is not None}
    rows |= {name: entry(name, one, column) for name, one in added.items()}
    found = [row for name in in_order(record, list(rows)) for row in rows[name]]
    if key is None:
        dash = lines[item.start_mark.line][:column].rindex("-")
        found[0] = " " * dash + "-" + " " * (column - dash - 1) + found[0].lstrip()
        return found
    return [f"{' ' * key.start_mark.column}{anew.key}:", *found]
