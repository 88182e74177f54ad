"""The list of what is to be read again as text, CSV, JSON or calendar.

As JSON: {"release", "known_on", "by", "jurisdictions", "due": [{"id", "what", "in", "since", "look_again", "because", "cells",
"tables", "conclusions", "in_short", "looked": [{"on", "by", "read"}]}]}; ``cells`` are ``jurisdiction/question``.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import fill

from kb.due.items import Item
from kb.saving import as_json
from kb.tables.rows import write_rows

FORMATS = ("txt", "csv", "json", "ics")
SOON = 7
LAST_KNOWN = (
    "answers there are only last known: the days for which what was read keeps good are over, though the day to look again "
    "may be later. 'kb explain' says why of each, 'kb coverage' counts them."
)
WIDTH = 110
COLUMNS = ("what", "in", "look_again", "cells", "in_short", "tables", "conclusions", "since", "because", "id")


@dataclass(frozen=True)
class Asked:
    """What a list was asked for: the release, the day of the record, the last day (None: any), and the jurisdictions."""

    release: str
    known_on: str
    by: str | None
    jurisdictions: tuple[str, ...]

    @classmethod
    def on(cls, release: str, known_on: str | None, by: str | None, jurisdictions: Sequence[str]) -> Asked:
        """As asked on a day, today if none is named."""
        return cls(release, known_on or datetime.date.today().isoformat(), by, tuple(jurisdictions))

    @property
    def soon(self) -> str:
        """The day until which a list that names none shows first what is due: a week from the day of the record."""
        return (datetime.date.fromisoformat(self.known_on) + datetime.timedelta(days=SOON)).isoformat()


def write_due(items: Sequence[Item], asked: Asked, format_name: str, last_known: int = 0) -> str:
    """The list as ``txt``, ``csv``, ``json`` or ``ics``; as text it says how many answers are only last known."""
    if format_name == "json":
        given = {"release": asked.release, "known_on": asked.known_on, "by": asked.by, "jurisdictions": list(asked.jurisdictions)}
        return as_json(given | {"due": [as_dict(item) for item in items]})
    if format_name == "csv":
        return write_rows(COLUMNS, [_row(item) for item in items], "csv")
    return calendar(items, asked) if format_name == "ics" else _text(items, asked, last_known)


def as_dict(item: Item) -> dict[str, object]:
    """One entry of the JSON."""
    cells = [f"{jurisdiction}/{question}" for jurisdiction, question in item.cells]
    days = {"since": item.since, "look_again": item.look_again, "because": item.because}
    weight = {"cells": cells, "tables": item.tables, "conclusions": item.conclusions}
    looked = [{"on": look.on, "by": look.by, "read": look.read} for look in item.looks]
    return {"id": item.id, "what": item.what, "in": item.in_, **days, **weight, "in_short": item.in_short, "looked": looked}


def calendar(items: Sequence[Item], asked: Asked) -> str:
    """The list as a calendar: one whole day for each thing to read again."""
    from icalendar import Calendar, Event

    found = Calendar()
    found.add("prodid", "-//policykb//due//EN")
    found.add("version", "2.0")
    found.add("name", "To be read again")
    for item in items:
        event, day = Event(), datetime.date.fromisoformat(item.look_again)
        event.add("uid", f"{item.id.replace('/', '.')}@{asked.release}")
        event.add("dtstamp", datetime.datetime.fromisoformat(f"{asked.known_on}T00:00:00+00:00"))
        event.add("dtstart", day)
        event.add("dtend", day + datetime.timedelta(days=1))
        event.add("summary", f"{words(item.what)}: {item.in_}")
        event.add("description", f"{item.in_short}\n{_because(item)}\n{_weight(item)}\n{item.id}")
        event.add("transp", "TRANSPARENT")
        found.add_component(event)
    return str(found.to_ical().decode("utf-8"))


def words(what: str) -> str:
    """A kind of matter in words."""
    return what.replace("-", " ")


def _row(item: Item) -> list[str]:
    said = as_dict(item) | {"cells": " ".join(f"{jurisdiction}/{question}" for jurisdiction, question in item.cells)}
    return [str(said[name]) for name in COLUMNS]


def _text(items: Sequence[Item], asked: Asked, last_known: int) -> str:
    """What is due by the day asked for, else within a week, with all that hangs on it; then what comes later, a line each."""
    last = asked.by or asked.soon
    soon = [item for item in items if item.look_again <= last]
    later = sorted((item for item in items if item.look_again > last), key=lambda item: item.look_again)
    where = f" ({', '.join(asked.jurisdictions)})" if asked.jurisdictions else ""
    parts = [f"To be read again by {last}{where}: {len(soon)}. First that on which most hangs."]
    parts += [_block(number, item) for number, item in enumerate(soon, 1)] or ["Nothing is due."]
    if later:
        rows = [(item.look_again, words(item.what), item.in_, str(len(item.cells)), _cut(item.in_short)) for item in later]
        table = write_rows(("look_again", "what", "in", "cells", "in_short"), rows, "txt")
        parts.append(f"Later: {len(later)}\n{table.rstrip()}")
    if last_known:
        parts.append(fill(f"{last_known} {LAST_KNOWN}", WIDTH))
    parts.append("Read one? kb due --mark-read ID --read WHERE [--next D | --closed HOW --ended D]\n")
    return "\n\n".join(parts)


def _block(number: int, item: Item) -> str:
    head = f"{number}. {words(item.what)}, {item.in_}, due {item.look_again}"
    lines = [fill(said, WIDTH, break_on_hyphens=False) for said in (item.in_short, _because(item), _weight(item))]
    lines.append(f"id: {item.id}")
    return "\n".join([head, *("\n".join(f"   {row}" for row in line.splitlines()) for line in lines)])


def _because(item: Item) -> str:
    read = f"; last looked at on {item.looks[-1].on} ({item.looks[-1].read})" if item.looks else ""
    return f"why then: {item.because}; open since {item.since}{read}"


def _weight(item: Item) -> str:
    """What hangs on it, in words."""
    cells = ", ".join(f"{jurisdiction}/{question}" for jurisdiction, question in item.cells) or "no cell"
    tables = f"{item.tables} table{'' if item.tables == 1 else 's'}"
    return f"hangs on it: {cells}; {tables}, {item.conclusions} conclusion{'' if item.conclusions == 1 else 's'}"


def _cut(text: str) -> str:
    return text if len(text) <= 70 else text[:69].rsplit(" ", 1)[0] + " …"
