"""Explanations replay: every claim of the cell, the rule, the support; without the winner they say otherwise."""

import json
import re
import shutil
from dataclasses import replace

import pytest

from kb.building.build import build
from kb.cells.comparison import compare
from kb.explanation.explain import explain, to_json, to_text
from kb.opening.current import open_release
from tests.conftest import MINI_FACTS


def explanation(release, jurisdiction, question, as_of="2025-09-15", known_on="2026-06-01", platform=None):
    table = compare(release.reader, [jurisdiction], questions=[question], as_of=as_of, known_on=known_on, platform=platform)
    return explain(release, table, jurisdiction, question)


def test_it_names_the_statute_the_losing_article_and_the_rule(mini_release):
    text = to_text(explanation(mini_release, "xb", "local-storage"))
    for said in ("Privacy Act, s. 26", "Data may be sent abroad if it stays protected", "Daily Example", "disputes the winner"):
        assert said in text
    assert "Broader scope" in text and "Verdict on this statement: contradicted" in text
    assert (
        "Doubt: a source says otherwise of Clip (it says: mandatory)." in text and "It is limited to the platform Clip." in text
    )


def test_it_names_evidence_coder_and_dates(mini_release):
    text = to_text(explanation(mini_release, "xb", "local-storage"))
    assert "coded by kb-editors" in text and "In the record since 2026-01-10" in text
    assert "Evidence: primary, confirmed; read in Statutes of Testland" in text


def test_an_absence_is_explained_by_what_was_searched(mini_release):
    text = to_text(explanation(mini_release, "xa", "local-storage"))
    assert "Searched: Statutes of Examplia in force on the day" in text


def test_an_empty_cell_says_that_nothing_was_in_the_record(mini_release):
    assert "Nobody has looked yet" in to_text(explanation(mini_release, "xb", "local-storage", known_on="2020-01-01"))


def test_the_json_says_the_same(mini_release):
    content = json.loads(json.dumps(to_json(explanation(mini_release, "xb", "local-storage"))))
    assert [claim["won"] for claim in content["claims"]] == [True, False, False]
    assert content["claims"][1]["decided_by"].startswith("Broader scope")
    assert content["claims"][0]["supports"] == [
        {"pinpoint": "s. 26", "says": "Data may be sent abroad if it stays protected.", "verdict": None, "because": None}
    ]


def test_why_an_answer_stands_beside_one_of_the_same_provision_that_is_last_known(tmp_path):
    facts = shutil.copytree(MINI_FACTS, tmp_path / "facts")
    path = facts / "instruments/xa/sale-act.yaml"
    text = path.read_text(encoding="utf-8")
    whom = "    - answer: foreign\n"
    assert whom in text
    path.write_text(text.replace(whom, f"{whom}      scope: {{platform: clip}}\n"), encoding="utf-8")
    build(facts, tmp_path / "home")
    release, day = open_release(tmp_path / "home"), {"as_of": "2026-05-01", "platform": "clip"}
    assert compare(release.reader, ["xa"], questions=["forced-sale"], known_on="2026-06-01", **day).cells[0].last_known
    stands = to_text(explanation(release, "xa", "ownership-test", **day))
    assert "A provision that this rests on also answers “" in stands and "The owner appealed against the judgment." in stands
    assert "It does not name this question, so that this answer stands for" in stands
    other = to_text(explanation(release, "xa", "forced-sale", **day))
    assert "It does not name this question" not in other and "Only last known on 2026-05-01" in other


class WithoutClaim:
    """A reader that has lost one claim."""

    def __init__(self, reader, iri):
        self._reader, self._iri = reader, iri

    def __getattr__(self, name):
        return getattr(self._reader, name)

    def claims(self, *point):
        return [claim for claim in self._reader.claims(*point) if claim.iri != self._iri]


def test_without_the_winner_the_next_claim_decides(mini_release):
    whole = explanation(mini_release, "xb", "local-storage", platform="clip")
    winner = whole.cell.winner.claim.iri
    options = {"questions": ["local-storage"], "as_of": "2025-09-15", "known_on": "2026-06-01", "platform": "clip"}
    table = compare(WithoutClaim(mini_release.reader, winner), ["xb"], **options)
    less = explain(mini_release, table, "xb", "local-storage")
    assert less.cell.answer == "mandatory" and winner not in to_text(less)
    assert [reason.weighed.claim.iri for reason in less.reasons] == [
        reason.weighed.claim.iri for reason in whole.reasons if reason.weighed.claim.iri != winner
    ]


def test_every_cell_of_the_real_base_can_be_explained(real_release):
    table = compare(real_release.reader, ["us", "eu", "sg"], as_of="2025-09-15", known_on="2026-12-01")
    for cell in table.cells:
        text = to_text(explain(real_release, table, cell.jurisdiction, cell.question))
        assert cell.label in text and cell.in_short in text


def test_singapore_as_the_issue_asks(real_release):
    text = to_text(explanation(real_release, "sg", "data-localization-requirement", known_on="2026-12-01"))
    assert "Personal Data Protection" in text and "Mandatory local storage" in text
    assert (
        "Doubt: a source says otherwise of TikTok (it says: mandatory local storage)." in text
        and "Broader scope" in text
        and "⚠" not in text
    )


def test_it_says_why_an_answer_is_only_last_known(real_release):
    table = compare(real_release.reader, real_release.reader.jurisdictions(), as_of="2026-11-30", known_on="2026-12-01")
    last = [cell for cell in table.cells if cell.last_known]
    matters = real_release.reader.matters()
    whose = {(cell.jurisdiction, cell.question): (cell.winner.claim.jurisdiction, cell.question) for cell in last}
    undecided = {name for one in matters if one.is_open("2026-11-30", "2026-12-01") for name in one.cells}
    at_stake = next(cell for cell in last if whose[cell.jurisdiction, cell.question] in undecided)
    told = to_text(explain(real_release, table, at_stake.jurisdiction, at_stake.question))
    assert "Only last known on 2026-11-30: its evidence goes to " in told and "while a matter is open." in told
    assert "Open since " in told and "To be looked at again on " in told
    fresh = next(cell for cell in table.cells if cell.winner and not cell.last_known)
    assert "Only last known" not in to_text(explain(real_release, table, fresh.jurisdiction, fresh.question))


def test_a_cell_that_is_not_in_the_table_is_a_key_error(mini_release):
    table = compare(mini_release.reader, ["xa"], questions=["audit"])
    with pytest.raises(KeyError):
        explain(mini_release, table, "xb", "audit")
    assert replace(table, platform="clip").cell("xa", "audit")


def test_the_explanation_of_a_cell_is_the_same_whatever_table_it_stands_in(real_release):
    places, questions = ["us", "eu", "vn"], ["forced-divestiture", "data-localization-requirement", "minimum-age-access"]
    table = compare(real_release.reader, places, questions=questions, as_of="2026-06-01", known_on="2026-12-01")
    for cell in table.cells:
        alone = compare(
            real_release.reader, [cell.jurisdiction], questions=[cell.question], as_of="2026-06-01", known_on="2026-12-01"
        )
        told = [explain(real_release, one, cell.jurisdiction, cell.question) for one in (table, alone)]
        assert to_text(told[0]) == to_text(told[1])


def test_every_claim_is_named_as_an_amendment_names_it(mini_release):
    found = explanation(mini_release, "xb", "local-storage")
    named = re.findall(r"^   Identifier: (claim/\S+)$", to_text(found), re.MULTILINE)
    claims = [claim["id"] for claim in to_json(found)["claims"]]
    assert len(named) == 3 and [f"https://w3id.org/policykb/id/{name}" for name in named] == claims
