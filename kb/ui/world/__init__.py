"""The map of the world: its outlines, and where each jurisdiction lies on it."""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
UNION = "eu"


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
def numeric_codes() -> dict[str, str]:
    """ISO 3166-1 numeric codes of the countries among the jurisdictions."""
    return {row["code"]: row["numeric"] for row in _rows("places.csv") if row["numeric"]}


@cache
def points() -> dict[str, tuple[float, float]]:
    """(longitude, latitude) in degrees where the mark of a jurisdiction stands."""
    return {row["code"]: (float(row["longitude"]), float(row["latitude"])) for row in _rows("places.csv")}


def has_outline(code: str) -> bool:
    """Whether a jurisdiction is large enough for the outlines."""
    return numeric_codes().get(code) in area_names()


@cache
def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
