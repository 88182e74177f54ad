"""The core and its extras: what works without any of them, and that whatever needs one says which."""

import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from kb.errors import EXTRAS, ExtraError, missing_extra

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OPTIONAL = PROJECT["optional-dependencies"]
DISTRIBUTIONS = packages_distributions()
# the packages of all extras, and the larger ones that come with them
HIDDEN = {*EXTRAS, "lxml", "altair", "pydeck", "tornado", "PIL", "anyio"}
HIDE = """
import sys

class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {names}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Hidden())
"""
BOTH = "xa xb --as-of 2025-09-15 --known-on 2026-06-01"
WITHOUT_ANY_EXTRA = [
    "--help",
    "validate --facts tests/mini_facts",
    *(f"compare {BOTH} --format {name} -o {{out}}" for name in ("md", "html", "tex", "csv", "csvw", "json", "txt")),
    "explain xa forced-sale --as-of 2025-09-15",
    "explain xa forced-sale --as-of 2025-09-15 --format jsonld",
    "timeline xa forced-sale",
    "changes xa xb --from 2024-01-01 --to 2026-06-01",
    "regime xa --as-of 2025-09-15",
    "disputes xa",
    "policies",
    "coverage xa xb",
    "search platform",
    "show jurisdiction/xa --format ttl",
    "query list-of-sources --format parquet -o {out}",
    "query list-of-sources --format bundle -o {out}",
]
WITH = {
    f"compare {BOTH} --format svg -o {{out}}": "pictures",
    f"compare {BOTH} --format pdf -o {{out}}": "pictures",
    f"compare {BOTH} --format docx -o {{out}}": "reports",
    f"compare {BOTH} --format xlsx -o {{out}}": "reports",
    "query list-of-sources --format xlsx -o {out}": "reports",
    "brief xa xb -o {out}.docx": "reports",
    "cite xa xb --style oscola": "reports",
    "similar xa xb": "similarity",
    "coverage xa xb --work-list": "similarity",
    "releases sign --key {out}": "signing",
    "serve": "app",
}


@pytest.fixture
def run(tmp_path, mini_home):
    def kb(line: str, hidden: set[str]) -> subprocess.CompletedProcess[str]:
        (tmp_path / "sitecustomize.py").write_text(HIDE.format(names=sorted(hidden)), encoding="utf-8")
        settings = os.environ | {"PYTHONPATH": str(tmp_path), "KB_HOME": str(mini_home)}
        command = [sys.executable, "-m", "kb", *line.format(out=tmp_path / "out").split()]
        return subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, check=False, timeout=50)

    return kb


@pytest.mark.parametrize("line", WITHOUT_ANY_EXTRA)
def test_the_core_needs_no_extra(run, line):
    done = run(line, HIDDEN)
    assert done.returncode == 0, done.stderr


def test_a_release_is_built_without_any_extra(run, tmp_path):
    done = run(f"build --facts tests/mini_facts --home {tmp_path / 'home'}", HIDDEN)
    assert done.returncode == 0 and (tmp_path / "home/current/manifest.json").is_file(), done.stderr


@pytest.mark.parametrize("line", WITH)
def test_what_needs_an_extra_says_which_and_how_to_get_it(run, tmp_path, line):
    hidden = {module for module, extra in EXTRAS.items() if extra == WITH[line]}
    done = run(line, hidden)
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert f'pip install "policykb[{WITH[line]}]"' in done.stderr and not (tmp_path / "out").exists()


def test_a_module_that_no_extra_brings_is_a_broken_installation_and_no_usage():
    assert missing_extra(ModuleNotFoundError("No module named 'pyarrow'", name="pyarrow")) is None
    assert isinstance(missing_extra(ModuleNotFoundError("No module", name="scipy.cluster")), ExtraError)


def requirements(lines: list[str]) -> dict[str, str]:
    """Ranges by name of package; extras of the project itself left out."""
    parts = (re.fullmatch(r"([A-Za-z0-9_.-]+)([<>=!~].*)?", line) for line in lines if not line.startswith("policykb["))
    return {part[1].lower(): part[2] or "" for part in parts if part}


def test_core_and_extras_are_together_what_the_requirements_install():
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    wanted = requirements([line.partition("#")[0].strip() for line in text.splitlines() if not line.startswith("#")])
    stated = requirements([*PROJECT["dependencies"], *(line for lines in OPTIONAL.values() for line in lines)])
    assert stated == wanted


def test_every_package_of_an_extra_is_known_to_come_with_it_and_is_no_part_of_the_core():
    for extra, lines in OPTIONAL.items():
        for name in requirements(lines):
            modules = [module for module in EXTRAS if name in map(str.lower, DISTRIBUTIONS[module])]
            assert modules, f"{name} is in [{extra}]: name its module in kb.errors.EXTRAS"
            assert all(name in requirements(OPTIONAL[EXTRAS[module]]) for module in modules)
        assert not requirements(PROJECT["dependencies"]).keys() & requirements(lines).keys()


def test_the_app_brings_every_other_extra():
    assert f"policykb[{','.join(name for name in OPTIONAL if name != 'app')}]" in OPTIONAL["app"]
