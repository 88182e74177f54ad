"""The course of the law in a brief: each thing on its day, for a platform with its own rules and who runs it."""

import pytest

from kb.briefing.asked import Brief
from kb.briefing.content import content
from kb.briefing.gathering import gather
from kb.briefing.rules import rules
from kb.briefing.steps import events_of
from kb.clocks.changes import Point, find_changes
from kb.clocks.timeline import timeline
from kb.values.view import View

ASKED = "j=us,eu&p=tiktok&v=2026-11-30&k=2026-11-30&since=2024-11-28"


@pytest.fixture(scope="module")
def course(real_release):
    return content(real_release, Brief.from_address(ASKED))


def told(course, *names):
    (found,) = [one for one in course.events if all(name in one.head for name in names)]
    return "\n".join((found.head, *found.lines))


def test_the_course_of_a_platform_tells_suspension_closing_and_who_runs_it(course):
    days = [one.head[:10] for one in course.events]
    assert days == sorted(days) and course.headings["changes"] == "What changed for TikTok since 2024-11-28, by day"
    began = told(course, "2025-01-19", "(PAFACA): begins to apply")
    assert "not yet applicable → applicable" in began
    halted = told(course, "2025-01-20", "(PAFACA): its enforcement is suspended by Executive Order 14166")
    assert "Prolonged without a gap by EO 14258, EO 14310, EO 14350 and EO 14352." in halted
    assert "applicable → enforcement suspended" in halted
    closed = told(course, "2026-01-22", "Closing of TikTok USDS Joint Venture LLC")
    assert "run in the United States by TikTok USDS Joint Venture LLC, before by TikTok Inc." in closed
    assert "held by ByteDance Ltd. 19.9 %" in closed and "negotiated divestiture" in closed
    assert "the suspension of its enforcement ends" in told(course, "2026-01-23")


@pytest.mark.parametrize("scope", ["reaches", "both"])
def test_the_day_is_that_of_the_thing_not_of_a_petition_against_it(real_release, scope):
    found = gather(real_release, Brief.from_address(f"{ASKED}&scope={scope}&t=ownership"))
    assert "2026-03-05" not in {event.day for event in found.events}
    (turned,) = [
        event for event in found.events for one in event.turned
        if one.question == "forced-divestiture" and one.after.label == "Negotiated divestiture"
    ]  # fmt: skip
    assert turned.day == "2026-01-22"


def test_every_event_stands_on_a_day_on_which_the_answer_its_text_or_its_status_turned(real_release):
    places, scope = ("us", "eu", "br", "au", "gb"), "reaches"
    view = View(jurisdictions=places, platform="tiktok", scope=scope, dimensions=("protection-of-minors", "market-entry"))
    points = [Point(day, "2026-11-30") for day in ("2024-01-01", "2026-11-30")]
    seen = 0
    for event in events_of(find_changes(real_release.reader, view, *points), rules(), "2024-01-01"):
        for one in event.turned:
            life = timeline(real_release.reader, event.place, one.question, platform="tiktok", scope=scope, known_on="2026-11-30")
            at = next(number for number, interval in enumerate(life) if interval.start == event.day)
            now, before = life[at].cell, life[at - 1].cell
            assert (now.answer, now.state) == (one.after.answer, one.after.state)
            pairs = [
                (cell.state, cell.answer, cell.legal_status, cell.enforcement_status, cell.parts or cell.winner.claim.dossier)
                for cell in (before, now)
            ]
            assert pairs[0] != pairs[1], (event.day, one.question)
            seen += 1
    assert seen > 10


def test_an_adopted_rule_and_its_beginning_are_two_events(real_release):
    found = gather(real_release, Brief.from_address("j=au&t=minors&v=2026-11-30&k=2026-11-30&since=2024-01-01"))
    days = {event.day for event in found.events for one in event.turned if one.question == "minimum-account-age"}
    assert days == {"2024-12-11", "2025-12-10"}


def test_what_has_been_turned_again_since_makes_no_sentence(real_release, course):
    found = gather(real_release, Brief.from_address(ASKED))
    passed = [event for event in found.events if event.turned and not any(one.still for one in event.turned)]
    assert passed and all(event.day not in one.text for event in passed for one in course.sentences if one.kind == "changed")


def test_a_change_in_parts_of_a_federation_names_them(course):
    assert any("only in California" in line for one in course.events for line in one.lines)
    assert not any("of its parts only" in line for one in course.events for line in one.lines)
