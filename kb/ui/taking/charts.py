"""Charts: drawn on the page with a text in their place for who cannot see them, and taken along as pictures made here."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from xml.sax.saxutils import escape

import streamlit as st

from kb.ui.taking.downloads import downloads

PICTURES = ("svg", "png")
WIDTH, SCALE = 900, 2.0


def show_chart(chart: Any, title: str, alt: str, key: str) -> None:
    """An Altair chart or a Vega-Lite specification as wide as its place, and its pictures."""
    with st.container(key=f"chart-{key}"):
        if isinstance(chart, dict):
            st.vega_lite_chart(spec=chart, alt=alt, width="stretch")
        else:
            st.altair_chart(chart, alt=alt)
    picture_downloads(partial(draw, chart, title), key)


def picture_downloads(to_svg: Callable[[], str], key: str) -> None:
    """A button that offers a drawing as SVG and as PNG; nothing is drawn before one is asked for."""
    downloads(PICTURES, partial(write_picture, to_svg), key, key, label="app.picture", is_quiet=True)


def write_picture(to_svg: Callable[[], str], format_name: str) -> str | bytes:
    """A drawing in one of PICTURES."""
    import vl_convert

    svg = to_svg()
    return svg if format_name == "svg" else bytes(vl_convert.svg_to_png(svg, scale=SCALE))


def draw(chart: Any, title: str) -> str:
    """An Altair chart, or its specification, as SVG on white with its title; it shows what is in it, nothing is fetched."""
    import vl_convert
    from altair import SCHEMA_VERSION

    spec = chart if isinstance(chart, dict) else chart.to_dict()
    if not isinstance(spec.get("facet"), dict) and "width" not in spec:
        spec["width"] = WIDTH
    version = ".".join(SCHEMA_VERSION.removeprefix("v").split(".")[:2])
    svg: str = vl_convert.vegalite_to_svg(spec | {"background": "white"}, vl_version=version, allowed_base_urls=[])
    opening, end, rest = svg.partition(">")
    return f'{opening} role="img"{end}<title>{escape(title)}</title>{rest}'
