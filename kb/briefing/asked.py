"""What a brief is asked: a view whose dimensions are topics, the day since which changes count, and a form. One value."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kb.values import dialects
from kb.values.dialects import Texts
from kb.values.form import FORM_FIELDS, PLAIN, Form
from kb.values.view import View
from kb.values.view_fields import FIELDS, Field, checked

SINCE = Field("since", "day", ("--since",), ("since",), ("since",), "Changes since this day; two years back if left out.")
TOPICS = Field("dimensions", "names", ("--topics", "-t", "-d", "--dimension"), ("topics", "dimensions"), ("t", "d"),
               "Topics, with commas: ownership,data,transparency,minors, or dimensions.", sealed=False)  # fmt: skip
BRIEF_FIELDS = (*(TOPICS if field.name == "dimensions" else field for field in FIELDS), SINCE, *FORM_FIELDS)
YEARS_BACK = 2


@dataclass(frozen=True)
class Brief:
    """Places, topics, platform and days as a view; ``since`` is an ISO day, two years back unless it is given."""

    view: View
    since: str | None = None
    form: Form = PLAIN

    @property
    def start(self) -> str:
        """The day since which changes count."""
        if self.since:
            return self.since
        day = datetime.date.fromisoformat(self.view.days()[0])
        return day.replace(year=day.year - YEARS_BACK, day=min(day.day, 28)).isoformat()

    def texts(self) -> Texts:
        """What is asked, by name."""
        return {**self.view.texts(), **({"since": self.since} if self.since else {}), **self.form.texts()}

    def address(self) -> str:
        """As the query of an address: ``j=us,eu,sg&p=tiktok&t=ownership,data&since=2024-01-01``."""
        return dialects.print_address(self.texts(), BRIEF_FIELDS)

    @classmethod
    def from_address(cls, query: str | Iterable[tuple[str, str]], others: tuple[str, ...] = ()) -> Brief:
        """From the query of an address, of which ``others`` are passed over; UsageError for the rest."""
        return brief_of(dialects.parse_address(query, BRIEF_FIELDS, others))

    def marker(self) -> str:
        """As the words of a marker: ``us eu topics=ownership,data since=2024-01-01``."""
        return dialects.print_marker(self.texts(), BRIEF_FIELDS)

    @classmethod
    def from_marker(cls, text: str) -> Brief:
        """From the words of a marker; UsageError says what to write instead."""
        return brief_of(dialects.parse_marker(text, BRIEF_FIELDS))

    def on(self, today: datetime.date | None = None) -> Brief:
        """The same on certain days."""
        return replace(self, view=self.view.settled(today))


def brief_of(texts: Texts) -> Brief:
    """A brief from texts by name; UsageError for what cannot be asked."""
    since = checked(SINCE, texts.get("since"))
    named = {field.name: texts[field.name] for field in FIELDS if field.name in texts}
    return Brief(View(**named), since.isoformat() if since else None, Form.of(texts))  # type: ignore[arg-type]
