"""The text of a file of facts in the house form.

Keys stand in the order of their record, blocks are indented by two, lists too, and no line is wider than 140 unless one word
is. What is wider is folded, or has a line for each entry. What stands in brackets, in quotes or folded stays so while it fits;
single quotes, and a text on several lines without a mark, are written as elsewhere. A comment stays with what it stands before
or beside.
"""

from __future__ import annotations

import json
import re
import textwrap
from typing import Any

from kb.formatting.key_order import in_order
from kb.formatting.record_shape import of_items, of_key, record_of
from kb.formatting.source_text import SourceText
from kb.formatting.yaml_writing import FLOW_MARKS, WIDTH, scalar

LIMIT = 140  # characters of a line


def house_form(text: str, annotation: Any) -> str:
    """The text of a file, which must be YAML as :mod:`kb.loaders.yaml_files` reads it, with line ends of one character.

    ``annotation`` is what the file becomes, such as Instrument.
    """
    return _Writer(SourceText(text)).document(annotation)


class _Writer:
    """Writes node by node in the order of the file; what is said of nodes is lists of lines that begin at a column."""

    def __init__(self, source: SourceText) -> None:
        self.source = source

    def document(self, annotation: Any) -> str:
        tree = self.source.tree
        head = self.source.before(tree.start_mark.line, 0)
        rows = [*head, *self.block(tree, 0, annotation, -1), *self.source.before(len(self.source.lines), 0)]
        return "\n".join(rows).strip("\n") + "\n"

    def block(self, node: Any, column: int, annotation: Any, outer: int) -> list[str]:
        """A mapping or a list with a line for each entry; ``outer`` is the column of what it stands in."""
        rows = (self.mapping if node.id == "mapping" else self.sequence)(node, column, annotation)
        return rows + self.source.after(column, max(node.start_mark.column, outer + 1))

    def mapping(self, node: Any, column: int, annotation: Any) -> list[str]:
        entries: dict[str, list[str]] = {}
        for key, value in node.value:
            before = self.source.before(key.start_mark.line, column)
            entries[key.value] = before + self.entry(key, value, column, of_key(annotation, key.value))
        return [row for name in in_order(record_of(annotation), list(entries)) for row in entries[name]]

    def sequence(self, node: Any, column: int, annotation: Any) -> list[str]:
        rows: list[str] = []
        for item in node.value:
            rows += self.source.before(item.start_mark.line, column)
            rows += self.valued(" " * column + "-", item, column, of_items(annotation), column)
        return rows

    def entry(self, key: Any, value: Any, column: int, annotation: Any) -> list[str]:
        self.source.written(key.end_mark.line)
        head = f"{' ' * column}{self.on_a_line(key)}:"
        if _is_block(value):
            beside = self.source.beside(key.end_mark.line)
            return _below(head, column, beside, self.block(value, column + 2, annotation, key.start_mark.column))
        is_below = value.start_mark.line > key.end_mark.line
        between = self.source.before(value.start_mark.line, column)
        if is_below and value.id == "scalar" and (beside := self.source.beside(key.end_mark.line)):
            between.insert(0, " " * column + beside.strip())
        if is_below and value.id != "scalar":
            below = self.valued(" " * (column + 1), value, column, annotation, key.start_mark.column)
            return [*between, head + self.source.beside(key.end_mark.line), *(row for row in below if row.strip())]
        return between + self.valued(head, value, column, annotation, key.start_mark.column)

    def valued(self, head: str, node: Any, column: int, annotation: Any, outer: int) -> list[str]:
        """What stands behind a key or a dash."""
        if node.id == "scalar":
            return (self.text_block if node.style in ("|", ">") else self.scalar)(head, node, column)
        if node.flow_style:
            return self.flow(head, node, column, annotation, outer)
        return _below(head, column, "", self.block(node, column + 2, annotation, outer))

    def scalar(self, head: str, node: Any, column: int) -> list[str]:
        self.source.written(node.end_mark.line)
        beside = self.source.beside(node.end_mark.line)
        if not node.style and not node.value:
            return [head + beside]
        line = f"{head} {self.on_a_line(node)}{beside}"
        return [line] if len(line) <= LIMIT else _folded(f"{head} >-{beside}", node.value, column) or [line]

    def on_a_line(self, node: Any, marks: str = "") -> str:
        """A scalar on one line, as it is written if that is one."""
        given = self.source.of(node)
        return scalar(node.value, marks) if "\n" in given or node.style == "'" else given

    def text_block(self, head: str, node: Any, column: int) -> list[str]:
        """A text below its head, line by line as it is; one that needs a number or a ``+`` in its head is put in quotes."""
        first = node.start_mark.line
        rows = self.source.of(node).split("\n")[1:]
        while rows and not rows[-1].strip():
            rows.pop()
        self.source.written(first + len(rows))
        beside = self.source.beside(first)
        mark = self.source.of(node).split(maxsplit=1)[0]
        if re.search(r"[\d+]", mark):
            return [f"{head} {json.dumps(node.value, ensure_ascii=False)}{beside}"]
        inside = next((len(row) - len(row.lstrip()) for row in rows if row.strip()), 0)
        moved = [f"{' ' * (column + 2)}{row[inside:]}" if row[inside:] else "" for row in rows]
        is_wide = mark.startswith(">") and any(len(row) > LIMIT for row in moved)
        whole = f"{head} {mark}{beside}"
        return (is_wide and _folded(whole, node.value.removesuffix("\n"), column)) or [whole, *moved]

    def flow(self, head: str, node: Any, column: int, annotation: Any, outer: int) -> list[str]:
        """A mapping or list between brackets: on its lines while they fit, on one, or with a line for each entry."""
        first, last = node.start_mark.line, node.end_mark.line
        self.source.written(last)
        rows = self.moved(head, node)
        written = self.between_brackets(node, annotation)
        if self.source.has_comments(first, last):
            self.source.leave(first, last)
            return [*rows[:-1], rows[-1] + self.source.beside(last)]
        beside = self.source.beside(last)
        if " ".join(self.source.of(node).split()) != written:
            rows = [f"{head} {written}"]
        rows[-1] += beside
        if all(len(row) <= LIMIT for row in rows) or not node.value:
            return rows
        return _below(head, column, beside, self.block(node, column + 2, annotation, outer))

    def moved(self, head: str, node: Any) -> list[str]:
        """The lines of a node as they stand, moved to where it begins now."""
        first, *others = self.source.of(node).split("\n")
        by = len(head) + 1 - node.start_mark.column
        indents = (max(len(row) - len(row.lstrip()) + by, 0) for row in others)
        return [f"{head} {first}".rstrip(), *(" " * indent + row.strip() for indent, row in zip(indents, others, strict=True))]

    def between_brackets(self, node: Any, annotation: Any) -> str:
        if node.id == "scalar":
            return self.on_a_line(node, FLOW_MARKS)
        if node.id == "sequence":
            return f"[{', '.join(self.between_brackets(one, of_items(annotation)) for one in node.value)}]"
        said = {
            key.value: f"{self.on_a_line(key, FLOW_MARKS)}: {self.between_brackets(value, of_key(annotation, key.value))}"
            for key, value in node.value
        }
        return f"{{{', '.join(said[name] for name in in_order(record_of(annotation), list(said)))}}}"


def _is_block(node: Any) -> bool:
    return node.id != "scalar" and not node.flow_style


def _folded(head: str, text: str, column: int) -> list[str]:
    """A text folded below its head; nothing if folding it would change it, or if it is one word."""
    rows = textwrap.wrap(text, WIDTH - column - 2, break_long_words=False, break_on_hyphens=False)
    if " " not in text or " ".join(rows) != text or text != text.strip():
        return []
    return [head, *(f"{' ' * (column + 2)}{row}" for row in rows)]


def _below(head: str, column: int, beside: str, rows: list[str]) -> list[str]:
    """Lines below a key, or behind a dash; comments that would stand between the dash and what it lists go before it."""
    if not head.endswith("-"):
        return [head + beside, *rows]
    said = next(number for number, row in enumerate(rows) if row.strip() and not row.lstrip().startswith("#"))
    comments = [row.strip() for row in (beside, *rows[:said]) if row.strip()]
    return [*(" " * column + comment for comment in comments), f"{head}{rows[said][column + 1 :]}", *rows[said + 1 :]]
