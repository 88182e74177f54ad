"""Each hygiene check finds the fault it was written for, at its file and line, and nothing in sound facts."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from conftest import MINI_FACTS
from pyoxigraph import Literal, NamedNode, Quad, Store

from kb.building.build import load_checked, ontology_quads
from kb.building.hygiene import run_checks
from kb.loaders.facts import read_facts
from kb.loaders.problems import CuratedDataError, Problem
from kb.loaders.words import ONTOLOGY
from kb.naming import iris
from kb.naming.namespaces import expand
from kb.projection import project

SALE, SCREENING, PLATFORM_ACT, PRIVACY = (
    f"instruments/{name}.yaml" for name in ("xa/sale-act", "xa/screening-act", "xa/platform-act", "xb/privacy-act")
)
PAUSED = "- {on: 2025-02-01, until: 2025-08-01, what: enforcement-suspended, to: owner-co, by: xa/pause-order}"
# the loaders refuse these first
NOT_IN_FACTS = {"every-term-is-defined", "cell-that-would-be-blank", "question-that-cannot-be-answered", "answer-of-the-scale"}


@dataclass(frozen=True)
class Fault:
    """One replacement in one file of the invented facts, and where the check must point for it."""

    check: str
    file: str
    old: str
    new: str
    message: str
    found_in: str
    found_at: str
    severity: str = "error"


FAULTS = [
    Fault(
        "absence-says-what-it-covers",
        "absences/xa.yaml",
        "      covers:\n        until: 2023-01-01\n        because: The statutes were read in all their versions.\n",
        "      until: 2023-01-01\n",
        "does not say which days its search covers",
        "absences/xa.yaml",
        "audit:",
        "warning",
    ),
    Fault(
        "answer-and-absence-overlap",
        PRIVACY,
        "      withdrawn: {on: 2026-02-01, why: corrected, note: The section says nothing on owners.}\n",
        "",
        "overlaps in time with the answer",
        "absences/xb.yaml",
        "ownership-test:",
    ),
    Fault(
        "beside-has-a-counterpart",
        SALE,
        "    - answer: required\n",
        "    - answer: required\n      beside: xa/pause-order\n",
        "stands beside xa/pause-order, which has no claim on this question",
        SALE,
        "from: 2024-03-01",
    ),
    Fault(
        "contradicted-statement-has-evidence",
        "sources/article.yaml",
        "    verdict: forecast\n",
        "    verdict: contradicted\n",
        "add 'because:' or 'evidence:'",
        "sources/article.yaml",
        "c2:",
    ),
    Fault(
        "enforcement-suspension-is-a-relation",
        SALE,
        PAUSED,
        PAUSED.replace("pause-order", "platform-act"),
        "add the relation enforcement_suspended_by",
        SALE,
        "title: Sale of Platforms Act",
        "warning",
    ),
    Fault(
        "event-ends-after-it-begins", SALE, "until: 2025-08-01", "until: 2025-01-31", "lasts until 2025-01-31", SALE, "2025-01-31"
    ),
    Fault(
        "event-order",
        SALE,
        "- {on: 2024-03-01, what: in-force}",
        "- {on: 2023-03-01, what: in-force}",
        "in force on 2023-03-01 but made on 2024-03-01",
        SALE,
        "title: Sale of Platforms Act",
    ),
    Fault(
        "law-claims-of-one-scope-conflict",
        SCREENING,
        "    - answer: review\n",
        "    - answer: review\n      scope: {platform: clip}\n",
        "answers differently from",
        SALE,
        "from: 2024-03-01",
        "warning",
    ),
    Fault(
        "one-file-for-each-act",
        SCREENING,
        "type: statute\n",
        "type: statute\nidentifiers: {us-public-law: 99-1}\n",
        "99-1 is also the us-public-law of xa/sale-act; keep one file for one act, or correct the identifier",
        SCREENING,
        "identifiers:",
    ),
    Fault(
        "party-duty-is-designated",
        PLATFORM_ACT,
        "scope: {party: vlop}",
        "scope: {party: gatekeeper}",
        "no platform is designated as",
        PLATFORM_ACT,
        "from: 2023-01-01",
        "warning",
    ),
    Fault(
        "retired-question-has-successors",
        "codebook/data.yaml",
        "    how_to_code: Independent checks only.\n",
        "    how_to_code: Independent checks only.\n    replaced_by: [ownership-check]\n",
        "name questions under 'replaced_by:' that are asked today",
        "codebook/data.yaml",
        "audit:",
    ),
    Fault(
        "stakes-sum-to-at-most-100",
        "organisations.yaml",
        '"100"',
        '"100.5"',
        "add up to 100.5",
        "organisations.yaml",
        "service-xa:",
    ),
    Fault(
        "suspension-names-its-cause",
        SALE,
        ", by: xa/pause-order}",
        "}",
        "add 'by:'",
        SALE,
        "what: enforcement-suspended",
    ),
]


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    """A copy of the invented facts that a test may break."""
    return Path(shutil.copytree(MINI_FACTS, tmp_path / "facts"))


def loaded(facts: Path) -> Store:
    """The facts and the ontology in a store, not checked."""
    store = Store()
    store.bulk_extend(project(read_facts(facts)))
    store.bulk_extend(ontology_quads())
    return store


def plant(facts: Path, fault: Fault) -> None:
    path = facts / fault.file
    text = path.read_text(encoding="utf-8")
    assert text.count(fault.old) == 1, f"{fault.file} no longer has exactly one {fault.old!r}"
    path.write_text(text.replace(fault.old, fault.new), encoding="utf-8")


def line_of(path: Path, words: str) -> int:
    """Number of the first line that has the words."""
    return next(number for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if words in line)


def test_sound_facts_give_no_error_and_no_warning() -> None:
    _, _, warnings = load_checked(MINI_FACTS)
    assert warnings == []


def test_every_check_has_a_planted_fault() -> None:
    planted = {fault.check for fault in FAULTS} | NOT_IN_FACTS
    assert planted == {path.stem for path in (ONTOLOGY / "checks").glob("*.rq")}


def found_problem(fault: Fault, facts: Path) -> Problem:
    """The only problem that the planted fault causes."""
    plant(facts, fault)
    errors, warnings = run_checks(loaded(facts), facts)
    (problem,) = errors if fault.severity == "error" else warnings
    assert len(errors) + len(warnings) == 1
    return problem


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.check)
def test_check_finds_its_fault_in_its_file(fault: Fault, facts: Path) -> None:
    problem = found_problem(fault, facts)
    assert problem.path == f"facts/{fault.found_in}"
    assert fault.message in problem.message


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.check)
def test_problem_points_at_the_line(fault: Fault, facts: Path) -> None:
    assert found_problem(fault, facts).line == line_of(facts / fault.found_in, fault.found_at)


def test_a_class_that_reaches_no_platform_needs_no_designation(facts: Path) -> None:
    fault = next(fault for fault in FAULTS if fault.check == "party-duty-is-designated")
    plant(facts, replace(fault, new="scope: {party: measure-addressee}"))
    assert run_checks(loaded(facts), facts) == ([], [])


def test_a_copied_file_is_refused(facts: Path) -> None:
    shutil.copy(facts / SALE, facts / "instruments/xa/sale-act-too.yaml")
    with pytest.raises(CuratedDataError, match="99-1 is also the us-public-law of xa/sale-act; keep one file for one act"):
        load_checked(facts)


def test_undefined_term_is_found() -> None:
    """No facts file can cause this fault, only a change of the projection: so a quad is planted instead."""
    store = loaded(MINI_FACTS)
    subject, undefined = NamedNode(iris.entity("platform", "clip")), expand("pol:undefinedTerm")
    store.add(Quad(subject, NamedNode(undefined), subject, NamedNode(iris.graph("facts/platforms.yaml"))))
    errors, warnings = run_checks(store, MINI_FACTS)
    assert errors == [Problem(undefined, 0, "is used but not defined in ontology/policy.ttl or ontology/relations.ttl")]
    assert warnings == []


@pytest.mark.parametrize(
    ("node", "predicate", "file", "line", "key"),
    [
        (iris.entity("claim", "xa/sale-act/forced-sale/2024-03-01--clip"), "pol:inShort", SALE, "forced-sale:", "in_short"),
        (iris.answer("forced-sale", "review"), "rdfs:label", "codebook/ownership.yaml", "review:", "label"),
    ],
)
@pytest.mark.parametrize("words", [None, "", "\u200b", "\u2014"])
def test_a_cell_that_would_be_blank_is_found(
    node: str, predicate: str, file: str, line: str, key: str, words: str | None
) -> None:
    """The loaders refuse such facts; the check is there for whatever else writes quads."""
    store = loaded(MINI_FACTS)
    (stated,) = store.quads_for_pattern(NamedNode(node), NamedNode(expand(predicate)), None)
    store.remove(stated)
    if words is not None:
        store.add(Quad(stated.subject, stated.predicate, Literal(words), stated.graph_name))
    errors, _ = run_checks(store, MINI_FACTS)
    assert [problem.message for problem in errors] == [f"its cell would be blank; say it in words under '{key}:'"]
    assert errors[0].path == f"{MINI_FACTS.name}/{file}"
    assert errors[0].line >= line_of(MINI_FACTS / file, line)
