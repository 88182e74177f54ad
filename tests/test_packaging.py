"""What installs: one package with everything in it, which builds the release of the checkout and reads nothing above itself."""

import os
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from kb.naming.licences import DATA

ROOT = Path(__file__).resolve().parent.parent
INSIDE = {"kb": "kb", "loaders": "kb/loaders", "ontology": "kb/ontology", "facts": "kb/facts"}
NOT_SHIPPED = ("kb/ui/workbench/editor_source/", "ontology/decisions/", "ontology/competency/")


def setuptools_version() -> int:
    try:
        return int(version("setuptools").partition(".")[0])
    except PackageNotFoundError:
        return 0


needs_setuptools = pytest.mark.skipif(
    setuptools_version() < 77, reason="building needs setuptools 77 or later: pip install -r requirements-dev.txt"
)


def files_of_the_checkout() -> list[str]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.splitlines()
    if not listed:
        pytest.skip("this is no clone, so what belongs to the checkout is not known")
    return [name for name in listed if os.path.lexists(ROOT / name)]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout as a clone has it, to build in."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in files_of_the_checkout():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, copy / name, follow_symlinks=False)
    return copy


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    code = f"from setuptools import build_meta; build_meta.build_wheel({str(folder)!r})"
    done = subprocess.run([sys.executable, "-c", code], cwd=checkout, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return zipfile.ZipFile(next(folder.glob("*.whl")))


@pytest.fixture(scope="module")
def installed(wheel: zipfile.ZipFile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of packages with ours in it, and somebody else's licence beside it."""
    packages = tmp_path_factory.mktemp("site-packages")
    wheel.extractall(packages)
    for name in ("LICENSE", "LICENSE-DATA"):
        (packages / name).write_text("MIT License of somebody else\n", encoding="utf-8")
    return packages


def run(packages: Path, *arguments: object, cwd: Path) -> str:
    settings = {key: value for key, value in os.environ.items() if not key.startswith("KB_")}
    settings |= {"PYTHONPATH": str(packages), "HOME": str(cwd)}
    command = [sys.executable, *map(str, arguments)]
    done = subprocess.run(command, cwd=cwd, env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@needs_setuptools
def test_one_package_installs(wheel):
    tops = {name.partition("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"kb"} and len(tops) == 2


@needs_setuptools
def test_everything_of_the_program_the_ontology_and_the_facts_installs(wheel):
    shipped = set(wheel.namelist())
    for name in files_of_the_checkout():
        top, _, rest = name.partition("/")
        if top in INSIDE and not name.startswith(NOT_SHIPPED) and not (ROOT / name).is_symlink():
            assert f"{INSIDE[top]}/{rest}" in shipped, f"{name} is not installed: name it in pyproject.toml, [tool.setuptools]"


@needs_setuptools
def test_the_package_says_its_terms_and_that_it_is_typed(wheel):
    (metadata,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    said = wheel.read(metadata).decode()
    assert "License-Expression: Apache-2.0 AND CC-BY-4.0" in said and "Project-URL: Homepage, https://w3id.org/policykb/" in said
    texts = {name.partition("/licenses/")[2] for name in wheel.namelist() if "/licenses/" in name}
    assert {"LICENSE", "LICENSE-DATA", "kb/citations/styles/LICENSE"} <= texts and "kb/py.typed" in wheel.namelist()


@needs_setuptools
def test_the_installed_package_builds_the_same_release_and_gives_its_own_terms(installed, real_release, tmp_path):
    run(installed, "-m", "kb", "build", cwd=tmp_path)
    current = tmp_path / ".policykb" / "current"
    assert current.resolve().name == real_release.id
    run(installed, "-m", "kb", "query", "list-of-sources", "--format", "bundle", "-o", "sources.zip", cwd=tmp_path)
    with zipfile.ZipFile(tmp_path / "sources.zip") as archive:
        terms = archive.read("licence.txt").decode()
    assert DATA.line in terms and "somebody else" not in terms
    with pytest.raises(AssertionError, match="No module named 'loaders'"):
        run(installed, "-c", "import kb, loaders", cwd=tmp_path)


def test_a_bare_checkout_works_without_being_installed(checkout, tmp_path):
    told = "import kb.loaders.layout as it; print(it.folder('facts'), it.releases_folder())"
    assert run(checkout, "-c", told, cwd=tmp_path).split() == [str(checkout / "facts"), str(checkout / "build")]
    settings = {key: value for key, value in os.environ.items() if not key.startswith("KB_")}
    command = [sys.executable, "-m", "kb", "validate"]
    done = subprocess.run(command, cwd=checkout, env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
