"""The page Brief in headless Chromium: the first sentence is seen at once, wide and narrow, and rests on cells that open."""

import pytest

from tests import chromium, test_browser
from tests.patience import until
from tests.test_browser import wait_for, wait_until_calm

pytestmark = chromium.MARKS
address, browser = test_browser.address, test_browser.browser
ASKED = "j=us,eu,sg&p=tiktok&t=ownership,data,transparency,minors&since=2024-01-01&v=2026-11-29&k=2026-11-29"
BOTTOM = """
const said = [...document.querySelectorAll('[data-testid=stMarkdown]')].find(one => one.innerText.startsWith('1. '));
return said ? said.getBoundingClientRect().bottom : null;
"""


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_the_first_sentence_is_above_the_fold(browser, address, width, height):
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 640}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        browser.get(f"{address}/brief?{ASKED}")
        wait_for(browser, "stands apart")
        wait_until_calm(browser)
        assert 0 < until(lambda: browser.execute_script(BOTTOM), "there is no first sentence") <= height
        assert browser.execute_script("return document.documentElement.scrollWidth <= window.innerWidth")
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
