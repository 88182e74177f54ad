"""A draft from a text: what is found in it, every verdict open, and nothing of it a file of facts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from kb.commands.cli import app
from kb.drafting.findings import days_in, identifiers_in, numbers_in, terms_in
from kb.drafting.likeness import profiles_of, stems
from kb.drafting.measuring import measure
from kb.errors import UsageError
from kb.loaders.facts import read_facts
from kb.loaders.problems import CuratedDataError
from kb.loaders.texts.law_text import LawText, Provision
from kb.texts.folder import TextFolder
from tests.conftest import MINI_FACTS

LAW = """Clip Act of 2024-03-01, Regulation (EU) 2024/77
Article 1
'Clip' means a short moving picture. A statute may require the named owner to sell the platform case by case, with power
to review.
Article 2
This Act shall apply from 17 February 2025. A fine is up to EUR 20,000 or 6 % of turnover, paid within three months.
Article 3
Foreign owners are treated differently by nationality of the owner.
"""


def kb(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def law(tmp_path: Path) -> Path:
    path = tmp_path / "clip-act.txt"
    path.write_text(LAW, encoding="utf-8")
    return path


def drafted(law: Path) -> dict:
    done = kb("draft", law, "--jurisdiction", "xa", "--language", "en", "--facts", MINI_FACTS)
    assert done.exit_code == 0, done.output
    return yaml.safe_load(done.output)


def verdicts(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [str(value["verdict"])] if "verdict" in value else []
        return own + [one for child in value.values() for one in verdicts(child)]
    return [one for child in value for one in verdicts(child)] if isinstance(value, list) else []


def test_a_draft_has_what_is_found_each_with_its_passage_and_open(law: Path):
    found = drafted(law)
    assert found["identifiers"] == [{"celex": "32024R0077", "verdict": "open"}]
    assert [(one["on"], one["what"], one["provision"]) for one in found["dates"]] == [("2025-02-17", "applies", "art. 2")]
    assert {(one["what"], one["value"]) for one in found["numbers"]} == {
        ("money", "20,000"),
        ("percent", "6 %"),
        ("duration", "three month"),
    }
    assert [one["term"] for one in found["terms"]] == ["Clip"]
    proposed = {(one["question"], one["rests_on"]) for one in found["claims"]}
    assert {("forced-sale", "art. 1"), ("ownership-test", "art. 3")} <= proposed
    assert all(one["answer"] == one["in_short"] == "open" and one["passage"] for one in found["claims"])
    assert set(verdicts(found)) == {"open"}


def test_a_draft_is_no_file_of_facts(law: Path, tmp_path: Path):
    facts = Path(shutil.copytree(MINI_FACTS, tmp_path / "facts"))
    kb(
        "draft",
        law,
        "--jurisdiction",
        "xa",
        "--language",
        "en",
        "--facts",
        MINI_FACTS,
        "-o",
        facts / "instruments/xa/clip-act.yaml",
    )
    with pytest.raises(CuratedDataError, match=r"clip-act\.yaml"):
        read_facts(facts)


def test_a_text_of_the_folder_is_drafted_and_measured_as_if_nothing_were_known_of_it(tmp_path: Path):
    folder = TextFolder(tmp_path / "texts")
    provisions = (
        Provision(
            "s. 1",
            "The owner that the statute names can be made to sell the platform; a statute requires it, no case by case review.",
        ),
        Provision(
            "s. 2", "(1) Foreign owners are those seated abroad, whose nationality matters and who are treated differently."
        ),
        Provision("s. 3", "The clerk keeps a register of stamps, of seals and of ink, and shows it on request."),
    )
    folder.add(LawText(provisions, "Sale Act", "xa/sale-act", "en", "as enacted", "2024-03-01", "copy"))
    facts = read_facts(MINI_FACTS)
    found = measure(folder, facts, "xa/sale-act")
    assert (found.claims, found.proposed, found.question_proposed) == (2, 2, 2) and found.proposals >= 2
    done = kb("draft", "xa/sale-act", "--jurisdiction", "xa", "--texts", folder.path, "--facts", MINI_FACTS)
    assert not [one for one in yaml.safe_load(done.output)["claims"] if one["rests_on"] == "s. 3"]
    with pytest.raises(UsageError, match="no text of"):
        measure(folder, facts, "xb/privacy-act")


@pytest.mark.parametrize(("text", "jurisdiction", "message"), [
    ("nowhere.txt", "xa", "is no file, and no instrument with a text"),
    ("nowhere.txt", "xq", "no jurisdiction 'xq'"),
])  # fmt: skip
def test_what_cannot_be_drafted_is_said(text: str, jurisdiction: str, message: str, tmp_path: Path):
    done = kb("draft", text, "--jurisdiction", jurisdiction, "--facts", MINI_FACTS, "--texts", tmp_path)
    assert done.exit_code != 0 and message in str(done.exception)


def test_what_an_act_says_itself_is_left_out_of_the_words_of_a_question():
    facts = read_facts(MINI_FACTS)
    with_own, without = profiles_of(facts), profiles_of(facts, without="xa/sale-act")
    assert "seated" in with_own.weights["ownership-test"] or stems("seated")[0] in with_own.weights["ownership-test"]
    assert stems("seated")[0] not in without.weights["ownership-test"]


def test_findings_keep_to_what_stands_there():
    assert [one.kind for one in days_in("s. 1", "It comes into force on 1 May 2024 and was made on a day.", "en")] == ["in-force"]
    assert not list(numbers_in("s. 1", "See section 1234 and article 7 of Act 5678 of 2020.", "en"))
    assert [one.value for one in terms_in("s. 1", "“covered app” means an app; the word ‘app’ is used.")] == ["covered app"]
    assert [(one.kind, one.value) for one in identifiers_in("Done. 32022R2065 and 138 Stat. 955")] == [
        ("celex", "32022R2065"),
        ("us-statutes-at-large", "138 Stat. 955"),
    ]
