"""The real facts are complete and honest: coverage, hindsight, the article, the joint venture, and what no file may hold."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import REAL_FACTS, ROOT

from kb.cells.comparison import choose_questions, compare
from kb.naming.namespaces import PREFIXES
from kb.release.release import Release

COLUMNS = ("us", "eu", "sg")
TODAY = None  # compare() takes today where no day is given
DAYS = ("2024-01-01", "2025-01-19", "2025-09-15", "2026-01-22", "2026-06-01", "2026-11-22", TODAY)
FILES = sorted(REAL_FACTS.rglob("*.yaml"))
ARTICLE = "source/us-china-tiktok-near-agreement"
SEEDS = ROOT.parent / "shared" / "seeds"

# The instruments and cases that the work began with, by folder.
INSTRUMENTS = {
    "us": (
        "pafaca padfa eo-13942 cfius-order-2020-08-14 eo-14034 eo-14166 eo-14258 eo-14310 eo-14350 eo-14352 eo-13873 "
        "eo-14117 28-cfr-202 cfius-statute icts-rule no-tiktok-on-government-devices-act coppa-rule section-230 "
        "fec-internet-disclaimer-rule usmca take-it-down-act platform-accountability-and-transparency-act"
    ),
    "us-mt": "sb-419",
    "us-ca": "sb-976",
    "us-mn": "social-media-manipulation-act",
    "us-tx": "hb-20 sb-2420",
    "us-fl": "hb-3",
    "us-ny": "stop-hiding-hate-act",
    "eu": (
        "dsa dma gdpr free-flow-of-non-personal-data fdi-screening-2019 fdi-screening-2026 data-act dsa-data-access "
        "dsa-audits dsa-report-templates political-advertising ai-act eu-us-data-privacy-framework "
        "standard-contractual-clauses bytedance-gatekeeper-designation tiktok-vlop-designation "
        "commission-device-suspension eu-singapore-digital-trade-agreement dsa-minors-guidelines avmsd digital-omnibus "
        "cybersecurity-act-2"
    ),
    "sg": (
        "pdpa pdp-regulations-2021 broadcasting-act code-of-practice-online-safety code-of-practice-app-distribution "
        "pofma pofma-political-advertisements-code fica ocha sira osra elections-online-advertising-act cptpp depa sadea "
        "rcep cybersecurity-act government-device-practice mas-outsourcing-notices"
    ),
}
CASES = {
    "us": (
        "tiktok-v-garland tiktok-v-trump marland-v-trump cfius-bytedance-musically qualified-divestiture-petition "
        "us-v-bytedance anderson-v-tiktok moody-v-netchoice"
    ),
    "us-mt": "alario-v-knudsen",
    "eu": (
        "bytedance-v-commission tiktok-supervisory-fee dsa-tiktok-minors-and-design dsa-tiktok-lite dsa-tiktok-elections "
        "dsa-tiktok-ad-repository"
    ),
    "ie": "dpc-tiktok-children dpc-tiktok-transfers dpc-tiktok-china-storage",
    "sg": "fica-account-restrictions-2024 online-safety-assessment-2025 pdpc-transfer-decisions",
}


def select(release: Release, variables: str, pattern: str) -> list[tuple[str, ...]]:
    """Sorted rows of a pattern in SPARQL; entities are written ``<instrument/us/pafaca>`` and come back that way."""
    prefixes = "".join(f"PREFIX {name}: <{address}>\n" for name, address in PREFIXES.items())
    base = PREFIXES["id"]
    text = f"BASE <{base}>\n{prefixes}SELECT {variables} WHERE {{ {pattern} }}"
    solutions: Any = release.store.query(text, use_default_graph_as_union=True)
    found = [[solution[variable] for variable in solutions.variables] for solution in solutions]
    return sorted(tuple(term.value.removeprefix(base) if term else "" for term in row) for row in found)


# Coverage


@pytest.mark.parametrize("platform", [None, "tiktok"], ids=["in-general", "tiktok"])
@pytest.mark.parametrize("day", DAYS, ids=lambda day: day or "today")
def test_every_question_is_researched_for_us_eu_and_sg(real_release: Release, day: str | None, platform: str | None) -> None:
    table = compare(real_release.reader, COLUMNS, as_of=day, platform=platform)
    assert len(table.cells) == 3 * len(table.questions)
    assert [(cell.jurisdiction, cell.question) for cell in table.cells if cell.state == "not-researched"] == []


def test_codebook_asks_84_questions_in_20_dimensions(real_release: Release) -> None:
    sizes = Counter(head.dimension for head in choose_questions(real_release.reader.questions(), (), ()))
    assert sizes.total() >= 84
    assert len(sizes) == 20
    assert min(sizes.values()) >= 2


def test_there_are_enough_instruments_and_cases(real_release: Release) -> None:
    assert len(select(real_release, "?it", "?it a pol:Instrument")) >= 25
    assert len(select(real_release, "?it", "?it a pol:Case")) >= 8


def test_the_instruments_and_cases_to_begin_with_are_there(real_release: Release) -> None:
    for kind, name, expected in (("Instrument", "instrument", INSTRUMENTS), ("Case", "case", CASES)):
        found = {iri for (iri,) in select(real_release, "?it", f"?it a pol:{kind}")}
        assert {f"{name}/{folder}/{slug}" for folder, slugs in expected.items() for slug in slugs.split()} - found == set()


# Hindsight: a sentence must be one that could be said on its first day

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DATE = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d)(?:-(?P<day>\d\d))?"
    rf"|(?:(?P<day_in_words>\d{{1,2}}) )?(?P<month_in_words>{'|'.join(MONTHS)}) (?P<year_of_month>\d{{4}})"
    r"|(?<![\w\[/.,-])(?P<year_alone>20[0-3]\d)(?![\w\]/-]|,\d)"
)
# A later date is no hindsight if the law of the first day already lays it down as a deadline ("by 2024-02-17",
# "until a hearing in October 2025"), or if the sentence only says up to when something was so ("before 2023-03-17").
LAID_DOWN = re.compile(r"\b(?:by|until)(?: the end of| a hearing in)? $|\bbefore\b[^.;]*$")
# The one start date that a law lays down by counting days: 270 days after the enactment of PAFACA.
LAID_DOWN_BY_PAFACA = "from 2025-01-19"
TOLD_FROM_LATER = re.compile(r"\b(?:went on to|was later|were later|later (?:enjoined|revoked|upheld)|about to|subsequently)\b")


def iso(found: re.Match[str]) -> str:
    """A date found in a sentence as YYYY, YYYY-MM or YYYY-MM-DD."""
    if found["year_alone"]:
        return found["year_alone"]
    if found["year"]:
        return found[0]
    month = f"{found['year_of_month']}-{MONTHS.index(found['month_in_words']) + 1:02}"
    return f"{month}-{int(found['day_in_words']):02}" if found["day_in_words"] else month


def told_too_early(sentence: str, first_day: str) -> list[str]:
    """Dates of a sentence that lie after its first day and were not laid down on it."""
    found = [(iso(date), sentence[: date.start()]) for date in DATE.finditer(sentence)]
    return [date for date, before in found if date > first_day[: len(date)] and not LAID_DOWN.search(before)]


@pytest.mark.parametrize(
    ("sentence", "dates"),
    [
        ("A joint venture closed on 2026-01-22.", ["2026-01-22"]),
        ("Enjoined in October 2025; by a court, on 3 March 2026.", ["2025-10", "2026-03-03"]),
        ("The case was remanded in 2026.", ["2026"]),
        ("Stores are barred, as was said on 2025-09-15, by the law of 2024.", []),
        ("Reports are due by 2026-02-17, the first by the end of July 2026.", []),
        ("Nothing was found before the Act was applied, on 2026-02-17.", []),
        ("See [2026] IEHC 347, EO 14352 and USD 2,030 or 2030,000.", []),
    ],
)
def test_events_after_the_first_day_are_found(sentence: str, dates: list[str]) -> None:
    assert told_too_early(sentence, "2025-09-15") == dates


def test_no_sentence_of_a_cell_tells_the_future(real_release: Release) -> None:
    rows = select(
        real_release, "?claim ?first_day ?sentence", "?claim pol:question [] ; pol:inShort ?sentence ; pol:validFrom ?first_day"
    )
    assert len(rows) > 250
    hindsight = {}
    for claim, first_day, sentence in rows:
        if claim.startswith("claim/us/pafaca/"):
            sentence = sentence.replace(LAID_DOWN_BY_PAFACA, "")
        if dates := told_too_early(sentence, first_day) + TOLD_FROM_LATER.findall(sentence):
            hindsight[claim] = dates
    assert hindsight == {}, "split these claims at the event, or say it without the event"


# The article


def statements(release: Release, pattern: str) -> dict[str, tuple[str, ...]]:
    rows = select(release, "?key ?first ?second ?third", f"<{ARTICLE}> pol:statement ?it . ?it skos:notation ?key . {pattern}")
    return {key: tuple(value for value in values if value) for key, *values in rows}


def test_article_has_36_statements_with_verdicts(real_release: Release) -> None:
    found = statements(real_release, "?it pol:verdict ?first")
    assert list(found) == [f"c{number:02}" for number in range(1, 37)]
    assert all(verdict.startswith("verdict/") for (verdict,) in found.values())


def test_statement_on_singapore_has_14_testimonies(real_release: Release) -> None:
    assert len(select(real_release, "?testimony", f"<{ARTICLE}/c21> pol:testimony ?testimony")) == 14


def read_article() -> tuple[str, list[list[str]]]:
    """Headline, and the sentences of each paragraph of the body; headings have no full stop."""
    (path,) = SEEDS.glob("*.txt")
    headline, _, *body = [" ".join(line.split()) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return headline, [re.split(r"(?<=\.) (?=[A-Z])", line) for line in body if line.endswith(".")]


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the article is not kept with the project; its folder ../shared/seeds is absent")
def test_hashes_are_those_of_the_sentences(real_release: Release) -> None:
    headline, paragraphs = read_article()
    assert len(paragraphs) == 9
    pattern = "?it pol:sentenceHash ?first . OPTIONAL { ?it pol:paragraph ?second ; pol:sentence ?third }"
    for key, (stated, *place) in statements(real_release, pattern).items():
        sentence = paragraphs[int(place[0]) - 1][int(place[1]) - 1] if place else headline
        assert hashlib.sha256(sentence.encode()).hexdigest() == stated, key


# The joint venture


def test_stakes_of_the_joint_venture_sum_to_100_and_bytedance_holds_19_9(real_release: Release) -> None:
    rows = select(
        real_release,
        "?owner ?percent",
        "<organisation/tiktok-usds-joint-venture> pol:stake ?stake ."
        " ?stake pol:owner ?owner ; pol:percent ?percent ; pol:validFrom ?from FILTER(STR(?from) = '2026-01-22')",
    )
    stakes = {owner.removeprefix("organisation/"): Decimal(percent.removeprefix("about ")) for owner, percent in rows}
    assert sorted(stakes.values()) == [Decimal(share) for share in ("5", "15", "15", "15", "19.9", "30.1")]
    assert abs(sum(stakes.values()) - 100) <= Decimal("0.5")
    assert stakes["bytedance"] == Decimal("19.9")


# What no facts file holds

ID_OF_A_BRIEF = re.compile(r"\b[A-Z]{2,3}-[A-Z]{2,5}-\d\d\b")
PATH_OF_A_MACHINE = re.compile(r"(?<![\w/.])/(?:work|home|root|tmp|Users|mnt|var)/|\b[A-Z]:\\")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(REAL_FACTS).with_suffix("").as_posix())
def test_file_is_plain_text_without_traces_of_its_making(path: Path) -> None:
    content = path.read_bytes()
    text = content.decode("utf-8")
    assert text.encode("utf-8") == content
    assert not text.startswith("\ufeff")
    assert not re.search(r"[\t\r\u0000-\u0009\u200b\u00a0\ufffd]", text)
    assert not ID_OF_A_BRIEF.search(text)
    assert not PATH_OF_A_MACHINE.search(text)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(REAL_FACTS).with_suffix("").as_posix())
def test_lines_are_at_most_140_wide(path: Path) -> None:
    """An address cannot be folded, so its line may be longer."""
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [number for number, line in enumerate(lines, 1) if len(line) > 140 and "://" not in line] == []
