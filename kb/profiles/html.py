"""Tables of pages as HTML, for documents and for the app."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

DAY = re.compile(r"\d{4}(-\d\d){0,2}")
TAG_OR_DAY = re.compile(r"<[^>]*>|\d{4}-\d\d-\d\d")


def html_table(columns: tuple[str, ...], rows: list[list[str]]) -> str:
    """A table of cells that are HTML already; each knows the name of its column, for pages too narrow for columns."""
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    lines = "".join(f"<tr>{''.join(map(_cell, columns, row))}</tr>" for row in rows)
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>"


def _cell(column: str, said: str) -> str:
    """A cell; a day is not broken over two lines, be it alone or among words."""
    look = ' class="day"' if DAY.fullmatch(said) else ""
    shown = said if look else TAG_OR_DAY.sub(_whole_day, said)
    return f'<td data-name="{escape(column)}"{look}>{shown}</td>' if said else "<td></td>"


def _whole_day(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith("<") else f'<span class="day">{found[0]}</span>'


def boxed(name: str, inner: str) -> str:
    """HTML in a box with a class."""
    return f'<div class="{escape(name)}">{inner}</div>'


def element(name: str, inner: str, **attributes: str) -> str:
    """An element around HTML; attributes are written as Python can: ``class_``, ``aria_hidden``."""
    told = "".join(f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{told}>{inner}</{name}>"


def folded(name: str, inner: str, is_open: bool = False) -> str:
    """HTML that folds below its name."""
    return f"<details{' open' if is_open else ''}><summary>{escape(name)}</summary>{inner}</details>"


def anchor(text: str, address: str) -> str:
    """A link."""
    return f'<a href="{escape(address)}">{escape(text)}</a>'


def source_list(notes: Sequence[tuple[int, str, str | None]], prefix: str) -> str:
    """Sources (number, citation, address if there is one) as a list, in which a number is found by its name behind the prefix."""
    lines = (
        f'<li id="{prefix}{n}" value="{n}">{anchor(says, address) if address else escape(says)}</li>'
        for n, says, address in notes
    )
    return f'<ol class="sources">{"".join(lines)}</ol>'


def strip(places: Sequence[tuple[str, str, int, int]]) -> str:
    """Places in a row, small: (name, address, how many of its cells are answered, of how many), each with a bar."""
    chips = []
    for name, address, answered, of in places:
        bar = f'<span class="bar" style="width: {round(100 * answered / of)}%"></span>'
        number = f'<span class="number">{answered} / {of}</span>'
        chips.append(f'<a href="{escape(address)}"><span>{escape(name)}</span>{number}{bar}</a>')
    return boxed("strip", "".join(chips))
