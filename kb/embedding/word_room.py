"""How wide a table can be where it stands in a Word document: its cell, its column of text, its own section."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from kb.tables.word_notes import element

if TYPE_CHECKING:
    from lxml.etree import _Element

PAGE, HEIGHT, MARGIN, CELL_MARGINS, GAP = 12240, 15840, 1440, 216, 708  # in twips: what Word takes where a document says nothing
LEAST = 1400


def room_at(place: _Element) -> int:
    """The width in twips that a paragraph or table has at a place of the body."""
    for above in place.iterancestors():
        if _is(above, "tc"):
            return max(_cell(above) - CELL_MARGINS, LEAST)
    return room_of(section_of(place))


def room_of(section: _Element | None) -> int:
    """The width in twips of a column of text in a section."""
    size, margins, columns = (None if section is None else section.find(f"{{*}}{name}") for name in ("pgSz", "pgMar", "cols"))
    text = _twips(size, "w", PAGE) - _twips(margins, "left", MARGIN) - _twips(margins, "right", MARGIN)
    if columns is None:
        return max(text, LEAST)
    own = min((_twips(one, "w", 0) for one in columns.iterfind("{*}col")), default=0)
    count = max(_twips(columns, "num", 1), 1)
    return max(own or (text - _twips(columns, "space", GAP) * (count - 1)) // count, LEAST)


def section_of(place: _Element) -> _Element | None:
    """The properties of the section in which an element of the body stands; None in a document that has none."""
    body = next((above for above in place.iterancestors() if _is(above, "body")), None)
    outermost = place
    while body is not None and outermost.getparent() is not body:
        outermost = outermost.getparent()
    for one in (outermost, *outermost.itersiblings()):
        found = one if _is(one, "sectPr") else one.find("{*}pPr/{*}sectPr") if isinstance(one.tag, str) else None
        if found is not None:
            return found
    return None


def turned(section: _Element | None) -> _Element:
    """The properties of a section on pages as wide as those of this one are high."""
    made = element("sectPr") if section is None else deepcopy(section)
    sizes, margins = _child(made, "pgSz"), _child(made, "pgMar")
    sides = sorted((_twips(sizes, "w", PAGE), _twips(sizes, "h", HEIGHT)))
    for name, value in (("w", sides[1]), ("h", sides[0]), ("orient", "landscape")):
        sizes.set(sizes.tag.replace("pgSz", name), str(value))
    for side in ("top", "right", "bottom", "left"):
        margins.set(margins.tag.replace("pgMar", side), str(min(_twips(margins, side, MARGIN), 1020)))
    for columns in made.findall("{*}cols"):
        made.remove(columns)
    return made


def _child(section: _Element, name: str) -> _Element:
    found = section.find(f"{{*}}{name}")
    if found is None:
        found = element(name)
        section.append(found)
    return found


def _cell(cell: _Element) -> int:
    width = cell.find("{*}tcPr/{*}tcW")
    if width is not None and _attribute(width, "type") in (None, "dxa") and _twips(width, "w", 0):
        return _twips(width, "w", 0)
    row, table = cell.getparent(), next(above for above in cell.iterancestors() if _is(above, "tbl"))
    grid = [_twips(one, "w", 0) for one in table.iterfind("{*}tblGrid/{*}gridCol")]
    at = [one for one in row if _is(one, "tc")].index(cell) if row is not None else 0
    return grid[at] if at < len(grid) and grid[at] else room_at(table) // max(len(grid), 1)


def _is(one: _Element, name: str) -> bool:
    return isinstance(one.tag, str) and one.tag.endswith(f"}}{name}")


def _attribute(one: _Element, name: str) -> str | None:
    return next((value for key, value in one.attrib.items() if key.rpartition("}")[2] == name), None)


def _twips(one: _Element | None, name: str, otherwise: int) -> int:
    """A measure in twips; what is missing or is no number is as documents usually have it."""
    try:
        return int(float(_attribute(one, name) or "")) if one is not None else otherwise
    except ValueError:
        return otherwise
