"""What documents show besides commands: a base written as its page says, commands told in passing, and addresses of the app."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from click.testing import CliRunner
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Match
from starlette.testclient import TestClient

from kb.commands.cli import app
from kb.server.governor import Governor
from kb.server.page_policy import NOTHING
from kb.server.routes import ROUTES
from kb.server.settings import Settings
from tests.documents import ALL, DOCUMENTS

PAGE = DOCUMENTS["docs/a-base-is-a-folder.md"]
IN_PASSING = sorted(set(re.findall(r"(?:^    |`)(?:python -m )?kb ([a-z][^`#\n]*)", ALL, re.MULTILINE)))
BEFORE_A_PROXY = ("/etc/", "/srv/", "/backup/", "/policy/")  # folders of a machine, and where a proxy may put the whole app
ADDRESSES = sorted({told for told in re.findall(r"`(/[a-z][^` ]*)`", ALL) if not told.startswith(BEFORE_A_PROXY)})


def shown(begins: str) -> str:
    """The block of a page on bases whose first line begins so."""
    blocks = re.findall(r"(?:^(?:    .*)?\n)+", PAGE, re.MULTILINE)
    found = [part for block in blocks for part in re.split(r"\n\n(?=    # )", block) if part.strip().startswith(begins)]
    assert len(found) == 1, begins
    return "\n".join(line.removeprefix("    ") for line in found[0].strip("\n").split("\n")) + "\n"


def kb(*asked: object) -> Any:
    done = CliRunner().invoke(app, [str(one) for one in asked])
    assert done.exit_code == 0, (asked, done.output, done.exception)
    return done


def put(path: Path, block: str) -> None:
    """Write what a block says over what the template of a file says under the same keys."""
    before = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader) if path.exists() else {}
    said = before | yaml.load(block, yaml.BaseLoader)
    path.write_text(yaml.safe_dump(said, sort_keys=False, allow_unicode=True), encoding="utf-8")


def test_a_base_written_as_its_page_shows_validates_builds_and_answers(tmp_path: Path):
    root, home = tmp_path / "my-base", tmp_path / "home"
    kb("new", "base", root)
    for kind, name in (("jurisdiction", "paris"), ("question", "highest-fine"), ("instrument", "paris/tourism-code")):
        kb("new", kind, name, "--facts", root)
    for name in ("codebook/highest-fine.yaml", "instruments/paris/tourism-code.yaml"):
        put(root / name, shown(f"# {name}").replace("https://...", "https://law.example/code"))
    put(root / "words.yaml", shown("jurisdiction-kind:"))
    put(root / "base.yaml", shown("pages:"))
    register = yaml.load((root / "jurisdictions.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    put(root / "jurisdictions.yaml", yaml.safe_dump({"paris": register["paris"] | {"kind": "district"}}))
    (root / "competency").mkdir()
    asked = shown("#+ question:").replace("tourism-code\n", "tourism-code\n#+   id:instrument/xx/example-act\n", 1)
    (root / "competency/acts.rq").write_text(asked, encoding="utf-8")
    assert "files are right, 0 warnings" in kb("validate", "--facts", root).output
    kb("build", "--facts", root, "--home", home)
    assert "5,000" in kb("compare", "paris", "-q", "highest-fine", "--home", home).output
    assert "as expected  acts" in kb("competency", "--facts", root, "--home", home).output


def command_of(words: list[str]) -> tuple[click.Command | None, list[str]]:
    """The command that some words begin with, and what follows it."""
    context, command = click.Context(app), app.get_command(click.Context(app), words[0])
    rest = words[1:]
    while isinstance(command, click.Group) and rest and not rest[0].startswith(("-", "...")):
        command, rest = command.get_command(context, rest[0]), rest[1:]
    return command, rest


@pytest.mark.parametrize("told", IN_PASSING)
def test_every_command_told_in_passing_exists_with_its_options(told: str):
    command, rest = command_of(shlex.split(told))
    assert command, told
    known = {name for one in command.params for name in (*one.opts, *one.secondary_opts)} | {"--help"}
    assert {word.partition("=")[0] for word in rest if word.startswith("-")} <= known, told


def is_answered(path: str) -> bool:
    """Whether a route answers a path, or paths below it."""
    scope = {"type": "http", "method": "GET", "path": path.replace("...", "x"), "headers": []}
    below = any(getattr(route, "path", "").startswith(f"{path}/") for route in ROUTES)
    return below or any(route.matches(scope)[0] is not Match.NONE for route in ROUTES)


@pytest.mark.parametrize("told", ADDRESSES)
def test_every_address_told_is_one_of_the_app(told: str, mini_home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KB_HOME", str(mini_home))
    middleware = [Middleware(Governor, settings=Settings(), policy=NOTHING)]
    app_of_routes = Starlette(routes=ROUTES, middleware=middleware)
    client = TestClient(app_of_routes, base_url="http://localhost", follow_redirects=False)
    answer = client.get(told)
    assert answer.status_code < 500 and (is_answered(told.partition("?")[0]) or answer.status_code == 200)
