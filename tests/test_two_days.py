"""Where only the day of the record is named, the law is that of the same day, or of today if that is earlier: at every door."""

import csv
import datetime
import io
import json

import pytest
from click.testing import CliRunner
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

import kb
from kb.asking.values import defaults_of
from kb.briefing.asked import Brief
from kb.cells.comparison import compare
from kb.commands.cli import app
from kb.doors.asked import asked_of
from kb.embedding.address import snippets
from kb.embedding.blocks import OF_THE_RECORD, Source
from kb.embedding.text_reports import refresh_text
from kb.embedding.verification import IDENTICAL, verify
from kb.profiles.state import ask
from kb.server.routes import ROUTES
from kb.sparql.stored import library_queries
from kb.tables import table_bytes
from kb.tables.seals import query_of
from kb.values.view import View
from tests.patience import PATIENCE

RECORD, TODAY = "2026-03-01", datetime.date.today().isoformat()
NEVER = "2030-01-01"
MARKER = "<!-- kb:compare xa known-on={}{} -->\n<!-- kb:end -->\n"


@pytest.fixture(autouse=True)
def home(mini_home, monkeypatch):
    monkeypatch.setenv("KB_HOME", str(mini_home))
    return mini_home


@pytest.mark.parametrize(
    ("as_of", "known_on", "days"),
    [
        (None, None, ("2026-06-01", "2026-06-01")),
        (None, "2026-03-01", ("2026-03-01", "2026-03-01")),
        (None, "2027-03-01", ("2026-06-01", "2027-03-01")),
        ("2026-09-01", "2026-03-01", ("2026-09-01", "2026-03-01")),
        ("2027-09-01", None, ("2027-09-01", "2026-06-01")),
    ],
)
def test_the_rule(as_of, known_on, days):
    view, today = View(as_of=as_of, known_on=known_on), datetime.date(2026, 6, 1)
    assert view.days(today) == days
    assert view.settled(today) == View(as_of=days[0], known_on=days[1])


def test_nothing_is_as_scheduled_where_only_the_record_is_named(mini_release):
    table = compare(mini_release.reader, ["xa", "xb"], known_on=RECORD)
    assert (table.as_of, table.known_on) == (RECORD, RECORD) and not any(cell.scheduled for cell in table.cells)
    later = compare(mini_release.reader, ["xa", "xb"], as_of=TODAY, known_on=RECORD)
    assert later.as_of == TODAY and any(cell.scheduled for cell in later.cells)


COMMANDS = ["compare xa", "explain xa forced-sale", "regime xa", "similar xa xb", "disputes xa"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command(command):
    done = CliRunner().invoke(app, [*command.split(), "--known-on", RECORD, "--format", "json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert (told["as_of"], told["known_on"]) == (RECORD, RECORD)


def test_the_last_row_of_a_panel_is_of_the_day_of_the_record():
    def days(*more):
        done = CliRunner().invoke(app, ["panel", "xa", "--from", "2025", "--known-on", RECORD, "-q", "audit", *more])
        return [row["as_of"] for row in csv.DictReader(io.StringIO(done.stdout))]

    assert days() == ["2025-12-31", RECORD]
    assert days("--to", "2025") == ["2025-12-31"]


def test_python_and_the_doors_of_programs(mini_release):
    assert kb.open().compare("xa", known_on=RECORD).comparison.as_of == RECORD
    assert asked_of(mini_release.reader, "compare", {"jurisdictions": ("xa",), "known_on": RECORD}).view.days()[0] == RECORD
    client = TestClient(Starlette(routes=ROUTES))
    for address in (f"/api/v1/compare?jurisdictions=xa&known_on={RECORD}", f"/embed/compare.json?j=xa&k={RECORD}"):
        assert client.get(address).json()["as_of"] == RECORD


def test_pages_of_things_and_briefs(mini_release):
    asked = ask(mini_release, "jurisdiction/xa", known_on=RECORD)
    assert (asked.as_of, asked.known_on) == (RECORD, RECORD)
    assert Brief.from_marker(f"xa known-on={RECORD}").start == "2024-03-01"


def test_the_members_of_a_group_are_those_of_that_day():
    done = CliRunner().invoke(app, ["compare", "members:xu", "--known-on", RECORD])
    assert done.exit_code == 0 and f"members of Union of Samples on {RECORD} are in this base" in done.stderr


def test_stored_queries(mini_release):
    both = [one for one in library_queries() if {"as_of", "known_on"} <= {parameter.name for parameter in one.parameters}]
    assert both
    for one in both:
        assert defaults_of(one, {"known_on": RECORD})["as_of"] == RECORD
        assert defaults_of(one, {"known_on": NEVER})["as_of"] == TODAY
        assert defaults_of(one, {})["as_of"] == defaults_of(one, {"known_on": "yesterday"})["as_of"] == "today"


def test_what_the_program_gives_out_names_both_days_or_neither(mini_release):
    table = compare(mini_release.reader, ["xa"], known_on=RECORD)
    assert {"as_of", "known_on"} <= query_of(table).keys()
    assert table_bytes(table, "csv").decode("utf-8-sig").count(f"{RECORD},{RECORD}") == len(table.cells)
    for name, given in snippets(table, "http://127.0.0.1").items():
        keys = ("v=", "k=") if name.startswith("page") else ("as-of=", "known-on=")
        assert len({key in given for key in keys}) == 1, given


@pytest.mark.parametrize("name", ["md", "html", "json", "csv", "xlsx"])
def test_a_table_of_before_is_still_what_it_was(mini_release, tmp_path, home, name):
    path = tmp_path / f"table.{name}"
    path.write_bytes(table_bytes(compare(mini_release.reader, ["xa"], as_of=TODAY, known_on=RECORD), name))
    assert verify(path, home).word == IDENTICAL


def report_of_before(home, more=""):
    """A report as it was filled when a marker with the day of the record alone asked for the law of today."""
    filled, _ = refresh_text(Source(home), "md", MARKER.format(RECORD, f" as-of={TODAY}{more}"))
    return filled.replace(f" as-of={TODAY}", "", 1)


def test_a_marker_of_before_is_stale_and_says_why_and_a_frozen_one_stays(home):
    before = report_of_before(home)
    fresh, (change,) = refresh_text(Source(home), "md", before)
    assert change.reasons[0] == OF_THE_RECORD.format(now=RECORD, was=TODAY)
    assert f"Law as of {RECORD}, as known on {RECORD}" in fresh and refresh_text(Source(home), "md", fresh) == (fresh, [])
    frozen = report_of_before(home, " frozen")
    assert refresh_text(Source(home), "md", frozen) == (frozen, [])


def page(name, **address):
    test = AppTest.from_string(f"from kb.ui.pages import {name}; {name}.show()", default_timeout=PATIENCE)
    for key, value in address.items():
        test.query_params[key] = value
    return test.run()


def days_of(test, law="v", record="k"):
    return tuple(test.date_input(key=key).value.isoformat() for key in (law, record))


@pytest.mark.parametrize("name", ["compare", "on_that_day", "check", "brief", "similarity"])
def test_the_day_of_the_law_follows_on_pages_until_another_is_picked(name):
    def pick(key, day):
        test.date_input(key=key).set_value(day)
        (test.button[0].click() if name == "check" else test).run()

    test = page(name, k=RECORD)
    assert days_of(test) == (RECORD, RECORD)
    pick("k", datetime.date(2026, 4, 1))
    assert days_of(test) == ("2026-04-01", "2026-04-01")
    pick("v", datetime.date(2025, 9, 15))
    pick("k", datetime.date(2026, 2, 1))
    assert days_of(test) == ("2025-09-15", "2026-02-01")


def test_so_it_does_for_the_later_point_of_changes():
    test = page("changes", k2=RECORD)
    assert days_of(test, "v2", "k2") == (RECORD, RECORD)
    test.date_input(key="k2").set_value(datetime.date(2026, 4, 1)).run()
    assert days_of(test, "v2", "k2") == ("2026-04-01", "2026-04-01")
    assert days_of(test, "v1", "k1") == ("2024-01-01", TODAY)


def test_an_address_of_a_page_with_both_days_has_both():
    assert days_of(page("compare", v=TODAY, k=RECORD)) == (TODAY, RECORD)
