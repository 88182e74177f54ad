"""Groups of states: dated members, asked for by name in every command, and what a base has of them said aloud."""

import csv
import io
import json
import re

import pytest
import yaml
from click.testing import CliRunner
from streamlit.testing.v1 import AppTest

from kb.building.build import build
from kb.cells.comparison import compare
from kb.cells.place_names import group_here, known_places
from kb.commands.cli import app
from kb.errors import UsageError
from kb.naming.groups import LIST, group_called, groups
from kb.naming.places import UNION_CODE, place
from kb.opening.current import open_release
from tests.patience import PATIENCE
from tests.test_data_members import members


def kb(*arguments: object):
    return CliRunner().invoke(app, [str(one) for one in arguments])


@pytest.mark.parametrize(
    ("group", "day", "size"),
    [
        ("asean", "1967-08-07", 0), ("asean", "1967-08-08", 5), ("asean", "1999-04-30", 10), ("asean", "2026-01-01", 11),
        ("apec", "1989-11-30", 0), ("apec", "1990-01-01", 12), ("apec", "1994-12-31", 18), ("apec", "2026-01-01", 21),
        ("g20", "1999-12-15", 20), ("oecd", "1961-09-30", 17), ("oecd", "1962-03-29", 20), ("oecd", "2000-12-14", 30),
        ("oecd", "2010-12-31", 34), ("oecd", "2026-01-01", 38), ("cptpp", "2018-12-30", 6), ("cptpp", "2026-01-01", 12),
        ("african-union", "2002-07-09", 53), ("african-union", "2026-01-01", 55), ("eea", "2026-01-01", 30),
    ],
)  # fmt: skip
def test_a_group_has_as_many_members_as_it_had_on_the_day(group, day, size):
    assert len(groups()[group].on(day)) == size


def test_the_list_names_places_of_the_world_in_order_and_what_was_read():
    for slug, group in groups().items():
        days = [member.start for member in group.members]
        assert days == sorted(days), slug
        assert all(place(member.code) or member.code == UNION_CODE for member in group.members), slug
        assert all(re.fullmatch(r"\d{4}(-\d\d){1,2}", day) for day in days), slug
        assert group.read and re.fullmatch(r"\d{4}-\d\d-\d\d", group.read_to) and set(group.names) == {"en", "de"}, slug
        lasting = [member.code for member in group.members if member.until == "9999-12-31"]
        assert len(lasting) == len(set(lasting)), slug
    assert all(set(one) <= {"name", "note", "read", "read_to", "members"} for one in yaml.safe_load(LIST.read_text()).values())


@pytest.mark.parametrize("union", ["eu", "eea"])
def test_what_the_list_says_of_the_unions_is_what_the_facts_say(real_release, union):
    for day in ("1957-12-31", "1973-01-01", "1994-01-01", "2004-05-01", "2014-04-12", "2020-01-31", "2020-02-01", "2026-06-01"):
        assert {code.lower() for code in groups()[union].on(day)} == members(real_release, union, day), day


def test_a_group_is_found_by_its_short_name_and_its_names():
    assert {group_called(words).slug for words in ("ASEAN", "asean", "Verband Südostasiatischer Nationen")} == {"asean"}
    assert group_called("african union").slug == "african-union" and group_called("narnia") is None


def test_a_group_is_compared_by_its_members_of_the_day(real_release):
    reader = real_release.reader
    assert known_places(reader, ["asean"], "2026-01-01") == ["id", "sg", "vn"]
    assert known_places(reader, ["sg", "asean"], "1990-01-01") == ["sg", "id"]
    table = compare(reader, ["us", "asean"], questions=["minimum-account-age"], as_of="1990-01-01")
    assert [slug for slug, _ in table.jurisdictions] == ["us", "id", "sg"]


def test_the_union_itself_is_meant_unless_its_members_are_asked_for(real_release):
    reader = real_release.reader
    assert known_places(reader, ["eu"], "2026-06-01") == ["eu"]
    found = known_places(reader, ["members:eu"], "2026-06-01")
    assert len(found) == 27 and "gb" not in found
    assert "gb" in known_places(reader, ["members:eu"], "2020-01-31")
    assert "gb" not in known_places(reader, ["members:eu"], "2020-06-01"), "one that a text binds is no member"
    assert len(known_places(reader, ["members:us"], "2026-06-01")) > 9


def test_what_the_base_lacks_of_a_group_is_said(real_release, real_home):
    here = group_here(real_release.reader, "asean", "2026-01-01")
    assert len(here.lacking) == 8 and "Malaysia" in here.lacking
    done = kb("compare", "asean", "-q", "minimum-account-age", "--as-of", "2026-01-01", "--home", real_home)
    assert done.exit_code == 0 and "3 of 11 members" in done.stderr and "Malaysia" in done.stderr
    assert "members are known to 2025-10-26" in done.stderr
    with pytest.raises(UsageError, match="0 of 55 members of African Union"):
        known_places(real_release.reader, ["african-union"], "2026-01-01")
    with pytest.raises(UsageError, match="no jurisdiction 'members:atlantis'"):
        known_places(real_release.reader, ["members:atlantis"])


@pytest.mark.parametrize(
    "asked",
    [["coverage", "asean"], ["disputes", "asean"], ["similar", "asean"], ["due", "asean"], ["brief", "asean"],
     ["changes", "asean", "--from", "2024-01-01", "--to", "2026-01-01"], ["panel", "asean", "--from", "2024"]],
)  # fmt: skip
def test_every_command_of_several_places_takes_a_group(real_home, asked):
    done = kb(*asked, "--home", real_home)
    assert done.exit_code == 0, (done.output, done.exception)
    assert "Singapore" in done.output or "sg" in done.output
    assert " of 11 members of Association of Southeast Asian Nations" in done.stderr and "Malaysia" in done.stderr


def test_members_told_of_are_those_of_the_day_that_is_shown(real_home):
    between = ("--from", "1990-01-01", "--to", "1994-01-01")
    done = kb("changes", "asean", *between, "-q", "minimum-account-age", "--home", real_home)
    assert done.exit_code == 0 and "2 of 6 members of Association of Southeast Asian Nations on 1994-01-01" in done.stderr
    wrong = kb("compare", "asean", "--as-of", "2020-13-01", "--home", real_home)
    assert "write a day of the calendar" in str(wrong.exception) and "members" not in wrong.stderr


def test_a_group_without_members_on_a_day_has_its_columns_still():
    assert kb("groups", "asean", "--as-of", "1960-01-01", "--format", "csv").output == "iso_3166,name,from,until\n"


def test_a_panel_has_the_members_of_each_year(real_home):
    done = kb("panel", "asean", "--from", "1994", "--to", "1995", "-q", "minimum-account-age", "--home", real_home)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [(row["jurisdiction"], row["year"]) for row in rows] == [
        ("id", "1994"), ("id", "1995"), ("sg", "1994"), ("sg", "1995"), ("vn", "1995"),
    ]  # fmt: skip


def test_a_panel_says_what_it_lacks_of_a_group_in_each_year_in_which_that_is_another(real_home):
    done = kb("panel", "asean", "--from", "1994", "--to", "1996", "-q", "minimum-account-age", "--home", real_home)
    told = re.findall(r"kb: (\d) of (\d) members of .* on ([0-9-]+) are", done.stderr)
    assert told == [("2", "6", "1994-12-31"), ("3", "7", "1995-12-31")]


def test_groups_are_listed_with_days_and_what_was_read():
    listed = kb("groups")
    assert listed.exit_code == 0 and all(slug in listed.output for slug in groups())
    rows = list(csv.DictReader(io.StringIO(kb("groups", "asean", "--as-of", "1985-01-01", "--format", "csv").output)))
    assert [row["iso_3166"] for row in rows] == ["ID", "MY", "PH", "SG", "TH", "BN"]
    told = json.loads(kb("groups", "cptpp", "--format", "json").output)
    assert told["read"] and {"iso_3166": "GB", "name": "United Kingdom", "from": "2024-12-15", "until": ""} in told["members"]
    assert kb("groups", "narnia").exit_code == 1 and "Known: eu" in str(kb("groups", "narnia").exception)


@pytest.fixture(scope="module")
def other_home(tmp_path_factory):
    """A base of another subject with Japan, Viet Nam under a name of its own, and the Union without members."""
    folder = tmp_path_factory.mktemp("other")
    facts = folder / "facts"
    kb("new", "base", facts)
    kb("new", "jurisdiction", "jp", "--facts", facts)
    more = "viet: {name: Viet Nam, kind: country, codes: {iso-3166-1-alpha-2: VN}}\neu: {name: European Union, kind: union}\n"
    more += "de: {name: Germany, kind: country}\n"
    with (facts / "jurisdictions.yaml").open("a", encoding="utf-8") as file:
        file.write(more)
    build(facts, folder / "home")
    return folder / "home"


def test_any_base_has_groups_by_code_without_saying_so(other_home):
    reader = open_release(other_home).reader
    assert known_places(reader, ["cptpp"], "2026-01-01") == ["jp", "viet"]
    assert known_places(reader, ["members:eu"], "2026-01-01") == ["de"], "a union that names no members has those of the list"


def test_the_page_adds_the_members_of_a_group(other_home, monkeypatch):
    monkeypatch.setenv("KB_HOME", str(other_home))
    page = AppTest.from_string("from kb.ui.pages import compare; compare.show()", default_timeout=PATIENCE).run()
    choice = page.selectbox(key="group")
    assert any("2 of 12" in option for option in choice.options)
    choice.set_value("cptpp").run()
    assert {"jp", "viet"} <= set(page.session_state["j"])


@pytest.mark.parametrize("page", ["compare", "changes", "timeline", "due", "similarity"])
def test_a_group_in_an_address_is_its_members_and_what_is_lacking_is_said(other_home, monkeypatch, page):
    monkeypatch.setenv("KB_HOME", str(other_home))
    test = AppTest.from_string(f"from kb.ui.pages import {page}; {page}.show()", default_timeout=PATIENCE)
    test.query_params["j"] = "cptpp,viet"
    test.run()
    assert not test.exception and test.session_state["j"] == ["jp", "viet"]
    (told,) = [one.value for one in test.info if "members of" in one.value]
    assert told.startswith("2 of 12 members of") and "Not in it" in told and "Canada" in told


def test_another_name_in_an_address_is_the_place_and_an_unknown_one_is_refused(other_home, monkeypatch):
    monkeypatch.setenv("KB_HOME", str(other_home))
    test = AppTest.from_string("from kb.ui.pages import compare; compare.show()", default_timeout=PATIENCE)
    test.query_params["j"] = "vn,JPN,atlantis"
    test.run()
    assert test.session_state["j"] == ["viet", "jp"] and "atlantis" in test.warning[0].value


def test_a_union_of_the_base_has_the_members_that_the_base_says_whatever_the_world_calls_so(real_release):
    of_the_base = group_here(real_release.reader, "members:eu", "2026-06-01")
    assert (of_the_base.read_to, of_the_base.lacking) == (None, ()) and len(of_the_base.there) == 27
    assert group_here(real_release.reader, "eu", "2026-06-01") is None, "the place goes before the group of its name"
