"""Six errands of readers, walked from Home in a browser, each in at most eight steps.

A step is a click, or words typed with Enter; looking is none.
"""

import datetime
import zipfile

import pytest

from tests import chromium, test_browser
from tests.patience import until
from tests.test_browser import downloaded, wait_for, wait_until_calm

pytestmark = chromium.MARKS
address, browser, files = test_browser.address, test_browser.browser, test_browser.files
MOST_STEPS = 8
SHOWN = """
const named = (one) => (one.innerText || '').replace(/\\s+/g, ' ').trim();
const shown = [...document.querySelectorAll('a, button, summary, [role=tab], [data-testid=stTopNavSection]')]
  .filter((one) => one.getClientRects().length && named(one).includes(arguments[0]) && (one.href || '').includes(arguments[1]));
shown.sort((one, other) => named(one).length - named(other).length);
return shown[0];
"""


class Reader:
    """Somebody at Home who clicks and types, and counts it."""

    def __init__(self, browser, address):
        self.browser, self.steps = browser, 0
        browser.get(address)
        wait_for(browser, "Release")
        wait_until_calm(browser)

    def click(self, label, address=""):
        self.steps += 1
        found = until(lambda: self.browser.execute_script(SHOWN, label, address), f"nothing shows {label}")
        self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", found)
        self.browser.execute_script("arguments[0].click()", found)
        wait_until_calm(self.browser)

    def search(self, words):
        from selenium.webdriver.common.keys import Keys

        self.steps += 1
        box = "input[aria-label='Search the base']"
        until(lambda: self.browser.find_elements("css selector", box), "there is no search")
        self.browser.find_element("css selector", box).send_keys(words, Keys.ENTER)
        wait_for(self.browser, "the best first")
        wait_until_calm(self.browser)

    def sees(self, text):
        wait_for(self.browser, text)


@pytest.fixture
def reader(browser, address):
    """Somebody at Home, who may take eight steps."""
    somebody = Reader(browser, address)
    yield somebody
    assert 0 < somebody.steps <= MOST_STEPS


def test_a_brief_for_a_minister_in_word(reader, files):
    reader.click("Compare")
    reader.click("Brief")
    reader.sees("The picture")
    reader.click("Download")
    reader.click("Word")
    with zipfile.ZipFile(downloaded(files, "docx")) as document:
        assert "divest" in document.read("word/document.xml").decode("utf-8").lower()


def test_is_the_article_right(reader):
    reader.click("Explore")
    reader.click("The article")
    reader.sees("Contradicted (5)")


def test_rows_to_a_notebook(reader):
    reader.click("The base")
    reader.click("SPARQL")
    reader.click("Take it")
    reader.sees("Run")
    reader.click("Run")
    reader.sees(" rows in ")
    reader.click("the query as code")
    reader.click("Python, kb")
    reader.sees("import kb")


def test_which_states_ban_under_16_and_since_when(reader):
    reader.search("which countries ban under 16")
    reader.click("Is there a minimum age")
    reader.sees("Australia")
    reader.click("Why?", "cell=au.")
    reader.sees("Told so of the days from 2025-12-10")


def test_what_changed_for_x_in_the_eu_this_year(reader):
    reader.search("what changed for X in the EU this year")
    reader.click("What changed in European Union for X")
    reader.sees("answers changed")
    assert "p=x" in reader.browser.current_url and f"v1={datetime.date.today().year}-01-01" in reader.browser.current_url


def test_to_cite_the_rule_of_brazil(reader):
    reader.search("minimum age in Brazil")
    reader.click("Brazil: Is there a minimum age")
    reader.sees("Decides the cell")
    reader.sees("Law 15.211")
    reader.browser.execute_script("document.querySelector('[role=dialog] button[aria-label=Close]').click()")
    reader.steps += 1
    reader.click("Cite and link")
    reader.sees("Address of this view")
    reader.sees("Law as of")
