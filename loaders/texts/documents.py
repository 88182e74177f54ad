"""Read one document whatever its form: the content decides which reader takes it."""

from __future__ import annotations

import re

from kb.loaders.texts import akoma_ntoso, clml, ecfr, eurlex_html, formex, headed_text, provision_json, uslm
from kb.loaders.texts.hardened import local_name, parse_html, parse_xml
from kb.loaders.texts.law_text import MAX_BYTES, LawText, UnreadableTextError

XML_READERS = (akoma_ntoso, clml, formex, uslm, ecfr)
SUFFIXES = (".json", ".xml", ".html", ".htm", ".xhtml", ".txt", ".md")
PAGE = re.compile(rb"<html|<!doctype html", re.IGNORECASE)


def read_document(content: bytes, suffix: str) -> LawText | None:
    """The text of law in a document; None if it is of no form that is known, or holds no words of law.

    UnreadableTextError says why a document of a known form cannot be read. ``suffix`` is that of its name.
    """
    if len(content) > MAX_BYTES:
        raise UnreadableTextError(f"is larger than {MAX_BYTES // 1_000_000} MB, more than any text of law")
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:2000]
    if provision_json.recognises(content):
        return provision_json.read(content)
    if PAGE.search(start):
        return _page(content)
    if start.startswith(b"<") or suffix == ".xml":
        return _xml(content)
    return headed_text.read(content) if suffix in (".txt", ".md", "") else None


def _page(content: bytes) -> LawText | None:
    text = eurlex_html.read(parse_html(content)) if eurlex_html.recognises(content) else None
    return text if text and text.provisions else None


def _xml(content: bytes) -> LawText | None:
    root = parse_xml(content)
    reader = next((one for one in XML_READERS if one.recognises(root)), None)
    if reader is None:
        raise UnreadableTextError(f"begins with <{local_name(root)}>, which is no form of law that is known")
    text: LawText = reader.read(root)
    if not text.provisions:
        raise UnreadableTextError("has no numbered provision")
    return text
