"""All claims of a release as one Arrow table, whatever the day: for data frames and Parquet files.

Made of the columns of the cell table; texts become dictionaries by their numbers, so that no text is looked at.
"""

from __future__ import annotations

import datetime
import re
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kb.release.cell_table import NONE, CellTable
from kb.release.text_columns import Column
from kb.values.model import STATES

EPOCH = datetime.date(1970, 1, 1).toordinal()
UNSIGNED, CURRENCY = re.compile(r"[0-9]+(\.[0-9]+)?"), re.compile(r"[a-z]{3}")
DAYS = ("valid_from", "valid_until", "asserted_on", "retracted_on")


def claims_table(table: CellTable) -> pa.Table:
    """One row for each claim and typed absence, cell by cell, the strongest first.

    ``value`` is the answer, or the kind of absence, as ``state`` says; ``number`` and ``unit`` are those of an answer that is a
    number; days are dates, 9999-12-31 where no end is known; what does not apply is null.
    """
    lines, places = np.divmod(table.columns["cell"], len(table.words.jurisdictions))
    words = table.words
    columns: dict[str, Any] = {
        "jurisdiction": _named(places, words.jurisdictions),
        "question": _named(lines, words.questions),
        "state": _named(table.columns["state"], STATES),
        "value": _named(table.columns["value"], words.values),
        **_measured(table, lines),
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


def _measured(table: CellTable, lines: Column) -> dict[str, pa.Array]:
    """Numbers, of at most 15 digits, and their units; of money the code of the currency."""
    asked = np.isin(lines, [table.question_places[name] for name in table.words.numbers])
    there = asked & (table.columns["state"] == STATES.index("answered"))
    parts = [name.partition("-") for name in table.words.values]
    numbers = np.array([float(digits) if UNSIGNED.fullmatch(digits) else np.nan for digits, _, _ in parts] or [np.nan])
    units = tuple(dict.fromkeys(unit for _, _, unit in parts))
    names = tuple(unit.upper() if CURRENCY.fullmatch(unit) else unit for unit in units)
    places = np.array([units.index(unit) for _, _, unit in parts] or [NONE])
    values = table.columns["value"]
    number = pa.array(np.where(there, numbers[values], 0), mask=~there)
    return {"number": number, "unit": _named(np.where(there, places[values], NONE), names)}


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
