"""Names that people type: the name itself if it exists, else a message with what exists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kb.errors import UsageError

MOST_LISTED, MOST_NEAR = 250, 3
RELEASE = r"[0-9a-f]{16}"  # an identifier of a release


def known(kind: str, found: str, allowed: Iterable[str], hint: str = "") -> str:
    """The name itself if it exists; else UsageError that lists what exists, with a hint or else the nearest name."""
    names = list(allowed)
    if found in names:
        return found
    if not hint and (near := _nearest(found, names)):
        hint = f" Did you mean {near}?"
    more = f" and {len(names) - MOST_LISTED:,} more" if len(names) > MOST_LISTED else ""
    raise UsageError(f"no {kind} '{found}'.{hint} Known: {', '.join(names[:MOST_LISTED])}{more}")


def _nearest(found: str, names: list[str]) -> str:
    """The name that looks most alike, else those that have what was typed among their words; empty if there are none.

    >>> _nearest("minors", ["market-entry", "protection-of-minors"]), _nearest("markte-entry", ["market-entry"])
    ("'protection-of-minors'", "'market-entry'")
    """
    import difflib  # slow to load, and only needed for a mistake

    words = set(found.split("-"))
    having = [name for name in names if words <= set(name.split("-"))]
    return " or ".join(f"'{name}'" for name in difflib.get_close_matches(found, names, n=1) or having[:MOST_NEAR])


def known_of_old(kind: str, found: str, allowed: Mapping[str, Iterable[str]]) -> str:
    """The name itself if it exists, or the one of today if it is a former name; ``allowed`` has the former names of each.

    >>> known_of_old("question", "sale", {"forced-sale": ["sale"]})
    'forced-sale'
    """
    today = {former: name for name, formerly in allowed.items() for former in formerly}
    return known(kind, today.get(found, found), allowed)


def policy_name(version: str) -> str:
    """Name of the policy of which a version is given.

    >>> policy_name("law-first/2.0.0")
    'law-first'
    """
    return version.partition("/")[0]
