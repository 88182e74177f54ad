"""What a marker asks for: ``us eu sg dimensions=a,b as-of=2025-09-15 frozen`` as options of a comparison."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from kb.errors import KnowledgeBaseError
from kb.naming.names import known
from kb.release.rows import RELEASE

LISTS = {"dimensions": "dimensions", "dimension": "dimensions", "questions": "questions", "question": "questions"}
SINGLES = {"as-of": "as_of", "known-on": "known_on", "platform": "platform", "policy": "policy", "release": "release"}


class MarkerError(KnowledgeBaseError):
    """A marker that cannot be understood; the message says where it stands and what to write."""


@dataclass(frozen=True)
class Request:
    """A parsed marker; ``frozen`` keeps the release it was first written from, or the one it names."""

    jurisdictions: tuple[str, ...]
    dimensions: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    as_of: str | None = None
    known_on: str | None = None
    platform: str | None = None
    policy: str | None = None
    release: str | None = None
    frozen: bool = False

    @property
    def anchor(self) -> str:
        """Start of the names of its notes: the same for the same request, so that refreshing changes no name."""
        asked = repr(
            (self.jurisdictions, self.dimensions, self.questions, self.as_of, self.known_on, self.platform, self.release)
        )
        return f"kb{hashlib.sha256(asked.encode('utf-8')).hexdigest()[:4]}"

    def options(self) -> dict[str, Any]:
        """The options of :func:`kb.cells.comparison.compare`."""
        names = ("dimensions", "questions", "as_of", "known_on", "platform", "policy")
        return {name: value for name in names if (value := getattr(self, name))}


def parse_table(text: str) -> Request:
    """The request of ``kb:compare``; MarkerError says what to write instead.

    >>> parse_table("us eu as-of=2025-09-15").jurisdictions
    ('us', 'eu')
    """
    words, options = _parts(text)
    if not words:
        raise MarkerError("name the jurisdictions, for example: kb:compare us eu sg dimensions=ownership-and-divestiture")
    return Request(tuple(words), **options)


def parse_value(text: str) -> Request:
    """The request of one value: a jurisdiction and a question; MarkerError says what to write instead."""
    words, options = _parts(text)
    if len(words) != 2 or options.keys() & {"dimensions", "questions"}:
        raise MarkerError("write one jurisdiction and one question, for example: {kb: us forced-divestiture as-of=2025-09-15}")
    if options.get("frozen") and not options.get("release"):
        raise MarkerError("a value is frozen by naming its release: release=<identifier>")
    return Request((words[0],), questions=(words[1],), **options)


def _parts(text: str) -> tuple[list[str], dict[str, Any]]:
    words: list[str] = []
    options: dict[str, Any] = {}
    for part in text.split():
        name, equals, value = part.partition("=")
        if not equals:
            if part == "frozen":
                options["frozen"] = True
            else:
                words.append(part)
            continue
        try:
            known("option", name, [*LISTS, *SINGLES])
        except KnowledgeBaseError as error:
            raise MarkerError(str(error)) from None
        options |= {LISTS[name]: tuple(filter(None, value.split(",")))} if name in LISTS else {SINGLES[name]: value}
    if (options.get("policy") or "").endswith(".ttl"):
        raise MarkerError("a report names a policy of the release; 'kb policies' lists them")
    if (release := options.get("release")) and not re.fullmatch(RELEASE, release):
        raise MarkerError(f"release={release}: a release is named by 16 hexadecimal digits, as 'kb build' prints it")
    return words, options
