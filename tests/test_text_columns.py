"""Texts of an Arrow column as Python strings, whatever letters they have."""

import numpy as np
import pyarrow as pa
import pytest

from kb.release.text_columns import TextColumn

TEXTS = {
    "one byte a letter": ["Act", "", "Regulation", "Act"],
    "several bytes a letter": ["Größe", "", "законъ", "法"],
    "both": ["Act", "Größe", "", "end"],
}


@pytest.mark.parametrize("texts", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("is_coded", [False, True], ids=["plain", "with a dictionary"])
def test_each_text_is_that_of_its_row_and_an_empty_one_is_none(texts, is_coded):
    column = pa.array(texts)
    found = TextColumn(column.dictionary_encode() if is_coded else column)
    rows = np.array([3, 0, 1, 2, 0], np.int64)
    assert found.of(rows) == [texts[row] or None for row in rows]
    assert found.of(rows[::-1].copy()) == [texts[row] or None for row in rows[::-1]]
