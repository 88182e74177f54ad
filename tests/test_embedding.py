"""Tables in somebody's report: only what is between the markers changes, twice changes nothing, and it is said what and why."""

# ruff: noqa: E501 - markers stand on one line, as they are written

import io
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import MINI_FACTS, home_with

from kb.building.build import build
from kb.cells.comparison import compare
from kb.commands.cli import app
from kb.embedding import blocks
from kb.embedding.blocks import Source
from kb.embedding.marker_options import MarkerError
from kb.embedding.reports import embed
from kb.embedding.text_reports import refresh_text
from kb.embedding.verification import IDENTICAL, verify
from kb.errors import UsageError
from kb.opening.current import open_release
from kb.tables import table_bytes
from kb.values.form import Form

ASKS = "xa xb questions=forced-sale,local-storage as-of=2025-09-15 known-on=2026-06-01 platform=clip"
REPORTS = {
    "md": f"# Mine\n\nBefore {{kb: xa forced-sale as-of=2025-09-15 platform=clip}} it.\n\n<!-- kb:compare {ASKS} -->\n<!-- kb:end -->\n\nAfter.\n",
    "qmd": f"---\ntitle: x\n---\n\n<!-- kb:compare {ASKS} -->\n\n<!-- kb:end -->\r\nAfter.",
    "html": f"<html><body><p>Before {{kb: xa forced-sale as-of=2025-09-15 platform=clip}}</p>\n<!-- kb:compare {ASKS} -->\n<!-- kb:end -->\n</body></html>",
    "tex": f"\\begin{{document}}\nSo {{kb: xa forced-sale as-of=2025-09-15 platform=clip}}.\n% kb:compare {ASKS}\n% kb:end\nAfter.\n\\end{{document}}\n",
}


@pytest.fixture
def report(tmp_path):
    def of(name, text):
        path = tmp_path / f"report.{name}"
        path.write_bytes(text.encode("utf-8"))
        return path

    return of


def run(*arguments, home):
    done = CliRunner().invoke(app, ["embed", *map(str, arguments), "--home", str(home)])
    assert done.exception is None or isinstance(done.exception, SystemExit | MarkerError | UsageError), done.exception
    return done


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_a_report_is_refreshed_once_and_twice_changes_nothing(report, mini_home, name):
    path = report(name, REPORTS[name])
    assert run(path, "--check", home=mini_home).exit_code == 1 and path.read_bytes().decode() == REPORTS[name]
    assert "new table" in run(path, home=mini_home).stdout
    once = path.read_bytes()
    assert (
        b"The named owner must sell the platform." in once and b"Required (for Clip; in force; applicable)" in once
    ) or name == "qmd"
    values = "" if name == "qmd" else ", 1 value"
    assert (
        run(path, home=mini_home).stdout == f"{path}: checked: 1 table{values}; nothing changed\n" and path.read_bytes() == once
    )
    checked = run(path, "--check", home=mini_home)
    assert checked.exit_code == 0 and checked.stdout == f"{path}: checked: 1 table{values}; all hold\n"


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_nothing_outside_the_markers_changes(report, mini_home, name):
    path = report(name, REPORTS[name])
    embed([path], mini_home, check=False)
    mark = "% kb:" if name == "tex" else "<!-- kb:"
    first, last = mark + "compare", mark + "end"
    outside = [text.split("{kb:")[0] for text in (REPORTS[name].partition(first)[0],)]
    written = path.read_bytes().decode()
    assert written.startswith(outside[0]) and written.rpartition(last)[2] == REPORTS[name].rpartition(last)[2]


def test_a_notebook_keeps_its_code_and_its_layout(report, mini_home):
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["Text\n", f"<!-- kb:compare {ASKS} -->\n", "<!-- kb:end -->"]},
        {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": ["x = '<!-- kb:end -->'"]},
    ]
    text = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1) + "\n"
    path = report("ipynb", text)
    said = run(path, home=mini_home).stdout
    assert f"{path}:8: refreshed: new table" in said
    fresh = json.loads(path.read_text(encoding="utf-8"))
    assert fresh["cells"][1] == cells[1] and "must sell the platform" in "".join(fresh["cells"][0]["source"])
    once = path.read_bytes()
    assert once.startswith(text[:60].encode()) and run(path, home=mini_home).exit_code == 0 and path.read_bytes() == once


def test_code_that_shows_markers_is_left_alone(report, mini_home):
    text = (
        "`{kb: xa forced-sale}` and ``{kb: xa\nforced-sale}`` and `a\n{kb: xa forced-sale}`\n\n```html\n<!-- kb:compare xa -->\n```\n\n    <!-- kb:end -->\n\n"
        "~~~~\n<!-- kb:nonsense -->\n~~~~\n"
    )
    path = report("md", text)
    done = run(path, home=mini_home)
    assert done.exit_code == 1 and "no marker of this base" in done.stdout and path.read_text(encoding="utf-8") == text


def test_a_stray_backtick_hides_no_marker(report, mini_home):
    path = report("md", f"it`s\n<!-- kb:compare {ASKS} -->\n<!-- kb:end -->\nit`s\n")
    assert "new table" in run(path, home=mini_home).stdout


WRONG = [
    ("<!-- kb:compare xa -->\ntext\n", "1: this marker has no kb:end"),
    ("\n<!-- kb:end -->\n", "2: kb:end without a marker"),
    ("<!-- kb:compare xa -->\n<!-- kb:compare xb -->\n<!-- kb:end -->\n", "1: this marker has no kb:end before the next one on line 2"),
    ("<!-- kb:compare xa\n xb -->\n<!-- kb:end -->\n", "1: this marker cannot be read"),
    ("% kb:compare xa xb\n% kb:end\n", "1: in Markdown, MyST too, a marker is a comment <!-- kb:... -->"),
    ("<!-- kb:compair xa -->\n<!-- kb:end -->\n", "1: this marker cannot be read"),
    ("<!-- kb:compare -->\n<!-- kb:end -->\n", "1: name the jurisdictions"),
    ("<!-- kb:compare zz -->\n<!-- kb:end -->\n", "1: no jurisdiction 'zz'"),
    ("x\n<!-- kb:compare xa asof=2025-09-15 -->\n<!-- kb:end -->\n", "2: no option 'asof'. Did you mean 'as-of'?"),
    ("<!-- kb:compare xa as-of=2025-02-30 -->\n<!-- kb:end -->\n", "1: --as-of 2025-02-30"),
    ("<!-- kb:compare xa release=../x -->\n<!-- kb:end -->\n", "1: release=../x: a release is named by 16"),
    ("<!-- kb:compare xa release=0123456789abcdef -->\n<!-- kb:end -->\n", "1: it is frozen at release 0123456789abcdef, which is not kept"),
    ("{kb: xa}\n", "1: write one jurisdiction and one question"),
    ("a\n\n{kb: xa forced-sail}\n", "3: no question 'forced-sail'"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), WRONG, ids=[message[:40] for _, message in WRONG])
def test_a_damaged_marker_is_named_with_its_line_and_nothing_is_written(report, mini_home, text, message, tmp_path):
    good = tmp_path / "good.md"
    good.write_text(REPORTS["md"], encoding="utf-8")
    path = report("md", text)
    with pytest.raises(MarkerError) as found:
        embed([good, path], mini_home, check=False)
    assert f"{path}:{message}" in str(found.value)
    assert path.read_text(encoding="utf-8") == text and good.read_text(encoding="utf-8") == REPORTS["md"]


@pytest.fixture(scope="module")
def moved(tmp_path_factory, mini_home):
    """A home in which a newer release says something else of one cell, and the old release is kept."""
    return home_with(mini_home, tmp_path_factory.mktemp("moved"), {"The named owner": "Each named owner"})


def test_a_table_of_which_a_newer_release_says_the_same_stays_as_it_is(report, mini_home, tmp_path):
    path = report("md", REPORTS["md"])
    embed([path], mini_home, check=False)
    once = path.read_bytes()
    facts = shutil.copytree(MINI_FACTS, tmp_path / "facts")
    act = facts / "instruments" / "xa" / "platform-act.yaml"
    act.write_text(act.read_text(encoding="utf-8").replace("are audited every year", "are audited yearly"), encoding="utf-8")
    build(facts, tmp_path / "home")
    assert (
        run(path, home=tmp_path / "home").stdout == f"{path}: checked: 1 table, 1 value; nothing changed\n"
        and path.read_bytes() == once
    )


def test_a_live_table_follows_the_release_and_says_what_changed(report, mini_home, moved):
    path = report("md", REPORTS["md"])
    embed([path], mini_home, check=False)
    done = run(path, "--check", home=moved)
    assert done.exit_code == 1 and f"{path}:5: stale: release" in done.stdout and "xa forced-sale: Required" in done.stdout
    embed([path], moved, check=False)
    assert "Each named owner" in path.read_text(encoding="utf-8")


def test_a_frozen_table_keeps_its_release(report, mini_home, moved):
    path = report("md", REPORTS["md"].replace("platform=clip -->", "platform=clip frozen -->"))
    embed([path], mini_home, check=False)
    assert run(path, "--check", home=moved).exit_code == 0
    path.write_text(path.read_text(encoding="utf-8").replace("must sell", "may sell"), encoding="utf-8")
    embed([path], moved, check=False)
    assert "The named owner must sell" in path.read_text(encoding="utf-8")


def test_release_names_the_one_to_compute_from(report, mini_home, moved):
    old = open_release(mini_home).id
    path = report("md", f"<!-- kb:compare xa questions=forced-sale release={old} -->\n<!-- kb:end -->\n")
    embed([path], moved, check=False)
    assert f"Release {old}" in path.read_text(encoding="utf-8")


def test_a_table_edited_by_hand_is_stale_and_written_anew(report, mini_home):
    path = report("md", REPORTS["md"])
    embed([path], mini_home, check=False)
    once = path.read_text(encoding="utf-8")
    path.write_text(once.replace("must sell", "may sell"), encoding="utf-8")
    assert "edited by hand" in run(path, "--check", home=mini_home).stdout
    embed([path], mini_home, check=False)
    assert path.read_text(encoding="utf-8") == once


def test_another_question_or_day_in_the_marker_is_said(report, mini_home):
    path = report("md", REPORTS["md"])
    embed([path], mini_home, check=False)
    text = path.read_text(encoding="utf-8").replace(
        "compare xa xb questions=forced-sale,local-storage as-of=2025-09-15", "compare xa xb as-of=2024-01-01"
    )
    path.write_text(text, encoding="utf-8")
    said = run(path, home=mini_home).stdout
    assert "it asks for something else now: as of, questions" in said
    assert "xa forced-sale: Required" in said and "(the law changed, or began to apply)" in said


def test_a_table_without_days_is_not_stale_because_a_day_passed(report, mini_home):
    path = report("md", "<!-- kb:compare xa -->\n<!-- kb:end -->\n")
    source = Source(mini_home)
    written, _ = refresh_text(
        source, "md", path.read_text(encoding="utf-8").replace("xa -->", "xa as-of=2026-06-01 known-on=2026-06-01 -->")
    )
    path.write_text(written.replace(" as-of=2026-06-01 known-on=2026-06-01 -->", " -->"), encoding="utf-8")
    assert run(path, "--check", home=mini_home).exit_code == 0


def test_two_tables_of_one_request_have_notes_of_their_own(report, mini_home):
    block = f"<!-- kb:compare {ASKS} -->\n<!-- kb:end -->\n"
    path = report("md", block + "\n" + block)
    embed([path], mini_home, check=False)
    labels = [line.split(":")[0] for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("[^")]
    assert len(labels) == len(set(labels)) and run(path, "--check", home=mini_home).exit_code == 0


@pytest.mark.parametrize("name", ["pages", "txt"])
def test_other_kinds_of_file_are_refused_by_name(report, mini_home, name):
    with pytest.raises(UsageError, match=r"tables are embedded in \.md"):
        embed([report(name, "x")], mini_home, check=False)


FORMER = (Path(__file__).parent / "former_tables" / "general.md").read_text(encoding="utf-8")
FORMER_RELEASE = "eef69ddab2c5dede"


def test_a_live_table_of_the_former_default_is_stale_for_that_reason_and_written_anew(report, mini_home):
    path = report("md", f"<!-- kb:compare xa xb as-of=2025-09-15 known-on=2026-06-01 -->\n{FORMER}<!-- kb:end -->\n")
    said = run(path, "--check", home=mini_home).stdout
    assert "the default scope changed: the general rule is no longer decided by what holds for one platform" in said
    assert "xa forced-sale: Required -> Review" in said and f"release {FORMER_RELEASE} is not kept" in said
    assert "edited by hand" not in said and "asks for something else" not in said
    embed([path], mini_home, check=False)
    assert "Otherwise for Clip: required" in path.read_text(encoding="utf-8")
    assert run(path, "--check", home=mini_home).exit_code == 0


def test_an_edited_table_of_the_former_default_is_said_to_be_edited_too(report, mini_home):
    edited = FORMER.replace("must sell", "may sell")
    path = report("md", f"<!-- kb:compare xa xb as-of=2025-09-15 known-on=2026-06-01 -->\n{edited}<!-- kb:end -->\n")
    said = run(path, "--check", home=mini_home).stdout
    assert "edited by hand" in said and "the default scope changed" in said


@pytest.mark.parametrize("pin", ["frozen", f"release={FORMER_RELEASE}"])
def test_a_frozen_table_of_the_former_default_stays_as_it_is(report, mini_home, pin):
    path = report("md", f"<!-- kb:compare xa xb as-of=2025-09-15 known-on=2026-06-01 {pin} -->\n{FORMER}<!-- kb:end -->\n")
    done = run(path, "--check", home=mini_home)
    assert done.exit_code == 0 and f"all hold; release {FORMER_RELEASE} is not kept here, so only their own hashes" in done.stdout


# Word


def word(*paragraphs):
    from docx import Document

    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_a_word_report_is_refreshed_and_found_again(tmp_path, mini_home, moved):
    from docx import Document
    from docx.oxml.ns import qn

    path = tmp_path / "report.docx"
    path.write_bytes(
        word(
            "Before {kb: xa forced-sale as-of=2025-09-15 platform=clip} it.",
            f"{{kb:compare {ASKS}}}",
            "old",
            "{kb:end}",
            "After.",
        )
    )
    assert run(path, "--check", home=mini_home).exit_code == 1
    assert "2: refreshed: what stood there was no table of ours" in run(path, home=mini_home).stdout
    document = Document(path)
    controls = [one.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val")) for one in document.element.body.iter(qn("w:sdt"))]
    assert controls == ["kb:value"]
    text = "".join(one.text or "" for one in document.element.body.iter(qn("w:t")))
    assert (
        "must sell the platform." in text and "Required (for Clip; in force; applicable) it." in text and "{kb:end}After." in text
    )
    assert [one.text for one in document.paragraphs][-1] == "After."
    once = path.read_bytes()
    assert (
        run(path, home=mini_home).stdout == f"{path}: checked: 1 table, 1 value; nothing changed\n" and path.read_bytes() == once
    )
    embed([path], moved, check=False)
    text = "".join(one.text or "" for one in Document(path).element.body.iter(qn("w:t")))
    assert "Each named owner must sell" in text and "The named owner" not in text
    assert run(path, "--check", home=moved).exit_code == 0


def test_the_notes_of_a_table_in_a_word_report_link_to_what_they_cite(tmp_path, mini_home):
    from docx import Document
    from docx.oxml.ns import qn

    path = tmp_path / "report.docx"
    path.write_bytes(word(f"{{kb:compare {ASKS}}}", "{kb:end}"))
    assert run(path, home=mini_home).exit_code == 0
    document = Document(path)
    links = {
        one.get(qn("r:id")): "".join(text.text for text in one.iter(qn("w:t")))
        for one in document.element.iter(qn("w:hyperlink"))
    }
    targets = {shown: document.part.rels[name].target_ref for name, shown in links.items() if name}
    assert targets == {
        address: address
        for address in ("https://law.example/xa/spa", "https://law.example/xb/privacy", "https://law.example/xu/ca")
    }


def captions(path):
    from docx import Document

    return [one.text for one in Document(path).paragraphs if one.text.startswith(("Table ", "Abbildung "))]


def test_captions_of_word_keep_the_numbers_that_word_counts(tmp_path, mini_home):
    path = tmp_path / "report.docx"
    other = ASKS.replace("2025-09-15", "2024-06-01")
    path.write_bytes(word(f"{{kb:compare {ASKS}}}", "{kb:end}", "Between.", f"{{kb:compare {other}}}", "{kb:end}"))
    run(path, home=mini_home)
    assert [text[:8] for text in captions(path)] == ["Table 1:", "Table 2:"]
    moved_on = asked_anew(path, ASKS, ASKS.replace("2025-09-15", "2024-01-01"))
    assert "refreshed" in run(moved_on, home=mini_home).stdout
    assert [text[:8] for text in captions(moved_on)] == ["Table 1:", "Table 2:"]
    done = run(moved_on, "--check", home=mini_home)
    assert done.exit_code == 0, done.stdout


def asked_anew(path, old, new):
    from docx import Document

    document = Document(path)
    paragraph = next(one for one in document.paragraphs if old in one.text)
    for run_of_text in paragraph.runs[1:]:
        run_of_text.text = ""
    paragraph.runs[0].text = f"{{kb:compare {new}}}"
    document.save(path)
    return path


def test_a_value_may_be_the_label_alone_with_what_would_mislead_unsaid(tmp_path, mini_home):
    path = tmp_path / "a.md"
    asked = "xa forced-sale as-of={} platform=clip detail=label"
    path.write_text("".join(f"{{kb: {asked.format(day)}}}\n" for day in ("2025-09-15", "2025-03-01")), encoding="utf-8")
    run(path, home=mini_home)
    text = path.read_text(encoding="utf-8")
    assert "-->Required<!-- kb:end" in text and "-->Required (in force; enforcement suspended)<!-- kb:end" in text
    assert run(path, "--check", home=mini_home).exit_code == 0
    path.write_text("{kb: xa forced-sale detail=sentence lang=de}\n", encoding="utf-8")
    with pytest.raises(MarkerError, match="takes no form but detail=label; take detail and lang out"):
        embed([path], mini_home, check=True)


def test_every_cell_is_named_that_is_told_otherwise_because_of_its_evidence(mini_release):
    one = compare(mini_release.reader, ["xa"], questions=["forced-sale"]).cells[0]
    one, last = replace(one, last_known=False), replace(one, last_known=True)
    assert blocks._is_as_sure(one) != blocks._is_as_sure(last)
    assert blocks._why_as_sure(one, last) == "the days asked lie otherwise to its evidence"


def test_a_value_split_over_runs_of_word_is_found(tmp_path, mini_home):
    from docx import Document
    from docx.oxml.ns import qn

    document = Document()
    paragraph = document.add_paragraph()
    for piece in (
        "It is {k",
        "b: xa forced-",
        "sale as-of=2025-09-15 platform=clip} and {kb: xb local-storage as-of=2025-09-15}",
        ".",
    ):
        paragraph.add_run(piece)
    path = tmp_path / "report.docx"
    document.save(path)
    embed([path], mini_home, check=False)
    shown = [run for run in Document(path).element.body.iter(qn("w:r")) if run.find(f"{qn('w:rPr')}/{qn('w:vanish')}") is None]
    text = "".join(one.text or "" for run in shown for one in run.iter(qn("w:t")))
    assert text.startswith("It is Required (for Clip; in force; applicable) and Conditional transfer (") and text.endswith(
        "a source says otherwise of Clip (it says: mandatory))."
    )
    looks = [run for run in Document(path).element.body.iter(qn("w:r")) if run.find(qn("w:rPr")) is not None]
    assert looks and all(run[0].tag == qn("w:rPr") for run in looks), "how a run looks stands before its text"


def test_a_value_in_a_paragraph_that_stands_in_a_content_control_is_found(tmp_path, mini_home):
    from docx import Document
    from docx.oxml import OxmlElement

    document = Document()
    paragraph = document.add_paragraph("It is {kb: xa forced-sale as-of=2025-09-15 platform=clip}.")._p
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    paragraph.addprevious(control)
    control.append(content)
    content.append(paragraph)
    path = tmp_path / "report.docx"
    document.save(path)
    (first,) = embed([path], mini_home, check=False)
    assert len(first.changes) == 1 and "Required (" in "".join(one.text or "" for one in Document(path).element.body.iter("{*}t"))
    assert not embed([path], mini_home, check=False)[0].changes


@pytest.mark.parametrize(
    ("paragraphs", "message"), [(["{kb:end}"], "1: kb:end without"), (["a", "{kb:compare zz}"], "2: no jurisdiction 'zz'")]
)
def test_a_damaged_marker_of_word_is_named_with_its_paragraph(tmp_path, mini_home, paragraphs, message):
    path = tmp_path / "report.docx"
    path.write_bytes(word(*paragraphs))
    before = path.read_bytes()
    with pytest.raises(MarkerError, match=message):
        embed([path], mini_home, check=False)
    assert path.read_bytes() == before


OWN = 'own="xa: Land A | forced-sale: Sale? | xa forced-sale: Must be sold"'
OWNED = (
    f"<!-- kb:compare xa xb questions=forced-sale as-of=2025-09-15 known-on=2026-06-01 platform=clip {OWN} -->\n<!-- kb:end -->\n"
)


def test_words_of_the_author_stand_in_the_table_with_what_must_be_said_beside_them(report, mini_home):
    path = report("md", OWNED)
    embed([path], mini_home, check=False)
    text = path.read_text(encoding="utf-8")
    assert ("| Question | Land A | Testland |" in text and "| Sale? · " in text) or "| Sale? | " in text
    assert "**Must be sold**." in text and "must sell" not in text.partition("kb:seal")[0]
    assert "In the author's own words: xa forced-sale." in text and "*For Clip*" in text
    assert run(path, "--check", home=mini_home).exit_code == 0


def test_a_change_of_our_words_under_the_authors_is_told_once(report, mini_home, moved):
    path = report("md", OWNED)
    embed([path], mini_home, check=False)
    said = run(path, "--check", home=moved)
    assert said.exit_code == 1
    assert "xa forced-sale: your wording 'Must be sold'; ours changed since: Required. " in said.stdout
    embed([path], moved, check=False)
    assert run(path, "--check", home=moved).exit_code == 0


@pytest.mark.parametrize(("own", "said"), [("xz: A", "no column or question 'xz'"), ("xa forced-sole: A", "Did you mean 'forced-sale'"),
                                           ("xa", "write the name, a colon and your words")])  # fmt: skip
def test_words_for_what_the_table_has_not_are_refused_by_line(report, mini_home, own, said):
    with pytest.raises(MarkerError, match=said):
        embed([report("md", OWNED.replace(OWN, f'own="{own}"'))], mini_home, check=False)


@pytest.mark.parametrize("name", ["html", "docx", "xlsx", "png", "pptx", "pdf"])
def test_a_file_with_words_of_the_author_is_what_its_release_and_its_author_say(mini_release, mini_home, tmp_path, name):
    table = compare(mini_release.reader, ["xa", "xb"], as_of="2025-09-15", known_on="2026-06-01")
    path = tmp_path / f"t.{name}"
    path.write_bytes(table_bytes(table, name, Form(own="xa: Land A | xa forced-sale: May be reviewed")))
    assert verify(path, mini_home).word == IDENTICAL
