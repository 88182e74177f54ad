"""Every command that a document or a help names runs as it stands there; the files that it needs are made before."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import click
import pytest

from benchmarks.engines import OXIGRAPH, free_port, oxigraph, running
from kb.commands import VERBS
from kb.commands.cli import app
from tests.conftest import REAL_FACTS, ROOT
from tests.documents import ALL, MARKER, README, commands

ENGINE = "http://127.0.0.1:7878/query"
QUERY = "SELECT ?platform { ?platform a <https://w3id.org/policykb/ontology#Platform> } ORDER BY ?platform"
LAW = (
    '<akomaNtoso><act><meta><FRBRExpression><FRBRdate date="{day}"/><FRBRlanguage language="eng"/></FRBRExpression></meta><body>'
    "<article><num>Article 34</num><paragraph><num>1.</num><p>Services {words} assess risks every year.</p></paragraph></article>"
    "</body></act></akomaNtoso>"
)
MAPPING = """\
id: panel
title: A panel
publisher: An institute
address: https://data.example/panel.csv
licence: CC-BY-4.0
retrieved: 2026-11-29
place: {column: Code, codes: iso-3166-1-alpha-3}
from: {column: Date, form: YYYYMMDD}
answers:
  - question: data-localization-requirement
    value: Rule
    values: {1: conditional-transfer}
"""
SOMEWHERE = re.compile(r"(?<!\S)(?:~|/backup|/srv|/etc/policykb)/")  # folders of an operator, here that of the test
A_RELEASE = "66d79f37"  # the release that documents speak of, here the one that is current
# files that documented commands read: their text, or the command that makes them
FILES = {
    "my.rq": QUERY,
    "report.md": f"{MARKER}\n",
    "draft.md": "In the United Kingdom the maximum fine on a platform is 10 percent of worldwide revenue.\n",
    "mapping.yaml": MAPPING,
    "data.csv": "Code,Date,Rule\nUSA,20200101,1\nUSA,20200102,1\n",
    "signers": "keeper ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f\n",
    "law.txt": "Article 1\nA service keeps data inside the country.\n",
    "dsa.xml": LAW.format(day="2022-10-27", words="shall"),
}
FOLDERS = {
    "laws/": {
        "laws/eu/dsa.xml": LAW.format(day="2022-10-27", words="must"),
        "laws/later/eu/dsa.xml": LAW.format(day="2024-02-17", words="shall"),
    }
}
MADE_BY = {
    "eu/dsa": "texts add laws/",
    "check": "texts add laws/",
    "report.md": "embed report.md",
    "why.json": "explain sg forced-divestiture -o why.json",
    "why.jsonld": "explain sg forced-divestiture -o why.jsonld",
    "comparison.html": "compare us eu sg -o comparison.html",
    "result.zip": "query my.rq -o result.zip",
    "all.tar.gz": "backup all.tar.gz",
    "policykb-2026-11-29.tar.gz": "backup policykb-2026-11-29.tar.gz",
    "let-go": f"releases keep {A_RELEASE} --because annual-report",
    "releases.tar.gz": "backup releases.tar.gz",
    "fines.zip": "query fines-by-authority --param platform=tiktok -o fines.zip",
}


def examples() -> list[str]:
    """What follows "Example: python -m kb" in the help of each command."""
    context = click.Context(app)
    helps = (app.get_command(context, verb).help for verbs in VERBS.values() for verb in verbs)
    return [line for about in helps for line in re.findall(r"Example: python -m kb (.+)", about)]


def documented() -> list[str]:
    """Every command of the documents and of the helps once."""
    return sorted({line.strip().replace("<jurisdiction>", "id") for line in [*commands(ALL), *examples()]})


def run(line: str, home: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    settings = os.environ | {"KB_HOME": str(home), "PYTHONPATH": str(ROOT), "KB_ENDPOINT": "", "KB_TEXTS": str(folder / "texts")}
    if (folder / "facts").exists():
        settings["KB_FACTS"] = str(folder / "facts")
    here = SOMEWHERE.sub("", line).replace(
        A_RELEASE, (home / "current").resolve().name if (home / "current").exists() else A_RELEASE
    )
    command = [sys.executable, "-m", "kb", *shlex.split(here)]
    return subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True, check=False, timeout=100)


def prepare(line: str, home: Path, folder: Path) -> None:
    """Make the files that a command reads, by the commands that are documented for that."""
    words = shlex.split(SOMEWHERE.sub("", line))
    written = words[words.index("-o") + 1] if "-o" in words else None
    for name in {word for word in words if word != written}:
        for file, text in FOLDERS.get(name, {}).items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(text, encoding="utf-8")
        if name in FILES:
            (folder / name).write_text(FILES[name], encoding="utf-8")
        if name == "policykb-key":
            sign_with(folder / name)
        if name in MADE_BY and MADE_BY[name] != SOMEWHERE.sub("", line):
            prepare(MADE_BY[name], home, folder)
            made = run(MADE_BY[name], home, folder)
            assert made.returncode == 0, made.stderr


def sign_with(path: Path) -> None:
    """A private key as OpenSSH writes it."""
    pytest.importorskip("cryptography", reason="signatures need the package 'cryptography'")
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    path.write_bytes(Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))


def its_own(line: str, home: Path, folder: Path) -> Path:
    """The home in which a command runs: one of its own if it changes what is kept; what writes facts gets facts of its own."""
    verb = line.split()[0]
    if verb in ("new", "format") or "--changed" in line or (verb == "import" and "--check" not in line):
        shutil.copytree(REAL_FACTS, folder / "facts")
    if "--changed" in line:
        commit(folder)
    if verb == "releases":
        return Path(shutil.copytree(home, folder / "kept", symlinks=True))
    return folder / "home" if verb == "build" else home


def commit(folder: Path) -> None:
    """Make a folder a repository in which everything is committed."""
    who = ("-c", "user.name=kb-editors", "-c", "user.email=kb-editors@example.org")
    for asked in (["init", "-q"], ["add", "-A"], [*who, "commit", "-qm", "Facts"]):
        subprocess.run(["git", *asked], cwd=folder, check=True)


def is_a_server(line: str) -> bool:
    return line.split()[0] == "serve"


def is_for_an_assistant(line: str) -> bool:
    return line.split()[0] == "mcp"  # it says nothing before it is asked; test_doors_questions.py asks it


def wants_an_engine(line: str) -> bool:
    return ENGINE in line


@pytest.mark.parametrize("line", [line for line in documented() if not is_a_server(line) and not wants_an_engine(line)])
def test_a_documented_command_does_what_it_says(line: str, real_home: Path, tmp_path: Path):
    home = its_own(line, real_home, tmp_path)
    prepare(line, home, tmp_path)
    done = run(line, home, tmp_path)
    words = shlex.split(line)
    answer = (tmp_path / words[words.index("-o") + 1]).read_bytes() if "-o" in words else done.stdout
    assert done.returncode == 0 and (answer or is_for_an_assistant(line)), done.stderr


def test_the_table_of_the_readme_is_what_the_command_above_it_writes(real_home: Path, tmp_path: Path):
    told = README.partition("## A comparison")[2].partition("## What")[0]
    rows = [row for row in told.splitlines() if row.startswith("| ")]
    written = run(commands(told)[0], real_home, tmp_path).stdout.splitlines()
    assert len(rows) == 3 and all(row in written for row in rows)


@pytest.mark.skipif(not OXIGRAPH, reason="no oxigraph server is installed")
def test_the_documented_commands_about_an_engine_work_on_one(real_home: Path, tmp_path: Path):
    lines = [line for line in documented() if wants_an_engine(line)]
    assert {line.split()[0] for line in lines} == {"publish", "endpoint"}
    with oxigraph(tmp_path) as address:
        for line in sorted(lines, key=lambda line: not line.startswith("publish")):
            done = run(line.replace(ENGINE, address), real_home, tmp_path)
            assert done.returncode == 0 and "current" in done.stdout, done.stderr


@pytest.mark.parametrize("line", [line for line in documented() if is_a_server(line)])
def test_a_documented_server_answers(line: str, real_home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KB_HOME", str(real_home))
    monkeypatch.delenv("KB_ENDPOINT", raising=False)
    port = str(free_port())
    words = line.replace("--port 7878", "").split()
    address = f"http://127.0.0.1:{port}"
    with running([sys.executable, "-m", "kb", *words, "--port", port], f"{address}/sparql"):
        assert b"release" in urllib.request.urlopen(f"{address}/healthz", timeout=20).read()
