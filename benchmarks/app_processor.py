"""What the pages of the app cost in seconds of the processor, server and browser together, beside an empty page.

    python -m benchmarks.app_processor [HOME] [--rounds 5] [--people 20]

Seconds of the processor tell the same on a machine that others use as well. Whatever a process and those that it started have
used counts, those that have ended too. The first round, which fills caches, is told apart. An act is measured on a page that
has come to rest. Then so many people open one page each at the same time, over the protocol of the pages and without a
browser: how long each waits for a whole page. At last the app is started anew, up to its first answer. Needs Linux.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import click

from benchmarks.app_browser import ROOT, Browser, served_by, until_answers
from benchmarks.app_crowd import open_at_once
from benchmarks.app_visits import press
from kb.opening.current import open_release
from kb.release.release import home_folder

ALL = "us,eu,sg,gb,in,cn,au,ca,id,ru,vn,br"
PAGES = {
    "Home": "/",
    "Compare, 3 places, 2 dimensions": "/compare",
    "Compare, 3 places, all questions": "/compare?j=us,eu,sg&d=*",
    "Compare, 12 places, all questions": f"/compare?j={ALL}&d=*",
    "Compare, 12 places, all questions, heat map": f"/compare?j={ALL}&d=*&view=heat",
    "Compare, map": "/compare?view=map",
    "Brief": "/brief",
    "On that day": "/on-that-day",
    "Changes": "/changes",
    "Timeline": "/timeline",
    "Similarity": "/similarity",
    "Search": "/search?q=DSA",
    "One thing, an act": "/entity?e=instrument/us/pafaca",
    "Graph": "/graph",
    "The article": "/article",
    "SPARQL": "/sparql-page",
    "About": "/about",
}
ACTS = {
    "Compare, 3 places, all questions: Why?": ("/compare?j=us,eu,sg&d=*", press("Why?")),
    "Compare, 3 places, all questions: Pin": ("/compare?j=us,eu,sg&d=*", press("Pin")),
    "Compare, 3 places, all questions: heat map": ("/compare?j=us,eu,sg&d=*", press("Heat map")),
    "Similarity: all distances": ("/similarity", press("All distances")),
}
EMPTY = ("*an empty page*", "*a button on it*")
Used = dict[str, list[tuple[float, float]]]


def used_by(root: int) -> float:
    """Seconds of the processor that a process and all that it started have used, in whatever state they are."""
    parents, ticks = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            number, words = int(stat.parent.name), stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        parents[number], ticks[number] = int(words[1]), sum(map(int, words[11:15]))
    family = {root}
    while more := {one for one, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(ticks.get(one, 0) for one in family) / os.sysconf("SC_CLK_TCK")


def costs(server: int, browser: Browser, act: Callable[[], object]) -> tuple[float, float]:
    """Seconds of the processor of the server and of the browser while something is done and comes to rest."""
    before = used_by(server), used_by(browser.process)
    act()
    return used_by(server) - before[0], used_by(browser.process) - before[1]


def one_round(browser: Browser, app: tuple[str, int], empty: tuple[str, int], foot: str, used: Used) -> None:
    """Each page once and each act once, and the empty page between; ``foot`` is what stands at the end of every page."""

    def note(name: str, found: tuple[float, float]) -> None:
        used.setdefault(name, []).append(found)

    note(EMPTY[0], costs(empty[1], browser, lambda: browser.visit(empty[0], "Release of nothing")))
    note(EMPTY[1], costs(empty[1], browser, lambda: browser.after(lambda: browser.click("Again"), "Release of nothing")))
    for name, path in PAGES.items():
        note(name, costs(app[1], browser, lambda path=path: browser.visit(app[0] + path, foot)))  # type: ignore[misc]
    for name, (path, prepare) in ACTS.items():
        browser.visit(app[0] + path, foot)
        act = prepare(browser)
        note(name, costs(app[1], browser, lambda act=act: browser.after(act, foot)))  # type: ignore[misc]


def table(used: Used) -> None:
    """Print medians, and how many times the empty page or its button."""
    floors = {name: statistics.median(sum(one) for one in used[name][1:]) for name in EMPTY}
    print("\n| what | server s | browser s | together s | times the empty one | first time s |\n|:--|--:|--:|--:|--:|--:|")
    for name, found in used.items():
        first, *later = found
        server, browser = (statistics.median(one[side] for one in later) for side in (0, 1))
        together = statistics.median(sum(one) for one in later)
        floor = floors[EMPTY[name in (EMPTY[1], *ACTS)]]
        print(
            f"| {name} | {server:.2f} | {browser:.2f} | {together:.2f} | {together / max(floor, 0.01):.1f} | {sum(first):.2f} |"
        )


def crowd(address: str, server: int, people: int) -> None:
    """Print how long people wait who open pages at the same time."""
    paths = list(PAGES.values())
    before = used_by(server)
    waits = sorted(asyncio.run(open_at_once(address, [paths[number % len(paths)] for number in range(people)])))
    p95 = waits[min(len(waits) - 1, int(len(waits) * 0.95))]
    spent = used_by(server) - before
    print(f"\n{people} at once: median {statistics.median(waits):.2f} s, p95 {p95:.2f} s, worst {waits[-1]:.2f} s; "
          f"{spent / people:.2f} s of the server's processor each")  # fmt: skip


def start(home: Path) -> None:
    """Print how long a new process takes to its health and to a first whole page, and what that costs."""
    begun = time.perf_counter()
    with served_by(str(home)) as (address, server):
        until_answers(f"{address}/healthz")
        healthy = time.perf_counter() - begun
        asyncio.run(open_at_once(address, ["/compare"]))
        whole = time.perf_counter() - begun
        print(f"\ncold start: health {healthy:.2f} s, first comparison {whole:.2f} s; {used_by(server):.2f} s of the processor")


@click.command(context_settings={"show_default": True})
@click.argument("home", required=False, type=click.Path(path_type=Path))
@click.option("--rounds", default=3, help="How often each is measured after the first time.")
@click.option("--people", default=20, help="How many open a page at once.")
def main(home: Path | None, rounds: int, people: int) -> None:
    """Measure and print."""
    foot = open_release(home).id
    folder, used, browser = home_folder(home).resolve(), Used(), Browser()
    with served_by(str(folder)) as app, served_by(str(folder), str(ROOT / "benchmarks" / "empty_app.py")) as empty:
        until_answers(f"{app[0]}/healthz")
        until_answers(empty[0])
        for number in range(rounds + 1):
            one_round(browser, app, empty, foot, used)
            print(f"round {number} done", file=sys.stderr, flush=True)
        browser.close()
        table(used)
        crowd(*app, people)
    for _ in range(3):
        start(folder)


if __name__ == "__main__":
    main()
