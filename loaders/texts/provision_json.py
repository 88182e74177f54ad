"""A JSON file with one object for a text of law: its instrument, language, version and source, and a list of provisions."""

from __future__ import annotations

import json
import re
from typing import Any

from kb.loaders.texts.law_text import LawText, Provision, UnreadableTextError, first_day, folded
from kb.loaders.texts.loci import has_more, loci_of

EXACT = ("", "provision itself")
SEVERAL = "provisions"
PARAPHRASE = "summary"
HASH = re.compile(r"[0-9a-f]{64}")
KINDS = {"P": "copy", "A": "anonymous", "A-derived": "anonymous"}


def recognises(content: bytes) -> bool:
    """Whether a file is JSON."""
    return content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"


def read(content: bytes) -> LawText | None:
    """The text of law in a file; None for JSON of another shape, or without words of law in it."""
    try:
        given = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UnreadableTextError(f"is not JSON: {error}") from None
    if not isinstance(given, dict) or not isinstance(given.get("provisions"), list):
        return None
    provisions = tuple(_provisions(given["provisions"], _numberings(given)))
    if not provisions:
        return None
    source = given.get("source") if isinstance(given.get("source"), dict) else {}
    version = _text(given, "version")
    return LawText(
        provisions,
        title=_text(given, "title"),
        instrument=_text(given, "instrument"),
        language=_text(given, "language"),
        version=version,
        dated=_text(given, "dated") or first_day(version),
        kind=KINDS.get(_text(source, "grade"), "anonymous"),
        source=_text(source, "what"),
        address=_text(source, "url"),
        publisher=_text(source, "publisher"),
        current_to=_text(given, "current_to"),
    )


def _numberings(given: dict[str, Any]) -> dict[str, str]:
    """Of other sources in the file, those that are this very act as of another year: by their title which edition each is."""
    act, year = _act(_text(given, "title")), _year(_text(given, "version"))
    others = given.get("further_sources")
    found = (
        {_text(one, "title"): _text(one, "version") for one in others if isinstance(one, dict)}
        if isinstance(others, list)
        else {}
    )
    return {title: other for title, other in found.items() if _year(other) not in ("", year) and _act(title) == act}


def _act(title: str) -> str:
    """What a title says before its first bracket."""
    return title.partition("(")[0].strip()


def _year(version: str) -> str:
    return first_day(version)[:4]


def _version(row: dict[str, Any], numberings: dict[str, str]) -> str:
    """The edition that the words of a provision are of, where it is not that of the file."""
    stands_in = row.get("stands_in")
    places = [one for one in stands_in if isinstance(one, str)] if isinstance(stands_in, list) else []
    return next((version for title, version in numberings.items() if any(one.startswith(title) for one in places)), "")


def _provisions(rows: list[Any], numberings: dict[str, str]) -> list[Provision]:
    """Provisions with words, by pinpoint; the same pinpoint for a second time is left out if it says the same.

    What stands in the act as it was numbered in another year has that year behind its pinpoint: ``art. 9 (2025)``.
    """
    found: dict[str, Provision] = {}
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            raise UnreadableTextError(f"provision {number} is no object; write {{'pinpoint': ..., 'text': ...}}")
        pinpoint, words = _text(row, "pinpoint"), _text(row, "text")
        hash_read = _hash_read(row)
        if not folded(words) and not hash_read:
            continue
        if not pinpoint:
            raise UnreadableTextError(f"provision {number} has no 'pinpoint'; write where its words stand")
        of = numberings.get(_text(row, "of"), "")
        for name in (f"{pinpoint} ({_year(of)})" if of else pinpoint, *_named(row)):
            is_near, version = _is_near(row, name), of or _version(row, numberings)
            about = (_text(row, "heading"), is_near, hash_read, _text(row, "url_read"), version)
            found.setdefault(name, Provision(name, words, *about))
    return list(found.values())


def _is_near(row: dict[str, Any], pinpoint: str) -> bool:
    """Whether the words are less or more than what the pinpoint names, or only hold what it calls by a name of its own."""
    if row.get("complete") is False:
        return True
    is_named = not loci_of(pinpoint) or has_more(pinpoint)
    return _text(row, "match") not in EXACT and (is_named or not _text(row, "match").startswith(SEVERAL))


def _hash_read(row: dict[str, Any]) -> str:
    """The hash of a passage whose words are not given, if its words were read and no summary of them."""
    given = _text(row, "passage_sha256")
    return given if HASH.fullmatch(given) and not _text(row, "kind").startswith(PARAPHRASE) else ""


def _named(row: dict[str, Any]) -> list[str]:
    """Other names under which a passage is cited."""
    given = row.get("base_keys")
    return [name for name in given if isinstance(name, str) and name] if isinstance(given, list) else []


def _text(given: Any, key: str) -> str:
    value = given.get(key)
    return value if isinstance(value, str) else ""
