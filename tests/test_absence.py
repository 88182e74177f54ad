"""Absence is data: no two states render alike in any format, no cell is blank, and every search shows its proof."""

import html
import io
import re
import zipfile
from dataclasses import replace

import pytest
from rdflib import SKOS, Graph
from table_readers import unlatex

from kb.cells.comparison import compare
from kb.loaders.words import ONTOLOGY, labels
from kb.tables import FORMATS, table_bytes
from kb.values.model import STATE_MARKS, STATE_WORDS, STATES

PROOF = ("2026-01-10", "kb-editors", "Statutes of Examplia in force on the day")


@pytest.fixture
def table(mini_release):
    return compare(mini_release.reader, ["xa"], questions=["local-storage"], as_of="2025-09-15", known_on="2026-06-01")


def rendering(table, name):
    """What a reader gets to see of a table in a format: its words, without markup and white space."""
    written = table_bytes(table, name)
    if zipfile.is_zipfile(io.BytesIO(written)):
        with zipfile.ZipFile(io.BytesIO(written)) as parts:
            shown = [part for part in sorted(parts.namelist()) if part.endswith((".xml", ".csv")) and "docProps" not in part]
            text = "".join(parts.read(part).decode("utf-8") for part in shown)
    elif name in ("png", "pdf"):
        return written
    else:
        text = written.decode("utf-8")
    if name == "tex":
        text = unlatex("\n".join(line for line in text.splitlines() if not line.startswith("%")))
    without_markup = re.sub(r"(?s)<(style|script|head)\b.*?</\1>|<[^>]+>", " ", text)
    return re.sub(r"[\s\\]+", "", html.unescape(without_markup))


def folded(text):
    return re.sub(r"\s+", "", text)


def of_state(table, state, label=None):
    """The table with its one cell in a state, everything else the same as in the other states."""
    head = table.questions[0]
    answer = head.answers[0][0] if state == "answered" else None
    words = label or (head.label(answer) if answer else STATE_WORDS[state])
    cell = replace(
        table.cells[0], state=state, answer=answer, label=words, in_short="The same words.", valid_from=None, claims=()
    )
    return replace(table, cells=(cell,), notes=())


@pytest.mark.parametrize("name", FORMATS)
def test_six_states_have_six_renderings(table, name):
    seen = {state: rendering(of_state(table, state), name) for state in STATES}
    assert len(set(seen.values())) == len(STATES) == 6
    assert seen == {state: rendering(of_state(table, state), name) for state in STATES}, "equal cells must render alike"


@pytest.mark.parametrize("name", FORMATS)
def test_even_under_one_label_the_states_differ(table, name):
    """The word alone does not carry the state: the mark or a field of its own does."""
    assert len({rendering(of_state(table, state, "The same label"), name) for state in STATES}) == 6


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("state", STATES)
def test_every_state_is_named_in_words_and_no_cell_is_blank(table, name, state):
    seen = rendering(of_state(table, state), name)
    if isinstance(seen, str):
        assert folded("The same words.") in seen
        assert folded(of_state(table, state).cells[0].label) in seen


@pytest.fixture(scope="module")
def everything(real_release):
    return of_places(real_release, real_release.reader.jurisdictions())


def of_places(release, places):
    return compare(release.reader, list(places), as_of="2025-09-15", known_on="2026-12-01")


def test_every_cell_of_the_real_base_has_words(everything):
    assert all(folded(cell.label) and folded(cell.in_short) for cell in everything.cells)


@pytest.mark.parametrize("name", FORMATS)
def test_no_cell_of_the_real_base_is_blank(real_release, everything, name):
    if name in ("svg", "docx", "odt", "pptx"):  # take long: the places that state something, whose words all others repeat
        everything = of_places(real_release, real_release.reader.claim_counts())
    if name in ("png", "pdf"):  # of more a picture has more pixels than programs open; what stands in them is not read here
        everything = of_places(real_release, list(real_release.reader.jurisdictions())[:6])
    seen = rendering(everything, name)
    if isinstance(seen, str):
        plain = seen.replace('"', "")
        missing = [cell for cell in everything.cells if folded(cell.in_short).replace('"', "") not in plain]
        assert not missing, (missing[0].jurisdiction, missing[0].question)


@pytest.mark.parametrize("name", FORMATS)
def test_the_proof_of_search_stands_in_the_notes_of_every_format(table, name):
    assert table.cells[0].state == "none-found"
    seen = rendering(table, name)
    if isinstance(seen, str):
        assert all(folded(proof) in seen for proof in PROOF)


def test_the_note_of_a_search_names_the_day_the_coder_and_all_places(real_release):
    everything = compare(
        real_release.reader, list(real_release.reader.jurisdictions()), as_of="2025-06-01", known_on="2026-12-01"
    )
    absent = [cell for cell in everything.cells if cell.winner and cell.answer is None]
    assert len(absent) > 100
    for cell in absent:
        claim, (number,) = cell.winner.claim, cell.winner.notes
        citation = everything.notes[number - 1].citation
        assert claim.searched and claim.searched_on and claim.coded_by
        for proof in (claim.searched_on, claim.coded_by, claim.read_in, *(place.rstrip(".") for place in claim.searched)):
            assert proof in citation


def test_the_marks_and_words_of_the_states_are_all_different():
    assert set(STATE_MARKS) == set(STATES) and set(STATE_WORDS) == set(STATES) - {"answered"}
    assert len(set(STATE_MARKS.values())) == len(STATES) and len(set(STATE_WORDS.values())) == len(STATE_WORDS)


def test_the_scheme_names_the_states_like_the_tables():
    assert set(labels("absence")) == set(STATE_WORDS.values())
    graph = Graph().parse(ONTOLOGY / "schemes" / "absence.ttl")
    for concept, notation in graph.subject_objects(SKOS.notation):
        assert str(graph.value(concept, SKOS.prefLabel)) == STATE_WORDS[str(notation)]
