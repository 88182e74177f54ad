"""The names of what is asked, declared once: each with its option, its words in markers and its keys in addresses and seals."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal, NamedTuple

from kb.errors import UsageError
from kb.naming.names import RELEASE, known
from kb.values.evidence import LEAST
from kb.values.model import OPEN, SCOPES
from kb.values.resolution import Policy

POLICY_FILE = ".ttl"


class Field(NamedTuple):
    """One thing that can be asked, under the name that it has in Python and in JSON.

    ``flags`` are its options (none: a bare word of the command line), ``marker`` its words in reports (none: a bare word)
    and ``address`` its keys in addresses; of several spellings the first is written and all are read. ``sealed`` says that
    seals keep it, ``pinned`` that the address of a cell that is held does. ``help`` is what the command line says of it,
    ``programs`` what is told where it is no option, if that is another thing.
    """

    name: str
    kind: Literal["names", "name", "day", "policy", "scope", "evidence", "release", "choice", "text"]
    flags: tuple[str, ...]
    marker: tuple[str, ...]
    address: tuple[str, ...]
    help: str
    sealed: bool = True
    pinned: bool = False
    programs: str = ""

    @property
    def about(self) -> str:
        """What it is, for those who ask by an address or by plain values."""
        return self.programs or self.help

    @property
    def is_list(self) -> bool:
        """Whether several can be asked."""
        return self.kind == "names"


FIELDS = (
    Field("jurisdictions", "names", (), (), ("j",), "For example us eu sg.",
          programs="Jurisdictions by identifier or name, for example us, eu, sg; a group of states stands for its members."),
    Field("dimensions", "names", ("-d", "--dimension"), ("dimensions", "dimension"), ("d",),
          "Only this dimension; repeatable.", sealed=False,
          programs="Only these groups of questions, for example protection-of-minors."),
    Field("questions", "names", ("-q", "--question"), ("questions", "question"), ("q",), "Only this question; repeatable.",
          programs="Only these questions, for example forced-divestiture."),
    Field("platform", "name", ("--platform",), ("platform",), ("p",), "A platform, for example tiktok.", pinned=True),
    Field("policy", "policy", ("--policy",), ("policy",), ("policy",),
          "Which claim a cell shows: a policy by name ('kb policies'), or your own .ttl file.",
          programs="Which claim a cell shows: a policy of the base by name, for example law-first."),
    Field("scope", "scope", ("--scope",), ("scope",), ("scope",),
          "Whose rule: general, as it reaches the platform (reaches), or both; reaches where a platform is named, else general."),
    Field("evidence", "evidence", ("--evidence",), ("evidence",), ("evidence",),
          "Only what was read in primary or official texts (or better); any if left out."),
    Field("as_of", "day", ("--as-of",), ("as-of",), ("v",),
          "Day of the law, YYYY-MM-DD; if left out, today, or the day of the record where that is earlier.", pinned=True),
    Field("known_on", "day", ("--known-on",), ("known-on",), ("k",),
          "Day of the record, YYYY-MM-DD; today if left out.", pinned=True),
    Field("release", "release", ("--release",), ("release",), ("r",),
          "A kept release; the current one if left out.", sealed=False),
)  # fmt: skip


def key_of(name: str) -> str:
    """The key of a field in addresses."""
    return next(field.address[0] for field in FIELDS if field.name == name)


def read_day(name: str, given: datetime.date | str) -> datetime.date:
    """A day, given as one or as ISO text; raises UsageError that says how to write one.

    The day that stands for an open end is none: on it nothing holds any more.
    """
    try:
        day = given if isinstance(given, datetime.date) else datetime.date.fromisoformat(given)
        day = day.date() if isinstance(day, datetime.datetime) else day
        if day.isoformat() == OPEN or (isinstance(given, str) and day.isoformat() != given):
            raise ValueError
    except (ValueError, TypeError):
        raise UsageError(f"--{name} {given}: write a day of the calendar as YYYY-MM-DD, for example 2025-09-15") from None
    return day


def both_days(
    as_of: datetime.date | None, known_on: datetime.date | None, today: datetime.date | None = None
) -> tuple[datetime.date, datetime.date]:
    """The day of the law and that of the record: what is left open is today, but the law no later than a record that is named.

    >>> both_days(None, datetime.date(2025, 1, 1), today=datetime.date(2026, 6, 1))
    (datetime.date(2025, 1, 1), datetime.date(2025, 1, 1))
    """
    now = today or datetime.date.today()
    record = known_on or now
    return as_of or min(now, record), record


def checked(field: Field, given: Any) -> Any:
    """What is given for a field as a view holds it; UsageError for what can be wrong whatever the release."""
    if field.kind == "names":
        return _names(field, given or ())
    if given is None or given == "":
        return None
    if field.kind == "day":
        return read_day(field.name.replace("_", "-"), given)
    if field.kind == "policy":
        return _policy(given)
    if field.kind == "scope":
        return known("scope", given, SCOPES)
    if field.kind == "evidence":
        return None if known("evidence", given, LEAST) == "any" else str(given)
    (text,) = _names(field, (given,))
    if field.kind == "release" and not re.fullmatch(RELEASE, text):
        raise UsageError(f"release={text}: a release is named by 16 hexadecimal digits, as 'kb build' prints it")
    return text


def _names(field: Field, given: str | Iterable[Any]) -> tuple[str, ...]:
    """Names in order, each once; a text alone is one name."""
    names = (given,) if isinstance(given, str) else tuple(given)
    if not all(isinstance(name, str) for name in names):
        raise UsageError(f"{field.name}: write names as text, not {names!r:.60}")
    return tuple(dict.fromkeys(names))


def _policy(given: Any) -> str | Path | Policy:
    """A policy by its name, as a value, or in a file of Turtle."""
    if isinstance(given, Policy):
        return given
    if isinstance(given, Path) or (isinstance(given, str) and given.endswith(POLICY_FILE)):
        if Path(given).suffix != POLICY_FILE:
            raise UsageError(f"{given}: a policy is named, or is a file of Turtle whose name ends in {POLICY_FILE}")
        return Path(given)
    if not isinstance(given, str):
        raise UsageError(f"policy: write the name of a policy as text, not {given!r:.60}")
    return given
