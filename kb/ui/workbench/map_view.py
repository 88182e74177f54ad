"""A result on a map of the world, by jurisdiction; what is too small for the map, or a part of a country, is a point."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd
import streamlit as st

from kb.asking.values import entities_of_kind
from kb.cells.layers import UNION
from kb.cells.place_names import iso_code
from kb.naming import iris
from kb.release.reader import Reader
from kb.release.release import Release
from kb.ui import world
from kb.ui.taking.charts import show_chart
from kb.ui.words import t
from kb.ui.workbench.columns import NONE, pick_column
from kb.ui.world.drawing import outlines, with_outlines

if TYPE_CHECKING:
    from kb.ui.workbench.columns import Shown

LONGEST = 60


def show_map(shown: Shown) -> None:
    """Draw the map, with a control for what colours it."""
    values = [NONE, *shown.columns.numbers, *shown.columns.texts]
    with st.container(horizontal=True):
        place = pick_column(shown, "place", "place", shown.columns.jurisdictions)
        value = pick_column(shown, "value", "colour-by", values, NONE, lambda one: t("sparql.row-count") if one == NONE else one)
    found = _by_place(shown, place, value)
    missing = sorted({row["name"] for row in found if not row["id"] and row["longitude"] is None})
    title = t("sparql.alt-map", n=len({row["name"] for row in found}))
    show_chart(_map(pd.DataFrame(found), value in shown.columns.texts), title, title, "result-map")
    if missing:
        st.caption(t("sparql.not-on-map", names=", ".join(missing)))


def _by_place(shown: Shown, place: str, value: str) -> list[dict[str, Any]]:
    """One entry for each area of the map and each point: what its jurisdiction has in the column."""
    names = entities_of_kind(shown.release, "jurisdiction")
    groups = shown.frame[shown.frame[place].notna()].groupby(place, sort=False)
    found, drawn, spots = list[dict[str, Any]](), set[str](), _spots(shown.release)
    kinds = shown.release.reader.kinds()
    for iri, rows in sorted(groups, key=lambda item: kinds.get(iris.slug(str(item[0]))) == UNION):
        slug = iris.slug(str(iri))
        entry = {"name": next(iter(names.get(slug, (slug,))), slug), "rows": len(rows), "value": _value(rows, value, shown)}
        areas = {code: numeric for code, numeric in _areas(shown.release.reader, slug).items() if numeric not in drawn}
        drawn |= set(areas.values()) - {""}
        for code, numeric in areas.items():
            longitude, latitude = _point(shown.release.reader, code) or spots.get(code) or (None, None)
            found.append(entry | {"id": numeric, "longitude": longitude, "latitude": latitude})
    return found


def _value(rows: pd.DataFrame, value: str, shown: Shown) -> Any:
    if value == NONE:
        return len(rows)
    if value in shown.columns.numbers:
        return float(pd.to_numeric(rows[value]).sum())
    said = list(dict.fromkeys(text for text in rows[value] if isinstance(text, str)))
    return " / ".join(said)[:LONGEST] or t("sparql.nothing")


def _areas(reader: Reader, slug: str) -> dict[str, str]:
    """Numeric codes of what a jurisdiction colours, by code: a union its members of today, a part of a country none."""
    today = datetime.date.today().isoformat()
    if reader.kinds().get(slug) != UNION:
        return {slug: _numeric(reader, slug)}
    ties = ((member, tie) for member, found in reader.memberships().items() for tie in found)
    members = (name for name, tie in ties if tie.of == slug and not tie.under and tie.start <= today < tie.until)
    return {name: _numeric(reader, name) for name in members}


def _country(reader: Reader, slug: str) -> world.Country | None:
    return world.country(iso_code(reader, slug) or slug)


def _numeric(reader: Reader, slug: str) -> str:
    country = _country(reader, slug)
    return country.numeric if country else ""


def _point(reader: Reader, slug: str) -> tuple[float, float] | None:
    country = _country(reader, slug)
    return country.point if country else None


def _spots(release: Release) -> dict[str, tuple[float, float]]:
    """Where the base itself says that a jurisdiction lies: (longitude, latitude) by name."""
    rows = release.rows("spots_of_places")
    return {iris.slug(row["jurisdiction"] or ""): (float(row["longitude"] or 0), float(row["latitude"] or 0)) for row in rows}


def _map(found: pd.DataFrame, is_text: bool) -> dict[str, Any]:
    scale = alt.Scale(scheme="tableau10") if is_text else alt.Scale(scheme="blues", domainMin=0)
    legend = alt.Legend(title=None, labelLimit=380, orient="bottom", columns=1)
    color = alt.Color("value", type="nominal" if is_text else "quantitative", scale=scale, legend=legend)
    tooltip = [alt.Tooltip("name:N"), alt.Tooltip("value", type="nominal"), alt.Tooltip("rows:Q")]
    land = outlines().mark_geoshape(fill="#8884", stroke="#8888", strokeWidth=0.4)
    lookup = alt.LookupData(found[found["id"] != ""], "id", ["name", "value", "rows"])
    areas = outlines().mark_geoshape(stroke="#fff", strokeWidth=0.5).encode(color=color, tooltip=tooltip)
    areas = areas.transform_lookup(lookup="id", from_=lookup).transform_filter(alt.datum.name != None)  # noqa: E711
    spots = found[found["longitude"].notna() & ~found["id"].isin(list(world.area_names()))]
    points = alt.Chart(spots).mark_circle(size=110, stroke="#333", strokeWidth=0.8, opacity=1)
    points = points.encode(longitude="longitude:Q", latitude="latitude:Q", color=color, tooltip=tooltip)
    return with_outlines(alt.layer(land, areas, points).project("equalEarth").properties(height=430))
