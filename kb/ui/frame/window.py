"""Of a table too large to be read at once the part that is shown, with controls to go on; the address keeps where one is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from kb.ui.frame import url_state
from kb.ui.words import t

# the most jurisdictions and the most cells that a view shows at once
MOST = {"heat": (60, 2400), "cards": (24, 2000), "table": (24, 480)}


def window(view: str, places: Sequence[str], questions: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...], dict[str, str]]:
    """The jurisdictions and the questions to show now, and the state of the address; all of them where the table is small."""
    most_places, most_cells = MOST.get(view, MOST["table"])
    across = part("jp", "compare.part-places", len(places), most_places)
    rows = max(most_cells // max(min(len(places), most_places), 1), 1)
    down = part("qp", "compare.part-questions", len(questions), rows)
    state = {name: said for name, said in (("jp", across[1]), ("qp", down[1])) if said}
    return tuple(places[across[0]]), tuple(questions[down[0]]), state


def part(key: str, label: str, number: int, most: int) -> tuple[slice, str]:
    """Which of a number of things are shown, at most so many, and how the address says so."""
    if number <= most:
        return slice(None), ""
    starts = [str(start) for start in range(1, number + 1, most)]
    url_state.forget_unknown(key, starts)
    url_state.begin(key, lambda: url_state.chosen(key, starts, starts[0]))

    def shown(start: str) -> str:
        return t("compare.part", first=start, last=min(int(start) + most - 1, number), n=number)

    picked: Any = st.selectbox(t(label), starts, format_func=shown, key=key, width=360)
    first = int(picked) - 1
    return slice(first, first + most), "" if picked == starts[0] else str(picked)
