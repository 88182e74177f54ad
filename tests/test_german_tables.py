"""Tables in German say all in German that stands around the sentences of law, in every format; English ones are as ever."""

import json
import re
from dataclasses import replace

import pytest
from click.testing import CliRunner

from kb.cells.comparison import compare
from kb.citations.styled import cited_in
from kb.commands.cli import app
from kb.embedding.kinds import shown
from kb.embedding.verification import SUPERSEDED, TAMPERED, verify
from kb.language.language import vocabulary
from kb.naming.provision_links import edition
from kb.tables import FORMATS, table_bytes
from kb.tables.formed import laid_out
from kb.tables.latex import MACROS, PREAMBLE
from kb.tables.seals import LAYOUT, _hash, layout_of, read_seal
from kb.tables.shown import shown_markdown
from kb.values.comparability import KINDS, STAGES
from kb.values.disputes import DOUBTS
from kb.values.evidence import MEMORY, READ
from kb.values.evidence_words import GRADE_REMARKS, NOT_READ, NOTHING_READ
from kb.values.form import Form
from kb.values.model import STATE_WORDS
from kb.values.words import ENFORCEMENT_WORDS, LEGAL_WORDS, cell_words, legend

PLACES = ["us", "eu", "sg", "us-tx", "ie", "cn", "gb"]
WRITTEN = [name for name, found in FORMATS.items() if found.has_form and name != "png"]  # a PNG is drawn as the SVG is
GROUPS = ("around", "status", "state", "read-as", "doubt", "reading", "searches", "unread", "file")
FORMS = [
    Form(lang="de"),
    Form(lang="de", detail="label", notes="sources"),
    Form(lang="de", detail="sentence", notes="short", transpose="yes"),
]
SHORTEST = 4  # letters
IN_BOTH = {"text", "code", "title", "table"}  # a word of German, or of the markup of a format


def english() -> set[str]:
    """Every piece of English that the program says around cells, from its own lists."""
    lists = (STATE_WORDS, LEGAL_WORDS, ENFORCEMENT_WORDS, GRADE_REMARKS, DOUBTS, KINDS, STAGES, READ)
    said = {words for one in lists for words in one.values()} | {MEMORY, NOTHING_READ, *legend()}
    said |= {words for pair in NOT_READ.values() for words in pair}
    said |= {
        "Law as of",
        "as known on",
        "evidence to",
        "Otherwise for",
        "Beside it",
        "Last known",
        "As scheduled on",
        "Compare with care",
    }
    ours, theirs = vocabulary("en"), vocabulary("de")
    said |= {words for key, words in ours.items() if key.partition(".")[0] in GROUPS and words != theirs[key]}
    pieces = {piece.strip(" .,:;()…[]“”∅—▮?◆⚠◇○△⊕≠") for words in said for piece in re.split(r"\{\w*\}", words)}
    return {piece for piece in pieces if len(piece) >= SHORTEST and piece.lower() not in IN_BOTH}


@pytest.fixture(scope="module")
def asked(real_release):
    heads = real_release.reader.questions()
    return compare(real_release.reader, PLACES, questions=list(heads), as_of="2026-11-30", known_on="2026-11-30")


@pytest.fixture(scope="module")
def bare(asked):
    """The comparison, a few of each kind of cell; what people wrote is a word of Latin, all else is the program's."""

    def told(one):
        dossier = one.dossier and one.dossier._replace(title="Titulus", short=None, identifiers=(), dated=None, issued=None)
        readings = tuple(
            it._replace(read="Scriptum", edition=None, passage=None, publisher=it.publisher and "Editor")
            for it in one.claim.readings
        )
        ours = {"in_short": "Lex.", "pinpoint": "1", "searched": ("Scriptum",), "read_in": "Scriptum", "coded_by": "Codex"}
        ours |= {"covers_because": one.claim.covers_because and "Causa", "readings": readings}
        return one._replace(claim=one.claim._replace(**ours), dossier=dossier)

    def plain(cell):
        computed = cell.in_short in (NOTHING_READ, *(said for _, said in NOT_READ.values()))
        said = cell.in_short if computed or cell.parts else "Lex."
        return replace(
            cell,
            in_short=said,
            claims=tuple(map(told, cell.claims)),
            otherwise=tuple(it._replace(in_short="Lex.") for it in cell.otherwise),
        )

    kinds = {}
    for cell in asked.cells:
        words = cell_words(cell)
        seen = (
            cell.state,
            cell.last_known,
            cell.legal_status,
            cell.enforcement_status,
            words.remarks[-1:],
            bool(words.beside),
            bool(cell.otherwise),
            bool(cell.parts),
        )
        for kind in (seen, tuple(line.text for line in (*words.doubts, *words.warnings))):
            kinds.setdefault(kind, cell.question)
    questions = tuple(head for head in asked.questions if head.id in kinds.values())
    kept = tuple(
        plain(replace(cell, in_short=cell.in_short.removeprefix(_own(cell))))
        for cell in asked.cells
        if cell.question in kinds.values()
    )
    return replace(
        asked, questions=questions, cells=kept, notes=tuple(replace(note, citation="Nota", url=None) for note in asked.notes)
    )


def _own(cell) -> str:
    """What a federation says of itself before the parts that have a rule."""
    return cell.in_short.partition("In a part only: ")[0] if cell.parts else ""


@pytest.mark.parametrize("form", FORMS, ids=["full", "label", "transposed"])
@pytest.mark.parametrize("kind", WRITTEN)
def test_no_written_format_says_english_around_the_sentences_of_law(real_release, bare, kind, form):
    if form is not FORMS[0] and kind not in ("md", "html", "docx"):
        pytest.skip("what a form changes is the same sheet in every format")
    data = table_bytes(bare, kind, form, cited_in(real_release, bare, form))
    text = data.decode("utf-8") if kind == "txt" else " ".join(shown("html" if kind == "paste" else kind, data).pieces)
    text = re.sub(r"<[^>]*>|\\(?=\W)|[.\w]*\.notes\{[^}]*\}", " ", text)  # without tags and looks
    for name in (bare.publisher, *(head.id for head in bare.questions)):
        text = text.replace(name, "")
    markup = MACROS + PREAMBLE if kind == "tex" else ""
    found = [said for said in english() if re.search(rf"\b{re.escape(said)}\b", text, re.IGNORECASE) and said not in markup]
    assert not [
        (said, re.search(rf".{{0,60}}\b{re.escape(said)}\b.{{0,40}}", text, re.IGNORECASE | re.DOTALL)[0]) for said in found
    ]
    assert "Vereinigte Staaten" in text and ("Ausgabe" in text or kind == "paste")


@pytest.mark.parametrize("kind", ["md", "html", "docx", "tex", "txt"])
def test_a_german_file_says_that_its_sentences_are_english_and_why_an_answer_is_last_known(real_release, asked, kind):
    notice, why = (vocabulary("de")[f"around.{name}"] for name in ("written-in", "why-last"))

    def said(form):
        data = table_bytes(asked, kind, form, cited_in(real_release, asked, form))
        words = data.decode("utf-8") if kind in ("txt", "tex") else " ".join(shown(kind, data).pieces)
        return " ".join(words.replace("{}", "").split())

    german, label, plain = said(Form(lang="de")), said(Form(lang="de", detail="label")), said(Form())
    assert notice in german and why in german and why in label
    assert notice not in label, "a table of short answers has no sentences"
    assert vocabulary("en")["around.written-in"] not in plain and notice not in plain


def test_what_people_wrote_stays_and_names_are_those_of_the_release(real_release, asked):
    sheet = laid_out(asked, form=Form(lang="de"), cited=cited_in(real_release, asked, Form(lang="de")))
    plain = laid_out(asked)
    pairs = [
        (one, other)
        for row, its in zip(plain.rows, sheet.rows, strict=True)
        for one, other in zip(row.cells, its.cells, strict=True)
    ]
    written = [(one.words.sentence, other.words.sentence) for one, other in pairs if one.words.sentence != NOTHING_READ]
    assert sum(one == other for one, other in written) > 0.9 * len(written)
    assert {head.text for head in asked.questions}.isdisjoint(row.text for row in sheet.rows)
    assert [note.url for note in sheet.notes] == [edition(note.url, "de") for note in plain.notes]


def test_a_style_of_citation_keeps_its_form_and_says_what_was_read_in_german(real_release, mini_release):
    table = compare(real_release.reader, ["us"], questions=["forced-divestiture"])
    form = Form(lang="de", style="oscola")
    notes = laid_out(table, form=form, cited=cited_in(real_release, table, form)).notes
    assert any("gelesen: " in note.citation for note in notes) and not any("read in " in note.citation for note in notes)


@pytest.fixture
def german(real_home, tmp_path):
    path = tmp_path / "t.md"
    command = ["compare", "us", "sg", "-q", "forced-divestiture", "--lang", "de", "-o", str(path), "--home", str(real_home)]
    assert CliRunner().invoke(app, command).exit_code == 0
    return path


def test_a_german_table_verifies_and_one_that_was_edited_by_hand_is_found(real_home, german):
    assert verify(german, real_home).word == "identical"
    text = german.read_text(encoding="utf-8")
    german.write_text(text.replace("Gesetzlich vorgeschrieben", "Nicht vorgeschrieben"), encoding="utf-8")
    assert german.read_text(encoding="utf-8") != text and verify(german, real_home).word == TAMPERED


def test_a_german_table_of_before_is_superseded_and_not_called_altered(real_home, german):
    text = german.read_text(encoding="utf-8").replace("Vereinigte Staaten", "United States")
    found = shown_markdown(text)
    seal = read_seal(found.seals[0])
    assert seal.layout == layout_of({"lang": "de"}) > LAYOUT
    sha256 = _hash(seal.query, seal.release, seal.content, LAYOUT, found.pieces, seal.form)
    german.write_text(text.replace(found.seals[0], replace(seal, layout=LAYOUT, sha256=sha256).text()), encoding="utf-8")
    verdict = verify(german, real_home)
    assert verdict.word == SUPERSEDED and "laid out by an earlier version" in " ".join(verdict.details)


def test_embed_fills_a_german_table_leaves_it_and_finds_an_edit(real_home, tmp_path):
    report = tmp_path / "r.md"
    report.write_text("<!-- kb:compare us sg questions=forced-divestiture lang=de -->\n<!-- kb:end -->\n", encoding="utf-8")
    run = CliRunner().invoke
    assert run(app, ["embed", str(report), "--home", str(real_home)]).exit_code == 0
    text = report.read_text(encoding="utf-8")
    assert "Plattformregeln" in text and json.loads(shown_markdown(text).seals[0])["layout"] == layout_of({"lang": "de"})
    assert run(app, ["embed", "--check", str(report), "--home", str(real_home)]).exit_code == 0
    report.write_text(text.replace("anwendbar", "unanwendbar"), encoding="utf-8")
    told = run(app, ["embed", "--check", str(report), "--home", str(real_home)])
    assert told.exit_code == 1 and "edited by hand" in told.output


def test_data_are_the_same_in_every_language_and_english_keeps_its_layout(real_release, asked):
    for kind in ("csv", "json"):
        assert table_bytes(asked, kind, Form(lang="de"), cited_in(real_release, asked, Form(lang="de"))) == table_bytes(
            asked, kind
        )
    english = table_bytes(asked, "md").decode("utf-8")
    assert read_seal(shown_markdown(english).seals[0]).layout == LAYOUT


def test_a_thing_is_shown_with_german_headings_kinds_and_relations(real_home):
    told = CliRunner().invoke(app, ["show", "platform/tiktok", "--lang", "de", "--home", str(real_home)]).output
    assert "Heute (" in told and "bis offen  Einstufung: " in told and "TikTok gehört zu ByteDance" in told
    english = CliRunner().invoke(app, ["show", "platform/tiktok", "--home", str(real_home)]).output
    headings = {line.partition(" (")[0] for line in english.splitlines() if re.fullmatch(r"[A-Z][a-z ]+ \(\d+\)", line)}
    assert headings and not [one for one in headings if f"\n{one} (" in told] and "to open" not in told
