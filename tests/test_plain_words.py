"""Pages speak to people who never saw the tool: no word of ``words_of_programmers.csv`` stands on one.

Where ``where`` is *page*, the word stands on no page that is drawn and in no file of words; where it is *words*, in no file of
words: what sources and laws say may use it.
"""

import csv
import re
from pathlib import Path

import pytest

from kb.ui.words import LANGUAGES, vocabulary
from tests.test_ui_pages import page

WORDS = Path(__file__).with_name("words_of_programmers.csv")
DRAWN = [
    ("home", {}),
    ("search", {"q": "does Singapore require data localisation"}),
    ("entity", {"e": "jurisdiction/sg"}),
    ("entity", {"e": "question/forced-divestiture"}),
    ("entity", {"e": "instrument/us/pafaca"}),
    ("timeline", {"p": "tiktok", "j": "us"}),
    ("changes", {"j": "us,sg", "v1": "2024-01-01", "v2": "2026-06-01"}),
    ("coverage", {}),
    ("about", {}),
    ("compare", {"j": "us,sg", "q": "data-localization-requirement", "cell": "sg.data-localization-requirement"}),
    ("article", {}),
    ("graph", {"e": "platform/tiktok"}),
    ("on_that_day", {"j": "us", "p": "tiktok", "v": "2025-03-01"}),
    ("similarity", {"j": "us,eu,sg,gb"}),
    ("similarity", {"j": "us,eu,sg,gb", "view": "pair"}),
    ("similarity", {"j": "us,eu,sg,gb", "view": "open"}),
    ("sparql", {}),
]


def listed(where: str) -> dict[str, str]:
    """Words that pages must not show, each with what to say instead."""
    with WORDS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {row["word"]: row["instead"] for row in rows if where in ("", row["where"])}


def spoken(node) -> list[str]:
    """Every text of a drawn page: what is said, labels, help, options and tables."""
    found = []
    for name in ("value", "label", "help", "placeholder", "options"):
        found += _texts(node, name)
    children = getattr(node, "children", None) or {}
    return found + [text for child in children.values() for text in spoken(child)]


def _texts(node, name: str) -> list[str]:
    try:
        value = getattr(node, name, None)
        if hasattr(value, "columns"):
            value = [*map(str, value.columns), *value.to_numpy().ravel()]
    except TypeError:  # a component of ours has no value before a browser gives it one
        return []
    listed = [value] if isinstance(value, str) else value if isinstance(value, (list, tuple)) else []
    return [text for text in listed if isinstance(text, str)]


def found_in(text: str, words: dict[str, str]) -> list[str]:
    """The words that stand in a text; what is written as code, in addresses and in curly brackets is none."""
    plain = re.sub(r"`[^`]*`|\{[^}]*\}|\bhttps?://\S+|\?\S+=\S+", " ", text)
    return [
        f"{word}: say '{instead}'" for word, instead in words.items() if re.search(rf"(?<![\w/-]){word}(?![\w-])", plain, re.I)
    ]


def test_the_list_has_about_forty_words_each_with_what_to_say_instead():
    assert 40 <= len(listed("")) <= 60 and all(listed("").values())


def test_the_files_of_words_have_none():
    said = {key: found_in(words, listed("")) for key, words in vocabulary("en").items() if not key.startswith("sentence.")}
    assert not {key: found for key, found in said.items() if found}


@pytest.mark.parametrize(
    ("which", "address"), DRAWN, ids=lambda value: value if isinstance(value, str) else "-".join(value.values())[:40]
)
def test_no_page_shows_one(real_home, monkeypatch, which, address):
    monkeypatch.setenv("KB_HOME", str(real_home))
    test = page(which, **address)
    assert not test.exception
    assert not {text[:200]: found for text in spoken(test.main) if (found := found_in(text, listed("page")))}


def test_a_text_with_one_is_caught():
    assert found_in("The codebook has it", listed("page")) and not found_in("`codebook`", listed("page"))
    assert len(LANGUAGES) == 2
