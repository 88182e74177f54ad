"""One question on one day as a map of the world: each country in the colour and with the number of its answer."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Collection, Sequence
from typing import Any

import altair as alt
import pandas as pd

from kb.loaders.answer_words import BOTH
from kb.ui import world
from kb.ui.cells.cell_card import answer_text, drawn_text, evidence_span, sentence_text, signs_of, status_text
from kb.ui.cells.heat_map import share_of, short_number
from kb.ui.cells.map_parts import APART, parts_apart, says
from kb.ui.frame.spoken import said
from kb.ui.words import t
from kb.ui.world.drawing import outlines, with_outlines
from kb.values.model import STATE_MARKS, STATES, Cell, Comparison, QuestionHead

ORDERED = {
    "light": ((199, 233, 180), (65, 182, 196), (34, 94, 168), (8, 29, 88)),
    "dark": ((28, 78, 137), (47, 143, 179), (111, 211, 181), (244, 247, 161)),
}
NAMED = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#8c564b")
ABSENCES, UNKNOWN = STATES[1:], ("not-researched", "withheld")
GREYS = {
    "light": ("#a8afb5", "#c3c9ce", "#8f979e", "#d7dde1", "#747c84"),
    "dark": ("#626b73", "#4d555c", "#79828a", "#3f464d", "#929ba3"),
}
COLUMNS = ("place", "answer", "status", "says", "drawn")
FIELDS = ("id", "longitude", "latitude", "code", "value", "number", "unit", "shown", "told", *COLUMNS, "space")
COUNTRY, SPOT = "country", "spot"
LONGEST_LINE, LONGEST_NARROW, LONGEST_BELOW = 78, 42, 58
NARROW, NARROWER = "width < 560", 2  # pixels: a telephone, with signs that cover so many times as much
OWN_SPACE, SHARED_SPACE = 330, 70
CLOSE = 9, 5  # degrees across and along, about the size of a sign
ANTARCTICA = "010"
ROTATED: list[float] = [-11, 0, 0]
INK, EDGE = {"light": "#1c2830", "dark": "#e8eef4"}, {"light": "#ffffff", "dark": "#0e1117"}
AT = {"longitude": "longitude:Q", "latitude": "latitude:Q"}
SIGN: dict[str, Any] = {"aria": False, "fontSize": alt.ExprRef(f"{NARROW} ? 8 : 12"), "fontWeight": "bold"}
LAND: dict[str, Any] = {"aria": False, "fill": "#8882", "stroke": "#8888", "strokeWidth": 0.4}


def areas_of(comparison: Comparison) -> pd.DataFrame:
    """One row for each country of the comparison: its cell, and by whose law it is decided. A part of a country is not drawn."""
    (head,) = comparison.questions
    rows = [_row(comparison, head, slug, name) for slug, name in comparison.jurisdictions if country_of(comparison, slug)]
    return pd.DataFrame(rows, columns=list(FIELDS))


def not_drawn(comparison: Comparison, unions: Collection[str] = ()) -> list[str]:
    """Names of the jurisdictions that the map has no place for; a union is drawn by its members."""
    return [name for slug, name in comparison.jurisdictions if slug not in unions and not country_of(comparison, slug)]


def country_of(comparison: Comparison, slug: str) -> world.Country | None:
    """Where a jurisdiction lies as a country: by the code that the base gives it, else by its name if that is one."""
    return world.country(dict(comparison.codes).get(slug, slug))


def how_drawn(comparison: Comparison) -> dict[str, str]:
    """In words, by whose law each country is drawn."""
    areas = areas_of(comparison)
    return dict(zip(areas["code"], areas["drawn"], strict=True))


def _row(comparison: Comparison, head: QuestionHead, slug: str, place: str) -> dict[str, Any]:
    cell = comparison.cell(slug, head.id)
    country = country_of(comparison, slug)
    longitude, latitude = (country and country.point) or (None, None)
    answer = answer_text(cell)
    return {
        "id": country.numeric if country else "",
        "longitude": longitude,
        "latitude": latitude,
        "code": slug,
        "value": _value(cell),
        "number": cell.value,
        "unit": cell.unit,
        "shown": shown_of(head, cell),
        "told": f"{place}: {answer}",
        "answer": answer,
        "status": status_text(cell),
        "says": sentence_text(cell) if cell.left_by else says(comparison, slug),
        "place": place,
        "drawn": drawn_text(cell),
        "space": SHARED_SPACE if cell.layer else OWN_SPACE,
    }


def _sign(head: QuestionHead, value: str) -> str:
    """The place of an answer in the list of the codebook, a number itself, how many answers a set has, the mark of an absence."""
    if value in STATE_MARKS:
        return STATE_MARKS[value]
    if number := head.number(value):
        return short_number(*number)
    if head.scale == "set":
        return str(len(head.members(value)))
    return str([slug for slug, _ in head.answers].index(value) + 1)


def _shown(head: QuestionHead, value: str) -> str:
    """A value as the legend has it; a number stands there as it is."""
    words = t(f"state.{value}") if value in STATE_MARKS else said(head.label(value))
    return words if head.number(value) else f"{_sign(head, value)} · {words}"


def shown_of(head: QuestionHead, cell: Cell) -> str:
    """What a cell shows, as the legend has it."""
    return _shown(head, _value(cell))


def _value(cell: Cell) -> str:
    """What a cell shows, by its name: of a set all that is true together."""
    return BOTH.join(cell.answers) or cell.answer or cell.state


def marks_of(comparison: Comparison) -> pd.DataFrame:
    """The sign of each jurisdiction that is drawn, with those of doubt, of other rules for platforms and in parts, and its place.

    Members that share the answer of a union and lie close together share its sign too: many would cover each other. Where there
    is little room (``narrow``) a sign that would cover another is left out: its colour tells, and the list below.
    """
    (head,), rows, apart = comparison.questions, list[dict[str, Any]](), parts_apart(comparison)
    for slug, _ in comparison.jurisdictions:
        country = country_of(comparison, slug)
        if country and country.point:
            cell, (longitude, latitude) = comparison.cell(slug, head.id), country.point
            sign = _sign(head, _value(cell)) + signs_of(cell) + (APART if slug in apart else "")
            row = {"longitude": longitude, "latitude": latitude, "sign": sign}
            if not cell.layer or not any(one["sign"] == row["sign"] and _is_beside(row, one) for one in rows):
                rows.append(row | {"layer": bool(cell.layer)})
    for number, row in enumerate(rows := sorted(rows, key=lambda row: row["layer"])):
        row["narrow"] = not any(one["narrow"] and _is_beside(row, one, NARROWER) for one in rows[:number])
    return pd.DataFrame(rows, columns=["longitude", "latitude", "sign", "narrow"])


def _is_beside(one: dict[str, Any], other: dict[str, Any], times: float = 1) -> bool:
    """Whether one of two signs would cover the other, on a map so many times narrower."""
    across, along = (abs(one[name] - other[name]) for name in ("longitude", "latitude"))
    return bool(across < times * CLOSE[0] and along < times * CLOSE[1])


def colours(head: QuestionHead, theme: str, comparison: Comparison | None = None) -> dict[str, str]:
    """Colour of every answer and every kind of absence, as the legend names them: in order on a scale, else apart in hue.

    Numbers and sets are those of the comparison: a number in its place in the range, a set the darker the more is true.
    """
    answers = [slug for slug, _ in head.answers]
    if comparison and head.scale in ("number", "set"):
        cells = [cell for cell in comparison.cells if cell.answer]
        shares = {_value(cell): share_of(head, comparison, cell) or 0.0 for cell in cells}
        ordered = sorted(shares, key=lambda value: (-(head.number(value) or (0, ""))[0], shares[value], value))
        found = {value: _at(ORDERED[theme], shares[value]) for value in ordered}
    elif head.scale == "ordinal":
        found = dict(zip(answers, _between(ORDERED[theme], len(answers)), strict=True))
    else:
        found = dict(zip(answers, NAMED, strict=False))
    absences = dict(zip(ABSENCES, GREYS[theme], strict=True))
    return {_shown(head, value): colour for value, colour in (found | absences).items()}


def _between(stops: Sequence[tuple[int, int, int]], number: int) -> list[str]:
    """As many colours as asked for at equal steps along the stops, as ``#rrggbb``."""
    return [_at(stops, place / max(number - 1, 1)) for place in range(number)]


def _at(stops: Sequence[tuple[int, int, int]], share: float) -> str:
    """The colour at a place along the stops, from 0 to 1, as ``#rrggbb``."""
    at = share * (len(stops) - 1)
    low = min(int(at), len(stops) - 2)
    mixed = (round(one + (other - one) * (at - low)) for one, other in zip(stops[low], stops[low + 1], strict=True))
    return "#{:02x}{:02x}{:02x}".format(*mixed)


def legend_of(comparison: Comparison, theme: str) -> dict[str, str]:
    """Colours of what the legend names: what is drawn, in the order of the codebook."""
    (head,), shown = comparison.questions, set(areas_of(comparison)["shown"])
    return {name: colour for name, colour in colours(head, theme, comparison).items() if name in shown}


def choropleth(comparison: Comparison, theme: str) -> dict[str, Any]:
    """The map as a Vega-Lite specification; a click on a country or a point chooses its ``code``. ``theme`` is light or dark."""
    (head,), areas = comparison.questions, areas_of(comparison)
    legend = legend_of(comparison, theme)
    look = _look(list(legend), list(legend.values()), INK[theme])
    layers = (_land(), _countries(areas, look, EDGE[theme]), _spots(areas, look, EDGE[theme]), *_signs(marks_of(comparison)))
    drawing = alt.layer(*layers).project("equalEarth", rotate=ROTATED)
    title = _title(comparison, head, INK[theme])
    return with_outlines(drawing.properties(title=title))


def _look(domain: list[str], palette: list[str], ink: str) -> dict[str, Any]:
    """Colour with its legend, and what is told of a country that is pointed at."""
    look: dict[str, Any] = {
        "orient": "bottom",
        "columns": 1,
        "labelLimit": _narrow(340, 620),
        "labelFontSize": _narrow(12, 13),
        "labelColor": ink,
    }
    legend = alt.Legend(title=None, symbolType="square", symbolSize=170, symbolStrokeWidth=0, **look)
    return {
        "color": alt.Color("shown:N", scale=alt.Scale(domain=domain, range=palette), legend=legend),
        "description": alt.Description("told:N"),
        "tooltip": [alt.Tooltip(f"{name}:N", title=t(f"map.{name}")) for name in COLUMNS],
    }


def _land() -> alt.Chart:
    """What the base says nothing of."""
    drawn: alt.Chart = outlines().mark_geoshape(**LAND).transform_filter(alt.datum.id != ANTARCTICA)
    return drawn


def _countries(areas: pd.DataFrame, look: dict[str, Any], edge: str) -> alt.Chart:
    """The countries that have an outline."""
    found = alt.LookupData(areas, "id", ["code", "shown", "told", *COLUMNS])
    drawn: alt.Chart = outlines().mark_geoshape(stroke=edge, strokeWidth=0.6, cursor="pointer").encode(**look)
    drawn = drawn.transform_lookup(lookup="id", from_=found).transform_filter("isValid(datum.code)")
    drawn = drawn.add_params(alt.selection_point(name=COUNTRY, fields=["code"]))
    return drawn


def _spots(areas: pd.DataFrame, look: dict[str, Any], edge: str) -> alt.Chart:
    """A point for each country that is too small for an outline."""
    small = areas[areas["longitude"].notna() & ~areas["id"].isin(list(world.area_names()))]
    drawn: alt.Chart = alt.Chart(small).mark_circle(opacity=1, stroke=edge, strokeWidth=1.5, cursor="pointer")
    drawn = drawn.encode(size=alt.Size("space:Q", scale=None), **AT, **look)
    drawn = drawn.add_params(alt.selection_point(name=SPOT, fields=["code"]))
    return drawn


def _signs(marks: pd.DataFrame) -> tuple[alt.Chart, alt.Chart]:
    """The sign of each jurisdiction, dark with a light rim so that it can be read on every colour."""
    placed = alt.Chart(marks).encode(**AT, text="sign:N").transform_filter(f"datum.narrow || !({NARROW})")
    rim = placed.mark_text(**SIGN, stroke="#ffffff", strokeWidth=3, strokeOpacity=0.85)
    return rim, placed.mark_text(**SIGN, color="#111820")


def _narrow(narrow: float, wide: float) -> alt.ExprRef:
    """A size by the room that the picture has."""
    return alt.ExprRef(f"{NARROW} ? {narrow} : {wide}")


def _lines(text: str, wide: int, narrow: int) -> alt.ExprRef:
    """A text in lines of at most so many letters, by the room that the picture has."""
    short, long = (json.dumps(textwrap.wrap(text, letters)) for letters in (narrow, wide))
    return alt.ExprRef(f"{NARROW} ? {short} : {long}")


def _title(comparison: Comparison, head: QuestionHead, ink: str) -> alt.TitleParams:
    """Question, days and release, so that the picture says what it shows wherever it goes; in short lines where it is narrow."""
    dates = t("compare.dates", as_of=comparison.as_of, known_on=comparison.known_on)
    below = " · ".join(filter(None, (dates, evidence_span(comparison), t("map.release", release=comparison.release))))
    return alt.TitleParams(
        text=_lines(said(head.text), LONGEST_LINE, LONGEST_NARROW),
        subtitle=textwrap.wrap(below, LONGEST_BELOW),
        limit=0,
        anchor="start",
        color=ink,
        subtitleColor=ink,
    )
