"""What happened when: events and steps between two days, days of coding, and the lanes of the timeline."""

import csv
import io

import lxml.html
import pytest

from kb.errors import UsageError
from kb.graph.happenings import codings, happenings
from kb.graph.lanes import LANES, lanes, write_items
from kb.ui.graph.timeline_rows import timeline_rows


def test_events_and_steps_come_in_order_of_time_between_the_days(real_release):
    found = happenings(real_release, "2025-01-01", "2025-12-31")
    assert [one.on for one in found] == sorted(one.on for one in found)
    assert found and all("2025-01-01" <= one.on <= "2025-12-31" for one in found)
    assert {"instrument", "case"} == {one.dossier.kind for one in found}


def test_a_date_known_to_the_month_is_shown_so(real_release):
    assert any(len(one.shown_on) == 7 for one in happenings(real_release))


def test_codings_add_up_to_the_claims_and_absences_of_the_release(real_release):
    counts = real_release.manifest["counts"]
    assert sum(one.claims for one in codings(real_release)) == counts["claims"] + counts["absences"]


def test_the_timeline_of_tiktok_in_the_united_states_has_every_lane(real_release):
    items = lanes(real_release, "tiktok", ["us"])
    assert {item.lane for item in items} == set(LANES)
    pauses = [item for item in items if item.lane == "enforcement" and item.row == "PAFACA"]
    assert len(pauses) == 5 and all(item.end for item in pauses)
    assert {item.jurisdiction for item in items if item.lane != "ownership"} == {"us"}
    assert "TikTok: ByteDance Ltd." in {item.row for item in items if item.lane == "ownership"}


def test_a_tie_that_goes_on_is_shown_in_a_later_span_and_an_ended_one_is_not(real_release):
    rows = {item.row for item in lanes(real_release, "tiktok", start="2026-06-01", end="2026-07-01") if item.lane == "ownership"}
    assert "TikTok: ByteDance Ltd." in rows and "TikTok: TikTok Inc." not in rows


def test_a_day_that_is_known_as_a_year_is_told_as_a_year(real_release):
    owner = next(one for one in lanes(real_release, "tiktok", ["us"]) if one.row == "TikTok: ByteDance Ltd.")
    assert (owner.start, owner.first) == ("2020", "2020-01-01") and ",2020," in write_items([owner])
    every = {(one.row, one.start) for one in lanes(real_release)}
    told = {(one.dossier.label, one.shown_on) for one in happenings(real_release) if len(one.shown_on) < 10}
    assert told and told <= every


def test_the_timeline_of_a_place_has_the_owners_there_and_no_operator_elsewhere(real_release):
    rows = {one.row for one in lanes(real_release, "tiktok", ["eu"]) if one.lane == "ownership"}
    assert {"TikTok: TikTok Technology Limited", "TikTok: Gatekeeper", "TikTok: ByteDance Ltd."} <= rows
    assert not {"TikTok: TikTok USDS Joint Venture LLC", "TikTok: Prescribed intermediary"} & rows


def test_a_platform_that_does_not_exist_is_refused(real_release):
    with pytest.raises(UsageError, match="Did you mean 'platform/tiktok'"):
        lanes(real_release, "tiktokk")


def test_the_timeline_reads_back_from_csv(mini_release):
    items = lanes(mini_release)
    rows = list(csv.DictReader(io.StringIO(write_items(items))))
    assert len(rows) == len(items) and [row["row"] for row in rows] == [item.row for item in items]


def test_whoever_says_what_can_be_seen_of_an_event_reaches_it(real_release):
    items = lanes(real_release, platform="tiktok", start="2019-01-01", end="2028-12-31")
    shown = lxml.html.fromstring(timeline_rows(items, ("2019-01-01", "2028-12-31"), "2026-11-30", "what happened"))
    seen = [(one.text_content(), one.get("aria-label")) for one in shown.iter("a") if one.text_content()]
    assert len(seen) > 5 and any(text.endswith("…") for text, _ in seen)
    assert [pair for pair in seen if pair[0] not in pair[1]] == []


def test_a_row_of_the_timeline_has_its_whole_name(real_release):
    items = lanes(real_release, platform="tiktok", start="2019-01-01", end="2028-12-31")
    shown = lxml.html.fromstring(timeline_rows(items, ("2019-01-01", "2028-12-31"), "2026-11-30", "what happened"))
    names = [one.text_content() for one in shown.find_class("name")]
    assert max(map(len, names)) > 40 and not [name for name in names if name.endswith("…")]
    assert names == [one.get("title") for one in shown.find_class("name")]
