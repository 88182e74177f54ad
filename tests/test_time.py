"""Timelines and changes: half-open intervals, both clocks, one cause for each changed cell."""

import datetime
import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from kb.cells.comparison import ask, compare
from kb.clocks.change_causes import CAUSES
from kb.clocks.changes import Point, find_changes, parse_point
from kb.clocks.timeline import course, look, timeline
from kb.commands.cli import app
from kb.errors import UsageError
from kb.graph.lanes import lanes
from kb.values.view import View
from kb.wording.changes import steps_of, to_json, to_text

WORDS = Path(__file__).parent.parent / "kb" / "ui" / "words"
DAYS = st.dates(datetime.date(2008, 1, 1), datetime.date(2027, 12, 31)).map(datetime.date.isoformat)
KNOWN = "2026-06-01"


def said(release, jurisdiction, question, **options):
    intervals = timeline(release.reader, jurisdiction, question, known_on=KNOWN, **options)
    return [(one.start, one.end, one.cell.answer or one.cell.state, one.cell.enforcement_status) for one in intervals]


def test_a_timeline_tells_law_and_enforcement_apart(mini_release):
    assert said(mini_release, "xa", "forced-sale", platform="clip") == [
        ("2010-05-01", "2024-03-01", "review", "applicable"),
        ("2024-03-01", "2025-01-01", "required", "not-yet-applicable"),
        ("2025-01-01", "2025-02-01", "required", "applicable"),
        ("2025-02-01", "2025-08-01", "required", "suspended"),
        ("2025-08-01", None, "required", "applicable"),
    ]


def test_touching_intervals_that_look_alike_are_one(mini_release):
    assert said(mini_release, "xb", "forced-sale") == [("1900-01-01", None, "not-applicable", None)]


def test_a_cell_without_claims_has_no_timeline(mini_release):
    assert timeline(mini_release.reader, "xu", "forced-sale", known_on=KNOWN) == []


@pytest.fixture(scope="module")
def all_cells(mini_release):
    questions = mini_release.reader.questions()
    return {
        (place, question, platform): timeline(mini_release.reader, place, question, known_on=KNOWN, platform=platform)
        for place in ("xa", "xb")
        for question in questions
        for platform in (None, "clip")
    }


@given(day=DAYS)
def test_on_every_day_the_timeline_says_what_the_comparison_says(mini_release, all_cells, day):
    for (place, question, platform), intervals in all_cells.items():
        table = compare(mini_release.reader, [place], questions=[question], as_of=day, known_on=KNOWN, platform=platform)
        holding = [one for one in intervals if one.start <= day and (one.end is None or day < one.end)]
        assert [look(one.cell) for one in holding] in ([look(table.cells[0])], [])
        assert holding or table.cells[0].state == "not-researched"


@given(DAYS, DAYS)
def test_causes_sum_to_the_number_of_changed_cells(mini_release, first, second):
    content = to_json(find_changes(mini_release.reader, ["xa", "xb"], Point(first, KNOWN), Point(second, KNOWN)))
    assert sum(content["causes"].values()) == len(content["changes"])
    assert first != second or not content["changes"]


def one_change(release, start, end, jurisdiction, question, platform=None):
    found = find_changes(release.reader, ["xa", "xb"], start, end, platform=platform)
    (change,) = [one for one in found.changes if (one.jurisdiction, one.question) == (jurisdiction, question)]
    return change


@pytest.mark.parametrize(
    ("start", "end", "cell", "cause"),
    [
        (Point("2023-06-01", KNOWN), Point("2024-06-01", KNOWN), ("xa", "forced-sale"), "law-changed"),
        (Point("2025-01-15", KNOWN), Point("2025-03-01", KNOWN), ("xa", "forced-sale"), "enforcement-changed"),
        (Point("2025-09-14", KNOWN), Point("2025-09-15", KNOWN), ("xb", "local-storage"), "dispute-changed"),
        (Point("2025-09-15", "2026-01-31"), Point("2025-09-15", "2026-02-01"), ("xb", "ownership-test"), "corrected"),
        (Point("2025-09-15", "2026-01-09"), Point("2025-09-15", "2026-01-10"), ("xb", "forced-sale"), "new-research"),
    ],
)
def test_each_cause_is_recognised(mini_release, start, end, cell, cause):
    change = one_change(mini_release, start, end, *cell, platform="clip")
    assert change.cause == cause and change.evidence


def test_what_was_not_researched_before_is_new_in_the_record_whatever_the_law_did(mini_release):
    points = Point("2023-06-01", "2009-12-31"), Point("2024-06-01", KNOWN)
    change = one_change(mini_release, *points, "xa", "forced-sale", platform="clip")
    assert change.before.state == "not-researched" and change.cause == "new-research" and "coded on" in change.evidence[0]


@pytest.mark.parametrize(
    ("known", "said", "silent"),
    [
        (
            (KNOWN, KNOWN),
            "corrections of the record are hidden. --from DAY,RECORD shows them; the record of these cells",
            "None of",
        ),
        (("2026-05-31", KNOWN), "None of it is a correction or an addition of the record", "hidden"),
        (("2026-01-31", KNOWN), "We corrected ourselves", "hidden"),
    ],
)
def test_the_text_says_whether_corrections_can_show(mini_release, known, said, silent):
    text = to_text(find_changes(mini_release.reader, ["xb"], Point("2023-06-01", known[0]), Point("2025-09-15", known[1])))
    assert said in text and silent not in text


def test_the_page_names_each_cause_as_the_command_does():
    words = yaml.safe_load((WORDS / "en.yaml").read_text(encoding="utf-8"))["cause"]
    assert words == CAUSES


def test_changes_take_topics_and_go_to_today(mini_home):
    asked = ["changes", "xa", "xb", "--from", "2023-06-01,2026-01-31", "--home", str(mini_home)]
    text = CliRunner().invoke(app, [*asked, "-q", "ownership-test"]).stdout
    assert " of 2 cells changed" in text and datetime.date.today().isoformat() in text and "sale of the platform" not in text
    refused = CliRunner().invoke(app, ["changes", "xa", "--to", "2024-01-01", "--home", str(mini_home)])
    assert isinstance(refused.exception, UsageError)


def test_a_suspension_names_the_order_behind_it(mini_release):
    points = Point("2025-01-15", KNOWN), Point("2025-03-01", KNOWN)
    change = one_change(mini_release, *points, "xa", "forced-sale", platform="clip")
    assert change.evidence == ("2025-02-01, SPA: enforcement suspended until 2025-08-01, by Order pausing enforcement",)


def test_changes_of_some_questions_are_those_among_all(real_release):
    places, points = ["us", "eu", "sg"], (Point("2024-01-01", "2026-12-01"), Point("2026-06-01", "2026-12-01"))
    everything = find_changes(real_release.reader, places, *points)
    asked = ["forced-divestiture", "ad-repository"]
    some = find_changes(real_release.reader, places, *points, questions=asked)
    told = [(change.question, change.jurisdiction, change.cause, change.evidence, look(change.after)) for change in some.changes]
    of_all = [change for change in everything.changes if change.question in asked]
    assert told == [(one.question, one.jurisdiction, one.cause, one.evidence, look(one.after)) for one in of_all] != []
    assert [head.id for head in some.end.questions] == asked and len(some.end.cells) == 6
    with pytest.raises(UsageError, match="Did you mean 'forced-divestiture'"):
        find_changes(real_release.reader, places, *points, questions=["forced-divestitur"])


def test_changes_are_told_in_words_and_in_json(mini_release):
    days = Point("2023-06-01", KNOWN), Point("2024-06-01", KNOWN)
    found = find_changes(mini_release.reader, ["xa"], *days, platform="clip")
    assert "The law changed" in to_text(found) and "Sale of Platforms Act" in to_text(found)
    content = json.loads(json.dumps(to_json(found)))
    assert {"jurisdiction", "question", "before", "after", "cause", "evidence", "course", "reasons"} == set(content["changes"][0])
    assert content["from"] == {"as_of": "2023-06-01", "known_on": KNOWN, "policy": "law-first/2.0.0"}
    assert set(content["causes"]) == set(CAUSES)


def test_a_correction_says_why_in_words_and_in_json(mini_release):
    days = Point("2025-09-15", "2026-01-31"), Point("2025-09-15", "2026-02-01")
    found = find_changes(mini_release.reader, ["xb"], *days)
    said = "The section says nothing on owners."
    assert f"  why:    {said}\n" in to_text(found)
    (change,) = [one for one in to_json(found)["changes"] if one["question"] == "ownership-test"]
    (reason,) = change["reasons"]
    assert (reason["because"], reason["withdrawn_on"], reason["note"]) == ("corrected", "2026-02-01", said)
    assert reason["statement"].endswith("claim/xb/privacy-act/ownership-test/2014-07-01")
    law = find_changes(mini_release.reader, ["xa"], Point("2023-06-01", KNOWN), Point("2024-06-01", KNOWN), platform="clip")
    assert "why:" not in to_text(law) and not any(one["reasons"] for one in to_json(law)["changes"])


@pytest.mark.parametrize("text", ["2024-13-01", "2024-01-01,2024-01-02,2024-01-03", "", "2024-01-01,"])
def test_points_that_are_none_are_refused(text):
    with pytest.raises(UsageError):
        parse_point("from", text, "2026-01-01")


def test_the_tiktok_story_is_told_from_the_facts(real_release):
    intervals = timeline(real_release.reader, "us", "forced-divestiture", known_on="2027-01-01", platform="tiktok")
    story = [(one.cell.answer, one.cell.enforcement_status) for one in intervals if one.start >= "2024-01-01"]
    steps = [
        ("required", "not-yet-applicable"),
        ("required", "applicable"),
        ("required", "suspended"),
        ("negotiated", "applicable"),
    ]
    assert list(dict.fromkeys(story)) == steps
    found = find_changes(
        real_release.reader,
        ["us", "eu", "sg"],
        Point("2024-01-01", "2027-01-01"),
        Point("2026-06-01", "2027-01-01"),
        platform="tiktok",
    )
    changed = {(one.jurisdiction, one.question): one for one in found.changes}
    assert changed["us", "forced-divestiture"].cause == "law-changed" and changed["us", "forced-divestiture"].after.disputed


def test_changes_tell_the_whole_story_between_two_days_from_the_facts_alone(real_release):
    """Statute, deadline, five suspensions, joint venture; the DSA; fines and their fate in court."""
    points = Point("2024-01-01", "2027-01-01"), Point("2026-06-01", "2027-01-01")
    found = find_changes(real_release.reader, ["us", "eu", "sg"], *points, platform="tiktok")
    changed = {(one.jurisdiction, one.question): one for one in found.changes}
    sale = changed["us", "forced-divestiture"]
    for day, what in (("2024-04-24, PAFACA", "signed"), ("2025-01-19, PAFACA", "applies")):
        assert any(item.startswith(f"{day}: {what}") for item in sale.evidence)
    orders = [item.rpartition(", by ")[2] for item in sale.evidence if "enforcement suspended" in item]
    assert orders == ["EO 14166", "EO 14258", "EO 14310", "EO 14350", "EO 14352"]
    course = [(one.start, one.cell.answer, one.cell.enforcement_status, one.cell.disputed) for one in sale.course]
    assert course[1:] == [
        ("2024-04-24", "required", "not-yet-applicable", False),
        ("2025-01-19", "required", "applicable", False),
        ("2025-01-20", "required", "suspended", False),
        ("2026-01-22", "negotiated", "applicable", False),
        ("2026-03-05", "negotiated", "applicable", True),
    ]
    assert "2024-02-17, DSA: applies" in changed["eu", "recommender-parameters-disclosure"].evidence
    fine = changed["eu", "strongest-measure-against-a-named-platform"]
    assert fine.cause == "decision-taken" and "EUR 530 million" in fine.after.in_short and "stayed" in fine.after.in_short
    assert changed["eu", "rights-test"].cause == "decision-taken" and "annulled" in changed["eu", "rights-test"].after.in_short


def test_other_words_for_the_same_absence_are_no_change_of_the_law(real_release):
    points = Point("2024-01-01", "2027-01-01"), Point("2026-06-01", "2027-01-01")
    found = find_changes(real_release.reader, ["us", "eu", "sg"], *points)
    assert found.searched_anew
    for change in found.changes:
        assert change.before.answer or change.before.state != change.after.state
    assert f"Not counted: {found.searched_anew} without an answer on either day" in to_text(found)


def test_where_only_the_telling_changed_it_is_said_that_the_answers_are_the_same(real_release):
    reader, points = real_release.reader, (Point("2025-01-01", "2026-11-30"), Point("2026-11-30", "2026-11-30"))
    told = find_changes(reader, ["sg"], *points, questions=["service-blocking"])
    (change,) = told.changes
    assert change.is_of_details and change.cause == "law-changed", "another text was coded from a day on: the law changed"
    assert "In each of them the answer and its status are what they were" in to_text(told)
    more = find_changes(reader, ["us", "eu"], *points)
    assert f"In {more.in_details} of them the answer" in to_text(more)
    none = find_changes(reader, ["eu"], *points, questions=["minimum-account-age"])
    assert not none.changes and none.searched_anew == 1


def test_one_text_of_one_day_has_one_cause(real_release):
    points = Point("2026-01-01", "2026-11-30"), Point("2026-11-30", "2026-11-30")
    found = find_changes(real_release.reader, ["sg"], *points)
    causes = {one.cause for one in found.changes if any("App Store Code" in line for line in one.evidence)}
    assert causes == {"law-changed"}, "that a Code begins to apply is no change of its enforcement"


def test_changes_say_how_far_the_evidence_goes(real_release):
    points = Point("2026-01-01", "2026-11-30"), Point("2026-11-30", "2026-11-30")
    found = find_changes(real_release.reader, ["sg"], *points)
    days = sorted(cell.evidence_to for cell in found.end.cells if cell.evidence_to)
    told = found.evidence
    assert (told.first, told.last, told.cells) == (days[0], days[-1], len(days))
    assert told.of_usual == days.count(told.usual) == max(map(days.count, days))
    assert f"{told.of_usual} of {told.cells} to {told.usual}; what happened later is not in it." in to_text(found)
    assert to_json(found)["evidence"]["usual"] == told.usual


def test_changes_for_a_platform_tell_the_steps_of_its_timeline(real_release):
    points = Point("2026-01-01", "2026-11-30"), Point("2026-11-30", "2026-11-30")
    found = find_changes(real_release.reader, ["eu"], *points, platform="tiktok")
    steps = steps_of(real_release, found)
    there = lanes(real_release, "tiktok", ["eu"], "2026-01-02", "2026-11-30")
    assert [one.start for one in steps] == sorted((one.start for one in there if one.lane == "cases"), reverse=True)
    assert "2026-02-06  DSA TikTok minors and design: Preliminary findings" in to_text(found, steps)
    assert [one["start"] for one in to_json(found, steps)["steps"]] == [one.start for one in steps]
    assert steps_of(real_release, find_changes(real_release.reader, ["eu"], *points)) == []


@given(DAYS, DAYS, st.sampled_from([None, "clip", "other"]))
def test_the_course_between_two_days_is_cut_out_of_the_timeline(mini_release, first, second, platform):
    low, high = sorted((first, second))
    reader = mini_release.reader
    for jurisdiction, question in (("xa", "forced-sale"), ("xa", "audit"), ("xb", "local-storage"), ("xu", "audit")):
        life = timeline(reader, jurisdiction, question, known_on=KNOWN, platform=platform)
        through = course(reader, jurisdiction, question, ask(reader, View(as_of=low, known_on=KNOWN, platform=platform)), high)
        assert through == [one for one in life if one.start <= high and (one.end is None or one.end > low)]
