"""Addresses of all pages: whatever a parameter holds no page breaks, and what is refused is named; what is shared comes back."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.page_tables import tables
from tests.patience import PATIENCE

# parameters of each page: ``one`` of a list or several, a ``day``, a free ``text``, the name of an ``entity``
PAGES = {
    "home": {"q": "one", "j": "one", "p": "one"},
    "compare": {
        "j": "one", "d": "one", "v": "day", "k": "day", "p": "one", "policy": "one", "view": "one", "cell": "cell",
        "v2": "day", "k2": "day", "only": "text", "pin": "one", "q": "text",
    },
    "on_that_day": {"j": "one", "p": "one", "d": "one", "v": "day", "k": "day"},
    "changes": {"j": "one", "d": "one", "p": "one", "v1": "day", "k1": "day", "v2": "day", "k2": "day", "cause": "one"},
    "timeline": {"p": "one", "j": "one", "from": "day", "to": "day", "lanes": "one"},
    "similarity": {
        "j": "one", "d": "one", "v": "day", "k": "day", "p": "one", "view": "one", "w": "one", "n": "one", "inc": "one",
    },
    "search": {"q": "text", "kind": "text"},
    "entity": {"e": "entity", "part": "text"},
    "graph": {
        "focus": "one", "x": "one", "to": "one", "hide": "one", "without": "one", "until": "day", "n": "one", "size": "one",
    },
    "article": {"source": "one", "verdict": "one", "statement": "one"},
    "coverage": {"m": "one", "j": "one", "d": "one"},
    "sparql": {"name": "one", "query": "text", "editor": "one", "view": "text"},
    "about": {"j": "one", "q": "one"},
    "glossary": {"q": "text"},
}  # fmt: skip
HOSTILE = {
    "markup": "<img src=x onerror=alert(1)>![x](https://evil.example/a.png)",
    "path": "../../etc/passwd",
    "nul": "a\0b'; DROP TABLE x; --\"",
    "long": "x" * 10_000,
    "bad day": "2025-02-30",
    "far day": "9999-12-31",
}


@pytest.fixture(autouse=True)
def real(real_home, monkeypatch):
    monkeypatch.setenv("KB_HOME", str(real_home))


def page(which, /, **address):
    test = AppTest.from_string(f"from kb.ui.pages import {which}; {which}.show()", default_timeout=PATIENCE)
    for key, value in address.items():
        test.query_params[key] = value
    return test.run()


def messages(test):
    return [element.value for element in [*test.warning, *test.error]]


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("which", PAGES)
def test_no_value_of_any_parameter_breaks_a_page_and_what_is_refused_is_named(which, value):
    address = dict.fromkeys(PAGES[which], HOSTILE[value])
    test = page(which, **address)
    assert not test.exception
    said = messages(test)
    refused = [name for name, kind in PAGES[which].items() if kind in ("one", "day")]
    assert not [name for name in refused if not any(f"({name}: " in one for one in said)]
    assert said or which in ("search", "glossary")
    assert not [one for one in said if re.search(r"(?<!\\)(<img|!\[|\]\()", one)], "it must be shown as text"


@pytest.mark.parametrize("which", PAGES)
def test_empty_and_repeated_parameters_are_calm(which):
    assert not page(which, **dict.fromkeys(PAGES[which], "")).exception
    twice = page(which, **{name: ["zz-no-such", "us"] for name in PAGES[which]})
    assert not twice.exception


@pytest.mark.parametrize("which", PAGES)
def test_parameters_and_languages_that_do_not_exist_are_named(which):
    address = {"no-such-<b>": "1", "lang": "klingon"} | ({"q": "tiktok"} if which == "search" else {})
    said = " ".join(messages(page(which, **address)))
    assert "“no-such-\\<b\\>”" in said and "(lang: “klingon”)" in said


@pytest.mark.parametrize("which", PAGES)
def test_the_table_of_parameters_is_whole_and_what_a_page_writes_itself_is_not_refused(which):
    test = page(which, **({"q": "tiktok", "kind": "case"} if which == "search" else {}))
    assert not [name for name in test.query_params if name not in PAGES[which]]
    assert not [one for one in messages(test) if "address" in one]


SHARED = {
    "home": {"q": "forced-divestiture", "j": "us", "p": "tiktok"},
    "compare": {
        "j": "us,eu", "d": "data-location-and-transfer", "v": "2025-09-15", "k": "2026-12-01", "p": "tiktok",
        "policy": "newest-first", "view": "table", "v2": "2023-09-15", "k2": "2026-12-01", "only": "1",
        "pin": "us.forced-divestiture,sg.data-localization-requirement@2025-09-15@2026-12-01@tiktok",
    },
    "on_that_day": {"j": "eu", "p": "tiktok", "v": "2023-06-01", "k": "2026-12-01", "d": "recommender-transparency"},
    "changes": {
        "j": "us", "d": "ownership-and-divestiture", "p": "tiktok",
        "v1": "2024-01-01", "k1": "2026-12-01", "v2": "2025-09-15", "k2": "2026-12-01",
        "cause": "law-changed",
    },
    "timeline": {"p": "tiktok", "j": "us,eu", "from": "2020-01-01", "to": "2026-01-01", "lanes": "cases,acts"},
    "similarity": {
        "j": "us,eu,sg", "d": "protection-of-minors", "v": "2026-06-01", "k": "2026-12-01", "view": "pair", "w": "dimension",
        "n": "2", "inc": "1", "pair": "sg.us",
    },
    "search": {"q": "tiktok", "kind": "case"},
    "entity": {"e": "instrument/us/pafaca", "part": "passages"},
    "graph": {
        "focus": "instrument/us/pafaca", "x": "platform/tiktok", "to": "organisation/bytedance", "hide": "source",
        "without": "pol:platform", "until": "2025-01-01", "n": "500", "size": "1",
    },
    "article": {"source": "us-china-tiktok-near-agreement", "verdict": "contradicted,opinion", "statement": "c21"},
    "coverage": {"m": "disputed", "j": "sg", "d": "protection-of-minors"},
    "sparql": {
        "name": "fines-by-authority", "p.platform": "tiktok", "p.since": "1900-01-01",
        "view": "chart.bar.forum_name.total.currency",
    },
    "about": {"j": "us", "q": "forced-divestiture"},
    "glossary": {"q": "last known"},
}  # fmt: skip


def test_an_address_as_it_was_written_once_is_understood():
    assert not messages(page("graph", focus="instrument/us/pafaca", hops="2"))


@pytest.mark.parametrize("which", SHARED)
def test_a_shared_address_comes_back_as_it_was(which):
    """A fresh session keeps the address, shows no refusal, and keeps it when it runs again."""
    test = page(which, **SHARED[which])
    assert not test.exception and not [one for one in messages(test) if "address" in one]
    for _ in range(2):
        found = {name: value[0] if isinstance(value, list) else value for name, value in test.query_params.items()}
        assert {name: set(value.split(",")) for name, value in found.items()} == {
            name: set(value.split(",")) for name, value in SHARED[which].items()
        }
        test.run()


@pytest.mark.parametrize("which", SHARED)
def test_another_address_is_followed_by_a_page_that_is_open(which):
    """What back, forward and links do: the address changes under a page that was used."""
    test = page(which)
    test.query_params.clear()
    for name, value in SHARED[which].items():
        test.query_params[name] = value
    followed, fresh = test.run(), page(which, **SHARED[which])
    assert [(box.label, box.value) for box in followed.selectbox] == [(box.label, box.value) for box in fresh.selectbox]
    assert [one.value for one in followed.multiselect] == [one.value for one in fresh.multiselect]
    assert [one.value for one in followed.date_input] == [one.value for one in fresh.date_input]
    assert [one.value for one in followed.text_input] == [one.value for one in fresh.text_input]
    assert [len(table) for table in tables(followed)] == [len(table) for table in tables(fresh)]
