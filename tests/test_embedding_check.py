"""No check ends well where a table is false or nothing was looked at, whatever kind of file came by mail."""

import io
import re
import zipfile

import pytest
from click.testing import CliRunner
from docx import Document

from kb.cells.comparison import compare
from kb.commands.cli import app
from kb.embedding.reports import embed
from kb.embedding.verification import verify
from kb.errors import KnowledgeBaseError, MarkerError, UsageError
from kb.tables import table_bytes

ASKS = "xa xb questions=forced-sale as-of=2025-09-15 known-on=2026-06-01 platform=clip"
TABLE = f"<!-- kb:compare {ASKS} -->\n<!-- kb:end -->\n"
VALUE = "{kb: xa forced-sale as-of=2025-09-15 platform=clip}"


@pytest.fixture
def run(mini_home):
    def of(verb, *arguments):
        done = CliRunner().invoke(app, [verb, *map(str, arguments), "--home", str(mini_home)])
        assert done.exception is None or isinstance(done.exception, SystemExit | KnowledgeBaseError), done.exception
        return done

    return of


@pytest.fixture
def exported(mini_release, tmp_path):
    def of(kind, old="", new=""):
        table = compare(mini_release.reader, ["xa", "xb"], as_of="2025-09-15", known_on="2026-06-01", platform="clip")
        data = table_bytes(table, kind)
        path = tmp_path / f"came.{kind}"
        path.write_bytes(edited_word(data, old, new) if kind == "docx" and old else data.replace(old.encode(), new.encode()))
        return path

    return of


def edited_word(data, old, new):
    document = Document(io.BytesIO(data))
    for one in document.element.body.iter("{*}t"):
        one.text = (one.text or "").replace(old, new)
    return saved(document)


def saved(document):
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def plain(path, *paragraphs):
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    path.write_bytes(saved(document))
    return path


@pytest.mark.parametrize("kind", ["docx", "html", "md"])
def test_an_exported_table_is_verified_by_check_and_a_false_one_fails(run, exported, kind):
    whole = run("embed", "--check", exported(kind))
    assert whole.exit_code == 0 and "an exported table: identical" in whole.stdout
    false = run("embed", "--check", exported(kind, "must sell", "may sell"))
    assert false.exit_code == 1 and "an exported table: tampered" in false.stdout and "'may'" in false.stdout


@pytest.mark.parametrize("kind", ["xlsx", "json", "csv", "svg"])
def test_an_exported_file_that_can_be_no_report_is_verified_too(run, exported, kind):
    assert run("embed", "--check", exported(kind)).exit_code == 0


def test_an_exported_table_is_not_refreshed_and_the_word_for_it_is_said(exported, mini_home):
    for kind in ("md", "xlsx"):
        path = exported(kind)
        with pytest.raises(UsageError, match=f"exported table.*: kb verify {path}"):
            embed([path], mini_home, check=False)


def test_a_file_with_nothing_to_check_is_not_well(run, tmp_path):
    text, word = tmp_path / "a.md", plain(tmp_path / "a.docx", "plain")
    text.write_text("# Mine\n", encoding="utf-8")
    for path in (text, word):
        for options in ([], ["--check"]):
            done = run("embed", *options, path)
            assert done.exit_code == 1 and f"{path}: no marker of this base in it, so nothing was checked" in done.stdout
    both = run("embed", "--check", text, word)
    assert both.exit_code == 1 and "no file named here holds a marker" in both.stdout


def test_a_folder_of_which_one_file_has_markers_is_well(run, tmp_path):
    one, other = tmp_path / "a.md", tmp_path / "b.md"
    one.write_text(TABLE + VALUE, encoding="utf-8")
    other.write_text("# Mine\n", encoding="utf-8")
    run("embed", one)
    done = run("embed", "--check", one, other)
    assert done.exit_code == 0 and f"{one}: checked: 1 table, 1 value; all hold" in done.stdout
    assert f"{other}: no marker" in done.stdout


def test_what_was_counted_and_how_much_of_it_is_stale_is_said(run, tmp_path):
    path = tmp_path / "a.md"
    path.write_text(TABLE + VALUE + "\n" + VALUE, encoding="utf-8")
    run("embed", path)
    path.write_text(path.read_text(encoding="utf-8").replace("-->Required", "-->Forbidden", 1), encoding="utf-8")
    done = run("embed", "--check", path)
    assert done.exit_code == 1 and f"{path}: checked: 1 table, 2 values; 1 stale" in done.stdout


def test_no_command_calls_a_false_table_well_whose_markers_were_taken_out(run, tmp_path):
    path = plain(tmp_path / "a.docx", f"{{kb:compare {ASKS}}}", "{kb:end}")
    run("embed", path)
    document = Document(path)
    for one in list(document.element.body.iter("{*}p")):
        if "kb:" in "".join(text.text or "" for text in one.iter("{*}t")):
            one.getparent().remove(one)
    path.write_bytes(edited_word(saved(document), "must sell", "may sell"))
    checked = run("embed", "--check", path)
    assert checked.exit_code == 1 and "no marker" in checked.stdout
    done = run("verify", path)
    told = str(done.exception)
    assert done.exit_code and "carries no seal and no marker of this base" in told and "embed --check" not in told
    assert re.search(r"it says that it is of release [0-9a-f]{16}, which is kept here, and nothing proves", told)


def test_verify_of_somebodys_text_says_that_nothing_of_ours_is_in_it(run, tmp_path):
    path = plain(tmp_path / "a.docx", "plain")
    told = str(run("verify", path).exception)
    assert "no seal and no marker of this base, so nothing in it can be verified" in told and "ask who sent it" in told
    filled = plain(tmp_path / "b.docx", f"It is {VALUE}.")
    run("embed", filled)
    assert "embed --check" in run("verify", filled).stdout.replace("\n", " ")


def test_a_pdf_that_was_made_from_a_report_is_told_from_one_that_compare_writes(mini_home, exported, tmp_path):
    whole = exported("pdf").read_bytes()
    path = tmp_path / "report.pdf"
    path.write_bytes(re.sub(rb"/Keywords", b"/Keyworks", whole))
    if path.read_bytes() == whole:
        pytest.skip("this PDF keeps its seal elsewhere")
    with pytest.raises(UsageError, match=r"this PDF carries no seal.*made from a report.*ask who sent it"):
        verify(path, mini_home)


NEAR = [
    ("md", "{ kb: xa forced-sale}", "{kb: xa forced-sale}"),
    ("md", "{kb xa forced-sale as-of=2025-09-15}", "{kb: xa forced-sale as-of=2025-09-15}"),
    ("md", "{KB: xa forced-sale}", "{kb: xa forced-sale}"),
    ("md", "{kb compare xa xb}", "<!-- kb:compare xa xb -->"),
    ("md", "<!-- kb compare xa xb -->", "<!-- kb:compare xa xb -->"),
    ("md", "<!-- KB:Compare xa xb -->", "<!-- kb:compare xa xb -->"),
    ("md", "<!— kb:compare xa xb —>", "<!-- kb:compare xa xb -->"),
    ("md", "<!– kb:end –>", "<!-- kb:end -->"),
    ("md", "<!-- kb-end -->", "<!-- kb:end -->"),
    ("md", "&lt;!-- kb:compare xa --&gt;", "<!-- kb:compare xa -->"),
    ("md", "// kb:compare xa xb", "<!-- kb:compare xa xb -->"),
    ("html", "<!-- kb compare xa xb -->", "<!-- kb:compare xa xb -->"),
    ("tex", "% kb compare xa xb", "% kb:compare xa xb"),
    ("tex", "<!-- kb:compare xa xb -->", "% kb:compare xa xb"),
    ("tex", "{kb xa forced-sale}", "{kb: xa forced-sale}"),
    ("adoc", "<!-- kb:compare xa xb -->", "// kb:compare xa xb"),
    ("rst", ".. KB:compare xa xb", ".. kb:compare xa xb"),
    ("typ", "% kb:compare xa xb", "// kb:compare xa xb"),
    ("mdx", "<!-- kb:compare xa xb -->", "{/* kb:compare xa xb */}"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "slip", "meant"), NEAR, ids=[f"{kind} {slip}" for kind, slip, _ in NEAR])
def test_what_nearly_is_a_marker_is_told_with_its_line_and_what_to_write(run, tmp_path, kind, slip, meant):
    path = tmp_path / f"a.{kind}"
    path.write_text(f"One.\n\n{slip}\n\nMore.\n", encoding="utf-8")
    done = run("embed", "--check", path)
    assert done.exit_code == 1
    assert f"{path}:3: left as it is: this is no marker, so nothing is filled or checked here; write {meant}\n" in done.stdout


@pytest.mark.parametrize("slip", ["{ kb: xa forced-sale}", "{kb compare xa xb}", "{KB: xa forced-sale}", "<!— kb:compare xa —>"])
def test_what_nearly_is_a_marker_is_told_in_word_too(run, tmp_path, slip):
    path = plain(tmp_path / "a.docx", "One.", f"It is {slip} so.", f"Yes {VALUE}.")
    run("embed", path)
    done = run("embed", "--check", path)
    assert done.exit_code == 1 and f"{path}:2: left as it is: this is no marker" in done.stdout


@pytest.mark.parametrize(
    "said",
    ["`{ kb: xa forced-sale}`", "```\n<!-- kb compare xa -->\n```", "{kb}", "the kb compare command", "{{ kb.name }}",
     "<!-- kb editors: look at this -->", "kb:compare is a word", "<!-- shown: <!-- kb compare xa --"],
)  # fmt: skip
def test_what_is_only_shown_or_means_something_else_is_no_near_miss(run, tmp_path, said):
    path = tmp_path / "a.md"
    path.write_text(f"{VALUE}\n\n{said}\n\nMore.\n", encoding="utf-8")
    run("embed", path)
    done = run("embed", "--check", path)
    assert done.exit_code == 0 and "no marker" not in done.stdout


def test_a_value_whose_line_an_editor_broke_is_filled(run, tmp_path):
    path = tmp_path / "a.md"
    path.write_text(f"It is {VALUE.replace(' ', chr(10), 2)}.\n", encoding="utf-8")
    assert run("embed", path).exit_code == 0
    assert f"<!-- kb:value {VALUE[5:-1]} -->Required" in path.read_text(encoding="utf-8")
    assert run("embed", "--check", path).exit_code == 0


def test_german_quotation_marks_hold_words_together(run, tmp_path):
    path = tmp_path / "a.md"
    path.write_text(TABLE.replace(" -->", " caption=„Meine Worte“ -->", 1), encoding="utf-8")
    assert run("embed", path).exit_code == 0 and "Meine Worte" in path.read_text(encoding="utf-8").partition("-->")[2]


@pytest.mark.parametrize("kind", ["md", "html", "tex"])
def test_a_table_of_ours_that_lost_its_markers_among_others_is_told(run, tmp_path, kind):
    path = tmp_path / f"a.{kind}"
    table = f"% kb:compare {ASKS}\n% kb:end\n" if kind == "tex" else TABLE
    path.write_text(f"{table}\n\n{table}", encoding="utf-8")
    run("embed", path)
    text = path.read_text(encoding="utf-8")
    first, last = ("% kb:compare", "% kb:end") if kind == "tex" else ("<!-- kb:compare", "<!-- kb:end -->")
    start, end = text.rindex(first), text.rindex(last)
    path.write_text(text[:start] + text[text.index("\n", start) : end] + text[end + len(last) :], encoding="utf-8")
    done = run("embed", "--check", path)
    assert done.exit_code == 1 and "a table of ours stands here outside any marker" in done.stdout


def test_an_exported_word_file_that_became_a_report_is_not_wholly_checked(run, exported, tmp_path):
    document = Document(exported("docx"))
    document.add_paragraph(VALUE)
    path = tmp_path / "a.docx"
    path.write_bytes(saved(document))
    run("embed", path)
    done = run("embed", "--check", path)
    assert done.exit_code == 1 and "a table of ours stands here outside any marker" in done.stdout


WRAPPED = (
    f"Before `<!-- kb:value {VALUE[5:-1]} -->`{{=html}}Old`<!-- kb:end -->`{{=html}} it.\n\n"
    f"```{{=html}}\n<!-- kb:compare {ASKS} -->\n```\n```{{=html}}\n<!-- kb:end -->\n```\nAfter.\n"
)


@pytest.mark.parametrize("kind", ["md", "qmd"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_markers_that_pandoc_wrapped_are_checked_and_filled(run, tmp_path, kind, newline):
    path = tmp_path / f"a.{kind}"
    path.write_bytes(WRAPPED.replace("\n", newline).encode())
    done = run("embed", "--check", path)
    assert done.exit_code == 1 and f"{path}:1: stale" in done.stdout and f"{path}:4: stale: new table" in done.stdout
    assert run("embed", path).exit_code == 0
    text = path.read_bytes().decode()
    assert "=html" not in text and "```" not in text and "-->Required" in text and "must sell" in text
    assert run("embed", "--check", path).exit_code == 0


def test_a_marker_in_raw_html_beside_other_things_is_told(run, tmp_path):
    path = tmp_path / "a.md"
    path.write_text(f"{VALUE}\n\n```{{=html}}\n<p>x</p>\n<!-- kb:compare xa -->\n<!-- kb:end -->\n```\n", encoding="utf-8")
    run("embed", path)
    done = run("embed", "--check", path)
    assert done.exit_code == 1 and f"{path}:5: left as it is: this marker stands in a block of raw HTML" in done.stdout


def test_every_marker_that_is_wrong_is_told_and_of_names_the_one_that_was_meant(tmp_path, mini_home):
    path = tmp_path / "a.md"
    path.write_text("{kb: xa forced-sail}\n\n{kb: xq forced-sale}\n\n<!-- kb:compare xa asof=2025-01-01 -->\n<!-- kb:end -->\n")
    word = plain(tmp_path / "b.docx", "{kb:compare zz}", "{kb:end}", "It is {kb: xa forced-sail}.")
    with pytest.raises(MarkerError) as found:
        embed([path, word], mini_home, check=True)
    told = str(found.value).splitlines()
    assert [line.partition(": ")[0] for line in told[1:]] == [f"{path}:1", f"{path}:3", f"{path}:5", f"{word}:1", f"{word}:3"]
    assert told[1].endswith("no question 'forced-sail'. Did you mean 'forced-sale'?")


@pytest.mark.parametrize(("kind", "mark"), [("rst", ".. {}"), ("adoc", "// {}"), ("typ", "// {}"), ("mdx", "{{/* {} */}}")])
def test_verify_knows_a_report_of_any_kind_by_its_markers(run, tmp_path, kind, mark):
    path = tmp_path / f"a.{kind}"
    path.write_text(f"{mark.format(f'kb:compare {ASKS}')}\n\n{mark.format('kb:end')}\n", encoding="utf-8")
    assert run("verify", path).stdout.startswith("a report: ")


def test_markers_in_a_document_of_libreoffice_are_told(tmp_path, mini_home, mini_release):
    table = compare(mini_release.reader, ["xa"], as_of="2025-09-15", known_on="2026-06-01")
    path = tmp_path / "a.odt"
    with zipfile.ZipFile(io.BytesIO(table_bytes(table, "odt"))) as read, zipfile.ZipFile(path, "w") as made:
        for name in read.namelist():
            text = read.read(name)
            text = text.replace(b"kb:seal", b"kb:lost") if name == "meta.xml" else text
            made.writestr(
                name, re.sub(rb"(<text:p[^>]*>)", rb"\1{kb:compare xa} ", text, count=1) if name == "content.xml" else text
            )
    with pytest.raises(UsageError, match=r"it has markers of this base.*save it as \.docx, then kb embed --check"):
        verify(path, mini_home)
