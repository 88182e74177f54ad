"""A base brings words of its own, to lists of the program and to pages; nothing speaks of platforms where there are none."""

import shutil

import pytest
from click.testing import CliRunner
from streamlit.testing.v1 import AppTest

from kb.building.build import build
from kb.commands.cli import app
from kb.exporting.rooting import root_of
from kb.language.spoken_names import name_of, names_in
from kb.loaders.facts import read_facts
from kb.loaders.problems import CuratedDataError
from kb.naming import iris
from kb.opening.current import open_release
from kb.release.graph_reader import GraphReader
from kb.ui.sections import unlisted
from kb.ui.words import vocabulary, without_platforms
from tests.conftest import ROOT
from tests.patience import PATIENCE
from tests.test_ui_pages import shown

BREAD = ROOT / "tests" / "bread_facts"
WORDS = """
jurisdiction-kind:
  city: {label: {en: City, de: Stadt}, means: A municipality that makes rules of its own.}
approach:
  night-cap: {label: Cap on nights, means: A home may be let for so many nights a year.}
party:
  hosts: {label: Hosts, means: Whoever lets a home for a short time.}
"""
PAGES = "\npages:\n  en: {article.lead: What papers say of lets.}\n  de: {article.lead: Was Zeitungen sagen.}\n"


def kb(*arguments: object):
    return CliRunner().invoke(app, [str(one) for one in arguments])


def write(folder, words=WORDS, pages=PAGES):
    assert kb("new", "base", folder).exit_code == 0
    kb("new", "source", "an-article", "--facts", folder)
    (folder / "words.yaml").write_text(words, encoding="utf-8")
    places, act, base = folder / "jurisdictions.yaml", folder / "instruments/xx/example-act.yaml", folder / "base.yaml"
    places.write_text(places.read_text(encoding="utf-8").replace("kind: country", "kind: city"), encoding="utf-8")
    said = act.read_text(encoding="utf-8").replace("[unclassified]", "[night-cap]")
    act.write_text(said.replace("rests_on: [art. 1]", "rests_on: [art. 1]\n      scope: {party: hosts}"), encoding="utf-8")
    base.write_text(base.read_text(encoding="utf-8") + "root: https://example.org/lets/\n" + pages, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    at = tmp_path_factory.mktemp("lets")
    build(write(at / "facts"), at / "home")
    return at / "home"


def test_own_words_are_taken_and_become_concepts_of_their_list(home):
    release = open_release(home)
    rows = release.store.query(
        "PREFIX pol: <https://w3id.org/policykb/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
        "SELECT ?word ?label WHERE "
        "{ GRAPH ?file { ?word skos:inScheme ?list ; skos:prefLabel|pol:translatedLabel ?label } "
        "FILTER(CONTAINS(STR(?file), 'facts/words.yaml')) } ORDER BY ?word ?label"
    )
    found = [(row["word"].value.removeprefix(iris.ID), row["label"].value) for row in rows]
    assert found == [
        ("approach/night-cap", "Cap on nights"), ("jurisdiction-kind/city", "City"), ("jurisdiction-kind/city", "Stadt"),
        ("party/hosts", "Hosts"),
    ]  # fmt: skip
    assert "For the class: Hosts" in kb("compare", "xx", "--home", home).output
    assert "Cap on nights" in kb("show", "instrument/xx/example-act", "--home", home).output


def test_own_words_are_under_the_root_of_the_base_and_the_program_s_are_not(home):
    under = root_of(open_release(home))
    assert under(iris.entity("jurisdiction-kind", "city")) == "https://example.org/lets/id/jurisdiction-kind/city"
    assert under(iris.entity("jurisdiction-kind", "country")) == iris.entity("jurisdiction-kind", "country")
    assert under(iris.entity("event", "adopted")) == iris.entity("event", "adopted")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("absence:\n  lost: {label: Lost, means: It is lost.}\n", "'absence' is no list that a base can add to"),
        ("unit:\n  cup: {label: cups, means: Cups.}\n", "not three letters as a currency has"),
        ("unit:\n  m2: {label: m², means: Square metres.}\n", "letters and hyphens"),
        ("party:\n  cooks: {label: Cooks, one: Cook, means: Who cooks.}\n", "'one:' belongs to a unit"),
        ("approach:\n  divestiture: {label: Sale, means: It is sold.}\n", "approach: divestiture already"),
        ("approach:\n  Night: {label: Night, means: It is night.}\n", "words.yaml:2"),
        ("approach:\n  night: {label: Night}\n", "words.yaml:2"),
        ("approach: {}\n", "words.yaml:1"),
    ],
)
def test_a_mistake_in_own_words_is_named_with_its_line(tmp_path, words, says):
    with pytest.raises(CuratedDataError) as raised:
        read_facts(write(tmp_path / "facts", words))
    assert says in str(raised.value) and "words.yaml" in str(raised.value)


def test_a_word_that_no_list_has_is_refused_and_words_yaml_is_named(tmp_path):
    facts = write(tmp_path / "facts", "approach:\n  night-cap: {label: Cap, means: So many nights.}\n")
    with pytest.raises(CuratedDataError, match=r"'city' is not in the list of jurisdiction-kind: .*or add it to words\.yaml"):
        read_facts(facts)


@pytest.mark.parametrize(
    ("pages", "says"),
    [
        ("pages:\n  en: {article.leed: A}\n", "did you mean 'article.lead'"),
        ("pages:\n  en: {compare.group-of: A group}\n", "puts in other values than the program"),
        ("pages:\n  fr: {article.lead: A}\n", "base.yaml"),
    ],
)
def test_a_mistake_in_words_of_pages_is_named(tmp_path, pages, says):
    with pytest.raises(CuratedDataError) as raised:
        read_facts(write(tmp_path / "facts", pages=pages))
    assert says in str(raised.value)


@pytest.mark.parametrize(("language", "said"), [("en", "What papers say of lets."), ("de", "Was Zeitungen sagen.")])
def test_pages_say_what_the_base_says_in_each_language(home, monkeypatch, language, said):
    monkeypatch.setenv("KB_HOME", str(home))
    test = AppTest.from_string("from kb.ui.pages import article; article.show()", default_timeout=PATIENCE)
    test.query_params["lang"] = language
    assert said in shown(test.run())


def test_a_unit_of_its_own_stands_behind_numbers_in_both_languages(tmp_path):
    build(BREAD, tmp_path / "home")
    release = open_release(tmp_path / "home")
    assert release.reader.questions() == GraphReader(release).questions()
    head = release.reader.questions()["daily-loaves"]
    assert [head.label(answer) for answer in ("1-loaves", "2000-loaves")] == ["1 loaf", "2000 loaves"]
    german = names_in(release, "de")
    assert [name_of(german, said) for said in ("1 loaf", "2 loaves", "Weighed")] == ["1 Brot", "2 Brote", "Gewogen"]
    told = kb("compare", "uu", "bb", "-q", "daily-loaves", "--home", tmp_path / "home").output
    assert "2000 loaves" in told and "1 loaf" in told


def test_an_event_of_its_own_is_told_and_changes_no_status(tmp_path):
    facts = tmp_path / "facts"
    shutil.copytree(BREAD, facts)
    build(facts, tmp_path / "with")
    act = facts / "instruments/aa/bread-act.yaml"
    act.write_text(act.read_text(encoding="utf-8").replace("  - {on: 2024-09-01, what: weighed}\n", ""), encoding="utf-8")
    build(facts, tmp_path / "without")
    asked = ("timeline", "aa", "loaf-weight", "--home")
    assert kb(*asked, tmp_path / "with").output.splitlines()[1:] == kb(*asked, tmp_path / "without").output.splitlines()[1:]
    assert "2024-09-01  Weighed" in kb("show", "instrument/aa/bread-act", "--home", tmp_path / "with").output


QUESTION = """#+ question: Which kinds of places are there?
#+ expected:
#+   id:jurisdiction/xx | id:jurisdiction-kind/{kind}

PREFIX pol: <https://w3id.org/policykb/ontology#>
PREFIX dct: <http://purl.org/dc/terms/>
SELECT ?place ?kind WHERE {{ ?place a pol:Jurisdiction ; dct:type ?kind }} ORDER BY ?place
"""


def ask(home, tmp_path, text):
    facts = write(tmp_path / "facts")
    (facts / "competency").mkdir()
    (facts / "competency" / "01-kinds.rq").write_text(text, encoding="utf-8")
    assert kb("validate", "--facts", facts).exit_code == 0, "a question is no file of facts"
    return kb("competency", "--facts", facts, "--home", home)


def test_questions_of_the_folder_are_asked_and_a_wrong_answer_is_named(home, tmp_path):
    done = ask(home, tmp_path / "right", QUESTION.format(kind="city"))
    assert done.exit_code == 0 and "as expected  01-kinds: Which kinds of places are there?" in done.output
    done = ask(home, tmp_path / "wrong", QUESTION.format(kind="country"))
    assert done.exit_code == 1 and "1 of 1 questions" in str(done.exception)
    assert "missing: id:jurisdiction/xx | id:jurisdiction-kind/country" in done.output
    assert "not expected: id:jurisdiction/xx | id:jurisdiction-kind/city" in done.output


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("SELECT ?a WHERE { ?a a ?b }\n", "01-kinds.rq:1: begin with"),
        ("#+ question: What?\nSELECT ?a WHERE { ?a a ?b }\n", "01-kinds.rq:2: add '#+ expected:'"),
        ("#+ question: What?\n#+ expected:\n#+   (no rows)\nASK { ?a a ?b }\n", "01-kinds.rq: write a SELECT query"),
        ("#+ question: What?\n#+ expected:\n#+   (no rows)\nSELECT ?a WHERE {\n", "01-kinds.rq: the query does not parse"),
        ("#+ question: What?\n#+ expected:\n#+   (no rows)\nDROP ALL\n", "01-kinds.rq: line 4: DROP is not allowed"),
    ],
)
def test_a_question_that_cannot_be_asked_says_what_to_write(home, tmp_path, text, says):
    done = ask(home, tmp_path, text)
    assert done.exit_code == 1 and says in str(done.exception)


def test_a_base_without_platforms_is_spoken_of_in_every_language():
    for language in ("en", "de"):
        words = without_platforms(language)
        assert words["compare.any-platform"] != vocabulary(language)["compare.any-platform"]
        assert "◆" not in words["cell.legend"] and "◆" not in words["map.how-ordinal"] and "⚠" in words["map.how-ordinal"]


def test_the_page_on_a_platform_stays_out_of_the_menu(home):
    assert "on-that-day" in unlisted(open_release(home))
