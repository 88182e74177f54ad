"""Repeat the query of a bundle on the current release and say what differs: rows that came, rows that went."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat, parse

from kb.asking.bundle import MANIFEST, RESULTS
from kb.asking.formats import write_query
from kb.asking.sandbox import prepare
from kb.errors import KnowledgeBaseError, UsageError
from kb.release.release import Release

LARGEST = 200 * 1024 * 1024
SHOWN = 20
SUFFIXES = {"rows": "csv", "boolean": "json", "graph": "ttl"}

Row = tuple[str, ...]


@dataclass(frozen=True)
class Rerun:
    """How the answer of today differs from the one in the bundle."""

    name: str
    then: str
    now: str
    rows_then: int
    rows_now: int
    columns: tuple[str, ...]
    added: tuple[Row, ...]
    removed: tuple[Row, ...]

    @property
    def is_same(self) -> bool:
        """Whether the same rows are there, in whatever order."""
        return not self.added and not self.removed


def rerun(release: Release, bundle: Path) -> Rerun:
    """Repeat the query of a bundle with its values; UsageError if it is no bundle, KnowledgeBaseError if it was changed."""
    files = _files(bundle)
    manifest = _manifest(bundle, files)
    kind = manifest["kind"]
    asked = prepare(release, files["query.rq"].decode("utf-8"), manifest["parameters"], name=manifest["name"])
    output = io.BytesIO()
    write_query(release, asked, SUFFIXES[kind], output)
    columns, before = _rows(kind, files[RESULTS[kind]])
    columns_now, after = _rows(kind, output.getvalue())
    if columns != columns_now:
        raise KnowledgeBaseError(f"{bundle} has the columns {', '.join(columns)}; today's answer has {', '.join(columns_now)}")
    return Rerun(
        manifest["name"],
        manifest["release"],
        release.id,
        before.total(),
        after.total(),
        columns,
        tuple(sorted((after - before).elements())),
        tuple(sorted((before - after).elements())),
    )


def _files(bundle: Path) -> dict[str, bytes]:
    """The files of a bundle, if it is a ZIP file of a size that can be read."""
    try:
        if not bundle.is_file() or bundle.stat().st_size > LARGEST:
            raise UsageError(f"{bundle} is no file, or is larger than any bundle that kb query writes")
        with zipfile.ZipFile(bundle) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > LARGEST or len(entries) > 50:
                raise UsageError(f"{bundle} is larger than any bundle that kb query writes")
            return {entry.filename: archive.read(entry) for entry in entries}
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError) as error:
        raise UsageError(f"{bundle} cannot be read as a bundle: {error}") from None


def _manifest(bundle: Path, files: dict[str, bytes]) -> dict[str, Any]:
    """The manifest, after a check that every file it names is as it says."""
    try:
        manifest: dict[str, Any] = json.loads(files[MANIFEST])
        sums = dict(manifest["sha256"])
        if manifest["bundle"] != 1 or manifest["kind"] not in RESULTS or not isinstance(manifest["parameters"], dict):
            raise ValueError("it is of another kind")
        if not {"query.rq", RESULTS[manifest["kind"]]} <= set(sums):
            raise ValueError("it names no query or no result")
    except (KeyError, ValueError, TypeError) as error:
        raise UsageError(f"{bundle} is no bundle of kb query: {MANIFEST} cannot be read ({error})") from None
    for name, expected in sums.items():
        if hashlib.sha256(files.get(name, b"")).hexdigest() != expected:
            raise KnowledgeBaseError(f"{bundle}: {name} was changed since the bundle was written")
    return manifest


def _rows(kind: str, content: bytes) -> tuple[tuple[str, ...], Counter[Row]]:
    if kind == "boolean":
        return ("answer",), Counter([("true" if json.loads(content)["boolean"] else "false",)])
    if kind == "graph":
        quads = parse(content, format=RdfFormat.TURTLE)
        return ("subject", "predicate", "object"), Counter(tuple(map(str, quad.triple)) for quad in quads)
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8"), newline=""))
    return tuple(header), Counter(map(tuple, rows))


def to_json(found: Rerun) -> dict[str, Any]:
    """The comparison as a value for JSON."""
    return {
        "name": found.name,
        "same": found.is_same,
        "release_then": found.then,
        "release_now": found.now,
        "rows_then": found.rows_then,
        "rows_now": found.rows_now,
        "columns": list(found.columns),
        "added": [list(row) for row in found.added],
        "removed": [list(row) for row in found.removed],
    }


def to_text(found: Rerun) -> str:
    """The comparison for readers: one line on the whole, then the rows that differ."""
    same = "is the same" if found.then == found.now else f"was {found.then}, is now {found.now}"
    lines = [f"{found.name}: {found.rows_then} rows then, {found.rows_now} now; the release {same}"]
    if found.is_same:
        return f"{lines[0]}\nthe same rows\n"
    for mark, rows in (("+", found.added), ("-", found.removed)):
        lines += [f"{mark} {' | '.join(row)}" for row in rows[:SHOWN]]
        lines += [f"{mark} and {len(rows) - SHOWN} more"] if len(rows) > SHOWN else []
    return "\n".join(lines) + "\n"
