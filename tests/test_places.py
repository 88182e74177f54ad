"""Places of the world: found by code, alias and name in many languages; told when a base lacks them; on the map by code."""

import csv
import io

import pytest
import yaml
from click.testing import CliRunner

from kb.building.build import build
from kb.cells.comparison import compare
from kb.cells.place_names import iso_code, known_place
from kb.commands.cli import app
from kb.errors import UsageError
from kb.naming.places import code_called, countries, ended, name_in, place
from kb.opening.current import open_release
from kb.release.graph_reader import GraphReader
from kb.table_view import Table
from kb.tables import csv as csv_table
from kb.ui.cells.choropleth import areas_of, choropleth, not_drawn


def kb(*arguments: object):
    return CliRunner().invoke(app, [str(one) for one in arguments])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("uk", "GB"), ("UK", "GB"), ("vietnam", "VN"), ("Viet Nam", "VN"), ("VNM", "VN"), ("704", "VN"), ("us-mt", "US-MT"),
        ("Deutschland", "DE"), ("日本", "JP"), ("Россия", "RU"), ("Royaume-Uni", "GB"), ("south-korea", "KR"), ("usa", "US"),
        ("European Union", "EU"), ("Côte d’Ivoire", "CI"), ("Burma", "MM"), ("türkiye", "TR"),
        ("atlantis", None), ("xx", None), ("", None), ("su", None), ("kongo", None), ("tiktok", None),
    ],
)  # fmt: skip
def test_a_place_is_found_by_code_alias_and_name_in_many_languages(words, code):
    assert code_called(words) == code


def test_every_country_and_every_part_has_codes_and_names_in_languages():
    assert len(countries()) == 249
    assert all(place(code).alpha_3 and place(code).numeric for code in countries())
    for language in ("de", "fr", "ja", "ar"):
        assert all(name_in(code, language) for code in countries()), language
    assert name_in("JP", "ja") == "日本" and name_in("EU", "de") == "Europäische Union"
    assert (place("us-mt").name, place("us-mt").parent) == ("Montana", "US")


@pytest.mark.parametrize(
    ("words", "until", "successors"),
    [
        ("ddr", "1990-10-30", ("DE",)), ("zaire", "1997-07-14", ("CD",)), ("cs", "2006-09-26", ("RS", "ME")),
        ("tp", "2002-05-20", ("TL",)), ("czechoslovakia", "1993-06-15", ()),
    ],
)  # fmt: skip
def test_a_country_that_is_no_more_has_its_end_and_what_came_after_it(words, until, successors):
    found = ended(words)
    assert (found.until, found.successors) == (until, successors)
    assert {"RU", "UA", "EE"} < set(ended("ussr").successors)
    assert ended("de") is None and ended("atlantis") is None


def test_every_command_takes_aliases_and_gives_the_bytes_of_the_names(real_home):
    for names, aliases in ((["compare", "gb", "vn"], ["compare", "uk", "vietnam"]), (["coverage", "gb"], ["coverage", "GBR"])):
        one, other = (kb(*asked, "--home", real_home, "--format", "json") for asked in (names, aliases))
        assert one.exit_code == other.exit_code == 0 and one.output == other.output
    for verb in (["explain"], ["timeline"]):
        one, other = (kb(*verb, name, "forced-divestiture", "--home", real_home) for name in ("vn", "Viet Nam"))
        assert one.exit_code == other.exit_code == 0 and one.output == other.output
    one, other = (kb("changes", name, "--from", "2024-01-01", "--to", "2026-01-01", "--home", real_home) for name in ("gb", "uk"))
    assert one.output == other.output and one.exit_code == 0


def test_a_place_that_the_base_lacks_is_named_and_an_ended_one_has_its_successors(real_release):
    with pytest.raises(UsageError, match=r"Japan \(JP\) is not in this base"):
        known_place(real_release.reader, "日本")
    with pytest.raises(UsageError, match=r"German Democratic Republic ended in 1990-10-30; after it: Germany \(de\)\."):
        known_place(real_release.reader, "ddr")
    with pytest.raises(UsageError, match=r"no jurisdiction 'gbb'\. Did you mean 'gb'"):
        known_place(real_release.reader, "gbb")


def test_codes_of_places_are_read_alike_from_the_graph_and_from_the_index(real_release):
    reader, graph = real_release.reader, GraphReader(real_release)
    assert dict(reader.place_codes()) == dict(graph.place_codes())
    assert iso_code(reader, "us-mt") == "US-MT" and iso_code(reader, "gb") == "GB" and iso_code(reader, "eea") is None


def test_tables_carry_names_and_codes_of_places(real_release):
    table = compare(real_release.reader, ["gb", "us-mt", "eea"], questions=["forced-divestiture"])
    rows = list(csv.DictReader(io.StringIO(csv_table.write(table))))
    told = [(row["jurisdiction"], row["jurisdiction_name"], row["iso_3166"]) for row in rows]
    assert told == [("gb", "United Kingdom", "GB"), ("us-mt", "Montana", "US-MT"), ("eea", "European Economic Area", "")]
    assert list(Table(table).to_pandas()["iso_3166"].fillna("")) == ["GB", "US-MT", ""]


@pytest.fixture(scope="module")
def world_home(tmp_path_factory):
    """A base of every country of ISO 3166, each under another name than its code; one has an alias of its own."""
    folder = tmp_path_factory.mktemp("world")
    facts = folder / "facts"
    assert kb("new", "base", facts).exit_code == 0
    register = {
        f"place-{code.lower()}": {"name": name_in(code, "en"), "kind": "country", "codes": {"iso-3166-1-alpha-2": code}}
        for code in countries()
    }
    register["place-ch"]["aliases"] = ["Helvetia"]
    text = (facts / "jurisdictions.yaml").read_text(encoding="utf-8") + yaml.safe_dump(register, allow_unicode=True)
    (facts / "jurisdictions.yaml").write_text(text, encoding="utf-8")
    build(facts, folder / "home")
    return folder / "home"


def test_every_country_is_on_the_map_by_its_code_whatever_the_base_calls_it(world_home):
    reader = open_release(world_home).reader
    places = [slug for slug in reader.jurisdictions() if slug.startswith("place-")]
    table = compare(reader, places, questions=[next(iter(reader.questions()))])
    areas = areas_of(table)
    assert len(areas) == 249 and areas["id"].is_unique and not not_drawn(table)
    assert areas["longitude"].notna().sum() == 247
    assert choropleth(table, "light")["layer"]


def test_a_place_is_found_in_a_base_that_has_names_of_its_own(world_home):
    reader = open_release(world_home).reader
    for words in ("uk", "GBR", "United Kingdom", "Vereinigtes Königreich"):
        assert known_place(reader, words) == "place-gb"
    assert known_place(reader, "helvetia") == "place-ch"


def test_a_new_jurisdiction_gets_name_kind_and_codes_from_its_code(tmp_path):
    facts = tmp_path / "facts"
    kb("new", "base", facts)
    for name in ("kr", "us-wa", "narnia"):
        assert kb("new", "jurisdiction", name, "--facts", facts).exit_code == 0
    said = yaml.safe_load((facts / "jurisdictions.yaml").read_text(encoding="utf-8"))
    assert said["kr"] == {
        "name": "South Korea",
        "kind": "country",
        "codes": {"iso-3166-1-alpha-2": "KR", "iso-3166-1-alpha-3": "KOR"},
    }
    assert said["us-wa"] == {"name": "Washington", "kind": "state", "codes": {"iso-3166-2": "US-WA"}}
    assert said["narnia"] == {"name": "Narnia", "kind": "municipality"}
    assert kb("validate", "--facts", facts).exit_code == 0


def test_a_panel_has_a_row_for_each_place_year_and_question(real_home):
    asked = ["panel", "uk", "us", "--from", "2023", "--to", "2025", "-q", "forced-divestiture", "-q", "minimum-account-age"]
    long = list(csv.DictReader(io.StringIO(kb(*asked, "--home", real_home).output)))
    assert [(row["iso_3166"], row["year"]) for row in long] == [
        (code, year) for code in ("GB", "US") for year in ("2023", "2024", "2025") for _ in range(2)
    ]
    assert {row["as_of"] for row in long if row["year"] == "2024"} == {"2024-12-31"}
    wide = list(csv.DictReader(io.StringIO(kb(*asked, "--wide", "--home", real_home).output)))
    assert [(row["jurisdiction"], row["year"]) for row in wide] == [
        (one, year) for one in ("gb", "us") for year in ("2023", "2024", "2025")
    ]
    said = {(row["jurisdiction"], row["year"]): row["forced-divestiture"] for row in wide}
    table = compare(open_release(real_home).reader, ["us"], questions=["forced-divestiture"], as_of="2024-12-31")
    assert said["us", "2024"] == table.cell("us", "forced-divestiture").answer
    assert all(value and (value.startswith("[") or not value.endswith("]")) for value in said.values())


def test_a_panel_of_years_that_are_none_is_refused(real_home):
    for first, last in (("2025", "2024"), ("1800", "2020"), ("2020", "2999")):
        done = kb("panel", "us", "--from", first, "--to", last, "--home", real_home)
        assert done.exit_code != 0 and "write two years in order" in str(done.exception)


def test_a_csv_has_a_byte_order_mark_on_demand_and_nothing_else_has_one(real_home, tmp_path):
    asked = ["compare", "us", "-q", "forced-divestiture", "--home", real_home]
    plain = kb(*asked, "--format", "csv").output
    assert kb(*asked, "--format", "csv", "--bom").output == "\ufeff" + plain
    assert kb(*asked, "--bom", "-o", tmp_path / "t.csv").exit_code == 0
    assert (tmp_path / "t.csv").read_bytes().startswith(b"\xef\xbb\xbfjurisdiction,")
    assert (
        "--bom belongs to csv" in str(kb(*asked, "--bom", "-o", tmp_path / "t.html").exception)
        and not (tmp_path / "t.html").exists()
    )
