"""Names as people and assistants write them: a jurisdiction and a question found, or refused with the nearest there are."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Mapping, Sequence
from typing import Any

from kb.cells.place_names import group_here, place_called
from kb.errors import UsageError
from kb.release.reader import Reader

NEAR, MOST_NEAR = 0.6, 3


class RefusedError(UsageError):
    """What the base cannot answer: ``type`` says why, ``nearest`` what it could be asked instead, ``more`` what was found."""

    def __init__(self, kind: str, message: str, nearest: Sequence[str] = (), more: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.type, self.nearest, self.more = kind, list(nearest), dict(more or {})

    def to_json(self) -> dict[str, Any]:
        """The refusal as plain values."""
        return {"refusal": {"type": self.type, "nearest": self.nearest, "message": str(self), **self.more}}


def place_named(reader: Reader, given: str) -> str:
    """The jurisdiction of that identifier or that name; RefusedError for any other."""
    if found := place_called(reader, given):
        return found
    names = reader.jurisdictions()
    spoken = {name.casefold(): slug for slug, name in names.items()} | {slug: slug for slug in names}
    near = _nearest(given, spoken)
    raise RefusedError("no-such-place", f"no jurisdiction '{given[:80]}' is in the register of this base", near)


def places_named(reader: Reader, given: str, day: str | None = None) -> list[str]:
    """The jurisdiction of that name, or the members that a group has here on a day (today); RefusedError for any other."""
    found = group_here(reader, given, day or datetime.date.today().isoformat())
    if found and not found.there:
        raise RefusedError("no-such-place", str(found))
    return list(found.there) if found else [place_named(reader, given)]


def question_named(reader: Reader, given: str) -> str:
    """The question of that identifier, former name or text; RefusedError for any other."""
    heads = reader.questions()
    spoken = {head.text.casefold(): slug for slug, head in heads.items()}
    spoken |= {name: slug for slug, head in heads.items() for name in (*head.formerly, slug)}
    if found := spoken.get(given.strip().casefold()):
        return found
    raise RefusedError("no-such-question", f"no question '{given[:80]}' is in the codebook of this base", _nearest(given, spoken))


def _nearest(given: str, spoken: Mapping[str, str]) -> list[str]:
    near = difflib.get_close_matches(given.strip().casefold()[:200], list(spoken), n=2 * MOST_NEAR, cutoff=NEAR)
    return list(dict.fromkeys(spoken[name] for name in near))[:MOST_NEAR]
