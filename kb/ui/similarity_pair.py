"""Two regimes side by side: their distance, its bounds, and every question by what it adds."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kb.similarity.comparable import caution_words
from kb.similarity.distances import Pair, Part, Similarity
from kb.similarity.rows import QUESTION_COLUMNS, question_rows_of, write_csv
from kb.similarity.wording import bounds_words, counted_words, distance_words, short_name
from kb.ui import url_state
from kb.ui.links import link
from kb.ui.shared import plain


def show_pair(similarity: Similarity) -> None:
    """The pair that is picked, begun from the address as ``us.eu``."""
    first, second = _pick(similarity)
    if first == second:
        st.info("Pick two different regimes.")
        return
    pair = similarity.pair(first, second)
    names = similarity.names
    one, other, third = st.columns(3)
    one.metric("Distance", distance_words(pair.distance))
    other.metric("Bounds", bounds_words(pair))
    third.metric("Questions compared", f"{pair.compared} of {len(pair.parts)}")
    _say_what_is_open(similarity, pair)
    st.subheader(f"What sets {plain(names[first])} and {plain(names[second])} apart")
    st.caption("The shares of all questions add up to the distance.")
    _table(pair, names)
    st.download_button(
        "CSV",
        data=lambda: write_csv(question_rows_of(similarity, pair), QUESTION_COLUMNS),
        file_name=f"similarity-{first}-{second}.csv",
        mime="text/csv",
        on_click="ignore",
        key="similarity-pair-csv",
    )
    comparison = similarity.comparison
    clocks = {"v": comparison.as_of, "k": comparison.known_on, "p": comparison.platform or ""}
    link("compare", "Compare the two side by side", ":material/table:", j=f"{first},{second}", d="*", **clocks)


def _pick(similarity: Similarity) -> tuple[str, str]:
    """The two regimes; first those of the address, else the nearest two."""
    slugs = similarity.slugs
    start = next(similarity.pairs())
    nearest = (start.first, start.second)
    asked = (url_state.given("pair") or "").split(".")
    wished = (
        [slug if slug in slugs else first for slug, first in zip(asked, nearest, strict=True)] if len(asked) == 2 else nearest
    )
    picked = []
    for place, (column, label) in enumerate(zip(st.columns(2), ("One regime", "The other"), strict=True)):
        key = f"pair-{place}"
        url_state.forget_unknown(key, slugs)
        url_state.begin(key, lambda place=place: wished[place])
        picked.append(str(column.selectbox(label, slugs, format_func=similarity.names.__getitem__, key=key)))
    url_state.extend("pair", ".".join(picked))
    return picked[0], picked[1]


def _say_what_is_open(similarity: Similarity, pair: Pair) -> None:
    counts = ((len(pair.missing), "missing"), (len(pair.disputed), "disputed"))
    said = " and ".join(f"{number} {word}" for number, word in counts if number)
    if said:
        st.warning(f"Cells of the two: {said}. The distance may lie anywhere between its bounds.", icon="⚠️")
    if counted := counted_words(pair, similarity.names):
        st.warning("C" + plain(counted.removeprefix("⚠ c")), icon="⚠️")


def _table(pair: Pair, names: dict[str, str]) -> None:
    ordered = sorted(pair.parts, key=lambda part: (-part.share, part.apart is None))
    highest = max((part.share for part in ordered), default=0) or 1
    rows = [
        {
            "question": short_name(part.head),
            names[pair.first]: _shown(part, 0),
            names[pair.second]: _shown(part, 1),
            "share": part.share,
            "apart": part.apart,
            "note": _note(part, names),
        }
        for part in ordered
    ]
    shape = {
        "share": st.column_config.ProgressColumn(format="%.3f", min_value=0, max_value=highest, help="Its part of the distance"),
        "apart": st.column_config.NumberColumn(format="%.2f", help="0 the same, 1 as far as can be; empty if left out"),
    }
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", column_config=shape)


def _note(part: Part, names: dict[str, str]) -> str:
    """Why the question is left out, or what to bear in mind where it counts."""
    said = ["⚠ open"] if part.open and not part.left_out else [part.left_out]
    if part.apart is not None:
        said += [f"≠ {caution_words(caution, names)}" for caution in part.cautions]
    return "; ".join(one for one in said if one)


def _shown(part: Part, side: int) -> str:
    cell = part.cells[side]
    return f"{cell.label} (⚠ disputed)" if cell.disputed else cell.label
