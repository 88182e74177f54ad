"""The written tables: golden files a lawyer can read, and hostile text that stays text in every format."""

import csv
import io
import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kb.cells.comparison import compare
from kb.errors import UsageError
from kb.naming.licences import DATA
from kb.saving import format_of
from kb.tables import SUFFIXES, write_table
from kb.tables.markdown import escape

GOLDEN = Path(__file__).resolve().parent / "golden"
HOSTILE = [
    "<img src=x onerror=alert(1)>", "</script><script>alert(1)</script>",
    "[x](javascript:alert(1))", "![x](http://evil.example/a.png)",
    "a|b\nc", "=HYPERLINK(\"http://evil.example\")",
    "**bold** `code` ~~no~~", "https://evil.example", "www.evil.example", "a^b^ $x$",
]  # fmt: skip


@pytest.fixture
def table(mini_release, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    found = compare(mini_release.reader, ["xa", "xb"], as_of="2025-09-15", known_on="2026-06-01")
    return replace(found, release="0000000000000000")


@pytest.mark.parametrize("name", ["md", "txt", "csv", "json", "html"])
def test_the_table_equals_its_golden_file(table, name, request):
    path, text = GOLDEN / f"mini-2025-09-15.{name}", write_table(table, name)
    if request.config.getoption("--golden"):
        path.write_text(text, encoding="utf-8", newline="")
    assert path.read_bytes().decode("utf-8") == text, "look at the difference; if it is meant, run pytest --golden"


def test_the_caption_of_one_question_says_which(mini_release):
    one = compare(mini_release.reader, ["xa", "xb"], questions=["local-storage"], as_of="2025-09-15", known_on="2026-06-01")
    asked = f"Platform rules, “{one.questions[0].text}”: Examplia, Testland"
    assert asked in write_table(one, "md") and asked in write_table(one, "txt")
    reaching = compare(mini_release.reader, ["xa"], questions=["local-storage"], platform="clip", as_of="2025-09-15")
    assert f"Platform rules as they reach Clip, “{one.questions[0].text}”: Examplia" in write_table(reaching, "txt")


def with_text(table, text):
    """The table with one text everywhere a file can put text."""
    question = replace(table.questions[0], text=text, dimension_title=text, answers=(("conditional", text),))
    cells = tuple(replace(cell, label=text, in_short=text) for cell in table.cells if cell.question == question.id)
    notes = tuple(replace(note, citation=text, url="javascript:alert(1)") for note in table.notes)
    names = tuple((slug, text) for slug, _ in table.jurisdictions)
    return replace(table, questions=(question,), cells=cells, notes=notes, jurisdictions=names)


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.links, self.handlers = set(), [], []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name in ("href", "src")]
        self.handlers += [name for name, _ in attrs if name.startswith("on")]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_makes_no_tag_link_or_handler_in_html(table, text):
    found = Tags()
    found.feed(write_table(with_text(table, text), "html"))
    assert not found.tags & {"script", "img", "iframe", "object"} and not found.handlers
    assert all(link.startswith("#") or link == DATA.address for link in found.links)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_keeps_the_columns_of_markdown_and_makes_no_markup(table, text):
    lines = write_table(with_text(table, text), "md").splitlines()
    rows = [line for line in lines if line.startswith("|")]
    assert {row.replace("\\|", "").count("|") for row in rows} == {4}
    assert "<img" not in "".join(lines) and "](" not in "".join(lines).replace("\\](", "")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_no_formula_in_csv_and_comes_back_from_json(table, text):
    rows = list(csv.DictReader(io.StringIO(write_table(with_text(table, text), "csv"))))
    assert rows and not any(value.startswith(("=", "+", "-", "@")) for row in rows for value in row.values())
    assert json.loads(write_table(with_text(table, text), "json"))["cells"][0]["in_short"] == text


def test_the_html_page_is_self_contained_and_names_its_columns(table):
    page = write_table(table, "html")
    assert page.count('scope="col"') == 3 and page.count('scope="row"') == 4 and "<caption>" in page
    assert "default-src 'none'" in page and "@media print" in page and "prefers-color-scheme: dark" in page


@pytest.mark.parametrize(("given", "expected"), [("a & b", "a &amp; b"), ("x_y", "x\\_y"), ("two\nlines", "two lines")])
def test_markdown_escapes(given, expected):
    assert escape(given) == expected


def test_formats_come_from_the_suffix_unless_given():
    assert format_of(Path("t.html"), None, "md", SUFFIXES) == "html"
    assert format_of(Path("t.html"), "csv", "md", SUFFIXES) == "csv"
    assert format_of(Path("T.HTML"), None, "md", SUFFIXES) == "html"
    assert format_of(None, None, "md", SUFFIXES) == format_of(Path("-"), None, "md", SUFFIXES) == "md"
    with pytest.raises(UsageError, match=r"the suffix '\.ods' names no format"):
        format_of(Path("t.ods"), None, "md", SUFFIXES)
    with pytest.raises(UsageError, match="no table format 'ods'"):
        write_table(None, "ods")
