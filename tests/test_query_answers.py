"""What stored queries answer on the real facts: fines and what is left out, owners and the joint venture, parties to treaties."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from decimal import Decimal

import openpyxl
import pytest
import yaml

from kb.asking.rows import QueryResult
from kb.asking.sandbox import run_query
from kb.release.release import Release
from kb.sparql.stored import stored_query
from tests.conftest import REAL_FACTS

HOLDERS = {
    "oracle": ("15", "United States"),
    "silver-lake": ("15", "United States"),
    "mgx": ("15", "United Arab Emirates"),
    "bytedance": ("19.9", "China"),
    "new-investors-us-joint-venture": ("about 5", None),
    "existing-bytedance-investors": ("30.1", None),
}


def ask(release: Release, name: str, **values: str) -> list[dict[str, str | None]]:
    return list(QueryResult(run_query(release, stored_query(name).text, values)))


def tail(iri: str | None) -> str:
    return (iri or "").rpartition("/")[2]


def fines_in_files() -> dict[str, Decimal]:
    """Sums of all fines by currency, read from the files without any query."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for path in REAL_FACTS.glob("cases/*/*.yaml"):
        for amount in yaml.safe_load(path.read_text(encoding="utf-8")).get("amounts", []):
            what = amount["what"].lower()
            is_fine = ("fine" in what or "penalty" in what) and not what.startswith("part:") and " each" not in what
            if is_fine and amount.get("standing") != "annulled":
                found[amount["currency"]] += Decimal(amount["value"])
    return found


def test_no_fine_of_the_files_is_missing_in_the_sums(real_release: Release):
    found: dict[str, Decimal] = defaultdict(Decimal)
    for row in ask(real_release, "fines-by-authority"):
        found[row["currency"] or ""] += Decimal(row["total"] or "")
    assert found == fines_in_files() and len(found) > 8


def test_a_fine_that_is_told_for_each_of_several_is_in_no_sum_and_is_named(real_release: Release):
    """How often it was imposed is no number of the base: it is left out in words, even where the authority has no other fine."""
    (samr,) = [row for row in ask(real_release, "fines-by-authority", jurisdiction="cn") if tail(row["forum"]) == "samr"]
    assert (samr["total"], samr["fines"], samr["standing_not_recorded"]) == ("18200000000", "1", "18200000000")
    assert samr["left_out"] == "CNY 500000 (fine for each company); CNY 500000 (fine for each of 22 deals)"
    assert "CNY 500000 (fine for each of 22 deals, not in the total), 2021-07-07" in (samr["fined"] or "")
    (alone,) = [row for row in ask(real_release, "fines-by-authority", platform="didi") if tail(row["forum"]) == "samr"]
    assert (alone["total"], alone["fines"]) == ("0", "0") and alone["left_out"] == "CNY 500000 (fine for each of 22 deals)"


def test_what_still_stands_has_a_column_and_another_currency_is_one_of_fines(real_release: Release):
    rows = {tail(row["forum"]): row for row in ask(real_release, "fines-by-authority")}
    assert rows["kppu"]["still_stands"] == rows["kppu"]["total"] and not rows["kppu"]["other_currencies"]
    for row in rows.values():
        told = (Decimal(row[name] or "") for name in ("challenged", "standing_not_recorded", "still_stands"))
        assert sum(told) == Decimal(row["total"] or ""), row["forum"]


def test_fines_in_the_union_are_those_of_the_commission_and_of_authorities_of_its_members(real_release: Release):
    rows = {tail(row["forum"]): row for row in ask(real_release, "fines-by-authority", jurisdiction="eu")}
    commission, dpc = rows["european-commission"], rows["dpc"]
    cases = {tail(case) for case in (commission["cases"] or "").split()}
    assert cases == {"dsa-x", "dsa-temu", "facebook-whatsapp-information", "dma-apple", "dma-meta"}
    assert commission["total"] == "1130000000"
    assert dpc["total"] == "4017500000" and len((dpc["cases"] or "").split()) == int(dpc["fines"] or 0) == 11
    assert "EUR 120000000, 2025-12-05, challenged" in (commission["fined"] or "")


def test_the_commission_fined_320_million_under_the_digital_services_act(real_release: Release):
    (row,) = ask(real_release, "fines-by-authority", jurisdiction="eu", act="eu/dsa")
    assert (row["total"], row["fines"], row["challenged"]) == ("320000000", "2", "120000000")
    assert {tail(case) for case in (row["cases"] or "").split()} == {"dsa-x", "dsa-temu"}


@pytest.mark.parametrize("format_name", ["csv", "md", "xlsx"])
def test_every_format_of_the_sums_says_what_they_leave_out(format_name: str, real_release: Release):
    written = QueryResult(run_query(real_release, stored_query("fines-by-authority").text, {"act": "eu/dsa"})).write(format_name)
    if format_name == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(written)).worksheets[0]
        found = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    else:
        found = written.decode().replace("\\_", "_")
    columns = {"challenged", "annulled", "standing_not_recorded", "undated", "left_out", "other_currencies"}
    assert columns <= set(re.findall(r"\w+", found))
    assert "EUR 120000000, 2025-12-05, challenged" in found


def test_a_british_fine_counts_for_the_union_only_while_the_kingdom_was_a_member(real_release: Release):
    fines = [row["on"] for row in ask(real_release, "fines", jurisdiction="eu") if row["name"] == "United Kingdom"]
    assert fines == ["2018-10-24"]


def test_a_fine_is_that_of_the_authority_that_imposed_it_and_not_of_the_court_of_appeal(real_release: Release):
    (row,) = ask(real_release, "fines-by-authority", jurisdiction="in")
    assert tail(row["forum"]) == "cci" and row["challenged"] == row["total"]


@pytest.mark.parametrize(
    ("jurisdiction", "forum", "column", "said"),
    [
        ("ie", "dpc", "left_out", "EUR 485000000 (part: transfers (GDPR art. 46(1)))"),
        ("au", "federal-court-of-australia", "left_out", "AUD 610500 (infringement notice, not paid)"),
        ("ru", "tagansky-district-court", "undated", "1"),
    ],
)
def test_a_sum_names_what_it_leaves_out(jurisdiction: str, forum: str, column: str, said: str, real_release: Release):
    rows = ask(real_release, "fines-by-authority", jurisdiction=jurisdiction)
    (row,) = [row for row in rows if tail(row["forum"]) == forum]
    assert said in (row[column] or "")


def test_tiktok_shows_the_joint_venture_and_its_six_holders(real_release: Release):
    rows = ask(real_release, "owners-of-platform", owned="tiktok")
    venture = [row for row in rows if tail(row["held"]) == "tiktok-usds-joint-venture"]
    assert {tail(row["owner"]): (row["percent"], row["country"]) for row in venture} == HOLDERS
    assert {(row["from"], row["dated"], row["until"] or "") for row in venture} == {("2026-01-22", "day", "")}


@pytest.mark.parametrize(("name", "parameter"), [("owners-of-platform", "owned"), ("ownership-chain", "platform")])
def test_a_share_has_its_number_beside_it_to_sort_and_add_up_by(name: str, parameter: str, real_release: Release):
    rows = [
        row
        for row in ask(real_release, name, **{parameter: "tiktok"})
        if tail(row["owned" if parameter == "platform" else "held"]) == "tiktok-usds-joint-venture"
    ]
    shares = {str(row["percent"]): Decimal(str(row["percent_number"])) for row in rows if row["percent"]}
    assert shares["about 5"] == 5 and shares["30.1"] == Decimal("30.1") and max(shares, key=lambda said: shares[said]) == "30.1"
    assert sum(Decimal(str(row["percent_number"])) for row in rows if row["percent"]) == 100
    assert all(row["percent_number"] in (None, "") for row in rows if not row["percent"])


@pytest.mark.parametrize(("name", "parameter"), [("owners-of-platform", "owned"), ("ownership-chain", "platform")])
def test_undated_ties_are_listed_and_marked(name: str, parameter: str, real_release: Release):
    rows = ask(real_release, name, **{parameter: "tiktok"})
    undated = [row for row in rows if row["dated"] == "undated"]
    assert "tiktok-technology-ltd" in {tail(row.get("held") or row.get("owned")) for row in undated}
    assert all(not row["from"] for row in undated) and all(row["from"] for row in rows if row not in undated)


def test_the_chain_of_tiktok_goes_through_the_joint_venture_to_its_holders(real_release: Release):
    rows = ask(real_release, "ownership-chain", platform="tiktok")
    (run_by,) = [row for row in rows if tail(row["owner"]) == "tiktok-usds-joint-venture"]
    assert (run_by["tie"], run_by["runs_it_in"], run_by["from"]) == ("run by", "United States", "2026-01-22")
    assert {tail(row["owner"]) for row in rows if tail(row["owned"]) == "tiktok-usds-joint-venture"} == set(HOLDERS)
    assert len(rows) == len({tuple(row.items()) for row in rows}) < 25


@pytest.mark.parametrize("treaty", ["sg/cptpp", "vn/cptpp", "au/cptpp"])
def test_a_treaty_is_one_node_with_its_parties_by_whichever_file_it_is_asked(treaty: str, real_release: Release):
    rows = ask(real_release, "parties-of-treaty", treaty=treaty)
    assert {row["node"] for row in rows} == {"https://w3id.org/policykb/id/instrument/sg/cptpp"}
    found = {tail(row["party"]): row["from"] for row in rows}
    assert found == {"sg": "2018-12-30", "au": "2018-12-30", "ca": "2018-12-30", "vn": "2019-01-14", "gb": "2024-12-15"}
    assert {tail(row["party"]) for row in rows if row["checked_name"] == "Background"} == {"ca", "gb"}


def test_no_treaty_has_two_nodes_and_each_party_with_a_file_is_listed(real_release: Release):
    rows = ask(real_release, "parties-of-treaty")
    short = {path: yaml.safe_load(path.read_text(encoding="utf-8")) for path in REAL_FACTS.glob("instruments/*/*.yaml")}
    records = {path: record for path, record in short.items() if record["type"] == "treaty"}
    same = [path for path, record in records.items() if any("same_treaty" in tie for tie in record.get("relations", []))]
    assert len(same) == 5 and len({row["node"] for row in rows}) == len(records) - len(same)
    listed = {row["recorded_in"] for row in rows}
    for path in same:
        assert f"https://w3id.org/policykb/id/instrument/{path.parent.name}/{path.stem}" in listed


def test_a_treaty_that_nobody_is_recorded_for_keeps_its_row(real_release: Release):
    rows = ask(real_release, "parties-of-treaty", treaty="id/us-reciprocal-trade-agreement")
    assert [row["party"] for row in rows] == [None]


def test_statements_without_a_verdict_are_listed_and_counted(real_release: Release):
    rows = ask(real_release, "statements-by-verdict")
    without = [row for row in rows if not row["verdict_name"]]
    counts = [row for row in ask(real_release, "verdict-counts") if row["verdict_name"] == "No verdict yet"]
    assert without and len(without) == sum(int(row["statements"] or 0) for row in counts)


def test_a_court_or_authority_that_is_no_party_has_its_cases(real_release: Release):
    rows = ask(real_release, "cases-of-organisation", organisation="nclat")
    assert len(rows) == 2 and all("forum" in (row["role"] or "") for row in rows)


def test_withdrawn_claims_support_nothing(real_release: Release):
    withdrawn = {row["claim"] for row in ask(real_release, "withdrawn-claims")}
    resting = {row["claim"] for row in ask(real_release, "claims-resting-on", dossier="us/pafaca")}
    assert withdrawn and resting and not withdrawn & resting
