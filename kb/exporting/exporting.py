"""Write a whole release into a folder, all of it or nothing, with ``dataset.ttl`` that describes it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, serialize

from kb.cells.claims_table import claims_table
from kb.errors import UnavailableError, UsageError
from kb.exporting.columns import write_csv, write_parquet
from kb.exporting.description import described
from kb.exporting.nanopublications import nanopublications
from kb.exporting.rooting import root_of, rooted_quad
from kb.naming.namespaces import PREFIXES
from kb.naming.roots import rooted_line
from kb.release.cell_table import open_table
from kb.release.data import open_data
from kb.release.release import Release
from kb.release.sealing import data_files
from kb.saving import put_in_place, why_not

DESCRIPTION = "dataset.ttl"
MEDIA_TYPES = {
    ".nq": "application/n-quads", ".trig": "application/trig", ".ttl": "text/turtle", ".jsonld": "application/ld+json",
    ".csv": "text/csv", ".json": "application/csvm+json", ".parquet": "application/vnd.apache.parquet",
}  # fmt: skip
Write = Callable[[Release, Path], None]


def export(release: Release, format_name: str, folder: Path) -> list[str]:
    """Write a release in one of FORMATS; the names of the files. UsageError if the folder holds something else."""
    if folder.exists() and not (folder.is_dir() and ((folder / DESCRIPTION).is_file() or not any(folder.iterdir()))):
        raise UsageError(f"{folder} holds something else than an export; name a new folder")
    fresh = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    try:
        fresh.mkdir(parents=True)
        FORMATS[format_name](release, fresh)
        files = [(path.name, MEDIA_TYPES[path.suffix], path.stat().st_size) for path in sorted(fresh.iterdir())]
        told = (quad.triple for quad in _quads(release, (Quad(*triple) for triple in described(release, files))))
        serialize(told, str(fresh / DESCRIPTION), format=RdfFormat.TURTLE, prefixes=PREFIXES)
        put_in_place(fresh, folder)
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {why_not(error, folder)}; nothing was written") from None
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return [name for name, *_ in files] + [DESCRIPTION]


def _lines(release: Release, folder: Path) -> None:
    under = root_of(release)
    with open_data(data_files(release.path)[0]) as lines, (folder / "data.nq").open("wb") as out:
        if under is None:
            shutil.copyfileobj(lines, out)
        else:
            out.writelines(sorted(rooted_line(line.decode(), under).encode() for line in lines))


def _rdf(name: str, kind: RdfFormat, release: Release, folder: Path) -> None:
    serialize(_quads(release, release.local_store()), str(folder / name), format=kind, prefixes=PREFIXES)


def _quads(release: Release, quads: Iterable[Quad]) -> Iterable[Quad]:
    """Some quads, under the root of the base if it names one."""
    under = root_of(release)
    return quads if under is None else (rooted_quad(quad, under) for quad in quads)


def _turtle(release: Release, folder: Path) -> None:
    """All statements as one graph."""
    triples = (quad.triple for quad in _quads(release, release.local_store()))
    serialize(triples, str(folder / "data.ttl"), format=RdfFormat.TURTLE, prefixes=PREFIXES)


def _nanopublications(release: Release, folder: Path) -> None:
    serialize(
        _quads(release, nanopublications(release)),
        str(folder / "nanopublications.trig"),
        format=RdfFormat.TRIG,
        prefixes=PREFIXES,
    )


def _columns(write: Callable[..., None], release: Release, folder: Path) -> None:
    table = open_table(release.files, release.id)
    if table is None:
        raise UnavailableError(f"release {release.id} has no table of cells; build it again")
    write(claims_table(table), release, folder)


FORMATS: dict[str, Write] = {
    "nq": _lines,
    "trig": partial(_rdf, "data.trig", RdfFormat.TRIG),
    "ttl": _turtle,
    "jsonld": partial(_rdf, "data.jsonld", RdfFormat.JSON_LD),
    "csv": partial(_columns, write_csv),
    "parquet": partial(_columns, write_parquet),
    "nanopub": _nanopublications,
}
