"""One cell in an address: ``us.forced-divestiture``, held at a point of its own ``us.forced-divestiture@2025-09-15@2026-11-22``.

A platform may follow the two days, ``...@2026-11-22@tiktok``, and after it whatever else is held, as ``key=value``.
"""

from __future__ import annotations

import re

from kb.errors import UsageError
from kb.naming.names import known
from kb.values.dialects import WORD, Fields, Texts
from kb.values.view_fields import FIELDS

CELL, POINT = ("jurisdictions", "questions"), ("as_of", "known_on", "platform")
HOW = "write a jurisdiction and a question with a full stop between them, as us.my-question; to hold it, add @ and two days"


def print_cell(asked: Texts, fields: Fields = FIELDS) -> str:
    """The address of the one cell that is asked; UsageError for what is no cell or cannot stand in it."""
    held = {field.name: field.address[0] for field in fields if field.pinned}
    first = [asked.get(name, ()) for name in CELL]
    if lost := [name for name in asked if asked[name] and name not in (*CELL, *held)]:
        raise UsageError(f"the address of a cell holds no {' and no '.join(lost)}")
    if any(len(names) != 1 for names in first) or not _is_point([name for name in held if asked.get(name)]):
        raise UsageError(f"this is not one cell; {HOW}")
    rest = [f"{held[name]}={asked[name]}" for name in held if name not in POINT and asked.get(name)]
    parts = [*(names[0] for names in first), *(str(asked[name]) for name in POINT if asked.get(name))]
    if not all(re.fullmatch(WORD, part) for part in (*parts, *(one.partition("=")[2] for one in rest))) or "." in parts[0]:
        raise UsageError(f"a name of it cannot stand in an address; {HOW}")
    return "@".join([f"{parts[0]}.{parts[1]}", *parts[2:], *rest])


def _is_point(held: list[str]) -> bool:
    """Whether nothing is held, or both days are."""
    return not held or {"as_of", "known_on"} <= set(held)


def parse_cell(text: str, fields: Fields = FIELDS) -> Texts:
    """What the address of a cell asks; UsageError for anything else."""
    keys = {key: field.name for field in fields if field.pinned for key in field.address}
    name, *parts = text.split("@")
    point = [part for part in parts if "=" not in part]
    rest = [part.partition("=") for part in parts[len(point) :]]
    place, _, question = name.partition(".")
    if not place or not question or len(point) not in (0, 2, 3) or len(point) + len(rest) != len(parts) or "" in point:
        raise UsageError(f"{text[:80]!r} is no cell; {HOW}")
    others: Texts = {keys[known("key", key, keys)]: value for key, _, value in rest}
    if not all(equals for _, equals, _ in rest) or (others and not point) or others.keys() & set(POINT):
        raise UsageError(f"{text[:80]!r} is no cell; {HOW}")
    return {"jurisdictions": (place,), "questions": (question,), **dict(zip(POINT, point, strict=False)), **others}
