"""What a page of a PDF has drawn on it, run by run: texts with their place, font and colour, lines and areas."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kb.errors import KnowledgeBaseError

if TYPE_CHECKING:
    from pdfminer.layout import LTChar, LTPage

SPACE, APART = 0.12, 1.5  # of the size of the letters
LEFT_OUT = ("Metadata", "Info", "ID")
Colour = tuple[float, ...]


@dataclass
class Run:
    """Letters that stand in one line in one font; ``x``, ``y`` begin its base line, in points from the lower left corner.

    ``end`` is where its last letter ends, ``seen`` where the last one ends that is no space.
    """

    x: float
    y: float
    size: float
    font: str
    colour: Colour
    end: float
    text: str = ""
    seen: float = 0.0


@dataclass(frozen=True)
class Shape:
    """A line or an area: its box, its width if it is a line, and its colour."""

    box: tuple[float, float, float, float]
    line: float | None
    colour: Colour


@dataclass
class Page:
    """The width and height of a page in points, its shapes and its runs in the order in which they are drawn."""

    width: float
    height: float
    shapes: list[Shape] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)


def pages(data: bytes) -> Iterator[Page]:
    """Every page of a PDF; KnowledgeBaseError if it is none that can be read."""
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage

    manager = PDFResourceManager()
    device = PDFPageAggregator(manager, laparams=None)
    interpreter = PDFPageInterpreter(manager, device)
    try:
        for page in PDFPage.get_pages(io.BytesIO(data)):
            interpreter.process_page(page)
            yield _page(device.get_result())
    except (PDFException, ValueError, KeyError, TypeError) as error:
        raise KnowledgeBaseError(f"this is no PDF that can be read: {error}") from None


def _page(layout: LTPage) -> Page:
    from pdfminer.layout import LTChar, LTCurve

    made = Page(layout.width, layout.height)
    for one in layout:
        if isinstance(one, LTChar):
            _letter(made.runs, one)
        elif isinstance(one, LTCurve):
            colour = _colour(one.stroking_color if one.stroke else one.non_stroking_color)
            made.shapes.append(Shape(one.bbox, one.linewidth or 1.0 if one.stroke else None, colour))
    return made


def _letter(runs: list[Run], one: LTChar) -> None:
    """Put a letter to the run before it, or begin another; none begins with a space."""
    x, y, colour = one.matrix[4], one.matrix[5], _colour(one.graphicstate.ncolor)
    font, size = one.fontname.partition("+")[2] or one.fontname, one.size
    last = runs[-1] if runs else None
    gap = x - last.end if last else 0.0
    if last is None or (last.y, last.font, last.size, last.colour) != (y, font, size, colour) or not -1 < gap < APART * size:
        last = Run(x, y, size, font, colour, x)
        runs.append(last)
    elif gap > SPACE * size and not last.text.endswith(" "):
        last.text += " "
    if not last.text and not one.get_text().strip():
        runs.pop()
        return
    last.text += one.get_text()
    last.end = one.x1
    last.seen = one.x1 if one.get_text().strip() else last.seen


def _colour(said: Any) -> Colour:
    return tuple(map(float, said)) if isinstance(said, list | tuple) else (float(said or 0),)


def fingerprint(data: bytes) -> str:
    """SHA-256 of all that a PDF holds but what is said about it, whatever program saved it; KnowledgeBaseError if it is none."""
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.pdfparser import PDFParser

    digest, seen = hashlib.sha256(), dict[int, int]()
    try:
        catalog = PDFDocument(PDFParser(io.BytesIO(data))).catalog
        for part in _parts(catalog, seen):
            digest.update(part)
    except (PDFException, ValueError, KeyError, TypeError, RecursionError) as error:
        raise KnowledgeBaseError(f"this is no PDF that can be read: {error}") from None
    return digest.hexdigest()


def _parts(found: Any, seen: dict[int, int]) -> Iterator[bytes]:
    """A value of a PDF and all it refers to, each object once, in an order that its numbers do not decide."""
    from pdfminer.pdftypes import PDFObjRef, PDFStream

    waiting = [found]
    while waiting:
        one = waiting.pop()
        if isinstance(one, PDFObjRef):
            if one.objid in seen:
                yield f"<{seen[one.objid]}>".encode()
                continue
            seen[one.objid] = len(seen)
            one = one.resolve()
        if isinstance(one, PDFStream):
            yield b"stream" + hashlib.sha256(one.get_data()).digest()
            one = {name: said for name, said in one.attrs.items() if name not in ("Length", "Filter", "DecodeParms")}
        if isinstance(one, dict):
            names = sorted(name for name in one if name not in LEFT_OUT)
            yield repr(names).encode()
            waiting += [one[name] for name in reversed(names)]
        elif isinstance(one, list):
            yield f"[{len(one)}]".encode()
            waiting += list(reversed(one))
        else:
            yield repr(one).encode()


def keywords(data: bytes) -> str:
    """The keywords that a PDF says about itself; KnowledgeBaseError if it cannot be read."""
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.pdfparser import PDFParser
    from pdfminer.utils import decode_text

    try:
        told = PDFDocument(PDFParser(io.BytesIO(data))).info
        said = next((one["Keywords"] for one in told if "Keywords" in one), b"")
        return decode_text(said) if isinstance(said, bytes) else str(said)
    except (PDFException, ValueError, KeyError, TypeError) as error:
        raise KnowledgeBaseError(f"this is no PDF that can be read: {error}") from None
