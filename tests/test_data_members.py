"""Who belonged to which union or federation on a day, and which text bound those that were no members any more."""

from __future__ import annotations

import pytest
from test_data_facts import select

from kb.cells.comparison import compare
from kb.clocks.timeline import timeline
from kb.naming import iris
from kb.release.release import Release

EFTA_STATES = {"is", "li", "no"}
RENAMED = "strongest-measure-against-tiktok"
PRESENT = "strongest-measure-against-a-named-platform"


def members(release: Release, union: str, day: str, bound: bool = False) -> set[str]:
    """Who has a tie to a union on a day; ties by which a text binds one that is no member only if asked for."""
    without = "" if bound else "NOT "
    found = select(
        release,
        "?member",
        f"""?member pol:membership ?tie . ?tie pol:union <jurisdiction/{union}> ; pol:validFrom ?from ; pol:validUntil ?until .
        FILTER(STR(?from) <= "{day}" && STR(?until) > "{day}") FILTER({without}EXISTS {{ ?tie pol:boundUnder ?text }})""",
    )
    return {iris.slug(member) for (member,) in found}


@pytest.mark.parametrize(
    ("day", "size"),
    [
        ("1957-12-31", 0),
        ("1958-01-01", 6),
        ("1973-01-01", 9),
        ("1981-01-01", 10),
        ("1986-01-01", 12),
        ("1995-01-01", 15),
        ("2004-05-01", 25),
        ("2007-01-01", 27),
        ("2013-07-01", 28),
        ("2020-01-31", 28),
        ("2020-02-01", 27),
        ("2026-06-01", 27),
    ],
)
def test_the_union_has_as_many_members_as_its_accessions_made(real_release: Release, day: str, size: int) -> None:
    assert len(members(real_release, "eu", day)) == size


@pytest.mark.parametrize(
    ("day", "is_member", "is_bound"),
    [
        ("1972-12-31", False, False),
        ("2020-01-31", True, False),
        ("2020-02-01", False, True),
        ("2020-12-31", False, True),
        ("2021-01-01", False, False),
        ("2026-06-01", False, False),
    ],
)
def test_the_united_kingdom_left_at_the_end_of_january_2020_and_its_transition_ended_with_the_year(
    real_release: Release, day: str, is_member: bool, is_bound: bool
) -> None:
    assert ("gb" in members(real_release, "eu", day)) is is_member
    assert ("gb" in members(real_release, "eu", day, bound=True)) is is_bound


def test_the_economic_area_is_the_union_with_three_more_and_nobody_takes_it_for_the_union(real_release: Release) -> None:
    assert members(real_release, "eea", "2026-06-01") == members(real_release, "eu", "2026-06-01") | EFTA_STATES
    assert not EFTA_STATES & members(real_release, "eu", "2026-06-01")
    assert members(real_release, "eea", "1993-12-31") == set()
    assert "li" not in members(real_release, "eea", "1995-04-30")


def test_every_state_joined_the_united_states_on_a_day_of_history(real_release: Release) -> None:
    today, in_1900 = members(real_release, "us", "2026-06-01"), members(real_release, "us", "1900-01-01")
    assert today == in_1900 >= {"us-ca", "us-fl", "us-mn", "us-mt", "us-ne", "us-ny", "us-tx", "us-ut", "us-va"}
    assert "us-ut" not in members(real_release, "us", "1896-01-03")
    assert members(real_release, "us", "1787-12-31") == set()


def test_a_question_that_was_renamed_answers_to_its_former_name(real_release: Release) -> None:
    reader = real_release.reader
    asked = [compare(reader, ("us", "gb"), questions=[name], platform="tiktok") for name in (RENAMED, PRESENT)]
    assert asked[0].cells == asked[1].cells and asked[0].cell("gb", PRESENT).answer == "fine"
    assert timeline(reader, "us", RENAMED, platform="tiktok") == timeline(reader, "us", PRESENT, platform="tiktok")


def test_the_former_name_of_a_question_and_of_its_answers_lead_to_those_of_today(real_release: Release) -> None:
    pattern = f"<question/{RENAMED}/fine> dct:isReplacedBy ?present ; owl:deprecated true"
    assert select(real_release, "?present", pattern) == [(f"question/{PRESENT}/fine",)]
    pattern = f"<question/{RENAMED}> dct:isReplacedBy ?present ; owl:deprecated true"
    assert select(real_release, "?present", pattern) == [(f"question/{PRESENT}",)]


def test_an_answer_on_a_part_follows_from_answers_that_a_part_gives_itself(real_release: Release) -> None:
    found = select(real_release, "?whole ?part", "?whole pol:fromPartAnswer ?part . ?question pol:hasAnswer ?whole, ?part")
    pairs = {(whole.removeprefix("question/"), part.removeprefix("question/")) for whole, part in found}
    assert ("minimum-age-access/sub-national-only", "minimum-age-access/national-minimum-age") in pairs
    assert ("non-profiling-feed/minors-sub-national", "non-profiling-feed/minors-only") in pairs
    assert not {whole for whole, _ in pairs} & {part for _, part in pairs}


def test_an_answer_on_a_part_is_computed_and_never_coded(real_release: Release) -> None:
    coded = "?claim pol:answer ?answer ; pol:retractedOn ?day . ?answer pol:fromPartAnswer ?part FILTER(STR(?day) = '9999-12-31')"
    assert select(real_release, "?claim", coded) == []


def test_no_act_of_a_state_speaks_for_the_federation(real_release: Release) -> None:
    coded = """?act a pol:Instrument ; pol:jurisdiction ?state . ?state pol:memberOf <jurisdiction/us> .
        ?claim pol:statedIn ?act ; pol:jurisdiction <jurisdiction/us> ; pol:retractedOn ?day FILTER(STR(?day) = '9999-12-31')"""
    assert select(real_release, "?claim", coded) == []


@pytest.mark.parametrize(
    ("state", "question", "day", "answer", "status"),
    [
        ("us-tx", "minimum-age-access", "2026-05-27", "app-store-checks", "enjoined"),
        ("us-tx", "minimum-age-access", "2026-05-28", "app-store-checks", "applicable"),
        ("us-tn", "minimum-age-access", "2025-06-03", "parental-consent", "applicable"),
        ("us-fl", "minimum-age-access", "2025-06-03", "national-minimum-age", "enjoined"),
        ("us-ne", "non-profiling-feed", "2026-01-01", "minors-only", "applicable"),
        ("us-ca", "non-profiling-feed", "2025-03-01", "minors-only", "enjoined"),
        ("us-mn", "recommender-parameters-disclosure", "2025-07-01", "designated-only", "applicable"),
        ("us-va", "minors-safety-duty", "2026-02-26", "listed-safeguards", "applicable"),
        ("us-va", "minors-safety-duty", "2026-02-27", "listed-safeguards", "enjoined"),
        ("us-la", "minimum-age-access", "2027-07-01", "app-store-checks", "applicable"),
    ],
)
def test_a_state_has_a_cell_of_its_own(
    real_release: Release, state: str, question: str, day: str, answer: str, status: str
) -> None:
    cell = compare(real_release.reader, (state,), questions=[question], as_of=day).cells[0]
    assert (cell.answer, cell.enforcement_status) == (answer, status)


@pytest.mark.parametrize(("state", "day"), [("us-ut", "2026-06-01"), ("us-al", "2026-06-01")])
def test_a_duty_that_was_put_off_is_not_told_as_law_before_its_day(real_release: Release, state: str, day: str) -> None:
    cell = compare(real_release.reader, (state,), questions=["minimum-age-access"], as_of=day).cells[0]
    assert cell.answer is None
