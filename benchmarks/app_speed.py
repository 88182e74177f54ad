"""How fast the app is in a browser: cold start to the first comparison, then each page and what users do on it, in seconds.

    python -m benchmarks.app_speed [HOME] [--rounds 5] [--only WORDS]

HOME is a folder with a release (KB_HOME), the curated base if left out. Needs Debian's chromium and chromedriver. Beside
the app runs a page with nothing but a button; it is loaded and pressed once in every round, and each time is also told as a
multiple of it: what is left at 1.0 is Streamlit and the browser. A first round that fills caches is not counted, but its
times are printed.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

import click

from benchmarks.app_browser import LONGEST, ROOT, Browser, served, until_answers
from benchmarks.app_visits import Visit, visits
from kb.opening.current import open_release
from kb.release.release import Release, home_folder

EMPTY = "Release of nothing"
FLOORS = ("whole page", "button pressed")
Times = dict[str, list[float]]


def start(browser: Browser, release: Release, home: Path) -> None:
    """Cold start: a new process, then the first comparison in a browser that has been open; printed."""
    begun = time.perf_counter()
    with served(str(home)) as address:
        until_answers(f"{address}/healthz")
        healthy = time.perf_counter() - begun
        first = browser.visit(f"{address}/compare", release.id)
        again = browser.visit(f"{address}/compare", release.id)
    print(f"| {healthy:.1f} | {first:.2f} | {again:.2f} | {first / again:.1f} |", flush=True)


def one_round(browser: Browser, release: Release, addresses: tuple[str, str], chosen: list[Visit], taken: Times) -> None:
    """Each visit once, and the empty page between them."""
    app, empty = addresses
    for number, visit in enumerate(chosen):
        if number % 10 == 0:
            taken.setdefault(FLOORS[0], []).append(browser.visit(empty, EMPTY))
            taken.setdefault(FLOORS[1], []).append(browser.after(lambda: browser.click("Again"), EMPTY))
        taken.setdefault(visit.name, []).append(measured(browser, app, visit, release))


def measured(browser: Browser, app: str, visit: Visit, release: Release) -> float:
    """Seconds of one visit; those of the page are not counted where something is done on it.

    What does not come to rest, or does not find its control, counts as the limit and is told on standard error.
    """
    from selenium.common.exceptions import WebDriverException

    try:
        whole = browser.visit(app + visit.path, release.id)
        return browser.after(visit.do(browser), visit.text or release.id) if visit.do else whole
    except (TimeoutError, WebDriverException) as error:
        print(f"{visit.name}: {str(error)[:200]}", file=sys.stderr)
        return LONGEST


def table(taken: Times, chosen: list[Visit]) -> None:
    """Print what each visit took, and how many times the empty page or its button."""
    floors = {name: statistics.median(taken[name][1:] or taken[name]) for name in FLOORS}
    print("\n| what | median s | slowest s | first time s | times the empty page |\n|:--|--:|--:|--:|--:|")
    for name in [*FLOORS, *(visit.name for visit in chosen)]:
        first, *times = taken[name]
        times = times or [first]
        is_page = name == FLOORS[0] or any(visit.name == name and visit.do is None for visit in chosen)
        floor = floors[FLOORS[0] if is_page else FLOORS[1]]
        shown = f"*empty app: {name}*" if name in FLOORS else name
        median = statistics.median(times)
        print(f"| {shown} | {median:.2f} | {max(times):.2f} | {first:.2f} | {median / floor:.1f} |", flush=True)


@click.command(context_settings={"show_default": True})
@click.argument("home", required=False, type=click.Path(path_type=Path), help="Folder with a release.")
@click.option("--rounds", default=3, help="How often each is measured.")
@click.option("--starts", default=3, help="How often the app is started anew.")
@click.option("--only", default="", help="Measure only what has these words in its name.")
def main(home: Path | None, rounds: int, starts: int, only: str) -> None:
    """Measure and print."""
    release, folder = open_release(home), home_folder(home).resolve()
    chosen = [visit for visit in visits(release) if only in visit.name]
    browser, taken = Browser(), Times()
    print("| start of the process to health, s | first comparison, s | the same again, s | ratio |\n|--:|--:|--:|--:|")
    for _ in range(starts):
        start(browser, release, folder)
    with served(str(folder)) as app, served(str(folder), str(ROOT / "benchmarks" / "empty_app.py")) as empty:
        until_answers(f"{app}/healthz")
        until_answers(empty)
        for _ in range(rounds + 1):
            one_round(browser, release, (app, empty), chosen, taken)
    browser.close()
    table(taken, chosen)


if __name__ == "__main__":
    main()
