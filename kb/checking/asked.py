"""A draft checked in a process of its own, for the page and the routes; nothing of it is kept."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from kb.checking.checked import check, write_checked, write_dossier
from kb.checking.draft_text import from_text, paragraphs_of
from kb.errors import LimitError
from kb.opening.current import open_folder
from kb.release.release import Release

MOST_CHARACTERS, MOST_FILE_BYTES = 60_000, 1_000_000
DOSSIER = "yaml"


def written(folder: Path, text: str, as_of: str, known_on: str, format_name: str) -> str:
    """A draft beside a release, in one of the formats of a checked draft, or as the beginning of a dossier (``yaml``)."""
    found = check(_open(folder), from_text(_within(text)), as_of, known_on)
    return write_dossier(found, "A draft") if format_name == DOSSIER else write_checked(found, format_name)


def text_of(content: bytes, suffix: str) -> str:
    """The paragraphs of a file as ``{"text": ...}``; UsageError if it cannot be read, LimitError if it is too long."""
    return json.dumps({"text": _within("\n\n".join(paragraphs_of(content, suffix)))}, ensure_ascii=False)


def _within(text: str) -> str:
    if len(text) > MOST_CHARACTERS:
        raise LimitError(f"a draft may have {MOST_CHARACTERS:,} characters here; check it in parts", "length")
    return text


@lru_cache(maxsize=2)
def _open(folder: Path) -> Release:
    return open_folder(folder)
