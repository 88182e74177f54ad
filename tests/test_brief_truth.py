"""What a brief must not lose: what an amount is reckoned for, the marks of its table, and whom a matter concerns."""

import io
import re
from itertools import pairwise

import pytest

from kb.briefing.asked import Brief
from kb.briefing.content import content
from kb.briefing.gathering import gather
from kb.briefing.rules import rules
from kb.briefing.written import write

FINES = "j=us,eu&p=tiktok&t=enforcement&v=2026-11-30&k=2026-11-30&since=2025-01-01"
TOPICS = "ownership-and-divestiture,recommender-transparency,researcher-data-access,market-entry"
OWNERSHIP = f"j=us,eu&p=tiktok&t={TOPICS}&v=2026-11-30&k=2026-11-30"


@pytest.fixture(scope="module")
def fines(real_release):
    return content(real_release, Brief.from_address(FINES))


@pytest.fixture(scope="module")
def owned(real_release):
    return content(real_release, Brief.from_address(OWNERSHIP))


def cell(brief, question, place):
    row = next(row for row in brief.sheet.rows if row.question == question)
    return row.cells[brief.comparison.jurisdictions.index((place, dict(brief.comparison.jurisdictions)[place]))].words


def test_an_amount_is_told_with_what_it_is_reckoned_for(fines):
    for place, qualified in (("us", "For each violation"), ("eu", "4 percent of its total worldwide annual turnover")):
        assert qualified in cell(fines, "data-fine-amount", place).sentence
    text = write(fines, "md").decode("utf-8")
    for amount in ("USD 53,088", r"EUR 20,000,000"):
        for line in (line for line in text.splitlines() if amount in line):
            assert all(re.match(r"[*.✓ ]*.{0,3}(for each violation|up to EUR)", rest, re.I) for rest in line.split(amount)[1:])


def test_every_number_of_a_table_carries_its_whole_sentence(fines):
    table, seen = fines.comparison, 0
    for found in (one for one in table.cells if one.value is not None):
        words = cell(fines, found.question, found.jurisdiction)
        assert words.sentence and found.in_short.endswith(words.sentence[1:]), found.question
        seen += 1
    assert seen >= 5


@pytest.mark.parametrize("scope", ["both", "reaches"])
def test_the_furthest_measure_for_a_platform_names_the_fine_on_it(real_release, scope):
    brief = content(real_release, Brief.from_address(f"{FINES}&scope={scope}"))
    words = cell(brief, "strongest-measure-against-a-named-platform", "eu")
    assert "EUR 530 million by Ireland's lead authority" in " ".join((words.sentence, *(line.text for line in words.otherwise)))


def test_what_is_marked_in_the_picture_is_marked_in_the_table_and_counted(owned):
    words = cell(owned, "regulator-algorithm-access", "us")
    assert [line.text for line in words.otherwise] == ["◆ Otherwise for TikTok: negotiated oversight ○"]
    assert any("TikTok: negotiated oversight ○" in one.otherwise for _, row in owned.picture for one in row)
    assert "known from reports only: 1;" in owned.read


def test_that_most_answers_are_only_last_known_is_said_once(owned):
    assert "12 are only last known, as of 2026-07-01" in owned.usual
    told = write(owned, "md").decode("utf-8")
    assert told.index(owned.usual[:20]) < told.index("\n1. ") and "ast known (2026-07-01)" not in told
    table = owned.comparison
    for found in table.cells:
        label = cell(owned, found.question, found.jurisdiction).label
        assert label.endswith("✓") == (not found.last_known), found.question


def test_rules_that_are_only_last_known_are_counted_as_last_known(owned):
    (subject,) = [one for one in owned.sentences if one.kind == "subject"]
    assert any(owned.comparison.cell(*name).last_known for name in subject.cells if name[0] == "eu")
    assert "it had a rule that was in force and applied when last known" in subject.text


def test_with_a_platform_no_case_of_another_company_is_told(real_release, owned):
    told = "\n".join(one.head for one in (*owned.contested, *owned.coming)) + "\n".join(one.text for one in owned.sentences)
    assert not [name for name in ("Zalando", "Amazon", "X's action", "Temu") if name in told]
    assert "ByteDance's appeal" in told and "Shareholders of rival companies" in told
    without = content(real_release, Brief.from_address(OWNERSHIP.replace("&p=tiktok", "")))
    assert any("Zalando" in one.head for one in without.contested)
    found = gather(real_release, Brief.from_address(OWNERSHIP))
    assert f"{len(found.every_matter)} matters" in owned.open_line[0] and len(found.matters) < len(found.every_matter)


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "cases of others on rules that reach TikTok"), ("de", "Verfahren anderer zu Regeln")]
)
def test_that_others_contest_a_rule_that_reaches_the_platform_is_said_in_a_line(real_release, lang, said):
    told = content(real_release, Brief.from_address(f"{OWNERSHIP}&lang={lang}"))
    (line,) = [line for line in told.below("contested") if said in line]
    assert "Zalando" in line
    without = content(real_release, Brief.from_address(OWNERSHIP.replace("&p=tiktok", "") + f"&lang={lang}"))
    assert not [line for line in without.below("contested") if said in line]


def test_a_matter_is_told_as_what_is_pending_and_not_as_homework(owned):
    pending = [one.head for one in (*owned.contested, *owned.coming)]
    assert any(line.endswith("Pending since 2026-03-05.") for line in pending)
    assert not [line for line in pending if "looked at again" in line or any(gap in line for gap in rules().gaps_of_ours)]
    assert "it looks at the first of them again on" in owned.open_line[0]


@pytest.mark.parametrize(
    ("says", "known"),
    [
        ("An act was planned for late 2026; no proposal was found.", "An act was planned for late 2026."),
        ("Whether it appealed was not looked for.", ""),
        ("The appeal is not decided.", "The appeal is not decided."),
        ("Whether the decision stands is open.", ""),
    ],
)
def test_of_a_matter_only_what_is_known_of_the_law_is_told(says, known):
    assert rules().known_of(says) == known


def test_the_heading_of_the_table_says_whose_rule_it_is(real_release, owned):
    assert owned.headings["table"] == "The general rule, and what holds for TikTok alone"
    reaching = content(real_release, Brief.from_address(f"{OWNERSHIP}&scope=reaches"))
    assert reaching.headings["table"] == "The rules as they reach TikTok"


def test_an_answer_has_one_wording_in_sentence_picture_and_table(owned):
    said = "nly as a remedy for infringements: a sale or break-up (structural remedy)"
    assert any(said in one.text for one in owned.sentences) and said in cell(owned, "forced-divestiture", "eu").label


def test_two_places_are_both_and_sources_have_their_day(fines, owned):
    assert not any("All 2 places" in one.text or "The 2 places" in one.text for one in (*fines.sentences, *owned.sentences))
    days = {day for note in owned.sheet.notes for day in re.findall(r"evidence to ([0-9-]+)", note.citation)}
    assert len(days) > 1 and owned.headings["sources"] == "Sources, each with the day to which it was looked through"
    assert not any("stands at each cell" in note.citation for note in owned.sheet.notes)


def test_headings_of_lists_stay_with_their_lines_and_the_number_of_the_page_is_small(owned):
    from docx import Document

    document = Document(io.BytesIO(write(owned, "docx")))
    lists = [one for one in document.paragraphs if one.style.name.startswith("List Bullet")]
    followed = [one for one, after in pairwise(lists) if after.style.name == "List Bullet 2"]
    assert followed and all(one.paragraph_format.keep_with_next for one in followed)
    sizes = {one.get(one.tag.replace("}sz", "}val")) for one in document.sections[0].footer._element.iter("{*}sz")}
    assert sizes == {"16"}
    assert document.tables[-1].columns[0].width > 0.25 * sum(column.width for column in document.tables[0].columns)


@pytest.mark.parametrize(("places", "parts"), [("us,eu", 1), ("us,eu,sg,cn,in,gb", 2)])
def test_the_picture_in_word_is_a_table_in_letters_that_can_be_read(real_release, places, parts):
    from docx import Document

    found = content(real_release, Brief.from_address(f"j={places}&p=tiktok&t={TOPICS}&v=2026-11-30&k=2026-11-30"))
    document = Document(io.BytesIO(write(found, "docx")))
    assert not document.inline_shapes
    drawn = document.tables[:parts]
    assert [name for table in drawn for name in [cell.text for cell in table.rows[0].cells][1:]] == list(found.places)
    for table in drawn:
        runs = [run for row in table.rows for cell in row.cells for one in cell.paragraphs for run in one.runs]
        assert len(table.columns) <= 5 and min(run.font.size.pt for run in runs) >= 8
    said = [cell.text for row in drawn[0].rows[1:] for cell in row.cells[1:]]
    assert said == [
        f"{one.says}\n◆ {one.otherwise}" if one.otherwise else one.says
        for _, row in found.picture
        for one in row[: len(found.places) if parts == 1 else 4]
    ]


def test_the_help_says_whose_rule_a_brief_takes_and_verify_that_it_has_no_seal(real_home, tmp_path):
    from click.testing import CliRunner

    from kb.commands.cli import app

    run = CliRunner().invoke
    said = " ".join(run(app, ["brief", "--help"]).output.split())
    assert "both where a platform is named, else general" in said
    path = tmp_path / "brief.docx"
    assert run(app, ["brief", "us", "eu", "-t", "ownership", "-o", str(path), "--home", str(real_home)]).exit_code == 0
    verified = run(app, ["verify", str(path), "--home", str(real_home)])
    assert verified.exit_code != 0 and "a brief, which carries no seal" in str(verified.exception)


def test_an_amount_is_whole_in_pages_and_slides_as_well(fines):
    from kb.briefing.picture import _plain

    told = [cell["says"] for row in _plain(fines)["table"] for cell in row["cells"]]
    assert any("USD 53,088" in one and "or each violation" in one for one in told)
    assert all("or each violation" in one for one in told if one.startswith("USD 53,088"))
