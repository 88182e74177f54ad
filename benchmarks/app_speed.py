"""How fast the app is in a browser: cold start to the first comparison, then each page and common actions, in seconds.

    python benchmarks/app_speed.py [rounds]

Needs Debian's chromium and chromedriver. Starts the app on a free port over the current release, drives headless Chromium and
prints the median of the rounds. A page counts as painted when its last text stands and its script has come to rest.
"""

from __future__ import annotations

import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGES = {
    "Home": ("/", "What is here"),
    "Compare": ("/compare", "Source notes"),
    "Compare, 12 jurisdictions, heat map": ("/compare?j=us,eu,sg,gb,in,cn,au,ca,id,ru,vn,br&d=*&view=heat", "The darker a field"),
    "Entity": ("/entity?e=instrument/us/pafaca", "Stated in"),
    "Graph, 97 entities": ("/graph", "The same as a table"),
    "Timeline": ("/timeline", "The same as a table"),
    "Changes": ("/changes", "cells changed"),
    "Coverage": ("/coverage", "See the cells"),
}
REST = "return document.querySelector('[data-test-script-state]')?.dataset.testScriptState === 'notRunning'"
CLICK = "[...document.querySelectorAll('button, a, summary')].find(one => one.innerText.includes(arguments[0])).click()"
CALM = 0.15


@contextmanager
def app() -> Iterator[str]:
    """The app on a free port; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), "--server.headless", "true"]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def until_healthy(address: str) -> None:
    """Wait until the app answers."""
    while True:
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2).close()
            return
        except OSError:
            time.sleep(0.02)


def chromium() -> Any:
    """A headless browser."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or "chromium"
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1440,1000"):
        options.add_argument(flag)
    return webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))


def seconds(browser: Any, act: Callable[[], object], text: str) -> float:
    """From the act until the text stands and the script rests; the time of being sure of the rest is not counted."""
    begun = time.perf_counter()
    act()
    while text not in browser.execute_script("return document.body.innerText"):
        time.sleep(0.02)
    while True:
        painted = time.perf_counter()
        if browser.execute_script(REST):
            time.sleep(CALM)
            if browser.execute_script(REST):
                return painted - begun
        time.sleep(0.02)


def main() -> None:
    """Measure and print the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    taken: dict[str, list[float]] = {}
    browser = chromium()
    with app() as address:
        begun = time.perf_counter()
        until_healthy(address)
        first = seconds(browser, lambda: browser.get(f"{address}/compare"), "Source notes")
        healthy = time.perf_counter() - begun - first
        print(f"start of the process to health: {healthy:.1f} s; first comparison after that: {first:.1f} s\n")
        for _ in range(rounds):
            for name, (path, text) in PAGES.items():
                took = seconds(browser, lambda path=path: browser.get(address + path), text)
                taken.setdefault(f"{name}: whole page", []).append(took)
            browser.get(f"{address}/compare")
            seconds(browser, lambda: None, "Source notes")
            act = lambda label: lambda: browser.execute_script(CLICK, label)  # noqa: E731
            taken.setdefault("Why?: the explanation", []).append(seconds(browser, act("Why?"), "How this question is coded"))
            browser.get(f"{address}/graph?focus=instrument/us/eo-14166")
            seconds(browser, lambda: None, "The same as a table")
            taken.setdefault("Graph of 10 entities: filter opened", []).append(seconds(browser, act("Filter"), "Draw at most"))
    browser.quit()
    print("| what | median s | slowest s |\n|:--|--:|--:|")
    for name, times in taken.items():
        print(f"| {name} | {statistics.median(times):.2f} | {max(times):.2f} |")


if __name__ == "__main__":
    main()
