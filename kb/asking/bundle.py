"""A result with everything needed to understand, cite and repeat it, as one ZIP file; equal input gives equal bytes."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from typing import IO, Any

from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results

from kb.asking.citations import dossiers_of, items_of, named_in, to_text
from kb.asking.formats import solutions_of
from kb.asking.formats.column_types import column_types
from kb.asking.sandbox import Asked, Told, stream_query
from kb.citations.exports import to_bibtex, to_csl, to_ris
from kb.naming.licences import how_to_attribute
from kb.release.release import Release
from kb.running.limits import Limits
from kb.sparql.answers import answers_stay_here
from kb.values.model import Dossier

IN_MEMORY = 4 * 1024 * 1024
EPOCH = (1980, 1, 1, 0, 0, 0)
RESULTS = {"rows": "result.csv", "boolean": "result.json", "graph": "result.ttl"}
WIRES = {"rows": "tsv", "boolean": "json", "graph": "ttl"}
MANIFEST = "manifest.json"
TERMS = """Licence of this data: {licence} (SPDX: {spdx}).
{how}

Every source keeps its own terms. Acts and judgments are official texts; what is said of them here is said in our words.
The sources of these rows, and where they are published:

"""
READ_ME = """# A query result that can be repeated

{about}

- `{result}`: the result; `{result}-metadata.json` describes its columns (CSV on the Web), for rows.
- `query.rq`: the query; `manifest.json`: the values of its parameters, the release, checksums.
- `sources.csl.json`, `sources.bib`, `sources.ris`: {sources}
- `licence.txt`: on what terms.

Repeat it and compare with the release of today:

    kb rerun {name}.zip
"""


@dataclass(frozen=True)
class _Result:
    """What the query answered, in a file, and what is known of it."""

    told: Told
    file: IO[bytes]
    dossiers: list[Dossier]
    types: list[str]


def write_bundle(release: Release, asked: Asked, name: str, output: IO[bytes], limits: Limits | None = None) -> Told:
    """Run a checked query and write the bundle; raises what running a query raises."""
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as wire, tempfile.SpooledTemporaryFile(IN_MEMORY) as result:
        told = stream_query(release, asked, WIRES[asked.kind], wire, limits)
        found = _Result(told, result, *_read(release, told, wire, result))
        _write_zip(release, asked, name, found, output)
    return told


@answers_stay_here
def _read(release: Release, told: Told, wire: IO[bytes], result: IO[bytes]) -> tuple[list[Dossier], list[str]]:
    """Write the result, and find the dossiers it rests on and the types of its columns."""
    wire.seek(0)
    if told.kind != "rows":
        shutil.copyfileobj(wire, result)
        wire.seek(0)
        named = set() if told.kind == "boolean" else _named_in_graph(wire)
        return dossiers_of(release, named), []
    _, rows = solutions_of(wire)
    named = set[str]()
    for row in rows:
        named |= named_in(value.value for value in row if value is not None and hasattr(value, "value"))
    wire.seek(0)
    types = column_types(*solutions_of(wire), told.types)
    wire.seek(0)
    parse_query_results(wire, format=QueryResultsFormat.TSV).serialize(result, format=QueryResultsFormat.CSV)
    return dossiers_of(release, named), types


def _named_in_graph(wire: IO[bytes]) -> set[str]:
    terms = (term for quad in parse(wire, format=RdfFormat.TURTLE) for term in quad.triple)
    return named_in(str(getattr(term, "value", "")) for term in terms)


def _write_zip(release: Release, asked: Asked, name: str, found: _Result, output: IO[bytes]) -> None:
    result = RESULTS[found.told.kind]
    sources = f"the {len(found.dossiers)} sources that the rows rest on." if found.dossiers else "empty; " + _no_sources()
    cited = items_of(release, found.dossiers)
    texts = {
        "query.rq": asked.original,
        "README.md": READ_ME.format(about=_about(release, found.told), result=result, sources=sources, name=name),
        "licence.txt": _licence(release, found.dossiers),
        "sources.bib": to_bibtex(cited),
        "sources.csl.json": to_csl(cited),
        "sources.ris": to_ris(cited),
    }
    if found.told.kind == "rows":
        texts[f"{result}-metadata.json"] = _json(_csvw(release, found, name))
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        sums = {result: _add_file(archive, result, found.file)}
        for file, text in sorted(texts.items()):
            sums[file] = _add(archive, file, text.encode())
        _add(archive, MANIFEST, _json(_manifest(release, asked, name, found, sums)).encode())


def _manifest(release: Release, asked: Asked, name: str, found: _Result, sums: dict[str, str]) -> dict[str, Any]:
    return {
        "bundle": 1,
        "name": name,
        "release": release.id,
        "release_sha256": release.manifest["data_sha256"],
        "engine": release.manifest["engine"],
        "license": release.reader.base().terms.address,
        "parameters": asked.values,
        "kind": found.told.kind,
        "columns": found.told.columns,
        "rows": found.told.rows,
        "sources": [dossier.iri for dossier in found.dossiers],
        "sources_told": bool(found.dossiers),
        "sha256": dict(sorted(sums.items())),
    }


def _csvw(release: Release, found: _Result, name: str) -> dict[str, Any]:
    """Metadata of the CSV file as CSV on the Web: names, types, where it comes from."""
    columns = [
        {"name": column, "titles": column, "datatype": kind.rpartition("#")[2], "required": False}
        for column, kind in zip(found.told.columns, found.types, strict=True)
    ]
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": RESULTS["rows"],
        "dc:title": name,
        "dc:identifier": f"release {release.id}",
        "dc:license": {"@id": release.reader.base().terms.address},
        "dc:source": [dossier.iri for dossier in found.dossiers],
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True},
        "tableSchema": {"columns": columns},
    }


def _about(release: Release, told: Told) -> str:
    number = f"{told.rows} {'row' if told.rows == 1 else 'rows'}" if told.kind != "boolean" else "A yes or no"
    return f"{number} from release {release.id} of the policy comparison."


def _no_sources() -> str:
    return "the result names no act, case, source or claim, so cite the release as a whole."


def _licence(release: Release, dossiers: list[Dossier]) -> str:
    base = release.reader.base()
    terms = TERMS.format(licence=base.terms.line, spdx=base.terms.spdx, how=how_to_attribute(base.publishes))
    return terms + (to_text(dossiers) or f"({_no_sources()})\n")


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> str:
    archive.writestr(_entry(name), content)
    return hashlib.sha256(content).hexdigest()


def _add_file(archive: zipfile.ZipFile, name: str, file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    with archive.open(_entry(name), "w", force_zip64=True) as target:
        while block := file.read(1 << 20):
            digest.update(block)
            target.write(block)
    return digest.hexdigest()


def _entry(name: str) -> zipfile.ZipInfo:
    """An entry whose bytes do not depend on the day or the machine."""
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
    return entry
