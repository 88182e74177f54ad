"""What pages write as HTML themselves: cards, links, tables of rows and the timeline, safe and in the language of the page."""

import re
from pathlib import Path

import pandas as pd
import streamlit as st

from kb.checking.draft_text import split_sentences
from kb.graph.lanes import Item
from kb.profiles.html import html_table
from kb.ui.frame.html import badge, cards, listed, outside, paragraph, to_copy, way
from kb.ui.frame.resting import ways_behind
from kb.ui.frame.table import table_html
from kb.ui.graph.timeline_rows import Axis, timeline_rows
from kb.values.view import View

STYLE = Path(__file__).resolve().parent.parent / "kb" / "ui" / "style.css"
HOSTILE = "<script>alert('x')</script>"


def test_text_stays_text_in_every_piece():
    pieces = [badge(HOSTILE), way("entity", HOSTILE, e=HOSTILE), to_copy(HOSTILE), outside(HOSTILE, "https://example.org/")]
    pieces += [table_html(pd.DataFrame({HOSTILE: [HOSTILE]}), HOSTILE, {})]
    assert not [piece for piece in pieces if "<script" in piece or "alert('" in piece]


def test_only_an_address_of_the_web_becomes_a_link():
    assert outside("text", "javascript:alert(1)") == "" and 'href="https://example.org/"' in outside(
        "text", "https://example.org/"
    )


def test_a_way_leads_to_a_page_with_its_state_and_is_followed_within_the_app():
    shown = way("compare", "See", ":material/table:", j="us,eu", d="*", p="")
    assert 'href="compare?j=us,eu&amp;d=*"' in shown and "data-soft" in shown and ">table</span>" in shown


def test_what_is_empty_takes_no_room():
    assert paragraph("", "") == listed([]) == "" and cards(["a", "b"]).count("<section>") == 2


def test_a_table_shows_each_column_in_its_shape():
    frame = pd.DataFrame({"day": ["2024-05-01"], "share": [0.25], "open": ["entity?e=x"], "none": [None]})
    shape = {
        "share": st.column_config.ProgressColumn(format="%.3f", min_value=0, max_value=0.5),
        "open": st.column_config.LinkColumn("cell", display_text="open"),
    }
    shown = table_html(frame, "rows", shape)
    assert '<td class="day" data-name="day">2024-05-01</td>' in shown and "<td></td>" in shown
    assert '<td class="number" style="--share: 0.500" data-name="share">0.250</td>' in shown
    assert '<a href="entity?e=x" data-soft>open</a>' in shown and ">cell</span>" in shown


def test_on_a_phone_each_value_of_a_table_has_the_name_of_its_column():
    frame = pd.DataFrame({"place": ["Australia", ""], "answer": ["16", "14"], "n": [1, 2]})
    shown = table_html(frame, "rows", {"answer": st.column_config.TextColumn("what it says")})
    assert re.findall(r'<td[^>]* data-name="([^"]*)"', shown) == [
        "place",
        "what it says",
        "n",
        "what it says",
        "n",
    ]
    assert '<thead data-name="Sort by">' in shown
    phone = STYLE.read_text(encoding="utf-8").partition("@media screen and (max-width: 640px)")[2]
    assert ".rows td[data-name]::before { content: attr(data-name)" in phone and ".rows td:empty { display: none; }" in phone


def test_days_stand_in_their_order_and_those_outside_at_the_edge():
    axis = Axis("2020-01-01", "2022-01-01")
    shares = [axis.share(day) for day in map(pd.Timestamp.date, pd.to_datetime(["2019-05-05", "2021-01-01", "2030-01-01"]))]
    assert shares[0] == 0 and 49 < shares[1] < 51 and shares[2] == 100 and list(axis.years()) == [2020, 2021, 2022]


def test_the_timeline_has_a_row_for_each_thing_and_a_link_for_each_event():
    items = [
        Item("acts", "Act A", "2024-01-01", None, "In force", "", "eu", "instrument/eu/a", "confirmed"),
        Item("acts", "Act A", "2024-06-01", "2024-09-01", "Suspended", HOSTILE, "eu", "instrument/eu/a", "confirmed"),
        Item("cases", "Case B", "2025-01-01", None, "Filed", "", "us", "case/us/b", "confirmed"),
    ]
    shown = timeline_rows(items, ("2023-01-01", "2026-01-01"), "2025-06-01", "what happened")
    assert shown.count('class="line"') == 2 and shown.count("data-soft") == 3 and "<script" not in shown
    assert shown.count("; width: ") == 1 and 'aria-label="what happened"' in shown and "2025-06-01</span>" in shown


def test_the_ways_behind_a_sentence_lead_to_its_cells_at_a_point_then_to_other_things(mini_release):
    reader, places = mini_release.reader, ["xa", "xb", "xu"]
    one = ways_behind(reader, [(place, "audit") for place in (*places, *places)])
    assert [label for label, _ in one.ways] == ["Examplia", "Testland", "Union of Samples", "Examplia"] and one.left == 2
    at = View(as_of="2025-09-15", known_on="2026-06-01", platform="clip")
    several = ways_behind(reader, [("xa", "audit"), ("xb", "forced-sale")], at, [("Act", "entity?e=a"), ("Case", "entity?e=b")])
    assert several.ways[0][0] == f"Examplia: {reader.questions()['audit'].text}"
    assert several.ways[1][1] == "compare?cell=xb.forced-sale&j=xb&q=forced-sale&p=clip&v=2025-09-15&k=2026-06-01"
    assert several.ways[2] == ("Act", "entity?e=a") and several.left == 1
    assert ways_behind(reader, [("xa", "audit")]).ways[0][0] != "Examplia", "of one cell the place is not name enough"


def test_a_day_among_words_is_not_broken_over_two_lines_and_addresses_are_left_alone():
    shown = html_table(("open",), [["pending; next look 2026-12-02"], ['<a href="entity?k1=2026-12-02">see</a>']])
    assert 'next look <span class="day">2026-12-02</span></td>' in shown and 'href="entity?k1=2026-12-02"' in shown


def test_the_first_sentence_does_not_end_at_an_abbreviation():
    told = split_sentences("TikTok Inc. v. Garland (Court case): judged. The bar began.")
    assert told == ["TikTok Inc. v. Garland (Court case): judged.", "The bar began."]


def test_an_exported_table_within_a_page_follows_the_theme_of_the_page():
    template = STYLE.parent.parent / "tables" / "templates" / "style.html.jinja"
    colours = re.findall(r"(--[a-z]+): (#[0-9a-f]{6})", template.read_text(encoding="utf-8").split("@media print")[0])
    light, dark = dict(colours[: len(colours) // 2]), dict(colours[len(colours) // 2 :])
    style = STYLE.read_text(encoding="utf-8")
    inside = style[style.index(".kb.inside {") :].split("}")[0]
    assert set(light) == set(dark)
    assert dict(re.findall(r"(--[a-z]+): light-dark\((#\w+), #\w+\)", inside)) == light
    assert dict(re.findall(r"(--[a-z]+): light-dark\(#\w+, (#\w+)\)", inside)) == dark
