"""The command line as a whole: rooms of verbs, help, version, completion in shells, formats by suffix."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner, Result

from kb import __version__
from kb.asking.formats import SUFFIXES as RESULT_SUFFIXES
from kb.commands import HEADINGS, VERBS
from kb.commands.cli import app
from kb.errors import UsageError
from kb.saving import format_of
from kb.tables import SUFFIXES as TABLE_SUFFIXES
from tests.conftest import ROOT

ALL = [verb for verbs in VERBS.values() for verb in verbs]
# the registry of formats of each command that lets one choose among several
REGISTRIES = {
    "compare": "kb.tables",
    "coverage": "kb.wording.coverage",
    "claims": "kb.wording.statements",
    "disputes": "kb.wording.disputes",
    "regime": "kb.wording.regime",
    "similar": "kb.similarity.output",
    "explain": "kb.explanation.formats",
    "brief": "kb.briefing.written",
    "cite": "kb.citations.written",
}


def kb(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def completed(words: list[str], begun: str) -> list[str]:
    return [item.value for item in ShellComplete(app, {}, "kb", "_KB_COMPLETE").get_completions(words, begun)]


def command(verb: str) -> click.Command:
    found = app.get_command(click.Context(app), verb)
    assert found is not None
    return found


@pytest.mark.parametrize("room", VERBS)
def test_every_module_of_a_room_is_a_verb_of_that_name(room: str):
    stems = {path.stem for path in (ROOT / "kb/commands" / room).glob("*.py")} - {"__init__"}
    modules = {stem.removesuffix("_") for stem in stems}  # import_: a word of the language takes a mark
    assert modules == set(VERBS[room]) and room in HEADINGS
    assert all(command(verb).name == verb for verb in VERBS[room])


def test_no_verb_is_in_two_rooms():
    assert len(set(ALL)) == len(ALL)


def test_the_help_lists_every_verb_under_the_heading_of_its_room():
    parts = dict(re.findall(r"^(\w[^\n]*):\n((?:  .*\n)+)", kb("--help").output, re.MULTILINE))
    for room, verbs in VERBS.items():
        assert [line.split()[0] for line in parts[HEADINGS[room]].splitlines()] == list(verbs)


def test_only_the_module_of_the_command_that_is_called_is_imported():
    modules = [f"kb.commands.{room}.{verb}" for room, verbs in VERBS.items() for verb in verbs]
    code = "import sys; from kb.commands.cli import app\ntry: app(['policies', '--help'])\nexcept SystemExit: print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(modules) & set(done.stdout.split()) == {"kb.commands.asking.policies"}


def test_the_version_is_that_of_the_package():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert kb("--version").output == f"kb {__version__}\n"
    assert project.get("version", __version__) == __version__


@pytest.mark.parametrize("verb", ALL)
def test_help_and_the_option_help_say_the_same(verb: str):
    assert kb("help", verb).output == kb(verb, "--help").output


@pytest.mark.parametrize("words", [("new", "instrument"), ("new", "base"), ("releases", "prune"), ("texts", "add")])
def test_the_help_of_a_command_within_another_is_its_own(words: tuple[str, str]):
    asked = kb("help", *words)
    assert asked.exit_code == 0 and asked.output == kb(*words, "--help").output and f"app {' '.join(words)}" in asked.output


def test_the_help_of_no_command_within_another_is_a_mistake():
    wrong = kb("help", "new", "instrumnet")
    assert wrong.exit_code == 2 and "No such command 'instrumnet'" in wrong.output
    flat = kb("help", "compare", "us")
    assert flat.exit_code == 2 and "has no commands within it" in flat.output


def test_help_of_nothing_lists_the_commands_and_of_no_command_is_a_mistake():
    assert kb("help").output == kb("--help").output
    wrong = kb("help", "serach")
    assert wrong.exit_code == 2 and "No such command 'serach'" in wrong.output


@pytest.mark.parametrize("verb", REGISTRIES)
def test_a_command_offers_the_formats_that_its_registry_writes(verb: str):
    (offered,) = (one.type.choices for one in command(verb).params if one.name == "format_name")
    assert set(offered) == set(import_module(REGISTRIES[verb]).FORMATS)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_the_script_of_a_shell(shell: str):
    done = kb("completion", shell)
    assert done.exit_code == 0 and f"_KB_COMPLETE={shell}_complete" in done.output


def test_a_shell_that_is_not_known_is_a_mistake():
    assert kb("completion", "tcsh").exit_code == 2


@pytest.mark.parametrize(
    ("words", "begun", "expected"),
    [
        ([], "comp", ["compare", "competency", "completion"]),
        (["help"], "ti", ["timeline"]),
        (["help", "new"], "ins", ["instrument"]),
        (["compare"], "x", ["xa", "xb", "xu"]),
        (["compare", "xa", "-q"], "forced", ["forced-sale"]),
        (["compare", "xa", "-d"], "owner", ["ownership"]),
        (["compare", "xa", "--platform"], "cl", ["clip"]),
        (["compare", "xa", "--policy"], "newest", ["newest-first"]),
        (["compare", "xa", "--format"], "t", ["tex", "txt"]),
        (["explain", "xa"], "forced", ["forced-sale"]),
        (["query"], "fines-", ["fines-by-authority"]),
    ],
)
def test_a_shell_completes_what_is_known(words: list[str], begun: str, expected: list[str], mini_home: Path, monkeypatch):
    monkeypatch.setenv("KB_HOME", str(mini_home))
    assert completed(words, begun) == expected


def test_a_shell_completes_nothing_where_there_is_no_release_and_asks_no_engine(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("KB_HOME", str(tmp_path / "none"))
    assert completed(["compare"], "x") == []
    monkeypatch.setenv("KB_ENDPOINT", "http://127.0.0.1:1/query")
    assert completed(["compare"], "x") == []


def test_a_query_whose_output_is_a_zip_writes_a_bundle_that_can_be_run_again(mini_home: Path, tmp_path: Path):
    bundle = tmp_path / "result.zip"
    assert kb("query", "platforms", "-o", bundle, "--home", mini_home).exit_code == 0
    assert {"query.rq", "result.csv", "manifest.json"} <= set(zipfile.ZipFile(bundle).namelist())
    again = kb("rerun", bundle, "--home", mini_home)
    assert again.exit_code == 0 and "the same rows" in again.output


def test_a_suffix_means_what_the_registry_of_the_command_says():
    assert format_of(Path("t.zip"), None, "md", TABLE_SUFFIXES) == "csvw"
    assert format_of(Path("t.zip"), None, "csv", RESULT_SUFFIXES) == "bundle"
    assert format_of(Path("t.markdown"), None, "csv", RESULT_SUFFIXES) == "md"


def test_an_unknown_suffix_is_named_as_it_was_typed(mini_home: Path, tmp_path: Path):
    done = kb("query", "platforms", "-o", tmp_path / "t.csvw", "--home", mini_home)
    assert "the suffix '.csvw' names no format" in str(done.exception) and str(done.exception).endswith("jsonld, bundle")


READS_FACTS = {
    "validate": (), "build": (), "format": (), "record": (), "competency": (), "agreement": (),
    "amend": ("claim/xa/sale-act/x/2024-03-01", "--why", "corrected"), "draft": ("law.txt", "--jurisdiction", "xa"),
    "due": ("--mark-read", "x", "--read", "y"), "import": ("mapping.yaml", "data.csv"), "texts": ("check",),
    "new": ("question", "q"), "schemas": (".vscode",),
}  # fmt: skip


def in_a_process(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kb", *arguments]
    return subprocess.run(command, env=os.environ | settings, capture_output=True, text=True, check=False, timeout=100)


def has_facts_option(command: click.Command) -> bool:
    inner = command.commands.values() if isinstance(command, click.Group) else ()
    return any(has_facts_option(one) for one in inner) or any("--facts" in one.opts for one in command.params)


def test_every_command_that_reads_facts_is_listed():
    context = click.Context(app)
    assert {verb for verb in ALL if has_facts_option(app.get_command(context, verb))} == set(READS_FACTS)


@pytest.mark.parametrize("verb", READS_FACTS)
def test_facts_that_are_not_there_are_a_mistake_of_usage(verb: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    none = str(tmp_path / "none")
    for arguments, named in (([verb, *READS_FACTS[verb], "--facts", none], "--facts"), ([verb, *READS_FACTS[verb]], "KB_FACTS")):
        monkeypatch.setenv("KB_FACTS", none)
        done = CliRunner().invoke(app, arguments)
        assert isinstance(done.exception, UsageError) and str(done.exception) == f"{named} {none}: no such folder of facts"


@pytest.mark.parametrize("verb", ["agreement", "draft", "texts", "competency"])
def test_wrong_facts_are_named_by_every_command_and_never_with_a_traceback(verb: str, tmp_path: Path, mini_home: Path):
    facts = tmp_path / "facts"
    facts.mkdir()
    (facts / "jurisdictions.yaml").write_text("xa: [\n", encoding="utf-8")
    (tmp_path / "law.txt").write_text("Article 1\nA service keeps data.\n", encoding="utf-8")
    given = [str(tmp_path / one) if one == "law.txt" else one for one in READS_FACTS[verb]]
    done = in_a_process(verb, *given, "--facts", str(facts), KB_HOME=str(mini_home), KB_TEXTS=str(tmp_path / "texts"))
    assert "Traceback" not in done.stderr
    if verb != "competency":  # which reads no YAML
        assert done.returncode == 1 and done.stderr.endswith("kb: the facts are wrong\n") and "jurisdictions.yaml:" in done.stderr


def test_the_exit_code_of_facts_that_are_not_there_is_that_of_usage(tmp_path: Path):
    done = in_a_process("competency", "--facts", str(tmp_path / "none"))
    assert done.returncode == 2 and done.stderr == f"kb: --facts {tmp_path / 'none'}: no such folder of facts\n"
