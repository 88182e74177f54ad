#!/usr/bin/env python3
"""Set up and start the knowledge base. Needs Python 3.11 or later and nothing else.

python3 run.py         creates what it needs, builds the base and opens the app (options go to Streamlit)
python3 run.py test    creates what it needs and passes the tests: lint, types, all of them (options go to pytest)

  --quick              in half a minute: lint, and tests that enter every room of the program; types are left to the whole
  --ring NAME          of the tests one ring of tests/rings.toml, such as endpoints, browser or documents
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = ENVIRONMENT / "installed-for"
NEEDED = (3, 11)
QUICK = "--quick"


def main() -> int:
    """Set up if anything changed, then run the app or the tests; returns the exit code of what was run."""
    command, rest = split_arguments(sys.argv[1:])
    if command not in ("app", "test"):
        print(__doc__)
        return 0 if command in ("-h", "--help") else 2
    if sys.version_info < NEEDED:
        print(f"Python {NEEDED[0]}.{NEEDED[1]} or later is needed; this is {sys.version.split()[0]}")
        return 1
    requirements = HERE / ("requirements-dev.txt" if command == "test" else "requirements.txt")
    if not set_up(requirements):
        return 1
    return run_tests(rest) if command == "test" else run_app(rest)


def split_arguments(given: list[str]) -> tuple[str, list[str]]:
    """(command, what is passed on): options alone, such as --server.port 8080, go to the app."""
    if not given or (given[0].startswith("-") and given[0] not in ("-h", "--help")):
        return "app", given
    return given[0], given[1:]


def set_up(requirements: Path) -> bool:
    """Make the environment and install into it, unless that was done for these very requirements; False if it failed."""
    wanted = fingerprint(requirements)
    if PYTHON.exists() and STAMP.exists() and wanted in STAMP.read_text().split():
        return True
    print(f"Setting up {ENVIRONMENT.name} from {requirements.name}; this happens once and takes a minute or two", flush=True)
    if not PYTHON.exists() and not make_environment():
        return False
    if subprocess.run([*installer(), "-r", str(requirements)], check=False).returncode:
        print("The packages could not be installed; the lines above say why. Nothing else was changed.")
        return False
    done = [wanted, fingerprint(HERE / "requirements.txt")]
    STAMP.write_text("\n".join(done) + "\n")
    return True


def make_environment() -> bool:
    """Make .venv with uv where it is there, else with the standard library; False with a hint if that is missing."""
    if uv := shutil.which("uv"):
        return subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, str(ENVIRONMENT)], check=False).returncode == 0
    if subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=False, capture_output=True).returncode == 0:
        return True
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    print("Python's venv module is incomplete here. On Debian or Ubuntu: apt install python3-venv (then run this again)")
    return False


def installer() -> list[str]:
    """The command that installs packages into the environment."""
    if uv := shutil.which("uv"):
        return [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
    return [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]


def fingerprint(requirements: Path) -> str:
    """Checksum of a requirements file with the file it includes, and of the Python that reads it."""
    text = requirements.read_bytes() + (HERE / "requirements.txt").read_bytes() + sys.version.encode()
    return hashlib.sha256(requirements.name.encode() + text).hexdigest()


def run_app(rest: list[str]) -> int:
    """Build the base (quick when nothing changed), unless it is read from an endpoint, and open the app."""
    if not os.environ.get("KB_ENDPOINT"):
        built = subprocess.run([str(PYTHON), "-m", "kb", "build"], cwd=HERE, check=False).returncode
        if built:
            return built
    return subprocess.run([str(PYTHON), "app.py", *rest], cwd=HERE, check=False).returncode


def run_tests(rest: list[str]) -> int:
    """Lint, types, tests; the first that fails ends it. A quick run has no types, and of the tests the quick ring."""
    lint, types = ["ruff", "check", "."], ["mypy"]
    asked = [word for word in rest if word != QUICK]
    for step in [lint, ["pytest", "--ring", "quick", *asked]] if QUICK in rest else [lint, types, ["pytest", *asked]]:
        print("$", *step, flush=True)
        if code := subprocess.run([str(PYTHON), "-m", *step], cwd=HERE, check=False).returncode:
            return code
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
