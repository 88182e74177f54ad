"""The reference pages, the JSON-LD context and the issue forms are those of the program and the facts of today."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from pyoxigraph import RdfFormat, parse

from kb.commands import VERBS
from kb.loaders.dossier_records import Instrument
from kb.loaders.file_schemas import GLOBS
from kb.loaders.words import schemes, words
from kb.naming.namespaces import POL, PREFIXES
from kb.sparql.stored import library_queries
from operations.reference import programs
from operations.reference.__main__ import FOLDER, FORMS, left_over, written
from operations.reference.pages import BEGIN, END, MOST_LINES, Part, Section, pages, put_in, stale, table

FILES = written()
TEXTS = {path.relative_to(FOLDER).as_posix(): text for path, text in FILES.items() if path.parent == FOLDER}
ALL = "\n".join(TEXTS.values())


def test_no_page_is_stale_and_none_is_left_over():
    assert not stale(FILES) and not left_over(FILES), "run python -m operations.reference"


def test_a_change_of_the_program_makes_a_page_stale(monkeypatch):
    monkeypatch.setattr(programs, "_first", lambda found: "Something else.")
    assert FOLDER / "python.md" in stale(written())


@pytest.mark.parametrize("name", [name for name in TEXTS if name.endswith(".md")])
def test_every_page_is_short_and_its_links_lead_somewhere(name):
    text = TEXTS[name]
    assert text.startswith("# ") and text.count("\n") <= 200 and text.count(BEGIN) == text.count(END) == 1
    for link in re.findall(r"\]\((?!https?:)([^)#\s]+)", text):
        assert (FOLDER / link) in FILES or (FOLDER / link).exists(), link
    assert name == "README.md" or f"]({name})" in TEXTS["README.md"]


def test_it_holds_every_command_query_word_question_and_file():
    for verb in (verb for verbs in VERBS.values() for verb in verbs):
        assert f"\n`kb {verb} " in ALL, verb
    for one in library_queries():
        assert f"| `{one.name}` |" in ALL, one.name
    for scheme in schemes():
        assert all(f"| `{word}` |" in ALL for word in words(scheme)), scheme
    assert all(f"`facts/{glob}`" in ALL for glob in GLOBS.values())
    assert "| `forced-divestiture` |" in ALL and "`--as-of`" in ALL and "| `/sparql` |" in ALL and "`/api/v1/compare`" in ALL


def test_every_field_of_a_record_stands_with_what_it_holds():
    section = next(
        text.partition("## Instrument\n")[2].partition("\n## ")[0] for text in TEXTS.values() if "## Instrument\n" in text
    )
    for name, field in Instrument.model_fields.items():
        assert f"| `{field.alias or name}` |" in section, name
    assert "| `type` | word of `instrument-type` | yes |" in section and "| `dates` | several: Event" in section


def test_what_people_write_around_the_generated_part_stays():
    before = put_in(None, "A page", "What it is.", ["old"])
    mine = before.replace("What it is.", "Words of mine.") + "\nAnd more.\n"
    after = put_in(mine, "Another title", "Another sentence.", ["new"])
    assert "Words of mine." in after and after.endswith("And more.\n") and "old" not in after and "\nnew\n" in after


def test_a_part_that_is_long_fills_several_pages_and_no_section_is_cut():
    sections = tuple(Section(f"s{number}", tuple("x" * 50)) for number in range(9))
    found = list(pages(Part("p", "P", "About.", sections)))
    assert [name for name, *_ in found] == ["p", "p-2", "p-3"] and found[0][1] == "P (1)"
    assert all(len(lines) <= MOST_LINES for *_, lines in found)
    assert sum(line.startswith("## ") for *_, lines in found for line in lines) == 9
    assert table(["a"], [["x|y\nz"]])[-1] == "| x\\|y z |"


def test_the_context_names_every_term_and_gives_its_links(tmp_path):
    context = json.loads(TEXTS["context.jsonld"])["@context"]
    quads = [quad for file in ("policy.ttl", "relations.ttl") for quad in parse(path=f"ontology/{file}", format=RdfFormat.TURTLE)]
    terms = {quad.subject.value for quad in quads if getattr(quad.subject, "value", "").startswith(POL)}
    assert all(term.removeprefix(POL) in context for term in terms) and context["skos"] == PREFIXES["skos"]
    said = {"@context": context, "@id": "id:claim/x", "@type": "Claim", "jurisdiction": "id:jurisdiction/us", "pinpoint": "s. 1"}
    found = {
        (quad.predicate.value, getattr(quad.object, "value", "")) for quad in parse(json.dumps(said).encode(), RdfFormat.JSON_LD)
    }
    assert (f"{POL}jurisdiction", f"{PREFIXES['id']}jurisdiction/us") in found and (f"{POL}pinpoint", "s. 1") in found


def test_issue_forms_ask_for_the_fields_of_the_record():
    forms = {path.stem: yaml.safe_load(text) for path, text in FILES.items() if path.parent == FORMS}
    assert forms.keys() >= {"instrument", "case", "source", "correction"}
    fields = {one["id"]: one for one in forms["instrument"]["body"]}
    assert fields.keys() == {(field.alias or name).rstrip("_") for name, field in Instrument.model_fields.items()}
    assert (
        fields["type"]["attributes"]["options"] == list(words("instrument-type")) and fields["title"]["validations"]["required"]
    )
    for name, form in forms.items():
        assert {"name", "description", "body"} <= form.keys() and len(form["description"]) <= 200, name
        assert all(one["type"] in ("input", "textarea", "dropdown") for one in form["body"]), name


def test_an_editor_gets_its_line_with_the_path_to_the_schema(tmp_path, monkeypatch):
    from click.testing import CliRunner

    from kb.commands.cli import app

    monkeypatch.chdir(tmp_path)
    told = CliRunner().invoke(app, ["schemas", ".vscode"]).output.splitlines()
    lines = dict(line.split(": # yaml-language-server: $schema=") for line in told[1:])
    assert len(lines) == len(GLOBS)
    for glob, address in lines.items():
        file = Path(glob.replace("*", "x"))
        assert (tmp_path / file.parent / address).resolve().is_file(), glob
