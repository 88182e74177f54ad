"""What somebody wants to say instead: keys and values, checked before anything is written, as the entry of a file says them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kb.amending.statement_text import Anew
from kb.errors import UsageError
from kb.loaders.problems import one_of
from kb.loaders.record.statements import LEFT, TRUE, Statement, Value
from kb.loaders.words import words

LISTS = ("rests_on", "beside", "covers", "searched", "could_change")
IN_ANSWERS = ("question", "jurisdiction", "answer", "in_short", "from", "until", "says_from")
NOT_READ = "not read for this amendment; from memory or inference"


@dataclass(frozen=True)
class Wish:
    """An amendment of one statement: new values by key (empty: left out), why, since when, and where it was read.

    ``by`` is the role, the first of the base if it is empty; ``note`` says more of the withdrawal; ``days`` are old days in the
    statement's own note with the new ones; ``reading`` says more of what was read; ``keep`` is that what was read for the old
    statement bears the new one as well; ``instead`` are other statements that the new one replaces, each with what is left of
    it (new values by key, none where it is withdrawn).
    """

    values: Mapping[str, str]
    why: str
    on: str
    read: tuple[str, ...] = ()
    kind: str = "secondary"
    by: str = ""
    note: str | None = None
    days: Mapping[str, str] = field(default_factory=dict)
    reading: Mapping[str, str] = field(default_factory=dict)
    keep: bool = False
    instead: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def parse_sets(given: Sequence[str]) -> dict[str, str]:
    """``from=2026-05-28`` as key and value; UsageError for what is no such pair."""
    pairs = [text.partition("=") for text in given]
    for text, (key, equals, _) in zip(given, pairs, strict=True):
        if not equals or not key.strip():
            raise UsageError(f"--set {text}: write KEY=VALUE, for example --set from=2026-05-28")
    names = [key.strip() for key, _, _ in pairs]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise UsageError(f"--set {twice} is given twice; give it once")
    return {name: " ".join(value.split()) for name, (_, _, value) in zip(names, pairs, strict=True)}


def check_wish(old: Statement, wish: Wish, last_day: str, is_published: bool) -> None:
    """UsageError with what to write if a statement cannot be amended so."""
    if old.withdrawn_on:
        raise UsageError(f"{old.id} was withdrawn on {old.withdrawn_on} already; amend the statement that stands in its place")
    if old.kind == "closed":
        raise UsageError(f"{old.id} is how a matter ended; withdraw the matter itself, {old.id.replace('/closed/', '/open/')}")
    if last_day and not is_published:
        raise UsageError(f"{old.id} is not published yet, so there is nothing to withdraw: change it in facts/{old.file} itself")
    if wish.why not in words("withdrawal-reason"):
        raise UsageError(f"--why {wish.why}: {one_of(wish.why, words('withdrawal-reason'))}")
    if wish.kind not in words("evidence-kind"):
        raise UsageError(f"--kind {wish.kind}: {one_of(wish.kind, words('evidence-kind'))}")
    known = {*old.meaning, "note", *((LEFT,) if old.kind == "claim" else ())}
    if unknown := next((key for key in wish.values if key not in known), None):
        raise UsageError(f"--set {unknown}=...: a statement of this kind has no '{unknown}'; {one_of(unknown, known)}")
    if wish.values.get(LEFT, TRUE) not in (TRUE, ""):
        raise UsageError(f"--set {LEFT}={wish.values[LEFT]}: write {LEFT}={TRUE}, or {LEFT}= to leave it out")
    if wish.keep and not wish.values:
        raise UsageError("--keep-readings is for a statement that is made anew: add --set with what it is to say")
    if old.kind == "said" and wish.values and not wish.read:
        raise UsageError("what a source says is amended from that source: add --read with where it stands there")
    if wish.values and all(as_text(old.meaning.get(key)) == value for key, value in wish.values.items()):
        raise UsageError(f"{old.id} says that already; there is nothing to amend")
    _check_day(old, wish, last_day)


def _check_day(old: Statement, wish: Wish, last_day: str) -> None:
    if wish.on < old.coded_on:
        raise UsageError(f"--on {wish.on}: {old.id} was coded on {old.coded_on}; write that day or a later one")
    if wish.on < last_day:
        raise UsageError(f"--on {wish.on}: the record was published until {last_day}; write --on {last_day} or a later day")


def anew(old: Statement, raw: Mapping[str, Any], wish: Wish, taken: set[str], kept: Sequence[dict[str, str]] = ()) -> Anew:
    """The keys of the new entry that differ from the old one, ``raw`` as its file has it.

    ``taken`` are identifiers in use, ``kept`` readings of the old one that bear the new one as well.
    """
    if "closed" in raw:
        raise UsageError(f"{old.id} has ended; withdraw it (without --set) and state it anew below it")
    values: dict[str, Any] = {}
    coded = {"coded": {"by": wish.by, "on": wish.on}}
    for key, text in wish.values.items():
        _put(values, raw, _path_of(old.kind, key, raw), _as_written(key, text) if text else None)
    if wish.days and "note" in raw and "note" not in wish.values:
        values["note"] = in_new_days(raw["note"], wish.days)
    if old.kind == "said":
        evidence = raw.get("evidence")
        values |= {"note": f"Amended after reading {'; '.join(wish.read)}"} | ({"evidence": evidence} if evidence else {})
        return Anew(values | coded, _free(old.id.rpartition("/")[2], old, taken))
    values["evidence"] = [*kept, *_readings(wish)] if wish.read or not kept else list(kept)
    if own := _own_id(old, raw, wish, taken):
        values["id"] = own
    return Anew(values | coded)


def _readings(wish: Wish) -> list[dict[str, str]]:
    """What was read for an amendment, each text on its own; what was not read is from memory."""
    if not wish.read:
        return [{"read": NOT_READ, "kind": "memory"}]
    return [{"read": read, "kind": wish.kind, **wish.reading, "read_on": wish.on, "by": wish.by} for read in wish.read]


def _as_written(key: str, text: str) -> str | list[str]:
    """The value of a key as a file has it."""
    if key not in LISTS and not (key == "answer" and "; " in text):
        return text
    given = [part.strip() for part in text.split("; ")]
    return given[0] if len(given) == 1 and key == "rests_on" else given


def in_new_days(text: str, days: Mapping[str, str]) -> str:
    """A text with new days in the place of old ones."""
    for was, now in days.items():
        text = text.replace(was, now)
    return text


def _path_of(kind: str, key: str, raw: Mapping[str, Any]) -> tuple[str, ...]:
    """Where a part of a meaning stands in the entry: ``platform`` below ``scope``, the days of a search below ``covers``."""
    if kind == "said":
        return ("answers", "scope", key) if key in ("platform", "party") else ("answers", key) if key in IN_ANSWERS else (key,)
    if key in ("platform", "party"):
        return "scope", key
    return ("covers", key) if kind == "absence" and key in ("from", "until") and "covers" in raw else (key,)


def _put(values: dict[str, Any], raw: Mapping[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Set a value, or leave it out, in the top key that holds it."""
    top, *inner = path
    if not inner:
        values[top] = value
        return
    held = dict(values.get(top) or raw.get(top) or {})
    _put(held, held, tuple(inner), value)
    values[top] = {name: one for name, one in held.items() if one not in (None, {})} or None


def _own_id(old: Statement, raw: Mapping[str, Any], wish: Wish, taken: set[str]) -> str | None:
    """The ``id:`` that tells the new entry apart; None if its day and reach do."""
    meaning = {**old.meaning, **{key: value or None for key, value in wish.values.items() if key in old.meaning}}
    start, _, _ = old.id.rpartition("/")
    for own in (raw.get("id"), f"{wish.why}-{wish.on}", *(f"{wish.why}-{wish.on}-{number}" for number in range(2, 100))):
        if f"{start}/{_key(old.kind, meaning, own)}" not in taken:
            return own
    raise UsageError(f"{old.id} was amended too often on {wish.on}")


def _key(kind: str, meaning: Mapping[str, Value], own: str | None) -> str:
    names = {"event": ("to",), "step": (), "open": ()}.get(kind, ("platform", "party"))
    day = {"event": "on", "step": "on", "open": "since"}.get(kind)
    first = f"{meaning[day]}-{meaning['what']}" if day else meaning["from"]
    key = "--".join(str(part) for part in (first, *(meaning[name] for name in names), own) if part)
    return re.sub(r"[^a-z0-9-]+", "-", key.lower()) if day else key


def _free(key: str, old: Statement, taken: set[str]) -> str:
    start = old.id.rpartition("/")[0]
    numbers: Iterator[str] = (f"{key}-{number}" for number in range(2, 100))
    return next(name for name in numbers if f"{start}/{name}" not in taken)


def as_text(value: Value) -> str:
    """A part of a meaning as it is written after ``--set``."""
    return value if isinstance(value, str) else "; ".join(value or ())
