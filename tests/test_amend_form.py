"""The form that amends a statement: what it asks, what it refuses and warns of in words of the page, in both languages."""

from contextvars import Context
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from kb.amending.proposing import amendable
from kb.amending.stale_sentence import still_said
from kb.cells.comparison import choose_questions
from kb.loaders.layout import facts_folder
from kb.ui.frame import spoken
from kb.ui.frame.shared import current_release, plain
from kb.ui.pages import compare
from kb.ui.words import SPOKEN, vocabulary
from kb.values.questions import QuestionHead
from tests.patience import PATIENCE
from tests.test_ui_pages import page, real

__all__ = ["real"]
SHOWN = ("--- a/", "kb amend ", "The evidence of ")
PLACE = {"j": "sg", "q": "data-localization-requirement"}


def opened(**asked):
    test = page("about", **(asked or PLACE))
    test.session_state["amend-about"] = True
    return test.run()


def labelled(elements, label):
    return next(one for one in elements if one.label.startswith(label))


def proposal(test, label="Show the proposal"):
    labelled(test.button, label).click()
    test.run()
    assert not test.exception
    return [code.value for code in test.code if code.value.startswith(SHOWN)]


def told(test):
    return "\n".join(one.value for one in (*test.info, *test.warning, *test.error))


@pytest.fixture
def german(real):
    """Streamlit's test looks widgets up by what the test itself would call their options."""
    before, names = SPOKEN.set("de"), spoken._names.set(None)
    current_release()
    yield
    SPOKEN.reset(before)
    spoken._names.reset(names)


@pytest.mark.parametrize(("lang", "button"), [("en", "Show the proposal"), ("de", "Den Vorschlag zeigen")])
def test_a_form_in_which_nothing_is_changed_gives_no_patch_and_says_so(real, request, lang, button):
    if lang == "de":
        request.getfixturevalue("german")
    test = opened(**PLACE, lang=lang)
    assert proposal(test, button) == []
    assert vocabulary(lang)["amend.unchanged"] in told(test)


def test_taking_back_without_a_successor_is_a_choice_of_its_own(real):
    test = opened()
    labelled(test.checkbox, "Take it back").check()
    codes = proposal(test)
    assert any("withdrawn: {on: " in code for code in codes)
    assert any(code.startswith("kb amend ") and "--set" not in code for code in codes)
    labelled(test.text_area, "In short").set_value("Another sentence.")
    assert proposal(test) == [] and "You changed “In short, in your own words”" in told(test)


def test_the_kind_of_what_was_read_must_be_chosen_and_stands_in_the_patch(real):
    test = opened()
    labelled(test.text_area, "In short").set_value("Data may leave, as read again.")
    labelled(test.text_area, "Read in").set_value("Personal Data Protection Act 2012, s. 26")
    kind = labelled(test.selectbox, "Kind of text")
    assert kind.value is None and "copy of that text" in kind.options and "memory" not in kind.options
    assert proposal(test) == [] and vocabulary("en")["amend.kind-missing"] in told(test)
    labelled(test.selectbox, "Kind of text").set_value("official")
    codes = proposal(test)
    assert any("kind: official" in code for code in codes if code.startswith("---"))
    assert any("--kind official" in code for code in codes if code.startswith("kb amend"))


def test_warnings_and_worth_name_no_option_of_the_command_line(real):
    test = opened()
    labelled(test.text_area, "In short").set_value("Data may leave, as read again.")
    labelled(test.text_area, "Read in").set_value("A newspaper")
    labelled(test.selectbox, "Kind of text").set_value("secondary")
    worth = next(code for code in proposal(test) if code.startswith("The evidence of"))
    assert "--" not in worth.replace("--corrected", "") and "--" not in told(test)
    assert vocabulary("en")["amend.falls"] in told(test)


@pytest.mark.parametrize(
    ("field", "written", "said"),
    [
        ("From", "2026-13-45", "**From (a day)**: write a day of the calendar"),
        ("From", "", "**From (a day)**: this field cannot be empty"),
        ("Until", "2001-01-01", "**Until (the first day after)**: write a day after"),
        ("Resting on", "s. 9999", "**Resting on (articles or sections, with semicolons)**: 's. 9999' is not under provisions"),
    ],
)
def test_a_mistake_is_told_of_its_field_and_not_of_a_line_of_a_file(real, field, written, said):
    test = opened()
    labelled(test.text_input, field).set_value(written)
    assert proposal(test) == []
    assert said in told(test).replace("\\", "")
    assert ".yaml" not in told(test)


def test_answers_are_offered_by_their_labels(real):
    answer = labelled(opened().selectbox, "Answer")
    assert answer.value == "conditional-transfer" and "Conditional transfer" in answer.options
    assert len(answer.options) == len(set(answer.options)) > 3
    several = labelled(opened(j="au", q="available-measures").multiselect, "Answer")
    assert len(several.value) > 1 and "Fine" in several.options


def test_answers_are_offered_in_the_language_of_the_page(german):
    test = opened(**PLACE, lang="de")
    assert "Übermittlung unter Bedingungen" in labelled(test.selectbox, "Antwort").options


def test_another_number_beside_a_sentence_that_says_the_old_one_is_warned_of(real):
    test = opened(j="us", q="intimate-image-removal-hours")
    number = labelled(test.text_input, "Answer")
    assert number.value == "48" and "hours" in number.label
    number.set_value("3")
    assert any(code.startswith("---") for code in proposal(test))
    assert "still says “48" in told(test)


def test_another_answer_beside_a_sentence_without_the_old_one_is_not_warned_of(real):
    test = opened(j="us", q="intimate-image-removal-hours")
    labelled(test.text_input, "Answer").set_value("3")
    labelled(test.text_area, "In short").set_value("A platform has three hours.")
    assert any(code.startswith("---") for code in proposal(test))
    assert "still says" not in told(test)


@pytest.mark.parametrize("lang", ["en", "de"])
def test_what_a_pleading_says_is_claimed_and_not_decided_on_home(real, lang):
    test = page("home", q="forced-divestiture", j="us", p="tiktok", lang=lang)
    quiet = [one.value for one in test.caption]
    start, refuted = (vocabulary(lang)[f"home.{how}"].partition("{")[0] for how in ("pleaded", "refuted"))
    assert any(one.startswith(plain(start)[:20]) for one in quiet) and not any(one.startswith(refuted[:15]) for one in quiet)


def test_a_run_of_the_dialog_alone_knows_the_language_of_the_page_and_the_names_of_the_base(real, monkeypatch):
    told = []
    monkeypatch.setattr("kb.ui.words.language", lambda: "de")
    monkeypatch.setattr(compare, "cell_alone", lambda *_: SimpleNamespace(jurisdictions=[("in", "India")]))
    monkeypatch.setattr(compare, "show_explanation", lambda *_: told.append((spoken.said("India"), spoken.said("Fine"))))
    monkeypatch.setattr(compare, "pin_button", lambda *_: None)
    asked, choice = SimpleNamespace(jurisdiction="in", question="q"), SimpleNamespace(now=None)
    Context().run(compare._explain, current_release(), choice, asked)
    assert told == [("Indien", "Geldbuße")]


def test_about_counts_the_questions_that_are_asked_as_home_does_and_the_retired_ones_apart(real_release):
    from kb.ui.pages.about import _told

    counts = _told(real_release)
    assert counts["questions"] == len(choose_questions(real_release.reader.questions(), (), ()))
    assert counts["questions"] + counts["retired-questions"] == real_release.manifest["counts"]["questions"]


NUMBER = QuestionHead("q", "d", "D", "How many?", (), "number", units=(("hours", "hours"),))
CHOICE = QuestionHead("q", "d", "D", "Which?", (("none", "No duty"), ("all", "Duty for all")))


@pytest.mark.parametrize(
    ("head", "old", "new", "sentence", "found"),
    [
        (NUMBER, "2", "3", "It must act within 2 hours.", "2"),
        (NUMBER, "2", "3", "It must act within two hours.", "two"),
        (NUMBER, "2", "3", "It must act within 2-hour spans.", "2"),
        (NUMBER, "2", "3", "It must act within 3 hours, by rule 12.2 of 2022.", None),
        (NUMBER, "20000000 EUR", "10000000 EUR", "Up to EUR 20 million.", "20 million"),
        (NUMBER, "2500000 EUR", "1 EUR", "Up to EUR 2.5 million.", "2.5 million"),
        (NUMBER, "20000 EUR", "10000 EUR", "Up to EUR 20,000.", "20,000"),
        (NUMBER, "2", "2", "Within 2 hours.", None),
        (CHOICE, "none", "all", "There is no duty here.", "no duty"),
        (CHOICE, "none; all", "all", "Duty for all of them.", None),
    ],
)
def test_what_a_sentence_still_says_of_the_old_answer_is_found(head, old, new, sentence, found):
    assert still_said(head, old, new, sentence) == found


FORM = """
from kb.loaders.record.statements import file_of
from kb.ui.frame.shared import current_release
from kb.ui.taking.amend_form import amend_form
amend_form(current_release(), file_of({0!r}), "why", {0!r})
"""


def moved_to_the_closing():
    """The form of the answer on TikTok with its first day set to that of the answer before."""
    stated = [
        one
        for of_file in amendable(facts_folder()).values()
        for one in of_file
        if one.question == "forced-divestiture" and one.kind == "claim"
    ]
    whom = ("tiktok", "2026-03-05")
    (later,) = [one for one in stated if (one.meaning["platform"], one.meaning["from"]) == whom and "eo-14352" in one.id]
    test = AppTest.from_string(FORM.format(later.id), default_timeout=PATIENCE).run()
    labelled(test.text_input, "From").set_value("2026-01-22")
    labelled(test.checkbox, "What was read").check()
    return test


def parts(codes):
    """The patch of a proposal and the lines for whoever has the files."""
    return next(code for code in codes if code.startswith("---")), next(code for code in codes if code.startswith("kb amend"))


def test_a_statement_that_meets_another_shows_it_and_asks_in_words_which_stands(real):
    test = moved_to_the_closing()
    assert proposal(test) == []
    assert vocabulary("en")["amend.overlap-choose"] in told(test) and "evidence:" not in told(test)
    assert any("2026-01-22 to 2026-03-05" in one.value.replace("\\", "") for one in test.markdown)
    choice = labelled(test.radio, "What is to become")
    assert choice.value is None
    choice.set_value("replaces")
    patch, lines = parts(proposal(test))
    assert patch.count("withdrawn: {on: ") >= 2 and "from: 2026-01-22" in patch
    assert lines.count("kb amend ") == 2
    labelled(test.radio, "What is to become").set_value("both")
    patch, lines = parts(proposal(test))
    assert "beside: [us/eo-14352]" in patch or "beside: us/eo-14352" in patch
    assert "--set beside=us/eo-14352" in lines


def test_a_proposal_is_signed_by_whoever_makes_it_and_says_to_whom_to_hand_it(real):
    test = opened()
    labelled(test.text_area, "In short").set_value("Data may leave, as read again.")
    sign = labelled(test.text_input, "Sign as")
    assert sign.value == "proposed"
    patch = next(code for code in proposal(test) if code.startswith("---"))
    assert "+      coded: {by: proposed," in patch and "+      coded: {by: kb-editors" not in patch
    labelled(test.text_input, "Sign as").set_value("Press desk, Berlin")
    assert any("by: press-desk-berlin" in code for code in proposal(test))
    assert "names no address for corrections" in told(test) and "Policy comparison knowledge base" in told(test)


def test_a_press_article_can_be_chosen_and_stays_one(real):
    test = opened()
    labelled(test.text_area, "In short").set_value("Data may leave, as read again.")
    labelled(test.text_area, "Read in").set_value("Reuters, 2026-01-22")
    kind = labelled(test.selectbox, "Kind of text")
    assert any(one.startswith("press article") for one in kind.options)
    kind.set_value("secondary")
    codes = proposal(test)
    assert any("kind: secondary" in code for code in codes if code.startswith("---"))
    assert any("press article" in one.value for one in test.markdown)
