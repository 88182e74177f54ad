"""Entries as an Atom feed (RFC 4287) and as a JSON Feed (version 1.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from kb.feeds.entries import Entry
from kb.naming.licences import DATA
from kb.saving import as_json
from kb.values.view import View

FORMATS = {"atom": "application/atom+xml; charset=utf-8", "json": "application/feed+json"}
NEVER = "2026-01-01"  # the day of a feed that has no entry yet


@dataclass(frozen=True)
class Head:
    """What a feed is called, the address at which it is read, and that of the service."""

    title: str
    address: str
    origin: str
    rights: str = DATA.line


def link_of(entry: Entry, origin: str) -> str:
    """The page of the app that shows a cell as it was after what happened; of a whole jurisdiction its coverage."""
    if entry.question is None:
        return f"{origin}/coverage?{urlencode({'j': entry.jurisdiction})}"
    asked = View([entry.jurisdiction], questions=[entry.question], as_of=entry.law_day or entry.day, known_on=entry.day)
    return f"{origin}/compare?{asked.address()}"


def lines_of(entry: Entry) -> list[str]:
    """An entry in sentences: cause, reason, before, after, evidence."""
    lines = [f"{entry.because}.", *([f"Why: {entry.note}"] if entry.note else [])]
    lines += [f"Before: {entry.before}"] if entry.before else []
    lines += [f"After: {entry.after}" if entry.before else entry.after]
    lines += [f"In the law from {entry.law_day}; in the record since {entry.day}."] if entry.law_day else []
    return lines + list(entry.evidence)


def write_atom(entries: Sequence[Entry], head: Head) -> bytes:
    """The feed as Atom."""
    from feedgen.feed import FeedGenerator

    feed = FeedGenerator()
    feed.id(head.address)
    feed.title(head.title)
    feed.link(href=head.address, rel="self", type="application/atom+xml")
    feed.link(href=f"{head.origin}/changes", rel="alternate")
    feed.author(name="kb-editors")
    feed.rights(head.rights)
    feed.updated(_instant(max((entry.day for entry in entries), default=NEVER)))
    for entry in entries:
        one = feed.add_entry(order="append")
        one.id(entry.id)
        one.title(entry.title)
        one.link(href=link_of(entry, head.origin))
        one.published(_instant(entry.day))
        one.updated(_instant(entry.day))
        one.category(term=entry.cause, label=entry.because)
        one.summary("\n".join(lines_of(entry)))
    return bytes(feed.atom_str(pretty=True))


def write_json(entries: Sequence[Entry], head: Head) -> bytes:
    """The feed as JSON; what programs want of an entry stands under ``_policykb``."""
    items: list[dict[str, Any]] = [
        {
            "id": entry.id,
            "url": link_of(entry, head.origin),
            "title": entry.title,
            "content_text": "\n".join(lines_of(entry)),
            "date_published": _instant(entry.day),
            "tags": [entry.cause, entry.jurisdiction, *([entry.question] if entry.question else [])],
            "_policykb": asdict(entry),
        }
        for entry in entries
    ]
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": head.title,
        "home_page_url": f"{head.origin}/changes",
        "feed_url": head.address,
        "language": "en",
        "authors": [{"name": "kb-editors"}],
        "items": items,
    }
    return as_json(told).encode("utf-8")


def _instant(day: str) -> str:
    """A day as a feed writes it: its begin in UTC."""
    return f"{day}T00:00:00+00:00"
