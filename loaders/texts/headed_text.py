"""Plain text with headings: a line that begins with an article, a section or the like opens a provision.

The labels of several languages are known; a line that begins with ``#`` opens a provision under its own words.
"""

from __future__ import annotations

import re

from kb.loaders.pinpoints import pinpoint_slug
from kb.loaders.texts.law_text import LawText, Provision, UnreadableTextError, first_day
from kb.loaders.texts.numerals import chinese_number

LABELS = {
    "article": "art.", "art.": "art.", "artigo": "art.", "artikel": "art.", "điều": "art.", "pasal": "art.", "статья": "art.",
    "section": "s.", "sec.": "s.", "s.": "s.", "§": "s.", "rule": "rule", "regulation": "reg.", "clause": "cl.",
    "schedule": "Sch.", "annex": "annex", "part": "Part", "chapter": "ch.", "chương": "ch.", "bab": "ch.", "recital": "recital",
}  # fmt: skip
LABEL = "|".join(re.escape(label) for label in sorted(LABELS, key=len, reverse=True))
OPENS = re.compile(rf"^(?:\#+\s*)?({LABEL})\s*([0-9]+[0-9A-Za-z.\-]*|[IVXLC]+)(?:º|°)?[.:)]?(?:\s+(.*))?$", re.IGNORECASE)
CHINESE = re.compile(r"^(?:#+\s*)?第([一二三四五六七八九十百零〇0-9]+)条\s*(.*)$")
NAMED = re.compile(r"^#+\s+(\S.*)$")
LONGEST_HEADING = 120


def read(content: bytes) -> LawText:
    """A plain text as a text of law; UnreadableTextError if it is no UTF-8 or no line of it opens a provision."""
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise UnreadableTextError("is not UTF-8; save the text as UTF-8") from None
    words: dict[str, list[str]] = {}
    headings: dict[str, str] = {}
    now, opening = "", list[str]()
    for line in lines:
        if opened := _opened(line.strip()):
            now, headings[opened[0]] = opened[0], opened[1]
        (words.setdefault(now, []) if now else opening).append(line.strip())
    if not words:
        raise UnreadableTextError("no line opens a provision; begin each with a heading such as 'Article 5' or '# name'")
    provisions = (Provision(name, "\n".join(text).strip(), headings[name]) for name, text in words.items())
    title = next((line.lstrip("# ") for line in opening if line), "")
    return LawText(tuple(provisions), title=title, dated=first_day(" ".join(opening)))


def _opened(line: str) -> tuple[str, str] | None:
    """The pinpoint and the heading that a line opens; a long rest of the line is text and no heading."""
    if found := OPENS.match(line):
        pinpoint, rest = f"{LABELS[found[1].lower()]} {found[2].rstrip('.-')}", found[3] or ""
    elif found := CHINESE.match(line):
        pinpoint, rest = f"art. {chinese_number(found[1])}", ""
    elif (found := NAMED.match(line)) and pinpoint_slug(found[1]):
        pinpoint, rest = found[1].strip(), ""
    else:
        return None
    return pinpoint, rest if len(rest) < LONGEST_HEADING and not rest.endswith((".", ";")) else ""
