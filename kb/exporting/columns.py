"""All claims of a release as columns: CSV with its metadata (CSV on the Web), and Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv
from pyarrow import parquet

from kb.exporting.rooting import root_of
from kb.naming import iris
from kb.release.release import Release
from kb.saving import as_json

CLAIMS, IRIS = "claims", ("dossier", "claim")
MEANING = {
    "jurisdiction": "Identifier of the jurisdiction",
    "question": "Identifier of the question in the codebook",
    "state": "Whether there is an answer, or which kind of absence",
    "value": "Identifier of the answer, or the kind of absence",
    "number": "The number that answers, where the question asks for one",
    "unit": "Unit of the number; of money the code of its currency",
    "platform": "Whom the claim is limited to by name",
    "unconfirmed": "Whether it was not confirmed in a source",
    "party": "Class of persons that the claim is limited to",
    "valid_from": "First day on which the claim holds",
    "valid_until": "First day on which it holds no more; 9999-12-31 where no end is known",
    "asserted_on": "Day on which the claim entered the record",
    "retracted_on": "Day on which it left the record; 9999-12-31 while it stands",
    "in_short": "What the source says, in one sentence of ours",
    "pinpoint": "Where in the source it stands; of imported data with the day of retrieval and the licence",
    "dossier": "Instrument, case or source that the claim rests on",
    "claim": "IRI of the claim",
}


def write_csv(table: pa.Table, release: Release, folder: Path) -> None:
    """Write ``claims.csv`` with its metadata beside it."""
    plain = pa.table({name: _rooted(_plain(table.column(name)), name, release) for name in table.column_names})
    arrow_csv.write_csv(plain, folder / f"{CLAIMS}.csv")
    columns, base = [_column(field) for field in plain.schema], release.reader.base()
    described: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": f"{CLAIMS}.csv",
        "dc:title": f"{base.publishes}, all claims of release {release.id}",
        "dc:identifier": iris.release(release.id),
        "dc:license": {"@id": base.terms.address},
        "tableSchema": {"columns": columns},
        "dialect": {"encoding": "utf-8", "header": True},
    }
    (folder / f"{CLAIMS}.csv-metadata.json").write_text(as_json(described), encoding="utf-8")


def _column(field: pa.Field) -> dict[str, str]:
    meaning = MEANING.get(field.name, field.name)
    return {"name": field.name, "titles": field.name, "datatype": _datatype(field.type), "dc:description": meaning}


def write_parquet(table: pa.Table, release: Release, folder: Path) -> None:
    """Write ``claims.parquet``, which says of which release it is and under which licence."""
    about = {"policykb:release": release.id, "policykb:license": release.reader.base().terms.address}
    table = pa.table({name: _rooted(table.column(name).combine_chunks(), name, release) for name in table.column_names})
    parquet.write_table(table.replace_schema_metadata(about), folder / f"{CLAIMS}.parquet", compression="zstd")


def _rooted(column: Any, name: str, release: Release) -> Any:
    """A column of IRIs under the root of the base, if it names one."""
    under = root_of(release)
    if under is None or name not in IRIS:
        return column
    if pa.types.is_dictionary(column.type):
        return pa.DictionaryArray.from_arrays(column.indices, _rooted(column.dictionary, name, release))
    return pa.array([None if iri is None else under(iri) for iri in column.to_pylist()], pa.string())


def _plain(column: Any) -> Any:
    """A column as CSV can hold it: dictionaries as their values, lists as text with semicolons."""
    plain = column.combine_chunks()
    if pa.types.is_dictionary(plain.type):
        plain = plain.dictionary_decode()
    if pa.types.is_list(plain.type):
        values = plain.values.dictionary_decode() if pa.types.is_dictionary(plain.type.value_type) else plain.values
        plain = pc.binary_join(pa.ListArray.from_arrays(plain.offsets, values.cast(pa.string())), ";")
    return plain


def _datatype(kind: Any) -> str:
    if pa.types.is_date(kind):
        return "date"
    if pa.types.is_boolean(kind):
        return "boolean"
    return "double" if pa.types.is_floating(kind) else "integer" if pa.types.is_integer(kind) else "string"
