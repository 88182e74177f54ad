"""A kept explanation is made again: the same, or the difference by name - another winner, rule, withdrawal, wording."""

import json
import shutil

import pytest

from kb.building.build import build
from kb.cells.comparison import compare
from kb.errors import KnowledgeBaseError, UsageError
from kb.explanation.explain import explain, to_text
from kb.explanation.formats import write_explanation
from kb.explanation.kept import MAX_BYTES, read_explanation, read_file
from kb.explanation.replay import replay, result_text
from kb.loaders.words import ONTOLOGY
from kb.opening.current import open_release
from tests.conftest import MINI_FACTS
from tests.test_cli import kb

POINT = {"as_of": "2025-09-15", "known_on": "2026-06-01"}
PRIVACY, ARTICLE, SALE = "instruments/xb/privacy-act.yaml", "sources/article.yaml", "instruments/xa/sale-act.yaml"
LOCAL_CLAIM = """  local-storage:
    - answer: conditional
      from: 2014-07-01
      in_short: Data may leave if it stays protected.
      rests_on: s. 26
"""
STATED_CLAIM = """    answers:
      question: local-storage
      jurisdiction: xb
      answer: mandatory
      scope: {platform: clip}
      from: 2025-09-15
      in_short: The article says that data must stay.
"""
SALE_CLAIM = """  forced-sale:
    - answer: required
      scope: {platform: clip}
      from: 2024-03-01
      in_short: The named owner must sell the platform.
      rests_on: s. 1
"""


@pytest.fixture
def rebuilt(tmp_path):
    """Builds a release of the invented facts with pieces of files replaced."""

    def rebuild(*changes):
        facts = shutil.copytree(MINI_FACTS, tmp_path / "facts", dirs_exist_ok=True)
        for name, old, new in changes:
            text = (facts / name).read_text(encoding="utf-8")
            assert old in text
            (facts / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        build(facts, tmp_path / "home")
        return open_release(tmp_path / "home")

    return rebuild


def explanation(release, jurisdiction="xb", question="local-storage", **options):
    point = POINT | options
    return explain(release, compare(release.reader, [jurisdiction], questions=[question], **point), jurisdiction, question)


def kept(release, form, *cell, **options):
    """What a user keeps: the explanation as written and read again."""
    return read_explanation(write_explanation(release, explanation(release, *cell, **options), form).encode())


@pytest.fixture(params=["json", "jsonld"])
def form(request):
    return request.param


@pytest.mark.parametrize("platform", [None, "clip", "other"])
def test_every_cell_of_a_release_replays_as_the_same(mini_release, form, platform):
    for place in ("xa", "xb", "xu"):
        for question in mini_release.reader.questions():
            found = replay(mini_release, kept(mini_release, form, place, question, platform=platform))
            assert found.differences == ()


def test_a_sample_of_the_real_base_replays_as_the_same(real_release, form):
    point = {"as_of": "2026-06-01", "known_on": "2026-12-01", "platform": "tiktok"}
    for question in list(real_release.reader.questions())[::5]:
        for place in ("us", "eu", "in"):
            assert replay(real_release, kept(real_release, form, place, question, **point)).differences == ()


def test_both_forms_are_read_as_the_same_values(mini_release):
    by_json, by_jsonld = (kept(mini_release, form).model_dump(exclude={"sentences", "linked"}) for form in ("json", "jsonld"))
    assert by_json == by_jsonld


def test_without_the_winning_claim_the_second_wins_and_the_replay_says_so(mini_release, rebuilt, form):
    before = kept(mini_release, form)
    less = rebuilt((PRIVACY, LOCAL_CLAIM, ""))
    now = explanation(less)
    assert explanation(mini_release).cell.answer == "conditional"
    assert now.cell.answer == "mandatory" and not now.cell.disputed
    assert now.cell.winner.claim.iri.endswith("/claim/source/article/c1")
    text = to_text(now)
    assert "1. Mandatory. This claim decides the cell." in text
    assert "disputes the winner" not in text and "Authority of the source" not in text and "Privacy Act" not in text
    found = replay(less, before)
    assert found.differences == (
        "the cell said 'Conditional transfer'; now it says 'Mandatory'",
        "another claim wins: 'Conditional transfer' (xb/privacy-act/local-storage/2014-07-01) did; "
        "now 'Mandatory' (source/article/c1) does",
        "it was disputed and is no longer",
        "the legal status was in-force; now it is none",
        "the enforcement status was applicable; now it is none",
        "gone: 'Conditional transfer' (xb/privacy-act/local-storage/2014-07-01); it is no longer in the facts",
    )


def test_without_its_only_claim_the_cell_is_not_researched(mini_release, rebuilt, form):
    before = kept(mini_release, form, "xa", "local-storage")
    facts_of_xa = (MINI_FACTS / "absences/xa.yaml").read_text(encoding="utf-8")
    entry = facts_of_xa[facts_of_xa.index("  local-storage:") : facts_of_xa.index("  audit:")]
    less = rebuilt(("absences/xa.yaml", entry, ""))
    now = explanation(less, "xa", "local-storage")
    assert now.cell.state == "not-researched" and "Not researched" in to_text(now)
    found = replay(less, before)
    assert found.differences[0] == "the cell said 'None found'; now it says 'Not researched'"
    assert "it is no longer in the facts" in found.differences[1]


def test_a_loser_that_left_is_named_and_the_winner_stays(mini_release, rebuilt, form):
    before = kept(mini_release, form)
    found = replay(rebuilt((ARTICLE, STATED_CLAIM, "")), before)
    assert found.differences == (
        "it was disputed and is no longer",
        "gone: 'Mandatory' (source/article/c1); it is no longer in the facts",
    )


def test_a_withdrawal_is_named_with_its_day_and_reason(mini_release, rebuilt, form):
    before = kept(mini_release, form, "xa", "forced-sale", platform="clip")
    withdrawn = SALE_CLAIM + "      withdrawn: {on: 2026-05-01, why: source-withdrawn}\n"
    found = replay(rebuilt((SALE, SALE_CLAIM, withdrawn)), before)
    assert "gone: 'Required' (xa/sale-act/forced-sale/2024-03-01--clip); it was withdrawn on 2026-05-01: source withdrawn" in (
        found.differences
    )
    assert any(one.startswith("another claim wins: 'Required'") for one in found.differences)


def test_a_withdrawal_after_the_day_of_the_record_changes_nothing_until_that_day_is_asked_for(mini_release, rebuilt, form):
    before = kept(mini_release, form, "xa", "forced-sale", platform="clip")
    withdrawn = SALE_CLAIM + "      withdrawn: {on: 2026-07-01, why: corrected}\n"
    later = rebuilt((SALE, SALE_CLAIM, withdrawn))
    assert replay(later, before).differences == ()
    told = result_text(replay(later, before, known_on="2026-07-01"))
    assert "withdrawn on 2026-07-01: corrected" in told and "as known on 2026-07-01" in told


def test_another_rule_is_named(mini_release, form):
    before = kept(mini_release, form)
    won, lost = before.claims
    other = before.model_copy(update={"claims": [won, lost.model_copy(update={"rule": "recency", "standing": "agrees"})]})
    assert replay(mini_release, other).differences == (
        "another rule decides: 'Mandatory' (source/article/c1) lost by recency; now by authority",
        "'Mandatory' (source/article/c1) stood to the winner as 'agrees'; now as 'disputes'",
    )


def test_another_wording_of_a_provision_is_named(mini_release, rebuilt, form):
    before = kept(mini_release, form)
    found = replay(rebuilt((PRIVACY, "s. 26: Data may be sent abroad if", "s. 26: Data may go abroad where")), before)
    assert len(found.differences) == 2
    assert "no longer said" in found.differences[0] and "sent abroad if it stays protected" in found.differences[0]
    assert "said now" in found.differences[1] and "may go abroad where it stays protected" in found.differences[1]


def test_another_release_with_the_same_cell_is_the_same(mini_release, rebuilt, form):
    before = kept(mini_release, form)
    other = rebuilt((SALE, "The named owner must sell the platform.", "The owner named in it must sell the platform."))
    found = replay(other, before)
    assert found.differences == () and found.earlier != found.release
    assert result_text(found).startswith("Same: xb, local-storage, as of 2025-09-15")
    assert f"now {other.id}" in result_text(found)


def test_a_question_that_no_longer_exists_is_a_difference(mini_release, form):
    before = kept(mini_release, form).model_copy(update={"jurisdiction": "zz"})
    assert "cannot be asked any more: no jurisdiction 'zz'" in replay(mini_release, before).differences[0]


def test_another_policy_is_named(mini_release, form):
    before = kept(mini_release, form).model_copy(update={"policy": "law-first/0.9.0"})
    assert replay(mini_release, before).differences == ("the policy was law-first/0.9.0; now it is law-first/2.0.0",)


def test_by_another_policy_another_claim_wins_and_the_replay_says_so(mini_release, form):
    before = kept(mini_release, form, "xa", "forced-sale", platform="clip")
    found = replay(mini_release, before, policy="general-first")
    assert found.differences[0] == "the policy was law-first/2.0.0; now it is general-first/1.0.0"
    assert "the cell said 'Required'; now it says 'Review'" in found.differences


def test_the_policy_of_a_file_is_asked_for_by_that_file(mini_release, form, tmp_path):
    text = (ONTOLOGY / "policies.ttl").read_text(encoding="utf-8")
    path = tmp_path / "mine.ttl"
    start = text.index("policy:general-first a")
    own = text[start : text.index("policy:confirmed-first a")].replace("general-first", "mine")
    path.write_text(text[: text.index("policy:law-first a")].replace("general-first", "mine") + own, encoding="utf-8")
    before = kept(mini_release, form, "xa", "forced-sale", platform="clip", policy=str(path))
    assert before.policy == "mine/1.0.0"
    assert replay(mini_release, before, policy=str(path)).differences == ()
    assert "no resolution policy 'mine'" in replay(mini_release, before).differences[0]


# Files


def good(release):
    return json.loads(write_explanation(release, explanation(release), "json"))


def linked(release, change):
    content = json.loads(write_explanation(release, explanation(release), "jsonld"))
    change(content)
    return json.dumps(content).encode()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe", "not UTF-8"),
        (b"{}", "release: Field required"),
        (b"3", "Input should be"),
        (b'"text"', "Input should be"),
        (b"[]", "describes 0 cells"),
        (b"[" * 100_000, "nested deeper"),
        (b"[" * 40 + b"]" * 40, "nested deeper"),
        (b'{"@graph": [], "@context": "http://127.0.0.1:9/c.jsonld"}', "not JSON-LD with its context inside"),
        (b'{"@graph": [{"@id": "http://x/ y"}]}', "describes 0 cells"),
        (b" " * (MAX_BYTES + 1), "more than 5 MB"),
    ],
)
def test_what_is_no_explanation_is_refused_with_a_reason(content, message):
    with pytest.raises(KnowledgeBaseError, match=message):
        read_explanation(content)


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("as_of", "2025-02-30", "write a day"),
        ("release", "../../etc", "release: String should match"),
        ("claims", [{"id": 1}], "claims.0.id"),
        ("disputed", "yes", "disputed: Input should be a valid boolean"),
        ("sentences", None, "sentences: Input should be a valid list"),
    ],
)
def test_a_spoilt_field_is_named(mini_release, key, value, message):
    with pytest.raises(KnowledgeBaseError, match=message):
        read_explanation(json.dumps(good(mini_release) | {key: value}).encode())


def test_spoilt_links_are_refused(mini_release):
    def without_ids(content):
        for node in content["@graph"]:
            node.pop("@id")

    def two_cells(content):
        content["@graph"].append({"@id": "http://x/other", "@type": "pol:Cell"})

    def no_resolution(content):
        content["@graph"][0].pop("prov:wasGeneratedBy")

    for change, message in ((without_ids, "cell"), (two_cells, "describes 2 cells"), (no_resolution, "release")):
        with pytest.raises(KnowledgeBaseError, match=message):
            read_explanation(linked(mini_release, change))


def test_a_document_in_another_order_and_shape_replays(mini_release):
    content = linked(mini_release, lambda content: content["@graph"].reverse())
    assert replay(mini_release, read_explanation(content)).differences == ()


def test_a_file_that_is_not_there_is_a_mistake_of_use(tmp_path):
    with pytest.raises(UsageError, match="cannot be read: No such file"):
        read_file(str(tmp_path / "none.json"))


def test_on_the_command_line_the_exit_code_tells(mini_home, rebuilt, tmp_path):
    for name in ("why.json", "why.jsonld"):
        path = tmp_path / name
        asked = ("xb", "local-storage", "--as-of", "2025-09-15", "--known-on", "2026-06-01", "-o", path)
        assert kb("explain", *asked, home=mini_home).code == 0
        same = kb("replay", path, home=mini_home)
        assert (same.code, same.out.partition(":")[0], same.err) == (0, "Same", "")
        assert kb("replay", "-", home=mini_home, stdin=path.read_bytes()).code == 0
    rebuilt((PRIVACY, LOCAL_CLAIM, ""))
    other = kb("replay", tmp_path / "why.json", home=tmp_path / "home")
    assert other.code == 1 and other.out.startswith("Differs in 6 points") and "another claim wins" in other.out
    told = json.loads(kb("replay", tmp_path / "why.json", "--format", "json", home=tmp_path / "home").out)
    assert told["same"] is False and len(told["differences"]) == 6 and told["written_from"] != told["release"]
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    assert kb("replay", tmp_path / "bad.json", home=mini_home).code == 1
    assert kb("replay", tmp_path / "none.json", home=mini_home).code == 2
