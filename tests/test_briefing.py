"""The briefing: every word from claims, the same in Markdown, HTML and Word, with the picture, the disputes and the sources."""

import io
import re
import shutil
import subprocess
from html import unescape
from itertools import pairwise

import pytest
from click.testing import CliRunner
from table_readers import folded, unmark

from kb.briefing.content import briefing
from kb.briefing.timelines import in_words, picture
from kb.briefing.written import FORMATS, write
from kb.cells.comparison import compare
from kb.commands.cli import app
from kb.embedding.verification import verify
from kb.errors import UsageError


@pytest.fixture(scope="module")
def real(real_release):
    comparison = compare(real_release.reader, ["us", "eu", "sg"], as_of="2025-09-15", known_on="2026-12-01", platform="tiktok")
    return briefing(real_release.reader, comparison)


def test_it_says_who_answers_what_with_status_dispute_and_doubt(real):
    first = real.summaries[0].differences[0]
    assert first.lines[0] == "United States: required by statute (for TikTok; in force; enforcement suspended)."
    data = next(one for summary in real.summaries for one in summary.differences if "keep user data" in one.question)
    assert data.alike and data.heading.endswith("All say the same.")
    doubt = "a source says otherwise; we find it contradicted (it says: mandatory local storage)"
    assert f"Singapore: conditional transfer (in force; applicable; {doubt})." in data.lines


def test_it_counts_what_it_shows(real):
    cells = real.comparison.cells
    assert f"{len(cells)} cells" in real.overview[0]
    assert f"{sum(cell.state == 'none-found' for cell in cells)} say that nothing was found" in real.overview[2]
    assert f"{sum(cell.disputed for cell in cells)} are disputed" in real.overview[2]


def test_every_dispute_names_both_sides(real):
    assert len(real.disputes) == sum(weighed.disputes for cell in real.comparison.cells for weighed in cell.claims)
    singapore = next(line for line in real.disputes if "keep user data" in line)
    assert "The table says “Conditional transfer”" in singapore and "Against it: “Mandatory local storage”" in singapore


def test_the_course_of_a_question_is_told_without_gaps(real_release):
    asked = {"questions": ["forced-divestiture"], "as_of": "2025-09-15", "known_on": "2026-12-01", "platform": "tiktok"}
    real = briefing(real_release.reader, compare(real_release.reader, ["us", "eu", "sg"], **asked))
    (course,) = real.courses
    spans = dict(course.rows)["United States"]
    assert all(before.end == after.start for before, after in pairwise(spans)) and spans[-1].end is None
    assert any(span.halted and "enforcement suspended" in in_words(span) for span in spans)
    numbers = [span.n for _, row in course.rows for span in row]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_course_of_the_general_rule_names_for_whom_another_holds(real_release):
    asked = {"questions": ["forced-divestiture"], "as_of": "2026-06-01", "known_on": "2026-12-01"}
    (course,) = briefing(real_release.reader, compare(real_release.reader, ["us"], **asked)).courses
    assert "◆ otherwise for TikTok: negotiated divestiture" in in_words(dict(course.rows)["United States"][-1])


def test_the_picture_takes_hostile_text_for_text(real):
    hostile = tuple(type(one)("#panic(1) $ ]", one.rows) for one in real.courses)
    assert picture("#panic(2)", "2025-09-15", hostile, "svg").startswith(b"<svg ")


def text_of(name, data):
    if name == "docx":
        from docx import Document

        document = Document(io.BytesIO(data))
        return " ".join(paragraph.text for paragraph in document.paragraphs)
    text = data.decode("utf-8")
    return unescape(re.sub("<[^>]+>", " ", text)) if name == "html" else unmark(re.sub(r"\\(.)", r"\1", text))


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_says_the_same(real, name):
    said = "".join(text_of(name, write(real, name, None)).split())
    told = [*real.overview, *real.disputes, real.cite_as]
    told += [line for summary in real.summaries for one in summary.differences for line in (one.heading, *one.lines)]
    told += [in_words(span) for course in real.courses for _, row in course.rows for span in row]
    assert [line for line in told if "".join(line.split()) not in said] == []


def test_markdown_in_a_file_has_its_picture_beside_it(real_home, tmp_path):
    path = tmp_path / "briefing.md"
    asked = ["report", "us", "sg", "-q", "forced-divestiture", "-o", str(path), "--home", str(real_home)]
    assert CliRunner().invoke(app, asked).exit_code == 0
    assert "](<briefing-timeline.png>)" in path.read_text(encoding="utf-8")
    assert (tmp_path / "briefing-timeline.png").read_bytes().startswith(b"\x89PNG")


def test_the_word_briefing_has_picture_with_words_table_and_notes(real):
    from docx import Document

    document = Document(io.BytesIO(write(real, "docx", None)))
    assert len(document.inline_shapes) == 1 and 'descr="Bars of the intervals' in document.element.xml
    assert len(document.tables) == 1 and document.tables[0].rows[0].cells[1].text == "United States"


def test_another_format_is_refused(real):
    with pytest.raises(UsageError, match="md, html, docx"):
        write(real, "pdf", None)


@pytest.mark.skipif(not shutil.which("pandoc"), reason="no pandoc here")
def test_pandoc_reads_the_markdown_without_a_warning(real, tmp_path):
    (tmp_path / "b.md").write_bytes(write(real, "md", tmp_path / "b.md"))
    command = ["pandoc", "--fail-if-warnings", "b.md", "-o", "b.docx"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and not done.stderr
    assert folded(done.stdout) == ""


@pytest.mark.parametrize("name", ["md", "html"])
def test_a_briefing_is_not_mistaken_for_an_exported_table(real, name, tmp_path, real_home):
    path = tmp_path / f"b.{name}"
    path.write_bytes(write(real, name, None))
    with pytest.raises(UsageError, match="carries no seal"):
        verify(path, real_home)
