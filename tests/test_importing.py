"""Outside data: what is mapped is what the source says, whatever is wrong is named, and nothing is half kept."""

import datetime
import json
import shutil
import signal
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

import kb
from kb.building.build import build
from kb.building.shapes import run_shapes
from kb.cells.claims_table import claims_table
from kb.errors import UsageError
from kb.exporting.exporting import FORMATS, export
from kb.importing.importing import keep, prepare
from kb.importing.output import report
from kb.importing.runs import Observations, follows, joined, squeezed
from kb.loaders.facts import read_facts
from kb.loaders.imports.kept_records import read_rows
from kb.loaders.problems import CuratedDataError
from kb.naming import iris
from kb.opening.current import open_release
from kb.projection import project
from kb.release.cell_table import open_table

ROOT = Path(__file__).resolve().parent.parent
MINI_FACTS = ROOT / "tests" / "mini_facts"
MAPPING = """\
id: tracker
title: A daily panel
publisher: An institute
address: https://data.example/panel.csv
licence: CC-BY-4.0
retrieved: 2026-11-29
place: {column: Code, codes: iso-3166-1-alpha-3, new: country, name: Name, values: {XXA: xa}}
from: {column: Date, form: YYYYMMDD}
answers:
  - question: local-storage
    value: C1
    values: {0: conditional, 1: mandatory}
"""
HEAD = "Code,Name,Date,C1\n"
ROWS = [("USA", "United States"), ("NOR", "Norway"), ("XXA", "Examplia")]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MINI_FACTS, tmp_path / "facts"))


def given(folder: Path, content: str | bytes, name: str = "panel.csv", mapping: str = MAPPING) -> tuple[Path, Path]:
    """A mapping and an outside file."""
    (folder / "mapping.yaml").write_text(mapping)
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder / "mapping.yaml", folder / name


def panel(seed: int = 3) -> dict[tuple[str, str], str]:
    """A value, or a blank, for each place and day."""
    days = [datetime.date(2020, 1, 1) + datetime.timedelta(number) for number in range(60)]
    return {
        (code, day.isoformat()): ("0", "1", "", "0")[((number + seed) // 7 + place) % 4]
        for place, (code, _) in enumerate(ROWS)
        for number, day in enumerate(days)
    }


def as_csv(values: dict[tuple[str, str], str]) -> str:
    names = dict(ROWS)
    return HEAD + "".join(f"{code},{names[code]},{day.replace('-', '')},{value}\n" for (code, day), value in values.items())


def imported(root: Path, mapping: Path, path: Path, shrunk: bool = False):
    prepared = prepare(mapping, [path], root, shrunk, lambda *_: None)
    keep(prepared, root)
    return prepared


def refused(root: Path, content: str | bytes, name: str = "panel.csv", mapping: str = MAPPING) -> str:
    """What is said of an outside file that cannot be imported; nothing below the facts may have changed."""
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    files = given(root.parent, content, name, mapping)
    with pytest.raises(CuratedDataError) as error:
        prepare(files[0], [files[1]], root, False, lambda *_: None)
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before
    return str(error.value).replace(f"{root.parent}/", "")


def test_every_cell_of_a_panel_is_what_the_source_says(root: Path, tmp_path: Path):
    values = panel()
    imported(root, *given(tmp_path, as_csv(values)))
    build(root, tmp_path / "home")
    base = kb.open(tmp_path / "home")
    slugs, answers = {"USA": "us", "NOR": "no", "XXA": "xa"}, {"0": "conditional", "1": "mandatory"}
    for day in sorted({day for _, day in values})[::5]:
        table = base.compare(["us", "no", "xa"], questions=["local-storage"], as_of=day)
        for code, slug in slugs.items():
            if slug != "xa":  # where the facts themselves know more
                cell = next(one for one in table.comparison.cells if one.jurisdiction == slug)
                assert cell.answer == answers.get(values[code, day]), (code, day)
    note = table.comparison.notes[0].citation if table.comparison.notes else ""
    assert all(word in note for word in ("retrieved 2026-11-29", "CC-BY-4.0", "row")) or not note


def test_what_reads_outside_data_is_loaded_without_the_records_of_the_facts():
    """It is begun for each file: half of the time of a large panel is loading."""
    code = "import sys, kb.importing.worker as worker; worker._load(); print(*sys.modules)"
    loaded = set(
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    )
    assert {"kb.importing.worker", "kb.loaders.known", "pyarrow.csv"} <= loaded
    assert not loaded & {"kb.loaders.records", "kb.loaders.dossier_records", "rapidfuzz", "yaml", "pandas"}


def test_importing_twice_changes_nothing(root: Path, tmp_path: Path):
    files = given(tmp_path, as_csv(panel()))
    imported(root, *files)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    assert prepare(files[0], [files[1]], root, False, lambda *_: None).changes_nothing
    imported(root, *files)
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_a_later_retrieval_withdraws_what_the_source_no_longer_says(root: Path, tmp_path: Path):
    imported(root, *given(tmp_path, HEAD + "USA,United States,20200101,0\nNOR,Norway,20200101,0\n"))
    later = MAPPING.replace("2026-11-29", "2026-12-05")
    counts = imported(
        root, *given(tmp_path, HEAD + "USA,United States,20200101,1\nNOR,Norway,20200101,0\n", mapping=later)
    ).counts
    assert (counts["claims as they were"], counts["claims new"], counts["claims withdrawn"]) == (1, 1, 1)
    rows = (root / "imports/tracker/claims-local-storage-1.csv").read_text().splitlines()
    assert any("conditional" in row and row.endswith("2026-11-29,2026-12-05") for row in rows)
    build(root, tmp_path / "home")
    base = kb.open(tmp_path / "home")
    answers = [
        base.compare(["us"], questions=["local-storage"], as_of="2020-01-01", known_on=day).comparison.cells[0].answer
        for day in ("2026-12-01", "2026-12-06")
    ]
    assert answers == ["conditional", "mandatory"]


def test_rows_of_imports_fit_the_shapes_that_are_not_run_on_them(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    imported(root, *given(tmp_path, as_csv(panel())))
    store = Store()
    store.bulk_extend(project(read_facts(root)))
    monkeypatch.setattr("kb.building.shapes.is_checked", lambda graph: "/graph/facts/" in graph)
    assert run_shapes(store, root) == []


NUMBERS = """
  fine-share:
    text: Up to which share can a fine go?
    scale: number
    unit: [percent]
    direction: more-is-stricter
    how_to_code: Code the ceiling.
"""


def test_a_number_of_two_data_sets_and_two_files_is_stated_once(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("kb.importing.output.MOST_ROWS", 2, raising=False)
    monkeypatch.setattr("kb.loaders.imports.kept_records.MOST_ROWS", 2)
    codebook = root / "codebook" / "data.yaml"
    codebook.write_text(codebook.read_text() + NUMBERS.lstrip("\n"))
    rows = HEAD + "".join(f"{code},{name},20200101,6\n" for code, name in ROWS)
    asked = "  - question: fine-share\n    value: C1\n    number: yes\n"
    for name in ("tracker", "second"):
        mapping = MAPPING[: MAPPING.index("  - question")].replace("tracker", name) + asked
        imported(root, *given(tmp_path, rows, mapping=mapping))
    facts = read_facts(root)
    assert len([name for name in facts.parts if "fine-share" in name]) == 4
    stated = Counter((quad.subject, quad.predicate, quad.object) for quad in project(facts))
    assert [triple for triple, graphs in stated.items() if graphs > 1] == []
    six = NamedNode(iris.answer("fine-share", "6-percent"))
    assert {quad.graph_name.value.rpartition("facts/")[2] for quad in project(facts) if quad.subject == six} == {
        "codebook/data.yaml"
    }


def test_an_unmapped_value_stops_the_import_with_the_line_to_add(root: Path):
    told = refused(root, HEAD + "USA,United States,20200101,7\nUSA,United States,20200102,7\n")
    assert told == (
        "mapping.yaml:12: answers.0.values: '7' stands for no answer to local-storage; "
        'add the line  "7": ... (2 rows); first on panel.csv:2'
    )


def test_a_part_that_was_edited_or_lost_is_named(root: Path, tmp_path: Path):
    imported(root, *given(tmp_path, as_csv(panel())))
    part = root / "imports/tracker/claims-local-storage-1.csv"
    part.write_text(part.read_text().replace("mandatory", "conditional"))
    with pytest.raises(CuratedDataError, match=r"claims-local-storage-1.csv: is not what was imported"):
        read_facts(root)
    part.unlink()
    with pytest.raises(CuratedDataError, match=r"claims-local-storage-1.csv: is missing; import the data again"):
        read_facts(root)


def test_an_interrupted_import_leaves_the_facts_as_they_were(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    imported(root, *given(tmp_path, as_csv(panel(1))))
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    files = given(tmp_path, as_csv(panel(4)))
    prepared = prepare(files[0], [files[1]], root, True, lambda *_: None)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kb.importing.importing.put_in_place", full)
    with pytest.raises(UsageError, match="nothing was changed"):
        keep(prepared, root)
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


WRONG = {
    "a ragged row": (HEAD + "USA,US,20200101,0\nUSA,US\n", "panel.csv:3: has 2 values instead of 4"),
    "another encoding": (HEAD.encode() + b"USA,caf\xe9,20200101,0\n", "panel.csv:2: byte 0xE9 is not UTF-8"),
    "a web page": ("<!DOCTYPE html><html></html>", "panel.csv:1: is a web page, not a table"),
    "two values": (HEAD + "USA,US,20200101,0\nUSA,US,20200101,1\n", "panel.csv:3: gives another value for the same place"),
    "a column twice": ("Code,Name,Date,Date\nUSA,US,1,2\n", "panel.csv:1: the header has the column 'Date' twice"),
    "no such day": (HEAD + "USA,US,20200230,0\n", "panel.csv:2: '20200230' is no day of the form YYYYMMDD"),
    "an open quote": (HEAD + 'USA,US,20200101,"0\nUSA,US,20200102,1\n', "panel.csv:2: a quote is opened here and never closed"),
    "nothing": ("", "panel.csv:1: is empty"),
    "a header alone": (HEAD, "panel.csv:1: has no row"),
    "a missing column": ("Code,Name,Date\nUSA,US,20200101\n", "answers.0.value: no column 'C1' in the file"),
    "a long line": (HEAD + "USA,US,20200101," + "x" * (20 << 20) + "\n", "panel.csv:2: a value is longer than 8 MB"),
}


@pytest.mark.parametrize("fault", WRONG)
def test_what_is_wrong_with_a_table_is_named_by_its_line(fault: str, root: Path):
    content, told = WRONG[fault]
    assert told in refused(root, content)


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_of_any_dialect_reads_alike(mark: str, encoding: str, root: Path, tmp_path: Path):
    text = as_csv(panel()).replace(",", mark).replace("\n", "\r\n")
    assert imported(root, *given(tmp_path, text.encode(encoding))).counts["cells"] == sum(map(bool, panel().values()))


def test_codes_that_look_like_something_else_stay_codes(root: Path, tmp_path: Path):
    mapping = MAPPING.replace("codes: iso-3166-1-alpha-3", "codes: iso-3166-1-alpha-2")
    rows = "NA,Namibia,20200101,0\nNO,Norway,20200101,1\n"
    assert set(imported(root, *given(tmp_path, HEAD + rows, mapping=mapping)).places) == {"na", "no"}
    assert {"na", "no"} <= set(read_facts(root).imports["tracker"].places)


def test_workbooks_are_read_and_refused(root: Path, tmp_path: Path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["Code", "Name", "Date", "C1"])
    book.active.append(["USA", "United States", 20200101, 1])
    book.save(tmp_path / "good.xlsx")
    content = (tmp_path / "good.xlsx").read_bytes()
    assert imported(root, *given(tmp_path, content, "panel.xlsx")).counts["cells"] == 1
    book.active["D2"] = "=1+1"
    book.save(tmp_path / "formula.xlsx")
    assert "panel.xlsx:2: cell D2 is a formula" in refused(root, (tmp_path / "formula.xlsx").read_bytes(), "panel.xlsx")
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", "0" * (20 << 20))
    assert "a table does not grow like that" in refused(root, (tmp_path / "bomb.xlsx").read_bytes(), "panel.xlsx")
    assert "is no workbook" in refused(root, "Code,Name", "panel.xlsx")


def test_a_wide_table_and_json_lines_give_what_the_tidy_table_gives(root: Path, tmp_path: Path):
    values = panel()
    imported(root, *given(tmp_path, as_csv(values)))
    tidy = (root / "imports/tracker/claims-local-storage-1.csv").read_text().splitlines()
    days = sorted({day for _, day in values})
    wide = "Code,Name," + ",".join(days) + "\n"
    wide += "".join(f"{code},{name}," + ",".join(values[code, day] for day in days) + "\n" for code, name in ROWS)
    mapping = MAPPING.replace("{column: Date, form: YYYYMMDD}", "{headers: yes}").replace("    value: C1\n", "")
    lines = [
        json.dumps({"Code": c, "Name": dict(ROWS)[c], "Date": d.replace("-", ""), "C1": v or None})
        for (c, d), v in values.items()
    ]
    for content, name, meaning in ((wide, "wide.csv", mapping), ("\n".join(lines), "panel.jsonl", MAPPING)):
        imported(root, *given(tmp_path, content, name, meaning))
        found = (root / "imports/tracker/claims-local-storage-1.csv").read_text().splitlines()
        assert [row.split(",")[3:7] for row in found] == [row.split(",")[3:7] for row in tidy]


def test_rdf_is_read_strictly_and_fetches_nothing(root: Path, tmp_path: Path):
    (tmp_path / "rows.rq").write_text(
        "PREFIX v: <http://v.example/> CONSTRUCT { ?s v:code ?c ; v:name ?n } WHERE { ?s v:iso ?c ; v:label ?n }"
    )
    mapping = MAPPING[: MAPPING.index("place:")] + (
        "read: {query: rows.rq}\nplace: {column: code, codes: iso-3166-1-alpha-2, new: country, name: name}\n"
    )
    turtle = '<http://v.example/a> <http://v.example/iso> "NO" ; <http://v.example/label> "Norway"@en .'
    assert imported(root, *given(tmp_path, turtle, "v.ttl", mapping)).places["no"].name == "Norway"
    assert "v.ttl:2: is not TURTLE" in refused(root, turtle + "\n<http://v.example/a b> <http://b> 1 .", "v.ttl", mapping)
    assert "is not on this disk" in refused(root, '{"@context": "http://127.0.0.1:9/c", "a": "b"}', "v.jsonld", mapping)
    assert "nests deeper than 100" in refused(root, '{"a":' * 10_000 + "1" + "}" * 10_000, "v.jsonld", mapping)
    bomb = '<!DOCTYPE l [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    assert "declares entities made of entities" in refused(root, bomb, "v.rdf", mapping)


def test_a_list_of_laws_becomes_instruments(root: Path, tmp_path: Path):
    mapping = MAPPING[: MAPPING.index("from:")] + (
        "instruments:\n  title: Title\n  id: Key\n  type_is: statute\n  approaches: [unclassified]\n"
        "  dates: {adopted: {column: Made, form: YYYY}, in-force: {column: Begun, form: YYYY-MM-DD}}\n"
    )
    head = "Code,Name,Title,Key,Made,Begun\n"
    imported(root, *given(tmp_path, head + "NOR,Norway,Lov om øl,L-1,2019,2020-02-01\n", mapping=mapping))
    build(root, tmp_path / "home")
    release = open_release(tmp_path / "home")
    law = NamedNode(iris.entity("instrument", "no/tracker-l-1"))
    stated = {quad.object.value for quad in release.local_store().quads_for_pattern(law, None, None, None)}
    assert "Lov om øl" in stated
    assert "panel.csv:2: is in force on 2018-01-01 but made on 2019" in refused(
        root, head + "NOR,Norway,Lov,L-1,2019,2018-01-01\n", mapping=mapping
    )
    assert "panel.csv:3: has the identifier 'l-1' of row 1" in refused(
        root, head + "NOR,Norway,A,L-1,2019,\nNOR,Norway,B,L-1,2019,\n", mapping=mapping
    )


def test_data_that_become_fewer_are_refused(root: Path, tmp_path: Path):
    imported(root, *given(tmp_path, as_csv(panel())))
    assert "if the data did become fewer, say --shrunk" in refused(root, HEAD + "USA,United States,20200101,0\n")


def test_runs_end_where_a_value_is_missing_or_a_day_is_skipped():
    days = np.array([1, 2, 4, 5, 6], np.int32)
    same = np.zeros(5, np.int32)
    found = joined(
        Observations(same, same, days, days + 1, np.array([0, 0, 0, 1, 1], np.int32), same - 1, days, days), until_next=False
    )
    assert list(zip(found.claims.start.tolist(), found.claims.end.tolist(), strict=True)) == [(1, 3), (4, 5), (5, 7)]


def observed(seed: int) -> Observations:
    """Days of two places with values that change now and then, most of them in order and one after the other."""
    rng = np.random.default_rng(seed)
    start = np.sort(rng.choice(80, 60, replace=False)).astype(np.int32) + 700_000
    place, row = np.repeat([0, 1], 30).astype(np.int32), np.arange(1, 61, dtype=np.int32)
    answer = (rng.random(60) < 0.2).cumsum().astype(np.int32) % 3
    return Observations(np.zeros(60, np.int32), place, start, start + 1, answer, np.zeros(60, np.int32) - 1, row, row)


@pytest.mark.parametrize("seed", range(20))
def test_rows_joined_as_they_come_give_the_runs_that_all_rows_give(seed: int):
    found = observed(seed)
    early = squeezed(found, follows(found.place, found.start, found.end))
    assert len(early.row) < len(found.row)
    one, other = joined(early, False).claims, joined(found, False).claims
    assert all((getattr(one, name) == getattr(other, name)).all() for name in Observations.__dataclass_fields__)


def test_a_value_that_contradicts_the_middle_of_a_run_is_named_by_both_rows(root: Path):
    rows = "".join(f"USA,US,202001{day:02},0\n" for day in range(1, 31))
    told = refused(root, HEAD + rows + "USA,US,20200117,1\n")
    assert told == "panel.csv:32: gives another value for the same place, question and day as row 17; keep one of the two"


def test_two_values_that_begin_on_one_day_are_refused_where_each_holds_until_the_next(root: Path):
    mapping = MAPPING.replace("form: YYYYMMDD", "form: YYYYMMDD, every: open")
    told = refused(root, HEAD + "USA,US,20200101,0\nUSA,US,20200301,1\nUSA,US,20200301,0\n", mapping=mapping)
    assert "panel.csv:4: gives another value for the same place, question and day as row 2" in told


@pytest.mark.parametrize(("form", "wrong"), [("YYYY-MM", "2020-13"), ("YYYY", "year")])
def test_what_is_no_month_and_no_year_is_named(form: str, wrong: str, root: Path):
    told = refused(root, HEAD + f"USA,US,{wrong},0\n", mapping=MAPPING.replace("YYYYMMDD", form))
    assert told.startswith(f"panel.csv:2: '{wrong}' is no day of the form {form}")


KILLED = """
import os, signal, sys
from kb.importing import readers
from kb.commands.cli import run
read, done = readers.Readers.read, []
def one_and_no_more(self, task, take):
    if done:
        os.kill(os.getpid(), signal.SIGKILL)
    done.append(read(self, task, take))
readers.Readers.read = one_and_no_more
sys.argv = ["kb", "import", *sys.argv[1:]]
run()
"""


def halves(folder: Path) -> list[str]:
    """A panel in two files."""
    rows = as_csv(panel()).splitlines(keepends=True)
    given(folder, "".join(rows[:90]), "first.csv")
    return [*map(str, given(folder, HEAD + "".join(rows[90:]), "second.csv")), str(folder / "first.csv")]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no such signal")
def test_an_import_that_was_killed_goes_on_with_the_files_that_it_had_read(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("KB_HOME", str(tmp_path / "home"))
    arguments = [*halves(tmp_path), "--facts", str(root)]
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    killed = subprocess.run([sys.executable, "-c", KILLED, *arguments], cwd=ROOT, check=False, capture_output=True)
    assert killed.returncode == -signal.SIGKILL
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before
    assert len(list((tmp_path / "home").rglob("imports-begun/tracker/*.json"))) == 1
    second, first = Path(arguments[1]), Path(arguments[2])
    prepared = prepare(Path(arguments[0]), [second, first], root, False, lambda *_: None)
    assert (prepared.counts["rows"], prepared.counts["rows taken"]) == (180, 91)
    assert "91  of them before, by a run that was interrupted" in report(prepared, True)
    assert not list((tmp_path / "home").rglob("*.json"))
    afresh = prepare(Path(arguments[0]), [second, first], root, False, lambda *_: None)
    assert afresh.files == prepared.files
    assert "rows taken" not in afresh.counts


@pytest.mark.parametrize(("changed", "taken"), [("nothing", 91), ("file", 0), ("mapping", 0)])
def test_what_was_read_counts_only_while_file_and_mapping_are_the_same(
    changed: str, taken: int, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("KB_HOME", str(tmp_path / "home"))
    mapping, second, first = map(Path, halves(tmp_path))
    good = first.read_text()
    first.write_text(good + "USA\n")
    with pytest.raises(CuratedDataError, match=r"first.csv:91: has 1 values instead of 4"):
        prepare(mapping, [second, first], root, False, lambda *_: None)
    first.write_text(good)
    if changed == "file":
        second.write_text(second.read_text() + "NOR,Norway,20210101,1\n")
    if changed == "mapping":
        mapping.write_text(MAPPING.replace("CC-BY-4.0", "CC0-1.0"))
    assert prepare(mapping, [second, first], root, False, lambda *_: None).counts.get("rows taken", 0) == taken


GERMAN = "Land;Name;Tag;Wert\r\nNOR;Nørge;01.02.2020;0\r\nNOR;Nørge;02.02.2020;k. A.\r\nUSA;US;03.02.2020;1\r\n"
DESCRIBED: dict = {
    "@context": "http://www.w3.org/ns/csvw",
    "url": "panel.csv",
    "dialect": {"delimiter": ";", "encoding": "windows-1252"},
    "null": ["k. A."],
    "tableSchema": {
        "columns": [
            {"name": "Code", "titles": {"de": "Land"}},
            {"titles": ["Name", "Bezeichnung"]},
            {"name": "Date", "titles": "Tag", "datatype": {"base": "date", "format": "dd.MM.yyyy"}},
            {"name": "C1", "titles": "Wert", "datatype": "integer"},
        ]
    },
}


@pytest.mark.parametrize("name", ["panel.csv-metadata.json", "csv-metadata.json"])
def test_metadata_beside_a_table_say_how_it_is_written_and_the_mapping_need_not(name: str, root: Path, tmp_path: Path):
    table = {name: value for name, value in DESCRIBED.items() if name != "@context"}
    described = DESCRIBED if name.startswith("panel") else {"tables": [{"url": "other.csv"}, table]}
    (tmp_path / name).write_text(json.dumps(described))
    mapping = MAPPING.replace("{column: Date, form: YYYYMMDD}", "Date")
    imported(root, *given(tmp_path, GERMAN.encode("cp1252"), mapping=mapping))
    rows = (root / "imports/tracker/claims-local-storage-1.csv").read_text().splitlines()[1:]
    assert [row.split(",")[3:7] for row in rows] == [
        ["no", "2020-02-01", "2020-02-02", "conditional"],
        ["us", "2020-02-03", "2020-02-04", "mandatory"],
    ]
    assert read_facts(root).imports["tracker"].places["no"].name == "Nørge"


def test_what_the_mapping_says_itself_goes_before_metadata(root: Path, tmp_path: Path):
    (tmp_path / "panel.csv-metadata.json").write_text(json.dumps(DESCRIBED | {"dialect": {"delimiter": "|"}}))
    read = 'read: {delimiter: ";", encoding: windows-1252}\n'
    mapping = read + MAPPING.replace("{column: Date, form: YYYYMMDD}", "{column: Tag, form: DD.MM.YYYY}")
    assert imported(root, *given(tmp_path, GERMAN.encode("cp1252"), mapping=mapping)).counts["cells"] == 2


def without(name: str, **other: object) -> dict:
    """Metadata with another schema."""
    return {key: value for key, value in DESCRIBED.items() if key != name} | other


WRONG_METADATA = {
    "no JSON": ("{", "its metadata panel.csv-metadata.json is not JSON"),
    "of another file": (DESCRIBED | {"url": "other.csv"}, 'describe \'other.csv\'; write "url": "panel.csv"'),
    "a column too few": (
        DESCRIBED | {"tableSchema": {"columns": DESCRIBED["tableSchema"]["columns"][:3]}},
        "has 4 columns, and its metadata panel.csv-metadata.json 3",
    ),
    "another title": (
        DESCRIBED | {"tableSchema": {"columns": [{"titles": "Staat"}, *DESCRIBED["tableSchema"]["columns"][1:]]}},
        "panel.csv:1: its column 1 is 'Land', and 'Staat' by its metadata",
    ),
    "a schema elsewhere": (
        DESCRIBED | {"tableSchema": "http://127.0.0.1:9/s"},
        "name their 'tableSchema' by an address, which is not",
    ),
    "other quotes": (DESCRIBED | {"dialect": {"quoteChar": "'"}}, "ask for the dialect 'quoteChar': \"'\", which is not read"),
    "no such encoding": (DESCRIBED | {"dialect": {"encoding": "windows-9"}}, "'windows-9' is no encoding"),
    "days of no form": (
        DESCRIBED | {"tableSchema": {"columns": [{"titles": "Land", "datatype": {"base": "date", "format": "w"}}]}},
        "have a column 'Land' with days of the format 'w', which is not read",
    ),
    "a value that is none": (without("null"), "panel.csv:3: 'k. A.' is no integer, which 'Wert' is by its metadata"),
}


@pytest.mark.parametrize("fault", WRONG_METADATA)
def test_what_is_wrong_with_metadata_is_named(fault: str, root: Path, tmp_path: Path):
    described, told = WRONG_METADATA[fault]
    (tmp_path / "panel.csv-metadata.json").write_text(described if isinstance(described, str) else json.dumps(described))
    assert told in refused(root, GERMAN.encode("cp1252"), mapping=MAPPING.replace("{column: Date, form: YYYYMMDD}", "Date"))


TAKEN_BACK = """\
id: exported
title: A release, exported
publisher: The same base
licence: CC-BY-4.0
retrieved: 2026-11-29
only: {question: local-storage, state: answered, platform: "-", retracted_on: 9999-12-31}
place: jurisdiction
from: valid_from
until: valid_until
answers:
  - {question: local-storage, value: value, note: in_short}
"""


def test_our_own_package_of_csv_on_the_web_can_be_imported_again(root: Path, tmp_path: Path):
    build(MINI_FACTS, tmp_path / "home")
    release = open_release(tmp_path / "home")
    export(release, "csv", tmp_path / "out")
    (tmp_path / "mapping.yaml").write_text(TAKEN_BACK)
    prepared = imported(root, tmp_path / "mapping.yaml", tmp_path / "out/claims.csv")
    of = ("jurisdiction", "valid_from", "valid_until", "value")
    table = [row for row in claims_table(open_table(release.files, release.id)).to_pylist() if row["question"] == "local-storage"]
    stated = [row for row in table if row["state"] == "answered" and not row["platform"] and row["retracted_on"].year == 9999]
    kept = read_rows(prepared.files["claims-local-storage-1.csv"], "claims-local-storage-1.csv")
    assert stated
    assert sorted({tuple(str(row[name]) for name in of) for row in stated}) == [
        (one.place, one.from_, one.until, one.answer) for one in kept
    ]


@pytest.mark.parametrize("name", FORMATS)
def test_a_release_leaves_as_a_described_data_set(name: str, tmp_path: Path):
    build(MINI_FACTS, tmp_path / "home")
    release = open_release(tmp_path / "home")
    files = export(release, name, tmp_path / "out")
    described = Store()
    described.load(path=str(tmp_path / "out/dataset.ttl"), format=RdfFormat.TURTLE)
    titles = {quad.object.value for quad in described if quad.predicate.value.endswith("dc/terms/title")}
    assert set(files) - {"dataset.ttl"} <= titles
    export(release, name, tmp_path / "out")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/letter.txt").write_text("mine")
    with pytest.raises(UsageError, match="holds something else"):
        export(release, name, tmp_path / "mine")


def test_every_claim_is_one_whole_nanopublication(tmp_path: Path):
    build(MINI_FACTS, tmp_path / "home")
    release = open_release(tmp_path / "home")
    export(release, "nanopub", tmp_path / "out")
    store = Store()
    store.load(path=str(tmp_path / "out/nanopublications.trig"), format=RdfFormat.TRIG)
    whole = store.query(
        "PREFIX np: <http://www.nanopub.org/nschema#> SELECT ?n WHERE { GRAPH ?h { ?n a np:Nanopublication ; np:hasAssertion ?a ;"
        " np:hasProvenance ?p ; np:hasPublicationInfo ?i } FILTER EXISTS { GRAPH ?a { ?c ?x ?y } }"
        " FILTER EXISTS { GRAPH ?p { ?a ?q ?r } } FILTER EXISTS { GRAPH ?i { ?n ?t ?u } } }"
    )
    counts = release.manifest["counts"]
    assert len(list(whole)) == counts["claims"] + counts["absences"]
