"""The words of the interface: the same keys in each language, and none outside the files of words."""

import ast
import re
from pathlib import Path

import pytest

from kb.building.search_index import SEARCHED_KINDS
from kb.clocks.change_causes import CAUSES
from kb.clocks.regime import STANDINGS
from kb.explanation.formats import FORMATS as EXPLANATIONS
from kb.graph.lanes import LANES
from kb.similarity.sentences import SENTENCES
from kb.tables import FORMATS as TABLES
from kb.ui.pages.article import VERDICTS
from kb.ui.pages.entity import FORMATS as ENTITY
from kb.ui.words import LANGUAGES, vocabulary
from kb.values.model import STATE_WORDS, STATES
from kb.values.words import LEGAL_WORDS

UI = Path(__file__).resolve().parent.parent / "kb" / "ui"
PAGES = sorted(UI.rglob("*.py"))
NAMES = {*LANGUAGES.values(), "in short"}  # languages name themselves; a column of kb.graph.network


CHOSEN = {"said-of-similarity.question": {"name", "text"}}  # a language takes one of these values


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_keys_and_no_empty_words(language):
    words = vocabulary(language)
    assert set(words) == set(vocabulary("en"))
    assert all(value.strip() for value in words.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_puts_in_the_same_values(language):
    for key, words in vocabulary(language).items():
        values, offered = set(re.findall(r"{(\w+)", words)), set(re.findall(r"{(\w+)", vocabulary("en")[key]))
        assert values <= CHOSEN[key] and len(values) == 1 if key in CHOSEN else values == offered, key


def test_the_second_language_is_another_one():
    english = vocabulary("en")
    german = vocabulary("de")
    assert not [key for key in german if german[key] == english[key] and re.search(r"[a-z]{4} [a-z]{3}", german[key])]


@pytest.mark.parametrize(
    ("prefix", "names"),
    [
        ("cause", CAUSES),
        ("state", STATES),
        ("legal", LEGAL_WORDS),
        ("explain", ("decides", "disputes", "beside", "overlaid", "agrees", "yields")),
        ("regime", STANDINGS),
        ("timeline.lane", LANES),
        ("kind", SEARCHED_KINDS),
        ("verdict", VERDICTS),
        ("format", (*TABLES, *EXPLANATIONS, *ENTITY)),
    ],
)
def test_every_name_of_a_closed_list_has_words(prefix, names):
    join = "-" if "." in prefix else "."
    assert not [name for name in names if f"{prefix}{join}{name}" not in vocabulary("en")]


def keys_used(path):
    """Keys that are written out in calls of t, counted and has."""
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    named = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in ("t", "counted") and call.args]
    return {(call.func.id, call.args[0].value) for call in named if isinstance(call.args[0], ast.Constant)}


def test_every_key_that_a_page_uses_exists():
    for path in PAGES:
        for function, key in keys_used(path):
            assert (f"{key}.one" if function == "counted" else key) in vocabulary("en"), f"{path.name}: {key}"


MARKUP = re.compile(r'</?\w+|[\w-]+="')  # an element, and an attribute; its value may be words


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(UI).as_posix())
def test_no_page_has_words_of_the_interface_of_its_own(path):
    """A text with two words, or one that begins with a capital, is taken for words of the interface; names of HTML are none."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    documented = ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    docs = {node.body[0].value for node in nodes if isinstance(node, documented) and is_documented(node)}
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docs}
    said = {MARKUP.sub("", text) for text in texts - NAMES}
    assert not [text for text in said if re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}|^[A-Z][a-z]+", text)]


def test_words_in_markup_are_words():
    assert "Next page" in MARKUP.sub("", '<a class="way" aria-label="Next page">') and not MARKUP.sub("", '<div class="').strip()


def is_documented(node):
    return bool(node.body) and isinstance(node.body[0], ast.Expr) and isinstance(node.body[0].value, ast.Constant)


def test_the_pages_and_the_command_tell_similarity_in_the_same_sentences():
    prefix = "said-of-similarity."
    said = {key.removeprefix(prefix): words for key, words in vocabulary("en").items() if key.startswith(prefix)}
    assert said == {key: words for key, words in SENTENCES.items() if not key.startswith("state-")}
    assert {f"state.{state}": words for state, words in STATE_WORDS.items()}.items() <= vocabulary("en").items()
