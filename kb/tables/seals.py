"""What a table carries so that it can prove what it is: its query, its release, and hashes of what it says and shows."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from kb.cells.comparison import compare
from kb.naming.names import known
from kb.release.reader import Reader
from kb.release.rows import RELEASE
from kb.tables.json import hash_of
from kb.tables.sheet import sheet_of
from kb.values.model import Comparison

LAYOUT = 2  # 1: before the general rule and the platforms' own were told apart


@dataclass(frozen=True)
class Seal:
    """``content`` is the hash of what cells and notes say, ``sha256`` that of all the file shows and of the rest of the seal."""

    query: dict[str, Any]
    release: str
    content: str
    layout: int
    sha256: str

    def text(self) -> str:
        """One line of JSON that can stand in a comment of Markdown, HTML or LaTeX."""
        return json.dumps(asdict(self), ensure_ascii=True, sort_keys=True, separators=(",", ":")).replace("--", "-\\u002d")


def seal(comparison: Comparison, shown: Sequence[str]) -> Seal:
    """The seal of a comparison in a file that shows these pieces of text."""
    query, content = query_of(comparison), content_hash(comparison)
    return Seal(query, comparison.release, content, LAYOUT, shown_hash(query, comparison.release, content, LAYOUT, shown))


def shown_hash(query: dict[str, Any], release: str, content: str, layout: int, shown: Sequence[str]) -> str:
    """SHA-256 over what a file shows and what its seal says of it."""
    return hash_of([query, release, content, layout, list(shown)])


def holds(found: Seal, shown: Sequence[str]) -> bool:
    """Whether a file that shows these pieces is as it was when it was sealed."""
    return found.sha256 == shown_hash(found.query, found.release, found.content, found.layout, shown)


def read_seal(text: str) -> Seal | None:
    """The seal in a line of JSON, or None if it is none."""
    try:
        found = Seal(**json.loads(text))
    except (ValueError, TypeError, RecursionError):
        return None
    texts = (found.release, found.content, found.sha256)
    well_formed = isinstance(found.query, dict) and isinstance(found.layout, int) and all(isinstance(one, str) for one in texts)
    return found if well_formed and re.fullmatch(RELEASE, found.release) else None


def query_of(comparison: Comparison) -> dict[str, Any]:
    """What to ask to get this comparison again, as the options of :func:`kb.cells.comparison.compare`."""
    asked: dict[str, Any] = {
        "jurisdictions": [slug for slug, _ in comparison.jurisdictions],
        "questions": [head.id for head in comparison.questions],
        "as_of": comparison.as_of,
        "known_on": comparison.known_on,
    }
    asked |= {"policy": comparison.policy.partition("/")[0], "scope": comparison.scope}
    return asked | ({"platform": comparison.platform} if comparison.platform else {})


def ask_again(reader: Reader, query: dict[str, Any]) -> Comparison:
    """The comparison that a query asks for; raises UsageError for names or dates that do not exist.

    Policies only by name: a query may come from a file that somebody sent.
    """
    policy = query.get("policy")
    return compare(
        reader,
        _texts(query.get("jurisdictions")),
        questions=_texts(query.get("questions")),
        as_of=str(query.get("as_of")),
        known_on=str(query.get("known_on")),
        platform=str(query["platform"]) if query.get("platform") else None,
        policy=known("resolution policy", str(policy), reader.policies()) if policy else None,
        scope=str(query["scope"]) if query.get("scope") else None,
    )


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def content_hash(comparison: Comparison) -> str:
    """SHA-256 over what the cells and notes say, whatever the release, the dates and the format."""
    laid_out = asdict(sheet_of(comparison))
    return hash_of({name: laid_out[name] for name in ("caption", "columns", "sections", "notes")})
