"""Small faults that no other test noticed when they were planted, each with the case that shows it."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kb.cells.teller import Teller, value_quads
from kb.naming import iris
from kb.release.policy_choice import policies_from_rows
from kb.release.release import Release
from kb.values.evidence import MEMORY, read_words
from kb.values.stored import StoredReading

HERE, THERE, THIRD = (NamedNode(f"https://example.org/{name}") for name in ("here", "there", "third"))


@pytest.mark.parametrize(("read", "said"), [("Memory", MEMORY), ("the Code of Trade", f"{MEMORY} (the Code of Trade)")])
def test_what_is_said_from_memory_names_what_was_remembered_unless_that_is_no_name(read, said):
    assert read_words([StoredReading(read=read, kind="memory")], "memory") == said


@pytest.mark.parametrize("about", ["Law before press.", None])
def test_a_policy_keeps_what_is_said_about_it(about):
    row = {"policy": iris.entity("policy", "x"), "version": "1", "title": "X", "about": about, "name": "grade"}
    assert policies_from_rows([row])["x"].about == (about or "")


def test_two_openings_of_one_release_are_equal_whoever_gives_its_files(tmp_path):
    plain = Release(Path(tmp_path), {"release": "x"})
    assert plain == Release(Path(tmp_path), {"release": "x"}, published=cast(Any, object()))


def test_a_value_is_named_as_the_file_of_its_claim_names_it_and_else_as_another_does():
    own, other = NamedNode("https://example.org/value/own"), NamedNode("https://example.org/value/other")
    label = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    given = tuple(Quad(HERE, THIRD, value, HERE) for value in (own, other))
    names = {
        own.value: (Quad(own, label, Literal("ours"), HERE), Quad(own, label, Literal("theirs"), THERE)),
        other.value: (Quad(other, label, Literal("elsewhere"), THERE),),
    }
    stated = SimpleNamespace(of=lambda iri, *predicates: given if iri == "claim" else names[iri])
    told = value_quads(cast(Teller, SimpleNamespace(stated=stated)), cast(Any, SimpleNamespace(iri="claim")))
    assert [quad.object.value for quad in told[2:]] == ["ours", "elsewhere"]
