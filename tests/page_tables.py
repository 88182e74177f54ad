"""The tables of rows of a page under Streamlit's own test, as data frames in their order."""

from io import StringIO

import pandas as pd


def tables(test):
    """Those that are HTML, then those in the grid of the framework."""
    found = [body for element in test.get("html") if '<div class="rows"' in (body := element.proto.body)]
    return [*(_frame(body) for body in found), *(element.value for element in test.dataframe)]


def _frame(body):
    (frame,) = pd.read_html(StringIO(body), keep_default_na=False)
    return frame
