"""The running app in headless Chromium: what users do most, nothing leaves the machine, and no serious barrier for anybody."""

import collections
import contextlib
import itertools
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kb.graph.statements import source_names
from kb.naming.namespaces import expand
from tests import chromium
from tests.patience import PATIENCE, until

selenium = pytest.importorskip("selenium", reason="selenium is not installed")
pytestmark = chromium.MARKS
ROOT = Path(__file__).resolve().parent.parent
LOWEST_COLOURED_POINT = """
const canvas = document.querySelector('canvas');
if (!canvas) return null;
const ratio = canvas.width / canvas.clientWidth;
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
    with serving(ROOT / "app.py", real_home, "healthz") as url:
        yield url


@contextlib.contextmanager
def serving(app, home, health):
    """An app in a process of its own; its address when it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(app), "--server.port", str(port), "--server.headless", "true"]
    environment = os.environ | {"KB_HOME": str(home), "PYTHONPATH": str(ROOT)}
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield _answering(f"http://127.0.0.1:{port}", health)
    finally:
        server.terminate()
        server.wait(PATIENCE)


def _answering(url, health):
    def is_up():
        try:
            with urllib.request.urlopen(f"{url}/{health}", timeout=PATIENCE) as answer:
                return answer.status == 200
        except OSError:
            return False

    until(is_up, "the app did not answer")
    return url


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    driver = chromium.started(tmp_path_factory.mktemp("chromium"), "1400,1200", {"performance": "ALL"})
    yield driver
    driver.quit()


def wait_for(browser, text):
    until(lambda: text in said_on(browser), lambda: f"'{text}' did not appear; the page says: {said_on(browser)[:600]}")


def said_on(browser):
    return browser.execute_script("return document.body.innerText")


def wait_until_calm(browser):
    """Wait until the page's script has run to its end and stayed there for half a second."""
    states = collections.deque(maxlen=2)
    state = "return document.querySelector('[data-test-script-state]')?.dataset.testScriptState"

    def is_calm():
        states.append(browser.execute_script(state))
        return list(states) == ["notRunning"] * 2

    until(is_calm, "the page's script did not come to rest", pause=0.25)


def wait_until_still(browser):
    """Wait until nothing on the page moves or fades in any more."""
    running = "one => one.playState === 'running' && one.effect.getComputedTiming().endTime < 1e5"
    until(
        lambda: not browser.execute_script(f"return document.getAnimations().some({running})"),
        "something on the page moves on and on",
    )


def press(browser, label):
    wait_until_calm(browser)
    browser.execute_script(
        "[...document.querySelectorAll('button')].find(one => one.innerText.includes(arguments[0])).click()", label
    )


OVER_THE_PAGE = {"en": ("Download", "Cite and link"), "de": ("Herunterladen", "Zitieren und verlinken")}
PATHS = {
    "/": "Ask a question",
    "/compare": "Can the owner of a platform be made to give it up?",
    "/on-that-day": "Applies (",
    "/changes": "answers changed",
    "/timeline": "The same as a table",
    "/search?q=DSA+art+38": "hits, the best first",
    "/entity?e=instrument/us/pafaca": "Identifiers",
    "/graph": "The same as a table",
    "/article": "Contradicted (5)",
    "/check": "Your draft",
    "/coverage": "By dimension",
    "/similarity": "Which is nearest",
    "/sparql-page": "Ask the graph itself",
    "/about": "How to cite",
}


LEVELS = """
const shown = [...document.querySelectorAll('h1, h2, h3, h4, h5')].filter(one => one.getClientRects().length);
return shown.map(one => Number(one.tagName[1]));
"""


@pytest.mark.parametrize(("path", "text"), PATHS.items())
def test_every_page_paints_asks_nothing_of_other_machines_and_has_no_serious_barrier(browser, address, path, text):
    browser.get(address + path)
    wait_for(browser, text)
    wait_until_calm(browser)
    asked = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    levels = browser.execute_script(LEVELS)
    assert levels[0] == 1 and all(after <= before + 1 for before, after in itertools.pairwise(levels)), levels
    urls = [message["params"]["request"]["url"] for message in asked if message["method"] == "Network.requestWillBeSent"]
    outside = [url for url in urls if not url.startswith((address, "data:", "blob:", "chrome"))]
    assert urls and not outside
    if chromium.AXE.is_file():
        assert not barriers(browser, "en")


def barriers(browser, language):
    """Serious violations on the page, and with its files and its citation open over it."""
    browser.execute_script(chromium.axe_script())
    found = violations(browser)
    for label in OVER_THE_PAGE[language]:
        if buttons(browser, label):
            press(browser, label)
            wait_until_still(browser)
            found += violations(browser)
            press(browser, label)
    return found


def violations(browser):
    """The serious ones of the page as it stands, each with the first place where it is."""
    run = "const done = arguments[0]; axe.run(document, {resultTypes: ['violations']}).then(found => done(found.violations))"
    found = browser.execute_async_script(run)
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in found if one["impact"] in ("serious", "critical")]


def test_a_link_restores_the_cell_it_names(browser, address):
    browser.get(f"{address}/?j=sg,us&d=data-location-and-transfer&v=2025-09-15&cell=sg.data-localization-requirement")
    wait_for(browser, "Decides the cell: Conditional transfer")
    wait_for(browser, "Disputes it: Mandatory local storage")


def test_why_opens_the_explanation_and_enters_the_address(browser, address):
    browser.get(f"{address}/compare?j=us&d=ownership-and-divestiture&v=2025-09-15")
    wait_for(browser, "enforcement suspended")
    follow(browser, "Why?")
    wait_for(browser, "Decides the cell")
    assert "cell=us.forced-divestiture" in browser.current_url


def test_a_click_chooses_an_entity_and_expanding_it_moves_nothing(browser, address):
    browser.get(f"{address}/graph?focus=instrument%2Fus%2Feo-14166")
    wait_for(browser, "The same as a table")
    wait_until_calm(browser)
    until(lambda: _chosen_by_a_click(browser), "the click chose nothing")
    press(browser, "Expand")
    until(lambda: "x=instrument" in browser.current_url, "nothing was expanded")
    assert "x=instrument%2Fus%2F" in browser.current_url and "focus=instrument%2Fus%2Feo-14166" in browser.current_url


def _chosen_by_a_click(browser):
    """Click on the lowest point once; a drawing that moved under the click, or was drawn anew by it, chose nothing."""
    from selenium.webdriver.common.action_chains import ActionChains

    x, y = until_twice(lambda: browser.execute_script(LOWEST_COLOURED_POINT), "no point of that colour is drawn")
    chain = ActionChains(browser)
    chain.w3c_actions.pointer_action.move_to_location(int(x), int(y)).click()
    chain.perform()
    time.sleep(1)
    wait_until_calm(browser)
    return buttons(browser, "Expand")


def until_twice(found, missing):
    """What is found twice in a row: a drawing that has come to rest."""
    before = until(found, missing)
    while before != (now := until(found, missing)):
        before = now
        time.sleep(0.25)
    return now


def buttons(browser, label):
    script = "return [...document.querySelectorAll('button')].filter(one => one.innerText.includes(arguments[0])).length"
    return browser.execute_script(script, label)


def links(browser, label):
    """How many links of the page show a label."""
    return browser.execute_script("return [...document.links].filter(one => one.innerText.includes(arguments[0])).length", label)


FOLLOW = """
const links = [...document.querySelectorAll('a')], said = one => (one.querySelector('span:last-of-type') || one).innerText.trim();
(links.find(one => said(one) === arguments[0]) || links.find(one => one.innerText.includes(arguments[0]))).click();
"""


def follow(browser, label):
    wait_until_calm(browser)
    browser.execute_script(FOLLOW, label)


def test_a_newcomer_sees_the_answer_and_who_says_otherwise_and_finds_the_evidence_in_one_click(browser, address):
    browser.get(address)
    wait_for(browser, "Said otherwise in a pleading, not decided: “Required by statute”, by Petition")
    assert "Negotiated divestiture" in said_on(browser) and "Rests on: Executive Order 14352" in said_on(browser)
    follow(browser, "Why, and what is the evidence?")
    wait_for(browser, "Decides the cell: ")
    browser.get(f"{address}/compare?j=sg&d=data-location-and-transfer&p=tiktok&cell=sg.data-localization-requirement")
    wait_for(browser, "Decides the cell: Conditional transfer")
    wait_for(browser, "Verdict on this statement: Contradicted")


def test_a_first_comparison_is_one_click_away(browser, address):
    browser.get(address)
    wait_for(browser, "Begin with a comparison")
    follow(browser, "United States, European Union, Singapore")
    wait_for(browser, "Structural remedy for infringement")


def test_search_from_any_page_leads_to_the_entity(browser, address):
    from selenium.webdriver.common.keys import Keys

    browser.get(f"{address}/coverage")
    wait_for(browser, "By dimension")
    wait_until_calm(browser)
    browser.find_element("css selector", "input[aria-label='Search the base']").send_keys("32022R2065", Keys.ENTER)
    wait_for(browser, "(Digital Services Act)")
    follow(browser, "Digital Services Act")
    wait_for(browser, "Provisions (")
    assert "/entity?e=instrument" in browser.current_url


def test_back_and_forward_bring_back_what_was_seen(browser, address):
    browser.get(f"{address}/compare?j=us,eu&d=data-location-and-transfer&v=2025-09-15&k=2026-12-01&view=cards")
    wait_for(browser, "Conditional transfer")
    press(browser, "As exported")
    wait_until_calm(browser)
    assert "view=table" in browser.current_url and browser.find_elements("tag name", "caption")
    browser.back()
    wait_until_calm(browser)
    assert "view=cards" in browser.current_url and links(browser, "Why?")
    browser.forward()
    wait_until_calm(browser)
    assert "view=table" in browser.current_url and not links(browser, "Why?")


def test_back_leads_from_a_page_to_the_page_before(browser, address):
    browser.get(f"{address}/?q=forced-divestiture&j=us&p=tiktok")
    wait_for(browser, "Begin with a comparison")
    follow(browser, "Protection of minors in four jurisdictions")
    wait_for(browser, "Australia")
    wait_until_calm(browser)
    browser.back()
    wait_for(browser, "Begin with a comparison")
    assert "q=forced-divestiture" in browser.current_url


def test_the_language_is_chosen_once_and_kept_on_the_way(browser, address):
    browser.get(address)
    wait_for(browser, "Ask a question")
    follow(browser, "DE")
    wait_for(browser, "Eine Frage stellen")
    assert "lang=de" in browser.current_url
    follow(browser, "Schutz Minderjähriger")
    wait_for(browser, "Rechtsstand")
    assert "lang=de" in browser.current_url
    assert browser.execute_script("return document.documentElement.lang") == "de"


def test_everything_can_be_reached_with_the_keyboard_and_shows_where_it_is(browser, address):
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    browser.get(f"{address}/compare?j=us&d=data-location-and-transfer")
    wait_for(browser, "Why?")
    wait_until_calm(browser)
    for _ in range(80):
        ActionChains(browser).send_keys(Keys.TAB).perform()
        focused = browser.switch_to.active_element
        if focused.tag_name == "a" and "Why?" in focused.text:
            break
    assert focused.tag_name == "a" and "Why?" in focused.text
    assert focused.value_of_css_property("outline-style") == "solid"
    ActionChains(browser).send_keys(Keys.ENTER).perform()
    wait_for(browser, "Decides the cell")


@pytest.fixture(scope="module")
def axe():
    return chromium.axe_script()


def violations_at(browser, axe, url, text, width, theme):
    """The serious ones of a page in a window of a width and in a theme."""
    scheme = {"features": [{"name": "prefers-color-scheme", "value": theme}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", scheme)
    size = {"width": width, "height": 1000, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        browser.get(url)
        wait_for(browser, text)
        wait_until_calm(browser)
        wait_until_still(browser)
        browser.execute_script(axe)
        return violations(browser)
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


@pytest.mark.parametrize("path", PATHS)
def test_no_serious_barrier_in_the_dark_on_a_narrow_page_in_the_second_language(browser, address, axe, path):
    scheme = {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", scheme)
    size = {"width": 390, "height": 1000, "deviceScaleFactor": 1, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        browser.get(f"{address}{path}{'&' if '?' in path else '?'}lang=de")
        wait_until_calm(browser)
        found = barriers(browser, "de")
        wide = browser.execute_script("return document.querySelector('[data-testid=stMain]').scrollWidth")
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert not found and wide <= 390, "nothing may be cut off by the edge of the page"


def test_axe_finds_nothing_serious_in_the_explanation_of_a_cell(browser, address, axe):
    browser.get(f"{address}/compare?j=sg&d=data-location-and-transfer&v=2025-09-15&cell=sg.data-localization-requirement")
    wait_for(browser, "Decides the cell")
    wait_until_calm(browser)
    browser.execute_script(axe)
    assert not violations(browser)


def test_the_day_is_changed_and_with_it_the_answer(browser, address):
    from selenium.webdriver.common.keys import Keys

    browser.get(f"{address}/compare?j=us&d=ownership-and-divestiture&v=2025-09-15&k=2026-11-24")
    wait_for(browser, "enforcement suspended")
    wait_until_calm(browser)
    press(browser, "Day")
    year = "[role=spinbutton][aria-label='year, Law on']"
    years = until(lambda: browser.find_elements("css selector", year), "no day can be chosen")
    years[0].click()
    years[0].send_keys("2023", Keys.TAB, Keys.TAB, Keys.TAB)
    wait_for(browser, "law on 2023-09-15")
    wait_until_calm(browser)
    assert "v=2023-09-15" in browser.current_url
    assert "enforcement suspended" not in browser.execute_script("return document.body.innerText")


@pytest.fixture
def files(browser, tmp_path):
    """Where the browser puts what it downloads."""
    browser.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    return tmp_path


def downloaded(folder, suffix):
    found = until(
        lambda: [path for path in folder.glob(f"*.{suffix}") if path.stat().st_size],
        lambda: f"no file of that kind came: {list(folder.iterdir())}",
    )
    return found[0]


def test_a_comparison_is_downloaded_as_data_and_as_a_picture(browser, address, files):
    browser.get(f"{address}/compare?j=us,sg&d=ownership-and-divestiture&v=2025-09-15")
    wait_for(browser, "Why?")
    press(browser, "Download")
    press(browser, "CSV")
    assert "forced-divestiture" in downloaded(files, "csv").read_text(encoding="utf-8")
    press(browser, "Picture (SVG)")
    assert "<svg" in downloaded(files, "svg").read_text(encoding="utf-8")[:200]


def test_a_chart_is_downloaded_as_a_picture(browser, address, files):
    browser.get(f"{address}/timeline?p=tiktok&j=us&lanes=enforcement")
    wait_for(browser, "The same as a table")
    press(browser, "Picture")
    press(browser, "Picture (SVG)")
    drawn = downloaded(files, "svg").read_text(encoding="utf-8")
    assert drawn.startswith("<svg") and "<title>Timeline</title>" in drawn and ">2024<" in drawn


def test_the_query_behind_a_view_opens_runs_and_is_exported_as_a_bundle(browser, address, files):
    import zipfile

    browser.get(f"{address}/compare?j=sg&d=data-location-and-transfer&v=2025-09-15&k=2026-11-24")
    wait_for(browser, "Why?")
    follow(browser, "Open in SPARQL")
    wait_for(browser, " rows in ")
    assert "name=claims-behind-a-table" in browser.current_url and "p.as_of=2025-09-15" in browser.current_url
    press(browser, "Download")
    press(browser, "Bundle to cite and repeat")
    with zipfile.ZipFile(downloaded(files, "zip")) as bundle:
        assert {"result.csv", "query.rq", "manifest.json", "sources.bib"} <= set(bundle.namelist())
        assert "sg" in bundle.read("result.csv").decode("utf-8")


def test_a_view_is_cited_embedded_shared_and_comes_back_the_same(browser, address):
    browser.get(f"{address}/compare?j=us,eu&d=data-location-and-transfer&v=2025-09-15&k=2026-11-24&p=tiktok")
    wait_for(browser, "Platform rules as they reach TikTok")
    press(browser, "Embed")
    wait_for(browser, "<iframe")
    press(browser, "Embed")
    press(browser, "Cite and link")
    wait_for(browser, "Address of this view")
    shown = browser.find_elements("css selector", "[data-testid=stPopoverBody] code")
    cited, citation = (one.text for one in shown[:2])
    assert cited.startswith(f"{address}/compare?") and cited in citation and "Law as of 2025-09-15" in citation
    press(browser, "Cite and link")
    wait_until_calm(browser)
    before = browser.find_element("css selector", "[data-testid=stMain]").text
    browser.get("about:blank")
    browser.get(cited)
    wait_for(browser, "Platform rules as they reach TikTok")
    wait_until_calm(browser)
    assert browser.find_element("css selector", "[data-testid=stMain]").text == before


def test_back_brings_back_the_two_regimes_that_were_compared(browser, address):
    browser.get(f"{address}/similarity?view=pair&pair=us.sg&v=2026-06-01&k=2026-12-01")
    wait_for(browser, "What sets United States and Singapore apart")
    press(browser, "Nearest places and groups")
    wait_for(browser, "Which is nearest")
    wait_until_calm(browser)
    browser.back()
    wait_for(browser, "What sets United States and Singapore apart")
    wait_until_calm(browser)
    assert "pair=us.sg" in browser.current_url and "view=pair" in browser.current_url
    browser.forward()
    wait_for(browser, "Which is nearest")


MOVING = """
const lasts = (times) => times.split(',').some((time) => parseFloat(time) > 0.001);
return [...document.querySelectorAll('*')]
  .filter((one) => [getComputedStyle(one)].some((style) => lasts(style.transitionDuration) || lasts(style.animationDuration)))
  .map((one) => `${one.tagName} ${one.className} ${one.dataset.testid || ''}`);
"""


def test_movement_is_still_where_less_motion_is_asked_for(browser, address):
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-reduced-motion", "value": "reduce"}]})
    try:
        browser.get(f"{address}/coverage")
        wait_for(browser, "By dimension")
        wait_until_calm(browser)
        assert not browser.execute_script(MOVING)
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


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
    return until(lambda: browser.execute_script(EDITOR, selector), f"the editor has no {selector}")


def write(browser, text):
    """Write into the editor in the place of what is there; brackets close themselves, so none is closed here."""
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    wait_until_calm(browser)
    in_editor(browser, ".cm-content").click()
    keys = ActionChains(browser).key_down(Keys.CONTROL).send_keys("a").key_up(Keys.CONTROL).send_keys(Keys.DELETE)
    keys.send_keys(text).pause(0.8).perform()
    return ActionChains(browser), Keys


def test_the_editor_completes_puts_prefixes_in_and_marks_the_error(browser, address, real_release):
    kind, platform = NamedNode(expand("rdf:type")), NamedNode(expand("pol:Platform"))
    platforms = len({quad.subject for quad in real_release.store.quads_for_pattern(None, kind, platform)})
    browser.get(f"{address}/sparql-page")
    keys, key = write(browser, "SELECT ?s WHERE { ?s a pol:Platf")
    assert "pol:Platform" in in_editor(browser, ".cm-tooltip-autocomplete").text
    keys.send_keys(key.ENTER).pause(0.3).perform()
    assert "PREFIX pol: <https://w3id.org/policykb/ontology#>" in in_editor(browser, ".cm-content").text
    in_editor(browser, "#run").click()
    wait_for(browser, f"{platforms} rows")
    keys, key = write(browser, "SELECT ?s WHERE { ?s a pol:Platform FILTR(1)")
    keys.send_keys(key.ESCAPE).key_down(key.CONTROL).send_keys(key.ENTER).key_up(key.CONTROL).perform()
    wait_for(browser, "the query does not parse")
    assert "FILTR" in in_editor(browser, ".cm-wrong-line").text
    assert in_editor(browser, ".cm-lint-marker-error")


PATIENT_APP = f"""
from kb.running.limits import Limits
from kb.ui.workbench import running
running.LIMITS = Limits(seconds={2 * PATIENCE:.0f}, rows=10, answer_mb=1)
from kb.ui.main import render
render()
"""


def test_an_endless_query_shows_progress_and_is_cancelled(browser, real_home, tmp_path):
    (tmp_path / "patient.py").write_text(PATIENT_APP, encoding="utf-8")
    with serving(tmp_path / "patient.py", real_home, "_stcore/health") as url:
        browser.get(f"{url}/sparql-page")
        keys, key = write(browser, "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i")
        keys.send_keys(key.ESCAPE).key_down(key.CONTROL).send_keys(key.ENTER).key_up(key.CONTROL).perform()
        wait_for(browser, f"it is stopped after {2 * PATIENCE:.0f} s")
        cancel = "[...document.querySelectorAll('button')].find(one => one.innerText.includes('Cancel'))?.click()"
        until(lambda: browser.execute_script(cancel) or "the query was cancelled" in said_on(browser), "it was not cancelled")


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
    browser.get("about:blank")
    browser.get_log("performance")
    browser.get(f"{address}/sparql-page?{query}")
    press(browser, "Run")
    wait_for(browser, " rows in ")
    until(lambda: browser.execute_script("return document.querySelector(arguments[0])", element), "nothing was drawn")
    wait_until_calm(browser)
    wait_until_still(browser)
    asked = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    urls = [message["params"]["request"]["url"] for message in asked if message["method"] == "Network.requestWillBeSent"]
    assert not [url for url in urls if not url.startswith((address, "data:", "blob:", "chrome"))]


SLOW_APP = """
import time
from streamlit.runtime.scriptrunner import get_script_run_ctx
from kb.release.release import Release
if not hasattr(Release, "quick"):
    Release.quick = Release.rows
    Release.rows = lambda release, *names, **values: time.sleep(3) or release.quick(*names, **values)
from kb.ui.main import render
render()
"""


def test_a_slow_store_is_waited_for_with_a_word_and_the_page_comes(browser, real_home, tmp_path):
    (tmp_path / "slow.py").write_text(SLOW_APP, encoding="utf-8")
    with serving(tmp_path / "slow.py", real_home, "_stcore/health") as url:
        browser.get(f"{url}/article")
        wait_for(browser, "The base is being read")
        wait_for(browser, "Contradicted (5)")
        wait_until_calm(browser)
        assert "The base is being read" not in browser.execute_script("return document.body.innerText")


def test_a_file_is_opened_and_checked_and_the_feed_of_a_page_stands_in_its_head(browser, address, tmp_path):
    (tmp_path / "draft.md").write_text("In TikTok v. Garland the **Ninth Circuit** upheld the law.", encoding="utf-8")
    browser.get(f"{address}/check")
    wait_for(browser, "Your draft")
    wait_until_calm(browser)
    browser.find_element("css selector", "input[data-draft]").send_keys(str(tmp_path / "draft.md"))
    draft = "return document.querySelector('.st-key-draft textarea').value"
    until(lambda: "the Ninth Circuit" in browser.execute_script(draft), "the text of the file did not come")
    press(browser, "Check")
    wait_for(browser, "Another court")
    browser.get(f"{address}/changes?j=eu&d=protection-of-minors")
    feeds = "return [...document.head.querySelectorAll('link[rel=alternate]')].map((one) => one.href)"
    wanted = [f"{address}/feed.atom?j=eu&d=protection-of-minors"]
    until(lambda: browser.execute_script(feeds) == wanted, "the feed does not stand in the head of the page")
