"""Similarity: how alike regimes are, what sets them apart, what is open, as charts and as tables of the same."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from kb.release import Release
from kb.similarity.clusters import FEWEST, Clusters
from kb.similarity.distances import Similarity
from kb.similarity.gaps import conclusions
from kb.similarity.nearest import nearest, orders
from kb.similarity.rows import GAP_COLUMNS, PAIR_COLUMNS, Row, gap_rows, pair_rows, write_csv
from kb.similarity.wording import (
    BOUNDS,
    GAP_METHOD,
    METHOD,
    clarity_words,
    firm_words,
    flip_words,
    fragile_words,
    gap_words,
    group_words,
    little_known,
    nearest_words,
    orders_words,
    scoring_words,
    short_name,
    trait_words,
)
from kb.ui import similarity_controls
from kb.ui.shared import current_release, page_note, plain
from kb.ui.similarity_controls import Asked
from kb.ui.similarity_drawing import MAP_HEIGHT, map_chart, tree_chart
from kb.ui.similarity_pair import show_pair
from kb.ui.similarity_values import (
    cached_clusters,
    cached_flips,
    cached_fragile,
    cached_gaps,
    cached_map,
    cached_similarity,
)
from kb.ui.words import t

MOST_FLIPS = 20
ABOUT = (
    "How alike are the rules of two jurisdictions? Each pair gets a **distance**: 0 if both answer every question the same, "
    "1 if they are as far apart as the answers allow. Where a cell is missing or disputed the distance has **bounds**."
)


def show() -> None:
    """The page."""
    release = current_release()
    st.title("Similarity")
    st.markdown(ABOUT)
    with st.expander("How the distance is measured"):
        st.markdown(f"{plain(METHOD)} {plain(BOUNDS)}")
    asked = similarity_controls.choose(release)
    if len(asked.jurisdictions) < 2:
        st.info("Pick at least two jurisdictions.")
    else:
        _show_asked(release, asked)
    page_note(release)


def _show_asked(release: Release, asked: Asked) -> None:
    clocks = (("as_of", asked.as_of), ("known_on", asked.known_on), ("platform", asked.platform))
    similarity = cached_similarity(
        release, asked.jurisdictions, asked.dimensions, clocks, asked.weights, asked.include_incomparable
    )
    for said in (little_known(similarity), scoring_words(similarity)):
        if said.startswith("⚠"):
            st.warning(plain(said.removeprefix("⚠ ")), icon="⚠️")
        elif said:
            st.caption(f"≠ {plain(said)}")
    if asked.view == "pair":
        show_pair(similarity)
        return
    if asked.view == "table":
        _distances(similarity)
        return
    number = asked.groups if asked.groups and asked.groups <= len(similarity.well_known) else None
    clusters = cached_clusters(similarity, number if len(similarity.well_known) >= FEWEST else None)
    {"map": _map, "tree": _tree, "open": _open_cells}[asked.view](clusters)


def _map(clusters: Clusters) -> None:
    drawn = cached_map(clusters)
    st.subheader("Map")
    st.caption(
        "Regimes that are alike stand near each other; the directions mean nothing. A plane cannot hold all distances: this "
        f"map {drawn.verdict} (stress {drawn.stress:.2f}). Read exact distances from the tables."
    )
    alt = f"Map of {len(drawn.points)} regimes by similarity; the table below lists the same"
    st.echarts_chart(map_chart(clusters, drawn), height=MAP_HEIGHT, key="similarity-map", alt=alt)
    _groups(clusters)
    names = clusters.similarity.names
    rows: list[Row] = [
        {"regime": names[slug], "group": clusters.group_of(slug).name if clusters.groups else "", "x": x, "y": y}
        for slug, x, y in drawn.points
    ]
    _table("The map as a table", rows, ("regime", "group", "x", "y"), "similarity-map")


def _groups(clusters: Clusters) -> None:
    st.subheader("Groups and what sets them apart")
    if not clusters.groups:
        st.info(f"Groups need at least {FEWEST} regimes of which enough is known.")
        return
    similarity = clusters.similarity
    st.markdown(plain(clarity_words(clusters)))
    for group in clusters.groups:
        st.markdown(f"**{plain(group_words(similarity, group))}**")
        st.markdown("\n".join(f"- {plain(trait_words(group, trait))}" for trait in group.traits))
    for slug, because in clusters.left_out:
        st.caption(plain(f"Not placed: {similarity.names[slug]} ({because})"))
    _what_would_change(clusters)


def _what_would_change(clusters: Clusters) -> None:
    """The cells on which the groups hang: open ones one by one, all others counted."""
    found = cached_flips(clusters)
    if found:
        said = "\n".join(f"- {plain(flip_words(clusters, flip))}" for flip in found[:MOST_FLIPS])
        rest = t("home.and-others", n=len(found) - MOST_FLIPS) if len(found) > MOST_FLIPS else ""
        st.warning(f"One open cell would change these groups:\n\n{said}{rest}", icon="⚠️")
    else:
        st.markdown(plain(firm_words(found)))
    st.markdown(plain(fragile_words(clusters, cached_fragile(clusters))))


def _tree(clusters: Clusters) -> None:
    st.subheader("Tree")
    if not len(clusters.tree):
        st.info(f"A tree needs at least {FEWEST} regimes of which enough is known.")
        return
    st.caption("Read it from left to right: regimes that join early are alike. Colours and letters are the groups.")
    spec, height = tree_chart(clusters)
    alt = f"Tree of {len(clusters.leaves)} regimes; the table below lists its joins"
    st.echarts_chart(spec, height=height, key="similarity-tree", alt=alt)
    _table("The tree as a table", list(_joins(clusters)), ("distance", "joins", "with"), "similarity-tree")
    _groups(clusters)


def _joins(clusters: Clusters) -> Iterable[Row]:
    names = clusters.similarity.names
    nodes = [names[slug] for slug in clusters.placed]
    for one, other, height, _ in clusters.tree:
        yield {"distance": round(float(height), 4), "joins": nodes[int(one)], "with": nodes[int(other)]}
        nodes.append(f"{nodes[int(one)]}, {nodes[int(other)]}")


def _distances(similarity: Similarity) -> None:
    found = nearest(similarity)
    if len(found) > 2:
        st.subheader("Which is nearest")
        said, warned = orders_words(orders(similarity)), orders(similarity).open
        (st.warning if warned else st.success)(plain(said.removeprefix("⚠ ")), icon="⚠️" if warned else ":material/check:")
        st.markdown("\n".join(f"- {plain(nearest_words(similarity, one))}" for one in found))
    rows = list(pair_rows(similarity))
    for row in rows:
        row["first"], row["second"] = (similarity.names[str(row[side])] for side in ("first", "second"))
    _table("All pairs, nearest first", rows, PAIR_COLUMNS[:11], "similarity-pairs", opened=True)
    frame = pd.DataFrame(similarity.distance, index=list(similarity.names.values()), columns=list(similarity.names.values()))
    st.subheader("As a matrix")
    st.dataframe(frame.style.format("{:.2f}", na_rep="unknown"), width="stretch")


def _open_cells(clusters: Clusters) -> None:
    similarity = clusters.similarity
    st.subheader("Cells on which conclusions hang")
    st.markdown(plain(GAP_METHOD.format(number=conclusions(similarity), placed=len(clusters.placed))))
    found = cached_gaps(clusters)
    if not found:
        st.success("No cell is missing, disputed or old.", icon=":material/check:")
        return
    heads = {head.id: head for head in similarity.comparison.questions}
    shown: list[Row] = [
        {
            "conclusions": gap.conclusions,
            "regime": similarity.names[gap.jurisdiction],
            "question": short_name(heads[gap.question]),
            "why": gap_words(gap),
            "of these orders": gap.orders,
            "of these groups": gap.moves,
        }
        for gap in found
    ]
    st.dataframe(pd.DataFrame(shown), hide_index=True, width="stretch")
    _download(list(gap_rows(found)), GAP_COLUMNS, "work-list")


def _table(title: str, rows: list[Row], columns: tuple[str, ...], name: str, opened: bool = False) -> None:
    """The same as a chart shows, as a table that can be downloaded."""
    with st.expander(title, expanded=opened):
        shape = {column: st.column_config.NumberColumn(format="%.2f") for column in ("distance", "lower", "upper", "x", "y")}
        st.dataframe(pd.DataFrame(rows, columns=list(columns)), hide_index=True, width="stretch", column_config=shape)
        _download(rows, columns, name)


def _download(rows: list[Row], columns: tuple[str, ...], name: str) -> None:
    picked = [{column: row[column] for column in columns} for row in rows]
    st.download_button(
        "CSV",
        data=lambda: write_csv(picked, columns),
        file_name=f"{name}.csv",
        mime="text/csv",
        on_click="ignore",
        key=f"{name}-csv",
    )
