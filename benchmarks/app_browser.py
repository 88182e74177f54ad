"""The app in headless Chromium: started, visited and measured from an act to the last change that it makes on the page.

A page counts as painted when the text that ends it stands, its script rests, and nothing has changed for a quarter of a second;
that quarter is not counted. Times come from the browser's own clock.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
QUIET, LONGEST = 250.0, 60.0
WATCH = """
window.changed = performance.now();
new MutationObserver(() => { window.changed = performance.now(); }).observe(document, {
  subtree: true, childList: true, characterData: true, attributes: true });
"""
STATE = """
const state = document.querySelector('[data-test-script-state]')?.dataset.testScriptState;
return [state === 'notRunning' && document.body.textContent.includes(arguments[0]), window.changed, performance.now()];
"""
CLICK = """
const found = [...document.querySelectorAll('button, a, summary')].find(one => one.innerText.includes(arguments[0]));
found?.click();
return Boolean(found);
"""
LABELLED = """
const found = [...document.querySelectorAll('[data-testid="' + arguments[0] + '"]')].find(one =>
  [one.innerText, one.querySelector('input')?.ariaLabel || ''].some(said => said.startsWith(arguments[1]))
)?.querySelector('[data-type=year], input');
found?.scrollIntoView({block: 'center'});
return found
"""


@contextmanager
def served(home: str, script: str = "app.py") -> Iterator[str]:
    """A Streamlit script on a free port over a folder of releases; its address."""
    with served_by(home, script) as (address, _):
        yield address


@contextmanager
def served_by(home: str, script: str = "app.py", checkout: Path = ROOT) -> Iterator[tuple[str, int]]:
    """The same with the number of its process; the script is that of a checkout."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port), "--server.headless", "true"]
    environment = os.environ | {"KB_HOME": home}
    server = subprocess.Popen(command, cwd=checkout, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}", server.pid
    finally:
        server.terminate()
        server.wait(10)


def until_answers(address: str) -> None:
    """Wait until an address answers."""
    while True:
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except OSError:
            time.sleep(0.02)


class Browser:
    """One headless browser of 1440 by 1000 points."""

    def __init__(self) -> None:
        from selenium import webdriver

        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium") or "chromium"
        for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--window-size=1440,1000"):
            options.add_argument(flag)
        self.driver: Any = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
        self.driver.set_script_timeout(LONGEST)

    @property
    def process(self) -> int:
        """The number of the process that started the browser."""
        return int(self.driver.service.process.pid)

    def visit(self, address: str, text: str) -> float:
        """Seconds from the call of a page to the last change that paints it."""
        self.driver.get("about:blank")
        self.driver.get(address)
        self.driver.execute_script(WATCH)
        return self._painted(text) / 1000

    def after(self, act: Callable[[], object], text: str) -> float:
        """Seconds from an act on the page to the last change that it makes."""
        begun: float = self.driver.execute_script("return window.changed = performance.now()")
        act()
        return (self._painted(text) - begun) / 1000

    def _painted(self, text: str) -> float:
        """When the page changed last, in milliseconds since it was called; TimeoutError if it does not come to rest."""
        ends = time.monotonic() + LONGEST
        while time.monotonic() < ends:
            is_done, changed, now = self.driver.execute_script(STATE, text)
            if is_done and now - changed > QUIET:
                return float(changed)
            time.sleep(0.05)
        raise TimeoutError(f"the page did not show '{text}' and rest within {LONGEST:g} seconds")

    def rest(self) -> None:
        """Wait until nothing changes any more."""
        self._painted("")

    def click(self, label: str, patience: float = LONGEST / 4) -> None:
        """Press the button, link or fold that shows a label, once there is one; TimeoutError after seconds of patience."""
        ends = time.monotonic() + patience
        while not self.driver.execute_script(CLICK, label):
            if time.monotonic() > ends:
                raise TimeoutError(f"nothing shows '{label}'")
            time.sleep(0.05)

    def field(self, kind: str, label: str) -> Any:
        """Where one types in a control of a kind such as ``stSelectbox``, found by its label; of a day, its year."""
        ends = time.monotonic() + LONGEST / 4
        while time.monotonic() < ends:
            if found := self.driver.execute_script(LABELLED, kind, label):
                time.sleep(0.3)  # until what floats over the page has followed the scrolling
                return found
            time.sleep(0.1)
        raise TimeoutError(f"there is no {kind} '{label}'")

    def typed(self, kind: str, label: str, text: str) -> Any:
        """Type into a control; the field, to send the last key to."""
        from selenium.webdriver import Keys

        field = self.field(kind, label)
        field.click()
        if kind != "stMultiSelect":
            field.send_keys(Keys.CONTROL, "a")
        field.send_keys(text)
        time.sleep(0.4)
        return field

    def close(self) -> None:
        """End the browser."""
        self.driver.quit()
