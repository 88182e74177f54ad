"""Since when an answer is applied, as its card says it; what was searched without a find; what was the case at the last look."""

import re
from dataclasses import replace

import pytest

from kb.cells.comparison import compare
from kb.cells.notes import renumbered
from kb.clocks.since import standing_since
from kb.language.around_cells import Around
from kb.language.language import Language
from kb.ui.cells import cell_card
from kb.ui.words import vocabulary
from kb.values.words import cell_words, told_status
from tests.test_ui_pages import page, real, shown

__all__ = ["real"]


@pytest.mark.parametrize(
    ("place", "question", "platform", "day"),
    [
        ("au", "minimum-account-age", None, "2025-12-10"),  # in force a year earlier, and not yet applicable then
        ("us", "forced-divestiture", "tiktok", "2026-01-22"),  # told anew on the day of a petition, the answer is older
    ],
)
def test_an_answer_is_applied_since_the_day_on_which_it_began_to_be(real_release, place, question, platform, day):
    table = compare(real_release.reader, [place], questions=[question], platform=platform)
    assert standing_since(real_release.reader, table) == {(place, question): day}


def test_a_search_without_a_find_has_no_day_since_when_it_applies(real_release):
    table = compare(real_release.reader, ["us"], questions=["minimum-account-age"])
    assert table.cells[0].state == "none-found" and not standing_since(real_release.reader, table)


@pytest.mark.parametrize(("lang", "said"), [("en", "Applies since 2025-12-10"), ("de", "Gilt seit 2025-12-10")])
def test_a_card_says_since_when(real, lang, said):
    assert said in shown(page("compare", j="au", q="minimum-account-age", lang=lang))


def test_a_search_in_reports_alone_is_no_thing_known_from_reports(real_release, monkeypatch):
    table = compare(real_release.reader, list(real_release.reader.jurisdictions()))
    found = [cell for cell in table.cells if cell.state == "none-found" and cell.evidence_grade == "secondary"]
    assert found
    for cell in found:
        words = cell_words(cell)
        assert "○ Searched in reports only" in words.remarks and not any("nown from" in remark for remark in words.remarks)
        assert "○ Searched in reports only" in cell_card.remarks_of(cell)
    german = Around(Language("de")).words(cell_words(found[0])).remarks
    assert "○ Nur in Berichten gesucht" in {remark[:2] + remark[2:3].upper() + remark[3:] for remark in german}


def test_what_was_in_force_at_the_last_look_is_not_told_as_past(real_release):
    (cell,) = compare(real_release.reader, ["us"], questions=["forced-divestiture"]).cells
    last = replace(cell, last_known=True, evidence_to="2026-07-01")
    assert told_status(last) == "Last look 2026-07-01: in force; applicable" == cell_card.status_text(last)
    assert "Stand 2026-07-01: in Kraft; anwendbar" in Around(Language("de")).words(cell_words(last)).remarks
    assert told_status(replace(last, evidence_to=None)) == "At the last look: in force; applicable"


def test_sentences_in_another_language_than_the_page_are_marked_and_told_of_near_the_top(real):
    test = page("compare", j="au", q="minimum-account-age", lang="de")
    told = [one.value for one in test.caption]
    assert told.count(vocabulary("de")["app.written-in"]) == 1 and vocabulary("de")["app.written-in"] in told[:-2]
    assert '<span lang="en">' in shown(test)
    assert '<span lang="en">' not in shown(page("compare", j="au", q="minimum-account-age"))


def test_notes_are_numbered_as_the_rows_stand(real, real_release):
    test = page("compare", j="us,eu", q="minimum-account-age", d="protection-of-minors")
    html = shown(test)
    numbers = [int(n) for n in re.findall(r'href="#note-(\d+)"', html)]
    assert numbers[0] == 1 and list(dict.fromkeys(numbers)) == sorted(set(numbers))
    table = compare(real_release.reader, ["us", "eu"], dimensions=["protection-of-minors"])
    turned = renumbered(table, table.questions[::-1])
    assert {note.citation for note in turned.notes} == {note.citation for note in table.notes}
    first = turned.cell("us", turned.questions[0].id)
    cited = {note.n: note.citation for note in table.notes}
    again = {note.n: note.citation for note in turned.notes}
    was = table.cell("us", turned.questions[0].id).winner.notes
    assert [again[n] for n in first.winner.notes] == [cited[n] for n in was] and first.winner.notes[0] == 1


def test_a_retained_regulation_is_not_told_as_a_sum_of_money(real_release):
    table = compare(real_release.reader, ["gb"], dimensions=["data-location-and-transfer"])
    told = " ".join(note.citation for note in table.notes)
    assert "retained EU Regulation 2016/679" in told and "EUR 2016" not in told


@pytest.mark.parametrize("lang", ["en", "de"])
def test_the_signs_of_a_table_are_explained_each_on_a_line(real, lang):
    html = shown(page("compare", j="au", q="minimum-account-age", lang=lang))
    fold = html.partition(f">{vocabulary(lang)['cell.signs']}<")[2].partition("</details>")[0]
    assert all(f"<span>{sign}</span>" in fold for sign in "∅—…▮?◆⚠◇○△⊕≠◷") and fold.count("<dd>") == 13
