"""Read a YAML 1.2 file as plain strings, lists and mappings, each with its line.

Every scalar stays a string (NO is Norway, 1.10 is a version). Anchors, aliases, tags, duplicate keys, a second
document, deep nesting, large files and text that is not clean UTF-8 are refused by name. The events come from
libyaml's parser, which does not recurse; nothing is constructed from tags.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from kb.loaders.problems import CuratedDataError, Problem

MAX_BYTES = 10_000_000
MAX_DEPTH = 50
# characters that no text needs, and marks that turn the direction of what is shown, so that it reads as something else
UNCLEAN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Place = tuple[str | int, ...]

COLON = "; a text with a colon in it stands in quotation marks"


@dataclass(frozen=True)
class Located:
    """A document as plain values, the line of every key and item in it, and the SHA-256 of the bytes it was read from."""

    path: str
    value: Any
    lines: dict[Place, int]
    sha256: str = ""

    def line(self, place: Place) -> int:
        """Line of a place, or of the nearest enclosing place that has one."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def problem(self, place: Place, message: str, kind: str = "") -> Problem:
        """A problem at a place, naming the place in words."""
        words = ".".join(str(part) for part in place)
        return Problem(self.path, self.line(place), f"{words}: {message}" if words else message, kind)


@dataclass
class _Builder:
    path: str
    lines: dict[Place, int] = field(default_factory=dict)

    def refuse(self, event: Any, message: str) -> CuratedDataError:
        return CuratedDataError([Problem(self.path, event.start_mark.line + 1, message)])

    def check(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self.refuse(event, "anchors and aliases (& and *) are not allowed; write the value out")
        if getattr(event, "tag", None) not in (None, "!"):
            raise self.refuse(event, f"tags such as {event.tag} are not allowed; write plain text")

    def build(self, event: Any, events: Iterator[Any], place: Place) -> Any:
        self.check(event)
        if len(place) > MAX_DEPTH:
            raise self.refuse(event, f"nested deeper than {MAX_DEPTH} levels")
        self.lines[place] = event.start_mark.line + 1
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(events, place)
        return self.mapping(events, place)

    def scalar(self, event: Any) -> str | None:
        if unclean := UNCLEAN.search(event.value):
            raise self.refuse(event, f"character U+{ord(unclean.group()):04X} is not allowed in text")
        return None if event.value == "" and event.style is None else str(event.value)

    def sequence(self, events: Iterator[Any], place: Place) -> list[Any]:
        items: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self.build(event, events, (*place, len(items))))
        return items

    def mapping(self, events: Iterator[Any], place: Place) -> dict[str, Any]:
        items: dict[str, Any] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            self.check(event)
            if not isinstance(event, yaml.ScalarEvent) or not (key := self.scalar(event)):
                raise self.refuse(event, "a key must be plain text")
            mark: Any = event.start_mark
            line = mark.line + 1
            if key in items:
                first = self.lines[(*place, key)]
                raise self.refuse(event, f"'{key}' is already given on line {first}; keep one of the two")
            items[key] = self.build(next(events), events, (*place, key))
            self.lines[(*place, key)] = line
        return items


def read_yaml(path: Path, name: str) -> Located:
    """Read one file; ``name`` is how messages call it.

    Raises CuratedDataError with one problem if the file cannot be read as the YAML this project allows.
    """
    return parse_yaml(content_of(path, name), name)


def parse_yaml(content: bytes, name: str) -> Located:
    """What the bytes of a file say; raises as :func:`read_yaml` does."""
    text = text_of(content, name)
    builder = _Builder(name)
    try:
        events = (event for event in yaml.parse(text, Loader=LOADER) if not isinstance(event, _FRAME))
        first = next(events, None)
        if first is None:
            raise CuratedDataError([Problem(name, 1, "the file is empty; copy a file of the same kind and fill it in")])
        value = builder.build(first, events, ())
        if (second := next(events, None)) is not None:
            raise builder.refuse(second, "a second document starts here; keep one document in a file")
    except yaml.MarkedYAMLError as error:
        raise CuratedDataError([_not_yaml(name, text, error)]) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, max(text.find(chr(error.character)), 0)) + 1
        raise CuratedDataError([Problem(name, line, f"character U+{error.character:04X} is not allowed in text")]) from None
    if not isinstance(value, dict):
        raise CuratedDataError([Problem(name, 1, "write 'key: value' lines at the top of the file")])
    return Located(name, value, builder.lines, hashlib.sha256(content).hexdigest())


_FRAME = (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentStartEvent, yaml.DocumentEndEvent)


def _not_yaml(name: str, text: str, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    line = mark.line if mark else 0
    has_tab = any(row.startswith("\t") for row in (part.lstrip(" ") for part in text.split("\n")[line : line + 1]))
    if has_tab:
        return Problem(name, line + 1, "indent with spaces, not with tabs")
    hint = COLON if error.problem and error.problem.startswith("mapping values are not allowed") else ""
    return Problem(name, line + 1, f"not YAML: {error.problem}{hint}")


def content_of(path: Path, name: str) -> bytes:
    """The bytes of a file, read once: what is hashed is what is parsed."""
    if not path.is_file():
        raise CuratedDataError([Problem(name, 0, "is not a file; put the facts in a plain file of this name")])
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            limit = f"{size / 1e6:.0f} MB is more than the {MAX_BYTES // 1_000_000} MB a facts file may have; split it"
            raise CuratedDataError([Problem(name, 0, limit)])
        return path.read_bytes()
    except OSError as error:
        raise CuratedDataError([Problem(name, 0, f"cannot be read: {error.strerror}")]) from None


def text_of(content: bytes, name: str) -> str:
    """The bytes of a file as text, without a byte order mark; raises as :func:`read_yaml` does."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        message = f"byte 0x{error.object[error.start]:02X} is not UTF-8; save the file as UTF-8"
        raise CuratedDataError([Problem(name, line, message)]) from None
