"""Debian's chromium for the browser tests, and axe-core where it is installed."""

import shutil
from pathlib import Path

import pytest

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
MARKS = [
    pytest.mark.browser,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="no chromium and chromedriver here (Debian: chromium, chromium-driver)"),
]
AXE = Path(__file__).resolve().parent.parent / ".browser" / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def started(profile, size, logs=None):
    """A driver of a new browser with a profile folder and a window size; ``logs`` names what is logged."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in [*FLAGS, f"--window-size={size}", f"--user-data-dir={profile}"]:
        options.add_argument(flag)
    if logs:
        options.set_capability("goog:loggingPrefs", logs)
    return webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))


def axe_script():
    """The source of axe-core; skips the test where it is not installed."""
    if not AXE.is_file():
        pytest.skip("no axe-core here (npm install --no-save --prefix .browser axe-core@4.14.1)")
    return AXE.read_text(encoding="utf-8")
