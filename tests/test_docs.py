"""What the documents and the help say is so: commands, settings, files, links, drawings and formats."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.document_pictures import MOST_BYTES
from kb.asking.formats import FORMATS as RESULT_FORMATS
from kb.commands import VERBS
from kb.tables import FORMATS as TABLE_FORMATS
from kb.values.words import legend
from operations.reference.pages import BEGIN
from tests.conftest import ROOT
from tests.documents import ALL, DOCUMENTS, MARKER, README, blocks

MOST_LINES = {"README.md": 120}
COMMANDS = [verb for verbs in VERBS.values() for verb in verbs]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_stands_in_the_documents(command):
    assert f"python -m kb {command}" in ALL


def test_every_format_and_setting_stands_in_the_documents():
    for name in [*TABLE_FORMATS, *RESULT_FORMATS]:
        assert f"`{name}`" in ALL, name
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "kb").rglob("*.py"))
    for setting in set(re.findall(r"\bKB_[A-Z]+(?:_[A-Z]+)*\b", code)) - {"KB_LIMIT"}:
        assert setting in ALL, setting


def test_every_path_that_the_documents_name_exists():
    for path in re.findall(r"`((?:facts|loaders|kb|ontology|tests|benchmarks|docs|operations)/[a-z0-9_./-]*)`", ALL):
        assert (ROOT / path).exists(), path


def anchors(path: Path) -> set[str]:
    """The anchors of the headings of a document, as a site that shows Markdown makes them."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_leads_to_a_file_and_a_heading(name):
    for link in re.findall(r"\]\((?!https?:)([^)\s]+)\)", DOCUMENTS[name]):
        path, _, anchor = link.partition("#")
        target = (ROOT / name).parent / path if path else ROOT / name
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_every_page_is_reached_from_the_readme():
    for name in DOCUMENTS:
        assert name == "README.md" or f"]({name})" in README, name


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_page_is_long(name):
    assert DOCUMENTS[name].count("\n") <= MOST_LINES.get(name, 200)


def test_no_line_stands_in_two_documents():
    seen: dict[str, str] = {}
    for name, text in DOCUMENTS.items():
        for line in {line.strip() for line in text.splitlines() if len(line) > 60} - {BEGIN}:
            assert seen.setdefault(line, name) == name, line


COUNTED = re.compile(r"(\d[\d,]*) (?:stored )?(questions|queries|jurisdictions|claims|instruments|cases|sources|platforms)\b")
LAID_OUT = "on 36 questions"  # a table of an example, not what the base has


def test_numbers_of_what_the_base_holds_are_those_of_the_facts(real_release):
    """A number that nobody generates goes stale: the README alone has some, and those are held here."""
    asked = [head for head in real_release.reader.questions().values() if not head.replaced_by]
    assert re.search(r"on (\d+) questions", README)[1] == str(len(asked))
    for path in (ROOT / "docs").glob("*.md"):
        found = COUNTED.findall(path.read_text(encoding="utf-8").replace(LAID_OUT, ""))
        assert not found, f"{path.name}: {found}; leave the number out, or let the reference say it"


def test_the_readme_explains_every_mark():
    marks = {part[0] for part in legend() if not part[0].isalnum()}
    assert len(marks) > 10
    for mark in marks:
        assert f"\n| {mark} | " in README, mark


def test_the_addresses_of_the_data_engineer_exist(real_home, monkeypatch):
    import kb

    monkeypatch.setenv("KB_HOME", str(real_home))
    named = re.findall(r"`((?:ontology#|id/|link/|graph/)[^`<]+)`", DOCUMENTS["docs/data-engineer.md"])
    listed = " ".join(f"<https://w3id.org/policykb/{name}>" for name in named)
    there = "EXISTS { ?x ?p ?o } || EXISTS { ?s ?x ?o } || EXISTS { GRAPH ?x { ?s ?p ?o } }"
    found = kb.open().query(f"SELECT ?x {{ VALUES ?x {{ {listed} }} FILTER({there}) }}").to_pandas()
    assert len(named) > 5 and len(found) == len(named), set(named) - {x.partition("policykb/")[2] for x in found["x"]}


@pytest.mark.parametrize("name", blocks("python"))
def test_the_python_of_the_documents_runs(name, real_home, tmp_path, monkeypatch):
    monkeypatch.setenv("KB_HOME", str(real_home))
    monkeypatch.chdir(tmp_path)
    exec(compile(blocks("python")[name], name, "exec"), {})
    assert (tmp_path / "comparison.html").is_file()


@pytest.mark.parametrize("name", blocks("{python}"))
def test_a_quarto_block_shows_a_table_in_every_way_a_notebook_asks(name, real_home, monkeypatch):
    import ast

    monkeypatch.setenv("KB_HOME", str(real_home))
    code = ast.parse(blocks("{python}")[name])
    names = {}
    exec(compile(ast.Module(code.body[:-1], []), name, "exec"), names)
    table = eval(compile(ast.Expression(code.body[-1].value), name, "eval"), names)
    for shown in (table._repr_html_(), table._repr_markdown_(), table._repr_latex_()):
        assert "Required by statute" in shown and "must be divested or loses US stores and hosts" in shown


def test_the_marker_of_the_documents_fills_its_table(real_home, tmp_path):
    from kb.embedding.reports import embed

    (tmp_path / "report.md").write_text(f"{MARKER}\n", encoding="utf-8")
    embed([tmp_path / "report.md"], real_home, check=False)
    assert "Required by statute" in (tmp_path / "report.md").read_text(encoding="utf-8")


def test_the_claim_of_the_walk_exists(real_release):
    iri = "https://w3id.org/policykb/id/claim/sg/pdpa/data-localization-requirement/2014-07-02--corrected-2026-11-30"
    assert iri.partition("/id/")[2] in README
    assert any(
        claim.iri == iri for claim in real_release.reader.claims("data-localization-requirement", "2015-01-01", "2026-12-01")
    )


def test_decisions_have_a_number_a_title_and_a_decision():
    paths = sorted((ROOT / "ontology/decisions").glob("*.md"))
    assert [path.name[:4] for path in paths] == [f"{number:04}" for number in range(1, len(paths) + 1)]
    for path in paths:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {path.name[:4]} ") and "**Decision.**" in text


def test_the_bootstrap_needs_the_standard_library_only():
    code = (ROOT / "run.py").read_text(encoding="utf-8")
    imported = set(re.findall(r"^(?:from|import) (\w+)", code, re.MULTILINE))
    assert imported <= {*sys.stdlib_module_names, "__future__"}


def test_the_bootstrap_explains_itself():
    done = subprocess.run([sys.executable, "run.py", "--help"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "python3 run.py test" in done.stdout


@pytest.fixture
def bootstrap():
    from importlib.util import module_from_spec, spec_from_file_location

    spec = spec_from_file_location("bootstrap", ROOT / "run.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_bootstrap_says_what_to_install_where_venv_is_missing(bootstrap, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(bootstrap, "ENVIRONMENT", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: None)
    failed = subprocess.CompletedProcess([], 1)
    monkeypatch.setattr(bootstrap.subprocess, "run", lambda *_, **__: failed)
    assert not bootstrap.make_environment()
    assert "apt install python3-venv" in capsys.readouterr().out


def test_the_bootstrap_installs_again_only_when_requirements_changed(bootstrap, monkeypatch, tmp_path):
    monkeypatch.setattr(bootstrap, "ENVIRONMENT", tmp_path)
    monkeypatch.setattr(bootstrap, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / "installed-for")
    calls = []

    def install(command, **_):
        calls.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(bootstrap.subprocess, "run", install)
    needed = ROOT / "requirements-dev.txt"
    assert bootstrap.set_up(needed) and bootstrap.set_up(needed) and len(calls) == 1
    assert bootstrap.set_up(ROOT / "requirements.txt") and len(calls) == 1
    changed = tmp_path / "requirements-dev.txt"
    changed.write_text("something-else\n")
    assert bootstrap.set_up(changed) and len(calls) == 2


def test_every_picture_is_small_said_in_words_and_shown_once():
    shown = re.findall(r"!\[([^\]]*)\]\((?:docs/)?(pictures/[a-z-]+\.png)\)", ALL)
    pictures = sorted((ROOT / "docs/pictures").iterdir())
    assert sorted(name for _, name in shown) == [f"pictures/{path.name}" for path in pictures]
    assert all(len(told) > 20 for told, _ in shown) and all(path.stat().st_size <= MOST_BYTES for path in pictures)
