"""What is told of days to come and of beginnings that nobody has read: which part of a text, in what time, foreseen or read."""

import dataclasses
import datetime

import pytest

from kb.briefing.asked import Brief
from kb.briefing.content import content
from kb.briefing.happening_told import limited, to_come
from kb.cells.comparison import compare
from kb.graph.happenings import evidence_days, happenings
from kb.graph.lanes import lanes
from kb.graph.limits import BEGINS, foreseen_on, limits_of
from kb.language.language import Language, language_of
from kb.profiles.profile import profile
from kb.ui.cells import cell_card
from kb.ui.graph.timeline_drawing import what_of
from kb.values.evidence_words import is_foreseen, standing_label
from kb.values.model import OPEN
from kb.values.view import View

ASKED = "j=us,eu,gb&t=transparency&v=2026-11-29&k=2026-11-29"


def one_of(release, key, kind, day):
    return next(one for one in happenings(release, day, day) if one.dossier.key == key and one.kind == kind)


@pytest.fixture(scope="module")
def register(real_release):
    return one_of(real_release, "instrument/gb/online-safety-act-2023", "applies", "2027-01-01")


def test_an_event_on_one_provision_names_it_and_says_what_it_says(real_release, register):
    limits = limits_of(real_release, register)
    assert limits.parts == ("s. 77",) and "categorised service" in limits.says and not limits.is_further
    assert limited(Language("en"), "OSA", limits) == "OSA, s. 77 only"
    assert limited(Language("de"), "OSA", limits) == "OSA, nur s. 77"


def test_a_text_that_began_before_begins_in_a_further_part_only(real_release):
    limits = limits_of(real_release, one_of(real_release, "instrument/eu/ai-act", "applies", "2026-12-02"))
    assert limits.is_further and limited(Language("en"), "AI Act", limits) == "a further part of AI Act"
    whole = limits_of(real_release, one_of(real_release, "instrument/us-al/hb-161", "in-force", "2027-01-01"))
    assert not whole.words and limited(Language("en"), "Alabama HB 161", whole) == "Alabama HB 161"


@pytest.mark.parametrize(
    ("lang", "sentence", "item"),
    [
        ("en", ": in 2027 OSA, s. 77 only (United Kingdom) begins to apply; one answer ", "(OSA), s. 77 only: begins to apply: "),
        ("de", ": im Jahr 2027 wird anwendbar: OSA, nur s. 77 (", "(OSA), nur s. 77: wird anwendbar: "),
    ],
)
def test_a_brief_says_which_part_comes_and_in_which_year(real_release, lang, sentence, item):
    told = content(real_release, Brief.from_address(ASKED), language_of(real_release, lang))
    assert any(sentence in one.text for one in told.sentences)
    line = next(one.head for one in told.coming if one.head.startswith("2027 "))
    assert item in line and "s. 77: Once a year Ofcom" in line


def test_only_answers_that_rest_on_the_provision_may_change_with_it(real_release):
    found = content(real_release, Brief.from_address(ASKED))
    cells = next(one.cells for one in found.sentences if one.kind == "next")
    for place, question in cells:
        history = real_release.reader.history(question, [place])
        assert any(one.pinpoint and "s. 77" in one.pinpoint.split("; ") for one in history)


@pytest.mark.parametrize(("lang", "words"), [("en", "enters into force"), ("de", "tritt in Kraft")])
def test_a_day_to_come_is_told_in_the_present_tense(real_release, lang, words):
    one = one_of(real_release, "instrument/us-al/hb-161", "in-force", "2027-01-01")
    assert to_come(language_of(real_release, lang), one.kind, one.kind_label) == words


def test_the_timeline_says_to_come_and_to_what_alone(real_release, german_pages):
    items = lanes(real_release, None, ["gb", "us-al"], "2026-12-01", "2027-12-31")
    told = {(item.row, item.start): what_of(item, "2026-11-30") for item in items}
    assert told["OSA", "2027"] == "wird anwendbar (nur s. 77)"
    assert told["Alabama HB 161", "2027-01-01"] == "tritt in Kraft"
    assert {what_of(item, "2027-06-01") for item in items if item.row == "Alabama HB 161" and item.start < "2027-06"} == {
        "In Kraft getreten"
    }


def test_a_beginning_after_the_last_look_is_foreseen_and_one_before_it_is_not(real_release):
    evidence = evidence_days(real_release)
    law = one_of(real_release, "instrument/ru/platform-economy-law", "in-force", "2026-10-01")
    assert foreseen_on(law, evidence) == "2026-07-01"
    read = one_of(real_release, "instrument/vn/decree-333-2026", "in-force", "2026-08-19")
    assert foreseen_on(read, evidence) is None
    issued = [one for one in happenings(real_release, "2026-07-02", "2026-11-30") if one.kind not in ("in-force", "applies")]
    assert issued and all(foreseen_on(one, evidence) is None for one in issued)


@pytest.mark.parametrize(("lang", "words"), [("en", "foreseen, not confirmed"), ("de", "vorgesehen, nicht bestätigt")])
def test_home_marks_what_is_foreseen_and_puts_what_comes_in_the_future(real_release, monkeypatch, lang, words):
    from kb.language.spoken_names import names_in
    from kb.ui.frame.spoken import speak
    from kb.ui.pages import home
    from kb.ui.words import SPOKEN

    token = SPOKEN.set(lang)
    speak(names_in(real_release, lang))
    monkeypatch.setattr(home, "cached", lambda release, make, *given: make(release, *given))
    try:
        law = one_of(real_release, "instrument/ru/platform-economy-law", "in-force", "2026-10-01")
        monkeypatch.setattr(home.datetime, "date", Today)
        assert words in home._happening(real_release, law, "Russia")
        coming = home._happening(
            real_release, one_of(real_release, "instrument/us-al/hb-161", "in-force", "2027-01-01"), "Alabama"
        )
        assert words not in coming and to_come(Language(lang), "in-force", "") in coming
    finally:
        SPOKEN.reset(token)
        speak({})


class Today(datetime.date):
    """The day on which the tests stand."""

    @classmethod
    def today(cls):
        return cls(2026, 11, 30)


def state_of(release, key, lang="en", as_of="2026-11-30"):
    return " ".join(one.text for one in profile(release, key, lang, as_of, "2026-11-30").state.clauses[:2])


@pytest.mark.parametrize(
    ("lang", "begins", "applies"),
    [
        (
            "en",
            "set to be in force from 2026-10-01; whether it began was not read",
            "last looked at on 2026-07-01, before the day",
        ),
        ("de", "in Kraft ab 2026-10-01, so war es vorgesehen; ob es begann", "nachgesehen wurde am 2026-07-01, vor dem Tag"),
    ],
)
def test_a_text_is_not_known_to_be_in_force_on_a_day_before_it_began(real_release, lang, begins, applies):
    told = state_of(real_release, "instrument/ru/platform-economy-law", lang)
    assert begins in told and applies in told
    assert "in force since 2026-10-01" not in told and "it applied" not in told


def test_a_text_that_was_looked_at_after_it_began_is_in_force(real_release):
    assert "in force since 2026-08-19" in state_of(real_release, "instrument/vn/decree-333-2026")
    begun = state_of(real_release, "instrument/eu/e-evidence-regulation")
    assert "in force since 2023-08-18" in begun and "set to be applicable from 2026-08-18" in begun


def cell_of(release, place, question, as_of="2026-11-30"):
    asked = View(place, questions=question, as_of=as_of, known_on="2026-11-30")
    return compare(release.reader, asked).cell(place, question)


def test_a_search_made_after_its_first_day_reaches_that_day(real_release):
    found = cell_of(real_release, "vn", "security-penalty-basis")
    assert found.state == "none-found" and found.evidence_to == found.valid_from == "2026-08-19"


def test_no_evidence_ends_before_its_statement_begins_unless_the_text_had_set_that_day(real_release):
    reader = real_release.reader
    older = [
        one
        for question in reader.questions()
        for one in reader.history(question, list(reader.jurisdictions()))
        if one.retracted_on == OPEN and (one.evidence_to or OPEN) < one.valid_from <= "2026-11-30"
    ]
    for one in older:
        events = reader.events(one.dossier) if one.dossier else ()
        assert any(event.on == one.valid_from and event.kind in BEGINS for event in events), one.iri
    assert older


@pytest.mark.parametrize(("lang", "words"), [("en", "As scheduled on 2026-07-01: "), ("de", "Nach dem Plan vom 2026-07-01: ")])
def test_an_answer_that_a_text_had_set_for_later_is_scheduled_and_not_last_known(real_release, request, lang, words):
    if lang == "de":
        request.getfixturevalue("german_pages")
    found = cell_of(real_release, "ru", "platform-user-threshold")
    assert found.last_known and is_foreseen(found) and found.valid_from == "2026-10-01"
    assert cell_card.standing_words(found, "100") == f"{words}100"
    earlier = dataclasses.replace(found, valid_from="2026-07-01")
    assert not is_foreseen(earlier) and standing_label(earlier).startswith("Last known (2026-07-01): ")
    assert standing_label(found).startswith("As scheduled on 2026-07-01: ")
