"""The running app in headless Chromium: pages paint, nothing leaves the machine, why, graph and queries answer to clicks."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from kb.statements import source_names

selenium = pytest.importorskip("selenium", reason="selenium is not installed")
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="no chromium and chromedriver here (Debian: chromium, chromium-driver)"),
]
ROOT = Path(__file__).resolve().parent.parent
QUIET = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--window-size=1400,1200",
]  # fmt: skip
LOWEST_COLOURED_POINT = """
const canvas = document.querySelector('canvas'), ratio = canvas.width / canvas.clientWidth;
const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
for (let y = canvas.height - 1; y > 60 * ratio; y--) for (let x = 0; x < canvas.width; x++) {
  const at = 4 * (y * canvas.width + x), near = (a, b) => Math.abs(a - b) < 6;
  if (near(pixels.data[at], 0x3a) && near(pixels.data[at + 1], 0x9d) && near(pixels.data[at + 2], 0x6a)) {
    const box = canvas.getBoundingClientRect();
    return [box.left + x / ratio + 4, box.top + y / ratio - 4];
  }
}
"""


@pytest.fixture(scope="module")
def address(real_home):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), "--server.headless", "true"]
    environment = os.environ | {"KB_HOME": str(real_home)}
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield _answering(f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        server.wait(10)


def _answering(url):
    for _ in range(120):
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=2) as answer:
                assert json.load(answer)["status"] == "ok"
                return url
        except OSError:
            time.sleep(0.25)
    raise AssertionError("the app did not answer in 30 seconds")


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in [*QUIET, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"]:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    yield driver
    driver.quit()


def wait_for(browser, text):
    for _ in range(120):
        if text in browser.execute_script("return document.body.innerText"):
            return
        time.sleep(0.25)
    raise AssertionError(
        f"'{text}' did not appear; the page says: {browser.execute_script('return document.body.innerText')[:600]}"
    )


def wait_until_calm(browser):
    """Wait until the page's script has run to its end and stayed there for half a second."""
    calm = 0
    for _ in range(240):
        state = browser.execute_script("return document.querySelector('[data-test-script-state]')?.dataset.testScriptState")
        calm = calm + 1 if state == "notRunning" else 0
        if calm == 2:
            return
        time.sleep(0.25)
    raise AssertionError("the page's script did not come to rest in a minute")


def press(browser, label):
    wait_until_calm(browser)
    browser.execute_script(
        "[...document.querySelectorAll('button')].find(one => one.innerText.includes(arguments[0])).click()", label
    )


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/", "Can the owner of a platform be made to give it up?"),
        ("/article", "Contradicted (5)"),
        ("/graph", "The same as a table"),
        ("/sparql-page", "Ask the graph itself"),
        ("/similarity", "A plane cannot hold all distances"),
    ],
)
def test_every_page_paints_and_asks_nothing_of_other_machines(browser, address, path, text):
    browser.get(address + path)
    wait_for(browser, text)
    time.sleep(1)
    asked = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    urls = [message["params"]["request"]["url"] for message in asked if message["method"] == "Network.requestWillBeSent"]
    outside = [url for url in urls if not url.startswith((address, "data:", "blob:", "chrome"))]
    assert urls and not outside


def test_a_link_restores_the_cell_it_names(browser, address):
    browser.get(f"{address}/?j=sg,us&d=data-location-and-transfer&v=2025-09-15&cell=sg.data-localization-requirement")
    wait_for(browser, "Decides the cell: Conditional transfer")
    wait_for(browser, "Disputes it: Mandatory local storage")


def test_why_opens_the_explanation_and_enters_the_address(browser, address):
    browser.get(f"{address}/?j=us&d=ownership-and-divestiture&v=2025-09-15")
    wait_for(browser, "enforcement suspended")
    press(browser, "Why?")
    wait_for(browser, "Decides the cell")
    assert "cell=us.forced-divestiture" in browser.current_url


def test_a_click_on_an_entity_puts_it_in_the_middle(browser, address):
    from selenium.webdriver.common.action_chains import ActionChains

    browser.get(f"{address}/graph?focus=instrument%2Fus%2Feo-14166&hops=1")
    wait_for(browser, "The same as a table")
    wait_until_calm(browser)
    time.sleep(1)
    x, y = browser.execute_script(LOWEST_COLOURED_POINT)
    chain = ActionChains(browser)
    chain.w3c_actions.pointer_action.move_to_location(int(x), int(y)).click()
    chain.perform()
    for _ in range(60):
        if "eo-14166" not in browser.current_url:
            break
        time.sleep(0.25)
    assert "focus=instrument%2Fus%2F" in browser.current_url and "eo-14166" not in browser.current_url


def test_a_stored_query_runs(browser, address, real_release):
    browser.get(f"{address}/sparql-page?name=list-of-sources")
    wait_for(browser, "The query in SPARQL: list-of-sources")
    press(browser, "Run")
    wait_for(browser, f"{len(source_names(real_release))} rows")


EDITOR = """
const find = (root) => {
  for (const one of root.querySelectorAll('*')) {
    const found = one.shadowRoot && (one.shadowRoot.querySelector(arguments[0]) || find(one.shadowRoot));
    if (found) return found;
  }
  return null;
};
return find(document);
"""
CHART = "[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg"


def in_editor(browser, selector):
    for _ in range(80):
        if found := browser.execute_script(EDITOR, selector):
            return found
        time.sleep(0.25)
    raise AssertionError(f"the editor has no {selector}")


def write(browser, text):
    """Write into the editor in the place of what is there; brackets close themselves, so none is closed here."""
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    wait_until_calm(browser)
    in_editor(browser, ".cm-content").click()
    keys = ActionChains(browser).key_down(Keys.CONTROL).send_keys("a").key_up(Keys.CONTROL).send_keys(Keys.DELETE)
    keys.send_keys(text).pause(0.8).perform()
    return ActionChains(browser), Keys


def test_the_editor_completes_puts_prefixes_in_and_marks_the_error(browser, address):
    browser.get(f"{address}/sparql-page")
    keys, key = write(browser, "SELECT ?s WHERE { ?s a pol:Platf")
    assert "pol:Platform" in in_editor(browser, ".cm-tooltip-autocomplete").text
    keys.send_keys(key.ENTER).pause(0.3).perform()
    assert "PREFIX pol: <https://w3id.org/policykb/ontology#>" in in_editor(browser, ".cm-content").text
    in_editor(browser, "#run").click()
    wait_for(browser, "3 rows")
    keys, key = write(browser, "SELECT ?s WHERE { ?s a pol:Platform FILTR(1)")
    keys.send_keys(key.ESCAPE).key_down(key.CONTROL).send_keys(key.ENTER).key_up(key.CONTROL).perform()
    wait_for(browser, "the query does not parse")
    assert "FILTR" in in_editor(browser, ".cm-wrong-line").text
    assert in_editor(browser, ".cm-lint-marker-error")


def test_an_endless_query_shows_progress_and_is_cancelled(browser, address):
    browser.get(f"{address}/sparql-page")
    keys, key = write(browser, "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i")
    keys.send_keys(key.ESCAPE).key_down(key.CONTROL).send_keys(key.ENTER).key_up(key.CONTROL).perform()
    wait_for(browser, "it is stopped after 10 s")
    browser.execute_script("[...document.querySelectorAll('button')].find(one => one.innerText.includes('Cancel')).click()")
    wait_for(browser, "the query was cancelled")


@pytest.mark.parametrize(
    ("query", "element"),
    [
        ("name=fines-by-authority&p.platform=tiktok", CHART),
        ("name=enforcement-suspensions&p.jurisdiction=us", CHART),
        ("name=answers-to-question&p.question=forced-divestiture", CHART),
        ("name=instrument-network&p.jurisdiction=us", "canvas"),
    ],
)
def test_every_view_paints_and_asks_nothing_of_other_machines(browser, address, query, element):
    browser.get(f"{address}/sparql-page?{query}")
    press(browser, "Run")
    wait_for(browser, " rows in ")
    for _ in range(60):
        if browser.execute_script("return document.querySelector(arguments[0])", element):
            break
        time.sleep(0.25)
    else:
        raise AssertionError("nothing was drawn")
    time.sleep(1)
    asked = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    urls = [message["params"]["request"]["url"] for message in asked if message["method"] == "Network.requestWillBeSent"]
    assert not [url for url in urls if not url.startswith((address, "data:", "blob:", "chrome"))]
