"""Pinned cells: they stay above the comparison while jurisdictions, dimensions, days and view change.

A pin follows the days that are chosen, so that the cells one cares for can be watched while the date moves; one that is held
keeps its days and its platform, so that it can be laid beside another day, another place or itself.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from kb.clocks.timeline import look
from kb.release.dossiers import cite_weighed
from kb.release.reader import Reader
from kb.release.release import Release
from kb.ui.cells.beside import DIFFERS
from kb.ui.cells.cell_address import CellAddress, cell_alone, parse
from kb.ui.cells.cell_card import cell_label, show_card
from kb.ui.frame import url_state
from kb.ui.frame.shared import plain
from kb.ui.frame.spoken import reading_words
from kb.ui.words import t
from kb.values.model import Cell, Comparison
from kb.values.view import View

MOST, IN_A_ROW = 12, 3


def chosen_pins(reader: Reader) -> tuple[CellAddress, ...]:
    """The pins of the address that exist, at most MOST of them; what does not exist or is too much is told."""
    texts = [text for text in dict.fromkeys((url_state.given("pin") or "").split(",")) if text]
    found = {text: parse(text, reader) for text in texts}
    url_state.refuse("pin", [text for text in texts if not found[text]])
    pins = tuple(pin for pin in found.values() if pin)
    if len(pins) > MOST:
        st.warning(t("pinned.too-many", most=MOST), icon=":material/keep:")
    return pins[:MOST]


def cell_buttons(place: Any, pins: tuple[CellAddress, ...], cell: CellAddress, name: str) -> None:
    """What can be done with a cell that is compared: ask why, pin it."""
    with place.container(horizontal=True):
        st.button(
            t("compare.why"),
            key=f"why-{cell.jurisdiction}-{cell.question}",
            on_click=url_state.put,
            args=("cell", str(cell)),
            type="tertiary",
            icon=":material/help:",
            help=t("compare.why-help", name=name),
        )
        pin_button(pins, cell, name, "card")


def pin_button(pins: tuple[CellAddress, ...], cell: CellAddress, name: str, where: str) -> None:
    """Pin a cell, or unpin it if it is pinned; ``where`` tells apart the buttons of one cell."""
    is_pinned = cell in pins
    st.button(
        t("pinned.unpin" if is_pinned else "pinned.pin"),
        key=f"pin-{where}-{cell}",
        type="tertiary",
        icon=":material/keep_off:" if is_pinned else ":material/keep:",
        help=t("pinned.unpin-help" if is_pinned else "pinned.pin-help", name=name),
        disabled=turned_pins(pins, cell) is None,
        on_click=_write,
        args=(turned_pins(pins, cell) or (),),
    )


def turned_pins(pins: tuple[CellAddress, ...], cell: CellAddress) -> tuple[CellAddress, ...] | None:
    """The pins with a cell, or without it if it is among them; None where no more may be pinned."""
    if cell in pins:
        return tuple(pin for pin in pins if pin != cell)
    return (*pins, cell) if len(pins) < MOST else None


def _write(pins: tuple[CellAddress, ...]) -> None:
    url_state.put("pin", ",".join(dict.fromkeys(map(str, pins))))


def show_pins(release: Release, pins: tuple[CellAddress, ...], now: View) -> None:
    """The pinned cells as cards, a few in a row."""
    if not pins:
        return
    with st.container(border=True, key="pinned"):
        st.header(t("pinned.title", n=len(pins)))
        st.caption(t("pinned.how"))
        for first in range(0, len(pins), IN_A_ROW):
            row = pins[first : first + IN_A_ROW]
            for column, pin in zip(st.columns(len(row), border=True), row, strict=True):
                alone, following = cell_alone(release, pin, now), cell_alone(release, pin.following(), now)
                _show(column, pins, pin, alone, now, following.cell(pin.jurisdiction, pin.question))


def _show(place: Any, pins: tuple[CellAddress, ...], pin: CellAddress, alone: Comparison, now: View, here: Cell) -> None:
    cell = alone.cell(pin.jurisdiction, pin.question)
    ((_, name),), (head,) = alone.jurisdictions, alone.questions
    place.markdown(f"**{plain(name)}** · {plain(head.text)}")
    reached = t("pinned.reaching", platform=alone.platform_name) if alone.platform_name else ""
    kept = t("pinned.held") if pin.held else t("pinned.follows")
    show_card(place, f"{kept}: {t('compare.dates', as_of=alone.as_of, known_on=alone.known_on)}{reached}", cell, numbered=False)
    if cell.winner:
        place.caption(t("home.rests-on", source=plain(cite_weighed(cell.winner, reading_words()))))
    if pin.held:
        _compare_with_now(place, cell, here)
    with place.container(horizontal=True):
        put = partial(st.button, type="tertiary")
        put(t("compare.why"), key=f"pinned-why-{pin}", icon=":material/help:", on_click=url_state.put, args=("cell", str(pin)))
        other = pin.following() if pin.held else pin.kept(now)
        turned = tuple(other if one == pin else one for one in pins)
        label, icon = ("pinned.follow", ":material/lock_open:") if pin.held else ("pinned.hold", ":material/lock:")
        put(t(label), key=f"turn-{pin}", icon=icon, help=t(f"{label}-help"), on_click=_write, args=(turned,))
        others = tuple(one for one in pins if one != pin)
        put(t("pinned.unpin"), key=f"unpin-{pin}", icon=":material/keep_off:", on_click=_write, args=(others,))


def _compare_with_now(place: Any, held: Cell, here: Cell) -> None:
    """Whether a held cell says the same at the days that are chosen, and what it says there if not."""
    same = look(held) == look(here)
    place.caption(t("pinned.same") if same else f"{DIFFERS} {t('pinned.otherwise', answer=plain(cell_label(here)))}")
