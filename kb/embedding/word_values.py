"""Single values in Word: ``{kb: us forced-divestiture}`` becomes a content control that keeps what it asks as hidden text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import TYPE_CHECKING

from kb.embedding.places import VIEWS
from kb.tables.word_notes import element, written

if TYPE_CHECKING:
    from lxml.etree import _Element

TAG = "kb:value"
OTHERS = "|".join((*VIEWS, "end"))
RAW = re.compile(rf"\{{kb:(?!(?:{OTHERS})\b)\s*([^{{}}]*)\}}")
Value = tuple[str, str | None, Callable[[str], None]]


def written_values(paragraph: _Element) -> Iterator[Value]:
    """What each value in content controls asks for, what it shows, and how to write it anew."""
    for control in paragraph.iter("{*}sdt"):
        tag = control.find("{*}sdtPr/{*}tag")
        runs = list(control.iterfind("{*}sdtContent/{*}r"))
        if tag is None or TAG not in tag.attrib.values() or len(runs) < 2:
            continue
        asks = _text(runs[0])

        def replace(said: str, shown: list[_Element] = runs[1:]) -> None:
            _set_text(shown[0], said)
            for one in shown[1:]:
                one.getparent().remove(one)

        yield asks, "".join(_text(one) for one in runs[1:]), replace


def raw_values(paragraph: _Element) -> Iterator[Value]:
    """What each ``{kb: ...}`` asks for and how to put a value in its place, the last one first."""
    runs = _runs(paragraph)
    whole = "".join(_text(one) for one in runs)
    for found in reversed(list(RAW.finditer(whole))):
        start, end, asks = found.start(), found.end(), found.group(1).strip()

        def replace(said: str, start: int = start, end: int = end, asks: str = asks) -> None:
            _replace(paragraph, start, end, asks, said)

        yield asks, None, replace


def _runs(paragraph: _Element) -> list[_Element]:
    """The runs with text of a paragraph, those that were inserted under review and those of links too; none of controls."""
    return [
        one
        for one in paragraph.iter("{*}r")
        if one.find("{*}t") is not None and not any(_is_apart(above, paragraph) for above in one.iterancestors())
    ]


def _is_apart(above: _Element, paragraph: _Element) -> bool:
    """Whether what is in it is not read as part of the paragraph around it."""
    return (
        above is not paragraph and above.tag.rpartition("}")[2] in ("sdt", "txbxContent") and paragraph in above.iterancestors()
    )


def _replace(paragraph: _Element, start: int, end: int, asks: str, said: str) -> None:
    """Cut characters out of the runs of a paragraph and put a content control in their place."""
    at, first = 0, None
    for one in _runs(paragraph):
        text = _text(one)
        low, high = max(start - at, 0), min(end - at, len(text))
        at += len(text)
        if low >= high and not (low == 0 and first is not None and high > 0):
            continue
        if first is None:
            first = one
            tail = deepcopy(one)
            _set_text(tail, text[high:])
            _set_text(one, text[:low])
            one.addnext(_control(one, asks, said))
            one.getnext().addnext(tail)
        else:
            _set_text(one, text[high:])


def _control(like: _Element, asks: str, said: str) -> _Element:
    shown, hidden = deepcopy(like), deepcopy(like)
    _set_text(shown, said)
    _set_text(hidden, asks)
    look = hidden.find("{*}rPr")
    if look is None:
        look = element("rPr")
        hidden.insert(0, look)
    look.append(element("vanish"))
    properties = element("sdtPr", element("alias", val="Value"), element("tag", val=TAG))
    return element("sdt", properties, element("sdtContent", hidden, shown))


def _text(one: _Element) -> str:
    return "".join(text.text or "" for text in one.iterfind("{*}t"))


def _set_text(one: _Element, text: str) -> None:
    for old in list(one.iterfind("{*}t")):
        one.remove(old)
    one.append(written(text))
