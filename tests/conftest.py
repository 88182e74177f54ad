"""Shared fixtures: the small invented facts and the real facts, each built once for all workers of a run."""

from __future__ import annotations

import functools
import os
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import settings

from kb.building.build import build
from kb.language.spoken_names import names_in
from kb.opening.current import open_release
from kb.release.graph_reader import GraphReader
from kb.release.release import Release
from tests.patience import PATIENCE

os.environ.setdefault("KB_LIMIT_CLIENT_SECONDS", "6000")  # the tests ask more in a minute than a client may
os.environ.setdefault("KB_LIMIT_SERVICE_MEMORY_MB", "16384")  # the tests' own process is large; tests of the limit set it
os.environ.setdefault("KB_LIMIT_SECONDS", str(PATIENCE))  # a busy machine takes longer; tests of the limit set it themselves
LONGER = 10  # how many times as many cases --random-properties draws
settings.register_profile("fixed", deadline=None, derandomize=True)  # machines are noisy: nothing is timed in tests
settings.register_profile("random", settings.get_profile("fixed"), derandomize=False, print_blob=True, max_examples=100 * LONGER)
settings.load_profile("fixed")

ROOT = Path(__file__).resolve().parent.parent
MINI_FACTS = ROOT / "tests" / "mini_facts"
REAL_FACTS = ROOT / "facts"
RINGS: dict[str, list[str]] = tomllib.loads((ROOT / "tests" / "rings.toml").read_text(encoding="utf-8"))
EXAMPLE_FACTS = ROOT / "examples" / "ai-rules"


def _built(facts: Path, factory: pytest.TempPathFactory) -> Path:
    """A home of this worker with a release in it, so that no worker meets what another one left: a copy of that of the run, or
    of what stands in the folder that KB_TEST_HOMES names."""
    ready, home = Path(os.environ.get("KB_TEST_HOMES", "none")) / facts.name, factory.mktemp(facts.name) / "home"
    if ready.is_dir():
        return Path(shutil.copytree(ready, home, symlinks=True, ignore=shutil.ignore_patterns("build-cache")))
    return Path(shutil.copytree(_of_the_run(facts, factory.getbasetemp()), home, symlinks=True))


def _of_the_run(facts: Path, folder: Path) -> Path:
    """A home with a release that the first worker builds which wants it; the others wait for it."""
    home = (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / f"built-{facts.name}"
    with FileLock(f"{home}.lock"):
        if not home.is_dir():
            shutil.rmtree(half := home.with_name(f"half-{facts.name}"), ignore_errors=True)
            build(facts, half)
            half.rename(home)
    return home


@pytest.fixture(scope="session", autouse=True)
def _components_are_looked_for_once() -> Iterator[None]:
    """Streamlit looks through all that is installed for components of pages, for each run of a page: here once in a worker."""
    from streamlit.components.v2 import manifest_scanner

    look = manifest_scanner.scan_component_manifests
    manifest_scanner.scan_component_manifests = functools.cache(look)
    yield
    manifest_scanner.scan_component_manifests = look


@pytest.fixture(scope="session")
def mini_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with a release of the invented facts, to be given as KB_HOME."""
    return _built(MINI_FACTS, tmp_path_factory)


@pytest.fixture(scope="session")
def mini_release(mini_home: Path) -> Release:
    """The release of the invented facts, opened."""
    return open_release(mini_home)


@pytest.fixture(scope="session")
def real_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with a release of the real facts, to be given as KB_HOME."""
    return _built(REAL_FACTS, tmp_path_factory)


@pytest.fixture(scope="session")
def real_release(real_home: Path) -> Release:
    """The release of the real facts, opened."""
    return open_release(real_home)


@pytest.fixture
def german_pages(real_release: Release) -> Iterator[None]:
    """What pages say of the real facts is said in German."""
    from kb.ui.frame.spoken import speak
    from kb.ui.words import SPOKEN  # most tests need no pages

    token = SPOKEN.set("de")
    speak(names_in(real_release, "de"))
    yield
    SPOKEN.reset(token)
    speak({})


@pytest.fixture(scope="session")
def real_graph(real_release: Release) -> GraphReader:
    """The reader of the graph of the real facts; what it fetches once it has, since a release never changes."""
    return GraphReader(real_release)


def home_with(before: Path, home: Path, said: dict[str, str]) -> Path:
    """A home with a newer release whose facts have other words in the place of some; the release before is kept."""
    shutil.copytree(before, home, symlinks=True, dirs_exist_ok=True)
    shutil.copytree(MINI_FACTS, home / "facts")
    for path in (home / "facts").rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        for old, new in said.items():
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
    build(home / "facts", home)
    return home


def cases(count: int, **more: Any) -> settings:
    """The settings of a property test that draws ``count`` cases; more of them where they are drawn at random."""
    return settings(max_examples=count if settings().derandomize else count * LONGER, **more)


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--golden`` writes the golden tables anew; ``--random-properties`` is a longer run that may find new faults; ``--ring``
    is a shorter run."""
    parser.addoption("--golden", action="store_true", help="write the golden tables anew")
    said = f"draw the cases of property tests at random, {LONGER} times as many, instead of from fixed seeds"
    parser.addoption("--random-properties", action="store_true", help=said)
    parser.addoption("--ring", action="append", choices=sorted(RINGS), help="run the files of a ring of tests/rings.toml only")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A file of tests that is in none of the rings asked for is not read."""
    rings = config.getoption("--ring")
    if not rings or not collection_path.is_file():
        return None
    return not any(collection_path.match(pattern) for ring in rings for pattern in RINGS[ring]) or None


def pytest_configure(config: pytest.Config) -> None:
    """Before any test is read: where the cases of property tests come from."""
    settings.load_profile("random" if config.getoption("--random-properties") else "fixed")
