"""What readers of the page of one thing stumbled over: whose it is, what is decided, what a text does, how things are counted."""

import re

import pytest

from kb.naming.provision_links import page_address
from kb.profiles.profile import profile
from kb.profiles.state import ask, state_of

DAY = "2026-11-30"
DSA, TIKTOK = "instrument/eu/dsa", "platform/tiktok"


@pytest.fixture(scope="module")
def pages(real_release):
    """The pages that are read, by thing and language."""
    things = (DSA, TIKTOK, "organisation/tiktok-usds-joint-venture")
    return {(thing, lang): profile(real_release, thing, lang, DAY, DAY) for thing in things for lang in ("en", "de")}


def clause(page, name):
    return next(one for one in page.state.clauses if one.name == name)


def part(page, name):
    return next(one for one in page.sections if one.name == name)


@pytest.mark.parametrize(
    ("lang", "owned", "shared"),
    [
        ("en", "owned by ByteDance Ltd.", "In the United States it is run by TikTok USDS Joint Venture LLC"),
        ("de", "gehört ByteDance Ltd.", "Vereinigte Staaten: Dort betreibt ihn TikTok USDS Joint Venture LLC"),
    ],
)
def test_beside_the_owner_stands_what_it_holds_where_others_hold_too(pages, lang, owned, shared):
    sentences = clause(pages[TIKTOK, lang], "stands").text.split(". ")
    assert sentences[0].endswith(owned.rstrip(".")) and sentences[1].startswith(shared)
    assert "ByteDance Ltd. " in ". ".join(sentences[1:3])
    assert ("19,9 %" if lang == "de" else "19.9 %") in ". ".join(sentences[1:3])
    assert all(len(one.split()) <= 35 for one in sentences) and "gehört zu" not in ". ".join(sentences)


def test_a_case_that_is_closed_is_not_counted_as_open(real_release, pages):
    asked = ask(real_release, TIKTOK, "en", DAY, DAY)
    lite = "case/eu/dsa-tiktok-lite"
    assert (asked.pending(lite), asked.pending("case/eu/dsa-tiktok-minors-and-design")) == ("bound", "pending")
    told = {row[0].entity: row[4].text for row in part(pages[TIKTOK, "de"], "cases").rows}
    assert told[lite].startswith("entschieden;") and told["case/eu/dsa-tiktok-elections"].startswith("offen;")
    undecided = sum(text.startswith("offen;") for text in told.values())
    assert f"in {undecided} davon ist noch etwas zu entscheiden" in clause(pages[TIKTOK, "de"], "stands").text
    line = state_of(ask(real_release, lite, "en", DAY, DAY)).line
    assert "decided; an undertaking that came of it still holds" in line and ": open" not in line


def test_shares_are_written_in_the_language_and_the_largest_comes_first(pages):
    german, english = (pages["organisation/tiktok-usds-joint-venture", lang] for lang in ("de", "en"))
    shares = [re.search(r"\(([^()]+) %\)$", row[1].text)[1] for row in part(german, "holders").rows]
    assert shares == ["30,1", "19,9", "15", "15", "15", "etwa 5"]
    assert "about" not in clause(german, "owns").text and "(about 5 %)" in clause(english, "owns").text
    assert "Oracle Corporation (15 %)" in clause(german, "owns").text


@pytest.mark.parametrize(("lang", "topics"), [("en", ("Risk assessment", "Protection of minors")), ("de", ("Risiko", "Schutz"))])
def test_what_a_text_of_many_answers_does_is_not_told_by_one_provision(pages, lang, topics):
    found = clause(pages[DSA, lang], "does")
    before, quoted = found.text.split("“" if lang == "en" else "„", 1)
    assert str(len(set(found.cells))) in before and all(topic in before for topic in topics) and quoted


@pytest.mark.parametrize(("lang", "said"), [("en", "it was in force and applied"), ("de", "der Text in Kraft und anwendbar")])
def test_of_a_text_that_was_in_force_when_last_looked_at_that_is_what_is_said(pages, lang, said):
    text = clause(pages[DSA, lang], "enforced").text
    assert said in text and "2026-07-01" in text and "not known" not in text and "nicht bekannt" not in text


def test_a_page_counts_in_one_way(pages):
    page = pages[DSA, "en"]
    rests = clause(page, "rests").text
    answers, powers = (int(re.search(rf"(\d+) {word}", rests)[1]) for word in ("answers", "powers"))
    assert (part(page, "stated").number, part(page, "powers").number) == (answers, powers)
    assert f"{answers} questions on {len(part(page, 'stated').rows)} lines" in part(page, "stated").note
    opened = clause(page, "open").text
    own, cases = map(int, re.search(r"(\d+) of them in the text itself, (\d+) in cases", opened).groups())
    assert own == part(page, "open").number and own + cases == int(re.match(r"\d+", opened)[0])


def test_what_is_still_to_come_stands_first_and_once(pages):
    page = pages[DSA, "en"]
    assert [one.name for one in page.sections[:2]] == ["coming", "dates"]
    coming, dates = ([row[0].text for row in one.rows] for one in page.sections[:2])
    assert coming == sorted(coming) and coming[0] > DAY and "2027-11-17" in coming
    assert dates == sorted(dates, reverse=True) and not set(coming) & set(dates)
    assert [one.name for one in page.state.clauses][2] == "next"


def since_when(page):
    return {row[0].entity: row[5].text for row in part(page, "stated").rows}


@pytest.mark.parametrize(("lang", "said"), [("en", "for this class"), ("de", "für diese Klasse")])
def test_since_when_a_duty_of_a_class_holds_is_the_day_for_the_class(real_release, pages, lang, said):
    act = since_when(profile(real_release, "instrument/us/pafaca", lang, DAY, DAY))
    assert act["question/forced-divestiture"] == f"2025-01-19, {said}", "the day set for the class, not that of the Act"
    since = since_when(pages[DSA, lang])
    assert since["question/systemic-risk-assessment"] == "2023-08-25", "four months after the first services were named"
    assert since["question/recommender-parameters-disclosure"] == "2024-02-17"


def test_to_refer_is_not_to_hand_over(pages):
    kinds = {row[1].text.partition(":")[0] for row in part(pages[DSA, "de"], "powers").rows}
    assert "An Gericht oder andere Behörde verweisen" in kinds and "Abgeben" not in kinds


def test_the_official_text_is_that_in_the_language_of_the_page():
    address = "http://data.europa.eu/eli/reg/2022/2065/oj"
    assert page_address(address, "de") == "https://eur-lex.europa.eu/eli/reg/2022/2065/oj/deu"
    assert page_address(address, "fr") == page_address(address) == "https://eur-lex.europa.eu/eli/reg/2022/2065/oj/eng"
    assert page_address("https://www.gesetze-im-internet.de/ddg", "de") == "https://www.gesetze-im-internet.de/ddg"


@pytest.mark.parametrize(("lang", "fine"), [("en", "SGD 1,000,000"), ("de", "SGD 1.000.000")])
def test_the_highest_fine_has_its_thousands_apart_as_the_language_writes_them(real_release, lang, fine):
    rows = part(profile(real_release, "jurisdiction/sg", lang, DAY, DAY), "authorities").rows
    assert any(cell.text == fine for row in rows for cell in row if hasattr(cell, "text"))
