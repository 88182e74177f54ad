"""A brief as wide slides: the sentences, the picture, what changed, what is contested and what comes; sources as notes."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from typing import Any

from kb.briefing.content import Content
from kb.briefing.events_told import Told
from kb.briefing.picture import in_words, picture
from kb.tables.native.pptx import HIGH, INK, MARGIN, SOFT, WIDE

MOST_ITEMS, MOST_LINES, SENTENCE, CAUTION, ITEM, LINE = 9, 2, 15, 10, 11, 9


def slides(found: Content) -> bytes:
    """The brief as the bytes of a .pptx file."""
    from pptx import Presentation as new  # noqa: N813
    from pptx.util import Inches

    deck: Any = new()
    deck.slide_width, deck.slide_height = Inches(WIDE), Inches(HIGH)
    properties, made = deck.core_properties, datetime.datetime.fromisoformat(found.comparison.known_on)
    properties.title, properties.author, properties.comments = found.title[:250], "", found.dates
    properties.created = properties.modified = made
    _text_slide(deck, found, found.title, [(f"{n}. {one.text}", one.caution) for n, one in enumerate(found.sentences, 1)])
    _picture_slide(deck, found)
    for name, items in (("changes", found.events), ("contested", found.contested), ("coming", found.coming)):
        if items:
            _text_slide(deck, found, found.headings[name], _pairs(items), (ITEM, LINE))
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def _pairs(items: Sequence[Told]) -> list[tuple[str, str]]:
    return [(one.head, "\n".join(one.lines[:MOST_LINES])) for one in items[:MOST_ITEMS]]


def _text_slide(
    deck: Any, found: Content, title: str, said: Sequence[tuple[str, str]], letters: tuple[int, int] = (SENTENCE, CAUTION)
) -> None:
    """A slide of paragraphs, each with what is said of it in small letters; what it rests on is in the speaker's notes."""
    from pptx.util import Inches

    slide = deck.slides.add_slide(deck.slide_layouts[5])
    _title(slide, title)
    box = slide.shapes.add_textbox(Inches(MARGIN), Inches(1.15), Inches(WIDE - 2 * MARGIN), Inches(5.7))
    box.text_frame.word_wrap = True
    for at, (text, below) in enumerate(said):
        paragraph = box.text_frame.paragraphs[0] if at == 0 else box.text_frame.add_paragraph()
        _run(paragraph, text, letters[0], INK)
        for line in filter(None, below.split("\n")):
            _run(box.text_frame.add_paragraph(), line, letters[1], SOFT)
    foot = slide.shapes.add_textbox(Inches(MARGIN), Inches(HIGH - 0.6), Inches(WIDE - 2 * MARGIN), Inches(0.45))
    foot.text_frame.word_wrap = True
    _run(foot.text_frame.paragraphs[0], found.days, 8, SOFT)
    slide.notes_slide.notes_text_frame.text = _speaker(found)


def _title(slide: Any, title: str) -> None:
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Inches

    box = slide.shapes.title
    box.left, box.top, box.width, box.height = (Inches(size) for size in (MARGIN, 0.3, WIDE - 2 * MARGIN, 0.75))
    box.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT
    _run(box.text_frame.paragraphs[0], title, 24, INK, bold=True)


def _run(paragraph: Any, text: str, points: int, color: str, bold: bool = False) -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    run = paragraph.add_run()
    run.text, run.font.size, run.font.bold = text, Pt(points), bold
    run.font.color.rgb = RGBColor.from_string(color)  # type: ignore[no-untyped-call]
    paragraph.space_after = Pt(4)


def _picture_slide(deck: Any, found: Content) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    shape = slide.shapes.add_picture(io.BytesIO(picture(found)), 0, 0, deck.slide_width, deck.slide_height)
    shape._element.nvPicPr.cNvPr.set("descr", in_words(found))
    slide.notes_slide.notes_text_frame.text = _speaker(found)


def _speaker(found: Content) -> str:
    notes = [f"[{note.n}] {note.citation}. {note.url or ''}".rstrip() for note in found.sheet.notes]
    return "\n".join([found.dates, found.read, *notes, found.cite_as])
