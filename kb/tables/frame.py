"""Rows as a data frame whose columns have types: truths, days and numbers are such, and what is missing is missing."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

TEXT, TRUTH, WHOLE, NUMBER, DAY, MOMENT = "text", "truth", "whole", "number", "day", "moment"
DTYPES: dict[str, Any] = {
    TEXT: "string", TRUTH: "boolean", WHOLE: "Int64", NUMBER: "Float64", DAY: "datetime64[s]", MOMENT: "datetime64[us, UTC]",
}  # fmt: skip
MISSING = (None, "")
WORDS_OF_TRUTH = {"true": True, "1": True, "false": False, "0": False}


def frame_of(rows: Iterable[Mapping[str, object]], kinds: Mapping[str, str]) -> pd.DataFrame:
    """A frame with the columns of ``kinds``, each of the kind that it names; None and the empty text are missing.

    A missing truth, number or text is ``pd.NA``, a missing day ``pd.NaT``. Days before 1677 and after 2262 are days too.
    """
    import pandas as pd

    held = list(rows)
    return pd.DataFrame({name: column([row[name] for row in held], kind) for name, kind in kinds.items()})


def column(values: Sequence[object], kind: str) -> pd.Series[Any]:
    """One column; ValueError if a value is not of its kind."""
    import numpy as np
    import pandas as pd

    read = READ[kind]
    found = [None if value in MISSING else read(value) for value in values]
    if kind == DAY:
        return pd.Series(np.array(["NaT" if day is None else str(day) for day in found], dtype=DTYPES[DAY]))
    return pd.Series(found, dtype="object").astype(DTYPES[kind])


def _truth(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if (text := str(value)) not in WORDS_OF_TRUTH:
        raise ValueError(f"{text!r} is neither true nor false")
    return WORDS_OF_TRUTH[text]


def _moment(value: object) -> datetime.datetime:
    found = datetime.datetime.fromisoformat(str(value))
    if found.tzinfo is None:
        raise ValueError(f"{value} is in no time zone")
    return found


READ: dict[str, Callable[[Any], object]] = {
    TEXT: str, TRUTH: _truth, WHOLE: int, NUMBER: float, DAY: datetime.date.fromisoformat, MOMENT: _moment,
}  # fmt: skip
