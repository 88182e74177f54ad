"""One hostile client with many connections on any mix of routes, and others beside it: what the others notice.

``python -m benchmarks.service_load [serve|app] [seconds]`` prints the table of benchmarks/README.md. The hostile client and the
others have addresses of their own (127.0.0.2 and so on), so Linux is needed.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONNECTIONS, OTHERS, HOSTILE = 200, 20, "127.0.0.2"
PLACES = "us,eu,sg,gb,in,cn,au,ca,id,ru,vn,br"
ENDLESS = "/sparql?query=SELECT%20(COUNT(*)%20AS%20%3Fn)%20%7B%3Fa%20%3Fb%20%3Fc.%3Fd%20%3Fe%20%3Ff.%3Fg%20%3Fh%20%3Fi%7D"
SMALL = "/sparql?query=SELECT%20%3Fs%20%7B%20%3Fs%20a%20%3Chttps%3A%2F%2Fw3id.org%2Fpolicykb%2Fontology%23Platform%3E%20%7D"
KEPT = "/embed/compare?j=us,eu&q=forced-divestiture&v=2025-09-15&k=2026-06-01"
PATIENCE = 60.0


@dataclass
class Seen:
    """What the others noticed: seconds of each kind of request, how many ended in no 200, and the memory of the service."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    failed: Counter[str] = field(default_factory=Counter)
    hostile: Counter[str] = field(default_factory=Counter)
    memory_mb: float = 0.0

    def add(self, kind: str, seconds: float, status: int) -> None:
        """Note one answer."""
        self.seconds.setdefault(kind, []).append(seconds)
        if status != 200:
            self.failed[f"{kind} {status}"] += 1

    def p95(self, kind: str) -> float:
        """The time within which 95 of 100 answers of a kind came, in seconds."""
        found = sorted(self.seconds.get(kind, [0.0]))
        return found[min(len(found) - 1, int(len(found) * 0.95))]


def a_day() -> str:
    """Some day, so that hardly any answer is kept."""
    return f"20{random.randint(10, 26)}-{random.randint(1, 12):02d}-{random.randint(1, 28):02d}"


def hostile_path(mode: str) -> str:
    """Something dear, or small and often, or unknown."""
    formats = ("png", "svg", "pdf", "docx", "xlsx", "html", "json")
    dear = [f"/embed/compare.{random.choice(formats)}?j={PLACES}&v={a_day()}&k=2026-06-01" for _ in range(4)]
    other = [
        ENDLESS,
        SMALL,
        "/data/instrument/eu/dsa.html",
        "/id/platform/tiktok",
        f"/nothing/{random.random()}",
        KEPT,
        "/robots.txt",
    ]
    return random.choice([*dear, *dear, *other, *(["/", "/compare"] if mode == "app" else [])])


def polite(mode: str) -> dict[str, Callable[[], str]]:
    """What the others ask, by its kind."""
    kinds: dict[str, Callable[[], str]] = {
        "health": lambda: "/healthz",
        "kept table": lambda: KEPT,
        "new table": lambda: f"/embed/compare?j=us,eu,sg&v={a_day()}&k=2026-06-01",
        "query": lambda: SMALL,
        "entity": lambda: "/data/instrument/eu/dsa.ttl",
    }
    return kinds | ({"page": lambda: "/compare"} if mode == "app" else {})


async def ask(port: int, path: str, source: str, seconds: float = PATIENCE) -> int:
    """The status of one answer, read to its end."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0))
    try:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        head = await asyncio.wait_for(reader.readline(), seconds)
        while await asyncio.wait_for(reader.read(1 << 16), seconds):
            pass
        return int(head.split()[1]) if head else 0
    finally:
        writer.close()


async def attack(port: int, mode: str, number: int, seen: Seen, until: float) -> None:
    """One connection after another: most ask something, some say half a request and wait, some do not read."""
    while time.monotonic() < until:
        try:
            if number % 10 == 0:
                _, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(HOSTILE, 0))
                writer.write(b"GET /healthz HTTP/1.1\r\nHost: 127.0")
                await asyncio.sleep(min(20.0, max(0.0, until - time.monotonic())))
                writer.close()
                seen.hostile["half asked"] += 1
            else:
                status = await ask(port, hostile_path(mode), HOSTILE)
                seen.hostile[str(status or "closed")] += 1
                await asyncio.sleep(0 if status else 0.05)
        except (OSError, TimeoutError, IndexError, ValueError):
            seen.hostile["closed"] += 1
            await asyncio.sleep(0.05)


async def read(port: int, mode: str, number: int, seen: Seen, until: float) -> None:
    """One of the others: a request of some kind every half second or so."""
    kinds, source = polite(mode), f"127.0.1.{number + 1}"
    while time.monotonic() < until:
        kind = random.choice(list(kinds))
        started = time.monotonic()
        try:
            status = await ask(port, kinds[kind](), source)
        except (OSError, TimeoutError):
            status = 0
        seen.add(kind, time.monotonic() - started, status)
        await asyncio.sleep(random.uniform(0.5, 1.5))


async def attacked(port: int, mode: str, seconds: float, connections: int) -> Counter[str]:
    """What a hostile client gets with so many connections for so many seconds."""
    seen, until = Seen(), time.monotonic() + seconds
    tasks = [asyncio.create_task(attack(port, mode, number, seen, until)) for number in range(connections)]
    await asyncio.sleep(seconds)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return seen.hostile


async def measured(port: int, pid: int, mode: str, seconds: float, connections: int, others: int) -> Seen:
    """What the others notice for so many seconds, beside so many hostile connections, which come from a process of their own."""
    seen, until = Seen(), time.monotonic() + seconds
    command = ["-m", "benchmarks.service_load", "attack", str(port), mode, str(seconds), str(connections)]
    hostile = subprocess.Popen([sys.executable, *command], cwd=ROOT, stdout=subprocess.PIPE) if connections else None
    readers = [asyncio.create_task(read(port, mode, number, seen, until)) for number in range(others)]
    while time.monotonic() < until:
        seen.memory_mb = max(seen.memory_mb, memory_mb(pid))
        await asyncio.sleep(0.5)
    await asyncio.gather(*readers)
    if hostile:
        seen.hostile = Counter(json.loads(hostile.communicate()[0]))
    return seen


def memory_mb(pid: int) -> float:
    """Megabytes of a process and of all it started, what they share counted once (proportional set size)."""
    return (_own(pid) + sum(memory_mb(child) * 1024 for child in _children(pid))) / 1024


def _own(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
        return next(float(line.split()[1]) for line in lines if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0.0


def _children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(word) for word in task.read_text(encoding="ascii").split()]
        except OSError:
            continue
    return found


@asynccontextmanager
async def service(mode: str, home: Path) -> AsyncIterator[tuple[int, int]]:
    """Port and process of ``kb serve`` or of the app, when it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = {
        "serve": ["-m", "kb", "serve", "--port", str(port)],
        "app": ["app.py", "--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true"],
    }[mode]
    environment = os.environ | {"KB_HOME": str(home), "KB_LIMIT_CLIENT_SECONDS": "60", "KB_LIMIT_SERVICE_MEMORY_MB": "1024"}
    environment |= {"KB_ACCESS_LOG": str(Path(tempfile.gettempdir()) / f"kb-access-{port}.jsonl")}
    with tempfile.TemporaryFile() as said:
        server = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment, stdout=said, stderr=said)
        try:
            for _ in range(600):
                try:
                    if await ask(port, "/healthz", "127.0.0.1") == 200:
                        break
                except OSError:
                    await asyncio.sleep(0.2)
            await asyncio.sleep(3)
            yield port, server.pid
        finally:
            server.terminate()
            server.wait(60)


async def compared(
    mode: str, home: Path, seconds: float, connections: int = CONNECTIONS, others: int = OTHERS
) -> tuple[Seen, Seen]:
    """What the others notice alone, and beside the hostile client."""
    async with service(mode, home) as (port, pid):
        await ask(port, KEPT, "127.0.0.1")
        idle = await measured(port, pid, mode, min(seconds, 30.0), 0, others)
        return idle, await measured(port, pid, mode, seconds, connections, others)


def main() -> None:
    """Print the table."""
    from kb.release.release import home_folder

    if sys.argv[1:2] == ["attack"]:
        os.nice(10)  # it would have a machine of its own
        port, mode, seconds, connections = int(sys.argv[2]), sys.argv[3], float(sys.argv[4]), int(sys.argv[5])
        print(json.dumps(asyncio.run(attacked(port, mode, seconds, connections))))
        return
    mode = sys.argv[1] if len(sys.argv) > 1 else "serve"
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 600.0
    load = os.getloadavg()[0]
    idle, under = asyncio.run(compared(mode, home_folder(), seconds))
    print(f"{mode}, {seconds:g} s, {CONNECTIONS} hostile connections, {OTHERS} others; load before {load:.1f}\n")
    print(
        "| others ask | n | p50 idle | p95 idle | p50 | p95 | goal: 2 x idle + 0.3 s | worst |\n|:--|--:|--:|--:|--:|--:|--:|--:|"
    )
    for kind in polite(mode):
        alone, beside = idle.seconds.get(kind, [0.0]), under.seconds.get(kind, [0.0])
        goal = 0.1 if kind == "health" else 2 * idle.p95(kind) + 0.3
        numbers = (statistics.median(alone), idle.p95(kind), statistics.median(beside), under.p95(kind), goal, max(beside))
        print(f"| {kind} | {len(beside)} | " + " | ".join(f"{number:.3f}" for number in numbers) + " |")
    refused = dict(under.failed) or "nothing"
    print(f"\nmemory at most {under.memory_mb:.0f} MB (idle {idle.memory_mb:.0f}); refused to others: {refused}")
    print(f"the hostile client got {dict(under.hostile.most_common())}")


if __name__ == "__main__":
    main()
