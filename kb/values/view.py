"""What is asked, as one value: which cells, on which days, for which platform, by which policy, of which release."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypedDict, Unpack

from kb.errors import UsageError
from kb.naming.names import policy_name
from kb.values import dialects
from kb.values.cell_names import parse_cell, print_cell
from kb.values.dialects import Texts
from kb.values.model import Comparison, default_scope
from kb.values.resolution import Policy
from kb.values.spelt_out import spelt_out
from kb.values.view_fields import FIELDS, both_days, checked

Day = datetime.date | str | None
Names = str | Iterable[str]


class DaylessKeywords(TypedDict, total=False):
    """What can be asked besides jurisdictions and days, in the words of :class:`View`."""

    dimensions: Names
    questions: Names
    platform: str | None
    policy: str | Path | Policy | None
    scope: str | None
    evidence: str | None
    release: str | None


class RecordKeywords(DaylessKeywords, total=False):
    """The same on a day of the record."""

    known_on: Day


class Keywords(RecordKeywords, total=False):
    """The same on a day of the law and a day of the record."""

    as_of: Day


@dataclass(frozen=True, slots=True, init=False)
class View:
    """What is asked. It checks itself; what does not exist in a release is told by whoever asks the release.

    Without questions and dimensions all of the codebook is asked; without days, today; with the day of the record alone, the
    law of that day, or of today if that is earlier; without a platform, any; without a policy, law-first; without a scope, the
    general rule, or the rule as it reaches the platform that is named; without a least grade of evidence, any; without a
    release, the current one. Days may be given as ISO text, a policy as a value or as a file.
    """

    jurisdictions: tuple[str, ...]
    dimensions: tuple[str, ...]
    questions: tuple[str, ...]
    platform: str | None
    policy: str | Path | Policy | None
    scope: str | None
    evidence: str | None
    as_of: datetime.date | None
    known_on: datetime.date | None
    release: str | None

    @spelt_out(Keywords)
    def __init__(self, jurisdictions: Names = (), **asked: Unpack[Keywords]) -> None:
        given: dict[str, Any] = {"jurisdictions": jurisdictions, **asked}
        for field in FIELDS:
            object.__setattr__(self, field.name, checked(field, given.get(field.name)))
        if self.scope not in (None, "general") and not self.platform:
            raise UsageError(f"--scope {self.scope}: name the platform as well, for example --platform tiktok")

    @classmethod
    def of(cls, comparison: Comparison) -> View:
        """What a comparison answers: its days and its release are those it was computed for."""
        return cls(
            [slug for slug, _ in comparison.jurisdictions],
            questions=[head.id for head in comparison.questions],
            platform=comparison.platform,
            policy=policy_name(comparison.policy),
            scope=None if comparison.scope == default_scope(comparison.platform) else comparison.scope,
            evidence=comparison.evidence,
            as_of=comparison.as_of,
            known_on=comparison.known_on,
            release=comparison.release,
        )

    @spelt_out(Keywords)
    def but(self, jurisdictions: Names | None = None, **changes: Unpack[Keywords]) -> View:
        """The same with something else asked; None asks nothing of it."""
        given: dict[str, Any] = {**changes} if jurisdictions is None else {"jurisdictions": jurisdictions, **changes}
        return replace(self, **given)

    def live(self) -> View:
        """The same on whatever day it is asked, of whatever release is current."""
        return self.but(as_of=None, known_on=None, release=None)

    def settled(self, today: datetime.date | None = None) -> View:
        """The same on certain days: where none is asked, those of :func:`kb.values.view_fields.both_days`."""
        as_of, known_on = both_days(self.as_of, self.known_on, today)
        return self.but(as_of=as_of, known_on=known_on)

    def days(self, today: datetime.date | None = None) -> tuple[str, str]:
        """The day of the law and that of the record as ISO text, as :meth:`settled` has them."""
        as_of, known_on = both_days(self.as_of, self.known_on, today)
        return as_of.isoformat(), known_on.isoformat()

    def held(self) -> View:
        """The point at which a cell is held: what is asked without its cells and what follows the page."""
        return View(**{field.name: getattr(self, field.name) for field in FIELDS if field.pinned})

    def place(self) -> str:
        """The one jurisdiction that is asked; UsageError if there are more or none."""
        if len(self.jurisdictions) != 1:
            raise UsageError(f"name one jurisdiction, for example us; {', '.join(self.jurisdictions) or 'none'} was asked")
        return self.jurisdictions[0]

    def question(self) -> str:
        """The one question that is asked; UsageError if there are more or none."""
        if len(self.questions) != 1 or self.dimensions:
            raise UsageError(f"name one question; {', '.join(self.questions) or 'none'} was asked")
        return self.questions[0]

    def cell(self) -> tuple[str, str]:
        """The one jurisdiction and the one question that are asked; UsageError if there are more or none."""
        return self.place(), self.question()

    def keywords(self) -> dict[str, Any]:
        """What is asked as keywords of Python, without what is left open."""
        return {field.name: said for field in FIELDS if (said := getattr(self, field.name))}

    def texts(self) -> Texts:
        """What is asked as texts by name, as the dialects take it; UsageError for a policy that has no name."""
        return {name: _text(said) for name, said in self.keywords().items()}

    def options(self) -> list[str]:
        """As arguments of the command line."""
        return dialects.print_options(self.texts())

    @classmethod
    def from_options(cls, arguments: Iterable[str]) -> View:
        """From arguments of the command line; UsageError says what to write."""
        return _view(dialects.parse_options(arguments))

    def parts(self) -> dict[str, str]:
        """As parameters of an address."""
        return dialects.address_parts(self.texts())

    def address(self) -> str:
        """As the query of an address."""
        return dialects.print_address(self.texts())

    @classmethod
    def from_address(cls, query: str | Iterable[tuple[str, str]], others: tuple[str, ...] = ()) -> View:
        """From the query of an address, or its parameters, of which ``others`` are passed over; UsageError for the rest."""
        return _view(dialects.parse_address(query, others=others))

    def marker(self) -> str:
        """As the words of a marker in a report."""
        return dialects.print_marker(self.texts())

    @classmethod
    def from_marker(cls, text: str) -> View:
        """From the words of a marker; UsageError says what to write."""
        return _view(dialects.parse_marker(text))

    def seal(self) -> dict[str, Any]:
        """As the query in a seal, which keeps the release beside it."""
        return dialects.print_seal(self.texts())

    @classmethod
    def from_seal(cls, query: Any) -> View:
        """From the query in a seal; UsageError if it is none."""
        return _view(dialects.parse_seal(query))

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        return dialects.print_json(self.texts())

    @classmethod
    def from_json(cls, values: Any) -> View:
        """From plain values; UsageError if they are none."""
        return _view(dialects.parse_json(values))

    def cell_address(self) -> str:
        """As the address of one cell in the app, ``us.forced-divestiture`` or held with ``@`` and both days."""
        return print_cell(self.texts())

    @classmethod
    def from_cell_address(cls, text: str) -> View:
        """From the address of one cell; UsageError if it is none."""
        return _view(parse_cell(text))


def _view(asked: Texts) -> View:
    return View(**asked)  # type: ignore[arg-type]


def _text(said: Any) -> str | tuple[str, ...]:
    if isinstance(said, Policy):
        raise UsageError(f"the policy '{said.name}' was given as a value, which cannot be written; name one of the release")
    if isinstance(said, datetime.date):
        return said.isoformat()
    return said if isinstance(said, tuple) else str(said)


def asked_view(asked: View | Names, view: View | None = None, /, **options: Any) -> View:
    """The view that a function is asked: given as a whole, or jurisdictions and keywords; keywords left open change nothing."""
    given: Mapping[str, Any] = {name: said for name, said in options.items() if said}
    if isinstance(asked, View):
        return asked.but(**given) if given else asked
    named = tuple(filter(None, [asked])) if isinstance(asked, str) else tuple(asked)
    first = view or View()
    return first.but(named or first.jurisdictions, **given) if named or given else first
