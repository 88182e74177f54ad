"""The line below a sentence that leads to what it rests on: cells, statements, and the sources by their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from kb.profiles.html import anchor, boxed, source_list
from kb.release.reader import Reader
from kb.ui.frame.html import address
from kb.ui.frame.shared import plain
from kb.ui.frame.spoken import said
from kb.ui.words import t
from kb.values.matters import CellName
from kb.values.view import View

SOURCE = "source-"  # what the places of the numbered sources are called on a page
MOST_NUMBERS, MOST_SHORT, MOST_LONG = 6, 4, 3
LIVE = View()


@dataclass(frozen=True)
class Behind:
    """The first ways (label, address) to what a sentence rests on, and how many are left out."""

    ways: tuple[tuple[str, str], ...] = ()
    left: int = 0


NOTHING = Behind()


def with_caution(text: str, caution: str) -> str:
    """Markdown with what must be said of it below, in small letters, if there is anything."""
    return text + (f"  \n:small[:gray[{plain(caution)}]]" if caution else "")


def ways_behind(
    reader: Reader,
    cells: Sequence[CellName],
    at: View = LIVE,
    others: Sequence[tuple[str, str]] = (),
    most: int | None = None,
) -> Behind:
    """The ways to the first cells of a sentence, each as it is at a point, then the others (label, address).

    Of several cells on one question the places are name enough. Where no other number is asked for a few are named.
    """
    names, heads = reader.jurisdictions(), reader.questions()
    is_one = len(cells) > 1 and len({question for _, question in cells}) == 1
    most = most or (MOST_SHORT if is_one else MOST_LONG)
    ways = [
        (
            said(names[place]) if is_one else f"{said(names[place])}: {said(heads[question].text)}",
            address("compare", cell=f"{place}.{question}", **at.but(place, questions=question).parts()),
        )
        for place, question in cells[:most]
    ]
    return Behind((*ways, *others)[:most], max(len(cells) + len(others) - most, 0))


def sentence(text: str, caution: str, behind: Behind = NOTHING, notes: Sequence[int] = ()) -> None:
    """A sentence as Markdown, what must be said of it in small letters, and links to what it rests on."""
    with st.container(gap=None):
        st.markdown(with_caution(text, caution))
        told = [anchor(*way) for way in behind.ways]
        told += [escape(t("brief.and-more", n=behind.left))] if behind.left else []
        told += [_numbers(notes)] if notes else []
        if told:
            st.html(boxed("rests", f"{escape(t('brief.rests-on'))}: {' · '.join(told)}"))


def _numbers(notes: Sequence[int]) -> str:
    numbers = ", ".join(anchor(str(n), f"#{SOURCE}{n}") for n in notes[:MOST_NUMBERS])
    left = len(notes) - MOST_NUMBERS
    return t("brief.source-numbers", numbers=numbers if left <= 0 else t("brief.and-sources", numbers=numbers, n=left))


def sources(notes: Sequence[tuple[int, str, str | None]]) -> None:
    """The sources in a list, each (number, citation, address if there is one) where its number leads."""
    st.html(source_list(notes, SOURCE))
