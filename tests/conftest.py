"""Shared fixtures: the small invented facts and the real facts, each built once per session (and per xdist worker)."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from kb.building.build import build
from kb.opening.current import open_release
from kb.release.release import Release

settings.register_profile("patient", deadline=None)  # machines are noisy: nothing is timed in tests
settings.load_profile("patient")

ROOT = Path(__file__).resolve().parent.parent
MINI_FACTS = ROOT / "tests" / "mini_facts"
REAL_FACTS = ROOT / "facts"


def _built(facts: Path, home: Path) -> Path:
    build(facts, home)
    return home


@pytest.fixture(scope="session")
def mini_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with a release of the invented facts, to be given as KB_HOME."""
    return _built(MINI_FACTS, tmp_path_factory.mktemp("mini"))


@pytest.fixture(scope="session")
def mini_release(mini_home: Path) -> Release:
    """The release of the invented facts, opened."""
    return open_release(mini_home)


@pytest.fixture(scope="session")
def real_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with a release of the real facts, to be given as KB_HOME."""
    return _built(REAL_FACTS, tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="session")
def real_release(real_home: Path) -> Release:
    """The release of the real facts, opened."""
    return open_release(real_home)


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--golden`` writes the golden tables anew."""
    parser.addoption("--golden", action="store_true", help="write the golden tables anew")
