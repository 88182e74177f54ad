"""What a version gives out, made of the commit alone in an empty folder, and checked as somebody else would get it."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

from kb.keeping.restore import kept_in_place
from operations.release.version import NotReadyError, git

SUMS = "SHA256SUMS"
PACKAGE = "import sys; from setuptools import build_meta; getattr(build_meta, sys.argv[1])(sys.argv[2])"
ONTOLOGY = (
    "import sys, pathlib; from kb.server.start_page import ontology_in; to = pathlib.Path(sys.argv[1]); "
    "[(to / f'ontology.{name}').write_bytes(ontology_in(name)) for name in ('html', 'ttl', 'jsonld')]"
)


def take_out(root: Path, commit: str, folder: Path) -> Path:
    """The files of a commit in a folder of their own, so that nothing comes along that is not in it."""
    packed = folder / "tree.tar"
    git(root, "archive", "--format=tar", f"--output={packed}", commit)
    with tarfile.open(packed) as archive:
        archive.extractall(folder / "tree", **kept_in_place())
    packed.unlink()
    return folder / "tree"


def make(tree: Path, folder: Path, number: str) -> str:
    """Fill a folder with packages, sealed data, documents, ontology and bill of materials; the identifier of the release."""
    folder.mkdir(parents=True)
    home = tree.parent / "home"
    for kind in ("build_sdist", "build_wheel"):
        run(tree, "-c", PACKAGE, kind, folder)
    run(tree, "-m", "kb", "build", "--home", home)
    run(tree, "-m", "kb", "verify", "--release", "--home", home)
    identifier = (home / "current").resolve().name
    run(tree, "-m", "kb", "backup", folder / f"policykb-data-{identifier}.tar.gz", "--data-only", "--home", home)
    run(tree, "-c", ONTOLOGY, folder)
    (folder / "sbom.json").write_text(run(tree, "operations/sbom.py"), encoding="utf-8")
    with tarfile.open(folder / f"policykb-docs-{number}.tar.gz", "w:gz") as archive:
        for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "CITATION.cff", "LICENSE", "LICENSE-DATA", "docs"):
            archive.add(tree / name, f"policykb-docs-{number}/{name}")
    return identifier


def check(folder: Path, empty: Path, identifier: str) -> None:
    """Install the wheel into an empty folder, build with it, and restore the data; NotReadyError if either is another release."""
    packages = empty / "packages"
    (made,), (data,) = folder.glob("*.whl"), folder.glob("policykb-data-*.tar.gz")
    with zipfile.ZipFile(made) as wheel:
        wheel.extractall(packages)
    for home, command in (("built", ["build"]), ("restored", ["restore", data])):
        run(empty, "-m", "kb", *command, "--home", empty / home, packages=packages)
        run(empty, "-m", "kb", "verify", "--release", "--home", empty / home, packages=packages)
        found = (empty / home / "current").resolve().name
        if found != identifier:
            raise NotReadyError(f"what was {home} from {folder.name} is release {found}, not {identifier}")


def seal(folder: Path) -> list[str]:
    """Write the SHA-256 of every file, as ``sha256sum -c`` reads it; the names of all files."""
    names = sorted(path.name for path in folder.iterdir() if path.name != SUMS)
    lines = [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")
    return [*names, SUMS]


def told(number: str, commit: str, identifier: str) -> str:
    """What is given out, for programs."""
    return json.dumps({"version": number, "commit": commit, "release": identifier}, indent=1) + "\n"


def run(where: Path, *arguments: object, packages: Path | None = None) -> str:
    """What Python says there, with no settings of ours; NotReadyError with the end of its complaint where it fails."""
    settings = {key: value for key, value in os.environ.items() if not key.startswith(("KB_", "PYTHONPATH"))}
    settings |= {"PYTHONPATH": str(packages or where), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, *map(str, arguments)], cwd=where, env=settings, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NotReadyError(f"{' '.join(map(str, arguments[:4]))[:80]}: {done.stderr.strip()[-1500:]}")
    return done.stdout
