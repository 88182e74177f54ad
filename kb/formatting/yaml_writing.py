"""Write a value as the YAML of this project: plain where that is safe, else in quotes; long texts folded."""

from __future__ import annotations

import json
import re
import textwrap
from typing import Any

WIDTH = 130
FLOW_MARKS = ",[]{}?"  # end a plain text between brackets
PLAIN = re.compile(r"[\w(€$£§][^\n]*", re.UNICODE)


def entry(key: str, value: Any, indent: int) -> list[str]:
    """The lines of ``key: value`` at an indentation; lists and mappings on one line where they fit."""
    space = " " * indent
    line = f"{space}{key}: {flow(value) if isinstance(value, dict | list) else scalar(value)}"
    if len(line) <= WIDTH:
        return [line]
    if isinstance(value, str):
        if " " not in value:
            return [line]
        wrapped = textwrap.wrap(value, WIDTH - indent - 2, break_long_words=False, break_on_hyphens=False)
        return [f"{space}{key}: >-", *(f"{space}  {one}" for one in wrapped)]
    if isinstance(value, dict):
        return [f"{space}{key}:", *(line for name, one in value.items() for line in entry(name, one, indent + 2))]
    return [f"{space}{key}:", *(line for one in value for line in _item(one, indent + 2))]


def _item(value: Any, indent: int) -> list[str]:
    """The lines of an item of a list; a mapping that does not fit has a line for each key."""
    line = f"{' ' * indent}- {flow(value)}"
    if len(line) <= WIDTH or not isinstance(value, dict):
        return [line]
    first, *others = (line for name, one in value.items() for line in entry(name, one, indent + 2))
    return [f"{' ' * indent}- {first.lstrip()}", *others]


def flow(value: Any) -> str:
    """A value inside ``{}`` or ``[]``."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(value, FLOW_MARKS)


def scalar(text: str, reserved: str = "") -> str:
    """A text as it may stand on one line; ``reserved`` are characters that end it there."""
    is_plain = PLAIN.fullmatch(text) and not re.search(r": |:$| #|\s$", text) and not set(text) & set(reserved)
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def in_flow(text: str, start: int, end: int, new: str, column: int | None = None) -> tuple[int, int, str]:
    """The edit (start, end, new text) that puts an entry between braces or brackets there; one that would make a line too long
    begins a line of its own, at a column if one is given, and one longer than a line breaks before the day of reading."""
    line = text.rfind("\n", 0, start) + 1
    before = text[line:start]
    if len(before) + len(new) + len(text[end:].partition("\n")[0]) <= WIDTH:
        return start, end, new
    at = len(before) - len(before.lstrip()) + 3 if column is None else column
    if at + len(new) > WIDTH:
        new = new.replace(", read_on:", f",\n{' ' * (at + new.index('{') + 1)}read_on:")
    return line + len(before.rstrip()), end, "\n" + " " * at + new
