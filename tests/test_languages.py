"""Names in several languages: shown in the reader's, with the official one beside, and found in all."""

from __future__ import annotations

import pickle

import pytest
from click.testing import CliRunner

from kb.building.build import build
from kb.cells.place_names import known_place
from kb.commands.cli import app
from kb.graph.entity_view import view
from kb.language.spoken_names import names_in
from kb.loaders.facts import read_facts
from kb.loaders.problems import CuratedDataError
from kb.loaders.spoken import languages_of
from kb.opening.current import open_release
from kb.searching.search import search


def kb(*arguments: object):
    return CliRunner().invoke(app, [str(one) for one in arguments], catch_exceptions=False)


def replaced(path, key: str, said: str, before: str = ""):
    """Write something else after a key, where it says what it said before."""
    lines = path.read_text(encoding="utf-8").splitlines()
    lines = [key + said if line.startswith(key + before) else line for line in lines]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def written(folder, title: str, name: str = "South Korea"):
    """A base with one act under a title as it stands in its file."""
    kb("new", "base", folder)
    for asked in (("jurisdiction", "kr"), ("instrument", "kr/data-act")):
        kb("new", *asked, "--facts", folder)
    for path, key, said in (
        ("instruments/kr/data-act.yaml", "title:", title),
        ("jurisdictions.yaml", "  name: South Korea", name),
    ):
        lines = (folder / path).read_text(encoding="utf-8").splitlines()
        kept = key if key == "title:" else "  name:"
        lines = [f"{kept} {said}" if line.startswith(key) else line for line in lines]
        (folder / path).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    at = tmp_path_factory.mktemp("languages")
    facts = written(at / "facts", "{ko: 데이터법, en: Data Act, de: Datengesetz}", "{ko: 대한민국, en: South Korea, ja: 韓国}")
    build(facts, at / "home")
    return open_release(at / "home")


def test_pages_show_a_thing_in_the_language_of_the_reader(release):
    assert view(release, "instrument/kr/data-act").title == "Data Act"
    assert names_in(release, "de")["Data Act"] == "Datengesetz" and names_in(release, "ko")["Data Act"] == "데이터법"
    assert release.reader.jurisdictions()["kr"] == "South Korea" and names_in(release, "ja")["South Korea"] == "韓国"


def test_the_official_name_stands_beside(release):
    assert (
        "데이터법" in view(release, "instrument/kr/data-act").also
        and "Datengesetz" not in view(release, "instrument/kr/data-act").also
    )
    assert "Data Act (데이터법)" in kb("show", "instrument/kr/data-act", "--home", release.path.parent.parent).output


@pytest.mark.parametrize("words", ["Data Act", "Datengesetz", "데이터법"])
def test_a_search_finds_it_in_every_language(release, words):
    assert any("kr/data-act" in str(hit) for hit in search(release, words, 10))


def test_a_place_is_asked_for_in_every_language_of_its_name(release):
    assert {known_place(release.reader, name) for name in ("대한민국", "韓国", "South Korea", "kr", "KOR")} == {"kr"}


def test_a_name_in_one_language_stays_what_it_was_and_any_survives_another_process(tmp_path):
    facts = read_facts(written(tmp_path / "facts", "{ko: 데이터법, en: Data Act}"))
    title = pickle.loads(pickle.dumps(facts.instruments["kr/data-act"].title))
    assert title == "Data Act" and dict(languages_of(title)) == {"ko": "데이터법", "en": "Data Act"}
    assert not languages_of(facts.jurisdictions["kr"].name)


@pytest.mark.parametrize(
    ("title", "said"), [("{Korean: 데이터법}", "no tag of a language"), ("{ko: ''}", "is empty"), ("{}", "is empty")]
)
def test_a_name_that_is_none_is_told_with_its_line(tmp_path, title, said):
    folder = written(tmp_path / "facts", title)
    with pytest.raises(CuratedDataError, match=said) as refused:
        read_facts(folder)
    assert "data-act.yaml:" in str(refused.value)


def test_a_script_that_a_printed_form_may_not_have_is_named_in_a_warning(tmp_path):
    facts = written(tmp_path / "facts", "Data Act", "대한민국")
    build(facts, tmp_path / "home")
    for name in ("tex", "svg", "html"):
        done = kb("compare", "kr", "--home", tmp_path / "home", "-o", tmp_path / f"t.{name}")
        assert ("letters of Hangul may be missing" in done.stderr) == (name != "html"), name
    assert not kb("compare", "xx", "--home", tmp_path / "home", "-o", tmp_path / "x.tex").stderr
