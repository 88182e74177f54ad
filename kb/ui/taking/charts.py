"""Charts: drawn on the page with a text in their place for who cannot see them, and taken along as pictures made here."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from kb.ui.frame.turn import client, in_process
from kb.ui.taking.downloads import downloads

PICTURES = ("svg", "png")
DRAWING = "kb.ui.taking.chart_drawing"


def show_chart(chart: Any, title: str, alt: str, key: str) -> None:
    """An Altair chart or a Vega-Lite specification as wide as its place, and its pictures."""
    with st.container(key=f"chart-{key}"):
        if isinstance(chart, dict):
            st.vega_lite_chart(spec=chart, alt=alt, width="stretch")
        else:
            st.altair_chart(chart, alt=alt)
    picture_downloads(partial(draw, chart, title, client()), key)


def picture_downloads(to_svg: Callable[[], str], key: str) -> None:
    """A button that offers a drawing as SVG and as PNG; nothing is drawn before one is asked for."""
    downloads(PICTURES, partial(write_picture, to_svg, client()), key, key, label="app.picture", is_quiet=True)


def write_picture(to_svg: Callable[[], str], asker: str, format_name: str) -> str | bytes:
    """A drawing in one of PICTURES, on the account of who asks."""
    svg = to_svg()
    return svg if format_name == "svg" else in_process(f"{DRAWING}:as_png", svg, asker=asker)


def draw(chart: Any, title: str, asker: str) -> str:
    """An Altair chart, or its specification, as SVG on white with its title, on the account of who asks."""
    from altair import SCHEMA_VERSION

    version = ".".join(SCHEMA_VERSION.removeprefix("v").split(".")[:2])
    spec = chart if isinstance(chart, dict) else chart.to_dict()
    return in_process(f"{DRAWING}:draw", spec, title, version, asker=asker).decode("utf-8")
