"""What the README and the help say is so: commands, settings, files and formats."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from kb.asking.formats import FORMATS as RESULT_FORMATS
from kb.commands.cli import MODULES
from kb.tables import FORMATS as TABLE_FORMATS

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = list(MODULES)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_stands_in_the_readme(command):
    assert f"python -m kb {command}" in README


def test_every_format_and_setting_stands_in_the_readme():
    for name in [*TABLE_FORMATS, *RESULT_FORMATS]:
        assert f"`{name}`" in README, name
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "kb").rglob("*.py"))
    for setting in set(re.findall(r"\bKB_[A-Z]+(?:_[A-Z]+)*\b", code)) - {"KB_LIMIT"}:
        assert setting in README, setting


def test_every_path_that_the_readme_names_exists():
    for path in re.findall(r"`((?:facts|loaders|kb|ontology|tests|benchmarks)/[a-z0-9_./-]*)`", README):
        assert (ROOT / path).exists(), path


def commands_of_the_readme():
    lines = re.findall(r"(?:^    |`)python -m kb ([^`#\n]+)", README, re.MULTILINE)
    tried_elsewhere = {"build", "validate", "replay", "my.rq", "<jurisdiction>", "serve", "result.zip"}
    tried_elsewhere |= {"all.tar.gz", "comparison.html", "report.md", "briefing.docx", "http://127.0.0.1:7878/query"}
    return sorted({line.strip() for line in lines if not tried_elsewhere & set(line.split())})


@pytest.mark.parametrize("line", commands_of_the_readme())
def test_the_commands_of_the_readme_run(line, real_home):
    done = subprocess.run(
        [sys.executable, "-m", "kb", *line.split(), "--home", str(real_home)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0 and done.stdout, done.stderr


def test_the_python_of_the_readme_runs(real_home, tmp_path, monkeypatch):
    monkeypatch.setenv("KB_HOME", str(real_home))
    monkeypatch.chdir(tmp_path)
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL).group(1)
    exec(compile(code, "README.md", "exec"), {})
    assert (tmp_path / "comparison.html").is_file()


def test_the_quarto_block_of_the_readme_shows_a_table_in_every_way_a_notebook_asks(real_home, monkeypatch):
    import ast

    monkeypatch.setenv("KB_HOME", str(real_home))
    code = ast.parse(re.search(r"```\{python\}\n(.*?)```", README, re.DOTALL).group(1))
    names = {}
    exec(compile(ast.Module(code.body[:-1], []), "README.md", "exec"), names)
    table = eval(compile(ast.Expression(code.body[-1].value), "README.md", "eval"), names)
    for shown in (table._repr_html_(), table._repr_markdown_(), table._repr_latex_()):
        assert "Required by statute" in shown and "Unless a qualified divestiture of TikTok happens" in shown


def test_the_marker_of_the_readme_fills_its_table(real_home, tmp_path):
    from kb.embedding.reports import embed

    marker = re.search(r"    (<!-- kb:compare .*? -->)\n    (<!-- kb:end -->)", README)
    (tmp_path / "report.md").write_text("\n".join(marker.groups()) + "\n", encoding="utf-8")
    embed([tmp_path / "report.md"], real_home, check=False)
    assert "Required by statute" in (tmp_path / "report.md").read_text(encoding="utf-8")


def test_the_claim_of_the_walk_exists(real_release):
    iri = "https://w3id.org/policykb/id/claim/sg/pdpa/data-localization-requirement/2014-07-02"
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
