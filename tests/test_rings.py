"""The rings of the tests: each names files that are there, the quick one is quick, and the slow ones hold what they say."""

from __future__ import annotations

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.conftest import RINGS, ROOT, pytest_ignore_collect

TESTS = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests").glob("test_*.py"))}
SLOW_TO_MAKE = re.compile(r"\breal_(?:release|home)\b|\b(?:chromium|OXIGRAPH|VIRTUOSO)\b")


def files(ring: str) -> set[str]:
    return {name for name in TESTS if any(Path(name).match(pattern) for pattern in RINGS[ring])}


@pytest.mark.parametrize("ring", RINGS)
def test_every_name_in_a_ring_is_that_of_a_file(ring: str):
    assert not [pattern for pattern in RINGS[ring] if not any(Path(name).match(pattern) for name in TESTS)]


def test_the_quick_ring_enters_every_room_and_needs_nothing_that_takes_long_to_make():
    assert {"test_every_room.py", "test_rooms.py", "test_rings.py"} <= files("quick")
    slow = [name for name in files("quick") - {"test_rings.py"} if SLOW_TO_MAKE.search(TESTS[name])]
    assert not slow, f"these need the real facts, a browser or an engine: {slow}"


def test_browsers_and_engines_are_driven_in_their_rings():
    assert {name for name, text in TESTS.items() if "chromium.MARKS" in text} - {"test_rings.py"} <= files("browser")
    assert {name for name in TESTS if name.startswith("test_endpoint_")} == files("endpoints")


def test_the_documents_name_every_ring():
    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert not [ring for ring in RINGS if f"`{ring}`" not in told]


def test_a_ring_reads_no_file_of_another(pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch):
    def read() -> set[str]:
        return {name for name in TESTS if pytest_ignore_collect(ROOT / "tests" / name, pytestconfig) is None}

    monkeypatch.setattr(pytestconfig.option, "ring", None)
    assert read() == set(TESTS)
    monkeypatch.setattr(pytestconfig.option, "ring", ["browser", "fields"])
    assert read() == files("browser") | files("fields")


def test_a_quick_run_is_lint_and_the_quick_ring(monkeypatch: pytest.MonkeyPatch):
    began: list[list[str]] = []
    spec = spec_from_file_location("bootstrap", ROOT / "run.py")
    run = module_from_spec(spec)
    spec.loader.exec_module(run)
    monkeypatch.setattr(run.subprocess, "run", lambda command, **_: began.append(command[2:]) or SimpleNamespace(returncode=0))
    assert run.run_tests(["--quick", "-x"]) == run.run_tests(["--ring", "pages"]) == 0
    quick = [["ruff", "check", "."], ["pytest", "--ring", "quick", "-x"]]
    assert began == [*quick, ["ruff", "check", "."], ["mypy"], ["pytest", "--ring", "pages"]]
