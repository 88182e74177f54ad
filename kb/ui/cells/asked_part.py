"""Which of the questions and places that are picked a table has: one question alone, places with an answer first or alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from kb.release.release import Release
from kb.ui.cells.cell_address import compare_at
from kb.ui.frame import url_state
from kb.ui.frame.controls import pick_one
from kb.ui.words import t
from kb.values.model import QuestionHead
from kb.values.view import View

ONE, FOUND = "one", "found"  # how the address calls them
ORDERS = ("first", "only")


def one_question(place: Any, heads: Mapping[str, QuestionHead], wanted: Sequence[str]) -> str:
    """The one question that is picked in place of dimensions, empty for none; those of the picked dimensions are listed first."""
    listed = sorted(heads.values(), key=lambda head: head.dimension not in wanted)
    options = {"": t("compare.one-none"), **{head.id: f"{head.dimension_title}: {head.text}" for head in listed}}
    return pick_one(place, t("compare.one"), ONE, options, "", t("compare.one-help"))


def places_by_answer(
    release: Release, picked: Sequence[str], now: View, questions: Sequence[str]
) -> tuple[list[str], dict[str, str]]:
    """The places of a table of one question as picked, those with an answer first, or those alone; and how the address says it.

    All of them where none has an answer. A table of several questions has them as picked.
    """
    if len(questions) != 1 or len(picked) < 2:
        return list(picked), {FOUND: url_state.given(FOUND) or ""}
    options = {"": t("compare.found-all"), **{order: t(f"compare.found-{order}") for order in ORDERS}}
    asked = pick_one(st.container(width=360), t("compare.found"), FOUND, options, "")
    if not asked:
        return list(picked), {FOUND: ""}
    table = compare_at(release, tuple(picked), now, tuple(questions))
    having = [slug for slug, _ in table.jurisdictions if table.cell(slug, questions[0]).state == "answered"]
    others = [slug for slug, _ in table.jurisdictions if slug not in having]
    return (having or others if asked == "only" else having + others), {FOUND: asked}
