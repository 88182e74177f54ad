"""Charts as pictures, drawn without a browser; computed in a process of its own."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

WIDTH, SCALE = 900, 2.0


def draw(spec: dict[str, Any], title: str, version: str) -> str:
    """A Vega-Lite specification as SVG on white with its title; it shows what is in it, nothing is fetched."""
    import vl_convert

    if not isinstance(spec.get("facet"), dict) and "width" not in spec:
        spec["width"] = WIDTH
    svg: str = vl_convert.vegalite_to_svg(spec | {"background": "white"}, vl_version=version, allowed_base_urls=[])
    opening, end, rest = svg.partition(">")
    return f'{opening} role="img"{end}<title>{escape(title)}</title>{rest}'


def as_png(svg: str) -> bytes:
    """A drawing in dots."""
    import vl_convert

    return bytes(vl_convert.svg_to_png(svg, scale=SCALE))
