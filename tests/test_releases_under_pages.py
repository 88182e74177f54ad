"""Every page over a release that is missing, damaged, replaced while the page is open, or slow: a clear message, no crash."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kb.building.build import build
from kb.opening.current import open_release
from kb.release.release import Release
from tests.patience import PATIENCE
from tests.test_addresses import SHARED

APP = str(Path(__file__).resolve().parent.parent / "app.py")
MINI = Path(__file__).resolve().parent / "mini_facts"
FRAMED = """
from kb.ui.frame import page as frame
from kb.ui.pages import {which}
class Page:
    def run(self): {which}.show()
frame.run(Page())
"""
READ_FROM_THE_STORE = ("home", "timeline", "entity", "graph", "article")


def framed(which):
    return AppTest.from_string(FRAMED.format(which=which), default_timeout=PATIENCE)


def said(test):
    return "\n".join(element.value for element in [*test.error, *test.warning, *test.markdown, *test.caption]).replace("\\", "")


@pytest.fixture
def home(mini_home, tmp_path, monkeypatch):
    """A home of its own with a release of the invented facts."""
    shutil.copytree(mini_home, tmp_path / "home", symlinks=True)
    monkeypatch.setenv("KB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KB_FACTS", str(MINI))
    return tmp_path / "home"


def release_folder(home):
    return (home / "current").resolve()


@pytest.mark.parametrize("which", SHARED)
def test_a_missing_release_is_told_with_what_to_do_and_can_be_built_from_there(which, tmp_path, monkeypatch):
    monkeypatch.setenv("KB_HOME", str(tmp_path))
    monkeypatch.setenv("KB_FACTS", str(MINI))
    test = framed(which).run()
    assert not test.exception and "no release in" in test.error[0].value and "python -m kb build" in said(test)
    if which == "compare":
        test.button(key="build-anew").click().run()
        assert not test.exception and not test.error and (tmp_path / "current" / "manifest.json").is_file()


def shortened(*files):
    """Files of a release as they were, after the last byte of each was taken away."""
    whole = {file: file.read_bytes() for file in files}
    for file, content in whole.items():
        file.write_bytes(content[:-1])
    return whole


@pytest.mark.parametrize("which", SHARED)
def test_a_release_damaged_beyond_mending_is_told_and_the_page_comes_back_when_it_is_restored(which, home):
    test = framed(which).run()
    assert not test.exception and not test.error
    whole = shortened(release_folder(home) / "index.sqlite", release_folder(home) / "data.nq")
    assert "is damaged" in test.run().error[0].value and "python -m kb build" in said(test)
    for file, content in whole.items():
        file.write_bytes(content)
    assert not test.run().exception and not test.error


@pytest.fixture(scope="module")
def rotten_home(real_home, tmp_path_factory):
    """A home whose store has the right sizes and the wrong bytes."""
    home = tmp_path_factory.mktemp("rotten")
    shutil.copytree(real_home, home, symlinks=True, dirs_exist_ok=True)
    for file in (release_folder(home) / "store").glob("*.sst"):
        file.write_bytes(os.urandom(file.stat().st_size))
    return home


@pytest.mark.parametrize("which", READ_FROM_THE_STORE)
def test_a_page_over_a_rotten_store_says_what_it_says_over_a_whole_one(which, real_home, rotten_home, monkeypatch):
    monkeypatch.setenv("KB_HOME", str(real_home))
    whole = framed(which).run()
    monkeypatch.setenv("KB_HOME", str(rotten_home))
    rotten = framed(which).run()
    assert not rotten.exception and not rotten.error and said(rotten) == said(whole) != ""


@pytest.mark.parametrize("file", ["index.sqlite", "search.sqlite", "catalogue.sqlite", "cells.arrow", "intervals.arrow"])
def test_pages_over_an_index_that_was_overwritten_say_what_they_say_over_a_whole_one(file, home, mini_home, monkeypatch):
    path = release_folder(home) / file
    path.write_bytes(os.urandom(path.stat().st_size))
    os.utime(release_folder(home) / "manifest.json")
    for which in ("compare", "changes", "coverage", "search"):
        pages = {}
        for where in (mini_home, home):
            monkeypatch.setenv("KB_HOME", str(where))
            pages[where] = framed(which)
            pages[where].query_params["q"] = "law"
            assert not pages[where].run().exception, which
        assert said(pages[home]) == said(pages[mini_home])


def test_a_release_damaged_beyond_mending_is_built_anew_when_the_app_is_opened_and_the_reason_stands_there(home):
    shortened(release_folder(home) / "index.sqlite", release_folder(home) / "data.nq")
    test = AppTest.from_file(APP, default_timeout=60).run()
    assert not test.exception and "is damaged" in said(test) and "built anew" in said(test)
    assert open_release(home).id and "Can an owner be made to sell?" in {
        option for box in test.selectbox for option in box.options
    }


@pytest.fixture(scope="module")
def other_facts(tmp_path_factory):
    """The invented facts with another name for a jurisdiction, and so another release."""
    facts = tmp_path_factory.mktemp("other") / "facts"
    shutil.copytree(MINI, facts)
    file = facts / "jurisdictions.yaml"
    text = file.read_text(encoding="utf-8")
    assert "Examplia" in text
    file.write_text(text.replace("Examplia", "Exemplaria", 1), encoding="utf-8")
    return facts


@pytest.fixture(scope="module")
def other_home(other_facts, tmp_path_factory):
    home = tmp_path_factory.mktemp("other-home")
    build(other_facts, home)
    return home


@pytest.mark.parametrize("which", SHARED)
def test_a_release_that_replaces_another_is_shown_at_once(which, home, other_home):
    test = framed(which).run()
    first, second = open_release(home).id, open_release(other_home).id
    assert not test.exception and f"Release {first}" in said(test)
    shutil.copytree(other_home / "releases" / second, home / "releases" / second)
    (home / ".current-test").symlink_to(f"releases/{second}")
    (home / ".current-test").rename(home / "current")
    shutil.rmtree(home / "releases" / first)
    test.run()
    assert not test.exception and not test.error and f"Release {second}" in said(test)


@pytest.mark.parametrize("which", SHARED)
def test_a_release_with_other_entities_is_told_where_a_choice_is_gone(which, real_home, mini_home, monkeypatch):
    monkeypatch.setenv("KB_HOME", str(real_home))
    test = framed(which)
    for name, value in SHARED[which].items():
        test.query_params[name] = value
    test.run()
    monkeypatch.setenv("KB_HOME", str(mini_home))
    test.run()
    assert not test.exception and not test.error
    assert any(
        words in said(test) for words in (f"Release {open_release(mini_home).id}", "does not exist", "has nothing under the name")
    )


@pytest.mark.parametrize("which", SHARED)
def test_a_slow_store_is_waited_for_with_a_word(which, home, monkeypatch):
    """While the page reads, the word stands there; when it has read, the page does, whole."""
    import contextlib

    import streamlit as st

    seen = []

    @contextlib.contextmanager
    def spinner(text, **_):
        seen.append(text)
        yield
        seen.append("read")

    slow = Release.rows

    def slowly(release, *arguments, **parameters):
        assert seen == ["The base is being read"]
        time.sleep(0.01)
        return slow(release, *arguments, **parameters)

    os.utime(release_folder(home) / "manifest.json")
    monkeypatch.setattr(st, "spinner", spinner)
    monkeypatch.setattr(Release, "rows", slowly)
    test = framed(which).run()
    assert not test.exception and not test.error and seen == ["The base is being read", "read"]
