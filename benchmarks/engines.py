"""SPARQL engines of others, started on this machine for tests and measurements, each in a folder of its own."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OXIGRAPH = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}:/usr/bin") or ""
VIRTUOSO = shutil.which("virtuoso-t") or ""
ISQL = shutil.which("isql-vt") or ""
PATIENCE_SECONDS = 60
SETTINGS = """[Database]
DatabaseFile = {folder}/v.db
ErrorLogFile = {folder}/v.log
LockFile = {folder}/v.lck
TransactionFile = {folder}/v.trx
xa_persistent_file = {folder}/v.pxa
[TempDatabase]
DatabaseFile = {folder}/vt.db
TransactionFile = {folder}/vt.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {folder}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
MaxQueryCostEstimationTime = 0
ThreadsPerQuery = 1
AsyncQueueMaxThreads = 0
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 6
[SPARQL]
"""


def free_port() -> int:
    """A port on which nobody listens now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextmanager
def oxigraph(folder: Path, verb: str = "serve") -> Iterator[str]:
    """Address for queries of an Oxigraph server over a folder; ``serve-read-only`` takes no updates."""
    port = free_port()
    command = [OXIGRAPH, verb, "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    with running(command, f"http://127.0.0.1:{port}/query"):
        yield f"http://127.0.0.1:{port}/query"


@contextmanager
def virtuoso(folder: Path, buffers: int = 20_000) -> Iterator[str]:
    """Address for queries of a Virtuoso server over a folder, open for updates to whoever is on this machine.

    ``buffers`` are of 8 KB.
    """
    sql, http = free_port(), free_port()
    settings = {"folder": folder, "sql": sql, "http": http, "buffers": buffers, "dirty": buffers * 3 // 4}
    (folder / "virtuoso.ini").write_text(SETTINGS.format(**settings), encoding="ascii")
    command = [VIRTUOSO, "+foreground", "+configfile", str(folder / "virtuoso.ini")]
    with running(command, f"http://127.0.0.1:{http}/sparql"):
        grant = [ISQL, f"127.0.0.1:{sql}", "dba", "dba", 'exec=GRANT SPARQL_UPDATE TO "SPARQL";']
        subprocess.run(grant, check=True, capture_output=True, timeout=PATIENCE_SECONDS)
        yield f"http://127.0.0.1:{http}/sparql"


@contextmanager
def running(command: list[str], address: str) -> Iterator[None]:
    """A process that runs while the block does, which begins when the process answers queries at the address."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(process, address)
        yield
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(f"{address}?query=ASK%7B%7D", timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"{command_name(process)} did not begin to answer")


def command_name(process: subprocess.Popen[bytes]) -> str:
    """What was started."""
    return Path(str(process.args[0] if isinstance(process.args, list) else process.args)).name
