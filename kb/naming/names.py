"""Names that people type: the name itself if it exists, else a message with what exists."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from kb.errors import UsageError

MOST_LISTED = 250


def known(kind: str, found: str, allowed: Iterable[str]) -> str:
    """The name itself if it exists; else UsageError that lists what exists and the nearest name."""
    names = list(allowed)
    if found in names:
        return found
    near = difflib.get_close_matches(found, names, n=1)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    more = f" and {len(names) - MOST_LISTED:,} more" if len(names) > MOST_LISTED else ""
    raise UsageError(f"no {kind} '{found}'.{hint} Known: {', '.join(names[:MOST_LISTED])}{more}")


def known_of_old(kind: str, found: str, allowed: Mapping[str, Iterable[str]]) -> str:
    """The name itself if it exists, or the one of today if it is a former name; ``allowed`` has the former names of each.

    >>> known_of_old("question", "sale", {"forced-sale": ["sale"]})
    'forced-sale'
    """
    today = {former: name for name, formerly in allowed.items() for former in formerly}
    return known(kind, today.get(found, found), allowed)
