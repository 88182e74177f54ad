"""The map of the world: its outlines, and where each country lies on it, by its code in ISO 3166."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kb.naming.places import place
from kb.ui.world.middle import middles, principal_cities

FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Country:
    """A country on the map: its numeric code, which its outline has, and (longitude, latitude) in degrees of its mark."""

    numeric: str
    point: tuple[float, float] | None
    has_outline: bool


@cache
def outlines() -> Any:
    """The outlines of all countries, as TopoJSON; the feature is ``countries``."""
    return json.loads((FOLDER / "countries-110m.json").read_text(encoding="utf-8"))


@cache
def area_names() -> dict[str, str]:
    """Names of the areas that have an outline, by ISO 3166-1 numeric code."""
    areas = outlines()["objects"]["countries"]["geometries"]
    return {area["id"]: area["properties"]["name"] for area in areas if "id" in area}


@cache
def country(code: str) -> Country | None:
    """The country of a code of ISO 3166-1, in any case; None for any other, parts of countries among them.

    Its mark stands in the middle of the largest area of its outline; without an outline, at its principal city.
    """
    found = place(code)
    if found is None or not found.numeric:
        return None
    middle = _middles().get(found.numeric)
    return Country(found.numeric, middle or principal_cities().get(found.code), middle is not None)


@cache
def _middles() -> dict[str, tuple[float, float]]:
    return middles(outlines())
