"""Charts: drawn on the page with a text in their place for who cannot see them, and taken along as pictures made here."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import copy_context
from functools import partial
from typing import Any

import streamlit as st

from kb.ui.frame.turn import client, in_process
from kb.ui.taking.downloads import downloads
from kb.ui.words import t

PICTURES = ("svg", "png")
DRAWING = "kb.ui.taking.chart_drawing"


def show_chart(chart: Any, title: str, alt: str, key: str) -> None:
    """An Altair chart or a Vega-Lite specification as wide as its place, and its pictures."""
    shown = _in_language(chart)
    with st.container(key=f"chart-{key}"):
        if isinstance(shown, dict):
            st.vega_lite_chart(spec=shown, alt=alt, width="stretch")
        else:
            st.altair_chart(shown, alt=alt)
    picture_downloads(partial(draw, chart, title, client()), key)


def _in_language(chart: Any) -> Any:
    """A chart whose axes say days and numbers in the language of the page."""
    if isinstance(chart, dict):
        return chart | {"config": chart.get("config", {}) | {"locale": _locale()}}
    from altair import Undefined

    told = chart.copy(deep=False)
    config = {} if told.config is Undefined else told.config.to_dict()
    told.config = config | {"locale": _locale()}
    return told


def _locale() -> dict[str, Any]:
    """How the language of the page writes days and numbers, as Vega-Lite takes it."""
    names = {one: t(f"chart.{one}").split(", ") for one in ("months", "short-months", "days", "short-days")}
    time = {
        "dateTime": "%Y-%m-%d %H:%M:%S", "date": "%Y-%m-%d", "time": "%H:%M:%S", "periods": ["AM", "PM"],
        "months": names["months"], "shortMonths": names["short-months"], "days": names["days"], "shortDays": names["short-days"],
    }  # fmt: skip
    number = {"decimal": t("chart.decimal"), "thousands": t("chart.thousands"), "grouping": [3], "currency": ["", ""]}
    return {"time": time, "number": number}


def picture_downloads(to_svg: Callable[[], str], key: str) -> None:
    """A button that offers a drawing as SVG and as PNG; nothing is drawn before one is asked for.

    It is drawn when this run has ended, outside of it, and still in its language.
    """
    run, write = copy_context(), partial(write_picture, to_svg, client())
    downloads(PICTURES, lambda name: run.copy().run(write, name), key, key, label="app.picture", is_quiet=True)


def write_picture(to_svg: Callable[[], str], asker: str, format_name: str) -> str | bytes:
    """A drawing in one of PICTURES, on the account of who asks."""
    svg = to_svg()
    return svg if format_name == "svg" else in_process(f"{DRAWING}:as_png", svg, asker=asker)


def draw(chart: Any, title: str, asker: str) -> str:
    """An Altair chart, or its specification, as SVG on white with its title, on the account of who asks."""
    from altair import SCHEMA_VERSION

    version = ".".join(SCHEMA_VERSION.removeprefix("v").split(".")[:2])
    told = _in_language(chart)
    spec = told if isinstance(told, dict) else told.to_dict()
    return in_process(f"{DRAWING}:draw", spec, title, version, asker=asker).decode("utf-8")
