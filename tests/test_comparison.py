"""Comparisons over the invented facts: both clocks, scope, states, notes, and what is refused."""

import pytest

from kb.cells.comparison import compare
from kb.cells.notes import referred
from kb.errors import UsageError
from kb.release.graph_reader import GraphReader
from kb.values.words import cell_words


def cell(release, jurisdiction, question, as_of="2025-09-15", known_on="2026-06-01", platform=None, scope=None):
    table = compare(release.reader, ["xa", "xb"], as_of=as_of, known_on=known_on, platform=platform, scope=scope)
    return table.cell(jurisdiction, question)


@pytest.mark.parametrize(
    ("day", "answer", "legal", "enforcement"),
    [
        ("2009-01-01", None, None, None),
        ("2023-06-01", "review", "in-force", "applicable"),
        ("2024-06-01", "required", "in-force", "not-yet-applicable"),
        ("2025-01-15", "required", "in-force", "applicable"),
        ("2025-03-01", "required", "in-force", "suspended"),
        ("2025-08-01", "required", "in-force", "applicable"),
    ],
)
def test_the_clock_of_the_law(mini_release, day, answer, legal, enforcement):
    found = cell(mini_release, "xa", "forced-sale", day, platform="clip")
    assert (found.answer, found.legal_status, found.enforcement_status) == (answer, legal, enforcement)


@pytest.mark.parametrize(
    ("day", "state"),
    [("2026-01-09", "not-researched"), ("2026-01-10", "answered"), ("2026-01-31", "answered"), ("2026-02-01", "silent")],
)
def test_the_clock_of_the_record(mini_release, day, state):
    assert cell(mini_release, "xb", "ownership-test", known_on=day).state == state


def test_every_state_of_absence_is_told_apart(mini_release):
    table = compare(mini_release.reader, ["xa", "xb", "xu"], as_of="2020-12-31", known_on="2026-06-01")
    assert {found.state for found in table.cells} == {
        "answered",
        "none-found",
        "not-applicable",
        "silent",
        "withheld",
        "not-researched",
    }
    assert len({found.label for found in table.cells if found.answer is None}) == 5


def test_the_law_wins_over_the_article_and_the_cell_is_disputed(mini_release):
    found = cell(mini_release, "xb", "local-storage")
    assert (found.answer, found.disputed) == ("conditional", True)
    loser = next(weighed for weighed in found.claims if not weighed.won)
    assert (loser.claim.answer, loser.rule, loser.disputes) == ("mandatory", "generality", True)
    loser = next(one for one in cell(mini_release, "xb", "local-storage", platform="clip").claims if not one.won)
    assert (loser.claim.answer, loser.rule, loser.disputes) == ("mandatory", "authority", True)


def test_before_the_article_nothing_is_disputed(mini_release):
    assert not cell(mini_release, "xb", "local-storage", "2025-09-14").disputed


def test_a_claim_on_a_platform_counts_for_that_platform_and_is_named_in_general(mini_release):
    assert cell(mini_release, "xa", "forced-sale", platform="clip").answer == "required"
    assert cell(mini_release, "xa", "forced-sale", platform="other").answer == "review"
    general = cell(mini_release, "xa", "forced-sale")
    assert (general.answer, general.scope, general.disputed) == ("review", "general", False)
    assert [(one.platform, one.answer, one.notes) for one in general.otherwise] == [("clip", "required", (2,))]
    assert [one.standing for one in general.claims] == ["decides", "otherwise"]


def test_both_rules_are_told_with_their_sentences_and_notes(mini_release):
    both = cell(mini_release, "xa", "forced-sale", platform="clip", scope="both")
    (clip,) = both.otherwise
    assert (both.answer, clip.answer, clip.in_short) == ("review", "required", "The named owner must sell the platform.")
    assert len(clip.notes) == 1 and set(clip.notes) != set(both.winner.notes)
    assert not cell(mini_release, "xa", "forced-sale", platform="other", scope="both").otherwise


@pytest.mark.parametrize("scope", ["reaches", "both", "all"])
def test_a_scope_without_a_platform_or_of_another_name_is_refused(mini_release, scope):
    with pytest.raises(UsageError, match="no scope 'all'" if scope == "all" else "--platform tiktok"):
        cell(mini_release, "xa", "forced-sale", scope=scope)


def test_a_claim_on_a_class_counts_for_platforms_designated_into_it_on_the_day(mini_release):
    assert cell(mini_release, "xa", "audit", platform="clip").answer == "yearly"
    assert cell(mini_release, "xa", "audit", platform="other").state == "not-applicable"
    assert cell(mini_release, "xa", "audit", "2022-12-31", platform="clip").state == "none-found"


def test_notes_are_numbered_in_the_order_of_the_table_and_each_is_used(mini_release):
    table = compare(mini_release.reader, ["xa", "xb"], as_of="2025-09-15", known_on="2026-06-01")
    assert [note.n for note in table.notes] == list(range(1, len(table.notes) + 1))
    read = [n for found in table.cells for n in cell_words(found).referred]
    assert list(dict.fromkeys(read)) == [note.n for note in table.notes]
    of_claims = {n for found in table.cells for weighed in found.claims for n in weighed.notes}
    assert of_claims == set(read)


@pytest.mark.parametrize("scope", ["general", "both"])
def test_notes_are_counted_as_the_words_of_a_cell_refer_to_them(real_release, scope):
    table = compare(real_release.reader, ["us", "eu", "sg", "cn", "in", "de"], platform="tiktok", scope=scope)
    assert sum(bool(found.otherwise) for found in table.cells) and sum(found.disputed for found in table.cells)
    assert [referred(found) for found in table.cells] == [cell_words(found).referred for found in table.cells]


def test_questions_and_dimensions_narrow_the_table_in_codebook_order(mini_release):
    table = compare(mini_release.reader, ["xb", "xa"], questions=["audit"], dimensions=["ownership"])
    assert [head.id for head in table.questions] == ["forced-sale", "ownership-test", "audit"]
    assert [slug for slug, _ in table.jurisdictions] == ["xb", "xa"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"questions": ["forced-sail"]}, "Did you mean 'forced-sale'"),
        ({"dimensions": ["owner"]}, "no dimension 'owner'"),
        ({"platform": "clop"}, "Did you mean 'clip'"),
        ({"as_of": "2025-02-30"}, "--as-of 2025-02-30: write a day"),
        ({"known_on": "yesterday"}, "--known-on yesterday"),
        ({"as_of": "20250915"}, "--as-of 20250915"),
        ({"as_of": "2025-W01-1"}, "--as-of 2025-W01-1"),
        ({"as_of": "9999-12-31"}, "--as-of 9999-12-31"),
        ({"known_on": "9999-12-31"}, "--known-on 9999-12-31"),
    ],
)
def test_names_and_dates_that_do_not_exist_are_refused(mini_release, options, message):
    with pytest.raises(UsageError, match=message):
        compare(mini_release.reader, ["xa"], **options)


def test_unknown_and_missing_jurisdictions_are_refused(mini_release):
    with pytest.raises(UsageError, match="no jurisdiction 'zz'"):
        compare(mini_release.reader, ["zz"])
    with pytest.raises(UsageError, match="at least one jurisdiction"):
        compare(mini_release.reader, [])


@pytest.mark.parametrize("name", ["mini_release", "real_release"])
@pytest.mark.parametrize("day", ["2018-06-01", "2024-01-01", "2025-09-15", "2026-06-01"])
@pytest.mark.parametrize("platform", [None, "first"])
def test_the_side_index_and_the_graph_give_equal_comparisons(name, day, platform, request):
    release = request.getfixturevalue(name)
    graph = GraphReader(release)
    places = list(graph.jurisdictions())
    chosen = next(iter(graph.platforms())) if platform else None
    by_index = compare(release.reader, places, as_of=day, platform=chosen)
    assert by_index == compare(graph, places, as_of=day, platform=chosen)
    assert type(release.reader).__name__ == "SideIndex"


def test_a_designation_counts_from_the_day_it_was_coded(mini_release):
    found = cell(mini_release, "xa", "audit", known_on="2026-01-09", platform="clip")
    assert found.state == "not-researched"
    head = mini_release.reader.platforms()["clip"]
    assert head.parties("xa", "2025-01-01", "2026-01-10") == {"vlop"} and not head.parties("xa", "2025-01-01", "2026-01-09")


def test_a_period_without_a_known_start_has_none(mini_release):
    assert cell(mini_release, "xa", "local-storage").valid_from is None
    assert cell(mini_release, "xb", "local-storage").valid_from == "2014-07-01"
