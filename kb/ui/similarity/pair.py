"""Two regimes side by side: their distance, its bounds, and every question by what it adds."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from kb.release.release import Release
from kb.similarity.comparable import caution_words
from kb.similarity.distances import Pair, Part
from kb.similarity.rows import QUESTION_COLUMNS, question_rows_of, write_csv
from kb.similarity.shared_law import is_within
from kb.similarity.similarity import Similarity
from kb.similarity.wording import bounds_words, counted_words, distance_words, question_words, shared_law_words
from kb.ui.cells.cell_card import cell_label
from kb.ui.frame import url_state
from kb.ui.frame.links import link
from kb.ui.frame.shared import plain
from kb.ui.frame.spoken import said
from kb.ui.similarity.sentences import say
from kb.ui.taking.take_away import show_frame
from kb.ui.words import counted, t
from kb.values.view import View


def pick_pair(similarity: Similarity) -> tuple[str, str]:
    """The two regimes; first those of the address, written there as ``us.eu``, else the nearest two."""
    slugs, start = similarity.slugs, _first(similarity)
    nearest = (start.first, start.second)
    asked = url_state.pair("pair", slugs)
    picked = []
    for place, (column, label) in enumerate(zip(st.columns(2), ("one", "other"), strict=True)):
        key = f"pair-{place}"
        url_state.forget_unknown(key, slugs)
        url_state.begin(key, partial((asked or nearest).__getitem__, place))
        name = t(f"similarity.{label}")
        picked.append(str(column.selectbox(name, slugs, format_func=lambda slug: said(similarity.names[slug]), key=key)))
    return picked[0], picked[1]


def _first(similarity: Similarity) -> Pair:
    """The nearest two regimes of which neither belongs to the other; the nearest two where all do."""
    apart = (pair for pair in similarity.pairs() if not is_within(similarity.wholes, pair.first, pair.second))
    return next(apart, None) or next(similarity.pairs())


def show_pair(release: Release, similarity: Similarity, first: str, second: str) -> None:
    """The distance of two regimes, and what makes it."""
    if first == second:
        st.info(t("similarity.same-twice"))
        return
    pair = similarity.pair(first, second)
    names = similarity.names
    one, other, third = st.columns(3)
    one.metric(t("similarity.distance"), distance_words(pair.distance, say))
    other.metric(t("similarity.bounds"), bounds_words(pair, say))
    third.metric(t("similarity.compared"), t("similarity.of", n=pair.compared, total=len(pair.parts)))
    if said_of_law := shared_law_words(similarity, pair, say):
        st.info(plain(_sentence(said_of_law)) + ".", icon=":material/account_tree:")
    _say_what_is_open(similarity, pair)
    st.header(t("similarity.apart", one=plain(names[first]), other=plain(names[second])))
    st.caption(t("similarity.shares"))
    _table(release, pair, names)
    asked = View.of(similarity.comparison).held().but([first, second])
    link("compare", t("similarity.side-by-side"), ":material/table:", d=url_state.ALL, **asked.parts())


def write_pair(similarity: Similarity, first: str, second: str) -> str:
    """Every question between two regimes as CSV, in the columns of the command."""
    pair = similarity.pair(first, second)
    return write_csv(question_rows_of(similarity, pair), QUESTION_COLUMNS)


def _say_what_is_open(similarity: Similarity, pair: Pair) -> None:
    counts = ((len(pair.missing), "missing"), (len(pair.disputed), "disputed"))
    said = _sentence(t("similarity.and").join(counted(f"similarity.{word}", number) for number, word in counts if number))
    if said:
        st.warning(t("similarity.between-bounds", said=said), icon=":material/warning:")
    if taken_in := counted_words(pair, similarity.names, say):
        st.warning(plain(_sentence(taken_in.removeprefix("⚠ "))), icon=":material/warning:")


def _sentence(said: str) -> str:
    return said[:1].upper() + said[1:]


def _table(release: Release, pair: Pair, names: dict[str, str]) -> None:
    ordered = sorted(pair.parts, key=lambda part: (-part.share, part.apart is None))
    highest = max((part.share for part in ordered), default=0) or 1
    share, apart = t("similarity.column-share"), t("similarity.column-apart")
    rows = [
        {
            t("similarity.column-question"): question_words(part.head, say),
            names[pair.first]: _shown(part, 0),
            names[pair.second]: _shown(part, 1),
            share: part.share,
            apart: part.apart,
            t("similarity.column-note"): _note(part, names),
        }
        for part in ordered
    ]
    shape = {
        share: st.column_config.ProgressColumn(format="%.3f", min_value=0, max_value=highest, help=t("similarity.share-help")),
        apart: st.column_config.NumberColumn(format="%.2f", help=t("similarity.apart-help")),
    }
    title = t("similarity.apart", one=names[pair.first], other=names[pair.second])
    show_frame(release, pd.DataFrame(rows), title, "similarity-pair", shape=shape)


def _note(part: Part, names: dict[str, str]) -> str:
    """Why the question is left out, or what to bear in mind where it counts."""
    said = [t("similarity.is-open")] if part.open and not part.left_out else [part.left_out]
    if part.apart is not None:
        said += [f"≠ {caution_words(caution, names)}" for caution in part.cautions]
    return "; ".join(one for one in said if one)


def _shown(part: Part, side: int) -> str:
    cell = part.cells[side]
    label = cell_label(cell)
    return t("similarity.is-disputed", label=label) if cell.disputed else label
