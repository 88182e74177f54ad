"""Amending: one line finds the statement, withdraws it and states it anew in place, names what else says so, refuses nonsense."""

import datetime
import shutil
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

import kb
from kb.amending.amendment import plan, unified_diff, write
from kb.amending.draft import cell_changes, told
from kb.amending.finding import find_statement
from kb.amending.publishing import next_record
from kb.amending.statement_text import Anew, Withdrawal, amended, with_keys
from kb.amending.wanted import Wish, parse_sets
from kb.building.build import build
from kb.building.progress import run_validate
from kb.commands.stating.amend import amend
from kb.commands.stating.record import record
from kb.errors import UsageError
from kb.loaders.facts import read_facts
from kb.loaders.problems import CuratedDataError
from kb.loaders.record.published import PUBLISHED
from kb.loaders.record.statements import statements_of
from kb.loaders.yaml_files import read_yaml
from tests.measured_facts import measured_facts

ROOT = Path(__file__).parent.parent
LAST, LATER = "2026-03-01", "2026-04-01"
SALE = "instruments/xa/sale-act.yaml"


@pytest.fixture
def facts(tmp_path):
    root = shutil.copytree(ROOT / "tests" / "mini_facts", tmp_path / "facts")
    (root / PUBLISHED).write_text(next_record(root, LAST).text, encoding="utf-8")
    return root


def wish(*sets, why="corrected", on=LATER, **given):
    return Wish(parse_sets(sets), why, on, **given)


def entry(facts, name, *place):
    value = yaml.safe_load((facts / name).read_text(encoding="utf-8"))
    for part in place:
        value = value[part]
    return value


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("claim/xa/sale-act/ownership-test/2024-03-01", "claim/xa/sale-act/ownership-test/2024-03-01"),
        (
            "https://w3id.org/policykb/id/claim/xa/sale-act/ownership-test/2024-03-01",
            "claim/xa/sale-act/ownership-test/2024-03-01",
        ),
        ("https://w3id.org/policykb/id/claim/source/article/c1", "source/article/c1"),
        ("xa/sale-act#ownership-test", "claim/xa/sale-act/ownership-test/2024-03-01"),
        ("xa/sale-act#forced-sale[0]", "claim/xa/sale-act/forced-sale/2024-03-01--clip"),
        ("instruments/xa/sale-act.yaml#dates[2]", "instrument/xa/sale-act/event/2025-01-01-applies--owner-co"),
        ("facts/cases/xa/clip-v-examplia#steps[0]", "case/xa/clip-v-examplia/step/2024-04-01-filed"),
        ("absences/xb#audit", "claim/absence/xb/audit/1900-01-01"),
        ("sources/article#c2", "source/article/c2"),
        ("facts/instruments/xa/sale-act.yaml:14", "instrument/xa/sale-act/event/2025-02-01-enforcement-suspended--owner-co"),
        ("xa/sale-act:26", "claim/xa/sale-act/forced-sale/2024-03-01--clip"),
    ],
)
def test_a_statement_is_found_by_all_its_names(facts, place, found):
    assert find_statement(facts, read_facts(facts), place).id == found


@pytest.mark.parametrize(
    ("place", "told_so"),
    [
        ("claim/xa/sale-act/ownership-test/2024-03-10", "did you mean claim/xa/sale-act/ownership-test/2024-03-01"),
        ("xa/sale-akt#ownership-test", "did you mean xa/sale-act"),
        ("xa/sale-act", "xa/sale-act has 6 statements; write one of\n  instrument/xa/sale-act/event/2024-03-01-signed"),
        ("xa/sale-act#dates", "has 4 statements; write one of\n  instrument/xa/sale-act/event/2024-03-01-signed"),
        ("xa/sale-act#dates[9]", "has 4 entries, counted from 0"),
        ("xa/sale-act#audit", "states nothing under 'audit'; write one of dates, forced-sale, ownership-test"),
        ("xa/sale-act:1", "no statement stands on line 1"),
        ("nothing at all", "write an identifier"),
        ("platforms.yaml#clip", "no file 'platforms.yaml' of statements"),
    ],
)
def test_who_means_no_statement_is_told_which_there_are(facts, place, told_so):
    with pytest.raises(UsageError) as caught:
        find_statement(facts, read_facts(facts), place)
    assert told_so in str(caught.value)


@pytest.mark.parametrize(
    ("place", "asked", "told_so"),
    [
        ("xa/sale-act#ownership-test", wish("anser=neutral"), "has no 'anser'; write one of answer"),
        ("xa/sale-act#ownership-test", wish("answer=foreign"), "says that already"),
        ("xa/sale-act#ownership-test", wish("answer=neutral", why="wrong"), "--why wrong: write one of"),
        ("xa/sale-act#ownership-test", wish("answer=neutral", on="2026-02-15"), "write --on 2026-03-01 or a later day"),
        (
            "xa/sale-act#ownership-test",
            wish("answer=neutral", on="2026-01-09"),
            "was coded on 2026-01-10; write that day or a later one",
        ),
        ("xa/sale-act#ownership-test", wish("answer=neutral", read=("Gazette",), kind="best"), "--kind best: write one of"),
        ("claim/xb/privacy-act/ownership-test/2014-07-01", wish("answer=neutral"), "was withdrawn on 2026-02-01 already"),
        ("sources/article#c2", wish("verdict=unsupported"), "add --read with where it stands"),
    ],
)
def test_nonsense_is_refused_with_what_to_write(facts, place, asked, told_so):
    with pytest.raises(UsageError) as caught:
        plan(facts, place, asked)
    assert told_so in str(caught.value)


@pytest.mark.parametrize(
    ("sets", "told_so"),
    [
        (["answer=always"], "'always' is not an answer of ownership-test"),
        (["from=2026-13-01"], "write a date as YYYY-MM-DD"),
        (["until=2020-01-01"], "must be later than from"),
        (["rests_on=s. 9"], "'s. 9' is not under provisions"),
        (["in_short="], "add 'in_short:', it is required"),
    ],
)
def test_what_the_facts_cannot_hold_is_refused_at_its_line_and_nothing_is_written(facts, sets, told_so):
    text = (facts / SALE).read_text(encoding="utf-8")
    with pytest.raises(CuratedDataError) as caught:
        cell_changes(facts, plan(facts, "xa/sale-act#ownership-test", wish(*sets)), LATER)
    assert told_so in str(caught.value) and f"facts/{SALE}:" in str(caught.value)
    assert (facts / SALE).read_text(encoding="utf-8") == text


def test_what_a_check_of_the_whole_refuses_is_refused_before_it_is_written(facts):
    amendment = plan(facts, "xa/sale-act#dates[3]", wish("by=", read=("Gazette",)))
    with pytest.raises(CuratedDataError, match="add 'by:' with the instrument that suspends enforcement"):
        cell_changes(facts, amendment, LATER)


def test_without_a_reading_nothing_is_confirmed_by_inheritance(facts):
    write(facts, plan(facts, "xa/sale-act#ownership-test", wish("answer=neutral")))
    new = entry(facts, SALE, "claims", "ownership-test", 1)
    assert new["evidence"] == [{"read": "not read for this amendment; from memory or inference", "kind": "memory"}]


def test_a_reading_and_a_role_stand_with_the_new_statement(facts):
    asked = wish("answer=neutral", read=("Gazette, p. 4", "Law reports"), kind="official-text", note="Misread.")
    write(facts, plan(facts, "xa/sale-act#ownership-test", asked))
    old, new = entry(facts, SALE, "claims", "ownership-test")
    by = {"kind": "official-text", "read_on": datetime.date.fromisoformat(asked.on), "by": "kb-editors"}
    assert new["evidence"] == [{"read": "Gazette, p. 4"} | by, {"read": "Law reports"} | by]
    assert old["withdrawn"]["note"] == "Misread." and new["id"] == "corrected-2026-04-01"
    assert new["rests_on"] == old["rests_on"] and "withdrawn" not in new


def test_what_was_read_is_kept_where_that_is_said_and_the_grade_is_shown(facts):
    line = ["xa/sale-act#ownership-test", "--set", "in_short=Owners abroad are tested.", "--why", "corrected", "--on", LATER]
    run, here = CliRunner(), ["--facts", str(facts)]
    lost = run.invoke(amend, [*line, *here, "--check"]).output
    assert "before: primary, confirmed, to 2026-01-10" in lost and "after:  memory, not confirmed (◇), to no day" in lost
    assert "warning: the new statement is worth less than the old one" in lost and "marked as background" in lost
    kept = run.invoke(amend, [*line, *here, "--keep-readings"]).output
    assert "after:  primary, confirmed, to 2026-01-10" in kept and "warning" not in kept and "marked as background" not in kept
    old, new = entry(facts, SALE, "claims", "ownership-test")
    assert "evidence" not in old and [one["read"] for one in new["evidence"]] == ["Gazette of Examplia"]
    assert not read_facts(facts).doubts.get(SALE)


def test_that_a_text_leaves_the_answer_to_the_members_is_amended_and_part_of_what_is_stated(facts):
    with pytest.raises(UsageError, match="write left_to_members=true, or left_to_members= to leave it out"):
        plan(facts, "xa/sale-act#ownership-test", wish("left_to_members=perhaps"))
    write(facts, plan(facts, "xa/sale-act#ownership-test", wish("left_to_members=true", keep=True)))
    old, new = entry(facts, SALE, "claims", "ownership-test")
    assert "left_to_members" not in old and new["left_to_members"] is True and new["answer"] == old["answer"]
    was, now = [one for one in statements_of(read_facts(facts), SALE) if one.question == "ownership-test"]
    assert "left_to_members" not in was.meaning and now.meaning["left_to_members"] == "true"


def test_a_published_claim_cannot_be_marked_in_its_place(facts):
    path = facts / SALE
    text = path.read_text(encoding="utf-8")
    (claim,) = [one for one in statements_of(read_facts(facts), SALE) if one.question == "ownership-test"]
    path.write_text(with_keys(text, claim.place, {"left_to_members": "true"}), encoding="utf-8")
    with pytest.raises(CuratedDataError, match=r"published on \S+ with another 'left_to_members'; .*--set left_to_members=true"):
        read_facts(facts)


def test_what_was_read_of_a_passage_that_is_left_out_is_not_kept(facts):
    of_passage = "      evidence:\n        - {read: Gazette, kind: copy, passage: s. 2(1), read_on: 2026-01-10, by: kb-editors}\n"
    text = (facts / SALE).read_text(encoding="utf-8")
    place = "  ownership-test:\n    - answer: foreign\n"
    assert place in text
    (facts / SALE).write_text(text.replace(place, place + of_passage), encoding="utf-8")
    own = plan(facts, "xa/sale-act#ownership-test", wish("in_short=Shorter.", keep=True))
    assert own.texts[SALE].count("passage: s. 2(1)") == 2
    with pytest.raises(UsageError, match=r"nothing that was read for .* bears the new one"):
        plan(facts, "xa/sale-act#ownership-test", wish("rests_on=s. 1", keep=True))
    with pytest.raises(UsageError, match="add --set"):
        plan(facts, "xa/sale-act#ownership-test", wish(keep=True))


def test_an_amended_statement_can_be_amended_again(facts):
    write(facts, plan(facts, "xa/sale-act#ownership-test", wish("answer=neutral")))
    (facts / PUBLISHED).write_text(next_record(facts, LATER).text, encoding="utf-8")
    write(facts, plan(facts, "xa/sale-act#ownership-test", wish("answer=foreign", on="2026-05-01")))
    ids = [one.get("id") for one in entry(facts, SALE, "claims", "ownership-test")]
    assert ids == [None, "corrected-2026-04-01", "corrected-2026-05-01"]
    assert not cell_changes(facts, plan(facts, "xa/sale-act#dates[0]", wish("on=2024-02-01", on="2026-06-01")), "2026-06-01")


def test_a_statement_is_amended_on_the_day_it_was_published(facts, tmp_path):
    """What was wrong in the morning is right in the evening: both stand in the record, the day shows the second."""
    write(facts, plan(facts, "xa/sale-act#ownership-test", wish("answer=neutral")))
    (facts / PUBLISHED).write_text(next_record(facts, LATER).text, encoding="utf-8")
    write(
        facts, plan(facts, "xa/sale-act#ownership-test", wish("answer=foreign", "in_short=The seat decides.", read=("Gazette",)))
    )
    (facts / PUBLISHED).write_text(next_record(facts, LATER).text, encoding="utf-8")
    stated = [one for one in statements_of(read_facts(facts), SALE) if one.question == "ownership-test"]
    assert [(one.meaning["answer"], one.coded_on, one.withdrawn_on) for one in stated] == [
        ("foreign", "2026-01-10", LATER),
        ("neutral", LATER, LATER),
        ("foreign", LATER, ""),
    ]
    assert stated[2].id.endswith(f"--corrected-{LATER}-2")
    build(facts, tmp_path / "home")  # refuses what its checks and the record refuse
    base = kb.open(tmp_path / "home")
    for known_on, sentence in (("2026-03-31", "looks at the seat"), (LATER, "The seat decides.")):
        assert sentence in str(base.compare("xa", questions="ownership-test", known_on=known_on))
    assert str(base.explain("xa", "ownership-test")).count(f"withdrawn on {LATER}") == 2


def test_what_is_not_published_yet_is_changed_in_its_line(facts):
    path = facts / SALE
    text = path.read_text(encoding="utf-8")
    new = "dates:\n  - {on: 2023-01-01, what: proposed, coded: {by: kb-editors, on: 2026-04-01}}\n"
    path.write_text(text.replace("dates:\n", new), encoding="utf-8")
    with pytest.raises(UsageError, match="is not published yet, so there is nothing to withdraw: change it in facts/instruments"):
        plan(facts, "xa/sale-act#dates[0]", wish("on=2023-02-01", on="2026-05-01"))


def with_the_day_elsewhere(facts):
    """The sale act with its first day in a sentence, a note and a case; published so."""
    path, case = facts / SALE, facts / "cases/xa/clip-v-examplia.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("The Act looks at the seat of the owner.", "Since 2024-03-01 the Act looks at the seat of the owner.")
    text = text.replace("      rests_on: s. 1\n", "      rests_on: s. 1\n      note: Counted from 2024-03-01.\n")
    text = text.replace("dates:\n", "# days as printed in the gazette\ndates:\n")
    path.write_text(text, encoding="utf-8")
    case.write_text(
        case.read_text(encoding="utf-8").replace("The owner sued.", "The owner sued over the Act of 2024-03-01."),
        encoding="utf-8",
    )
    (facts / PUBLISHED).unlink()
    (facts / PUBLISHED).write_text(next_record(facts, LAST).text, encoding="utf-8")


def test_other_places_of_the_same_day_are_named(facts):
    with_the_day_elsewhere(facts)
    amendment = plan(facts, "xa/sale-act#dates[1]", wish("on=2024-03-15", read=("Gazette",)))
    assert [(one.file, one.key) for one in amendment.left] == [
        *((SALE, key) for key in ("on", "from", None, "from", "in_short")), ("cases/xa/clip-v-examplia.yaml", "in_short"),
    ]  # fmt: skip
    assert list(amendment.texts) == [SALE]


def test_the_day_is_changed_wherever_it_stands_if_that_is_asked(facts):
    with_the_day_elsewhere(facts)
    before = (facts / SALE).read_text(encoding="utf-8")
    write(facts, plan(facts, "xa/sale-act#dates[1]", wish("on=2024-03-15", read=("Gazette",)), ("all",)))
    first, second = entry(facts, SALE, "claims", "forced-sale")
    assert str(second["from"]) == "2024-03-15" and second["note"] == "Counted from 2024-03-15."
    assert str(first["from"]) == "2024-03-01" and first["note"] == "Counted from 2024-03-01."
    assert entry(facts, SALE, "claims", "ownership-test", 1, "in_short").startswith("Since 2024-03-15")
    assert "Act of 2024-03-15" in entry(facts, "cases/xa/clip-v-examplia.yaml", "steps", 1, "in_short")
    lines = (facts / SALE).read_text(encoding="utf-8").splitlines()
    assert "# days as printed in the gazette" in lines
    assert [line for line in before.splitlines() if line not in lines and "{on: 2024-03-01" not in line] == []


def test_only_the_places_that_are_named_are_changed(facts):
    with_the_day_elsewhere(facts)
    first = plan(facts, "xa/sale-act#dates[1]", wish("on=2024-03-15", read=("Gazette",)))
    sentence = next(one for one in first.left if one.key == "in_short" and one.file == SALE)
    amendment = plan(facts, "xa/sale-act#dates[1]", wish("on=2024-03-15", read=("Gazette",)), (f"facts/{SALE}:{sentence.line}",))
    assert [one.id for one in amendment.withdrawn] == [
        "instrument/xa/sale-act/event/2024-03-01-in-force", "claim/xa/sale-act/ownership-test/2024-03-01",
    ]  # fmt: skip
    with pytest.raises(UsageError, match="--also facts/x:1: no such place; write all or one of"):
        plan(facts, "xa/sale-act#dates[1]", wish("on=2024-03-15"), ("facts/x:1",))


def test_the_table_is_shown_before_anything_is_built(facts):
    amendment = plan(facts, "xa/sale-act#dates[3]", wish("until=2025-09-01", read=("Gazette",)))
    said = told(cell_changes(facts, amendment, LATER))
    assert said.startswith("xa forced-sale (clip), 2025-08-01 to 2025-09-01\n  before: Required (In force; applicable)")
    assert "after:  Required (In force; enforcement suspended)" in said
    patch = unified_diff(facts, amendment)
    assert patch.startswith(f"--- a/facts/{SALE}\n+++ b/facts/{SALE}\n") and "+    until: 2025-09-01" in patch


def test_the_cells_of_a_federation_stand_in_the_table_before_those_of_its_part(tmp_path):
    root = shutil.copytree(ROOT / "tests" / "mini_facts", tmp_path / "facts")
    in_part = "      in-part: {label: In a part, means: Only in a part., from_parts: [mandatory, conditional]}\n"
    for name, old, new in (
        ("jurisdictions.yaml", "kind: country\n  member_of:\n    - {in: xu,", "kind: state\n  member_of:\n    - {in: xa,"),
        ("codebook/data.yaml", "      conditional: {label", f"{in_part}      conditional: {{label"),
    ):
        text = (root / name).read_text(encoding="utf-8")
        assert old in text
        (root / name).write_text(text.replace(old, new), encoding="utf-8")
    (root / PUBLISHED).write_text(next_record(root, LAST).text, encoding="utf-8")
    amendment = plan(root, "xb/privacy-act#local-storage", wish("answer=mandatory", read=("Gazette",)))
    places = [one.jurisdiction for one in cell_changes(root, amendment, LATER)]
    assert places == sorted(places) and set(places) == {"xa", "xb"}


@pytest.mark.parametrize("number", ["48", "30"], ids=["that another place answers", "that nobody answered"])
def test_a_number_is_amended_to_another_number(tmp_path, number):
    facts = measured_facts(tmp_path)
    amendment = plan(facts, "xb/limits-act#removal-hours", wish(f"answer={number}", read=("Gazette",)))
    said = told(cell_changes(facts, amendment, LATER))
    assert said.startswith("xb removal-hours, 2024-01-01 to open\n  before: ") and f"after:  {number} hours" in said
    write(facts, amendment)
    assert entry(facts, "instruments/xb/limits-act.yaml", "claims", "removal-hours", 1)["answer"] == int(number)


def test_the_command_says_which_text_and_passage_was_read(facts):
    read = [
        "--read",
        "Gazette",
        "--kind",
        "copy",
        "--publisher",
        "Law House",
        "--edition",
        "ed. 2025",
        "--passage",
        "s. 4(1)",
    ]
    line = ["xa/sale-act#ownership-test", "--set", "answer=neutral", "--why", "corrected", "--on", LATER, "--facts", str(facts)]
    assert CliRunner().invoke(amend, [*line, *read]).exit_code == 0
    (reading,) = entry(facts, SALE, "claims", "ownership-test", 1)["evidence"]
    assert (reading["edition"], reading["passage"], reading["publisher"]) == ("ed. 2025", "s. 4(1)", "Law House")


def test_the_commands_show_and_write(facts):
    run = CliRunner()
    line = ["xa/sale-act#ownership-test", "--set", "answer=neutral", "--why", "corrected", "--on", LATER, "--facts", str(facts)]
    checked = run.invoke(amend, [*line, "--check"])
    assert checked.exit_code == 0 and "Nothing was written" in checked.output and "marked as background" in checked.output
    assert "xa ownership-test, 2024-03-01 to open" in checked.output and "withdrawn:" not in (facts / SALE).read_text(
        encoding="utf-8"
    )
    written = run.invoke(amend, line)
    assert written.exit_code == 0 and f"Written: {(facts / SALE).as_posix()}" in written.output
    looked = run.invoke(record, ["--check", "--on", LATER, "--facts", str(facts)])
    assert looked.exit_code == 0 and "1 new, 1 withdrawn since" in looked.output
    assert run.invoke(record, ["--on", LATER, "--facts", str(facts)]).exit_code == 0
    assert "0 new, 0 withdrawn" in run.invoke(record, ["--check", "--on", LATER, "--facts", str(facts)]).output


def test_statements_of_every_form_in_the_facts_of_the_project_can_be_amended(tmp_path):
    root = ROOT / "facts"
    facts = read_facts(root)
    names = [name for name in facts.files if name.split("/")[0] in ("instruments", "cases", "absences", "sources")]
    for name in names[::9]:
        stated = list(statements_of(facts, name))
        text = (root / name).read_text(encoding="utf-8")
        for one in {(one.kind, len(one.meaning)): one for one in stated if not one.withdrawn_on}.values():
            new = Anew({"note": 'Said: "x", y # z', "coded": {"by": "kb-editors", "on": "2027-01-01"}}, "a-new-key")
            changed = amended(text, one.place, Withdrawal("2027-01-01", "corrected"), new)
            copy = yaml_of(changed, tmp_path)
            parent, last = one.place[:-1], one.place[-1]
            held = at(copy, parent)
            fresh = held[last + 1] if isinstance(last, int) else held["a-new-key"]
            assert held[last] == {
                **at(yaml_of(text, tmp_path), one.place),
                "withdrawn": {"on": "2027-01-01", "why": "corrected"},
            }, one.id
            kept = {
                key: value for key, value in held[last].items() if key not in ("note", "coded", "withdrawn", "evidence", "id")
            }
            assert {key: fresh[key] for key in kept} == kept and fresh["note"] == 'Said: "x", y # z', one.id


def yaml_of(text, folder):
    path = folder / "amended.yaml"
    path.write_text(text, encoding="utf-8")
    return read_yaml(path, path.name).value


def at(value, place):
    for part in place:
        value = value[part]
    return value


def test_a_search_that_covers_fewer_days_says_so_where_its_days_stand(facts):
    write(facts, plan(facts, "absences/xa#audit", wish("until=2022-06-01", read=("Statutes of Examplia",))))
    old, new = entry(facts, "absences/xa.yaml", "absences", "audit")
    assert (str(old["covers"]["until"]), str(new["covers"]["until"])) == ("2023-01-01", "2022-06-01") and "until" not in new


def test_a_cell_that_is_left_without_an_answer_is_warned_of(facts):
    line = ["--why", "corrected", "--on", LATER, "--facts", str(facts), "--check"]
    emptied = CliRunner().invoke(amend, ["xa/sale-act#ownership-test", "--set", "from=2024-03-08", *line]).output
    assert "warning: xa ownership-test is left without an answer from 2024-03-01 to 2024-03-08" in emptied
    kept = CliRunner().invoke(amend, ["xa/sale-act#ownership-test", "--set", "answer=neutral", *line]).output
    assert "is left without" not in kept


def test_places_are_named_where_the_files_are(facts, monkeypatch):
    line = [
        "xa/sale-act#dates[1]",
        "--set",
        "on=2024-03-15",
        "--why",
        "corrected",
        "--on",
        LATER,
        "--facts",
        str(facts),
        "--check",
    ]
    assert f"  {(facts / SALE).as_posix()}:" in CliRunner().invoke(amend, line).output
    monkeypatch.chdir(facts.parent)
    said = CliRunner().invoke(amend, line).output
    assert f"  facts/{SALE}:" in said and facts.as_posix() not in said


def test_problems_are_told_at_paths_that_an_editor_finds(facts, monkeypatch, capsys):
    (facts / SALE).write_text((facts / SALE).read_text(encoding="utf-8").replace("type: ", "type: no-"), encoding="utf-8")
    monkeypatch.setenv("KB_HOME", str(facts.parent / "home"))
    with pytest.raises(SystemExit):
        run_validate(facts)
    assert capsys.readouterr().err.startswith(f"{(facts / SALE).as_posix()}:")
