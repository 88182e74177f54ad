"""Read a YAML 1.2 file as plain strings, lists and mappings, each with its line.

Every scalar stays a string (NO is Norway, 1.10 is a version). Anchors, aliases, tags, duplicate keys, a second
document, deep nesting, large files and text that is not clean UTF-8 are refused by name. The events come from
libyaml's parser, which does not recurse; nothing is constructed from tags.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
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
    """A document as plain values, with its text and the SHA-256 of the bytes it was read from."""

    path: str
    value: Any
    text: str
    sha256: str = ""

    @cached_property
    def lines(self) -> dict[Place, int]:
        """The line of every key and item; read anew when something is first said of the file, which is rare."""
        return _lines_of(self.text)

    def line(self, place: Place) -> int:
        """Line of a place, or of the nearest enclosing place that has one."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def problem(self, place: Place, message: str, kind: str = "") -> Problem:
        """A problem at a place, naming the place in words."""
        words = ".".join(str(part) for part in place)
        return Problem(self.path, self.line(place), f"{words}: {message}" if words else message, kind)


class _Builder:
    """Builds the values of one document from its events; what is not allowed is refused where it stands."""

    def __init__(self, path: str, text: str, events: Iterator[Any]) -> None:
        self.path, self.events = path, events
        # where the text holds no such character, only an escape can bring one
        self.may_be_unclean = "\\" in text or UNCLEAN.search(text) is not None

    def refuse(self, event: Any, message: str) -> CuratedDataError:
        return CuratedDataError([Problem(self.path, event.start_mark.line + 1, message)])

    def check(self, event: Any) -> None:
        if type(event) is yaml.AliasEvent or event.anchor:
            raise self.refuse(event, "anchors and aliases (& and *) are not allowed; write the value out")
        if event.tag not in (None, "!"):
            raise self.refuse(event, f"tags such as {event.tag} are not allowed; write plain text")

    def build(self, event: Any, depth: int) -> Any:
        self.check(event)
        if depth > MAX_DEPTH:
            raise self.refuse(event, f"nested deeper than {MAX_DEPTH} levels")
        if type(event) is yaml.ScalarEvent:
            return self.scalar(event)
        return self.sequence(depth + 1) if type(event) is yaml.SequenceStartEvent else self.mapping(depth + 1)

    def scalar(self, event: Any) -> str | None:
        value: str = event.value
        if self.may_be_unclean and (unclean := UNCLEAN.search(value)):
            raise self.refuse(event, f"character U+{ord(unclean.group()):04X} is not allowed in text")
        return value if value or event.style is not None else None

    def sequence(self, depth: int) -> list[Any]:
        items: list[Any] = []
        for event in self.events:
            if type(event) is yaml.SequenceEndEvent:
                break
            items.append(self.build(event, depth))
        return items

    def mapping(self, depth: int) -> dict[str, Any]:
        items: dict[str, Any] = {}
        given: dict[str, Any] = {}
        for event in self.events:
            if type(event) is yaml.MappingEndEvent:
                break
            self.check(event)
            if type(event) is not yaml.ScalarEvent or not (key := self.scalar(event)):
                raise self.refuse(event, "a key must be plain text")
            if key in given:
                first = given[key].start_mark.line + 1
                raise self.refuse(event, f"'{key}' is already given on line {first}; keep one of the two")
            given[key] = event
            items[key] = self.build(next(self.events), depth)
        return items


def read_yaml(path: Path, name: str) -> Located:
    """Read one file; ``name`` is how messages call it.

    Raises CuratedDataError with one problem if the file cannot be read as the YAML this project allows.
    """
    return parse_yaml(content_of(path, name), name)


def parse_yaml(content: bytes, name: str) -> Located:
    """What the bytes of a file say; raises as :func:`read_yaml` does."""
    text = text_of(content, name)
    try:
        events = iter(LOADER(text).get_event, None)
        builder = _Builder(name, text, events)
        first = _first(events)
        if first is None:
            raise CuratedDataError([Problem(name, 1, "the file is empty; copy a file of the same kind and fill it in")])
        value = builder.build(first, 0)
        if (second := _first(events)) is not None:
            raise builder.refuse(second, "a second document starts here; keep one document in a file")
    except yaml.MarkedYAMLError as error:
        raise CuratedDataError([_not_yaml(name, text, error)]) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, max(text.find(chr(error.character)), 0)) + 1
        raise CuratedDataError([Problem(name, line, f"character U+{error.character:04X} is not allowed in text")]) from None
    if not isinstance(value, dict):
        raise CuratedDataError([Problem(name, 1, "write 'key: value' lines at the top of the file")])
    return Located(name, value, text, hashlib.sha256(content).hexdigest())


_FRAME = (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentStartEvent, yaml.DocumentEndEvent)


def _first(events: Iterator[Any]) -> Any:
    """The next event that is no frame of a document; None if there is none."""
    return next((event for event in events if not isinstance(event, _FRAME)), None)


def _lines_of(text: str) -> dict[Place, int]:
    """The line of every key and item of a document that was read before."""
    events, lines = iter(LOADER(text).get_event, None), dict[Place, int]()

    def note(event: Any, place: Place) -> None:
        lines[place] = event.start_mark.line + 1
        if isinstance(event, yaml.SequenceStartEvent):
            for number, item in enumerate(takewhile(lambda one: not isinstance(one, yaml.SequenceEndEvent), events)):
                note(item, (*place, number))
        elif isinstance(event, yaml.MappingStartEvent):
            for key in takewhile(lambda one: not isinstance(one, yaml.MappingEndEvent), events):
                note(next(events), (*place, key.value))
                lines[(*place, key.value)] = key.start_mark.line + 1

    note(_first(events), ())
    return lines


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
