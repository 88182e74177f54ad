"""Another date beside the comparison: which cells differ there, what they said, and why, as the page Changes finds it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

import streamlit as st

from kb.clocks.changes import Change, Changes, Point
from kb.release.release import Release
from kb.saving import as_json
from kb.ui.cells.cell_card import cell_label
from kb.ui.frame import url_state
from kb.ui.frame.controls import pick_day
from kb.ui.frame.links import link
from kb.ui.frame.shared import cached_changes, plain
from kb.ui.frame.view_controls import state_of as state_of_view
from kb.ui.taking.downloads import downloads
from kb.ui.words import counted, t
from kb.values.model import Comparison
from kb.values.view import View
from kb.wording.changes import to_json, to_text

DIFFERS, SAME = "Δ", "="
A_YEAR = datetime.timedelta(days=365)


@dataclass(frozen=True)
class Other:
    """The other point of both clocks, and whether only what differs is shown."""

    as_of: str
    known_on: str
    only: bool


@dataclass(frozen=True)
class Differences:
    """What differs between the other point and that of the comparison, among the cells of the comparison."""

    other: Other
    found: Changes
    changes: dict[tuple[str, str], Change]
    cells: int

    @property
    def there(self) -> str:
        """The other point in words, as short as tells it from that of the comparison."""
        return self._words("beside.there", self.other.as_of, self.other.known_on)

    @property
    def here(self) -> str:
        """The point of the comparison in words, as short as tells it from the other one."""
        return self._words("beside.here", self.found.end.as_of, self.found.end.known_on)

    def _words(self, key: str, as_of: str, known_on: str) -> str:
        same_record = self.other.known_on == self.found.end.known_on
        day = t("beside.day", day=as_of) if same_record else t("compare.dates", as_of=as_of, known_on=known_on)
        return f"{t(key)}: {day}"

    def of(self, jurisdiction: str, question: str) -> Change | None:
        """The change of a cell; None if it says the same at both points."""
        return self.changes.get((jurisdiction, question))

    def shows(self, question: str) -> bool:
        """Whether a question is shown: any of its cells differs, or all questions are shown."""
        return not self.other.only or any(changed == question for _, changed in self.changes)


def other_is_wanted() -> bool:
    """The switch that lays another date beside, begun from the address."""
    url_state.begin("beside", lambda: bool(url_state.given("v2")))
    return bool(st.toggle(t("beside.toggle"), key="beside", help=t("beside.help")))


def choose_other(now: View) -> Other:
    """The controls of the other point, begun from the address; a year before the chosen day at first."""
    as_of, known_on = map(datetime.date.fromisoformat, now.days())
    first = as_of - A_YEAR
    with st.container(horizontal=True, vertical_alignment="bottom"):
        other_day = pick_day(st, "beside.as-of", "v2", max(first, url_state.EARLIEST_DAY))
        other_record = pick_day(st, "beside.known-on", "k2", known_on)
        url_state.begin("only", lambda: url_state.chosen("only", ("1",), None) == "1")
        only = st.toggle(t("beside.only"), key="only")
    return Other(other_day, other_record, only)


def state_of(other: Other | None) -> dict[str, str]:
    """What of it stands in the address."""
    return {"v2": other.as_of, "k2": other.known_on, "only": "1" if other.only else ""} if other else {}


def differences(release: Release, comparison: Comparison, other: Other) -> Differences:
    """The changed cells of a comparison from the other point to its own."""
    start, end = Point(other.as_of, other.known_on), Point(comparison.as_of, comparison.known_on)
    found = cached_changes(release, View.of(comparison), start, end)
    changes = {(change.jurisdiction, change.question): change for change in found.changes}
    return Differences(other, found, changes, len(comparison.cells))


def show_sum(comparison: Comparison, differing: Differences) -> None:
    """How many cells differ, the way to the page Changes at the same points, and the differences as files."""
    other, asked = differing.other, View.of(comparison)
    points = {"v1": other.as_of, "k1": other.known_on, "v2": comparison.as_of, "k2": comparison.known_on}
    with st.container(horizontal=True, vertical_alignment="center"):
        number = len(differing.changes)
        st.markdown(f":material/difference: {counted('beside.sum', number, cells=differing.cells, point=point_words(other))}")
        link(
            "changes",
            t("beside.changes"),
            ":material/difference:",
            **(state_of_view(asked, "jurisdictions", "platform") | points),
        )
        stem = f"changes-{other.as_of}-{comparison.as_of}"
        downloads(("txt", "json"), lambda name: _written(differing.found, name), stem, "beside")
    st.caption(t("beside.legend", point=point_words(other)))


def _written(found: Changes, name: str) -> str:
    return to_text(found) if name == "txt" else as_json(to_json(found))


def point_words(other: Other) -> str:
    """The other point in words."""
    return t("compare.dates", as_of=other.as_of, known_on=other.known_on)


def say_same(place: Any) -> None:
    """That a cell says the same at both points."""
    place.markdown(f":gray-badge[{SAME} {t('beside.same')}]")


def show_before(place: Any, differing: Differences, change: Change | None) -> None:
    """In a view of one day: the answer at the other point where it differs, else that it is the same."""
    if change is None:
        say_same(place)
        return
    place.markdown(f":orange-badge[:material/difference: {DIFFERS} {t('beside.differs')}]")
    place.caption(f"{differing.there}. {plain(cell_label(change.before))}")
