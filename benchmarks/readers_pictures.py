"""Pictures of the pages for readers who never saw the app; ``benchmarks/readers/README.md`` has what they are asked.

    python -m benchmarks.readers_pictures HOME FOLDER [--lang de] [--dark]

HOME is a folder with a release. Each page gives its first screen and the whole of it, 1440 and 390 points wide; the brief
gives its slide too.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.app_browser import Browser, served, until_answers
from kb.briefing.asked import Brief
from kb.briefing.content import content
from kb.briefing.picture import picture
from kb.opening.current import open_release

ASKED = "j=us,eu,sg&p=tiktok&t=ownership,data,transparency,minors&since=2024-01-01"
PAGES = {
    "brief": f"brief?{ASKED}",
    "home": "?",
    "singapore": "entity?e=jurisdiction/sg",
    "tiktok": "entity?e=platform/tiktok",
    "question-on-giving-up-a-platform": "entity?e=question/forced-divestiture",
    "protecting-americans-act": "entity?e=instrument/us/pafaca",
}
SCREENS = ((1440, 1000), (390, 844))
LONGEST, REST, TRIES = 16_000, 1.5, 3
HEIGHT = """
return Math.max(...[...document.querySelectorAll('section, main')].map(one => one.scrollHeight), document.body.scrollHeight);
"""


def main() -> None:
    """Write the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lang", default="en", choices=("en", "de"))
    parser.add_argument("--dark", action="store_true")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    asked = Brief.from_address(ASKED + (f"&lang={given.lang}" if given.lang != "en" else ""))
    (given.folder / "brief-slide.png").write_bytes(picture(content(open_release(given.home), asked)))
    with served(given.home) as address:
        until_answers(address)
        browser = Browser()
        try:
            _tell(browser, "Emulation.setEmulatedMedia", features=[_theme(given.dark)])
            for name, page in PAGES.items():
                spoken = f"&lang={given.lang}" if given.lang != "en" else ""
                _page(browser, f"{address}/{page}{spoken}", given.folder / name)
        finally:
            browser.close()


def _theme(is_dark: bool) -> dict[str, str]:
    return {"name": "prefers-color-scheme", "value": "dark" if is_dark else "light"}


def _page(browser: Browser, address: str, path: Path) -> None:
    """The first screen and the whole of one page, wide and narrow."""
    for width, height in SCREENS:
        _screen(browser, width, height)
        _visit(browser, address)
        browser.driver.save_screenshot(f"{path}-{width}-first-screen.png")
        _screen(browser, width, min(int(browser.driver.execute_script(HEIGHT)) + 20, LONGEST))
        time.sleep(REST)
        browser.driver.save_screenshot(f"{path}-{width}-whole-page.png")


def _visit(browser: Browser, address: str) -> None:
    """Call a page until it comes to rest; on a busy machine it may take several calls."""
    for _ in range(TRIES):
        try:
            browser.visit(address, "")
        except TimeoutError as error:
            print(error, file=sys.stderr)
        else:
            time.sleep(REST)
            return


def _screen(browser: Browser, width: int, height: int) -> None:
    shape = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 640}
    _tell(browser, "Emulation.setDeviceMetricsOverride", **shape)


def _tell(browser: Browser, command: str, **values: Any) -> None:
    browser.driver.execute_cdp_cmd(command, values)


if __name__ == "__main__":
    main()
