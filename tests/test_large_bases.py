"""What the pages do where a base is too large to be shown or listed at once; the limits are lowered to see it."""

import subprocess
import sys

import pytest
from streamlit.testing.v1 import AppTest

import kb.cells.large_tables
from kb.cells.comparison import choose_questions, compare
from kb.cells.coverage import coverage, researched
from kb.cells.disputed_cells import all_disputes
from kb.clocks.changes import Point, find_changes
from kb.errors import UsageError
from kb.naming.names import known
from kb.similarity import similar
from kb.ui import warming
from kb.ui.frame import shared, window
from kb.ui.graph import entity_choice
from kb.ui.pages import changes
from kb.ui.similarity import values as similarity_values
from kb.values.disputes import disputes_of
from kb.values.view import View
from tests.patience import PATIENCE
from tests.test_ui_pages import page, shown

START, END = Point("2020-01-01", "2026-11-24"), Point("2026-06-01", "2026-11-24")


@pytest.fixture
def real(real_home, monkeypatch):
    monkeypatch.setenv("KB_HOME", str(real_home))


def test_the_app_tells_its_options_and_does_not_start(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["app.py", "--help"])
    with pytest.raises(SystemExit) as ended:
        warming.options("Options as Streamlit's")
    assert ended.value.code == 0 and "Options as Streamlit's" in capsys.readouterr().out
    monkeypatch.setattr("sys.argv", ["app.py", "--server.port", "8080", "--server.address=127.0.0.1"])
    assert warming.options()["server.port"] == "8080" and warming.options()["server.address"] == "127.0.0.1"
    monkeypatch.setattr(sys, "argv", ["app.py", "--server.address=0.0.0.0"])
    assert warming.options()["browser.serverAddress"] == "localhost"


def test_of_a_large_table_a_part_is_shown_and_the_address_says_which(real, monkeypatch):
    monkeypatch.setitem(window.MOST, "table", (3, 30))
    address = {"j": "us,eu,sg,gb,in,cn,au", "d": "*", "view": "table"}
    test = page("compare", **address)
    assert not test.exception and test.selectbox(key="jp").options == ["1 to 3 of 7", "4 to 6 of 7", "7 to 7 of 7"]
    assert "United States, European Union, Singapore" in shown(test) and "India" not in shown(test)
    questions = test.selectbox(key="qp").options
    assert questions[0] == "1 to 10 of 84" and questions[-1] == "81 to 84 of 84"
    test.selectbox(key="jp").select("4").run()
    assert "United Kingdom, India, China" in shown(test) and test.query_params["jp"] in ("4", ["4"])
    again = page("compare", jp="7", qp="31", **address)
    assert "Australia" in shown(again) and "India" not in shown(again) and again.selectbox(key="qp").value == "31"
    assert not page("compare", jp="5", **address).exception


def test_a_small_table_is_shown_whole(real):
    test = page("compare", j="us,eu,sg,gb", d="*", view="table")
    assert not [box for box in test.selectbox if box.key in ("jp", "qp")]


def test_of_very_many_changes_the_first_are_looked_into_and_all_counted(real_release, monkeypatch):
    monkeypatch.setattr(kb.cells.large_tables, "LARGE", 1)
    places = researched(real_release)
    whole = find_changes(real_release.reader, places, START, END)
    some = find_changes(real_release.reader, places, START, END, most=7)
    asked = choose_questions(real_release.reader.questions(), (), ())
    assert len(whole.changes) > 20 and whole.left_out == 0 and whole.cells == len(places) * len(asked)
    assert whole.searched_anew and some.searched_anew == whole.searched_anew
    assert some.evidence == whole.evidence and some.evidence.cells > len(some.end.cells)
    assert some.changes == whole.changes[:7] and len(some.changes) + some.left_out == len(whole.changes)


def test_the_page_changes_says_how_many_it_did_not_look_into(real, monkeypatch):
    monkeypatch.setattr(kb.cells.large_tables, "LARGE", 1)
    monkeypatch.setattr(changes, "MOST_SOUGHT", 5)
    test = page("changes", j="us,eu,sg", v1="2021-01-01", v2="2026-06-01")
    assert not test.exception and "more cells changed; their causes were not sought" in shown(test)


def _told(one):
    return one.cell.jurisdiction, one.cell.question, one.dispute, one.other.claim.iri


@pytest.mark.parametrize("large", [1, 10**9])
def test_disputes_are_those_of_the_whole_table_in_general_and_for_each_platform(real_release, monkeypatch, large):
    monkeypatch.setattr(kb.cells.large_tables, "LARGE", large)
    places, days = researched(real_release), {"as_of": "2026-06-01", "known_on": "2026-11-24"}
    reader = real_release.reader
    found, whole = all_disputes(reader, places, **days), compare(reader, places, **days)
    general = [_told(one) for one in disputes_of(whole) if one.cell.layer is None]
    assert [_told(one) for one in found.disputes if not one.platforms] == general
    assert len(general) > 2 and (len(found.comparison.cells) < len(whole.cells)) == (large == 1)
    every = [one for name in reader.platforms() for one in disputes_of(compare(reader, places, platform=name, **days))]
    sought = {_pair(one) for one in every if one.cell.layer is None}
    assert {_pair(one) for one in found.disputes} == sought | {_pair(one) for one in found.disputes if not one.platforms}
    assert len({_pair(one) for one in found.disputes}) == len(found.disputes), "no dispute is told twice"
    assert found.rates[0].disputed == len({(one.cell.jurisdiction, one.cell.question) for one in found.disputes})
    assert found.rates[0].disputed == sum(one.disputed for one in found.rates[1:])
    assert found.rates[0].cells == sum(one.cells for one in found.rates[1:])


def _pair(one):
    return one.cell.jurisdiction, one.cell.question, one.winner.claim.iri, one.other.claim.iri


def test_similarity_begins_with_the_well_known(real_release):
    names = researched(real_release)
    known = similar(compare(real_release.reader, names)).well_known
    assert len(known) > similarity_values.MOST_AT_FIRST
    by_own_answers = [row.jurisdiction for row in coverage(real_release) if row.dimension == "*" and row.jurisdiction in known]
    assert similarity_values.well_known(real_release) == by_own_answers[: similarity_values.MOST_AT_FIRST]


def _typed(test, box, words):
    """Type into a list what is none of its options, which the test's own list refuses."""
    box.options.append(words)
    box.set_value(words).run()
    return test.selectbox(key=box.key)


def test_an_entity_of_very_many_is_chosen_by_words(real, monkeypatch):
    monkeypatch.setattr(entity_choice, "MOST_LISTED", 10)
    test = page("graph", focus="platform/tiktok")
    box = test.selectbox(key="focus")
    assert box.value == "platform/tiktok" and len(box.options) == 1
    box = _typed(test, box, "digital services act")
    assert not test.exception and box.value == "instrument/eu/dsa" and 1 < len(box.options) <= 52
    assert test.query_params["focus"] in ("instrument/eu/dsa", ["instrument/eu/dsa"])
    assert _typed(test, box, "zzzz qqqq").value == "instrument/eu/dsa" and "zzzz qqqq" in shown(test)


def test_a_message_lists_some_names_of_very_many():
    with pytest.raises(UsageError, match=r"Did you mean 'act-7777'\? Known: act-0, .* and 9,750 more$"):
        known("act", "act-77777", [f"act-{number}" for number in range(10_000)])


def test_what_is_not_shown_is_not_imported():
    code = (
        "import sys, kb.ui.main; print(*{'pandas', 'altair', 'scipy', 'rdflib', 'kb.building.build', 'typst'} & set(sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.split() == []


def test_the_start_opens_the_release_beside_and_survives_its_absence(real, real_release, monkeypatch, tmp_path):
    shared._open.cache_clear()
    warming.warm()
    assert shared._open.cache_info().currsize == 1 and "entities" in vars(shared.current_release().catalogue)
    monkeypatch.setenv("KB_HOME", str(tmp_path / "nowhere"))
    warming.warm()
    assert AppTest.from_string("from kb.ui.pages import about; about.show()", default_timeout=PATIENCE).run().exception


def test_answers_are_of_the_day_on_which_they_are_asked(real_release, monkeypatch):
    class Later(shared.datetime.date):
        @classmethod
        def today(cls):
            return cls(2030, 1, 1)

    asked = View("us", questions="forced-divestiture")
    before = shared.cached_comparison(real_release, asked)
    monkeypatch.setattr(shared.datetime, "date", Later)
    after = shared.cached_comparison(real_release, asked)
    assert before.as_of != "2030-01-01" == after.as_of
