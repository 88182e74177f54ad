"""SPARQL engines behind HTTP, each started for a release and ended again; left out where they are not installed."""

from __future__ import annotations

import csv
import io
import socket
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from benchmarks.engines import ISQL, OXIGRAPH, VIRTUOSO, free_port
from benchmarks.peer_engines import Places
from benchmarks.peer_sparql import Sparql
from kb.release.release import Release

PATIENCE, READY = 1800, 120
SETTINGS = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{server}
DirsAllowed = {data}
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
ServerThreads = 8
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = {folder}
[SPARQL]
ResultSetMaxRows = 20000000
MaxQueryExecutionTime = {patience}
"""


class Http(Sparql):
    """The naive queries by SPARQL 1.1 Protocol, answers as CSV; the time is that of both processes."""

    def __init__(self, release: Release, name: str, address: str, process: int) -> None:
        super().__init__(release)
        self.name, self._address, self._process = name, address, process

    def rows(self, query: str) -> Iterable[tuple[str, ...]]:
        body = urllib.parse.urlencode({"query": query}).encode()
        request = urllib.request.Request(self._address, body, {"Accept": "text/csv"})
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            found = csv.reader(io.TextIOWrapper(answer, encoding="utf-8", newline=""))
            next(found)
            yield from map(tuple, found)

    def changed(self, days: tuple[str, str], known_on: str) -> Places | None:
        """Not asked: every claim of the base would travel twice."""
        return None

    def elsewhere(self) -> float:
        threads = Path(f"/proc/{self._process}/task").glob("*/schedstat")
        return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9


@contextmanager
def http_peers(release: Release) -> Iterator[tuple[list[Http], list[str]]]:
    """The engines that could be started, and a word on each that could not; all are ended at the end."""
    started, missing = list[Http](), list[str]()
    with ExitStack() as stack:
        for start in (_oxigraph, _virtuoso):
            try:
                started.append(start(release, stack))
            except (OSError, subprocess.SubprocessError) as error:
                missing.append(f"{start.__name__[1:]}: left out ({error})")
        yield started, missing


def _oxigraph(release: Release, stack: ExitStack) -> Http:
    """Oxigraph's own server on the store of the release."""
    port = free_port()
    command = [_program(OXIGRAPH), "serve-read-only", "-l", str(release.path / "store"), "-b", f"127.0.0.1:{port}"]
    process = _started(command, port, stack)
    return Http(release, "oxigraph server, naive", f"http://127.0.0.1:{port}/query", process)


def _virtuoso(release: Release, stack: ExitStack) -> Http:
    """Virtuoso with a database of its own, into which the quads of the release are loaded."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    port, server = free_port(), free_port()
    settings = {"folder": folder, "server": server, "port": port, "data": release.path, "patience": PATIENCE}
    (folder / "virtuoso.ini").write_text(SETTINGS.format(**settings))
    command = [_program(VIRTUOSO), "+foreground", "+configfile", str(folder / "virtuoso.ini"), "+wait"]
    process = _started(command, port, stack)
    load = f"ld_dir('{release.path}', 'data.nq', 'urn:none'); rdf_loader_run(); checkpoint;"
    client = [_program(ISQL), f"127.0.0.1:{server}", "dba", "dba", "ERRORS=STDOUT", f"EXEC={load}"]
    subprocess.run(client, check=True, capture_output=True, timeout=PATIENCE)
    return Http(release, "Virtuoso, naive", f"http://127.0.0.1:{port}/sparql", process)


def _program(path: str) -> str:
    if not path:
        raise FileNotFoundError("not installed")
    return path


def _started(command: list[str], port: int, stack: ExitStack) -> int:
    """Start a server and wait until it listens; it is ended with the stack."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    stack.callback(_ended, process)
    _until(lambda: _listens(port) or process.poll() is not None)
    if process.poll() is not None:
        raise subprocess.SubprocessError(f"{Path(command[0]).name} ended at once")
    return process.pid


def _ended(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(60)
    process.kill()
    process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _until(is_ready: Callable[[], bool]) -> None:
    begun = time.monotonic()
    while not is_ready():
        if time.monotonic() - begun > READY:
            raise subprocess.SubprocessError(f"did not listen within {READY} s")
        time.sleep(0.1)
