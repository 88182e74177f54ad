"""What the pages of the app cost in seconds of the processor, server and browser together, beside an empty page.

    python -m benchmarks.app_processor [HOME] [--rounds 5] [--people 20] [--only WORDS] [--beside CHECKOUT]

Seconds of the processor tell the same on a machine that others use as well. Whatever a process and those that it started have
used counts, those that have ended too. The first round, which fills caches, is told apart. An act is measured on a page that
has come to rest. Then so many people open one page each at the same time, over the protocol of the pages and without a
browser: how long each waits for a whole page. At last the app is started anew, up to its first answer. Needs Linux.

With ``--beside`` the app of another checkout is served as well, and each page and each act is measured in both by turns. An
act whose controls a page does not have is named on standard error and left out.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import click

from benchmarks.app_browser import ROOT, Browser, served_by, until_answers
from benchmarks.app_crowd import open_at_once
from benchmarks.app_visits import choose, day, press
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
ALL_OF_THREE = "/compare?j=us,eu,sg&d=*"
ACTS = {
    "Compare, 3 places, all questions: Why?": (ALL_OF_THREE, press("Why?")),
    "Compare, 3 places, all questions: Pin": (ALL_OF_THREE, press("Pin")),
    "Compare, 3 places, all questions: heat map": (ALL_OF_THREE, press("Heat map")),
    "Compare: a fourth place": ("/compare", choose("stMultiSelect", "Jurisdictions", "China", "Places")),
    "Compare: another day": ("/compare", day("Law on", inside="Day")),
    "Compare: a platform": ("/compare", choose("stSelectbox", "Platform", "CapCut", "Rule")),
    "Home: another place": ("/", choose("stSelectbox", "Jurisdiction", "China")),
    "On that day: another day": ("/on-that-day", day("Law on", inside="Day")),
    "Changes: a fourth place": ("/changes", choose("stMultiSelect", "Jurisdictions", "China", "Places")),
    "Timeline: a second place": ("/timeline", choose("stMultiSelect", "Jurisdictions", "China", "Places")),
    "Similarity: all distances": ("/similarity", press("All distances")),
    "The article: one verdict": ("/article", press("Contradicted")),
    "One thing: its findings": ("/entity?e=instrument/us/pafaca", press("Findings")),
    "Search from the head of a page": ("/about", choose("stTextInput", "Search the base", "DSA")),
}
EMPTY = ("*an empty page*", "*a button on it*")
BEFORE = "before: "
Used = dict[str, list[tuple[float, float]]]
App = tuple[str, int]  # its address and its process


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


def one_round(browser: Browser, apps: dict[str, App], empty: App, chosen: list[str], foot: str, used: Used) -> None:
    """Each page and each act that is chosen, once in each app; ``foot`` is what stands at the end of every page."""

    from selenium.common.exceptions import WebDriverException

    def note(name: str, found: tuple[float, float]) -> None:
        used.setdefault(name, []).append(found)

    note(EMPTY[0], costs(empty[1], browser, lambda: browser.visit(empty[0], "Release of nothing")))
    note(EMPTY[1], costs(empty[1], browser, lambda: browser.after(lambda: browser.click("Again"), "Release of nothing")))
    for name in chosen:
        for before, app in apps.items():
            try:
                note(before + name, once(browser, app, name, foot))
            except (TimeoutError, WebDriverException) as error:
                print(f"{before}{name}: {str(error)[:200]}", file=sys.stderr)


def once(browser: Browser, app: App, name: str, foot: str) -> tuple[float, float]:
    """What one page or one act costs."""
    if name in PAGES:
        return costs(app[1], browser, lambda: browser.visit(app[0] + PAGES[name], foot))
    path, prepare = ACTS[name]
    browser.visit(app[0] + path, foot)
    act = prepare(browser)
    return costs(app[1], browser, lambda: browser.after(act, foot))


def table(used: Used, chosen: list[str], is_beside: bool) -> None:
    """Print medians, how many times the empty page or its button, and what share of what it took in the other checkout."""
    together = {name: statistics.median(map(sum, found[1:] or found)) for name, found in used.items()}
    more, line = (" before s | ratio |", "--:|--:|") if is_beside else ("", "")
    print(f"\n| what | server s | browser s | together s | times the empty one |{more}\n|:--|--:|--:|--:|--:|{line}")
    for name in [*EMPTY, *(name for name in chosen if name in used)]:
        server, browser = (statistics.median(one[side] for one in used[name][1:] or used[name]) for side in (0, 1))
        floor, before = together[EMPTY[name in (EMPTY[1], *ACTS)]], together.get(BEFORE + name)
        told = f" {before:.2f} | {together[name] / before:.2f} |" if before else " | |" if is_beside else ""
        times = together[name] / max(floor, 0.01)
        print(f"| {name} | {server:.2f} | {browser:.2f} | {together[name]:.2f} | {times:.1f} |{told}")


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
@click.option("--people", default=20, help="How many open a page at once; 0 leaves them and the starts out.")
@click.option("--only", default="", help="Measure only what has one of these words, with | between them, in its name.")
@click.option("--beside", type=click.Path(exists=True, path_type=Path), help="Another checkout, to be measured by turns.")
def main(home: Path | None, rounds: int, people: int, only: str, beside: Path | None) -> None:
    """Measure and print."""
    foot, chosen = open_release(home).id, [name for name in (*PAGES, *ACTS) if any(word in name for word in only.split("|"))]
    folder, used, browser = str(home_folder(home).resolve()), Used(), Browser()
    with ExitStack() as stack:
        apps = {"": stack.enter_context(served_by(folder))}
        if beside:
            apps |= {BEFORE: stack.enter_context(served_by(folder, checkout=beside))}
        empty = stack.enter_context(served_by(folder, str(ROOT / "benchmarks" / "empty_app.py")))
        for address, _ in (*apps.values(), empty):
            until_answers(address)
        for number in range(rounds + 1):
            one_round(browser, apps, empty, chosen, foot, used)
            print(f"round {number} done", file=sys.stderr, flush=True)
        browser.close()
        table(used, chosen, is_beside=beside is not None)
        if people:
            crowd(*apps[""], people)
    for _ in range(3 if people else 0):
        start(Path(folder))


if __name__ == "__main__":
    main()
