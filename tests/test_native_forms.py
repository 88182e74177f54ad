"""A table in the form that a tool refers to, opens or pastes: captions of Quarto and R Markdown, OpenDocument, HTML for mail."""

import io
import re
import shutil
import subprocess
import zipfile
from xml.etree import ElementTree

import pytest

from kb.cells.comparison import compare
from kb.embedding.reports import embed
from kb.embedding.verification import IDENTICAL, TAMPERED, verify
from kb.tables import table_bytes
from kb.tables.native.shown_pictures import shown_odt
from kb.tables.sheet import sheet_of
from kb.values.form import Form

ASKS = 'xa xb as-of=2025-09-15 known-on=2026-06-01 caption="Who must sell" id=tbl-sale'
CAPTIONS = {"qmd": "\n\n: Who must sell {#tbl-sale}\n\n", "rmd": "\n\nTable: (\\#tbl-sale) Who must sell\n\n"}
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}%s"


@pytest.fixture(scope="module")
def table(mini_release):
    return compare(mini_release.reader, ["xa", "xb"], as_of="2025-09-15", known_on="2026-06-01", platform="clip")


@pytest.mark.parametrize("kind", CAPTIONS)
def test_a_caption_is_the_tools_own_with_the_name_to_refer_to_and_all_dimensions_are_one_table(tmp_path, mini_home, kind):
    path = tmp_path / f"r.{kind}"
    path.write_text(f"See it.\n\n<!-- kb:compare {ASKS} -->\n<!-- kb:end -->\n\nAfter.\n", encoding="utf-8")
    embed([path], mini_home, check=False)
    text = path.read_text(encoding="utf-8")
    assert CAPTIONS[kind] in text and text.count("|:--|:--|:--|") == 1 and "| *Ownership* |  |  |" in text
    assert not embed([path], mini_home, check=True)[0].changes
    if shutil.which("pandoc"):
        made = subprocess.run(["pandoc", "-f", "markdown", "-t", "html", str(path)], capture_output=True, text=True, check=True)
        assert made.stdout.count("<table") == made.stdout.count("<caption>") == 1 and "Who must sell" in made.stdout


def opened(data, name="content.xml"):
    return ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(name))


def test_an_opendocument_text_says_what_the_table_says_with_real_notes_and_a_header_row(table):
    data = table_bytes(table, "odt")
    root = opened(data)
    said = " ".join(shown_odt(data).pieces)
    for row in sheet_of(table).rows:
        for cell in row.cells:
            assert " ".join(f"{cell.words.label}. {cell.words.sentence}".split()) in said
    notes = list(root.iter(OFFICE % ("text", "note")))
    assert len(notes) == len(table.notes) and all(one.get(OFFICE % ("text", "note-class")) == "endnote" for one in notes)
    assert len(list(root.iter(OFFICE % ("table", "table-header-rows")))) == 1
    styles = opened(data, "styles.xml")
    assert {one.get(OFFICE % ("style", "num-format")) for one in styles.iter(OFFICE % ("text", "notes-configuration"))} == {"1"}


def test_an_edited_opendocument_text_is_tampered(table, tmp_path, mini_home):
    old, path = zipfile.ZipFile(io.BytesIO(table_bytes(table, "odt"))), tmp_path / "t.odt"
    with zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"must sell", b"may sell"))
    assert verify(path, mini_home).word == TAMPERED


@pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice here")
def test_an_opendocument_text_that_libreoffice_saved_is_identical_and_fits_its_page(table, tmp_path, mini_home):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "t.odt").write_bytes(table_bytes(table, "odt"))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    told = ["soffice", profile, "--headless", "--convert-to", "odt:writer8", "--outdir", str(tmp_path)]
    subprocess.run([*told, str(tmp_path / "in" / "t.odt")], capture_output=True, check=True, timeout=180)
    assert verify(tmp_path / "t.odt", mini_home).word == IDENTICAL


def test_html_to_paste_has_every_look_at_its_element_and_the_title_once(table):
    text = table_bytes(table, "paste").decode("utf-8")
    assert not re.search(r"<style|<script|class=|<link|position:|display:", text)
    assert text.count(sheet_of(table).caption) == 1
    for tag in ("table", "th", "td"):
        assert all(" style=" in found for found in re.findall(rf"<{tag}[ >][^>]*>?", text)), tag
    assert not re.search("[●∅▮⚠◇⊕◆]", text)  # marks are said in words, since mail has no legend
    assert "Compare with care: " in text or "≠" not in text


def test_html_to_paste_keeps_its_lines_where_styles_are_taken_out(table):
    """What an editor leaves that drops every style: headings, a table with its head, and one line for each remark."""
    text = re.sub(r' style="[^"]*"', "", table_bytes(table, "paste", Form(detail="label")).decode("utf-8"))
    assert text.count("<thead>") == 1 and "<br><em>" in text and '<th scope="row" align="left"' in text
