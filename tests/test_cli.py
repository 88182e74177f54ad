"""The command line as people meet it: exit codes, one clear line for a mistake, never a traceback, no half-written file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from kb.commands import VERBS
from tests.conftest import MINI_FACTS, ROOT
from tests.patience import PATIENCE

COMMANDS = sorted(verb for verbs in VERBS.values() for verb in verbs)
BOTH = ("xa", "xb", "--as-of", "2025-09-15", "--known-on", "2026-11-22")


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


def kb(*arguments: object, home: Path | None = None, stdin: bytes = b"", **environment: str) -> Done:
    """Run ``python -m kb`` in a process of its own; whatever the mistake, it shows no traceback."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("KB_")}
    settings = clean | environment | ({"KB_HOME": str(home)} if home else {})
    command = [sys.executable, "-m", "kb", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, env=settings, input=stdin, capture_output=True, timeout=PATIENCE, check=False)
    said = Done(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))
    assert "Traceback" not in said.err, said.err
    return said


@pytest.fixture
def query_file(tmp_path: Path) -> Path:
    path = tmp_path / "places.rq"
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"  # names alone: the engine cannot order values of every kind together
    path.write_text(f"SELECT ?name {{ ?place a ?kind ; {label} ?name }} ORDER BY ?name LIMIT 2", encoding="utf-8")
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_an_example(command: str):
    done = kb(command, "--help")
    assert done.code == 0
    assert f"Example: python -m kb {command}" in done.out


def test_no_command_shows_help():
    done = kb()
    assert done.code == 2
    assert all(command in done.out + done.err for command in COMMANDS)


def test_compare_writes_a_table(mini_home: Path):
    done = kb("compare", *BOTH, home=mini_home)
    assert (done.code, done.err) == (0, "")
    assert "Examplia" in done.out and "Testland" in done.out


@pytest.mark.parametrize("suffix", ["md", "html", "csv", "json", "txt"])
def test_suffix_of_the_output_names_the_format(suffix: str, mini_home: Path, tmp_path: Path):
    path = tmp_path / f"table.{suffix}"
    assert kb("compare", *BOTH, "-o", path, home=mini_home) == Done(0, "", "")
    assert path.read_bytes().decode() == kb("compare", *BOTH, "--format", suffix, home=mini_home).out
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


def test_home_and_facts_as_options_and_as_environment(tmp_path: Path):
    by_option = kb("build", "--home", tmp_path / "a", "--facts", MINI_FACTS, KB_HOME="/none", KB_FACTS="/none")
    by_setting = kb("build", home=tmp_path / "b", KB_FACTS=str(MINI_FACTS))
    assert (by_option.code, by_setting.code) == (0, 0)
    assert by_option.out.split()[:4] == by_setting.out.split()[:4]
    assert (tmp_path / "a/current").readlink() == (tmp_path / "b/current").readlink()
    assert kb("compare", *BOTH, "--home", tmp_path / "a", KB_HOME="/none").code == 0


def test_second_build_says_that_it_was_there(tmp_path: Path):
    first = kb("build", "--facts", MINI_FACTS, home=tmp_path)
    second = kb("build", "--facts", MINI_FACTS, home=tmp_path)
    assert "(it was there already)" in second.out and "(it was there already)" not in first.out


def test_validate_counts_files():
    assert kb("validate", KB_FACTS=str(MINI_FACTS)).out == "16 files are right, 0 warnings\n"


@pytest.mark.parametrize("command", ["build", "validate"])
def test_wrong_facts_end_with_1_and_name_the_line(command: str, tmp_path: Path):
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts/jurisdictions.yaml").write_text("xa: {name: Examplia, kind: contry}\n", encoding="utf-8")
    done = kb(command, "--facts", tmp_path / "facts", home=tmp_path / "home")
    assert done.code == 1
    file = (tmp_path / "facts/jurisdictions.yaml").resolve().as_posix()
    assert done.err.startswith(f"{file}:1: xa.kind: 'contry' is not in the list of jurisdiction-kind: ")
    assert "(did you mean 'country'?)" in done.err and "kb: 1 problem; " in done.err
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("compare", "xa", "xbb"), "kb: no jurisdiction 'xbb'. Did you mean 'xb'? Known: xa, xb, xu"),
        (("compare", "xa", "-q", "forced-sales"), "kb: no question 'forced-sales'. Did you mean 'forced-sale'?"),
        (("compare", "xa", "-d", "owners"), "kb: no dimension 'owners'. Did you mean 'ownership'?"),
        (("compare", "xa", "--platform", "clp"), "kb: no platform 'clp'. Did you mean 'clip'?"),
        (("compare", "xa", "--as-of", "2024-02-30"), "kb: --as-of 2024-02-30: write a day of the calendar as YYYY-MM-DD"),
        (("compare", "xa", "--known-on", "today"), "kb: --known-on today: write a day of the calendar as YYYY-MM-DD"),
        (("compare", "xa", "-o", "table.pdff"), "kb: the suffix '.pdff' names no format; give --format, one of: md, html"),
        (("explain", "xc", "forced-sale"), "kb: no jurisdiction 'xc'."),
        (("explain", "xa", "forced-sal"), "kb: no question 'forced-sal'. Did you mean 'forced-sale'?"),
        (("claims", "artcle"), "kb: no source 'artcle'. Did you mean 'article'?"),
        (("coverage", "xbb"), "kb: no jurisdiction 'xbb'. Did you mean 'xb'?"),
        (("query",), "kb: name a query file, - for standard input, or a stored query"),
        (("query", "none.rq"), "kb: none.rq cannot be read"),
        (("query", "none"), "kb: no stored query 'none'; 'kb query --list' names them"),
        (("query", "/"), "kb: / cannot be read"),
        (("query", "codebook", "--param", "x"), "kb: --param x: write name=value"),
        (("query", "codebook", "--param", "x=1"), "kb: the query has no variable ?x; its variables: "),
        (("query", "codebook", "--format", "ttl"), "kb: a rows answer has no format 'ttl'; known: csv, tsv, json, xml, md"),
        (("query", "codebook", "-o", "x.docx"), "kb: the suffix '.docx' names no format"),
    ],
)
def test_usage_mistakes_end_with_2(arguments: tuple[str, ...], message: str, mini_home: Path):
    done = kb(*arguments, home=mini_home)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(message)


@pytest.mark.parametrize(
    "arguments",
    [("compare", "xa", "--format", "pdff"), ("coverage", "--format", "x"), ("compare",), ("comprae",), ("build", "--hoem", "x")],
)
def test_wrong_options_end_with_2(arguments: tuple[str, ...], mini_home: Path):
    done = kb(*arguments, home=mini_home)
    assert (done.code, done.out) == (2, "")
    assert "Error: " in done.err


@pytest.mark.parametrize(
    "arguments", [("compare", "xa"), ("explain", "xa", "audit"), ("claims",), ("coverage",), ("query", "codebook")]
)
def test_no_release_ends_with_4_and_names_build(arguments: tuple[str, ...], tmp_path: Path):
    done = kb(*arguments, home=tmp_path / "typo")
    assert done == Done(4, "", f"kb: no release in {tmp_path}/typo; run 'python -m kb build' to make one\n")
    assert not (tmp_path / "typo").exists()


def test_home_that_cannot_be_written_ends_with_4(tmp_path: Path):
    (tmp_path / "home").write_text("x", encoding="utf-8")
    done = kb("build", "--facts", MINI_FACTS, home=tmp_path / "home")
    assert done.code == 4 and "could not be written below" in done.err


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * {\n ?s ?p", "kb: the query does not parse: error at 2:7: expected"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "kb: line 1: SERVICE is not allowed"),
        ("DROP ALL", "kb: line 1: DROP is not allowed"),
        ("", "kb: no query here"),
    ],
)
def test_wrong_query_ends_with_1(text: str, message: str, mini_home: Path):
    done = kb("query", "-", home=mini_home, stdin=text.encode())
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(message)


def test_query_of_other_bytes_is_refused(mini_home: Path, tmp_path: Path):
    (tmp_path / "q.rq").write_bytes(b"SELECT * { ?s ?p 'K\xf6ln' }")
    by_file = kb("query", tmp_path / "q.rq", home=mini_home)
    by_stdin = kb("query", "-", home=mini_home, stdin=(tmp_path / "q.rq").read_bytes())
    assert (by_file.code, by_stdin.code) == (2, 2)


@pytest.mark.parametrize(
    ("setting", "value", "message"),
    [
        ("KB_LIMIT_ROWS", "1", "the answer has more rows than the limit of 1; add a LIMIT or raise KB_LIMIT_ROWS"),
        ("KB_LIMIT_SECONDS", "0.01", "stopped after 0.01 seconds; make the query narrower or raise KB_LIMIT_SECONDS"),
    ],
)
def test_limits_end_with_3(setting: str, value: str, message: str, mini_home: Path, query_file: Path):
    assert kb("query", query_file, home=mini_home, **{setting: value}) == Done(3, "", f"kb: {message}\n")


def test_limit_that_is_no_number_ends_with_2(mini_home: Path, query_file: Path):
    done = kb("query", query_file, home=mini_home, KB_LIMIT_ROWS="many")
    assert done.code == 2 and "KB_LIMIT_" in done.err


def test_query_from_file_and_from_standard_input(mini_home: Path, query_file: Path, tmp_path: Path):
    from_file = kb("query", query_file, "-o", tmp_path / "out.json", home=mini_home)
    from_stdin = kb("query", "-", "--format", "json", home=mini_home, stdin=query_file.read_bytes())
    assert (from_file, from_stdin.code) == (Done(0, "", ""), 0)
    assert (tmp_path / "out.json").read_text(encoding="utf-8") == from_stdin.out
    assert len(json.loads(from_stdin.out)["results"]["bindings"]) == 2


@pytest.mark.parametrize("place", ["missing/table.md", "file/table.md", "folder.md"])
def test_output_that_cannot_be_written_leaves_nothing(place: str, mini_home: Path, tmp_path: Path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    (tmp_path / "folder.md").mkdir()
    done = kb("compare", *BOTH, "-o", tmp_path / place, home=mini_home)
    assert done.code == 2
    assert done.err.startswith(f"kb: {tmp_path / place} cannot be written: ")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "folder.md"]


@pytest.mark.parametrize("place", [".", "/"])
def test_output_that_is_no_name_is_refused(place: str, mini_home: Path):
    assert kb("explain", "xa", "forced-sale", "-o", place, home=mini_home).code == 2


def test_failed_comparison_leaves_the_old_file(mini_home: Path, tmp_path: Path):
    (tmp_path / "table.md").write_text("old", encoding="utf-8")
    assert kb("compare", "xa", "xc", "-o", tmp_path / "table.md", home=mini_home).code == 2
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [("table.md", "old")]


def test_output_is_utf8_whatever_the_terminal(mini_home: Path):
    plain = kb("compare", *BOTH, home=mini_home)
    assert kb("compare", *BOTH, home=mini_home, PYTHONIOENCODING="ascii", LC_ALL="C") == plain


@pytest.mark.parametrize("arguments", ["query --list", "coverage xa", f"validate --facts '{MINI_FACTS}'"])
@pytest.mark.parametrize("reader", ["head -n 1", "true"])
def test_reader_that_goes_away_is_no_mistake(arguments: str, reader: str, mini_home: Path):
    command = f"'{sys.executable}' -m kb {arguments} | {reader}; exit ${{PIPESTATUS[0]}}"
    settings = {**os.environ, "KB_HOME": str(mini_home)}
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, env=settings, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_output_may_be_a_pipe_a_link_or_a_hyphen(mini_home: Path, tmp_path: Path):
    explain = ("explain", "xa", "forced-sale", "--as-of", "2025-09-15")
    text = kb(*explain, home=mini_home).out
    assert kb(*explain, "-o", "-", home=mini_home).out == text
    assert kb(*explain, "--format", "txt", "-o", "/dev/stdout", home=mini_home).out == text
    (tmp_path / "real.txt").write_text("old", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to("real.txt")
    assert kb(*explain, "-o", tmp_path / "link.txt", home=mini_home).code == 0
    assert (tmp_path / "link.txt").is_symlink() and (tmp_path / "real.txt").read_text(encoding="utf-8") == text


def test_output_to_a_device_leaves_the_device(mini_home: Path, tmp_path: Path):
    os.mkfifo(tmp_path / "queue.txt")
    reader = subprocess.Popen(["cat", tmp_path / "queue.txt"], stdout=subprocess.PIPE)
    assert kb("claims", "-o", tmp_path / "queue.txt", home=mini_home).code == 0
    assert reader.communicate(timeout=PATIENCE)[0].startswith(b"article  ") and (tmp_path / "queue.txt").is_fifo()


@pytest.mark.parametrize(
    "arguments", [("explain", "xa", "forced-sale"), ("search", "clip"), ("claims",), ("claims", "article"), ("coverage", "xa")]
)
def test_suffix_names_the_format_of_lists_too(arguments: tuple[str, ...], mini_home: Path, tmp_path: Path):
    assert kb(*arguments, "-o", tmp_path / "out.JSON", home=mini_home) == Done(0, "", "")
    assert json.loads((tmp_path / "out.JSON").read_text(encoding="utf-8"))
    assert kb(*arguments, "-o", tmp_path / "out.docx", home=mini_home).code == 2


def test_a_home_with_odd_characters(tmp_path: Path):
    home = tmp_path / "a b#c%20d?e é"
    assert kb("build", "--facts", MINI_FACTS, home=home).code == 0
    assert kb("compare", *BOTH, home=home).code == kb("search", "clip", home=home).code == 0
    assert kb("query", "codebook", home=home).code == 0


def test_a_home_that_cannot_be_looked_at_ends_with_4():
    assert kb("compare", *BOTH, home=Path("a" * 300)).code == 4
    assert kb("validate", KB_FACTS="a" * 300).code == 2


def test_query_with_a_byte_order_mark_and_without_a_locale(mini_home: Path, tmp_path: Path):
    (tmp_path / "q.rq").write_text("SELECT ('Köln' AS ?x) {}", encoding="utf-8-sig")
    by_file = kb("query", tmp_path / "q.rq", home=mini_home)
    by_stdin = kb("query", "-", home=mini_home, stdin=(tmp_path / "q.rq").read_bytes(), PYTHONIOENCODING="ascii", LC_ALL="C")
    assert by_file.out == by_stdin.out == "x\r\nKöln\r\n"


def test_a_stored_query_wants_its_parameters_and_a_folder_does_not_hide_it(mini_home: Path, tmp_path: Path):
    done = kb("query", "claims_of_question", "--param", "as_of=2025-01-01", home=mini_home)
    assert done.code == 2
    assert done.err.startswith("kb: query claims_of_question needs link=<iri> known_on=<string>, for example link=")
    (tmp_path / "sources").mkdir()
    command = [sys.executable, "-m", "kb", "query", "sources"]
    settings = {**os.environ, "KB_HOME": str(mini_home), "PYTHONPATH": str(ROOT)}
    assert subprocess.run(command, cwd=tmp_path, env=settings, capture_output=True, check=False).returncode == 0


def test_commands_answer_in_every_list_format(mini_home: Path):
    for name in ("txt", "md", "json"):
        assert "article" in kb("claims", "--format", name, home=mini_home).out
        assert kb("claims", "article", "--format", name, home=mini_home).code == 0
        assert kb("coverage", "xa", "--format", name, home=mini_home).code == 0
    assert json.loads(kb("explain", "xa", "forced-sale", "--format", "json", home=mini_home).out)


def test_real_facts_are_compared(real_home: Path):
    done = kb("compare", "us", "eu", "sg", "--format", "json", home=real_home)
    assert done.code == 0
    assert json.loads(done.out)["jurisdictions"] == ["us", "eu", "sg"]
