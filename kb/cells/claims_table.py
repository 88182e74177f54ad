"""All claims of a release as one Arrow table, whatever the day: for data frames and Parquet files.

Made of the columns of the cell table; texts become dictionaries by their numbers, so that no text is looked at.
"""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kb.release.cell_table import CellTable
from kb.release.text_columns import Column
from kb.values.model import STATES

EPOCH = datetime.date(1970, 1, 1).toordinal()
DAYS = ("valid_from", "valid_until", "asserted_on", "retracted_on")


def claims_table(table: CellTable) -> pa.Table:
    """One row for each claim and typed absence, cell by cell, the strongest first.

    ``value`` is the answer, or the kind of absence, as ``state`` says; days are dates, 9999-12-31 where no end is known; what
    does not apply is null.
    """
    lines, places = np.divmod(table.columns["cell"], len(table.words.jurisdictions))
    words = table.words
    columns: dict[str, Any] = {
        "jurisdiction": _named(places, words.jurisdictions),
        "question": _named(lines, words.questions),
        "state": _named(table.columns["state"], STATES),
        "value": _named(table.columns["value"], words.values),
        "platform": _named(table.columns["platform"], words.platforms),
        "party": _named(table.columns["party"], words.parties),
        **{name: _dates(table.columns[name]) for name in DAYS},
        "unconfirmed": pa.array(table.columns["background"].astype(bool)),
        **{name: table.column(name) for name in ("in_short", "pinpoint", "dossier_iri", "claim")},
    }
    for name in ("pinpoint", "dossier_iri"):
        columns[name] = _without_empty(columns[name])
    columns["dossier"] = columns.pop("dossier_iri")
    return pa.table(columns)


def _named(numbers: Column, names: tuple[str, ...]) -> pa.DictionaryArray:
    """Numbers as the names they stand for; null for none."""
    found = numbers.astype(np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(found, mask=found < 0), pa.array(names, pa.string()))


def _dates(ordinals: Column) -> pa.Array:
    return pa.array((ordinals - EPOCH).astype(np.int32)).cast(pa.date32())


def _without_empty(column: pa.DictionaryArray) -> pa.DictionaryArray:
    """Null in place of an empty text."""
    empty = pc.equal(column.dictionary, "").to_numpy(zero_copy_only=False)
    numbers = column.indices.to_numpy()
    return pa.DictionaryArray.from_arrays(pa.array(numbers, mask=empty[numbers]), column.dictionary)
