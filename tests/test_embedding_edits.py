"""What was edited by hand in a report is told apart from a change of the base, and where it stands is said."""

import re
import shutil

import pytest
from click.testing import CliRunner
from conftest import MINI_FACTS, home_with
from docx import Document

from kb.building.build import build
from kb.commands.cli import app
from kb.embedding.edits import LAID_OUT_OTHERWISE, MOST, differing, edit_of
from kb.opening.current import open_release

ASKS = "xa xb questions=forced-sale as-of=2025-09-15 known-on=2026-06-01 platform=clip"
TABLE = f"<!-- kb:compare {ASKS} -->\n<!-- kb:end -->\n"
IN_LATEX = f"% kb:compare {ASKS}\n% kb:end\n"
VALUE = "{kb: xa forced-sale as-of=2025-09-15 platform=clip}"
HINT = 'words of your own are kept where the marker says them: own="xa forced-sale: your words"'


@pytest.fixture
def check(mini_home):
    def of(path, *options, home=None):
        done = CliRunner().invoke(app, ["embed", *options, str(path), "--home", str(home or mini_home)])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done

    return of


@pytest.fixture(scope="module")
def moved(tmp_path_factory, mini_home):
    """A home whose current release has another label and sentence of one cell; the old release is kept."""
    said = {"The named owner": "Each named owner", "label: Required": "label: Ordered"}
    return home_with(mini_home, tmp_path_factory.mktemp("moved"), said)


def edited(path, old, new):
    if path.suffix == ".docx":
        document = Document(path)
        for one in document.element.body.iter("{*}t"):
            one.text = (one.text or "").replace(old, new)
        document.save(path)
    else:
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("kind", ["md", "html", "tex", "docx", "rst", "adoc", "typ", "mdx"])
def test_an_edit_in_a_table_is_told_by_word_and_cell(check, tmp_path, mini_home, kind):
    path = tmp_path / f"a.{kind}"
    marks = {"tex": "% {}", "rst": ".. {}", "adoc": "// {}", "typ": "// {}", "mdx": "{{/* {} */}}"}.get(kind, "<!-- {} -->")
    if kind == "docx":
        document = Document()
        document.add_paragraph(f"{{kb:compare {ASKS}}}")
        document.add_paragraph("{kb:end}")
        document.save(path)
    else:
        path.write_text(f"{marks.format(f'kb:compare {ASKS}')}\n\n{marks.format('kb:end')}\n", encoding="utf-8")
    assert check(path).exit_code == 0
    edited(path, "must sell", "may sell")
    said = check(path, "--check").stdout
    release = open_release(mini_home).id
    assert f"stale: it was edited by hand: it says 'may' where release {release} says 'must' (xa forced-sale)\n  {HINT}" in said
    assert "->" not in said and "not kept" not in said


def test_an_edit_where_the_author_has_words_already_is_told_what_to_add(check, tmp_path):
    path = tmp_path / "a.md"
    path.write_text(TABLE.replace(" -->", ' own="xb: Land B" -->', 1), encoding="utf-8")
    check(path)
    edited(path, "must sell", "may sell")
    assert "add '| xa forced-sale: your words' to its own=" in check(path, "--check").stdout


def test_an_edit_of_a_table_whose_release_is_not_kept_is_found_in_one_that_says_the_same(check, tmp_path):
    path = tmp_path / "a.md"
    path.write_text(TABLE, encoding="utf-8")
    check(path)
    facts = shutil.copytree(MINI_FACTS, tmp_path / "facts")
    act = facts / "instruments" / "xa" / "platform-act.yaml"
    act.write_text(act.read_text(encoding="utf-8").replace("are audited every year", "are audited yearly"), encoding="utf-8")
    build(facts, tmp_path / "home")
    assert check(path, "--check", home=tmp_path / "home").exit_code == 0
    edited(path, "must sell", "may sell")
    said = check(path, "--check", home=tmp_path / "home").stdout
    assert "it says 'may' where release" in said and "(xa forced-sale)" in said and "cannot be named" not in said


def test_a_change_of_the_base_is_no_edit(check, tmp_path, moved):
    path = tmp_path / "a.md"
    path.write_text(TABLE + VALUE, encoding="utf-8")
    check(path)
    said = check(path, "--check", home=moved).stdout
    assert "by hand" not in said and "xa forced-sale: Required" in said


def test_an_edited_value_is_told_from_one_of_a_former_release(check, tmp_path, mini_home, moved):
    path = tmp_path / "a.md"
    path.write_text(VALUE, encoding="utf-8")
    check(path)
    edited(path, "-->Required", "-->Forbidden")
    old = open_release(mini_home).id
    said = check(path, "--check").stdout
    assert f"xa forced-sale: it says 'Forbidden' where release {old} says 'Required'\n  no release that is kept here" in said
    edited(path, "-->Forbidden", "-->Required")
    current = open_release(moved)
    was = check(path, "--check", home=moved)
    if was.exit_code:
        assert f"release {old} -> {current.id}" in was.stdout and "by hand" not in was.stdout


def test_white_space_alone_is_no_change_of_a_value(check, tmp_path):
    path = tmp_path / "a.md"
    path.write_text(f"> It is {VALUE} so.\n", encoding="utf-8")
    check(path)
    edited(path, "Clip; in force", "Clip;  in\n> force")
    whole = path.read_bytes()
    for options in (["--check"], []):
        assert check(path, *options).exit_code == 0
    assert path.read_bytes() == whole


def test_what_check_says_of_a_place_is_no_tale_of_what_was_written(check, tmp_path):
    path = tmp_path / "a.md"
    path.write_text(TABLE.replace("\n", "\nSomething.\n", 1), encoding="utf-8")
    assert "stale: what stands there is no table of ours: Something." in check(path, "--check").stdout
    assert "refreshed: what stood there was no table of ours and was replaced: Something." in check(path).stdout
    path.write_text(re.sub(r"<!-- kb:seal .*\n", "", path.read_text(encoding="utf-8")), encoding="utf-8")
    assert "stale: a table of ours without its seal" in check(path, "--check").stdout


def test_layout_alone_is_told_from_words():
    expected, seen = ["|", "**Required**.[^a-1]", "|", "\n", "sell"], ["Required.[^1]", "\n", "sell"]
    assert edit_of(expected, seen, "r").said == LAID_OUT_OTHERWISE
    assert "it says 'Optional' where release r says 'Required.'" in edit_of(expected, ["Optional", "sell"], "r").said
    assert "it says 'a b' where release r says 'a gone b'" in edit_of(["a", "gone", "b"], ["a", "b"], "r").said


def test_an_edit_says_with_dots_that_it_is_longer_than_is_shown():
    words = [f"word{n}" for n in range(MOST + 1)]
    assert differing(words[:MOST], ["other"]) == (" ".join(words[:MOST]), "other")
    assert differing(words, ["other"])[0] == " ".join(words[:MOST]) + " ..."
