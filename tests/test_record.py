"""What was published is amended, never overwritten: planted rewrites are refused with the line to write, and amending works."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from kb.amending.amendment import plan, write
from kb.amending.publishing import next_record
from kb.amending.running import _next
from kb.amending.wanted import Wish, parse_sets
from kb.building.build import build, validate
from kb.clocks.changes import Point, find_changes
from kb.errors import UsageError
from kb.loaders.facts import read_facts
from kb.loaders.problems import CuratedDataError
from kb.loaders.record.meaning import digests, meaning_hash
from kb.loaders.record.published import PUBLISHED, read_record
from kb.loaders.record.statements import file_of, statements_of
from kb.opening.current import open_release

MINI = Path(__file__).parent / "mini_facts"
LAST, LATER = "2026-03-01", "2026-04-01"
SALE, PLATFORM, UNION = "instruments/xa/sale-act.yaml", "instruments/xa/platform-act.yaml", "instruments/xu/common-act.yaml"
SCREEN, CASE, ARTICLE = "instruments/xa/screening-act.yaml", "cases/xa/clip-v-examplia.yaml", "sources/article.yaml"
XA, XB, PRIVACY = "absences/xa.yaml", "absences/xb.yaml", "instruments/xb/privacy-act.yaml"
EVIDENCE = "      evidence: {grade: secondary, read_in: A blog, checked: confirmed}\n"
# kind of rewrite: file, what it says, what it is overwritten with, the statement, and the same by amend
REWRITES = {
    "day of a claim": (
        SALE,
        "from: 2024-03-01\n      in_short: The named",
        "from: 2025-02-01\n      in_short: The named",
        "claim/xa/sale-act/forced-sale/2024-03-01--clip",
        ["from=2025-02-01"],
    ),
    "end of a claim": (
        SCREEN,
        "from: 2010-05-01",
        "from: 2010-05-01\n      until: 2020-05-01",
        "claim/xa/screening-act/forced-sale/2010-05-01",
        ["until=2020-05-01"],
    ),
    "sentence of a claim": (
        SALE,
        "The Act looks at the seat of the owner.",
        "The Act looks at the parents of the owner.",
        "claim/xa/sale-act/ownership-test/2024-03-01",
        ["in_short=The Act looks at the parents of the owner."],
    ),
    "answer of a claim": (
        PLATFORM,
        "answer: yearly",
        "answer: other",
        "claim/xa/platform-act/audit/2023-01-01--vlop",
        ["answer=other"],
    ),
    "scope of a claim": (
        UNION,
        "answer: other\n      scope: {party: vlop}",
        "answer: other\n      scope: {party: vlop, platform: clip}",
        "claim/xu/common-act/audit/2021-01-01--vlop",
        ["platform=clip"],
    ),
    "provisions of a claim": (
        UNION,
        "rests_on: art. 1",
        "rests_on: art. 2",
        "claim/xu/common-act/local-storage/2020-06-01",
        ["rests_on=art. 2"],
    ),
    "claim deleted": (
        PRIVACY,
        "    - answer: conditional\n      from: 2014-07-01\n      in_short: Data may leave if it stays protected.\n"
        "      rests_on: s. 26\n",
        "    []\n",
        "claim/xb/privacy-act/local-storage/2014-07-01",
        [],
    ),
    "day of an event": (
        SALE,
        "on: 2025-01-01",
        "on: 2025-01-02",
        "instrument/xa/sale-act/event/2025-01-01-applies--owner-co",
        ["on=2025-01-02"],
    ),
    "kind of an event": (
        PLATFORM,
        "on: 2022-01-01, what: in-force",
        "on: 2022-01-01, what: adopted",
        "instrument/xa/platform-act/event/2022-01-01-in-force",
        ["what=adopted"],
    ),
    "whom an event reaches": (
        PLATFORM,
        "what: applies, to: vlop",
        "what: applies",
        "instrument/xa/platform-act/event/2023-05-01-applies--vlop",
        ["to="],
    ),
    "end of an event": (
        SALE,
        "until: 2025-08-01",
        "until: 2025-09-01",
        "instrument/xa/sale-act/event/2025-02-01-enforcement-suspended--owner-co",
        ["until=2025-09-01"],
    ),
    "event deleted": (
        UNION,
        "  - {on: 2020-01-01, what: adopted}\n",
        "",
        "instrument/xu/common-act/event/2020-01-01-adopted",
        [],
    ),
    "kind of an absence": (
        XB,
        "absence: silent",
        "absence: withheld",
        "claim/absence/xb/ownership-test/1900-01-01",
        ["absence=withheld"],
    ),
    "what was searched": (
        XB,
        "Constitution of Testland",
        "Press of Testland",
        "claim/absence/xb/forced-sale/1900-01-01",
        ["searched=Press of Testland"],
    ),
    "day of a search": (
        XA,
        "No rule was found.\n      searched: [Statutes of Examplia in force on the day]\n      searched_on: 2026-01-10",
        "No rule was found.\n      searched: [Statutes of Examplia in force on the day]\n      searched_on: 2026-01-09",
        "claim/absence/xa/local-storage/1900-01-01",
        ["searched_on=2026-01-09"],
    ),
    "end of an absence": (
        XA,
        "until: 2023-01-01",
        "until: 2022-12-31",
        "claim/absence/xa/audit/1900-01-01",
        ["until=2022-12-31"],
    ),
    "sentence of an absence": (
        XB,
        "its content is not public",
        "its content is secret",
        "claim/absence/xb/audit/1900-01-01",
        ["in_short=An audit arrangement exists; its content is secret."],
    ),
    "day of a step": (
        CASE,
        "on: 2024-04-01",
        "on: 2024-04-02",
        "case/xa/clip-v-examplia/step/2024-04-01-filed",
        ["on=2024-04-02"],
    ),
    "sentence of a step": (
        CASE,
        "The claim was dismissed.",
        "The claim was allowed.",
        "case/xa/clip-v-examplia/step/2024-12-01-judgment",
        ["in_short=The claim was allowed."],
    ),
    "verdict on a source": (ARTICLE, "verdict: forecast", "verdict: unsupported", "source/article/c2", ["verdict=unsupported"]),
}


@pytest.fixture
def facts(tmp_path):
    """A fresh copy of facts that were published until LAST, and no home."""
    root = shutil.copytree(MINI, tmp_path / "facts")
    (root / PUBLISHED).write_text(next_record(root, LAST).text, encoding="utf-8")
    return root


def overwrite(root, file, old, new):
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{file}: {old}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def refused(root):
    """What validate says in a clone with an empty home."""
    with pytest.raises(CuratedDataError) as caught:
        validate(root, root.parent / "no-home")
    return str(caught.value)


def amend(root, statement, sets, why="corrected", read=("Gazette, read again",), also=(), on=LATER):
    write(root, plan(root, statement, Wish(parse_sets(sets), why, on, read), also))


def commands(message):
    """The amend lines in a message, as the words of the command line."""
    return [shlex.split(line) for line in re.findall(r"kb (amend .*?) --why", message)]


def test_what_was_published_stands_and_is_right(facts):
    assert validate(facts, facts.parent / "no-home")[0] == 16


@pytest.mark.parametrize("kind", REWRITES)
def test_a_rewrite_is_refused_with_the_line_to_write(facts, kind):
    file, old, new, statement, sets = REWRITES[kind]
    overwrite(facts, file, old, new)
    message = refused(facts)
    assert re.search(rf"^facts/{re.escape(file)}:\d+: ", message, re.MULTILINE)
    expected = ["amend", statement, *(part for pair in sets for part in ("--set", pair))]
    assert expected in commands(message), message


@pytest.mark.parametrize("kind", REWRITES)
def test_the_line_that_was_told_amends_after_the_text_was_put_back(facts, kind):
    file, old, new, _, _ = REWRITES[kind]
    published = (facts / file).read_text(encoding="utf-8")
    overwrite(facts, file, old, new)
    (_, statement, *rest), *_ = commands(refused(facts))
    (facts / file).write_text(published, encoding="utf-8")
    amend(facts, statement, [word for word in rest if word != "--set"])
    text = (facts / file).read_text(encoding="utf-8")
    assert text.count(f"withdrawn: {{on: {LATER}, why: corrected}}") == 1
    kept = [line for line in published.splitlines() if line.strip()]
    assert set(kept) - set(text.splitlines()) <= {line for line in kept if "{on: " in line}, "a line of the file was touched"


def test_the_same_changes_by_amend_are_right_and_the_old_record_stays(facts, tmp_path):
    before = build(facts, tmp_path / "home")
    old = open_release(tmp_path / "home").reader
    for _, _, _, statement, sets in REWRITES.values():
        amend(facts, statement, sets)
    after = build(facts, tmp_path / "new-home")
    assert before.id != after.id
    new = open_release(tmp_path / "new-home").reader
    places = list(old.jurisdictions())
    point = Point("2025-09-20", LAST)
    for platform in (None, "clip"):
        for day in ("2015-01-01", "2022-06-01", "2024-03-01", "2025-01-01", "2025-08-15", "2026-02-15"):
            assert table(old, places, day, LAST, platform) == table(new, places, day, LAST, platform), day
    found = find_changes(new, places, point, Point("2025-09-20", LATER))
    causes = {(change.jurisdiction, change.question): (change.cause, change.evidence) for change in found.changes}
    assert {cause for cause, _ in causes.values()} == {"corrected"}
    assert any("withdrawn: " in line for _, lines in causes.values() for line in lines)


def table(reader, places, day, known_on, platform):
    from kb.cells.comparison import compare
    from kb.clocks.timeline import look

    cells = compare(reader, places, as_of=day, known_on=known_on, platform=platform).cells
    return [(cell.jurisdiction, cell.question, *look(cell)) for cell in cells]


@pytest.mark.parametrize("kind", REWRITES)
def test_an_amendment_shows_in_the_record_with_its_cause(facts, tmp_path, kind):
    _, _, _, statement, sets = REWRITES[kind]
    amend(facts, statement, sets, why="superseded")
    read = read_facts(facts)
    every = {one.id: one for name in read.files for one in statements_of(read, name)}
    assert every[statement].withdrawn_on == LATER
    came = [one for one in every.values() if one.coded_on == LATER]
    assert len(came) == (1 if sets else 0)
    record = next_record(facts, LATER)
    assert (record.new, record.withdrawn) == (len(came), 1)
    (facts / PUBLISHED).write_text(record.text, encoding="utf-8")
    validate(facts, tmp_path / "no-home")


OTHER_REWRITES = {
    "withdrawal backdated": (
        SALE,
        "rests_on: s. 1\n  ownership",
        "rests_on: s. 1\n      withdrawn: {on: 2026-02-01, why: corrected}\n  ownership",
        "it stood in the record until 2026-03-01",
    ),
    "withdrawal moved": (PRIVACY, "on: 2026-02-01, why", "on: 2026-02-02, why", "put 'withdrawn:' back as it was"),
    "withdrawal taken back": (
        PRIVACY,
        "      withdrawn: {on: 2026-02-01, why: corrected, note: The section says nothing on owners.}\n",
        "",
        "not withdrawn; put 'withdrawn:' back",
    ),
    "day of coding moved": (
        SCREEN,
        "coded: {by: kb-editors, on: 2026-01-10}",
        "coded: {by: kb-editors, on: 2026-02-10}",
        "as coded on 2026-01-10, now it says 2026-02-10",
    ),
    "statement backdated": (
        SCREEN,
        "dates:\n",
        "dates:\n  - {on: 2010-04-01, what: signed}\n",
        "without it; write 'coded: {by: kb-editors, on: 2026-03-01}'",
    ),
    "event withdrawn before it was coded": (
        SALE,
        "{on: 2024-03-01, what: in-force}",
        "{on: 2024-03-01, what: in-force, withdrawn: {on: 2026-01-09, why: corrected}}",
        "withdrawn on 2026-01-09, earlier than coded on 2026-01-10",
    ),
    "source answers another question": (ARTICLE, "question: local-storage", "question: audit", "--set question=audit"),
}


@pytest.mark.parametrize("kind", OTHER_REWRITES)
def test_the_record_time_itself_cannot_be_rewritten(facts, kind):
    file, old, new, said = OTHER_REWRITES[kind]
    overwrite(facts, file, old, new)
    if kind == "source answers another question":
        overwrite(facts, file, "answer: mandatory", "answer: yearly")
    message = refused(facts)
    assert said in message and re.search(rf"^facts/{re.escape(file)}:\d+: ", message)


def test_a_file_under_another_name_is_told_its_name(facts):
    (facts / SCREEN).rename(facts / "instruments/xa/screening-law.yaml")
    message = refused(facts)
    assert "write: git mv facts/instruments/xa/screening-law.yaml facts/instruments/xa/screening-act.yaml" in message


def test_a_file_that_is_gone_is_told_with_its_statements(facts):
    (facts / SCREEN).unlink()
    message = refused(facts)
    assert message.startswith(f"facts/{SCREEN}: the file is gone, and 2 published statements with it")
    assert ["amend", "claim/xa/screening-act/forced-sale/2010-05-01"] in commands(message)


def test_a_row_that_was_deleted_from_the_record_is_noticed(facts):
    path = facts / PUBLISHED
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(row for row in rows if not row.startswith("claim/xa/screening-act")), encoding="utf-8")
    overwrite(facts, SCREEN, "case by case", "at will")
    assert f"facts/{SCREEN}:" in refused(facts)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (SALE, "The named owner must sell the platform.", '"The named owner must\n        sell the platform."'),
        (SALE, "    - answer: foreign\n      from: 2024-03-01\n", "    - from: '2024-03-01'\n      answer: foreign\n"),
        (SALE, "  - {on: 2024-03-01, what: signed}\n", "  - what: signed\n    on: 2024-03-01\n    note: Read in the gazette.\n"),
        (SALE, "rests_on: [s. 1, s. 2(1)]", "rests_on:\n        - s. 2(1)\n        - s. 1"),
        (SALE, "      rests_on: s. 1\n", f"      rests_on: s. 1\n{EVIDENCE}"),
        (XB, "searched_on: 2026-02-01", "searched_on: 2026-02-01\n      note: Looked at twice."),
    ],
    ids=["quotes and folding", "order of keys", "flow and block", "lists", "evidence", "note"],
)  # fmt: skip
def test_form_readings_and_notes_are_no_rewrite(facts, file, old, new):
    overwrite(facts, file, old, new)
    validate(facts, facts.parent / "no-home")


def test_capitals_and_marks_need_a_reform_that_is_believed_only_if_the_meaning_is_the_same(facts):
    overwrite(
        facts, SALE, "in_short: The named owner must sell the platform.", "in_short: The named owner must sell the platform!"
    )
    reform = re.search(r"or add to reforms.csv: (\S+)", refused(facts))[1]
    (facts / "reforms.csv").write_text(f"statement,old,new\n{reform}\n", encoding="utf-8")
    validate(facts, facts.parent / "no-home")
    statement, old, _ = reform.split(",")
    overwrite(facts, SALE, "The named owner must sell the platform!", "The named owner may keep the platform.")
    now = next(one for one in statements_of(unchecked(facts), SALE) if one.id == statement)
    (facts / "reforms.csv").write_text(f"statement,old,new\n{statement},{old},{meaning_hash(now.meaning)}\n", encoding="utf-8")
    assert "but not only the form changed: in_short" in refused(facts)


def unchecked(root):
    """The facts whatever the record says."""
    copy = shutil.copytree(root, root.parent / "unchecked" / "facts", ignore=shutil.ignore_patterns("*.csv"), dirs_exist_ok=True)
    return read_facts(copy)


def test_a_renamed_question_is_no_loss(facts):
    path = facts / "codebook/data.yaml"
    text = path.read_text(encoding="utf-8").replace("  local-storage:\n", "  storage-at-home:\n    formerly: [local-storage]\n")
    path.write_text(text, encoding="utf-8")
    for file in (XA, XB, UNION, PRIVACY, ARTICLE, "cases/xa/clip-v-examplia.yaml"):
        text = (facts / file).read_text(encoding="utf-8")
        for before in ("  local-storage:\n", "question: local-storage", "xb/local-storage"):
            text = text.replace(before, before.replace("local-storage", "storage-at-home"))
        (facts / file).write_text(text, encoding="utf-8")
    validate(facts, facts.parent / "no-home")
    amend(facts, "claim/xb/privacy-act/storage-at-home/2014-07-01", ["answer=mandatory"])
    assert next_record(facts, LATER).withdrawn == 1


def test_a_home_that_knows_the_facts_refuses_as_well(facts, tmp_path):
    build(facts, tmp_path / "home")
    file, old, new, statement, _ = REWRITES["day of an event"]
    overwrite(facts, file, old, new)
    for run in (validate, build):
        with pytest.raises(CuratedDataError, match=statement):
            run(facts, tmp_path / "home")


def test_a_record_that_came_later_is_not_overlooked_by_a_home(facts, tmp_path):
    record = (facts / PUBLISHED).read_text(encoding="utf-8")
    (facts / PUBLISHED).unlink()
    overwrite(facts, *REWRITES["day of an event"][:3])
    build(facts, tmp_path / "home")
    (facts / PUBLISHED).write_text(record, encoding="utf-8")
    with pytest.raises(CuratedDataError, match="with another 'on'"):
        validate(facts, tmp_path / "home")


def test_a_broken_record_is_told_at_its_line(facts):
    path = facts / PUBLISHED
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[-1]]), encoding="utf-8")
    assert re.search(rf"facts/{PUBLISHED}:\d+: '.*' is already on line \d+", refused(facts))
    path.write_text("\n".join([lines[0], "a,b", *lines[2:]]), encoding="utf-8")
    assert f"facts/{PUBLISHED}:2: has 2 values instead of 6" in refused(facts)


def test_the_record_is_written_once_and_never_backwards(facts):
    again = next_record(facts, LATER)
    assert (again.new, again.withdrawn) == (0, 0)
    assert again.text.splitlines()[2:] == (facts / PUBLISHED).read_text(encoding="utf-8").splitlines()[2:]
    with pytest.raises(UsageError, match="until 2026-03-01"):
        next_record(facts, "2026-02-01")


def test_the_facts_of_the_project_keep_what_they_published():
    root = MINI.parent.parent / "facts"
    record = read_record(root)
    facts = read_facts(root)
    assert len(record.rows) > 1600 and {file_of(name) for name in record.rows} <= set(facts.files)
    every = [one for name in facts.files for one in statements_of(facts, name)]
    assert len({one.id for one in every}) == len(every), "two statements with one identifier"


def test_the_hash_of_a_meaning_stays_what_it_was():
    meaning = {"answer": "required", "from": "2024-03-01", "until": None, "rests_on": ("s. 1", "s.  2"), "in_short": "It\n must."}
    assert meaning_hash(meaning) == meaning_hash({**meaning, "in_short": "It must.", "rests_on": ("s. 1", "s. 2"), "beside": ()})
    assert meaning_hash(meaning).startswith("251428196b528932")
    assert len(digests(meaning)) == 5 * 6


def test_what_comes_next_after_an_amendment_names_the_facts_that_were_amended(tmp_path, monkeypatch):
    own = tmp_path / "my facts"
    own.mkdir()
    monkeypatch.delenv("KB_FACTS", raising=False)
    where = f" --facts '{own.resolve()}'"
    assert _next(own).startswith(f"Next: kb validate{where}, kb build{where}, and kb record{where}, which keeps")
    monkeypatch.setenv("KB_FACTS", str(own))
    assert _next(own).startswith("Next: kb validate, kb build, and kb record,")
