"""Citations: numbered notes with pinpoints, items for reference managers, and four styles a lawyer or scholar would accept."""

import json
import re

import pytest
from click.testing import CliRunner

from kb.base import KnowledgeBase
from kb.cells.comparison import compare
from kb.citations.csl import STYLES
from kb.citations.exports import to_bibtex, to_ris
from kb.citations.styled import cited_in, styled_bibliography, styled_notes
from kb.citations.written import write_citations
from kb.commands.cli import app
from kb.embedding.rendering import served
from kb.errors import UsageError
from kb.table_view import Table
from kb.tables.sources import cited_notes, items, table_item
from kb.values.form import Form

QUESTIONS = ["forced-divestiture", "data-localization-requirement", "review-of-platform-orders", "rights-test"]
PAFACA = "Protecting Americans from Foreign Adversary Controlled Applications Act"
DMA = "Regulation (EU) 2022/1925 on contestable and fair markets in the digital sector (Digital Markets Act)"


@pytest.fixture(scope="module")
def real(real_release):
    point = {"as_of": "2025-09-15", "known_on": "2026-12-01", "platform": "tiktok"}
    return compare(real_release.reader, ["us", "eu", "sg"], questions=QUESTIONS, **point)


@pytest.fixture(scope="module")
def sources(real, real_release):
    return items(real_release.reader, real)


def test_every_note_is_cited_with_its_pinpoint(real):
    notes = cited_notes(real)
    assert [note.n for note in notes] == [note.n for note in real.notes]
    assert (notes[0].item, notes[0].pinpoint) == (
        "instrument-us-pafaca",
        "sec. 2(a)(1)-(2); sec. 2(a)(3); sec. 2(c)(1)-(2); sec. 2(g)(3)(A); sec. 2(g)(6)(A)-(B)",
    )


def test_items_are_typed_dated_and_say_where_they_are_printed(sources):
    by_id = {item["id"]: item for item in sources}
    pafaca, garland = by_id["instrument-us-pafaca"], by_id["case-us-tiktok-v-garland"]
    assert (pafaca["type"], pafaca["volume"], pafaca["container-title"], pafaca["page"]) == ("legislation", "138", "Stat.", "955")
    assert pafaca["issued"] == {"date-parts": [[2024, 4, 24]]}
    assert (garland["type"], garland["volume"], garland["page"], garland["issued"]) == (
        "legal_case",
        "604",
        "56",
        {"date-parts": [[2025]]},
    )


CODE = "US Code, release point Online@119-73 (2026-03-26), copy of Office of the Law Revision Counsel (US Code)"
SECTIONS = "2(a)(1)-(2), 2(a)(3), 2(c)(1)-(2), 2(g)(3)(A), 2(g)(6)(A)-(B)"
READ = f"read in {CODE}"
FIRST = {
    "oscola": f"{PAFACA}, Pub L No 118-50, div H, 138 Stat 955 (2024), ss {SECTIONS}, {READ}.",
    "bluebook": f"{PAFACA}, Pub. L. No. 118-50, div. H, 138 Stat. 955 (2024), §§ {SECTIONS}, {READ}.",
    "apa": f"{PAFACA}, 2024, §§ {SECTIONS}, {READ}.",
}
LISTED = {
    "oscola": [f"{DMA} [2022] OJ L265/1", "TikTok Inc v Garland (2025) 604 US 56", "Significant Investments Review Act 2024"],
    "bluebook": [f"{DMA}, 2022 O.J. (L 265) 1.", "TikTok Inc. v. Garland, 604 U.S. 56 (2025)."],
    "apa": [
        f"{PAFACA}, Pub. L. No. 118-50, div. H, 138 Stat. 955 (2024). https://www.congress.gov/118/plaws/publ50/PLAW-118publ50.htm"
    ],
    "chicago": ["TikTok Inc. v. Garland, 604 U.S. 56 (2025). https://www.supremecourt.gov/opinions/24pdf/24-656_ca7d.pdf."],
}


@pytest.mark.parametrize("style", list(STYLES))
def test_each_style_writes_acts_and_cases_as_its_readers_expect(real, sources, style):
    notes, listed = styled_notes(sources, cited_notes(real), style), styled_bibliography(sources, style)
    assert len(notes) == len(real.notes) and notes[0] == FIRST.get(style, notes[0])
    assert len(listed) == len(sources) and set(LISTED[style]) <= set(listed)
    for item in sources:
        assert (
            sum(entry.count(item["title"].replace(".", "")[:60]) for entry in (text.replace(".", "") for text in listed)) == 1
        ), item["id"]


def test_bibtex_and_ris_hold_each_source_once(sources):
    bibtex, ris = to_bibtex(sources), to_ris(sources)
    assert re.findall(r"^@\w+\{([^,]+),$", bibtex, re.MULTILINE) == [item["id"] for item in sources]
    assert bibtex.count("{") == bibtex.count("}")
    assert re.findall(r"^ID  - (.+)\r$", ris, re.MULTILINE) == [item["id"] for item in sources]
    assert ris.count("ER  - ") == len(sources) and all(re.match(r"[A-Z][A-Z0-9]  - |$", line) for line in ris.split("\r\n"))


def test_hostile_text_ends_no_field():
    item = {"id": "x", "type": "webpage", "title": "a} , evil = {b\\ % & #\nER  - ", "URL": "https://x.example/}{", "note": "{"}
    assert re.sub(r"\\text\w+\{\}", "", to_bibtex([item])).count("}") == re.sub(r"\\text\w+\{\}", "", to_bibtex([item])).count(
        "{"
    )
    assert "\nER" not in to_ris([item]).split("\r\nER  - ")[0].replace("\r\n", "")


def test_the_table_itself_is_cited_with_release_and_both_days(real, real_release):
    text = write_citations(real_release.reader, real, "txt", "oscola")
    assert real.release in text and "Law as of 2025-09-15, as known on 2026-12-01" in text
    assert table_item(real, "f" * 64)["type"] == "dataset"


@pytest.mark.parametrize(
    ("name", "start"), [("json", "[\n {"), ("bib", "@misc{table-"), ("ris", "TY  - DATA"), ("txt", "CITE THIS TABLE")]
)
def test_the_command_writes_every_format(real_home, name, start):
    done = CliRunner().invoke(app, ["cite", "us", "sg", "-q", "forced-divestiture", "--format", name, "--home", str(real_home)])
    assert done.exit_code == 0 and done.stdout.startswith(start)
    assert name != "json" or json.loads(done.stdout)[0]["type"] == "dataset"


MINE = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0" default-locale="en-GB">
  <info><title>Mine</title><id>mine</id><updated>2026-01-01T00:00:00+00:00</updated></info>
  <citation><layout prefix="[" suffix="]"><text variable="citation-number"/></layout></citation>
  <bibliography><layout suffix="."><text variable="citation-number" prefix="[" suffix="] "/>
    <group delimiter=" / "><text variable="title"/><date variable="issued"><date-part name="year"/></date></group></layout>
  </bibliography>
</style>
"""


def test_a_style_is_any_csl_file_by_its_path_or_by_its_name_in_a_folder(real, sources, tmp_path, monkeypatch):
    path = tmp_path / "mine.csl"
    path.write_text(MINE, encoding="utf-8")
    notes = styled_notes(sources, cited_notes(real), str(path))
    assert notes[0].startswith(f"{PAFACA} / 2024, sec. 2(a)(1)-(2)")
    monkeypatch.setenv("KB_STYLES", str(tmp_path))
    assert styled_notes(sources, cited_notes(real), "mine") == notes == styled_notes(sources, cited_notes(real), "mine.csl")


@pytest.mark.parametrize(("text", "said"), [
    ("x", "is no style of citation that can be read"),
    ('<style><link href="http://www.zotero.org/styles/apa" rel="independent-parent"/></style>', "name for another style 'apa'"),
    (None, "there is no such file"),
])  # fmt: skip
def test_a_file_that_is_no_style_is_refused_by_name(sources, real, tmp_path, text, said):
    path = tmp_path / "bad.csl"
    if text:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        styled_notes(sources, cited_notes(real), str(path))


def test_a_list_of_works_has_the_entries_of_a_style_and_says_each_address_once(real, real_release):
    for style in STYLES:
        cited = cited_in(real_release, real, Form(notes="sources", style=style))
        pafaca = cited.works["instrument-us-pafaca"]
        assert "118-50" in pafaca and "2024" in pafaca and "http" not in pafaca
        garland = cited.works["case-us-tiktok-v-garland"]
        assert "604 U" in garland and "56" in garland and "2025" in garland


def test_a_table_in_python_is_saved_with_its_notes_in_a_style(real, real_release, tmp_path):
    asked = {"questions": ["forced-divestiture"], "as_of": "2025-09-15", "known_on": "2026-12-01"}
    table = KnowledgeBase(real_release).compare(["us", "eu"], **asked)
    plain = table.save(tmp_path / "plain.md").read_text(encoding="utf-8")
    styled = table.save(tmp_path / "styled.md", style="oscola").read_text(encoding="utf-8")
    cited = cited_in(real_release, table.comparison, Form(style="oscola"))
    assert any(text in styled and text not in plain for text in cited.notes.values())
    with pytest.raises(UsageError, match="without its release"):
        Table(table.comparison).save(tmp_path / "x.md", style="oscola")


def test_an_address_cannot_name_a_file_of_the_server(tmp_path):
    (tmp_path / "mine.csl").write_text(MINE, encoding="utf-8")
    with pytest.raises(UsageError, match="no style"):
        served(Form(style=str(tmp_path / "mine.csl")))
    assert served(Form(style="apa")).style == "apa"
