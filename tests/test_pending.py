"""What was pending on a day: only a text that a dated event shows to have been there, never what was coded of later years."""

from __future__ import annotations

import re
import shutil

import pytest

from kb.building.build import build
from kb.clocks.pending import awaited
from kb.clocks.regime import effective_regime
from kb.naming import iris
from kb.opening.current import open_release
from kb.values.model import StoredEvent
from kb.wording.regime import said
from tests.conftest import MINI_FACTS

KNOWN = "2026-12-01"
DAYS = (
    "2010-06-01 2014-06-01 2016-03-01 2018-03-01 2019-06-01 2020-10-01 "
    "2021-09-01 2022-12-01 2023-06-01 2024-03-01 2025-03-01 2026-06-01"
)
SETS = {"proposed": "proposed", "adopted": "adopted", "signed": "adopted", "in-force": "in-force"}
MADE, FORCE = ("2020-01-10", "adopted"), ("2020-06-01", "in-force")


def event(on, kind, **more):
    enforcement = {"applies": "applicable", "enjoined": "enjoined"}.get(kind)
    head = {"iri": f"{on}-{kind}", "kind": kind, "on": on, "position": 0, "until": None, "asserted_on": "2020-01-01", "by": None}
    sets = {"sets_legal": SETS.get(kind), "sets_enforcement": enforcement}
    return StoredEvent(**(head | sets | {"reaches": frozenset(), "covers": frozenset()} | more))


@pytest.fixture
def text(mini_release):
    """A claim of an act of Testland, to be moved in time."""
    return next(claim for claim in mini_release.reader.history("local-storage", ["xb"]) if claim.answer)


def pending(claim, starts, day, events, coded=(), others=None, **changes):
    claim = claim._replace(valid_from=starts, **changes)
    known = {claim.dossier: [event(*one[:2], **(one[2] if len(one) > 2 else {})) for one in events]} | (others or {})
    found = awaited(claim, coded, lambda dossier: known.get(dossier, ()), day, KNOWN)
    return found and (found.legal, found.enforcement, found.made.kind)


def test_between_its_making_and_its_coming_into_force_a_text_is_pending(text):
    life = [MADE, FORCE]
    assert pending(text, "2020-06-01", "2020-01-09", life) is None
    assert pending(text, "2020-06-01", "2020-01-10", life) == ("adopted", "not-in-force", "adopted")
    assert pending(text, "2020-06-01", "2020-05-31", life) == ("adopted", "not-in-force", "adopted")


def test_between_its_coming_into_force_and_its_application_a_text_is_pending(text):
    life = [FORCE, ("2021-06-01", "applies")]
    assert pending(text, "2021-06-01", "2020-05-31", life) is None
    assert pending(text, "2021-06-01", "2021-05-31", life) == ("in-force", "not-yet-applicable", "in-force")


def test_a_bill_is_pending_as_a_bill(text):
    life = [("2019-05-01", "proposed"), MADE, FORCE]
    assert pending(text, "2020-06-01", "2019-06-01", life) == ("proposed", "not-in-force", "proposed")


def test_what_was_coded_of_a_law_in_force_is_nothing_before(text):
    assert pending(text, "2024-04-24", "2023-06-01", [MADE, FORCE]) is None


@pytest.mark.parametrize("kind", ["enjoined", "enforcement-suspended", "determined", "closed", "repealed"])
def test_a_later_phase_of_a_text_is_nothing_while_it_waits(text, kind):
    assert pending(text, "2020-06-01", "2020-02-01", [MADE, ("2020-03-01", kind), FORCE]) is None
    assert pending(text, "2020-06-01", "2020-03-02", [MADE, ("2020-03-01", kind), FORCE])


def test_what_follows_the_first_effect_is_nothing_while_the_text_waits(text):
    life = [MADE, FORCE, ("2021-01-01", "applies")]
    assert pending(text, "2021-06-01", "2020-02-01", life) is None
    assert pending(text, "2021-01-01", "2020-02-01", life)


def test_what_begins_between_coming_into_force_and_application_is_of_the_text_that_waits(text):
    assert pending(text, "2020-09-01", "2020-02-01", [MADE, FORCE, ("2021-01-01", "applies")])


def test_a_claim_that_goes_on_where_another_ends_needs_a_day_of_the_text(text):
    life = [FORCE, ("2027-01-01", "applies")]
    before = text._replace(valid_from="2020-06-01", valid_until="2026-07-01")
    assert pending(text, "2026-07-01", "2025-06-01", life)
    assert pending(text, "2026-07-01", "2025-06-01", life, [before]) is None
    assert pending(text, "2027-01-01", "2025-06-01", life, [before._replace(valid_until="2027-01-01")])


def test_an_amendment_is_nothing_before_it_was_made(text):
    covers = {"covers": frozenset({iris.passage(text.dossier, text.pinpoint)})}
    life = [MADE, FORCE, ("2025-04-22", "published", covers), ("2025-06-23", "amended"), ("2026-04-22", "applies", covers)]
    assert pending(text, "2025-06-23", "2025-04-21", life) is None
    assert pending(text, "2025-06-23", "2025-04-22", life) == ("adopted", "not-in-force", "published")
    life[2] = ("2025-04-22", "published")
    assert pending(text, "2025-06-23", "2025-04-22", life) is None, "that event may be of something else"


def test_an_act_that_amends_makes_the_amendment(text):
    life = [MADE, FORCE, ("2026-02-05", "amended", {"by": "act"})]
    others = {"act": [event("2025-02-01", "proposed"), event("2025-06-19", "signed")]}
    assert pending(text, "2026-02-05", "2025-01-01", life, others=others) is None
    assert pending(text, "2026-02-05", "2025-03-01", life, others=others) == ("proposed", "not-in-force", "proposed")
    assert pending(text, "2026-02-05", "2025-07-01", life, others=others) == ("adopted", "not-in-force", "signed")
    assert pending(text, "2026-09-01", "2025-07-01", life, others=others) is None


def test_a_designation_is_news_for_whom_it_names_and_none_for_its_class(text):
    life = [MADE, ("2020-04-01", "designated"), FORCE]
    assert pending(text, "2020-06-01", "2020-02-01", life, platform="clip") is None
    assert pending(text, "2020-06-01", "2020-02-01", life)


def test_a_sentence_that_names_a_later_day_tells_of_it_only_if_the_text_set_that_day(text):
    told = {"in_short": "Data stay inside from 2020-06-01 on; a court agreed on 2020-05-05."}
    assert pending(text, "2020-06-01", "2020-02-01", [MADE, FORCE], **told) is None
    assert pending(text, "2020-06-01", "2020-02-01", [MADE, FORCE], in_short="Data stay inside from 2020-06-01 on.")
    due = [MADE, FORCE, ("2020-05-05", "deadline")]
    assert pending(text, "2020-06-01", "2020-02-01", due, **told)


def test_of_a_year_or_a_month_only_the_end_is_certain(text):
    year, month = ("2020-01-01", "signed", {"precision": "year"}), ("2020-02-01", "signed", {"precision": "month"})
    force = ("2021-06-01", "in-force")
    assert pending(text, "2021-06-01", "2020-12-30", [year, force]) is None
    assert pending(text, "2021-06-01", "2020-12-31", [year, force])
    assert pending(text, "2021-06-01", "2020-02-28", [month, force]) is None
    assert pending(text, "2021-06-01", "2020-02-29", [month, force])


def duties(release, place, day, question, platform=None):
    found = effective_regime(release.reader, place, as_of=day, known_on=KNOWN, platform=platform, questions=[question])
    return [(duty.claim.dossier or "", duty.standing) for duty in found.duties]


def of(found, act):
    return sorted({standing for dossier, standing in found if dossier.endswith(act)})


@pytest.mark.parametrize(
    ("place", "question", "act", "expected"),
    [
        ("us", "foreign-ownership-test", "us/cfius-statute", {"2016-03-01": ["applies"], "2024-04-23": ["applies"]}),
        (
            "us", "minors-ad-profiling", "us/coppa-rule",
            {"2016-03-01": [], "2025-04-21": [], "2025-04-22": ["pending"], "2025-07-01": ["pending"], "2026-05-01": ["applies"]},
        ),
        ("eu", "transfer-conditions", "eu/gdpr", {"2016-04-26": [], "2017-06-01": ["pending"], "2018-05-25": ["applies"]}),
        ("eu", "ad-labelling", "eu/dsa", {"2022-10-18": [], "2022-10-19": ["pending"], "2024-02-17": ["applies"]}),
        (
            "gb", "transfer-conditions", "gb/uk-gdpr",
            {"2025-06-18": ["applies"], "2025-06-19": ["applies", "pending"], "2026-02-05": ["applies"]},
        ),
        ("au", "minimum-age-access", "au/social-media-minimum-age-act-2024", {"2024-11-20": [], "2024-11-25": ["pending"]}),
        (
            "ru", "recommender-parameters-disclosure", "ru/information-law",
            {"2016-03-01": [], "2023-08-01": ["pending"], "2023-10-01": ["applies"]},
        ),
        (
            "us-mn", "recommender-parameters-disclosure", "us-mn/social-media-manipulation-act",
            {"2024-03-01": [], "2025-03-01": ["pending"]},
        ),
    ],
)  # fmt: skip
def test_real_texts_are_pending_from_their_making_to_their_day(real_release, place, question, act, expected):
    assert {day: of(duties(real_release, place, day, question), act) for day in expected} == expected


def test_the_chain_of_an_amendment_names_the_event_that_made_it(real_release):
    found = effective_regime(real_release.reader, "gb", as_of="2025-09-01", known_on=KNOWN, questions=["transfer-conditions"])
    (duty,) = found.standing("pending")
    assert (duty.legal_status, duty.enforcement_status) == ("adopted", "not-in-force")
    assert said(duty)[-1] == "amendment signed, in DUAA (since 2025-06-19)"


@pytest.mark.parametrize("platform", [None, "tiktok"])
@pytest.mark.parametrize("day", DAYS.split())
def test_nothing_pending_is_in_force_and_applicable_or_names_a_day_that_its_text_did_not_set(real_release, day, platform):
    for place in real_release.reader.jurisdictions():
        for duty in effective_regime(real_release.reader, place, as_of=day, known_on=KNOWN, platform=platform).standing(
            "pending"
        ):
            assert (duty.legal_status, duty.enforcement_status) != ("in-force", "applicable"), duty.claim.iri
            events = real_release.reader.events(duty.claim.dossier)
            foretold = {event.on for event in events if event.kind in ("in-force", "applies", "deadline", "review-due")}
            named = re.findall(r"\d{4}-\d{2}-\d{2}", duty.claim.in_short)
            assert not [found for found in named if found > day and found not in foretold], duty.claim.in_short
            assert [event for event in events if event.on <= day] or duty.claim.valid_from > day, duty.claim.iri


def test_a_text_whose_making_sets_no_status_is_pending_until_it_takes_effect(tmp_path):
    facts = shutil.copytree(MINI_FACTS, tmp_path / "facts")
    act = facts / "instruments" / "xu" / "common-act.yaml"
    act.write_text(act.read_text(encoding="utf-8").replace("what: adopted", "what: published"), encoding="utf-8")
    build(facts, tmp_path / "home")
    reader = open_release(tmp_path / "home").reader
    for day, standing in (("2020-03-01", "pending"), ("2020-06-01", "applies")):
        found = effective_regime(reader, "xu", as_of=day, known_on=KNOWN, questions=["local-storage"])
        assert [duty.standing for duty in found.duties] == [standing]
        assert "amendment" not in " ".join(said(found.duties[0])), "it is the text itself that was made"
