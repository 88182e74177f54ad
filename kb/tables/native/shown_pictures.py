"""What a picture, a PDF or slides show, piece by piece, and the seal that they carry.

The last piece of what is drawn is a hash of how it is drawn; the pieces before it are its words.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from kb.errors import KnowledgeBaseError
from kb.tables.native.drawn import fingerprint, keywords, pages
from kb.tables.office_seal import seals_in
from kb.tables.shown import Shown, words
from kb.tables.shown_files import refuse_bomb

SEAL_IN_SVG = re.compile(r"<metadata>\s*kb:seal (.*?)\s*</metadata>", re.DOTALL)
SEAL_KEY, MOST_POINTS = "kb:seal", 200_000_000
STRIP = 256  # lines


def shown_svg(data: bytes) -> Shown:
    """The words of the texts of an SVG and a hash of all the rest; KnowledgeBaseError if it is none."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise KnowledgeBaseError("this is not UTF-8 text, so it is no picture of ours") from None
    rest = SEAL_IN_SVG.sub("", text)
    said = [piece for found in re.findall(r"<(?:text|title|desc)\b[^>]*>([^<]*)<", rest) for piece in words(unescape(found))]
    return Shown((*said, _drawn([" ".join(words(rest)).encode()])), tuple(map(unescape, SEAL_IN_SVG.findall(text))))


def shown_png(data: bytes) -> Shown:
    """A hash of the points of a picture, however they are packed; KnowledgeBaseError if it is none."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > MOST_POINTS:
                raise KnowledgeBaseError("this picture is larger than any that is exported here")
            seals = (str(picture.info[SEAL_KEY]),) if SEAL_KEY in picture.info else ()
            drawn = _drawn(_strips(picture))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise KnowledgeBaseError(f"this is no picture that can be read: {error}") from None
    return Shown((drawn,), seals)


def _strips(picture: Any) -> Iterator[bytes]:
    """The size of a picture, then its points from above, some lines at once, so that they are not held again as a whole."""
    yield f"{picture.size}".encode()
    for top in range(0, picture.height, STRIP):
        lines = picture.crop((0, top, picture.width, min(top + STRIP, picture.height)))
        yield lines.convert("RGBA").tobytes()


def shown_pdf(data: bytes) -> Shown:
    """The words of every page and a hash of all that a PDF holds; KnowledgeBaseError if it is none."""
    said = [piece for page in pages(data) for run in page.runs for piece in words(run.text)]
    key = keywords(data)
    seals = (key.removeprefix(f"{SEAL_KEY} "),) if key.startswith(f"{SEAL_KEY} ") else ()
    return Shown((*said, f"drawn {fingerprint(data)}"), seals)


def shown_slides(data: bytes) -> Shown:
    """The words of every shape and of the speaker's notes, and what is hidden; KnowledgeBaseError if it holds no slides."""
    from pptx import Presentation

    refuse_bomb(data)
    try:
        slides = Presentation(io.BytesIO(data)).slides
        pieces = [piece for slide in slides for piece in _slide(slide)]
    except (KeyError, ValueError, AttributeError) as error:
        raise KnowledgeBaseError(f"these are no slides that can be read: {error}") from None
    return Shown(tuple(pieces), tuple(seals_in(data)))


def _slide(slide: Any) -> Iterator[str]:
    yield "slide" if slide.element.get("show") != "0" else "hidden slide"
    for shape in slide.shapes:
        yield f"{shape.shape_type}"
        for paragraph in shape.element.iter("{*}p"):
            yield from (*words("".join(one.text or "" for one in paragraph.iter("{*}t"))), "\n")
    if slide.has_notes_slide:
        yield from words(slide.notes_slide.notes_text_frame.text)


def _drawn(pieces: Iterable[bytes]) -> str:
    found = hashlib.sha256()
    for piece in pieces:
        found.update(piece)
    return f"drawn {found.hexdigest()}"


def shown_odt(data: bytes) -> Shown:
    """The words of every paragraph of an OpenDocument text, and the seal in its metadata; KnowledgeBaseError if it is none."""
    from lxml import etree

    refuse_bomb(data)
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        body, meta = (etree.fromstring(archive.read(name), parser) for name in ("content.xml", "meta.xml"))
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError) as error:
        raise KnowledgeBaseError(f"this is no OpenDocument text that can be read: {error}") from None
    pieces = list[str]()
    for paragraph in body.iter("{*}p", "{*}h"):
        pieces += [*words("".join(_spaced(paragraph))), "\n"]
    named = (one for one in meta.iter("{*}user-defined") if SEAL_KEY in one.attrib.values())
    return Shown(tuple(pieces), tuple(one.text or "" for one in named))


def _spaced(paragraph: Any) -> Iterator[str]:
    """The text of a paragraph; its notes stand for themselves, and spaces and breaks are elements."""
    noted = {one for note in paragraph.iter("{*}note") for one in note.iterdescendants()}
    for one in paragraph.iter():
        if one in noted:
            continue
        name = one.tag.rpartition("}")[2] if isinstance(one.tag, str) else ""
        yield " " if name in ("s", "tab", "line-break") else ""
        yield "" if name == "note" else one.text or ""
        yield one.tail or "" if one is not paragraph else ""
