"""What an operator installs: the units, the settings, the command of the service, and the locations of the proxy."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kb.release.store_state import VOLATILE
from kb.server.routes import ROUTES
from tests.conftest import MINI_FACTS, ROOT

OPERATIONS = ROOT / "operations"
PAGE = (ROOT / "docs" / "operations-service.md").read_text(encoding="utf-8")
UNITS = sorted(path.name for path in OPERATIONS.glob("*.service"))
STAY_WITH_THE_APP = ("/id/", "/healthz", "/sitemap.xml")


@pytest.fixture
def place(tmp_path: Path) -> dict[str, str]:
    """A machine with the program, the settings and a folder of releases; what tells the command of the service of them."""
    for name in ("kb", "loaders", "ontology"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / ".venv").symlink_to(sys.prefix)
    said = (OPERATIONS / "policykb.settings").read_text(encoding="utf-8")
    said = said.replace("/var/lib/policykb", str(tmp_path / "home")).replace("/srv/policykb/facts", str(MINI_FACTS))
    (tmp_path / "settings").write_text(said, encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KB_", "PYTHON"))}
    return kept | {"POLICYKB_PLACE": str(tmp_path), "POLICYKB_SETTINGS": str(tmp_path / "settings")}


def run(environment: dict[str, str], *arguments: str, code: int = 0) -> str:
    command = ["sh", str(OPERATIONS / "policykb.sh"), *arguments]
    done = subprocess.run(command, cwd="/", env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.skipif(os.name == "nt" or sys.prefix == sys.base_prefix, reason="needs a shell and a virtual environment")
def test_the_command_of_the_service_works_with_its_settings_and_its_group_may_read(place: dict[str, str], tmp_path: Path):
    own = place | {"POLICYKB_USER": subprocess.check_output(["id", "-un"], text=True).strip()}
    assert "release " in run(own, "build") and "current" in run(own, "releases")
    written = (tmp_path / "home" / "releases").rglob("*")
    modes = {path.stat().st_mode & 0o777 for path in written if not path.name.startswith(VOLATILE)}
    assert modes == {0o640, 0o750}


@pytest.mark.skipif(os.name == "nt", reason="needs a shell")
def test_the_command_of_the_service_becomes_its_user_or_says_how(place: dict[str, str], tmp_path: Path):
    tools = tmp_path / "tools"
    tools.mkdir()
    for name, text in {"id": '[ "$1" = -un ] && echo %s || echo %s', "runuser": 'echo ran "$@"'}.items():
        (tools / name).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        (tools / name).chmod(0o755)
    told = (tools / "id").read_text(encoding="utf-8")
    found = place | {"PATH": f"{tools}:{place['PATH']}"}
    (tools / "id").write_text(told % ("root", 0), encoding="utf-8")
    assert run(found, "build").startswith("ran -u policykb -- ")
    (tools / "id").write_text(told % ("guest", 1000), encoding="utf-8")
    assert "sudo policykb build" in run(found, "build", code=2)


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_is_one(name: str, tmp_path: Path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed")
    for unit in UNITS:
        text = (OPERATIONS / unit).read_text(encoding="utf-8")
        (tmp_path / unit).write_text(text.replace("/srv/policykb/.venv/bin/python", sys.executable), encoding="utf-8")
    said = subprocess.run(["systemd-analyze", "verify", tmp_path / name], capture_output=True, text=True, check=False)
    assert said.returncode == 0 and not said.stderr, said.stderr


@pytest.mark.parametrize("name", [*UNITS, "Containerfile", "policykb.settings"])
def test_every_setting_of_what_is_installed_is_one_of_the_program(name: str):
    code = "".join(path.read_text(encoding="utf-8") for room in ("kb", "loaders") for path in (ROOT / room).rglob("*.py"))
    for setting in re.findall(r"\bKB_[A-Z_]+\b", (OPERATIONS / name).read_text(encoding="utf-8")):
        assert setting in code, setting


def test_a_start_with_wrong_facts_serves_the_release_that_is_there():
    """The build before a start may fail, the start does not."""
    for name in UNITS:
        text = (OPERATIONS / name).read_text(encoding="utf-8")
        assert "UMask=0027" in text and all(line.startswith("ExecStartPre=-") for line in re.findall("ExecStartPre=.*", text))
    assert "kb build; exec" in (OPERATIONS / "Containerfile").read_text(encoding="utf-8")


def test_the_proxy_sends_every_route_but_those_of_pages_to_the_second_service():
    (location,) = re.findall(r"location ~ (\S+) \{", PAGE)
    for route in ROUTES:
        path = route.path.replace("{", "").replace("}", "")
        assert bool(re.search(location, path)) is not path.startswith(STAY_WITH_THE_APP), path
    assert not re.search(location, "/compare") and not re.search(location, "/_stcore/stream")
    assert "limit_conn " in PAGE


def test_the_container_has_the_settings_of_the_pages():
    """Without them the pages tell strangers of mistakes in full, and a browser is asked to report to others."""
    assert "gatherUsageStats = false" in (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    assert "COPY .streamlit /srv/policykb/.streamlit" in (OPERATIONS / "Containerfile").read_text(encoding="utf-8")


def test_the_help_of_the_app_names_the_options_that_matter():
    said = subprocess.run([sys.executable, "app.py", "--help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert all(option in said for option in ("--server.port", "--server.address", "--server.headless", "--server.baseUrlPath"))
