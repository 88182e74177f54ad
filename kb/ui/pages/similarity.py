"""Similarity: how alike regimes are, what sets them apart, what is open, as charts and as tables of the same."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from kb.cells.due import due_cells
from kb.release.release import Release
from kb.similarity.clusters import FEWEST, Clusters
from kb.similarity.distances import Distances
from kb.similarity.gaps import conclusions
from kb.similarity.map import RegimeMap
from kb.similarity.nearest import nearest, orders
from kb.similarity.output import FORMATS, write_similarity
from kb.similarity.rows import PAIR_COLUMNS, Row, pair_rows
from kb.similarity.similarity import Similarity
from kb.similarity.wording import (
    clarity_words,
    firm_words,
    flip_words,
    fragile_words,
    gap_words,
    group_words,
    handed_down_words,
    little_known,
    nearest_words,
    orders_words,
    question_words,
    scoring_words,
    trait_words,
)
from kb.ui.frame import url_state
from kb.ui.frame.query_links import BEHIND, behind
from kb.ui.frame.shared import current_release, page_note, plain
from kb.ui.frame.table import show_table
from kb.ui.frame.turn import client
from kb.ui.similarity import controls as similarity_controls
from kb.ui.similarity.controls import Choice
from kb.ui.similarity.drawing import MAP_HEIGHT, map_chart, tree_chart
from kb.ui.similarity.pair import pick_pair, show_pair, write_pair
from kb.ui.similarity.picture import map_picture, tree_picture
from kb.ui.similarity.sentences import say
from kb.ui.similarity.values import cached_clusters, cached_flips, cached_fragile, cached_gaps, cached_map, cached_similarity
from kb.ui.taking.charts import draw, picture_downloads
from kb.ui.taking.take_away import frame_downloads, show_frame, take_away
from kb.ui.words import decimal, t

MOST_FLIPS = 20
DISTORTED = ("distorts", "distorts-much")  # a map of such a verdict misleads whoever only looks
WARNING = ":material/warning:"
PAIRS = PAIR_COLUMNS[:12]
WORDS = ("distance", "bounds", "disputed", "no-answer", "with-care")


def show() -> None:
    """The page."""
    release = current_release()
    st.title(t("pages.similarity.title"))
    st.markdown(t("similarity.lead"))
    with st.expander(t("similarity.how")):
        st.markdown(f"{plain(say('method'))} {plain(say('bounds'))}")
    choice = similarity_controls.choose(release)
    if len(choice.asked.jurisdictions) < 2:
        url_state.write(choice.state)
        st.info(t("similarity.pick-two"))
    else:
        _show_chosen(release, choice)
    page_note(release, *WORDS, has_statements=False)


def _show_chosen(release: Release, choice: Choice) -> None:
    similarity = cached_similarity(release, choice.asked, choice.weights, choice.include_incomparable)
    pair = pick_pair(similarity) if choice.view == "pair" else None
    kept = ".".join(pair) if pair else url_state.given("pair") or ""
    url_state.write(choice.state | {"pair": kept})
    _take_away(release, similarity, pair)
    for said in (little_known(similarity, say), "" if pair else scoring_words(similarity, say)):
        if said.startswith("⚠"):
            st.warning(plain(said.removeprefix("⚠ ")), icon=WARNING)
        elif said:
            st.caption(f"≠ {plain(said)}")
    if pair:
        show_pair(release, similarity, *pair)
        return
    if choice.view == "table":
        _distances(release, similarity)
        return
    number = choice.groups if choice.groups and choice.groups <= len(similarity.well_known) else None
    clusters = cached_clusters(similarity, number if len(similarity.well_known) >= FEWEST else None)
    {"map": _map, "tree": _tree, "open": _open_cells}[choice.view](release, clusters)


def _take_away(release: Release, similarity: Similarity, pair: tuple[str, str] | None) -> None:
    """The whole similarity as the command writes it; the CSV of two regimes has their questions."""
    comparison = similarity.comparison

    def write(name: str) -> str:
        if pair is not None and pair[0] != pair[1] and name == "csv":
            return write_pair(similarity, *pair)
        return write_similarity(similarity, name)

    def listed() -> list[Row]:
        return [{t(f"similarity.column-{name}"): value for name, value in row.items()} for row in _pairs(similarity)]

    dates = t("compare.dates", as_of=comparison.as_of, known_on=comparison.known_on)
    with st.container(horizontal=True, vertical_alignment="center"):
        query = (BEHIND, behind(comparison))
        take_away(release, t("pages.similarity.title"), dates, listed, f"similarity-{comparison.as_of}", query, (FORMATS, write))


def _pairs(similarity: Similarity) -> list[Row]:
    """All pairs with the names of their regimes, in the columns that are shown; last those that are alike by a law in common."""
    rows = []
    for row in sorted(pair_rows(similarity), key=lambda row: bool(row["shared_law"])):
        named: Row = {side: similarity.names[str(row[side])] for side in ("first", "second")}
        named["shared_law"] = ", ".join(similarity.whole_names[slug] for slug in str(row["shared_law"]).split("; ") if slug)
        rows.append({name: (row | named)[name] for name in PAIRS})
    return rows


def _map(release: Release, clusters: Clusters) -> None:
    """Which place is nearest to each, in words; then the map, put away where it shows the distances wrongly; then the groups."""
    _nearest(clusters.similarity)
    drawn = cached_map(clusters)
    slug = drawn.verdict.replace(" ", "-")
    verdict = t(f"similarity.map-{slug}")
    if slug in DISTORTED:
        with st.expander(t("similarity.map-put-away", verdict=verdict), key="map-put-away", on_change="rerun") as fold:
            if fold.open:
                _drawn_map(clusters, drawn, verdict)
    else:
        st.header(t("similarity.map"))
        _drawn_map(clusters, drawn, verdict)
    _groups(clusters)
    names = clusters.similarity.names
    rows: list[Row] = [
        {"regime": names[slug], "group": clusters.group_of(slug).name if clusters.groups else "", "x": x, "y": y}
        for slug, x, y in drawn.points
    ]
    _table(release, "map-table", rows, ("regime", "group", "x", "y"))


def _drawn_map(clusters: Clusters, drawn: RegimeMap, verdict: str) -> None:
    st.caption(t("similarity.map-how", verdict=verdict, stress=decimal(drawn.stress, 2)))
    alt = t("similarity.map-alt", n=len(drawn.points))
    st.echarts_chart(map_chart(clusters, drawn), height=MAP_HEIGHT, key="similarity-map", alt=alt)
    asker = client()
    picture_downloads(lambda: draw(map_picture(clusters, drawn), alt, asker), "similarity-map-picture")


def _groups(clusters: Clusters) -> None:
    st.header(t("similarity.groups-apart"))
    if not clusters.groups:
        st.info(t("similarity.groups-few", n=FEWEST))
        return
    similarity = clusters.similarity
    st.markdown(plain(clarity_words(clusters, say)))
    for group in clusters.groups:
        st.markdown(f"**{plain(group_words(similarity, group, say))}**")
        st.markdown("\n".join(f"- {plain(trait_words(group, trait, say))}" for trait in group.traits))
    for slug, because in clusters.left_out:
        st.caption(plain(t("similarity.not-placed", name=similarity.names[slug], because=because)))
    _what_would_change(clusters)


def _what_would_change(clusters: Clusters) -> None:
    """The cells on which the groups hang: open ones one by one, all others counted."""
    found = cached_flips(clusters)
    if found:
        said = "\n".join(f"- {plain(flip_words(clusters, flip, say))}" for flip in found[:MOST_FLIPS])
        rest = t("home.and-others", n=len(found) - MOST_FLIPS) if len(found) > MOST_FLIPS else ""
        st.warning(f"{t('similarity.flips')}:\n\n{said}{rest}", icon=WARNING)
    else:
        st.markdown(plain(firm_words(found, say)))
    st.markdown(plain(fragile_words(clusters, cached_fragile(clusters), say)))


def _tree(release: Release, clusters: Clusters) -> None:
    st.header(t("similarity.tree"))
    if not len(clusters.tree):
        st.info(t("similarity.tree-few", n=FEWEST))
        return
    st.caption(t("similarity.tree-how"))
    spec, height = tree_chart(clusters)
    alt = t("similarity.tree-alt", n=len(clusters.leaves))
    st.echarts_chart(spec, height=height, key="similarity-tree", alt=alt)
    asker = client()
    picture_downloads(lambda: draw(tree_picture(clusters), alt, asker), "similarity-tree-picture")
    _table(release, "tree-table", list(_joins(clusters)), ("distance", "joins", "with"))
    _groups(clusters)


def _joins(clusters: Clusters) -> Iterable[Row]:
    names = clusters.similarity.names
    nodes = [names[slug] for slug in clusters.placed]
    for one, other, height, _ in clusters.tree:
        yield {"distance": round(float(height), 4), "joins": nodes[int(one)], "with": nodes[int(other)]}
        nodes.append(f"{nodes[int(one)]}, {nodes[int(other)]}")


def _nearest(similarity: Distances) -> None:
    """Of each place the nearest, and how much of that the facts settle."""
    found = nearest(similarity)
    if len(found) > 2:
        st.header(t("similarity.nearest"))
        said, warned = orders_words(orders(similarity), say), orders(similarity).open
        (st.warning if warned else st.success)(plain(said.removeprefix("⚠ ")), icon=WARNING if warned else ":material/check:")
        st.markdown("\n".join(f"- {plain(nearest_words(similarity, one, say))}" for one in found))
        for told in handed_down_words(similarity, say):
            st.caption(plain(told))


def _distances(release: Release, similarity: Similarity) -> None:
    _nearest(similarity)
    rows = sorted(_pairs(similarity), key=lambda row: bool(row["shared_law"]))  # near by a law in common: told last
    _table(release, "pairs", rows, PAIRS, is_opened=True)
    names = list(similarity.names.values())
    frame = pd.DataFrame(similarity.distance, index=names, columns=names)
    st.header(t("similarity.matrix"))
    named = frame.round(4).reset_index(names=t("similarity.column-regime"))
    show_table(named, t("similarity.matrix"), {name: st.column_config.NumberColumn(format="%.2f") for name in names})
    frame_downloads(release, named, t("similarity.matrix"), "similarity-matrix")


def _open_cells(release: Release, clusters: Clusters) -> None:
    similarity = clusters.similarity
    st.header(t("similarity.open"))
    st.markdown(plain(say("gap-method", number=conclusions(similarity), placed=len(clusters.placed))))
    found = cached_gaps(clusters, due_cells(release, similarity.comparison.known_on))
    if not found:
        st.success(t("similarity.none-open"), icon=":material/check:")
        return
    heads = {head.id: head for head in similarity.comparison.questions}
    columns = ("conclusions", "regime", "question", "why", "orders", "moves")
    names = similarity.names
    rows = [
        (
            gap.conclusions,
            names[gap.jurisdiction],
            question_words(heads[gap.question], say),
            gap_words(gap, say),
            gap.orders,
            gap.moves,
        )
        for gap in found
    ]
    frame = pd.DataFrame(rows, columns=[t(f"similarity.column-{name}") for name in columns])
    show_frame(release, frame, t("similarity.open"), "work-list")


def _table(release: Release, title: str, rows: list[Row], columns: tuple[str, ...], *, is_opened: bool = False) -> None:
    """The same as a chart shows, as a table that can be downloaded."""
    names = {name: t(f"similarity.column-{name}") for name in columns}
    two_digits = st.column_config.NumberColumn(format="%.2f")
    shape = {names[name]: two_digits for name in ("distance", "lower", "upper", "x", "y") if name in names}
    frame = pd.DataFrame(rows, columns=list(columns)).rename(columns=names)
    with st.expander(t(f"similarity.{title}"), expanded=is_opened):
        show_frame(release, frame, t(f"similarity.{title}"), f"similarity-{title}", shape=shape)
