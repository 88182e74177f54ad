"""What two releases say differently, with the cause of each, from edits of the invented facts."""

import shutil

import pytest
from click.testing import CliRunner

from kb.building.build import build
from kb.clocks.release_changes import find_release_changes
from kb.commands.cli import app
from kb.opening.current import open_named, open_release
from tests.conftest import MINI_FACTS

PRIVACY, SENTENCE = "instruments/xb/privacy-act.yaml", ("Data may leave if it stays protected.", "Data may leave.")
POINT = {"as_of": "2025-09-15", "known_on": "2026-06-01"}


@pytest.fixture
def edited(tmp_path):
    """Build the invented facts, apply edits (file, old, new), build again; returns home and both identifiers."""

    def make(*edits):
        facts = shutil.copytree(MINI_FACTS, tmp_path / "facts")
        home = tmp_path / "home"
        first = build(facts, home).id
        for name, old, new in edits:
            text = (facts / name).read_text(encoding="utf-8")
            assert old in text
            (facts / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        return home, first, build(facts, home).id

    return make


@pytest.mark.parametrize(
    ("edit", "cell", "cause"),
    [
        ((PRIVACY, *SENTENCE), "local-storage", "corrected"),
        (
            (
                "absences/xb.yaml",
                "absences:\n",
                "absences:\n  local-storage:\n    - absence: silent\n      in_short: Nothing.\n      until: 2014-07-01\n"
                "      searched: [Gazette]\n      searched_on: 2026-01-10\n",
            ),
            None,
            None,
        ),
        (("codebook/data.yaml", "{label: Conditional transfer, means", "{label: Conditions, means"), None, None),
        (("instruments/xa/platform-act.yaml", "what: in-force}", "what: adopted}"), "audit", "corrected"),
    ],
    ids=["a sentence rewritten", "nothing on that day", "a label is not in the look", "an event coded otherwise"],
)
def test_the_cause_of_an_edit_is_named(edited, edit, cell, cause):
    home, first, second = edited(edit)
    found = find_release_changes(open_named(home, first).reader, open_named(home, second).reader, ["xa", "xb"], **POINT)
    assert [(one.question, one.cause) for one in found.changes] == ([(cell, cause)] if cell else [])
    assert sum(found.by_cause.values()) == len(found.changes)


def test_a_new_claim_is_new_research_and_a_removed_one_a_correction(edited):
    name = "sources/article.yaml"
    home, first, second = edited((name, "      answer: mandatory\n", "      answer: conditional\n"))
    readers = open_named(home, first).reader, open_named(home, second).reader
    (change,) = find_release_changes(*readers, ["xb"], **POINT).changes
    assert (change.cause, change.before.disputed, change.after.disputed) == ("corrected", True, False)
    back = find_release_changes(*reversed(readers), ["xb"], **POINT)
    assert [one.cause for one in back.changes] == ["corrected"]


def test_a_new_claim_is_not_put_down_to_a_codebook_that_changed_as_well(edited):
    claim = (
        "      rests_on: art. 2\n",
        "      rests_on: art. 2\n  forced-sale:\n    - answer: review\n      from: 2024-01-01\n"
        "      in_short: Sales are reviewed.\n      rests_on: art. 2\n",
    )
    codebook = ("codebook/ownership.yaml", "{label: Review, means", "{label: Reviewed, means")
    home, first, second = edited(("instruments/xu/common-act.yaml", *claim), codebook)
    readers = open_named(home, first).reader, open_named(home, second).reader
    for pair, cause in ((readers, "new-research"), (readers[::-1], "corrected")):
        (change,) = find_release_changes(*pair, ["xu"], questions=["forced-sale"], **POINT).changes
        assert change.cause == cause


def test_between_two_releases_the_reason_of_an_amendment_is_told(edited):
    withdrawn = "      withdrawn: {on: 2026-05-01, why: corrected, note: The Act was misread.}\n"
    claim = "      in_short: Data may leave if it stays protected.\n      rests_on: s. 26\n"
    home, first, second = edited((PRIVACY, claim, claim + withdrawn))
    readers = open_named(home, first).reader, open_named(home, second).reader
    (change,) = find_release_changes(*readers, ["xb"], questions=["local-storage"], **POINT).changes
    assert [(one.because, one.note) for one in change.reasons] == [("corrected", "The Act was misread.")]


def test_a_release_has_not_changed_against_itself(mini_home):
    reader = open_release(mini_home).reader
    assert not find_release_changes(reader, reader, **POINT).changes


def test_the_command_compares_releases_and_names_what_is_wrong(edited):
    home, first, second = edited((PRIVACY, *SENTENCE))
    runner = CliRunner()
    result = runner.invoke(app, ["changes", "xb", "--release", first, second[:8], "--as-of", "2025-09-15", "--home", str(home)])
    assert result.exit_code == 0 and "We corrected ourselves" in result.stdout
    day = ["--from", "2024-01-01"]
    for arguments in (["--release", "zzzz", first], ["--release", first, second, *day], []):
        wrong = runner.invoke(app, ["changes", "xb", *arguments, "--home", str(home)])
        assert wrong.exit_code == 1 and "UsageError" in repr(wrong.exception)
