"""A planted fault meets its tests, in a copy of the tree.

The tests are read once; for each fault the process forks, and the child puts the changed code into the functions that have it and
runs the tests of the module. A fault outside functions, which acts when its module is loaded, gets a process of its own.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest
from pathlib import Path
from types import CodeType, FunctionType

import pytest

from benchmarks.mutant_drawing import ROOT, Mutant, in_function, planted
from benchmarks.mutant_tests import tests_of

ENOUGH, LONG_ENOUGH = 7, 40  # seconds of a processor on the tests of one fault; what is left then is not run
HANGS = 90  # seconds of a processor, or ten times as many by the clock, after which a fault is killed for hanging
PLAIN = ["-o", "addopts=", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--tb=line"]
Told = Callable[[Mutant, str, str], None]


def run_all(mutants: list[Mutant], homes: Path | None, seconds: float, told: Told) -> None:
    """Run faults one after another and tell the verdict on each; releases are built once in ``homes``, if it is given."""
    copy = _copied()
    os.environ.pop("KB_TEST_HOMES", None)
    if homes:
        os.environ["KB_TEST_HOMES"] = str(homes.resolve())
        for facts in ("facts", "tests/mini_facts"):
            home = homes.resolve() / Path(facts).name
            subprocess.run([sys.executable, "-m", "kb", "build", "--facts", facts, "--home", str(home)], cwd=copy, check=True)
    os.environ["KB_HOME"] = str(copy.parent / "home")
    os.chdir(copy)
    for name in [name for name in sys.modules if name.split(".")[0] in ("benchmarks", "kb", "tests")]:
        del sys.modules[name]
    sys.path[:] = [str(copy), *(place for place in sys.path if place not in ("", str(ROOT)))]
    files = sorted({f"tests/{name}" for one in mutants for name in tests_of(one.module)})
    pytest.main([*PLAIN, *files], plugins=[_Loop(copy, mutants, seconds, told)])


def _copied() -> Path:
    copy = Path(tempfile.mkdtemp(prefix="mutants-")) / "tree"
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    for name in filter(None, names):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, copy / name, follow_symlinks=False)
    return copy


class _Loop:
    """In place of the loop of pytest: not every test once, but for every fault its tests."""

    def __init__(self, copy: Path, mutants: list[Mutant], seconds: float, told: Told) -> None:
        self._copy, self._mutants, self._seconds, self._told = copy, mutants, seconds, told
        self.failed, self.passed = "", 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember the first failure, and how many passed."""
        if report.failed and not self.failed:
            self.failed = report.nodeid
        self.passed += report.when == "call" and report.passed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run every fault."""
        of_file: dict[str, list[pytest.Item]] = {}
        for item in session.items:
            of_file.setdefault(item.path.name, []).append(item)
        for one in self._mutants:
            file = self._copy / one.module
            sound = file.read_text(encoding="utf-8")
            _write(file, planted(sound, one))
            names = tests_of(one.module)
            try:
                items = [item for name in names for item in of_file.get(name, ())]
                verdict = self._forked(items, sound, planted(sound, one)) if in_function(sound, one) else None
                verdict = verdict or _apart(names[:4])
            finally:
                _write(file, sound)
            self._told(one, *verdict)
        return True

    def _forked(self, items: list[pytest.Item], sound: str, changed: str) -> tuple[str, str] | None:
        """The verdict on a fault in a function; None where it cannot be put in while the program runs."""
        answer = self._copy.parent / "answer.json"
        answer.unlink(missing_ok=True)
        child = os.fork()
        if child == 0:
            self._child(items, sound, changed, answer)
        begun, status = time.monotonic(), 0
        while not (found := os.waitpid(child, os.WNOHANG))[0]:
            if time.monotonic() - begun > 10 * HANGS:
                os.killpg(child, signal.SIGKILL)
            time.sleep(0.05)
        status = found[1]
        if not answer.exists():
            return ("killed", "(does not end)") if os.WIFSIGNALED(status) else ("broken", "(no answer)")
        told = json.loads(answer.read_text(encoding="utf-8"))
        if "apart" in told:
            return None
        return ("killed", told["failed"]) if told["failed"] else ("survived", f"({told['passed']} tests passed)")

    def _child(self, items: list[pytest.Item], sound: str, changed: str, answer: Path) -> None:
        """Never returns: puts the fault in, runs the tests and writes what became of them."""
        try:
            os.setsid()
            resource.setrlimit(resource.RLIMIT_CPU, (HANGS, HANGS + 5))
            try:
                put_in(sound, changed)
            except ValueError:  # the changed code needs other names of the functions around it
                answer.write_text('{"apart": true}', encoding="utf-8")
                return
            for item, following in zip_longest(items, items[1:]):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                if self.failed or time.process_time() > self._seconds:
                    break
            answer.write_text(json.dumps({"failed": self.failed, "passed": self.passed}), encoding="utf-8")
        finally:
            os._exit(0)


def put_in(sound: str, changed: str) -> None:
    """Give every function that has the code of a text the code of the changed text."""
    codes = zip(_codes(compile(sound, "", "exec")), _codes(compile(changed, "", "exec")), strict=True)
    instead = {before: after for before, after in codes if before != after}
    for one in gc.get_objects():
        if isinstance(one, FunctionType) and (code := instead.get(one.__code__)):
            one.__code__ = code.replace(co_filename=one.__code__.co_filename)


def _codes(code: CodeType) -> Iterator[CodeType]:
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield inner
            yield from _codes(inner)


def _apart(names: Iterable[str]) -> tuple[str, str]:
    """The verdict of a process of its own."""
    command = [sys.executable, "-m", "pytest", *PLAIN, "-x", "-rfE", *(f"tests/{name}" for name in names)]
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=10 * HANGS, check=False)
    except subprocess.TimeoutExpired:
        return "killed", "(does not end)"
    failed = [line.split()[1] for line in run.stdout.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    return ("killed", (failed or ["(the run broke)"])[0]) if run.returncode else ("survived", f"({run.stdout.splitlines()[-1]})")


def _write(file: Path, text: str) -> None:
    """Replace a module, and forget what Python compiled of it."""
    file.write_text(text, encoding="utf-8")
    for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
        compiled.unlink()
