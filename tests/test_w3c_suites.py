"""The runner of the W3C tests: what it says of a small suite, and of the W3C's own where a checkout is given."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import run_w3c_tests as runner
from tests.conftest import ROOT

CHECKOUT = Path(os.environ.get("KB_W3C_TESTS") or ROOT / ".rdf-tests")
HEAD = """@prefix mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#> .
@prefix qt: <http://www.w3.org/2001/sw/DataAccess/tests/test-query#> .
@prefix : <http://www.w3.org/2009/sparql/docs/tests/data-sparql11/small/manifest#> .
"""
ENTRY = ":{name} a mf:QueryEvaluationTest ; mf:action [ qt:query <{name}.rq> ; qt:data <data.ttl> ] ; mf:result <{name}.srj> .\n"
ANSWER = '{"head": {"vars": ["o"]}, "results": {"bindings": [{"o": {"type": "uri", "value": "urn:%s"}}]}}'


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Two tests of one triple: one that passes, and one whose expected answer is wrong."""
    folder = tmp_path / "sparql" / "sparql11"
    folder.mkdir(parents=True)
    listed = "".join(ENTRY.format(name=name) for name in ("right", "wrong"))
    (folder / "manifest-sparql11-query.ttl").write_text(f"{HEAD}<> mf:entries (:right :wrong) .\n{listed}", encoding="utf-8")
    (folder / "manifest-sparql11-results.ttl").write_text(f"{HEAD}<> mf:entries () .\n", encoding="utf-8")
    (folder / "data.ttl").write_text("<urn:s> <urn:p> <urn:right> .\n", encoding="utf-8")
    for name in ("right", "wrong"):
        (folder / f"{name}.rq").write_text("SELECT ?o { ?s ?p ?o }", encoding="utf-8")
        (folder / f"{name}.srj").write_text(ANSWER % name, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("listed", "code", "said"),
    [
        ([], 1, "FAIL  data-sparql11/small#wrong"),
        (["wrong"], 0, "known data-sparql11/small#wrong  The reason."),
        (["wrong", "right"], 1, "GONE  data-sparql11/small#right"),
    ],
)
def test_only_the_deviations_that_are_listed_may_fail_and_all_of_them_do(checkout, listed, code, said, monkeypatch, capsys):
    known = checkout / "known.md"
    known.write_text("".join(f"| `data-sparql11/small#{name}` | The reason. |\n" for name in listed), encoding="utf-8")
    monkeypatch.setattr(runner, "DEVIATIONS", known)
    assert runner.main([str(checkout), "sparql11", "--failures"]) == code
    assert said in capsys.readouterr().out


def test_without_a_checkout_or_with_a_suite_that_is_none_it_says_what_to_write(tmp_path, checkout, capsys):
    for arguments in ([], [str(tmp_path / "nowhere")], [str(checkout), "sparql12"]):
        assert runner.main(arguments) == 2 and "PATH-OF-A-CHECKOUT" in capsys.readouterr().out


def test_the_document_counts_its_deviations():
    text, known = runner.DEVIATIONS.read_text(encoding="utf-8"), runner.known_deviations()
    counted = re.findall(r"^\| SPARQL 1\.[01].*\| +(\d+) +\|$", text, re.MULTILINE)
    assert len(counted) == 2 and sum(map(int, counted)) == len(known) == sum(line.startswith("| `") for line in text.splitlines())
    assert re.search(r"^- SPARQL 1\.2: ", text, re.MULTILINE) and re.search(r"^- RDF syntax ", text, re.MULTILINE)


@pytest.mark.skipif(
    not (CHECKOUT / "sparql").is_dir(), reason="no checkout of w3c/rdf-tests in .rdf-tests/ or where KB_W3C_TESTS says"
)
@pytest.mark.parametrize("suite", runner.SUITES)
def test_of_the_tests_of_the_w3c_those_that_are_listed_fail_and_no_other(suite: str):
    command = [sys.executable, str(ROOT / "tests/run_w3c_tests.py"), str(CHECKOUT), suite, "--failures"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and f"{suite} pass: " in done.stdout, done.stdout[-3000:] + done.stderr[-1000:]
