"""Resolution policies by name and from a file, typed disputes with their severity and rate, claims that stand beside."""

import json

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from kb.cells.comparison import compare
from kb.clocks.changes import Point, find_changes
from kb.commands.cli import app
from kb.errors import UsageError
from kb.release.policy_choice import read_policy
from kb.values.disputes import describe, dispute_rates, disputes_of
from kb.values.model import QuestionHead
from kb.values.resolution import resolve
from tests.test_resolution import CLAIMS, LAW, LAW_FIRST, PRESS

KNOWN = "2026-12-01"
ORDINAL = QuestionHead("q", "d", "D", "Q?", (("no", "No"), ("some", "Some"), ("yes", "Yes")), "ordinal")
MINE = """@prefix pol: <https://w3id.org/policykb/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rule: <https://w3id.org/policykb/id/resolution-rule/> .
@prefix my: <https://example.org/policy/> .
my:press-first a pol:ResolutionPolicy ; rdfs:label "Mine" ; skos:definition "The latest first" ; owl:versionInfo "0.1.0" ;
    pol:tries my:1, my:2 .
my:1 pol:position 1 ; pol:rule rule:recency .
my:2 pol:position 2 ; pol:rule rule:authority .
"""


def singapore(release, policy=None):
    table = compare(
        release.reader, ["sg"], questions=["data-localization-requirement"], as_of="2025-10-15", known_on=KNOWN, policy=policy,
        platform="tiktok",
    )  # fmt: skip
    return table, table.cells[0]


def test_another_policy_decides_otherwise_and_the_table_says_which(real_release, tmp_path):
    path = tmp_path / "mine.ttl"
    path.write_text(MINE, encoding="utf-8")
    found = [singapore(real_release, policy) for policy in (None, "newest-first", str(path))]
    assert [(table.policy, cell.answer) for table, cell in found] == [
        ("law-first/2.0.0", "conditional-transfer"),
        ("newest-first/1.0.0", "mandatory-local-storage"),
        ("press-first/0.1.0", "mandatory-local-storage"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nonsense", "not valid Turtle"),
        ("", "one complete pol:ResolutionPolicy is expected, 0 were found"),
        (MINE.replace('owl:versionInfo "0.1.0" ;', ""), "0 were found"),
        (MINE.replace("my:press-first", "my:law-first"), "belongs to a policy of the release"),
        (MINE.replace("rule:recency", "rule:nothing"), "no rule of resolution 'nothing'"),
        (MINE.replace("my:1, my:2", "my:1, my:2, my:3"), "one rule for each turn"),
        (MINE + "my:2 pol:rule rule:recency .", "one rule for each turn"),
    ],
)
def test_a_policy_file_that_is_wrong_is_refused_in_words(real_release, tmp_path, text, message):
    path = tmp_path / "mine.ttl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        read_policy(path, real_release.reader.policies())


def test_a_missing_policy_file_and_an_unknown_name_are_refused(real_release):
    for name, message in (("nowhere.ttl", "cannot be read"), ("law-frist", "Did you mean 'law-first'")):
        with pytest.raises(UsageError, match=message):
            singapore(real_release, name)


def test_what_only_the_policy_changed_is_said_to_be_so(real_release):
    points = Point("2025-10-15", KNOWN), Point("2025-10-15", KNOWN, "newest-first")
    found = find_changes(real_release.reader, ["us", "eu", "sg"], *points, platform="tiktok")
    assert {one.cause for one in found.changes} == {"policy-changed"} and found.by_cause["policy-changed"] == len(found.changes)
    (singapore_change,) = [one for one in found.changes if one.question == "data-localization-requirement"]
    assert singapore_change.after.answer == "mandatory-local-storage" and "recency" in singapore_change.evidence[1]


@pytest.mark.parametrize(
    ("other", "kind", "severity", "level"),
    [
        (LAW._replace(iri="claim/x", answer="yes", dossier="instrument/b"), "value", 1.0, "high"),
        (LAW._replace(iri="claim/x", answer="some", dossier="instrument/b"), "value", 0.5, "high"),
        (PRESS, "source-authority", 0.2, "medium"),
        (PRESS._replace(answer="some"), "source-authority", 0.1, "low"),
        (PRESS._replace(answer="no", platform=None, says_from="2020-07-01"), "date", 0.1, "low"),
        (LAW._replace(iri="claim/x", valid_from="2020-12-31"), "date", 1.0, "high"),
    ],
)
def test_each_kind_of_dispute_is_recognised_with_its_severity(other, kind, severity, level):
    ranked = {entry.claim.iri: entry for entry in resolve([LAW._replace(valid_from="2020-01-01"), other], LAW_FIRST)}
    assert sorted(entry.standing for entry in ranked.values()) == ["decides", "disputes"]
    found = describe(LAW, other, ORDINAL)
    assert (found.kind, found.severity, found.level) == (kind, severity, level)


def test_each_step_of_authority_further_from_the_law_weighs_less():
    steps = ("law", "official", "scholarly", "party", "press", "anonymous")
    found = [describe(LAW, PRESS._replace(authority=one), ORDINAL).severity for one in steps]
    assert found == [round(1 / (1 + apart), 3) for apart in range(len(steps))]


def test_a_weak_source_that_broadens_the_scope_disputes_it_unless_a_stronger_one_does_too():
    narrow, broad = LAW._replace(iri="claim/n", party="vlop"), PRESS._replace(answer="no", platform=None)
    assert [entry.standing for entry in resolve([narrow, broad], LAW_FIRST)] == ["decides", "disputes"]
    assert describe(narrow, broad, ORDINAL).kind == "scope"
    general = LAW._replace(iri="claim/g", dossier="instrument/g")
    assert [entry.standing for entry in resolve([narrow, general, broad], LAW_FIRST)] == ["decides", "agrees", "agrees"]


def test_rules_for_different_persons_do_not_contradict_each_other():
    one, two = LAW._replace(iri="claim/1", party="vlop"), LAW._replace(iri="claim/2", party="vlose", answer="yes")
    assert [entry.standing for entry in resolve([one, two], LAW_FIRST)] == ["decides", "overlaid"]


def test_what_the_facts_put_beside_the_winner_does_not_contradict_it():
    later = LAW._replace(iri="claim/l", answer="yes", valid_from="2021-01-01", dossier="instrument/l")
    beside = LAW._replace(beside=("instrument/l",))
    assert [entry.standing for entry in resolve([beside, later], LAW_FIRST)] == ["decides", "beside"]
    assert [entry.standing for entry in resolve([LAW, later], LAW_FIRST)] == ["decides", "disputes"]


def test_singapores_cap_on_holdings_stands_beside_the_review_act(real_release):
    table = compare(real_release.reader, ["sg"], questions=["foreign-ownership-threshold"], as_of="2025-09-15", known_on=KNOWN)
    (cell,) = table.cells
    (beside,) = [weighed for weighed in cell.claims if weighed.standing == "beside"]
    assert (cell.answer, beside.claim.answer, cell.disputed) == ("control-steps", "licence-cap", False) and beside.notes


@given(st.lists(CLAIMS, min_size=2, max_size=8, unique_by=lambda claim: claim.iri))
def test_every_planted_conflict_is_found_and_nothing_else(claims):
    """Claims of separate texts for everyone: whoever answers otherwise than the winner disputes it, the others do not."""
    alike = [one._replace(platform=None, party=None, dossier=f"instrument/{n}") for n, one in enumerate(claims)]
    ranked = resolve(alike, LAW_FIRST)
    for entry in ranked[1:]:
        assert (entry.standing == "disputes") == (entry.claim.answer != ranked[0].claim.answer)
    assert {entry.standing for entry in resolve([one._replace(answer="no") for one in alike], LAW_FIRST)} <= {"decides", "agrees"}


def test_disputes_and_rates_of_the_real_facts_add_up(real_release):
    table = compare(real_release.reader, ["us", "eu", "sg"], as_of="2025-10-15", known_on=KNOWN)
    found, rates = disputes_of(table), dispute_rates(table)
    assert {(one.cell.jurisdiction, one.cell.question) for one in found} == {
        (cell.jurisdiction, cell.question) for cell in table.cells if cell.disputed
    }
    assert rates[0].dimension == "*" and rates[0].disputed == sum(rate.disputed for rate in rates[1:])
    assert [one.dispute.severity for one in found] == sorted((one.dispute.severity for one in found), reverse=True)


@pytest.mark.parametrize("name", ["txt", "md", "csv", "json"])
def test_the_command_lists_disputes(mini_home, name):
    point = ["--as-of", "2025-10-01", "--known-on", "2026-06-01"]
    result = CliRunner().invoke(app, ["disputes", "xa", "xb", *point, "--format", name, "--home", str(mini_home)])
    assert result.exit_code == 0
    if name == "json":
        content = json.loads(result.stdout)
        assert [(one["question"], one["kind"]) for one in content["disputes"]] == [
            ("audit", "date"),
            ("local-storage", "platform"),
        ]
        assert [one["doubt"] for one in content["disputes"]] == ["contradicted", "said-of-platform"]
    else:
        assert "local-storage" in result.stdout or "Must data stay?" in result.stdout
