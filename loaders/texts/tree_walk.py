"""From a tree of marked-up law to provisions: each numbered unit with all the words in it.

A reader only says which elements are units. A unit with a kind (``art.``, ``s.``, ``Part``) begins a pinpoint; one without is a
part of the unit around it and goes into brackets: ``art. 34`` and then ``1`` and ``a`` are ``art. 34(1)(a)``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from kb.loaders.texts.hardened import local_name
from kb.loaders.texts.law_text import MAX_PROVISIONS, Provision, UnreadableTextError

ENCLOSING = ("Sch.", "annex")  # what stands in these is numbered within them
NUMBER = re.compile(r"[0-9]+[0-9A-Za-z.\-]*|[A-Za-z]+")
LEADS = re.compile(
    r"^\W*(articles?|art|sections?|sec|paragraphs?|chapter|part|title|schedule|annex|division|rule|regulation|clause|artigo|artikel)\b\.?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Unit:
    """What an element is to a pinpoint: its kind (nothing within another unit), its number, its heading."""

    kind: str
    number: str
    heading: str = ""


Recognise = Callable[[Any], Unit | None]


def bare_number(text: str | None) -> str:
    """The number in a printed label; nothing where there is none.

    >>> bare_number("Article 34"), bare_number("(a)"), bare_number("§ 202.1301.")
    ('34', 'a', '202.1301')
    """
    found = NUMBER.search(LEADS.sub("", text or ""))
    return found.group().rstrip(".-") if found else ""


def provisions_of(root: Any, unit_of: Recognise, blocks: frozenset[str]) -> tuple[Provision, ...]:
    """All numbered units below an element, in the order of the text; ``blocks`` are elements that begin a line."""
    found: dict[str, Provision] = {}
    for pinpoint, element, unit in _units(root, unit_of, ""):
        if len(found) >= MAX_PROVISIONS:
            raise UnreadableTextError(f"has more than {MAX_PROVISIONS} provisions")
        words = words_of(element, blocks)
        if words and pinpoint not in found:
            found[pinpoint] = Provision(pinpoint, words, unit.heading)
    return tuple(found.values())


def _units(element: Any, unit_of: Recognise, around: str) -> Iterator[tuple[str, Any, Unit]]:
    for child in element:
        unit = unit_of(child)
        inside = around
        if unit and unit.number and (unit.kind or around):
            inside = _pinpoint(unit, around)
            yield inside, child, unit
        yield from _units(child, unit_of, inside)


def _pinpoint(unit: Unit, around: str) -> str:
    if not unit.kind:
        return f"{around}({unit.number})"
    within = f"{around} " if around.startswith(ENCLOSING) and not unit.kind.startswith(ENCLOSING) else ""
    return f"{within}{unit.kind} {unit.number}"


def words_of(element: Any, blocks: frozenset[str]) -> str:
    """All words below an element; elements among ``blocks`` begin a line."""
    parts: list[str] = []
    _gather(element, blocks, parts)
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _gather(element: Any, blocks: frozenset[str], parts: list[str]) -> None:
    is_block = local_name(element) in blocks
    parts.append("\n" if is_block else "")
    if isinstance(element.tag, str):
        parts.append((element.text or "").replace("\n", " "))
        for child in element:
            _gather(child, blocks, parts)
            parts.append((child.tail or "").replace("\n", " "))
    parts.append("\n" if is_block else " ")


def first_words(element: Any, name: str) -> str:
    """The words of the first child of a name; nothing where there is none."""
    child = next((one for one in element if local_name(one) == name), None)
    return "" if child is None else words_of(child, frozenset())


def descendant_words(root: Any, name: str) -> str:
    """The words of the first element of a name anywhere below; nothing where there is none."""
    found = next((one for one in root.iter() if local_name(one) == name), None)
    return "" if found is None else words_of(found, frozenset())


def attribute_of(root: Any, name: str, attribute: str) -> str:
    """An attribute of the first element of a name anywhere below; nothing where there is none."""
    found = next((one for one in root.iter() if local_name(one) == name and one.get(attribute)), None)
    return "" if found is None else str(found.get(attribute))
