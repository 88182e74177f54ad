"""The picture of a brief, 16:9 with words in its cells, and the whole brief as pages, both set by Typst from data alone."""

from __future__ import annotations

import datetime
import json
from dataclasses import asdict
from typing import Any, Literal

from kb.briefing.content import Content, PictureCell
from kb.naming.links import safe_link
from kb.tables.html import TEMPLATES
from kb.tables.sheet import SheetCell
from kb.values.words import with_clauses

DOTS_PER_INCH = 144.0
TEMPLATE = TEMPLATES / "brief.typ"


def picture(found: Content, kind: Literal["svg", "png"] = "png", is_alone: bool = True) -> bytes:
    """The picture: 1920 by 1080 points of a screen as PNG; in a text, which has title and days, only as high as its rows."""
    return _set(found, kind, is_alone)


def pages(found: Content) -> bytes:
    """The whole brief as a PDF."""
    return _set(found, "pdf")


def in_words(found: Content) -> str:
    """The picture in words, for who cannot see it."""
    told = [(question, zip(found.places, row, strict=True)) for question, row in found.picture]
    return " ".join(f"{question} {'; '.join(_in_words(*one) for one in row)}." for question, row in told)


def _in_words(place: str, cell: PictureCell) -> str:
    return f"{place}: {' '.join(filter(None, (cell.says, cell.otherwise)))}"


def _set(found: Content, kind: Literal["svg", "png", "pdf"], is_alone: bool = True) -> bytes:
    import typst

    alone = {"alone": "yes"} if is_alone else {}
    inputs = {"data": json.dumps(_plain(found), ensure_ascii=False), "kind": kind, **alone}
    made = datetime.datetime.fromisoformat(f"{found.comparison.known_on}T00:00:00+00:00")
    dots = DOTS_PER_INCH if kind == "png" else None
    written: bytes = typst.compile(TEMPLATE, format=kind, ppi=dots, sys_inputs=inputs, timestamp=made if kind == "pdf" else None)
    return written


def _plain(found: Content) -> dict[str, Any]:
    names = ("title", "dates", "read", "cite_as", "headings", "quiet", "open_line", "usual", "places", "counted")
    data: dict[str, Any] = {name: getattr(found, name) for name in names}
    data |= {"lang": found.language.code, "legend": found.language.t("legend"), "question": found.language.t("question")}
    data["sentences"] = [asdict(one) for one in found.sentences]
    data["picture"] = [{"question": question, "cells": [asdict(cell) for cell in row]} for question, row in found.picture]
    data["table"] = [{"question": row.text, "cells": [_said(cell) for cell in row.cells]} for row in found.sheet.rows]
    data |= {name: [asdict(one) for one in getattr(found, name)] for name in ("events", "contested", "coming")}
    data["notes"] = [{"n": note.n, "citation": note.citation, "url": safe_link(note.url)} for note in found.sheet.notes]
    return data


def _said(cell: SheetCell) -> dict[str, Any]:
    says = with_clauses(cell.words)
    return {"says": f"{says}. {cell.words.sentence}" if cell.words.sentence else says, "notes": cell.words.referred}
