"""A base is a folder: one without platforms, without sources, of one jurisdiction and one question passes commands and pages."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from streamlit.testing.v1 import AppTest

from kb.building.build import build
from kb.cells.comparison import compare
from kb.commands.cli import app
from kb.loaders.facts import read_facts
from kb.loaders.problems import CuratedDataError
from kb.naming.licences import UNSTATED
from kb.opening.current import open_release
from kb.release.base_rows import base_from_rows
from kb.release.graph_reader import GraphReader
from kb.tables import FORMATS, table_bytes
from kb.ui.sections import NAMES, unlisted
from kb.values.words import caption
from tests.conftest import MINI_FACTS
from tests.patience import PATIENCE
from tests.test_ui_pages import shown

AI_RULES = Path(__file__).resolve().parents[2] / "shared/cases/bases/ai-rules"
TEXTS = ("txt", "md", "html", "csv", "json", "tex")
KINDS = ("new", "untitled", "no-platforms", "no-sources", "ai-rules")


def kb(*arguments: object):
    return CliRunner().invoke(app, [str(one) for one in arguments], catch_exceptions=True)


def begin(folder: Path) -> Path:
    assert kb("new", "base", folder).exit_code == 0
    return folder


def write(folder: Path, kind: str) -> Path:
    """The facts of one kind of base."""
    if kind == "ai-rules":
        if not AI_RULES.is_dir():
            pytest.skip("the case of a base on other rules is not on this machine")
        shutil.copytree(AI_RULES, folder)
        act = folder / "instruments/eu/ai-act.yaml"  # written when nobody had to name the text that confirms
        act.write_text(act.read_text(encoding="utf-8").replace("checked: confirmed", "checked: background"), encoding="utf-8")
        return folder
    begin(folder)
    if kind == "untitled":
        (folder / "base.yaml").unlink()
    if kind in ("no-platforms", "no-sources"):
        kb("new", "jurisdiction", "kr", "--facts", folder)
        kb("new", "instrument", "kr/data-act", "--facts", folder)
        kb("new", "question", "maximum-fine", "--facts", folder)
    if kind == "no-platforms":
        kb("new", "source", "an-article", "--facts", folder)
    if kind == "no-sources":
        (folder / "platforms.yaml").write_text("clip: {name: Clip, kind: video-sharing}\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module", params=KINDS)
def home(request, tmp_path_factory):
    at = tmp_path_factory.mktemp(request.param)
    build(write(at / "facts", request.param), at / "home")
    return at / "home"


def test_its_tables_name_what_it_compares_in_every_format(home):
    release = open_release(home)
    table = compare(release.reader, list(release.reader.jurisdictions()))
    assert caption(table).startswith(("Rules: ", "Rules, “"))
    for name in FORMATS:
        assert table_bytes(table, name)
    for name in TEXTS:
        said = table_bytes(table, name).decode()
        assert "platform rules" not in said.lower(), name


def test_it_answers_every_command(home):
    reader = open_release(home).reader
    place, question = next(iter(reader.jurisdictions())), next(iter(reader.questions()))
    for asked in (
        ["compare", place],
        ["coverage"],
        ["due"],
        ["search", "act"],
        ["brief", place],
        ["changes", place, "--from", "2019-01-01", "--to", "2026-01-01"],
        ["timeline", place, question],
        ["policies"],
        ["disputes"],
        ["regime", place],
    ):
        done = kb(*asked, "--home", home)
        assert done.exit_code in (0, 1) and "Traceback" not in done.output, (asked, done.output, done.exception)
        assert not done.exception or isinstance(done.exception, SystemExit), (asked, done.exception)
        assert "Platform rules" not in done.output


@pytest.mark.parametrize("name", NAMES)
def test_every_page_opens(home, name, monkeypatch):
    monkeypatch.setenv("KB_HOME", str(home))
    module = name.removesuffix("-page").replace("-", "_")
    test = AppTest.from_string(f"from kb.ui.pages import {module}; {module}.show()", default_timeout=PATIENCE).run()
    assert not test.exception, (name, test.exception)
    assert "latform rules" not in shown(test) and "regulate platforms" not in shown(test)


def test_pages_for_which_it_has_nothing_stay_out_of_the_menu(home):
    release = open_release(home)
    hidden = unlisted(release)
    assert ("on-that-day" in hidden) == (not release.reader.platforms())
    assert ("article" in hidden) == (release.manifest["counts"]["sources"] == 0)


def test_a_base_says_what_it_compares_wherever_it_is_read(tmp_path):
    facts = begin(tmp_path / "facts")
    said = "title: {en: Rules on bread, de: Regeln zu Brot}\ncompares: {en: Bread rules, de: Brotregeln}\nfirst: {places: [xx]}\n"
    (facts / "base.yaml").write_text(said, encoding="utf-8")
    build(facts, tmp_path / "home")
    release = open_release(tmp_path / "home")
    base = release.reader.base()
    assert base == GraphReader(release).base() and base.places == ("xx",)
    assert base.said("title", "de") == "Regeln zu Brot" and base.said("title", "fr") == "Rules on bread"
    assert caption(compare(release.reader, ["xx"])) == "Bread rules, “Is there a rule on what you compare?”: Exampleland"
    assert kb("brief", "xx", "--lang", "de", "--home", tmp_path / "home").output.startswith("# Brotregeln: ")


def test_a_release_from_before_keeps_the_title_of_its_tables():
    declared = {"says": "declared", "value": None, "language": None}
    assert base_from_rows([]).subject == "Platform rules" and base_from_rows([declared]).subject == "Rules"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title: A\n", "base.yaml:1: add 'compares:'"),
        ("title: A\ncompares: Rules\nfirst: {places: [zz]}\n", "base.yaml:3:"),
        ("title: A\ncompares: Rules\nlicense: https://example.org/x\n", "base.yaml:3:"),
        ("title: {english: A}\ncompares: Rules\n", "base.yaml:1:"),
    ],
)
def test_a_mistake_in_what_it_says_is_named_with_its_line(tmp_path, text, message):
    facts = begin(tmp_path / "facts")
    (facts / "base.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(CuratedDataError) as raised:
        read_facts(facts)
    assert message in str(raised.value)


def test_new_files_are_written_where_they_belong_and_build(tmp_path):
    facts = tmp_path / "facts"
    shutil.copytree(MINI_FACTS, facts)
    for kind, name in (
        ("jurisdiction", "kr"),
        ("instrument", "kr/data-act"),
        ("case", "kr/one-v-other"),
        ("source", "an-article"),
        ("question", "maximum-fine"),
        ("absence", "kr"),
    ):
        assert kb("new", kind, name, "--facts", facts).exit_code == 0, kind
    found = read_facts(facts)
    assert "kr" in found.jurisdictions and "kr/data-act" in found.instruments and "kr/one-v-other" in found.cases
    assert "kr" in found.absences and "an-article" in found.sources and "maximum-fine" in found.questions()


@pytest.mark.parametrize(
    ("name", "kind", "said", "ties"),
    [
        ("kr", "country", "South Korea", ()),
        ("fr", "country", "France", (("eu", "1958-01-01", "9999-12-31"),)),
        ("gb", "country", "United Kingdom", (("eu", "1973-01-01", "2020-02-01"),)),
        ("us-wa", "state", "Washington", ()),
        ("fr-75c", "municipality", "Paris", ()),
        ("asean", "union", "Association of Southeast Asian Nations", ()),
        ("new-york-city", "municipality", "New York City", ()),
    ],
)
def test_a_new_jurisdiction_has_what_is_known_of_it(tmp_path, name, kind, said, ties):
    facts = begin(tmp_path / "facts")
    for one in dict.fromkeys(("eu", name)):
        assert kb("new", "jurisdiction", one, "--facts", facts).exit_code == 0
    found = read_facts(facts).jurisdictions
    assert (found[name].kind, str(found[name].name)) == (kind, said) and found["eu"].kind == "union"
    assert tuple((tie.in_, tie.from_, tie.until) for tie in found[name].member_of) == ties
    assert not read_facts(facts).jurisdictions["xx"].member_of


def test_a_city_has_the_word_of_the_base_for_cities(tmp_path):
    facts = begin(tmp_path / "facts")
    (facts / "words.yaml").write_text("jurisdiction-kind:\n  city: {label: City, means: A city.}\n", encoding="utf-8")
    kb("new", "jurisdiction", "paris", "--facts", facts)
    kb("new", "jurisdiction", "kr", "--facts", facts)
    assert [one.kind for one in read_facts(facts).jurisdictions.values()] == ["country", "city", "country"]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (("instrument", "xx/example-act"), "exists already"),
        (("jurisdiction", "xx"), "already"),
        (("question", "first-question"), "exists already"),
        (("instrument", "example-act"), "as in us/my-act"),
        (("instrument", "zz/act"), "kb new jurisdiction zz"),
        (("source", "../../escape"), "one name without /"),
        (("source", "Upper"), "lower case"),
        (("absence", "zz"), "kb new jurisdiction zz"),
        (("case", "xx/a-v-b"), "organisation"),
    ],
)
def test_nothing_is_overwritten_and_no_wrong_name_is_taken(tmp_path, asked, says):
    facts = begin(tmp_path / "facts")
    before = {path: path.read_bytes() for path in facts.rglob("*.yaml")}
    done = kb("new", *asked, "--facts", facts)
    assert done.exit_code and says in str(done.exception)
    assert {path: path.read_bytes() for path in facts.rglob("*.yaml")} == before


def test_a_new_base_is_not_put_into_a_folder_that_holds_something(tmp_path):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    assert "is not empty" in str(kb("new", "base", tmp_path).exception)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_file_is_not_begun_in_facts_that_are_wrong_and_they_are_named(tmp_path):
    folder = begin(tmp_path / "mine")
    (folder / "jurisdictions.yaml").write_text("xx: [", encoding="utf-8")
    done = kb("new", "source", "a-paper", "--facts", folder)
    assert done.exit_code == 1 and "jurisdictions.yaml:" in done.stderr and "mend these first" in done.stderr
    assert not (folder / "sources/a-paper.yaml").exists()


def test_a_base_that_names_no_licence_gives_none(tmp_path):
    folder = begin(tmp_path / "mine")
    build(folder, tmp_path / "home")
    release = open_release(tmp_path / "home")
    assert release.reader.base().terms == UNSTATED and release.manifest["license"] == UNSTATED.address
