"""Which claim wins, by which rule the others lose, and what counts as a dispute."""

from hypothesis import given
from hypothesis import strategies as st

from kb.values.model import OPEN, StoredClaim
from kb.values.resolution import AUTHORITY_RANK, GRADE_RANK, RULES, Policy
from kb.values.resolution import resolve as resolve_by

LAW_FIRST = Policy(
    "law-first", "2.0.0", "Law first", "",
    ("authority", "specificity", "answer-over-absence", "recency", "legal-value", "confirmation", "evidence-grade",
     "newest-coding", "identifier"),
)  # fmt: skip


def resolve(claims, policy=LAW_FIRST):
    return resolve_by(claims, policy)


LAW = StoredClaim(
    iri="claim/a", jurisdiction="xa", question="q", answer="no", absence=None, valid_from="2020-01-01", valid_until=OPEN,
    asserted_on="2026-01-01", retracted_on=OPEN, withdrawn_because=None,
    in_short="No.", dossier="instrument/a", pinpoint="s. 1", authority="law",
    evidence_grade="primary", checked="confirmed", read_in="Gazette", coded_by="kb-editors", platform=None, party=None,
    searched_on=None, note=None,
)  # fmt: skip
PRESS = LAW._replace(iri="claim/b", answer="yes", authority="press", platform="clip", valid_from="2025-01-01")
ABSENT = LAW._replace(iri="claim/c", answer=None, absence="none-found", authority="official", dossier=None)


def outcome(*claims):
    return [(entry.claim.iri, entry.rule, entry.standing == "disputes") for entry in resolve(list(claims))]


def test_no_claims_give_no_winner():
    assert resolve([]) == []


def test_law_beats_a_more_specific_and_newer_article_and_is_disputed_by_it():
    assert outcome(PRESS, LAW) == [("claim/a", None, False), ("claim/b", "authority", True)]


def test_an_article_that_agrees_does_not_dispute():
    assert outcome(PRESS._replace(answer="no"), LAW)[1] == ("claim/b", "authority", False)


def test_a_narrower_law_overlays_a_general_one_without_dispute():
    narrow = LAW._replace(iri="claim/n", answer="yes", platform="clip")
    assert outcome(LAW, narrow) == [("claim/n", None, False), ("claim/a", "specificity", False)]


def test_a_class_is_narrower_than_everyone_and_broader_than_a_platform():
    party, platform = LAW._replace(iri="claim/p", party="vlop"), LAW._replace(iri="claim/q", platform="clip")
    assert [entry.claim.iri for entry in resolve([LAW, party, platform])] == ["claim/q", "claim/p", "claim/a"]


def test_two_laws_of_one_scope_with_different_answers_are_a_dispute_won_by_the_later():
    later = LAW._replace(iri="claim/l", answer="yes", valid_from="2021-01-01")
    assert outcome(LAW, later) == [("claim/l", None, False), ("claim/a", "recency", True)]


def test_an_absence_loses_to_law_without_disputing_it():
    assert outcome(ABSENT, LAW) == [("claim/a", None, False), ("claim/c", "authority", False)]


def test_an_article_disputes_an_absence():
    assert outcome(PRESS, ABSENT) == [("claim/c", None, False), ("claim/b", "authority", True)]


def test_confirmed_beats_background_and_primary_beats_secondary():
    background = LAW._replace(iri="claim/0", checked="background", evidence_grade="primary")
    secondary = LAW._replace(iri="claim/1", evidence_grade="secondary")
    assert [entry.rule for entry in resolve([background, secondary, LAW])] == [None, "evidence-grade", "confirmation"]


CLAIMS = st.builds(
    LAW._replace,
    iri=st.integers(0, 10**6).map("claim/{}".format),
    answer=st.sampled_from(["no", "yes", "some"]),
    authority=st.sampled_from(sorted(AUTHORITY_RANK)),
    platform=st.sampled_from([None, "clip"]),
    party=st.sampled_from([None, "vlop"]),
    valid_from=st.sampled_from(["2020-01-01", "2022-05-01"]),
    checked=st.sampled_from(["confirmed", "background"]),
    evidence_grade=st.sampled_from(sorted(GRADE_RANK)),
)


@given(st.lists(CLAIMS, min_size=1, max_size=8, unique_by=lambda claim: claim.iri), st.randoms())
def test_the_order_of_the_claims_never_changes_the_outcome(claims, random):
    shuffled = list(claims)
    random.shuffle(shuffled)
    assert resolve(shuffled) == resolve(claims)


@given(st.lists(CLAIMS, min_size=1, max_size=8, unique_by=lambda claim: claim.iri))
def test_removing_a_loser_never_changes_the_winner(claims):
    ranked = resolve(claims)
    for loser in ranked[1:]:
        left = [claim for claim in claims if claim != loser.claim]
        assert resolve(left)[0].claim == ranked[0].claim


@given(st.lists(CLAIMS, min_size=1, max_size=8, unique_by=lambda claim: claim.iri))
def test_claims_that_agree_are_never_disputed(claims):
    agreeing = [claim._replace(answer="no", dossier=claim.iri, platform=None, party=None) for claim in claims]
    assert {entry.standing for entry in resolve(agreeing)} <= {"decides", "agrees"}


@given(st.permutations(sorted(RULES)), CLAIMS, CLAIMS)
def test_any_order_of_the_rules_tells_any_two_claims_apart(rules, one, other):
    policy = Policy("mine", "1.0.0", "Mine", "", tuple(rules[:3]))
    assert one.iri == other.iri or resolve([one, other], policy)[1].rule in policy.order
