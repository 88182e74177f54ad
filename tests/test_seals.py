"""Seals in every file that shows a table: pictures, pages, slides, Word files and rows of a CSV."""

import csv
import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from kb.cells.comparison import compare
from kb.commands.cli import app
from kb.embedding.verification import IDENTICAL, TAMPERED, UNPROVEN, verify
from kb.errors import UsageError
from kb.running.jobs import MEMORY_MB
from kb.running.own_limits import peak_memory
from kb.tables import FORMATS, table_bytes
from kb.tables.native import picture as drawing
from kb.tables.native.picture import DOTS_PER_INCH, LEAST_DOTS, MOST_POINTS
from kb.tables.native.shown_pictures import SEAL_KEY, shown_pdf, shown_png, shown_svg
from kb.tables.office_seal import put_seal, seals_in
from kb.tables.seals import seal
from kb.values.form import PLAIN, Form

TWELVE = ["us", "eu", "sg", "gb", "in", "cn", "au", "ca", "id", "ru", "vn", "br"]
SHORT = Form(detail="label")
NAMES = ["docx", "pptx", "odt", "paste", "svg", "png", "pdf", "csv"]
FORMS = [PLAIN, Form(detail="label", notes="sources", fit="slide"), Form(caption="Mine", legend="none", lang="de")]


@pytest.fixture(scope="module")
def table(mini_release):
    return compare(mini_release.reader, ["xa", "xb"], as_of="2025-09-15", known_on="2026-06-01", platform="clip")


@pytest.fixture
def verdict(tmp_path, mini_home):
    def of(data, name):
        (tmp_path / f"t.{name}").write_bytes(data)
        return verify(tmp_path / f"t.{name}", mini_home)

    return of


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NAMES)
def test_a_file_in_any_form_is_identical(table, verdict, name, form):
    assert verdict(table_bytes(table, name, form), name).word == IDENTICAL


def test_every_format_is_verified_or_says_that_it_cannot_be(table, tmp_path, mini_home):
    for name, described in FORMATS.items():
        path = tmp_path / f"t.{described.suffix or name}"
        path.write_bytes(table_bytes(table, name))
        done = CliRunner().invoke(app, ["verify", str(path), "--home", str(mini_home)])
        if name == "txt":
            assert done.exit_code and "carries no seal, so nothing can be verified; export md beside it" in str(done.exception)
        else:
            assert (done.exit_code, done.stdout.partition(":")[0]) == (0, IDENTICAL), name


def repacked(data, change):
    """A zip with the text of its members changed."""
    old, buffer = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["docx", "pptx"])
def test_a_changed_word_of_a_document_or_of_slides_is_tampered(table, verdict, name):
    whole = table_bytes(table, name)
    where = "word/document.xml" if name == "docx" else "ppt/slides/slide1.xml"
    edited = repacked(whole, lambda part, text: text.replace(b"Required", b"Reguired") if part == where else text)
    assert edited != whole and verdict(edited, name).word == TAMPERED
    assert verdict(repacked(whole, lambda _, text: text), name).word == IDENTICAL


def test_words_changed_in_the_notes_of_slides_or_a_slide_that_was_hidden_are_tampered(table, verdict):
    whole = table_bytes(table, "pptx")
    spoken = repacked(whole, lambda part, text: text.replace(b"must sell", b"may sell") if "notesSlide" in part else text)
    hidden = repacked(
        whole, lambda part, text: text.replace(b"<p:sld ", b'<p:sld show="0" ') if part.endswith("slide1.xml") else text
    )
    assert spoken != whole != hidden
    assert [verdict(one, "pptx").word for one in (spoken, hidden)] == [TAMPERED, TAMPERED]


def test_a_word_file_keeps_no_hidden_text_and_its_seal_in_a_part_of_its_own(table):
    data = table_bytes(table, "docx")
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert b"vanish" not in archive.read("word/document.xml") and len(list(seals_in(data))) == 1
    from docx import Document

    twice = Document(io.BytesIO(data))
    put_seal(twice, "another")
    buffer = io.BytesIO()
    twice.save(buffer)
    assert list(seals_in(buffer.getvalue()))[1:] == ["another"]


@pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice here")
def test_a_word_file_that_libreoffice_saved_is_identical(table, verdict, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "t.docx").write_bytes(table_bytes(table, "docx"))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    told = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "docx:Office Open XML Text",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "in" / "t.docx"),
    ]
    subprocess.run(told, capture_output=True, check=True, timeout=180)
    assert verdict((tmp_path / "t.docx").read_bytes(), "docx").word == IDENTICAL


def test_a_picture_packed_anew_is_identical_and_one_changed_point_is_tampered(table, verdict):
    picture = Image.open(io.BytesIO(table_bytes(table, "png")))
    told = PngInfo()
    told.add_text(SEAL_KEY, picture.info[SEAL_KEY])
    packed = io.BytesIO()
    picture.save(packed, "png", pnginfo=told, compress_level=1)
    assert verdict(packed.getvalue(), "png").word == IDENTICAL
    picture.putpixel((40, 40), (1, 2, 3))
    edited = io.BytesIO()
    picture.save(edited, "png", pnginfo=told)
    assert verdict(edited.getvalue(), "png").word == TAMPERED


def test_a_picture_sealed_anew_by_hand_is_never_identical(table, verdict):
    picture = Image.open(io.BytesIO(table_bytes(table, "png")))
    picture.putpixel((40, 40), (1, 2, 3))
    plain, sealed, told = io.BytesIO(), io.BytesIO(), PngInfo()
    picture.save(plain, "png")
    told.add_text(SEAL_KEY, seal(table, shown_png(plain.getvalue()).pieces).text())
    picture.save(sealed, "png", pnginfo=told)
    found = verdict(sealed.getvalue(), "png")
    assert found.word == UNPROVEN and "drawn otherwise than here" in found.details[0]


def test_words_of_an_svg_are_text_and_changing_one_is_tampered(table, verdict):
    data = table_bytes(table, "svg")
    root = ElementTree.fromstring(data)
    texts = [one.text for one in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "Examplia" in texts and not list(root.iter("{http://www.w3.org/2000/svg}use"))
    assert all(one.get("textLength") for one in root.iter("{http://www.w3.org/2000/svg}text") if len(one.text) > 1)
    assert verdict(data.replace(b">Required.<", b">Reguired.<"), "svg").word == TAMPERED
    assert verdict(re.sub(rb' fill="#000000"', b' fill="#ffffff"', data), "svg").word == TAMPERED


def test_a_pdf_says_its_words_in_order_and_a_changed_page_is_tampered(table, verdict):
    data = table_bytes(table, "pdf")
    found = shown_pdf(data)
    assert "Examplia" in found.pieces and len(found.seals) == 1
    edited = data.replace(b"/MediaBox", b"/CropBox[0 0 90 90]/MediaBox", 1)
    assert edited != data and verdict(edited, "pdf").word == TAMPERED


@pytest.mark.parametrize(
    ("name", "data"), [("png", b"\x89PNG broken"), ("pdf", b"%PDF-1.7 broken"), ("svg", b"<svg/>"), ("csv", b"a,b\r\n1,2\r\n")]
)
def test_files_that_are_no_table_of_ours_are_refused_by_name(verdict, name, data):
    with pytest.raises(Exception, match=rf"t\.{name}: "):
        verdict(data, name)


def test_a_csv_needs_no_seal_and_a_changed_field_or_row_is_named(table, verdict):
    data = table_bytes(table, "csv")
    found = verdict(data.replace(b"must sell", b"may sell"), "csv")
    assert found.word == TAMPERED and found.details[0].startswith("xa forced-sale, in_short: it shows ")
    rows = data.split(b"\r\n")
    assert verdict(b"\r\n".join(rows[:-2] + rows[-1:]), "csv").word == TAMPERED
    with pytest.raises(UsageError, match="more than one known on"):
        verdict(data.replace(b"2026-06-01", b"2026-06-02", 1), "csv")


def test_a_csv_with_other_separators_is_identical_and_one_of_no_release_kept_cannot_be_told(table, verdict, mini_release):
    data = table_bytes(table, "csv")
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";").writerows(csv.reader(io.StringIO(data.decode(), newline="")))
    assert verdict(("\ufeff" + buffer.getvalue()).encode(), "csv").word == IDENTICAL
    found = verdict(data.replace(mini_release.id.encode(), b"0123456789abcdef"), "csv")
    assert found.word == UNPROVEN and "a .csv has no hash of its own" in found.details[0]


def test_what_an_svg_shows_does_not_depend_on_its_white_space(table):
    data = table_bytes(table, "svg")
    assert shown_svg(data.replace(b"\n<text", b"\n  <text")).pieces == shown_svg(data).pieces


def test_a_table_too_large_for_a_slide_is_refused_and_says_what_to_do(real_release):
    asked = list(real_release.reader.questions())[:20]
    large = compare(real_release.reader, ["us", "eu", "sg"], questions=asked, as_of="2026-06-01")
    with pytest.raises(UsageError, match=r"does not fit a slide; ask for less, or write \.pptx"):
        table_bytes(large, "png", Form(fit="slide", detail="label"))
    small = compare(real_release.reader, ["us", "eu", "sg"], questions=asked[:3], as_of="2026-06-01")
    picture = Image.open(io.BytesIO(table_bytes(small, "png", Form(fit="slide", detail="label"))))
    assert picture.size == (1920, 1080)


def test_a_large_picture_has_fewer_dots_and_one_too_large_is_refused(real_release, monkeypatch):
    large = compare(real_release.reader, TWELVE, as_of="2026-06-01")
    with Image.open(io.BytesIO(table_bytes(large, "png", SHORT))) as picture:
        assert 0.95 < picture.width * picture.height / MOST_POINTS < 1.05
        assert LEAST_DOTS < picture.info["dpi"][0] < DOTS_PER_INCH and SEAL_KEY in picture.info
    monkeypatch.setattr(drawing, "MOST_POINTS", MOST_POINTS // 8)
    with pytest.raises(UsageError, match=r"too large for one picture .* write \.pdf"):
        table_bytes(large, "png", SHORT)


def test_a_small_picture_has_144_dots_an_inch(table):
    with Image.open(io.BytesIO(table_bytes(table, "png"))) as picture:
        assert picture.info["dpi"] == pytest.approx((DOTS_PER_INCH, DOTS_PER_INCH), abs=0.1)


LARGEST = """
from kb.cells.comparison import compare
from kb.opening.current import open_release
from kb.running.own_limits import peak_memory
from kb.tables import table_bytes
from kb.values.form import Form
table_bytes(compare(open_release().reader, {places}, as_of="2026-06-01"), "png", Form(detail="label"))
print(peak_memory() >> 20)
"""


@pytest.mark.skipif(not peak_memory(), reason="this system does not say how much memory a process took")
def test_the_largest_picture_takes_less_memory_than_a_job_may(real_home):
    command = [sys.executable, "-c", LARGEST.format(places=TWELVE)]
    told = subprocess.run(command, capture_output=True, check=True, env=os.environ | {"KB_HOME": str(real_home)})
    assert 0 < int(told.stdout) < 0.9 * MEMORY_MB
