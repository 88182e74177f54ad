"""Make a version ready to give out, or say what is in the way.

python -m operations.release --prepare 0.2.0   # write the number everywhere and give it what waits in the changelog; then commit
python -m operations.release FOLDER --dry-run  # do all of it in a folder that goes again, and tag nothing
python -m operations.release FOLDER            # packages, sealed data, documents, bill of materials, checksums; then the tag
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from operations.release.artefacts import check, make, seal, take_out, told
from operations.release.version import NotReadyError, check_repository, git, notes, prepare, version_of

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """0 if it is done, 1 if something stands in the way; then nothing is written and nothing tagged."""
    parser = argparse.ArgumentParser(prog="python -m operations.release", description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, help="A new folder.")
    parser.add_argument("--prepare", metavar="NUMBER", help="Write this number everywhere instead.")
    parser.add_argument("--dry-run", action="store_true", help="Do everything, keep nothing, tag nothing.")
    given = parser.parse_args(arguments)
    if bool(given.prepare) == bool(given.folder):
        parser.error("name a folder, or --prepare with a number")
    try:
        lines = _prepared(root, given.prepare) if given.prepare else _released(root, given.folder, given.dry_run)
    except NotReadyError as error:
        sys.stderr.write(f"not released: {error}\n")
        return 1
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 0


def _prepared(root: Path, number: str) -> list[str]:
    return [f"changed: {name}" for name in prepare(root, number)] + [f"Read the changelog, commit, then release {number}."]


def _released(root: Path, folder: Path, is_dry: bool) -> list[str]:
    number = version_of(root)
    if folder.exists():
        raise NotReadyError(f"{folder} is there already; name a new folder")
    commit, said = check_repository(root, number), notes(root, number)
    with tempfile.TemporaryDirectory() as made:
        work = Path(made)
        fresh, empty = work / "given-out", work / "empty"
        identifier = make(take_out(root, commit, work), fresh, number)
        empty.mkdir()
        check(fresh, empty, identifier)
        (fresh / "notes.md").write_text(said, encoding="utf-8")
        (fresh / "release.json").write_text(told(number, commit, identifier), encoding="utf-8")
        names = seal(fresh)
        if not is_dry:
            _give_out(root, fresh, folder, ("tag", "--annotate", f"v{number}", "--cleanup=verbatim"), commit)
    done = f"tagged v{number}" if not is_dry else f"dry run: nothing kept; the tag would be v{number}"
    return [
        f"{number} of commit {commit[:12]}, data {identifier}: built, installed and restored in an empty folder",
        *names,
        done,
    ]


def _give_out(root: Path, fresh: Path, folder: Path, tag: Sequence[str], commit: str) -> None:
    """Write the folder and tag the commit; the folder goes again where the tag cannot be set."""
    try:
        shutil.copytree(fresh, folder)
        git(root, *tag, "--file", str(fresh / "notes.md"), commit)
    except (NotReadyError, OSError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise NotReadyError(str(error)) from None


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
