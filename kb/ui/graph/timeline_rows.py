"""The timeline as it stands on the page: rows of points and bars, each a link that says what it is when pointed at."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from kb.graph.lanes import LANES, Item
from kb.ui.frame.html import address
from kb.ui.graph.timeline_drawing import COLOURS, frame_of
from kb.ui.words import t

MOST_YEARS = 16
Day = datetime.date


class Axis:
    """Days from left to right between a first and a last one."""

    def __init__(self, first: str, last: str) -> None:
        self.first, self.last = Day.fromisoformat(first), Day.fromisoformat(last)

    def share(self, day: Day) -> float:
        """Where a day stands, in percent of the width; one outside stands at the edge."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return round(100 * min(max(share, 0.0), 1.0), 2)

    def years(self) -> Iterator[int]:
        """The years that begin on it, of many only some."""
        count = self.last.year - self.first.year + 1
        for year in range(self.first.year, self.last.year + 1, -(-count // MOST_YEARS)):
            if self.first <= Day(year, 1, 1) <= self.last:
                yield year


def timeline_rows(items: Sequence[Item], span: tuple[str, str], today: str, alt: str) -> str:
    """The items between two days as HTML, a row for each act, case or tie; ``alt`` says what is shown."""
    frame, axis = frame_of(items, today), Axis(*span)
    rows = dict[Any, list[Any]]()
    for one in frame.itertuples():
        rows.setdefault(one.name, []).append(one)
    lanes = [lane for lane in LANES if lane in set(frame["lane"])]
    legend = "".join(f'<span style="--lane: {COLOURS[lane]}">{escape(t(f"timeline.lane-{lane}"))}</span>' for lane in lanes)
    shown = "".join(_row(axis, name, found) for name, found in rows.items())
    lines = "".join(_lines(axis, today))
    box = f'<div class="timeline" role="group" aria-label="{escape(alt)}">'
    return f'{box}<div class="legend">{legend}</div><div class="lines" aria-hidden="true">{lines}</div>{shown}</div>'


def _lines(axis: Axis, today: str) -> Iterator[str]:
    """A line for the beginning of each year, and one for today if it lies between the two days."""
    for year in axis.years():
        yield f'<span style="left: {axis.share(Day(year, 1, 1))}%">{year}</span>'
    if axis.first.isoformat() <= today <= axis.last.isoformat():
        share = axis.share(Day.fromisoformat(today))
        yield f'<span class="today" style="left: {share}%">{escape(t("timeline.today"))} {today}</span>'


def _row(axis: Axis, name: str, found: Sequence[Any]) -> str:
    marks = "".join(_mark(axis, one) for one in found)
    return (
        f'<div class="line"><span class="name" title="{escape(name)}"><span>{escape(name)}</span></span><div>{marks}</div></div>'
    )


def _mark(axis: Axis, one: Any) -> str:
    """A point, with a bar where it lasts and with its words where it is a milestone; a link to what it belongs to."""
    start, end = axis.share(one.start.date()), axis.share(one.end.date())
    said = f"{one.name}: {one.day}{f' – {one.until}' if one.until else ''} {one.what}. {one.says or ''}".strip()
    look = f"left: {start}%; --lane: {COLOURS[one.lane]}" + (f"; width: {end - start:.2f}%" if end > start else "")
    label = f"<span>{escape(one.label)}</span>" if one.label else ""
    called = said if one.label in said else f"{one.label} · {said}"  # whoever speaks to a machine says what can be seen
    link = f'href="{escape(address("entity", e=one.entity))}" title="{escape(said)}" aria-label="{escape(called)}"'
    return f'<a {link} style="{look}" data-soft>{label}</a>'
