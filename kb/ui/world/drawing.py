"""The outlines of the world as part of a chart; they are sent once and not checked, which would take seconds."""

from __future__ import annotations

from typing import Any

import altair as alt

from kb.ui import world

NAME = "world"


def outlines() -> alt.Chart:
    """A chart over the outlines of all countries; each has its ISO 3166-1 numeric code as ``id``."""
    return alt.Chart(alt.NamedData(name=NAME, format=alt.TopoDataFormat(feature="countries", type="topojson")))


def with_outlines(drawing: alt.LayerChart | alt.FacetChart) -> dict[str, Any]:
    """The Vega-Lite specification of a drawing that uses :func:`outlines`, with the outlines in it."""
    spec: dict[str, Any] = drawing.to_dict()
    spec.setdefault("datasets", {})[NAME] = world.outlines()
    return spec
