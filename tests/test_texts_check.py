"""The facts beside texts of law: pinpoints, misquotations, what moved, what is signed. All texts are made up."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from kb.commands.cli import app
from kb.errors import UsageError
from kb.loaders.facts import read_facts
from kb.loaders.problems import CuratedDataError
from kb.loaders.texts import provision_json
from kb.loaders.texts.explained import COLUMNS, read_explained
from kb.loaders.texts.law_text import LawText, Provision, passage_hash
from kb.texts.checking import Checked, check_texts
from kb.texts.comparing import Passage, findings
from kb.texts.cutting import cut
from kb.texts.figures import figures_of, iso_of, plain
from kb.texts.folder import TextFolder, texts_folder
from kb.texts.moving import word_difference, written_difference
from kb.texts.resolving import Resolver
from kb.texts.signing import sign
from tests.conftest import MINI_FACTS, REAL_FACTS

SHARED = Path(__file__).resolve().parents[2] / "shared/texts"
LAW = (
    "1. A provider with at least 20 percent foreign capital shall report within three months, on 19 January 2025 at the latest.\n"
    "2. The fine is not more than 6 % of turnover or USD 5,000,000, whichever is higher.\n"
    "3. The body may ask for data within 24 hours. A 'reportable clip' is one seen by 45 million users."
)
# what we might say of LAW, and the kind of fault that must be found in it
PLANTED = [
    ("Providers with at least 25 percent foreign capital report.", "percent"),
    ("Providers with more than 20 percent foreign capital report.", "bound"),
    ("Providers with at most 20 percent foreign capital report.", "bound"),
    ("Providers report within four months.", "duration"),
    ("Providers report within three weeks.", "duration"),
    ("Providers report within three years.", "duration"),
    ("Providers report by 2025-01-29.", "date"),
    ("Providers report by 2025-09-19.", "date"),
    ("Providers report by 2026-01-19.", "date"),
    ("Providers report by 9 January 2025.", "date"),
    ("Fines reach 60 percent of turnover.", "percent"),
    ("Fines reach 0.6 percent of turnover.", "percent"),
    ("Fines reach USD 500,000.", "number"),
    ("Fines reach USD 5 billion.", "number"),
    ("The body may ask for data within 42 hours.", "duration"),
    ("The body may ask for data within 24 days.", "duration"),
    ("A clip counts when 54 million users saw it.", "number"),
    ("A clip counts when forty million users saw it.", "number"),
    ('The Act calls it a "notifiable clip".', "quotation"),
    ('A provider "may report within three months".', "quotation"),
]
RIGHT = [
    "Providers with at least 20 percent foreign capital report within three months, until 2025-01-19.",
    "Fines reach 6 percent of turnover or USD 5 million.",
    "Under art. 7 of Regulation 2022/2065 the body asks for data within one day; 45,000,000 users count.",
    'The Act calls it a "reportable clip".',
    "Of two persons three may ask, under sec. 2(b)(5), in 2024.",
]


@pytest.mark.parametrize(("sentence", "kind"), PLANTED)
def test_every_planted_misquotation_and_shifted_number_is_found(sentence: str, kind: str):
    assert [one.kind for one in findings(sentence, Passage(LAW, "en"))] == [kind]


@pytest.mark.parametrize("sentence", RIGHT)
def test_what_the_passage_bears_out_is_no_contradiction(sentence: str):
    assert findings(sentence, Passage(LAW, "en")) == []


def test_must_for_may_and_bounds_are_found_and_a_day_that_the_file_knows_is_not():
    leave = Passage("The body may publish a list.", "en")
    assert [one.kind for one in findings("The body must publish a list.", leave)] == ["duty"]
    assert findings("The body may publish a list.", leave) == []
    reached = Passage("It achieves a turnover equal to or above EUR 7,5 billion.", "en")
    assert findings("It has a turnover of at least EUR 7.5 billion.", reached) == []
    assert [one.kind for one in findings("It has a turnover of at most EUR 7.5 billion.", reached)] == ["bound"]
    counted = Passage("The ban begins 270 days after enactment.", "en", ("2024-04-24",))
    assert findings("The ban begins on 2025-01-19.", counted) == []
    assert [one.kind for one in findings("The ban begins on 2025-03-19.", counted)] == ["date"]


@pytest.mark.parametrize(("language", "passage", "right", "wrong"), [
    ("vi", "có từ 3.000.000 tài khoản trở lên, phạt 5% doanh thu", "At least 3 million; 5 percent.", "At least 2 million."),
    ("zh", "处五千万元以下罚款，或者上一年度营业额百分之五以下", "Up to RMB 50 million or 5 percent.", "Up to RMB 5 million."),
    ("zh", "应当在30日内报告，2021年11月1日起施行", "Within 30 days; from 2021-11-01.", "Within 40 days."),
    ("pt", "até R$ 50.000.000,00, no prazo de trinta dias", "Up to BRL 50 million, within 30 days.", "Up to BRL 60 million."),
    ("id", "paling lama 4 (empat) jam sejak 17 Oktober 2024", "Within 4 hours of 2024-10-17.", "Within 14 hours."),
    ("ru", "более пятисот тысяч пользователей с 1 марта 2023", "More than 500,000 since 2023-03-01.", "More than 50,000."),
    ("de", "binnen drei Monaten, ab 1. März 2024", "Within three months, from 2024-03-01.", "From 2024-03-11."),
])  # fmt: skip
def test_figures_are_read_in_the_language_of_the_law(language: str, passage: str, right: str, wrong: str):
    assert findings(right, Passage(passage, language)) == []
    assert len(findings(wrong, Passage(passage, language))) == 1


def test_a_contradiction_says_what_stands_there():
    (found,) = findings("Within four months.", Passage(LAW, "en"))
    assert found.message == "duration: we say 'four month'; the passage has three month, 24 hour"
    (day,) = figures_of(plain("19 January 2025"), "en")
    assert iso_of(day) == "2025-01-19"


@pytest.mark.parametrize(("groups", "words"), [
    (("2",), "2. The fine is not more than 6 % of turnover or USD 5,000,000, whichever is higher."),
    (("4",), ""),
])  # fmt: skip
def test_a_paragraph_is_cut_out_of_a_larger_unit(groups: tuple[str, ...], words: str):
    assert cut(LAW, groups) == words


def test_points_are_cut_out_between_their_labels():
    assert cut("The body may: (a) ask; (b) inspect, with (i) notice and (ii) a seal; (c) order.", ("b",)).startswith(
        "(b) inspect"
    )
    assert cut("The body may: (a) ask; (b) inspect; (c) order.", ("b",)) == "(b) inspect;"


# --- the whole of it, on the invented facts ---------------------------------------------------------------------------------


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MINI_FACTS, tmp_path / "facts"))


@pytest.fixture
def folder(tmp_path: Path) -> TextFolder:
    return TextFolder(tmp_path / "texts")


def act(
    folder: TextFolder, words: str = "1. The owner shall sell within three months.", dated: str = "2024-03-01", **more: Any
) -> None:
    provisions = (Provision("s. 1", words), Provision("s. 2", "(1) Foreign owners are those seated abroad.\n(2) No others."))
    given = {
        "instrument": "xa/sale-act",
        "language": "en",
        "kind": "copy",
        "version": f"as of {dated}",
        "address": "https://law.example/spa",
    }
    folder.add(LawText(provisions, dated=dated, **(given | more)))


def check(facts: Path, folder: TextFolder) -> Checked:
    return check_texts(facts, folder, ["xa/sale-act"])


def says(facts: Path, sentence: str) -> None:
    path = facts / "instruments/xa/sale-act.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("The owner named in the Act must sell the platform.", sentence), encoding="utf-8")


def test_pinpoints_are_found_soft_or_not_found(facts: Path, folder: TextFolder):
    act(folder)
    resolver = Resolver(folder, folder.editions("xa/sale-act")[0])
    states = {
        name: resolver.resolve(name).state
        for name in ("s. 1", "s. 2(1)", "s. 2(1)-(2)", "s. 2(7)", "s. 1 and s. 9", "s. 9", "sale")
    }
    assert states == {
        "s. 1": "found", "s. 2(1)": "found", "s. 2(1)-(2)": "found", "s. 2(7)": "soft", "s. 1 and s. 9": "soft",
        "s. 9": "not-found", "sale": "not-found",
    }  # fmt: skip
    found = {one.resolved.pinpoint: one.resolved for one in check(facts, folder).pinpoints}
    assert found["s. 2(1)"].sha256 == passage_hash("(1) Foreign owners are those seated abroad.")


def test_capital_and_small_letters_are_two_levels_of_one_law(folder: TextFolder):
    words = "(b) The officer shall find (1) the seat;\n(C) the owner.\n(c) The sale follows."
    edition, _ = folder.add(LawText((Provision("sec. 2", words),), instrument="xa/levels", language="en", kind="copy"))
    resolver = Resolver(folder, edition)
    found = {pinpoint: resolver.resolve(pinpoint).words for pinpoint in ("sec. 2(c)", "sec. 2(C)", "SEC. 2(B)")}
    assert found["sec. 2(c)"] == "(c) The sale follows."
    assert found["sec. 2(C)"].startswith("(C) the owner.")
    assert found["SEC. 2(B)"].startswith("(b) The officer")  # another case, where the law has no other


def test_a_pinpoint_in_the_numbering_of_another_year_never_shows_the_article_that_had_the_number_before(folder: TextFolder):
    given = {
        "instrument": "xa/numbers",
        "title": "Law on Clips (2016)",
        "language": "en",
        "version": "text of 2016-11-07",
        "further_sources": [{"title": "Law on Clips (as amended)", "version": "as amended on 2025-10-28 (copy of 2026-07-17)"}],
        "provisions": [
            {"pinpoint": "art. 5 (2025)", "text": "Fines.", "stands_in": ["Law on Clips (as amended), art. 5"]},
            {"pinpoint": "art. 1", "text": "Clips are short."},
            {"pinpoint": "art. 2", "text": "Clips are safe."},
            {"pinpoint": "art. 1", "of": "Law on Clips (as amended)", "text": "Aim."},
            {"pinpoint": "art. 2", "of": "Law on Clips (as amended)", "text": "1. Clips are short.\n2. They are few."},
        ],
    }
    text = provision_json.read(json.dumps(given).encode())
    assert text is not None
    edition, _ = folder.add(text)
    resolver = Resolver(folder, edition)
    found = {
        one: resolver.resolve(one) for one in ("art. 2", "art. 2(2) (2025)", "art. 5 (2025)", "art. 2 (2021)", "art. 2 (2016)")
    }
    assert {pinpoint: one.words for pinpoint, one in found.items()} == {
        "art. 2": "Clips are safe.",
        "art. 2(2) (2025)": "2. They are few.",
        "art. 5 (2025)": "Fines.",
        "art. 2 (2021)": "",
        "art. 2 (2016)": "Clips are safe.",
    }
    assert found["art. 2 (2021)"].state == "not-found"
    amended = "as amended on 2025-10-28 (copy of 2026-07-17)"
    assert {found[one].version for one in ("art. 2(2) (2025)", "art. 5 (2025)")} == {amended}
    assert found["art. 2"].version == "text of 2016-11-07"


def test_a_contradiction_names_the_line_and_an_explanation_lapses_with_its_passage(facts: Path, folder: TextFolder):
    act(folder)
    says(facts, "The owner must sell within four months.")
    (found,) = check(facts, folder).unexplained
    assert found.message.startswith(
        "facts/instruments/xa/sale-act.yaml:19: duration: we say 'four month'; the passage has three month"
    )
    row = [found.told.id, found.finding.kind, found.finding.ours, found.passage, "read", "kb-editors", "2026-01-10"]
    (facts / "explained.csv").write_text(",".join(COLUMNS) + "\n" + ",".join(row) + "\n", encoding="utf-8")
    assert not check(facts, folder).unexplained and check(facts, folder).contradictions
    act(folder, "1. The owner shall sell within five months.", "2025-01-01")
    assert len(check(facts, folder).unexplained) == 1


@pytest.mark.parametrize(("text", "message"), [
    ("a,b\n", "explained.csv:1: write the columns place"),
    (",".join(COLUMNS) + "\nonly,two\n", "explained.csv:2: fill in all of"),
])  # fmt: skip
def test_a_wrong_file_of_explanations_is_refused_with_its_line(text: str, message: str, facts: Path):
    (facts / "explained.csv").write_text(text, encoding="utf-8")
    with pytest.raises(CuratedDataError, match=message):
        read_explained(facts)


def test_what_moved_names_the_claims_events_and_provisions_that_rest_on_it(facts: Path, folder: TextFolder):
    act(folder)
    act(folder, "1. The owner shall sell within six months.", "2025-05-01")
    (moved,) = check(facts, folder).moved
    assert (moved.pinpoint, moved.change, moved.provisions) == ("s. 1", "changed", ("s. 1",))
    assert [one.split("/")[3] for one in moved.claims] == ["forced-sale", "ownership-test"]
    assert all(moved.hashes) and moved.later.dated == "2025-05-01"


def test_two_editions_differ_word_by_word():
    assert (
        written_difference(word_difference("sell within three months", "sell in three months"))
        == "sell [-within-]{+in+} three months"
    )
    assert written_difference(word_difference("应当三日", "应当五日")) == "应当[-三-]{+五+}日"


def test_signing_writes_readings_of_the_true_kind_and_only_what_was_found(facts: Path, folder: TextFolder):
    path = facts / "instruments/xa/sale-act.yaml"
    act(folder, kind="anonymous")
    assert sign(facts, check(facts, folder), "kb-reviewers", "2026-01-12") == 9  # two provisions, two claims with three pinpoints
    # and with each of the four what it had of its file, which is better than an anonymous copy and must not be lost
    stated = yaml.safe_load(path.read_text(encoding="utf-8"))
    inherited, reading = stated["provisions"]["s. 1"]["evidence"]
    assert inherited["kind"] != "anonymous" and reading["passage"] == "s. 1"
    assert stated["provisions"]["s. 1"]["says"] == "The owner named in the Act must sell the platform."
    assert reading["kind"] == "anonymous" and reading["by"] == "kb-reviewers" and reading["read"] == "xa/sale-act"
    assert reading["sha256"] == passage_hash("1. The owner shall sell within three months.")
    assert [one.get("passage") for one in stated["claims"]["ownership-test"][0]["evidence"]] == [None, "s. 1", "s. 2(1)"]
    assert "shall sell within" not in path.read_text(encoding="utf-8")


def test_signing_leaves_alone_what_is_contradicted(facts: Path, folder: TextFolder):
    act(folder)
    says(facts, "The owner must sell within four months.")
    sign(facts, check(facts, folder), "kb-reviewers", "2026-01-12")
    stated = yaml.safe_load((facts / "instruments/xa/sale-act.yaml").read_text(encoding="utf-8"))
    assert isinstance(stated["provisions"]["s. 1"], str) and "evidence" in stated["provisions"]["s. 2(1)"]


def test_evidence_of_the_former_form_is_not_signed_over(facts: Path, folder: TextFolder):
    act(folder)
    path = facts / "instruments/xa/sale-act.yaml"
    text = path.read_text(encoding="utf-8")
    former = "rests_on: s. 1\n      evidence: {grade: primary, read_in: Gazette, checked: confirmed}"
    path.write_text(text.replace("rests_on: s. 1", former, 1), encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(UsageError, match="former form"):
        sign(facts, check(facts, folder), "kb-reviewers", "2026-01-12")
    assert path.read_bytes() == before
    with pytest.raises(UsageError, match="is no role"):
        sign(facts, check(facts, folder), "Jane Doe", "2026-01-12")


def kb(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_the_commands_add_list_check_and_differ(facts: Path, tmp_path: Path):
    law, place = tmp_path / "law.txt", tmp_path / "texts"
    said = ["--instrument", "xa/sale-act", "--language", "en", "--texts", place]
    for day, months in (("2024-03-01", "three"), ("2025-05-01", "four")):
        law.write_text(f"Section 1\nThe owner shall sell within {months} months.\n", encoding="utf-8")
        done = kb("texts", "add", law, *said, "--dated", day)
        assert done.output.startswith("1 editions added with 1 provisions, 0 were there"), done.output
    assert "xa/sale-act  2025-05-01  en  anonymous  1 provisions" in kb("texts", "list", "--texts", place).output
    assert "[-three-]{+four+} months" in kb("texts", "diff", "xa/sale-act", "--texts", place).output
    given = kb("texts", "check", "--facts", facts, "--texts", place, "--format", "json")
    found = json.loads(given.output)
    assert set(found) == {"pinpoints", "contradictions", "moved"} and given.exit_code == 0
    states = {one["pinpoint"]: one["state"] for one in found["pinpoints"] if one["instrument"] == "xa/sale-act"}
    assert states == {"s. 1": "found", "s. 2(1)": "not-found"}
    assert "shall sell" not in given.output
    says(facts, "The owner must sell within two months.")
    told = kb("texts", "check", "xa/sale-act", "--facts", facts, "--texts", place)
    assert told.exit_code == 1 and "1 contradictions, 1 of them unexplained" in told.output


def test_without_texts_or_with_an_unknown_name_the_check_says_what_to_do(facts: Path, folder: TextFolder):
    with pytest.raises(UsageError, match="add some with: kb texts add"):
        check(facts, folder)
    act(folder)
    with pytest.raises(UsageError, match="no instrument 'xa/none'"):
        check_texts(facts, folder, ["xa/none"])


def test_the_folder_is_where_the_setting_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("KB_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("KB_TEXTS", raising=False)
    assert texts_folder().path == tmp_path / "home" / "texts"
    monkeypatch.setenv("KB_TEXTS", str(tmp_path / "laws"))
    assert texts_folder().path == tmp_path / "laws"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the texts of law that the facts are checked against are not on this machine")
def test_of_the_pinpoints_of_the_real_facts_at_least_450_resolve(tmp_path: Path):
    place = tmp_path / "texts"
    assert kb("texts", "add", SHARED, "--texts", place).exit_code == 0
    checked = check_texts(REAL_FACTS, TextFolder(place))
    assert sum(one.resolved.state != "not-found" for one in checked.pinpoints) >= 450
    assert read_facts(REAL_FACTS).instruments.keys() >= {one.instrument for one in checked.pinpoints}
