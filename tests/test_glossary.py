"""The glossary: one meaning for each word, in two languages, that pages, legends and documents say; none is written twice."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kb.building.search_index import SEARCHED_KINDS
from kb.naming.glossary import filled, parts, terms
from kb.naming.marks import BY_SIGN, MARKS
from kb.ui import pages
from kb.ui.frame.explained import words_of_page
from kb.ui.pages.glossary import has
from kb.ui.sections import NAMES
from kb.ui.words import LANGUAGES, speak_of, vocabulary, without_platforms
from kb.values.evidence_words import GRADE_REMARKS
from kb.values.model import STATE_MARKS, STATES
from kb.values.stored import KEEPS_GOOD
from kb.values.words import EXPLAINED, LOUD, legend
from operations.reference.__main__ import GLOSSARY, README, written
from tests.test_plain_words import found_in, listed
from tests.test_ui_pages import page, shown

ROOT = Path(__file__).resolve().parent.parent
UI, PAGES = ROOT / "kb/ui", Path(pages.__file__).parent
WORD_FILES = [*(ROOT / "kb/ui/words").glob("*.yaml"), *(ROOT / "kb/language/words").glob("*.yaml")]
SHORT = 20  # a meaning of two words, such as *nobody looked*, may stand in a sentence
# how pages head or mark a thing, and the word of the glossary whose name it is
SAID = {
    "cell.disputed": "disputed", "state.not-applicable": "not-applicable", "state.silent": "silent", "state.withheld": "withheld",
    "state.not-researched": "not-researched", "compare.question": "question", "coverage.dimension": "dimension",
    "kind.claim": "finding", "coverage.jurisdiction": "jurisdiction",
    "cell.grade-secondary": "secondary", "cell.grade-anonymous": "anonymous",
    "doubt.equal-sources": "equal-sources", "kind.approach": "approach", "kind.power": "power", "kind.source": "source",
    "kind.instrument": "instrument", "kind.case": "case", "kind.organisation": "organisation", "kind.question": "question",
    "kind.dimension": "dimension", "kind.answer": "answer", "kind.jurisdiction": "jurisdiction",
    "similarity.distance": "distance", "similarity.bounds": "bounds",
    "enforcement.applicable": "applicable", "legal.in-force": "in-force",
}  # fmt: skip
BEGUN = {
    "cell.last-known": "last-known", "cell.evidence-to": "evidence-to", "cell.by-law-of": "layer",
    "sentence.in-a-part": "in-a-part",
    "regime.pending": "pending", "format.bundle": "bundle", "compare.policy-general-first": "general-rule",
    "cell.scheduled": "as-scheduled", "sentence.confirmed": "confirmed", "kind.platform": "platform",
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_has_a_name_and_a_meaning_in_each_language(language):
    told = terms(language)
    assert set(told) == set(terms("en")) and len(told) > 50
    assert all(term.name and term.means.endswith(".") and term.name[0].isupper() for term in told.values())
    assert len({term.name for term in told.values()}) == len(told)
    assert not [key for key in told if language != "en" and told[key].means == terms("en")[key].means]


def test_it_speaks_as_pages_do():
    told = {key: found_in(f"{term.name}: {term.means}", listed("")) for key, term in terms("en").items()}
    assert not {key: found for key, found in told.items() if found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_heads_a_thing_by_the_name_that_the_glossary_has(language):
    words, told = vocabulary(language), terms(language)
    same = {key: (words[key].casefold(), told[word].name.casefold()) for key, word in SAID.items()}
    assert not {key: pair for key, pair in same.items() if pair[0] != pair[1]}
    begun = {key: (words[key].casefold(), told[word].name.casefold()) for key, word in BEGUN.items()}
    assert not {key: pair for key, pair in begun.items() if not pair[0].startswith(pair[1].split()[0])}


def test_every_mark_kind_and_state_that_pages_show_is_in_it():
    shown_marks = {*STATE_MARKS.values(), *EXPLAINED, "◷", *(remark[0] for remark in GRADE_REMARKS.values())}
    assert shown_marks == set(BY_SIGN) and len(BY_SIGN) == len(MARKS)
    assert {*STATES, *LOUD, "secondary", "anonymous"} <= set(terms("en"))
    assert set(SEARCHED_KINDS) <= set(terms("en")), set(SEARCHED_KINDS) - set(terms("en"))


def test_a_word_with_a_mark_is_called_as_the_legend_calls_it():
    for language in LANGUAGES:
        told = terms(language)
        assert {key: told[key].mark for key in told if told[key].mark} == {key: mark.sign for key, mark in MARKS.items()}
        for key, mark in MARKS.items():
            assert mark.said(language).startswith(told[key].name[:1].lower() + told[key].name[1:])
            assert not told[key].means.startswith(told[key].name)


def test_a_table_is_written_without_reading_the_glossary():
    """Its words for pages are a file of YAML, which would be a tenth of the time of a command."""
    code = "import sys; from kb.tables import markdown, html, text; sys.exit('yaml' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def calls(path: Path, name: str) -> list[ast.Call]:
    tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return [node for node in tree if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name]


def test_every_page_says_which_words_it_uses_and_the_glossary_has_them():
    for name in NAMES:
        path = PAGES / f"{name.removesuffix('-page').replace('-', '_')}.py"
        said = [ast.unparse(call) for call in calls(path, "page_note")]
        plain = {one.replace(", has_statements=False", "") for one in said}
        assert name == "glossary" or plain == {"page_note(release, *WORDS)"}, name


def test_every_word_that_code_asks_for_is_in_it():
    asked = set()
    for path in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "WORDS" and path.name not in ("grid.py",):
                asked |= set(ast.literal_eval(node.value))
        asked |= {call.args[0].value for call in calls(path, "meaning")}
    assert len(asked) > 30 and asked <= set(terms("en")), asked - set(terms("en"))


@pytest.mark.parametrize("path", WORD_FILES, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_no_file_of_words_says_a_meaning_or_the_words_of_a_mark_itself(path):
    """They are taken from the glossary, as ``[[key]]`` and ``[[mark]]``."""
    raw = " ".join(path.read_text(encoding="utf-8").split())
    told = terms(path.stem)
    whole = [term for term in told.values() if len(term.means) > SHORT]
    assert "[[" in raw and not [term.key for term in whole if term.means in raw or term.sentence in raw]
    legends = [mark.marked(path.stem) for mark in MARKS.values()]
    assert not [one for one in legends if re.search(re.escape(one).replace(r"\ ", ":? "), raw)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_word_files_take_from_it_is_put_in(language):
    words = vocabulary(language)
    assert not [key for key, text in words.items() if "[[" in text]
    assert words["cell.legend"].split(" · ") == [BY_SIGN[mark].marked(language) for mark in "∅—…▮?◆⚠◇○△⊕≠◷"]
    told = terms(language)
    assert told["open-matter"].text in words["due.lead"] and told["no-answer"].sentence in words["coverage.lead"]


def test_a_word_that_it_lacks_is_no_text():
    with pytest.raises(KeyError, match="no-such-word"):
        filled("[[no-such-word]]", "en")


def test_tables_that_were_given_away_keep_their_legend():
    """Its words are part of what is verified."""
    assert " · ".join(legend()) == (
        "∅ none found after a search · — not applicable · … the text is silent · ▮ withheld · ? not researched · "
        "◆ otherwise for a named platform · ⚠ sources of equal weight disagree · ◇ not confirmed in a source, or from memory · "
        "○ known from reports only · △ read only in a copy or text that names no publisher · ⊕ applies beside it · "
        "≠ compare the row with care · last known (day): the evidence goes to that day"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_base_without_platforms_is_told_of_none(language):
    left = [term for part in parts(language, has_platforms=False) for term in part.terms]
    said = " ".join(f"{term.key} {term.name} {term.means}" for term in left)
    assert len(left) > 50 and "platform" not in said.casefold() and "plattform" not in said.casefold()
    assert "◆" not in without_platforms(language)["cell.legend"] + without_platforms(language)["map.how-set"]
    speak_of({}, False)
    try:
        assert "◆" not in words_of_page("otherwise", "cell") and "<dt>" in words_of_page("cell")
    finally:
        speak_of({}, True)


def test_the_days_of_grace_are_those_that_count():
    for language in LANGUAGES:
        assert all(str(days) in terms(language)["last-known"].means for days in KEEPS_GOOD)


def test_the_documents_have_all_of_it():
    files = written()
    for key, term in terms("en").items():
        assert f"**{term.name}**" in files[GLOSSARY] and term.means in files[GLOSSARY], key
    assert all(f"| {mark.sign} | {mark.said('en')} |" in files[README] for mark in MARKS.values())


def test_a_word_is_found_by_its_mark_its_name_and_its_meaning():
    last = terms("en")["last-known"]
    assert has(last, "") and has(last, "◷") and has(last, "LAST known") and has(last, "matter is open")
    assert not has(last, "⚠") and not has(last, "divestiture") and has(terms("en")["finding"], "claim")


@pytest.fixture
def real(real_home, monkeypatch):
    monkeypatch.setenv("KB_HOME", str(real_home))


def test_the_page_has_every_word_in_the_language_of_its_reader(real):
    test = page("glossary", lang="de")
    text = shown(test)
    assert not test.exception and all(f'id="word-{key}"' in text for key in terms("de"))
    assert "Zuletzt bekannt" in text and "Last known" not in text


def test_the_page_finds_what_is_looked_for(real):
    test = page("glossary", q="evidence ended")
    assert 'id="word-last-known"' in shown(test) and 'id="word-cell"' not in shown(test)
    test.text_input(key="word").set_value("xyzzy").run()
    assert "xyzzy" in test.info[0].value and 'id="word-' not in shown(test)


def test_a_page_explains_its_words_below_it(real):
    text = shown(page("compare", j="sg", q="data-localization-requirement", lang="de"))
    assert "Wörter dieser Seite" in text and terms("de")["last-known"].sentence in text
    assert 'href="glossary?lang=de"' in text
