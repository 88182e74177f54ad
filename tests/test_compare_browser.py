"""The page Compare in headless Chromium: the map answers to a click and saves itself, every view stays on the machine."""

import json
from xml.etree import ElementTree

import pytest

from tests import chromium, test_browser
from tests.patience import until
from tests.test_browser import (
    downloaded,
    follow,
    press,
    until_twice,
    violations_at,
    wait_for,
    wait_until_calm,
    wait_until_still,
)

pytestmark = chromium.MARKS
address, browser, axe = test_browser.address, test_browser.browser, test_browser.axe
POINT = "d=ownership-and-divestiture&v=2026-06-01&k=2026-12-01"
PINS = "pin=us.forced-divestiture,cn.data-localization-requirement@2025-09-15@2026-12-01"
VIEWS = {
    f"j=us,eu,sg&{POINT}&v2=2024-01-01&k2=2026-12-01&{PINS}": "cells differ",
    f"j=us,eu,sg&{POINT}&v2=2024-01-01&k2=2026-12-01&view=table": "Chosen date",
    f"j=us,eu,sg&{POINT}&v2=2024-01-01&view=heat": "cells differ",
    f"j=us,eu,sg&{POINT}&view=read&q=forced-divestiture": "official text",
    f"{POINT}&view=map&q=forced-divestiture": "no position on boundaries",
}
MIDDLE_OF_AREA = """
const told = [...document.querySelectorAll('[data-testid=stVegaLiteChart] path[aria-label]')];
const area = told.find(path => path.getAttribute('aria-label').startsWith(arguments[0]));
if (!area) return null;
const box = area.getBoundingClientRect();
return [box.left + box.width / 2, box.top + box.height / 2];
"""


def area(browser, name):
    return until(lambda: browser.execute_script(MIDDLE_OF_AREA, name), f"{name} is not drawn")


def click_on(browser, name):
    from selenium.webdriver.common.action_chains import ActionChains

    area(browser, name)
    browser.execute_script("document.querySelector('[data-testid=stVegaLiteChart]').scrollIntoView({block: 'center'})")
    x, y = until_twice(lambda: area(browser, name), f"{name} is not drawn")
    chain = ActionChains(browser)
    chain.w3c_actions.pointer_action.move_to_location(int(x), int(y)).click()
    chain.perform()


def close(browser):
    browser.execute_script("document.querySelector('[role=dialog] button[aria-label=Close]').click()")
    until(lambda: not browser.execute_script("return document.querySelector('[role=dialog]')"), "it stays open")
    wait_until_calm(browser)


def test_a_click_on_a_country_opens_its_cell_again_and_again_and_it_can_be_pinned(browser, address):
    browser.get(f"{address}/compare?{POINT}&view=map&q=forced-divestiture")
    wait_for(browser, "no position on boundaries")
    for name, said in (("Brazil", "brazil"), ("Singapore", "Case-by-case"), ("Singapore", "Case-by-case")):
        click_on(browser, name)
        wait_for(browser, "Why does this cell say this?")
        wait_for(browser, "Decides the cell")
        assert said in browser.execute_script("return document.querySelector('[role=dialog]').innerText").replace(
            "Brazil", "brazil"
        )
        assert "cell=" in browser.current_url
        close(browser)
        assert "cell=" not in browser.current_url
    click_on(browser, "Brazil")
    wait_for(browser, "Decides the cell")
    press(browser, "Pin")
    wait_for(browser, "Unpin")
    close(browser)
    wait_for(browser, "Pinned (1)")
    assert "pin=br.forced-divestiture" in browser.current_url


def test_a_member_state_opens_its_own_cell_which_says_by_whose_law_it_is_decided(browser, address):
    browser.get(f"{address}/compare?{POINT}&view=map&q=forced-divestiture")
    wait_for(browser, "no position on boundaries")
    click_on(browser, "Poland")
    wait_for(browser, "Decides the cell")
    assert "cell=pl.forced-divestiture" in browser.current_url
    said = browser.execute_script("return document.querySelector('[role=dialog]').innerText")
    assert "By the law of: European Union" in said


def test_the_map_is_saved_with_pixels_and_with_vectors_without_a_network(browser, address, tmp_path):
    browser.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    browser.get(f"{address}/compare?{POINT}&view=map&q=forced-divestiture")
    area(browser, "Brazil")
    browser.execute_script("document.querySelector('[aria-label^=\"Download as PNG\"]').click()")
    saved = [downloaded(tmp_path, "png")]
    assert saved[0].read_bytes().startswith(b"\x89PNG") and saved[0].stat().st_size > 20_000
    press(browser, "Picture (SVG)")
    saved = [downloaded(tmp_path, "svg")]
    drawing = ElementTree.fromstring(saved[0].read_text(encoding="utf-8"))
    assert saved[0].name == "map-forced-divestiture-2026-06-01.svg" and drawing.tag == "{http://www.w3.org/2000/svg}svg"
    told = {path.get("aria-label") for path in drawing.iter("{http://www.w3.org/2000/svg}path")}
    assert any(one and one.startswith("Brazil: ") and "Structural remedy for infringement" in one for one in told)


def test_pins_and_the_other_date_come_back_with_back_and_forward(browser, address):
    browser.get(f"{address}/compare?j=us,eu&{POINT}")
    wait_for(browser, "Why?")
    wait_until_calm(browser)
    browser.find_element("link text", "Pin").click()
    wait_for(browser, "Pinned (1)")
    press(browser, "Hold these days")
    wait_for(browser, "Held: law on 2026-06-01")
    wait_until_calm(browser)
    assert "%402026-06-01" in browser.current_url or "@2026-06-01" in browser.current_url
    browser.back()
    wait_for(browser, "Follows: law on 2026-06-01")
    browser.forward()
    wait_for(browser, "Held: law on 2026-06-01")


def test_the_same_difference_is_one_click_away_on_the_page_changes_and_back(browser, address):
    browser.get(f"{address}/compare?j=us&{POINT}&v2=2024-01-01&k2=2026-12-01")
    wait_for(browser, "cells differ")
    follow(browser, "The same on the page Changes")
    wait_for(browser, "answers changed")
    assert "v1=2024-01-01" in browser.current_url and "v2=2026-06-01" in browser.current_url
    follow(browser, "Why the cell says so now")
    wait_for(browser, "Decides the cell")
    wait_for(browser, "Other date: law on 2024-01-01")
    assert "v=2026-06-01" in browser.current_url and "v2=2024-01-01" in browser.current_url


@pytest.fixture
def sized(browser):
    """Makes the window of a width and a height; a narrow one is a phone."""

    def make(width, height):
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    yield make
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


TOP = "return document.querySelector(arguments[0]).getBoundingClientRect().top"
SCROLLED = """
const [down, inside, across] = arguments;
document.querySelector('[data-testid=stMain]').scrollTop = down;
const frame = document.querySelector('.grid .scroll');
frame.scrollTop = inside;
frame.scrollLeft = across;
"""
NAMES = """
let frame = document.querySelector('.timeline');
while (frame && getComputedStyle(frame).overflowX !== 'auto') frame = frame.parentElement;
if (!frame) return null;
frame.scrollLeft = 400;
return frame.scrollLeft && [...frame.querySelectorAll('.timeline .name')].map((one) => one.getBoundingClientRect().left);
"""
CHOICES = """
const drawn = [...document.querySelectorAll('.st-key-choices [data-testid=stPopoverButton]')];
return drawn.map((one) => one.getBoundingClientRect().right);
"""
TODAY = "return document.querySelector('.timeline[data-placed] .today')?.getBoundingClientRect().left"
RIGHTMOST = """
const cells = [...document.querySelectorAll('.st-key-stacked-timeline td')];
return Math.max(...cells.map((one) => one.getBoundingClientRect().right));
"""
SEEN = """
const shown = [...document.querySelectorAll(arguments[0])].filter((one) => {
  const box = one.getBoundingClientRect();
  const top = document.elementFromPoint(Math.min(box.left + 12, innerWidth - 30), box.top + box.height / 2);
  return top && one.contains(top);
});
return shown.map((one) => one.innerText.trim());
"""


@pytest.mark.parametrize("view", ["cards", "heat"])
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_the_first_answer_is_above_the_fold(browser, address, sized, width, height, view):
    sized(width, height)
    browser.get(f"{address}/compare?view={view}")
    wait_for(browser, "Required by statute")
    wait_until_calm(browser)
    assert browser.execute_script(TOP, ".grid td") < height - 50


@pytest.mark.parametrize("places", ["us,eu,sg", "us,eu,sg,gb,in,cn,au,ca,id,ru,vn,br"])
def test_the_choices_the_heads_and_the_questions_stay_in_view(browser, address, sized, places):
    sized(1440, 900)
    browser.get(f"{address}/compare?j={places}&d=*")
    wait_for(browser, "Why?")
    wait_until_calm(browser)
    browser.execute_script(SCROLLED, 2500, 2500, 600)
    wait_until_still(browser)
    heads = until(lambda: browser.execute_script(SEEN, ".grid thead th a"), "no place has its name in view")
    assert len(heads) >= 3 and browser.execute_script(SEEN, ".grid tbody th[scope=row] a")
    assert browser.execute_script(TOP, ".st-key-choices") < 120


def test_on_a_phone_one_place_fills_the_screen_and_its_name_stays(browser, address, sized):
    sized(390, 844)
    browser.get(f"{address}/compare?j=us,eu,sg&d=*")
    wait_for(browser, "Why?")
    wait_until_calm(browser)
    for number, name in enumerate(("United States", "European Union", "Singapore")):
        browser.execute_script(SCROLLED, 900, 1500, number * 358)
        told = f"{name} is not above what it answers"
        until(lambda name=name: browser.execute_script(SEEN, ".grid thead th a") == [name], told)
        until(lambda: browser.execute_script(SEEN, ".grid tbody th[scope=row]"), "no question is in view")


BEYOND = """
return [...document.querySelectorAll(arguments[0])].filter((one) => one.offsetParent)
  .filter((one) => one.getBoundingClientRect().right > innerWidth || one.getBoundingClientRect().left < 0)
  .map((one) => one.innerText.trim());
"""
STACKED = """
return [...document.querySelectorAll('.rows tbody tr')].slice(0, 3).map((row) => [...row.cells].filter((one) => one.innerText)
  .map((one) => [getComputedStyle(one, '::before').content, one.getBoundingClientRect().left]));
"""


@pytest.mark.parametrize("lang", ["en", "de"])
@pytest.mark.parametrize("page", ["compare?view=cards", "changes?j=us", "timeline?j=us"])
def test_on_a_phone_every_choice_is_on_the_screen(browser, address, sized, page, lang):
    sized(390, 844)
    browser.get(f"{address}/{page}&lang={lang}")
    until(
        lambda: browser.execute_script("return document.querySelectorAll('.st-key-choices button').length"), "no choice is drawn"
    )
    wait_until_calm(browser)
    assert browser.execute_script(BEYOND, ".st-key-choices button") == []


def test_on_a_phone_a_row_of_a_table_is_a_card_that_names_its_columns(browser, address, sized):
    sized(390, 844)
    browser.get(f"{address}/compare?{POINT}&view=map&q=forced-divestiture")
    wait_for(browser, "The same as a table")
    until(lambda: browser.execute_script(STACKED), "no row is drawn")
    wait_until_calm(browser)
    for row in browser.execute_script(STACKED):
        assert [name for name, _ in row][:2] == ['"jurisdiction: "', '"answer: "']
        assert len({left for _, left in row}) == 1, "what one row says stands below each other"
    assert browser.execute_script(BEYOND, ".rows td") == []


def test_on_a_phone_the_names_of_the_timeline_stay_beside_their_points(browser, address, sized):
    sized(390, 844)
    browser.get(f"{address}/timeline")
    wait_for(browser, "The same as a table")
    wait_until_calm(browser)
    names = until(lambda: browser.execute_script(NAMES), "the timeline did not scroll, or has no name in view")
    assert all(0 <= left < 195 for left in names), "a name left the screen, or takes more than half of it"


@pytest.mark.parametrize("which", ["changes?lang=de", "changes", "on-that-day?lang=de", "on-that-day"])
def test_on_a_phone_the_four_choices_of_two_points_are_on_the_screen(browser, address, sized, which):
    sized(390, 844)
    browser.get(f"{address}/{which}")
    until(lambda: len(browser.execute_script(CHOICES)) == 4, "the four choices are not drawn")
    wait_until_calm(browser)
    assert max(browser.execute_script(CHOICES)) <= 390


def test_on_a_phone_the_timeline_opens_at_today_and_its_list_needs_no_scrolling(browser, address, sized):
    sized(390, 844)
    browser.get(f"{address}/timeline?p=tiktok")
    wait_for(browser, "The same as a table")
    wait_until_calm(browser)
    left = until(lambda: browser.execute_script(TODAY), "the line of today is not drawn")
    assert 120 < left < 390, "today lies beside the screen, or under the names"
    assert browser.execute_script(RIGHTMOST) <= 390


def test_the_contents_scroll_to_a_dimension_and_leave_the_address_alone(browser, address):
    browser.get(f"{address}/compare?j=us,eu,sg&d=*&v=2026-06-01&k=2026-12-01")
    wait_for(browser, "Why?")
    wait_until_calm(browser)
    before = browser.current_url
    browser.find_element("link text", "Researcher data access").click()
    until(lambda: browser.execute_script(SEEN, "#dimension-researcher-data-access span"), "the dimension is not in view")
    assert browser.current_url == before


@pytest.mark.parametrize(("query", "text"), VIEWS.items())
def test_every_view_paints_and_asks_nothing_of_other_machines(browser, address, query, text):
    browser.get_log("performance")
    browser.get(f"{address}/compare?{query}")
    wait_for(browser, text)
    wait_until_calm(browser)
    if "view=map" in query:
        drawn = "return document.querySelectorAll('[data-testid=stVegaLiteChart] path').length > 8"
        until(lambda: browser.execute_script(drawn), "nothing was drawn")
    asked = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    urls = [message["params"]["request"]["url"] for message in asked if message["method"] == "Network.requestWillBeSent"]
    assert urls and not [url for url in urls if not url.startswith((address, "data:", "blob:", "chrome"))]


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
@pytest.mark.parametrize(("query", "text"), VIEWS.items())
def test_axe_finds_no_serious_violation_in_any_view(browser, address, axe, query, text, width, theme):
    assert not violations_at(browser, axe, f"{address}/compare?{query}", text, width, theme)


PRINTED = """
window.dispatchEvent(new Event('beforeprint'));
const shown = (one) => one.getClientRects().length > 0;
return [[...document.querySelectorAll('button, input, [role=tablist], .grid .acts')].filter(shown).length,
        [...document.querySelectorAll('.grid .notes li, .grid td')].filter(shown).length,
        getComputedStyle(document.querySelector('.grid thead th')).position];
"""


def test_a_printed_comparison_has_no_forms_and_keeps_its_notes(browser, address):
    browser.get(f"{address}/compare?j=us,eu,sg&{POINT}")
    wait_for(browser, "Why?")
    wait_until_calm(browser)
    notes = len(browser.find_elements("css selector", ".grid .notes li"))
    cells = len(browser.find_elements("css selector", ".grid td"))
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert browser.execute_script(PRINTED) == [0, notes + cells, "static"] and notes
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


IN_VIEW = """
const chart = document.querySelector('[data-testid=stVegaLiteChart]').getBoundingClientRect();
const told = [...document.querySelectorAll('[data-testid=stVegaLiteChart] svg text')].filter(one => one.textContent.trim());
const boxes = [chart, ...told.map(one => one.getBoundingClientRect())];
const ways = [...document.querySelectorAll('.answers a')].map(one => one.getBoundingClientRect());
return [told.length, boxes.every(box => box.left >= 0 && box.right <= innerWidth), ways.length,
  ways.every(box => box.left >= 0 && box.right <= innerWidth && box.height >= 44)];
"""


def test_on_a_telephone_the_whole_map_is_seen_and_every_place_can_be_touched(browser, address):
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
    )
    try:
        browser.get(f"{address}/compare?{POINT}&view=map&q=forced-divestiture")
        wait_for(browser, "no position on boundaries")
        area(browser, "Brazil")
        wait_until_calm(browser)
        texts, is_whole, places, can_be_touched = browser.execute_script(IN_VIEW)
        assert texts > 15 and is_whole and places > 40 and can_be_touched
        browser.find_element("css selector", ".answers a[href*='cell=br.forced-divestiture']").click()
        wait_for(browser, "Why does this cell say this?")
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
