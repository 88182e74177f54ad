"""Desktops that are not the builder's: no fcntl, resource, poll or symbolic links; other paths; other line ends."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kb.errors import UnavailableError
from kb.opening.current import open_release
from kb.release import current_link
from kb.running import own_limits
from kb.running.pipe import PolledPipe, ThreadedPipe
from tests.patience import PATIENCE

ROOT = Path(__file__).resolve().parent.parent
MINI_FACTS = ROOT / "tests" / "mini_facts"
BOTH = ["compare", "xa", "xb", "--as-of", "2025-09-15", "--known-on", "2026-06-01", "--format", "json"]
HIDE = """
import os, select, sys

class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name in {"fcntl", "resource", "pwd", "grp", "termios"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

def no_link(*_, **__):
    raise OSError(1314, "A required privilege is not held by the client")

sys.meta_path.insert(0, Hidden())
for owner, names in ((os, ("nice", "setpriority", "getpriority", "sysconf", "fork", "mkfifo")), (select, ("poll", "epoll"))):
    for name in names:
        if hasattr(owner, name):
            delattr(owner, name)
os.symlink = no_link
"""
PAGE = """
from streamlit.testing.v1 import AppTest
test = AppTest.from_string("from kb.ui.pages import compare; compare.show()", default_timeout=300)
test.query_params["j"] = "xa,xb"
test.run()
assert not test.exception, test.exception
print(len(test.main))
"""


@pytest.fixture
def elsewhere(tmp_path: Path) -> dict[str, str]:
    """The environment of a system that has none of these."""
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text(HIDE, encoding="utf-8")
    return os.environ | {"PYTHONPATH": str(hidden), "KB_HOME": str(tmp_path / "Grüße and spaces")}


def python(*arguments: str, env: dict[str, str], cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], env=env, cwd=cwd, capture_output=True, text=True, timeout=PATIENCE)


def kb(*arguments: str, env: dict[str, str], cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return python("-m", "kb", *arguments, env=env, cwd=cwd)


def test_build_compare_query_and_a_page_need_none_of_them(mini_home: Path, elsewhere: dict[str, str]):
    home = Path(elsewhere["KB_HOME"])
    built = kb("build", "--facts", str(MINI_FACTS), env=elsewhere)
    assert built.returncode == 0, built.stderr
    assert (home / "current").is_file() and not (home / "current").is_symlink()
    there, here = kb(*BOTH, env=elsewhere), kb(*BOTH, env=os.environ | {"KB_HOME": str(mini_home)})
    assert there.returncode == 0 and there.stdout == here.stdout
    asked = kb("query", "list-of-sources", env=elsewhere)
    assert asked.returncode == 0 and len(asked.stdout.splitlines()) > 1, asked.stderr
    page = python("-c", PAGE, env=elsewhere)
    assert page.returncode == 0, page.stderr[-2000:]


def test_what_cannot_be_limited_is_said(elsewhere: dict[str, str]):
    code = "from kb.running.own_limits import not_kept; print('; '.join(not_kept()))"
    said = subprocess.run(
        [sys.executable, "-c", code], env=elsewhere, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert "no limit of memory" in said and "does not give way" in said
    if sys.platform == "linux":
        assert own_limits.not_kept() == []


def test_a_service_says_so_when_it_starts(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    from kb.server import serving

    monkeypatch.setattr(serving, "not_kept", lambda: ["no limit of memory"])
    serving._checked()
    assert "limits that this system cannot keep: no limit of memory" in capsys.readouterr().err


def test_a_checkout_without_symbolic_links_runs(mini_home: Path, tmp_path: Path):
    """As git lays it where a file system has no links: a file with the words of the link."""
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    shutil.copytree(ROOT / "kb", checkout / "kb", symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    (checkout / "kb" / "loaders").unlink()
    (checkout / "kb" / "loaders").write_text("../loaders", encoding="utf-8")
    for name in ("loaders", "ontology"):
        shutil.copytree(ROOT / name, checkout / name, ignore=shutil.ignore_patterns("__pycache__"))
    found = kb("validate", "--facts", str(MINI_FACTS), env=os.environ | {"KB_HOME": str(mini_home)}, cwd=checkout)
    assert found.returncode == 0, found.stderr


def test_facts_with_other_line_ends_say_the_same(mini_home: Path, tmp_path: Path):
    facts = Path(shutil.copytree(MINI_FACTS, tmp_path / "facts"))
    for path in facts.rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    env = os.environ | {"KB_HOME": str(tmp_path / "home")}
    built = kb("build", "--facts", str(facts), env=env)
    assert built.returncode == 0, built.stderr
    cells = [kb(*BOTH[:-1], "md", env=os.environ | {"KB_HOME": str(home)}).stdout for home in (tmp_path / "home", mini_home)]
    assert cells[0].split("Release")[0] == cells[1].split("Release")[0]


@pytest.mark.parametrize("kind", [PolledPipe, ThreadedPipe])
def test_a_pipe_gives_what_came_waits_no_longer_than_told_and_ends(kind: type[PolledPipe] | type[ThreadedPipe]):
    reading, writing = os.pipe()
    pipe = kind(reading)
    assert pipe.read(0.01) is None
    threading.Timer(0.05, os.write, (writing, b"abc")).start()
    assert pipe.read(PATIENCE) == b"abc"
    os.close(writing)
    assert pipe.read(PATIENCE) == b"" and pipe.read(PATIENCE) == b""
    os.close(reading)


def test_a_pointer_file_is_as_good_as_a_link_and_a_wrong_one_is_told(mini_home: Path, tmp_path: Path):
    home = Path(shutil.copytree(mini_home, tmp_path / "home", symlinks=True))
    release = current_link.leads_to(home).name
    (home / "current").unlink()
    assert not current_link.is_there(home)
    (home / "current").write_text(f"releases/{release}\r\n", encoding="utf-8")
    assert open_release(home).id == release
    current_link.lead_to(home, release)
    assert (home / "current").is_symlink()
    (home / "current").unlink()
    (home / "current").write_text("releases/0123456789abcdef", encoding="utf-8")
    with pytest.raises(UnavailableError, match=r"leads to .*0123456789abcdef, where no release is"):
        open_release(home)
