"""Tables that prove what they are: identical, superseded, changed since, tampered; over random edits of whole files."""

import io
import json
import random
import re
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import MINI_FACTS, cases
from docx import Document
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from kb.building.build import build
from kb.cells.comparison import compare
from kb.commands.cli import app
from kb.embedding.verification import CHANGED, IDENTICAL, REPORT, SUPERSEDED, TAMPERED, verify
from kb.errors import UnavailableError, UsageError
from kb.opening.current import open_release
from kb.tables import table_bytes
from kb.tables.html import write_fragment
from kb.tables.shown import shown_latex, shown_markdown
from kb.tables.shown_html import shown_html

TEXT = {"md": shown_markdown, "html": shown_html, "tex": shown_latex}
SEALED = [*TEXT, "xlsx", "json", "csvw", "csv", "docx", "pptx", "svg", "png", "pdf"]
QUIET = cases(120, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def comparison(mini_release):
    return compare(mini_release.reader, ["xa", "xb"], as_of="2025-09-15", known_on="2026-06-01", platform="clip")


@pytest.fixture(scope="module")
def written(comparison):
    return {name: table_bytes(comparison, name) for name in SEALED}


@pytest.fixture
def verdict(tmp_path, mini_home):
    def of(data, name, home=None):
        path = tmp_path / f"table.{name}"
        path.write_bytes(data)
        return verify(path, home or mini_home).word

    return of


@pytest.mark.parametrize("name", SEALED)
def test_a_table_as_it_was_written_is_identical(written, verdict, name):
    assert verdict(written[name], name) == IDENTICAL


@pytest.mark.parametrize("theme", ["auto", "light", "dark"])
def test_a_fragment_is_identical_too(comparison, verdict, theme):
    assert verdict(write_fragment(comparison, theme).encode(), "html") == IDENTICAL


def respaced(text, seed):
    """The text with its white space written differently, where that does not end a comment of LaTeX or a row of Markdown."""
    chance = random.Random(seed)
    changed = [re.sub(" +", lambda _: " " * chance.randint(1, 3), line) + " " * chance.randint(0, 2) for line in text.split("\n")]
    return "".join(line + chance.choice(["\n", "\r\n"]) for line in changed)


@pytest.mark.parametrize("name", sorted(TEXT))
@QUIET
@given(seed=st.integers())
def test_white_space_written_differently_stays_identical(written, verdict, name, seed):
    head, mark, seal = written[name].decode().rpartition("kb:seal") if name != "html" else (written[name].decode(), "", "")
    if name == "html":
        before, attribute, after = re.split('(data-kb-seal="[^"]*")', head)
        text = respaced(before, seed).rstrip("\r\n") + attribute + respaced(after, seed)
    else:
        lines, _, last = head.rpartition("\n")
        text = respaced(lines, seed) + last + mark + seal
    assert verdict(text.encode(), name) == IDENTICAL


@pytest.mark.parametrize("name", sorted(TEXT))
@QUIET
@given(data=st.data())
def test_one_visible_character_changed_is_tampered(written, verdict, name, data):
    text = written[name].decode()
    end = text.index("kb:seal") - 10 if name != "html" else len(text)
    start = text.index("<table>") if name == "html" else 0
    places = [at for at in range(start, end) if text[at].isalnum() and text[at].isascii() and not inside_entity(text, at)]
    at = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from([one for one in "abcXYZ0189é漢" if one.lower() != text[at].lower()]))
    assert verdict((text[:at] + other + text[at + 1 :]).encode(), name) == TAMPERED


def inside_entity(text, at):
    return re.search(r"&[#\w]*$", text[max(0, at - 8) : at]) is not None


@pytest.mark.parametrize("name", sorted(TEXT))
@QUIET
@given(data=st.data())
def test_whatever_edit_leaves_a_file_identical_leaves_what_it_shows(written, verdict, name, data):
    text = written[name].decode()
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    edited = text[:start] + data.draw(st.text(max_size=12)) + text[end:]
    try:
        word = verdict(edited.encode("utf-8", "surrogatepass"), name)
    except (UsageError, Exception) as error:
        assert not isinstance(error, AssertionError | TypeError | ValueError | KeyError), error
        return
    if word != TAMPERED:
        assert TEXT[name](edited).pieces == TEXT[name](text).pieces


@pytest.mark.parametrize("name", ["xlsx", "csvw"])
@QUIET
@given(data=st.data())
def test_a_changed_field_of_a_workbook_or_of_a_zip_is_tampered(written, verdict, name, data):
    members = {
        one: zipfile.ZipFile(io.BytesIO(written[name])).read(one) for one in zipfile.ZipFile(io.BytesIO(written[name])).namelist()
    }
    which = "comparison.csv" if name == "csvw" else "xl/sharedStrings.xml"
    text = members[which].decode()
    words = [
        found
        for found in re.finditer(r"[A-Za-z]{4,}", text)
        if name == "csvw" or text.rfind(">", 0, found.start()) > text.rfind("<", 0, found.start())
    ]
    found = data.draw(
        st.sampled_from(
            [one for one in words if one.group() != "seal" and "content" not in text[max(0, one.start() - 900) : one.start()]]
        )
    )
    members[which] = (text[: found.start()] + "Zz" + text[found.start() + 2 :]).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    assert verdict(buffer.getvalue(), name) == TAMPERED


def test_json_written_with_other_white_space_is_identical_and_a_changed_value_is_not(written, verdict):
    content = json.loads(written["json"])
    assert verdict(json.dumps(content, indent=7).encode(), "json") == IDENTICAL
    content["cells"][0]["label"] = "Not required"
    assert verdict(json.dumps(content).encode(), "json") == TAMPERED


@pytest.mark.parametrize("name", ["md", "html", "tex", "json"])
def test_a_forged_seal_does_not_help(comparison, verdict, name):
    cell = replace(comparison.cells[0], label="Not required", in_short="Nobody must sell.")
    forged = replace(comparison, cells=(cell, *comparison.cells[1:]))
    assert verdict(table_bytes(forged, name), name) == TAMPERED


def test_hiding_a_row_with_a_style_is_tampered(written, verdict):
    hidden = written["html"].replace(b"</style>\n<div", b".kb td { display: none } </style>\n<div")
    assert hidden != written["html"] and verdict(hidden, "html") == TAMPERED


@pytest.fixture(scope="module")
def later(tmp_path_factory, mini_home):
    """Homes in which a later release is current: one says the same of Examplia and Testland, one does not."""
    homes = {}
    for word, old, new in (
        ("same", "Regulator of Examplia", "Regulators of Examplia"),
        ("other", "The named owner", "Each named owner"),
    ):
        home = tmp_path_factory.mktemp(word)
        shutil.copytree(mini_home, home, symlinks=True, dirs_exist_ok=True)
        facts = home / "facts"
        shutil.copytree(MINI_FACTS, facts)
        for path in facts.rglob("*.yaml"):
            path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        build(facts, home)
        homes[word] = home
    return homes


@pytest.mark.parametrize("name", SEALED)
def test_a_newer_release_makes_a_table_superseded_or_out_of_date(written, verdict, later, name):
    assert verdict(written[name], name, later["same"]) == SUPERSEDED
    assert verdict(written[name], name, later["other"]) == CHANGED


@pytest.mark.parametrize("name", [name for name in SEALED if name != "csv"])
def test_the_same_without_the_old_release_and_still_tampered_if_edited(written, verdict, later, name, tmp_path, mini_release):
    for word, expected in (("same", SUPERSEDED), ("other", CHANGED)):
        home = tmp_path / word
        shutil.copytree(later[word], home, symlinks=True)
        shutil.rmtree(home / "releases" / mini_release.id)
        assert verdict(written[name], name, home) == expected
    if name in TEXT:
        assert verdict(written[name].replace(b"must sell", b"may sell"), name, home) == TAMPERED


def test_a_table_of_another_release_that_still_holds_is_said_so_with_its_own_exit_code(written, later, mini_home, tmp_path):
    (tmp_path / "t.md").write_bytes(written["md"])
    codes = {}
    for word, home in (("own", mini_home), ("same", later["same"]), ("other", later["other"])):
        done = CliRunner().invoke(app, ["verify", str(tmp_path / "t.md"), "--home", str(home)])
        codes[word] = done.exit_code
        assert ("the table still says what the base says today" in done.stdout) == (word == "same")
        assert "was replaced by" not in done.stdout
    assert codes == {"own": 0, "same": 5, "other": 1}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "It is <!-- kb:value xa forced-sale -->Required<!-- kb:end -->.\n"),
        ("b.tex", "It is \\kbvalue{xa forced-sale}{Required}.\n"),
        ("c.md", "It is {kb: xa forced-sale}.\n"),
    ],
)
def test_a_text_with_values_only_is_a_report(tmp_path, mini_home, name, text):
    (tmp_path / name).write_text(text, encoding="utf-8")
    found = verify(tmp_path / name, mini_home)
    assert found.word == REPORT and "kb embed --check" in found.details[0]


def test_what_changed_since_is_named(written, later, tmp_path):
    (tmp_path / "t.md").write_bytes(written["md"])
    details = verify(tmp_path / "t.md", later["other"]).details
    assert any(
        line.startswith("xa forced-sale: Required. The named owner") and "-> Required. Each named" in line for line in details
    )


def test_what_is_no_table_or_has_no_release_is_said_so(written, tmp_path, mini_home):
    for name, content in (("a.md", b"# Mine\n"), ("b.json", b"[1]"), ("c.xlsx", b"PK\x03\x04 broken"), ("d.html", b"\xff\xfe")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(Exception, match=name):
            verify(tmp_path / name, mini_home)
    with pytest.raises(UsageError, match="cannot be read"):
        verify(tmp_path / "none.md", mini_home)
    (tmp_path / "t.md").write_bytes(written["md"])
    with pytest.raises(UnavailableError, match="no release is here"):
        verify(tmp_path / "t.md", tmp_path)


def test_the_command_exits_0_for_identical_and_1_for_the_rest(written, tmp_path, mini_home):
    from click.testing import CliRunner

    path = tmp_path / "t.html"
    path.write_bytes(written["html"])
    done = CliRunner().invoke(app, ["verify", str(path), "--home", str(mini_home)])
    assert done.exit_code == 0 and done.stdout.startswith("identical: ")
    path.write_bytes(written["html"].replace(b"must sell", b"may sell"))
    done = CliRunner().invoke(app, ["verify", str(path), "--home", str(mini_home)])
    assert done.exit_code == 1 and done.stdout.startswith("tampered: ") and "'may' where release" in done.stdout


def test_the_release_of_a_seal_is_no_path(written, verdict, mini_home):
    seal = written["md"].replace(open_release(mini_home).id.encode(), b"../../../../../x")
    assert verdict(seal, "md") == TAMPERED


# tables of before the scopes were told apart, as the program of then wrote them
FORMER = Path(__file__).parent / "former_tables"
DEFAULT_CHANGED = "the default scope changed: the general rule is no longer decided by what holds for one platform"
NOW = ["xa forced-sale: Required -> Review", "xb audit: Withheld -> Other check"]


@pytest.mark.parametrize("name", ["md", "html", "tex", "xlsx", "json", "zip"])
def test_a_table_of_the_former_default_is_superseded_and_says_why_and_what_answers_differently(mini_home, name):
    found = verify(FORMER / f"general.{name}", mini_home)
    assert found.word == SUPERSEDED
    replaced = f"it was made from release eef69ddab2c5dede; the current one here is {open_release(mini_home).id}"
    assert list(found.details) == [replaced, DEFAULT_CHANGED, *NOW]


@pytest.mark.parametrize("name", ["md", "json"])
def test_a_former_table_for_a_platform_is_superseded_but_not_for_the_default(mini_home, name):
    found = verify(FORMER / f"clip.{name}", mini_home)
    assert found.word == SUPERSEDED and DEFAULT_CHANGED not in found.details
    assert "an earlier version of the program" in found.details[1] and found.details[2:] == (NOW[1],)


@pytest.mark.parametrize("name", ["md", "html", "tex", "xlsx", "json"])
def test_a_table_of_before_notes_said_what_was_read_is_superseded_for_that(mini_home, name):
    found = verify(FORMER / f"unread.{name}", mini_home)
    assert found.word == SUPERSEDED
    replaced = f"it was made from release 32d11ca863c8020a; the current one here is {open_release(mini_home).id}"
    said = "it was laid out by an earlier version of the program"
    assert list(found.details) == [replaced, said]


@pytest.mark.parametrize("name", ["md", "html", "tex", "json"])
def test_a_table_of_before_that_was_edited_is_tampered(verdict, name):
    data = (FORMER / f"unread.{name}").read_bytes()
    assert b"may review" in data and verdict(data.replace(b"may review", b"must review"), name) == TAMPERED


@pytest.mark.parametrize("name", ["md", "html", "tex", "json"])
def test_a_former_table_that_was_edited_is_tampered(verdict, name):
    data = (FORMER / f"general.{name}").read_bytes()
    assert b"must sell" in data and verdict(data.replace(b"must sell", b"may sell"), name) == TAMPERED


def test_a_former_table_needs_a_release_to_be_laid_beside(tmp_path):
    with pytest.raises(UnavailableError, match="no release is here"):
        verify(FORMER / "general.md", tmp_path)


@pytest.mark.parametrize("scope", ["general", "reaches", "both"])
@pytest.mark.parametrize("name", SEALED)
def test_a_table_of_any_scope_is_identical(mini_release, verdict, name, scope):
    options = {"as_of": "2025-09-15", "known_on": "2026-06-01", "platform": "clip", "scope": scope}
    assert verdict(table_bytes(compare(mini_release.reader, ["xa", "xb"], **options), name), name) == IDENTICAL


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("md", "Mine\n\n<!-- kb:compare xa -->\n{table}\n<!-- kb:end -->\n"),
        ("md", "{table}\n\nand\n\n{table}"),
        ("tex", "% kb:compare xa\n{table}\n% kb:end\n"),
        ("html", "<p>x</p><!-- kb:compare xa -->{table}<!-- kb:end -->"),
    ],
)
def test_a_report_is_told_from_a_table_and_the_command_for_it_is_named(written, tmp_path, mini_home, name, text):
    from click.testing import CliRunner

    path = tmp_path / f"report.{name}"
    path.write_text(text.format(table=written[name].decode()), encoding="utf-8")
    done = CliRunner().invoke(app, ["verify", str(path), "--home", str(mini_home)])
    assert done.exit_code == 1 and done.stdout.startswith("a report: the file is no exported table")
    assert f"write: python -m kb embed --check {path}" in done.stdout.replace("\n", "") and "seal" not in done.stdout


def test_a_notebook_and_a_word_document_are_reports(tmp_path, mini_home, comparison):
    cell = {"cell_type": "markdown", "source": ["<!-- kb:compare xa -->\n", "<!-- kb:end -->"]}
    (tmp_path / "a.ipynb").write_text(json.dumps({"cells": [cell]}), encoding="utf-8")
    document = Document(io.BytesIO(table_bytes(comparison, "docx")))
    document.add_paragraph("{kb:compare xa}")
    document.save(str(tmp_path / "a.docx"))
    assert [verify(tmp_path / name, mini_home).word for name in ("a.ipynb", "a.docx")] == [REPORT, REPORT]
