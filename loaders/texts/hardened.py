"""Parse XML and HTML from outside: no entities, no outside files, no network, no deep nesting.

The process in which this runs has limits of time and memory besides (:mod:`kb.texts.worker`).
"""

from __future__ import annotations

from typing import Any

from lxml import etree, html

from kb.loaders.texts.law_text import UnreadableTextError

MAX_DEPTH = 200


def parse_xml(content: bytes) -> Any:
    """The root element of a document; UnreadableTextError for what is no XML, declares entities or nests too deep."""
    if b"<!ENTITY" in content.replace(b"\x00", b""):
        raise UnreadableTextError("declares entities of its own, which are not read; take a copy without a DOCTYPE")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    return _checked(_parsed(content, parser))


def parse_html(content: bytes) -> Any:
    """The root element of a page; UnreadableTextError for what is none or nests too deep."""
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    return _checked(_parsed(content, parser))


def local_name(element: Any) -> str:
    """The name of an element without its namespace; nothing for what is no element."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _parsed(content: bytes, parser: Any) -> Any:
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableTextError(f"cannot be parsed: {str(error).splitlines()[0]}") from None
    if root is None:
        raise UnreadableTextError("is empty")
    return root


def _checked(root: Any) -> Any:
    """The root again, if nothing in it nests deeper than any law does."""
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise UnreadableTextError(f"nests deeper than {MAX_DEPTH} elements, which no text of law does")
        level = [child for element in level for child in element]
    return root
