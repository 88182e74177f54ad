"""Write the lock, as ``pip install --require-hashes`` reads it: every package by its exact version and the SHA-256 of its wheels.

Of a package that has no wheel it is the hash of its source, which setuptools makes a wheel of when it is installed.

python -m pip download -r requirements.txt setuptools -d wheelhouse
python operations/lock.py wheelhouse > requirements.lock
"""

from __future__ import annotations

import hashlib
import sys
from collections import defaultdict
from pathlib import Path

from packaging.utils import parse_sdist_filename, parse_wheel_filename

HEAD = """\
# Every package that the service needs, by exact version and hash: CPython {python}, Linux x86-64.
# Made by operations/lock.py of a wheelhouse; docs/operations-service.md says how to install it without a network.
"""


def lock_of(wheelhouse: Path) -> str:
    """The lock of the packages in a folder; ValueError if there are none, or two versions of one package."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for path in [*sorted(wheelhouse.glob("*.whl")), *sorted(wheelhouse.glob("*.tar.gz"))]:
        name, version = parse_wheel_filename(path.name)[:2] if path.suffix == ".whl" else parse_sdist_filename(path.name)
        found[name, str(version)].append(hashlib.sha256(path.read_bytes()).hexdigest())
    names = [name for name, _ in found]
    if not names or len(names) != len(set(names)):
        raise ValueError(f"{wheelhouse}: no packages, or two versions of one package")
    lines = [
        f"{name}=={version} \\\n" + " \\\n".join(f"    --hash=sha256:{one}" for one in sorted(hashes))
        for (name, version), hashes in sorted(found.items())
    ]
    return HEAD.format(python="{}.{}".format(*sys.version_info)) + "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(lock_of(Path(sys.argv[1])))
