"""The embedded page in an iframe of another page, in a real browser; and what axe says of the tables."""

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from kb.briefing.asked import Brief
from kb.briefing.content import content
from kb.briefing.written import write
from kb.cells.comparison import compare
from kb.embedding.address import fitting, iframe
from kb.embedding.frame_size import frame_height
from kb.server.routes import ROUTES
from kb.tables import table_bytes
from kb.tables.formed import laid_out
from tests import chromium

selenium = pytest.importorskip("selenium", reason="selenium is not installed")
pytestmark = chromium.MARKS
ROOT = Path(__file__).resolve().parent.parent


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    driver = chromium.started(tmp_path_factory.mktemp("chromium"), "1200,900")
    yield driver
    driver.quit()


class Served(Quiet):
    """Answers with what the routes answer, headers and all."""

    client = None

    def do_GET(self):
        answer = self.client.get(self.path)
        self.send_response(answer.status_code)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.content)


def serving(handler):
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}"


@pytest.fixture(scope="module")
def address(mini_home):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KB_HOME", str(mini_home))
        Served.client = TestClient(Starlette(routes=ROUTES))
        server, found = serving(Served)
        yield found
        server.shutdown()


def test_the_page_shows_itself_in_a_frame_of_another_site(browser, address, tmp_path):
    frame = iframe(f"{address}/embed/compare?j=xa,xb&v=2025-09-15&k=2026-06-01", "Rules")
    (tmp_path / "host.html").write_text(f"<!doctype html><title>Host</title><p>Mine</p>{frame}", encoding="utf-8")
    server, host = serving(partial(Quiet, directory=str(tmp_path)))
    browser.get(f"{host}/host.html")
    browser.switch_to.frame(0)
    text = browser.execute_script("return document.body.innerText")
    colour = browser.execute_script("return getComputedStyle(document.querySelector('.kb td .remark')).color")
    violations = browser.execute_script("return performance.getEntriesByType('resource').map(one => one.name)")
    server.shutdown()
    assert "A minister may review acquisitions case by case." in text and "◆ Otherwise for Clip: required" in text
    assert colour == "rgb(43, 55, 67)", "the style was not applied"
    assert not violations
    assert not [line for line in browser.get_log("browser") if "Content Security Policy" in line["message"]]


@pytest.fixture(scope="module")
def axe():
    return chromium.axe_script()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 400])
@pytest.mark.parametrize("page", ["exported", "embedded", "brief"])
def test_axe_finds_nothing_to_mend(browser, address, mini_release, axe, tmp_path, page, scheme, width):
    if page != "embedded":
        comparison = compare(mini_release.reader, ["xa", "xb", "xu"], as_of="2025-09-15", known_on="2026-06-01")
        told = content(mini_release, Brief.from_address("j=xa,xb,xu&t=ownership,data&v=2025-09-15&k=2026-06-01"))
        (tmp_path / "t.html").write_bytes(table_bytes(comparison, "html") if page == "exported" else write(told, "html", None))
        url = (tmp_path / "t.html").as_uri()
    else:
        url = f"{address}/embed/compare?j=xa,xb,xu&v=2025-09-15&k=2026-06-01"
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
    browser.set_window_size(width, 900)
    browser.execute_cdp_cmd("Page.setBypassCSP", {"enabled": True})
    browser.get(url)
    browser.execute_script(axe)
    found = browser.execute_async_script("axe.run().then(arguments[arguments.length - 1])")
    assert not [(one["id"], [node["html"][:120] for node in one["nodes"][:2]]) for one in found["violations"]]


RULES = "/embed/compare?j=xa,xb&v=2025-09-15&k=2026-06-01"
CAPTION = "const c = document.querySelector('caption').getBoundingClientRect(); return [c.width, c.height]"


@pytest.mark.parametrize("width", [375, 500])
def test_the_title_wraps_over_the_whole_width_of_a_phone(browser, address, tmp_path, width):
    framed(browser, f'<iframe src="{address}{RULES}" style="width:{width}px;height:600px;border:0"></iframe>', tmp_path)
    across, height = browser.execute_script(CAPTION)
    assert across > width - 40 and height < 90
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [960, 600, 375])
def test_a_frame_is_as_high_as_its_table_and_the_height_said_beforehand_is_near(browser, address, mini_release, tmp_path, width):
    comparison = compare(mini_release.reader, ["xa", "xb"], as_of="2025-09-15", known_on="2026-06-01")
    said = frame_height(laid_out(comparison), width)
    framed(browser, f'<div style="width:{width}px">{fitting(address + RULES, "Rules", 100)}</div>', tmp_path, stay=True)
    real = height_of_frame(browser, 100)
    browser.switch_to.frame(0)
    assert abs(real - browser.execute_script("return document.body.getBoundingClientRect().height")) < 2
    assert 0.85 * real < said < 1.3 * real
    assert browser.execute_script("return document.documentElement.scrollHeight <= window.innerHeight")


@pytest.mark.parametrize(("paper", "ink"), [("#101820", "rgb(232, 238, 244)"), ("#ffffff", "rgb(22, 32, 43)")])
def test_a_frame_is_dark_where_the_page_around_it_is_dark(browser, address, tmp_path, paper, ink):
    other = "light" if paper == "#101820" else "dark"
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": other}]})
    framed(browser, f'<div style="background:{paper}">{fitting(address + RULES, "Rules", 100)}</div>', tmp_path, stay=True)
    height_of_frame(browser, 100)
    browser.switch_to.frame(0)
    assert browser.execute_script("return getComputedStyle(document.querySelector('.kb')).color") == ink


def framed(browser, body, folder, stay=False):
    """Open a page with a frame in it, and step into the frame unless one stays outside."""
    browser.set_window_size(1200, 900)
    (folder / "host.html").write_text(f"<!doctype html><title>Host</title><body>{body}", encoding="utf-8")
    server, host = serving(partial(Quiet, directory=str(folder)))
    browser.get(f"{host}/host.html")
    server.shutdown()
    if not stay:
        browser.switch_to.frame(0)


def height_of_frame(browser, first):
    """The height of the frame once its page has told it."""
    from selenium.webdriver.support.ui import WebDriverWait

    script = "return document.querySelector('iframe').getBoundingClientRect().height"
    WebDriverWait(browser, 20).until(lambda one: one.execute_script(script) != first)
    return browser.execute_script(script)
