"""Charts on German pages, and the pictures of them, say months and numbers in German."""

import re
import threading

import altair as alt
import pandas as pd
import pytest

from kb.graph.lanes import Item
from kb.running.clients import HERE
from kb.ui import words
from kb.ui.graph.timeline_drawing import drawing
from kb.ui.taking import charts
from kb.ui.words import vocabulary
from tests.test_ui_pages import page

MONTHS = {"en": ("October", "1,000"), "de": ("Oktober", "1.000")}
DAYS = pd.DataFrame({"day": ["2025-01-01", "2025-12-01"], "number": [0, 3000]})
SPAN = ("2025-01-01", "2025-12-01")
ACT = Item("acts", "Act", "2025-03-01", None, "passed", "", "us", "instrument/us/act", "background")
CHART = alt.Chart(DAYS).mark_point().encode(x="day:T", y="number:Q").configure_view(stroke=None)


@pytest.fixture
def speak():
    before = words.SPOKEN.get()
    yield words.SPOKEN.set
    words.SPOKEN.set(before)


def texts(svg):
    return set(re.findall(r">([^<>]+)</text>", svg))


@pytest.mark.parametrize("language", MONTHS)
@pytest.mark.parametrize("chart", [CHART, CHART.to_dict()], ids=["chart", "specification"])
def test_axes_say_months_and_numbers_in_the_language_of_the_page(speak, language, chart):
    speak(language)
    assert texts(charts.draw(chart, "title", HERE)) >= set(MONTHS[language])


def test_a_chart_on_the_page_has_the_language_and_keeps_its_own_looks(speak, monkeypatch):
    speak("de")
    shown = []
    monkeypatch.setattr(charts.st, "altair_chart", lambda chart, alt: shown.append(chart.to_dict()["config"]))
    monkeypatch.setattr(charts.st, "vega_lite_chart", lambda spec, alt, width: shown.append(spec["config"]))
    for chart in (CHART, CHART.to_dict()):
        charts.show_chart(chart, "title", "alt", "key")
    assert len(shown) == 2 and all(config["view"]["stroke"] is None for config in shown)
    assert all(config["locale"]["time"]["months"][9] == "Oktober" for config in shown)


def test_a_picture_that_is_asked_for_later_is_in_the_language_of_its_page(speak, monkeypatch):
    """The framework draws it in a thread that knows nothing of the run."""
    speak("de")
    offered, made = [], []
    monkeypatch.setattr(charts, "downloads", lambda formats, write, *_, **__: offered.append(write))
    charts.picture_downloads(lambda: charts.draw(drawing([ACT], SPAN, "2025-06-01"), "", HERE), "key")
    later = threading.Thread(target=lambda: made.extend(offered[0]("svg") for _ in range(2)))
    later.start()
    later.join()
    assert len(made) == 2 and {"Oktober", f"{vocabulary('de')['timeline.today']} 2025-06-01"} <= texts(made[0])


@pytest.mark.parametrize("language", MONTHS)
def test_each_language_has_as_many_months_and_days_as_there_are(language):
    known = vocabulary(language)
    counts = {name: len(set(known[f"chart.{name}"].split(", "))) for name in ("months", "short-months", "days", "short-days")}
    assert counts == {"months": 12, "short-months": 12, "days": 7, "short-days": 7}


@pytest.mark.parametrize(("which", "language", "says"), [
    ("compare", "de", True), ("search", "de", True), ("due", "de", True), ("compare", "en", False), ("glossary", "de", False),
])  # fmt: skip
def test_a_german_page_with_statements_says_once_that_they_are_written_in_english(real_home, monkeypatch, which, language, says):
    monkeypatch.setenv("KB_HOME", str(real_home))
    told = [one.value for one in page(which, lang=language).caption]
    assert sum("auf Englisch geschrieben" in one or "written in English" in one for one in told) == says
