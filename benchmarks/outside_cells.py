"""Cells of public data sets, drawn by lot, beside what a base says that imported them: equal, or each difference is printed.

    python -m benchmarks.outside_cells FOLDER [--seed N] [--cells N]

``FOLDER`` holds the sets under the names of ``outside_cells.csv``, which says where each is published and at which commit;
the history of terms is a clone. Each is imported by its mapping of ``examples/imports`` into a base of its own, and built; the
source is read once more by the standard library, rdflib or git alone. Prints the rows of that table anew.
"""

from __future__ import annotations

import csv
import hashlib
import random
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import click
import yaml

import kb
from benchmarks.facts_folder import write_folder
from kb.building.build import build
from kb.clocks.terms import editions_of
from kb.importing.importing import keep, prepare
from kb.naming import iris
from kb.naming.namespaces import expand
from kb.opening.current import open_release

ROOT, TABLE = Path(__file__).resolve().parent.parent, Path(__file__).with_suffix(".csv")
ALPHA_2, ALPHA_3 = "iso-3166-1-alpha-2", "iso-3166-1-alpha-3"
MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"
Cell = tuple[str, str, str]  # which, what the source says, what the base says


def _question(text: str, unit: str) -> dict[str, Any]:
    return {"text": text, "scale": "number", "unit": unit, "direction": "neither", "how_to_code": "Imported, not coded here."}


BASE: list[tuple[str, Any]] = [
    ("jurisdictions.yaml", {"eu": {"name": "European Union", "kind": "union"}}),
    ("platforms.yaml", {"tiktok": {"name": "TikTok", "kind": "short-video"}}),
    (
        "codebook/outside.yaml",
        {
            "title": "Outside indices", "about": "Numbers that others publish.", "version": "1.0.0", "order": 1,
            "questions": {
                "stringency-index": _question("How strict were the measures against the pandemic, from 0 to 100?", "percent"),
                "life-expectancy": _question("How long do people live?", "years"),
            },
        },
    ),
]  # fmt: skip


class Imported:
    """A base into which one data set was imported: its places by code, its claims by cell, its statements."""

    def __init__(self, name: str, path: Path, work: Path) -> None:
        facts = work / "facts"
        write_folder(facts, BASE)
        prepared = prepare(ROOT / f"examples/imports/{name}.yaml", [path], facts, False, lambda *_: None)
        keep(prepared, facts)
        build(facts, work / "home")
        self.rows, self.id = prepared.counts["rows"], prepared.mapping.id
        head = yaml.safe_load((facts / f"imports/{self.id}/about.import.yaml").read_text(encoding="utf-8"))
        self.slugs = {code: slug for slug, place in head.get("places", {}).items() for code in place["codes"].values()} | {
            "EUE": "eu"
        }
        self.base, self.release = kb.open(work / "home"), open_release(work / "home")

    def numbers(self) -> dict[str, list[dict[str, Any]]]:
        """The claims of each place."""
        found: dict[str, list[dict[str, Any]]] = {}
        for row in self.base.claims().to_pylist():
            found.setdefault(row["jurisdiction"], []).append(row)
        return found

    def told(self, subject: str, predicate: str) -> list[str]:
        """What is stated of something, as text."""
        from pyoxigraph import NamedNode

        quads = self.release.local_store().quads_for_pattern(NamedNode(subject), NamedNode(expand(predicate)), None, None)
        return sorted({quad.object.value for quad in quads})

    def years(self, law: str, kind: str) -> list[str]:
        """The years in which something happened to a law; a day where a day is stated."""
        events = [one for one in self.told(law, "pol:event") if self.told(one, "pol:eventKind") == [iris.entity("event", kind)]]
        return [
            on[:4] if self.told(one, "pol:precision") == ["year"] else on for one in events for on in self.told(one, "pol:on")
        ]


def _number_on(rows: list[dict[str, Any]], day: str) -> str:
    """The number of a place on a day, or a blank."""
    found = [row["number"] for row in rows if str(row["valid_from"]) <= day < str(row["valid_until"])]
    return "; ".join(str(Decimal(str(one)).normalize()) for one in found)


def stringency(path: Path, imported: Imported, rng: random.Random, number: int) -> Iterator[Cell]:
    """Days of countries of the daily panel."""
    rows = [row for row in _csv(path) if row["Jurisdiction"] == "NAT_TOTAL"]
    days = [name for name in rows[0] if len(name) == 9 and name[2:5] in MONTHS]
    claims = imported.numbers()
    for row, name in ((rng.choice(rows), rng.choice(days)) for _ in range(number)):
        day = f"{name[5:]}-{MONTHS.index(name[2:5]) // 3 + 1:02}-{name[:2]}"
        said = str(Decimal(row[name]).normalize()) if row[name] else ""
        place = imported.slugs.get(row["CountryCode"], "")
        yield f"{row['CountryCode']} {name}", said, _number_on(claims.get(place, []), day)


def gapminder(path: Path, imported: Imported, rng: random.Random, number: int) -> Iterator[Cell]:
    """Years of countries of the numeric index, rounded as the mapping asks."""
    rows, claims = [row for row in _csv(path) if row["country"] != "Korea, Dem. Rep."], imported.numbers()
    for row in rng.sample(rows, number):
        said = Decimal(row["lifeExp"]).quantize(Decimal("0.001"), ROUND_HALF_UP).normalize()
        ours = _number_on(claims.get(imported.slugs.get(row["iso_alpha"], ""), []), f"{row['year']}-07-01")
        yield f"{row['iso_alpha']} {row['year']}", str(said), ours


def laws(path: Path, imported: Imported, rng: random.Random, number: int) -> Iterator[Cell]:
    """Titles, places and years of laws that the mapping takes."""
    left_out = yaml.safe_load((ROOT / "examples/imports/laws.yaml").read_text())["except"]["Policy ID"]
    kinds = ("Country", "Supranational region")
    rows = [row for row in _csv(path) if row["Jurisdiction"] in kinds and row["Date of decision"].strip()]
    rows = [row for row in rows if int(row["Policy ID"]) not in left_out]
    events = {"Date of decision": "adopted", "Start date of implementation": "in-force"}
    for row, column in ((rng.choice(rows), rng.choice(("Policy Title", "Country ISO", *events))) for _ in range(number)):
        place = imported.slugs[row["Country ISO"]]
        law = iris.entity("instrument", f"{place}/{imported.id}-{row['Policy ID']}")
        said = row[column].strip()
        if column in events:
            ours = imported.years(law, events[column])
        elif column == "Country ISO":
            said, ours = iris.entity("jurisdiction", place), imported.told(law, "pol:jurisdiction")
        else:
            ours = imported.told(law, "rdfs:label")
        yield f"{row['Policy ID']} {column}", said, "; ".join(ours)


def places(path: Path, imported: Imported, rng: random.Random, number: int) -> Iterator[Cell]:
    """Names of countries of the RDF vocabulary."""
    from rdflib import RDF, SKOS, Graph, Namespace

    dpv, loc = Namespace("https://w3id.org/dpv#"), Namespace("https://w3id.org/dpv/loc#")
    graph = Graph().parse(path, format="turtle")
    countries = sorted(graph.subjects(RDF.type, dpv.Country))
    for country in rng.sample(countries, min(number, len(countries))):
        code = str(graph.value(country, loc.iso_alpha2))
        place = iris.entity("jurisdiction", imported.slugs.get(code, code.lower()))
        yield code, str(graph.value(country, SKOS.prefLabel)), "; ".join(imported.told(place, "rdfs:label"))


def terms(path: Path, imported: Imported, rng: random.Random, number: int) -> Iterator[Cell]:
    """Hashes and days of editions of terms, each beside the file at its commit."""
    editions = editions_of(imported.release, "tiktok")
    names = _git(path, "ls-tree", "--name-only", "HEAD", "TikTok/").decode().split("\n")
    files = {name.removeprefix("TikTok/").removesuffix(".md").lower().replace(" ", "-"): name for name in names if name}
    cells = [(edition, what) for edition in editions for what in ("sha256", "on")]
    for edition, what in rng.sample(cells, min(number, len(cells))):
        name = files[edition.document.rpartition("/")[2]]
        if what == "on":
            said = _git(path, "log", "-1", "--format=%cs", edition.commit).decode().strip()
        else:
            said = hashlib.sha256(_git(path, "show", f"{edition.commit}:{name}")).hexdigest()
        yield f"{name} {edition.on} {what}", said, getattr(edition, what)


READERS: dict[str, Callable[[Path, Imported, random.Random, int], Iterator[Cell]]] = {
    "stringency": stringency, "gapminder": gapminder, "laws": laws, "places": places, "terms": terms,
}  # fmt: skip


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _git(path: Path, *asked: str) -> bytes:
    return subprocess.run(["git", "-C", str(path), *asked], check=True, capture_output=True).stdout


def compared(name: str, path: Path, seed: int, number: int) -> tuple[int, int, int]:
    """Rows read, cells compared and cells equal of one data set; a cell that differs is printed."""
    with tempfile.TemporaryDirectory() as work:
        imported = Imported(name, path, Path(work))
        cells = list(READERS[name](path, imported, random.Random(f"{seed}/{name}"), number))
    for what, said, ours in cells:
        if said != ours:
            click.echo(f"{name}, {what}: the source says {said!r}, the base {ours!r}", err=True)
    return imported.rows, len(cells), sum(said == ours for _, said, ours in cells)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True))
@click.option("--seed", default=25_000, help="Another seed draws other cells.")
@click.option("--cells", default=250, help="How many of each set, or all where a set has fewer.")
def main(folder: Path, seed: int, cells: int) -> None:
    """Compare and print the table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        known = list(csv.DictReader(file))
    click.echo(",".join(known[0]))
    for row in known:
        rows, drawn, equal = compared(row["mapping"], folder / row["file"], seed, cells)
        measured = {"seed": seed, "rows": rows, "cells": drawn, "equal": equal}
        click.echo(",".join(str(value) for value in (row | measured).values()))


if __name__ == "__main__":
    main()
