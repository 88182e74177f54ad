"""Errors that the press, blogs and the article make, and that the real facts must not repeat: one test for each."""

from __future__ import annotations

import datetime
import re

import pytest
from test_data_facts import select

from kb.cells.comparison import compare
from kb.release.release import Release
from kb.values.model import Cell

ENACTED = datetime.date(2024, 4, 24)  # Public Law 118-50: PAFACA is its division H, PADFA its division I
AFTER_THE_DEAL = "2026-06-01"
ARTICLE_DAY = "2025-09-15"
STANDS = "FILTER NOT EXISTS { ?event pol:withdrawnBecause ?why }"


def cell(release: Release, jurisdiction: str, question: str, as_of: str = "2026-11-22", platform: str | None = "tiktok") -> Cell:
    return compare(release.reader, [jurisdiction], questions=[question], as_of=as_of, platform=platform).cell(
        jurisdiction, question
    )


def after_enactment(days: int) -> str:
    return (ENACTED + datetime.timedelta(days=days)).isoformat()


def events(release: Release, instrument: str, kind: str) -> list[str]:
    """Days of the events of a kind that reach everybody and every provision."""
    pattern = f"<instrument/{instrument}> pol:event ?event . ?event pol:eventKind <event/{kind}> ; pol:on ?day"
    return [day for (day,) in select(release, "?day", f"{pattern} FILTER NOT EXISTS {{ ?event pol:reaches|pol:covers ?some }}")]


def steps(release: Release, case: str, kind: str) -> list[str]:
    return [
        day
        for (day,) in select(release, "?day", f"<case/{case}> pol:step ?it . ?it pol:stepKind <case-step/{kind}> ; pol:on ?day")
    ]


def says(release: Release, dossier: str, pinpoint: str) -> str:
    """What a provision or holding says."""
    ((text,),) = select(release, "?text", f"<{dossier}> pol:passage ?it . ?it pol:pinpoint '{pinpoint}' ; pol:says ?text")
    return text


def notes(release: Release, dossier: str) -> str:
    return "\n".join(text for (text,) in select(release, "?text", f"<{dossier}> skos:note ?text"))


def identifiers(release: Release, dossier: str) -> dict[str, str]:
    found = select(
        release, "?scheme ?value", f"<{dossier}> pol:identifier ?it . ?it pol:identifierScheme ?scheme ; skos:notation ?value"
    )
    return dict(found)


def texts(release: Release) -> list[str]:
    """Every text in the release."""
    return [text for (text,) in select(release, "DISTINCT ?text", "?it ?property ?text FILTER(isLiteral(?text))")]


def sentences(release: Release) -> list[str]:
    """Every sentence that can stand in a cell."""
    return [text for (text,) in select(release, "?text", "?claim pol:question ?question ; pol:inShort ?text")]


# PAFACA and PADFA


def test_15_usc_9901_is_padfa_and_pafaca_is_only_its_note(real_release: Release) -> None:
    padfa, pafaca = (identifiers(real_release, f"instrument/us/{name}") for name in ("padfa", "pafaca"))
    assert padfa["us-code"] == "15 U.S.C. 9901"
    assert "us-code" not in pafaca
    assert pafaca["us-code-note"] == "15 U.S.C. 9901 note"
    assert (pafaca["us-public-law"], padfa["us-public-law"]) == ("118-50, div. H", "118-50, div. I")


def test_the_bill_was_hr_7521_and_its_vehicle_hr_815(real_release: Release) -> None:
    assert identifiers(real_release, "instrument/us/pafaca")["us-bill"] == "H.R. 7521 and H.R. 815 (118th Cong.)"
    for text in texts(real_release):
        assert not re.search(r"H\.?R\.? ?(5692|185|5736)\b", text) or "wrong number" in text


def test_ownership_limb_says_at_least_20_percent(real_release: Release) -> None:
    assert "at least 20 percent" in says(real_release, "instrument/us/pafaca", "sec. 2(g)(1)(B)")
    assert "at least 20 percent" in says(real_release, "instrument/us/padfa", "sec. 9901(c)(2)(B)")
    threshold = cell(real_release, "us", "foreign-ownership-threshold", platform=None)
    assert any("at least 20 percent" in weighed.claim.in_short for weighed in threshold.claims)
    assert not [text for text in sentences(real_release) if re.search(r"(more than|over|above) 20 ?(%|percent)", text)]


def test_named_apps_of_bytedance_need_no_share_and_no_finding(real_release: Release) -> None:
    named = says(real_release, "instrument/us/pafaca", "sec. 2(g)(3)(A)")
    assert "named in the text" in named
    assert "no finding of the President is needed" in named


def test_covered_company_starts_at_1_000_000_monthly_users(real_release: Release) -> None:
    assert "1,000,000 active users a month" in says(real_release, "instrument/us/pafaca", "sec. 2(g)(2)(A)-(B)")
    assert "1,000,000 monthly active users" in cell(real_release, "us", "special-regime-trigger").in_short


def test_165_days_is_the_time_limit_to_sue_and_270_days_the_start_of_the_bar(real_release: Release) -> None:
    assert "165 days from enactment" in says(real_release, "instrument/us/pafaca", "sec. 3(a)-(c)")
    assert events(real_release, "us/pafaca", "deadline") == [after_enactment(165)] == ["2024-10-06"]
    reached = "?event pol:eventKind <event/applies> ; pol:reaches <platform/tiktok> ; pol:on ?day"
    start = select(real_release, "?day", f"<instrument/us/pafaca> pol:event ?event . {reached} . {STANDS}")
    assert start == [(after_enactment(270),)] == [("2025-01-19",)]
    assert not [text for text in sentences(real_release) if "165 days" in text and "challenge" not in text]


def test_four_adversaries_are_not_six_countries_of_concern(real_release: Release) -> None:
    four, six = {"China", "Russia", "Iran", "North Korea"}, {"China", "Russia", "Iran", "North Korea", "Cuba", "Venezuela"}
    listed = {
        dossier: {country for country in six if country in says(real_release, f"instrument/us/{dossier}", pinpoint)}
        for dossier, pinpoint in (("pafaca", "sec. 2(g)(4)"), ("28-cfr-202", "sec. 202.601(a)"))
    }
    assert listed == {"pafaca": four, "28-cfr-202": six}
    assert not [text for text in sentences(real_release) if "PAFACA" in text and re.search("six countries|Cuba|Venezuela", text)]


def test_padfa_is_in_force_60_days_after_enactment(real_release: Release) -> None:
    assert events(real_release, "us/padfa", "in-force") == [after_enactment(60)] == ["2024-06-23"]


def test_the_bar_falls_on_stores_and_hosts_and_not_on_users(real_release: Release) -> None:
    assert "not to users" in says(real_release, "instrument/us/pafaca", "sec. 2(a)(1)")
    assert "not users" in cell(real_release, "us", "service-blocking", ARTICLE_DAY).in_short


def test_pauses_by_executive_order_are_not_the_extension_of_the_statute(real_release: Release) -> None:
    pauses = select(
        real_release,
        "?from ?until ?type",
        "<instrument/us/pafaca> pol:event ?event . ?event pol:eventKind <event/enforcement-suspended> ; pol:on ?from ;"
        f" pol:until ?until ; pol:by ?order . ?order dct:type ?type . {STANDS}",
    )
    assert [pause[2] for pause in pauses] == ["instrument-type/executive-order"] * 5
    assert [pause[0] for pause in pauses] == ["2025-01-20", *(pause[1] for pause in pauses[:-1])], "the pauses follow one another"
    assert pauses[-1][1] == "2026-01-23"
    kinds = {kind for (kind,) in select(real_release, "?kind", "<instrument/us/pafaca> pol:event ?it . ?it pol:eventKind ?kind")}
    assert not {kind for kind in kinds if "exten" in kind}
    assert "Congress" in says(real_release, "instrument/us/pafaca", "sec. 2(a)(3)")


@pytest.mark.parametrize("day", ["2025-01-20", ARTICLE_DAY, "2025-12-20"])
def test_a_pause_leaves_the_statute_in_force(real_release: Release, day: str) -> None:
    found = cell(real_release, "us", "forced-divestiture", day)
    assert (found.answer, found.legal_status, found.enforcement_status) == ("required", "in-force", "suspended")


def test_divestiture_statute_is_of_2024_and_not_of_the_order_of_2020(real_release: Release) -> None:
    """The article has it that the government before favoured divestiture or a ban; the statute was signed by President Biden."""
    assert events(real_release, "us/pafaca", "signed") == [ENACTED.isoformat()]
    assert "Signed by President Biden" in notes(real_release, "instrument/us/pafaca")
    assert events(real_release, "us/eo-13942", "revoked") == ["2021-06-09"]


# The joint venture


def test_80_1_percent_is_american_and_global_and_not_american_owned(real_release: Release) -> None:
    told = [text for text in texts(real_release) if re.search(r"80\.1 percent (is|was|of the others|with|American)", text)]
    assert told
    assert all("global investors" in " ".join(text.split()) for text in told)
    assert not [text for text in texts(real_release) if re.search(r"American-owned|owned by Americans", text)]
    assert select(real_release, "?seat", "<organisation/mgx> pol:seat ?seat") == [("jurisdiction/ae",)]


def test_the_deal_closed_on_2026_01_22_and_not_a_year_earlier(real_release: Release) -> None:
    closings = select(real_release, "?day", "?event pol:eventKind <event/closed> ; pol:on ?day")
    assert {day for (day,) in closings} == {"2026-01-22"}
    assert not [text for text in sentences(real_release) if "2025-01-22" in text and "venture" in text]


def test_qualified_divestiture_is_determined_by_the_president_and_disputed(real_release: Release) -> None:
    found = cell(real_release, "us", "forced-divestiture", AFTER_THE_DEAL)
    assert (found.answer, found.disputed) == ("negotiated", True)
    assert "is a qualified one once its implementation agreements are executed" in found.in_short
    assert "petition" in found.in_short
    assert says(real_release, "instrument/us/eo-14352", "determination").startswith("The President determines")
    assert not [
        text
        for text in sentences(real_release)
        if re.search(r"\b(deal|venture|divestiture|TikTok)\b[^.]*\b(compliant|complies with PAFACA)\b", text)
    ]


def test_bytedance_keeps_19_9_percent_and_licenses_the_algorithm(real_release: Release) -> None:
    assert "19.9 percent" in cell(real_release, "us", "foreign-ownership-threshold", AFTER_THE_DEAL).in_short
    assert "grants a licence" in notes(real_release, "instrument/us/eo-14352")


def test_the_order_on_tiktok_says_who_may_hold_us_data_and_not_where(real_release: Release) -> None:
    found = cell(real_release, "us", "data-localization-requirement", AFTER_THE_DEAL)
    assert found.answer == "conditional-transfer"
    access = cell(real_release, "us", "sensitive-data-access-limits", AFTER_THE_DEAL)
    assert access.answer == "negotiated-access-controls"
    assert "run by a US company" in access.in_short and "the order itself sets no such duty" in access.in_short
    assert "names no place" in says(real_release, "instrument/us/eo-14352", "framework on user data")
    assert cell(real_release, "us", "data-localization-requirement", AFTER_THE_DEAL, None).state == "answered"


# Other law of the United States


def test_coppa_amendments_took_effect_on_2025_06_23_and_stand_at_90_fr_16918(real_release: Release) -> None:
    assert events(real_release, "us/coppa-rule", "amended") == ["2025-06-23"]
    assert identifiers(real_release, "instrument/us/coppa-rule")["us-federal-register"] == "90 FR 16918"
    assert cell(real_release, "us", "minors-ad-profiling", "2025-06-22").state == "none-found"
    assert cell(real_release, "us", "minors-ad-profiling", "2025-06-23").answer == "parental-opt-in"


def test_pata_is_a_bill_of_2025_12_01_without_claims(real_release: Release) -> None:
    bill = "us/platform-accountability-and-transparency-act"
    assert events(real_release, bill, "introduced") == ["2025-12-01"]
    assert select(real_release, "?claim", f"?claim pol:statedIn <instrument/{bill}> ; pol:question ?question") == []
    assert cell(real_release, "us", "researcher-data-access").state == "none-found"


def test_bills_make_no_law(real_release: Release) -> None:
    assert select(real_release, "?claim", "?claim pol:question [] ; pol:statedIn ?it . ?it dct:type <instrument-type/bill>") == []


def test_moody_neither_upheld_nor_struck_down_the_state_laws(real_release: Release) -> None:
    moody = "case/us/moody-v-netchoice"
    kinds = {kind for (kind,) in select(real_release, "?kind", f"<{moody}> pol:step ?it . ?it pol:stepKind ?kind")}
    assert kinds == {"case-step/remittal"}
    ((outcome,),) = select(real_release, "?text", f"<{moody}> pol:outcome ?text")
    assert outcome.startswith("Vacated and remanded")
    for law in ("us-tx/hb-20", "us-fl/sb-7072"):
        assert [kind for kind in ("annulled", "repealed", "vacated") if events(real_release, law, kind)] == []


def test_second_stop_gap_of_fisa_section_702_ended_on_2026_06_12(real_release: Release) -> None:
    assert events(real_release, "us/fisa-section-702", "lapsed") == ["2026-06-12"]


# The article on the United States


def verdict(release: Release, statement: str) -> str:
    source = "source/us-china-tiktok-near-agreement"
    ((found,),) = select(release, "?verdict", f"<{source}/{statement}> pol:verdict ?verdict")
    return found.removeprefix("verdict/")


def because(release: Release, statement: str) -> str:
    ((found,),) = select(release, "?text", f"<source/us-china-tiktok-near-agreement/{statement}> pol:because ?text")
    return found


def test_the_government_of_september_2025_is_not_president_bidens(real_release: Release) -> None:
    assert verdict(real_release, "c04") == "contradicted"
    assert "left office on 2025-01-20" in because(real_release, "c04")


def test_a_near_deal_was_true_on_its_day_only(real_release: Release) -> None:
    assert verdict(real_release, "c01") == "supported"
    assert "dated" in because(real_release, "c01")


def test_170_million_users_is_a_figure_of_the_company(real_release: Release) -> None:
    assert verdict(real_release, "c11") == "supported"
    assert "company's own figure" in because(real_release, "c11")


def test_value_of_bytedance_was_over_330_billion_before_the_article(real_release: Release) -> None:
    valuation = "<source/reuters-bytedance-buyback-2025> pol:statement ?it . ?it pol:says ?text"
    assert [text for (text,) in select(real_release, "?text", valuation) if "more than USD 330 billion" in text]


# The European Union


def test_dsa_is_in_force_since_2022_11_16_and_generally_applicable_since_2024_02_17(real_release: Release) -> None:
    assert events(real_release, "eu/dsa", "in-force") == ["2022-11-16"]
    assert events(real_release, "eu/dsa", "applies") == ["2024-02-17"]
    assert not [
        text for text in sentences(real_release) if re.search(r"DSA (entered|came) into force (on|in) (2024|February)", text)
    ]


def test_dma_threshold_is_75_billion_and_not_million(real_release: Release) -> None:
    presumption = says(real_release, "instrument/eu/dma", "art. 3(2)")
    assert "EUR 7.5 billion" in presumption
    assert "EUR 75 billion" in presumption
    assert "million of value" not in presumption


@pytest.mark.parametrize(
    ("act", "pinpoint", "ceilings"),
    [
        ("dsa", "art. 74(1)-(2)", ["6"]),
        ("dma", "art. 30(1)-(3)", ["10", "20"]),
        ("gdpr", "art. 83(5)", ["4"]),
        ("ai-act", "art. 99(3)-(4)", ["7"]),
    ],
)
def test_ceilings_of_fines_are_not_mixed_up(real_release: Release, act: str, pinpoint: str, ceilings: list[str]) -> None:
    text = says(real_release, f"instrument/eu/{act}", pinpoint)
    assert [share for share in re.findall(r"(\d+) percent", text) if share in ("4", "6", "7", "10", "20")] == ceilings


def test_530_million_was_decided_on_2025_04_30_and_announced_on_2025_05_02(real_release: Release) -> None:
    transfers = "ie/dpc-tiktok-transfers"
    assert steps(real_release, transfers, "decision") == steps(real_release, transfers, "fine") == ["2025-04-30"]
    assert "2025-05-02" in steps(real_release, transfers, "announced")
    amounts = select(real_release, "?value", f"<case/{transfers}> pol:amount ?it . ?it pol:amountValue ?value")
    total, *parts = sorted((int(value) for (value,) in amounts), reverse=True)
    assert total == sum(parts) == 530_000_000


def test_the_fine_of_530_million_is_neither_final_nor_said_to_be_paid(real_release: Release) -> None:
    found = cell(real_release, "eu", "strongest-measure-against-a-named-platform")
    assert found.answer == "fine"
    assert "with the amount open" in found.in_short
    assert not [text for text in sentences(real_release) if re.search(r"\bfinal\b|\bpaid\b", text) and "530" in text]


def test_the_order_to_stop_transfers_to_china_was_stayed_then_vacated_and_sent_back(real_release: Release) -> None:
    transfers = "ie/dpc-tiktok-transfers"
    assert steps(real_release, transfers, "stay") == ["2025-06-05", "2025-07-14", "2025-11-13"]
    assert steps(real_release, transfers, "remittal") == ["2026-06-03"]
    assert "vacated" in cell(real_release, "eu", "interim-relief").in_short
    assert "vacated and sent back" in cell(real_release, "eu", "strongest-measure-against-a-named-platform").in_short


def test_findings_of_2026_02_06_are_preliminary(real_release: Release) -> None:
    case = "eu/dsa-tiktok-minors-and-design"
    assert steps(real_release, case, "preliminary-findings") == ["2025-10-24", "2026-02-06"]
    assert steps(real_release, case, "decision") == []
    assert says(real_release, f"case/{case}", "findings of 2026-02-06").startswith("Preliminary")


def test_tiktok_was_not_fined_under_the_dsa(real_release: Release) -> None:
    under_the_dsa = select(
        real_release, "?case", "?case a pol:Case ; pol:concerns <instrument/eu/dsa> ; pol:platform <platform/tiktok>"
    )
    own = [case for (case,) in under_the_dsa if case.startswith("case/eu/dsa-tiktok")]
    assert len(own) == 4
    for case in own:
        assert steps(real_release, case.removeprefix("case/"), "fine") == []
        assert select(real_release, "?it", f"<{case}> pol:amount ?it") == []


def test_the_union_localizes_nothing(real_release: Release) -> None:
    assert cell(real_release, "eu", "data-localization-requirement").answer == "conditional-transfer"
    mandatory = (
        "?claim pol:jurisdiction <jurisdiction/eu> ; pol:answer <question/data-localization-requirement/mandatory-local-storage>"
    )
    assert select(real_release, "?claim", mandatory) == []
    assert cell(real_release, "eu", "localization-ban").answer == "binding-internal-law"
    assert "not to the European Union" in notes(real_release, "source/project-clover"), "Norway is not in the Union"


def test_the_union_ordered_no_divestiture(real_release: Release) -> None:
    assert cell(real_release, "eu", "forced-divestiture").answer == "structural-remedy"
    ordered = (
        "VALUES ?answer { <question/forced-divestiture/required>"
        " <question/strongest-measure-against-a-named-platform/divestiture-order> }"
    )
    assert select(real_release, "?claim", f"{ordered} ?claim pol:answer ?answer ; pol:jurisdiction <jurisdiction/eu>") == []


def test_the_union_barred_tiktok_from_devices_of_its_institutions_only(real_release: Release) -> None:
    assert cell(real_release, "eu", "government-device-restriction").answer == "institutions-devices"
    blocking = cell(real_release, "eu", "service-blocking")
    assert (blocking.answer, blocking.winner.claim.platform) == ("administrative-direction", None)
    assert "consumer" in blocking.in_short and "TikTok" not in blocking.in_short


@pytest.mark.parametrize(
    "question",
    [
        "ad-labelling",
        "ad-repository",
        "complaint-and-redress",
        "independent-audit",
        "minors-ad-profiling",
        "minors-safety-duty",
        "moderation-reports",
        "non-profiling-feed",
        "recommender-parameters-disclosure",
        "researcher-data-access",
        "risk-mitigation-duty",
        "statement-of-reasons",
        "systemic-risk-assessment",
    ],
)
def test_special_duties_did_not_apply_to_tiktok_before_four_months_after_its_designation(real_release: Release, question: str):
    days = ("2023-08-24", "2023-08-25")
    found = [cell(real_release, "eu", question, day).enforcement_status for day in days]
    assert found == ["not-yet-applicable", "applicable"]


def test_member_states_and_not_the_commission_decide_on_investments(real_release: Release) -> None:
    found = cell(real_release, "eu", "investment-screening")
    assert found.answer == "member-state-option"
    assert "each decides whether to screen" in found.in_short and "the Commission may give opinions" in found.in_short


def test_rules_of_the_union_do_not_turn_on_nationality(real_release: Release) -> None:
    trigger = cell(real_release, "eu", "special-regime-trigger", platform=None)
    assert "Where the provider is established does not matter" in trigger.in_short
    assert "make ownership no test for platforms" in cell(real_release, "eu", "foreign-ownership-test").in_short
    assert "no criterion" in notes(real_release, "instrument/eu/dma")


def test_the_union_does_more_than_transparency(real_release: Release) -> None:
    assert verdict(real_release, "c25") == "partly-supported"
    for question, answer in (("risk-mitigation-duty", "statutory-duty"), ("independent-audit", "yearly-audit")):
        assert cell(real_release, "eu", question, ARTICLE_DAY).answer == answer


# Singapore


def test_localization_in_singapore_is_disputed_and_the_law_wins(real_release: Release) -> None:
    found = cell(real_release, "sg", "data-localization-requirement", ARTICLE_DAY)
    assert (found.answer, found.disputed) == ("conditional-transfer", True)
    assert found.winner.claim.iri.rpartition("/claim/")[2].startswith("sg/")
    (other,) = [weighed.claim for weighed in found.claims if weighed.disputes and not weighed.won]
    assert (other.answer, other.authority) == ("mandatory-local-storage", "press")
    assert verdict(real_release, "c21") == "contradicted"


# Competition, synthetic media, money and procurement


def test_general_competition_law_reached_every_firm_in_the_union_before_the_digital_markets_act(real_release: Release) -> None:
    before, after = (cell(real_release, "eu", "competition-structural-remedy", day) for day in ("2010-01-01", "2024-06-01"))
    assert before.answer == after.answer == "last-resort-after-infringement"
    assert before.winner.claim.iri.rpartition("/claim/")[2].startswith("eu/regulation-1-2003")


def test_duties_of_gatekeepers_were_due_ten_months_after_the_act_applied(real_release: Release) -> None:
    assert cell(real_release, "eu", "ex-ante-platform-regime", "2023-05-02", None).answer == "designation-fixed-duties"
    assert cell(real_release, "eu", "platform-conduct-duties", "2024-03-06").answer == "dominance-only"
    assert cell(real_release, "eu", "platform-conduct-duties", "2024-03-07").answer == "full-list"


def test_designation_in_the_united_kingdom_is_not_yet_a_duty(real_release: Release) -> None:
    assert cell(real_release, "gb", "ex-ante-platform-regime", "2025-11-01", None).answer == "designation-tailored-duties"
    assert cell(real_release, "gb", "platform-conduct-duties", "2025-11-01", None).answer == "dominance-only"
    assert cell(real_release, "gb", "platform-conduct-duties", "2026-06-17", None).answer == "bespoke-by-decision"


def test_singapores_commission_may_order_assets_sold_after_an_abuse_too(real_release: Release) -> None:
    assert cell(real_release, "sg", "competition-structural-remedy").answer == "after-infringement"
    assert "abuse of dominance too" in says(real_release, "instrument/sg/competition-act-2004", "s. 69(2)(f)(ii)")


def test_the_british_duty_of_48_hours_runs_since_june_2026_and_not_since_the_act_was_passed(real_release: Release) -> None:
    days = ("2026-05-01", "2026-06-28", "2026-06-29")
    assert [cell(real_release, "gb", "intimate-image-removal-hours", day, None).value for day in days] == [None, None, 48]
    found = [cell(real_release, "gb", "intimate-image-removal", day, None).answer for day in days]
    assert found == ["promptly-without-hours", "promptly-without-hours", "fixed-hours-on-report"]


def test_indias_two_hours_begin_in_february_2026(real_release: Release) -> None:
    hours = [cell(real_release, "in", "intimate-image-removal-hours", day, None).value for day in ("2026-02-19", "2026-02-20")]
    assert hours == [24, 2]


def test_the_ai_act_binds_makers_and_users_of_systems_and_not_hosts(real_release: Release) -> None:
    assert cell(real_release, "eu", "ai-content-labels", "2026-08-01", None).state == "none-found"
    assert cell(real_release, "eu", "ai-content-labels", "2026-08-02", None).answer == "provider-or-deployer-duty"


def test_canadas_tax_ended_in_march_2026_and_not_with_the_vote_on_the_budget(real_release: Release) -> None:
    assert events(real_release, "ca/digital-services-tax-act", "repealed") == ["2026-03-26"]
    assert cell(real_release, "ca", "digital-services-tax", "2025-12-01", None).answer == "revenue-tax"
    assert cell(real_release, "ca", "digital-services-tax", "2026-03-26", None).answer == "repealed"


def test_indias_levies_have_ended_though_lists_still_show_them(real_release: Release) -> None:
    assert cell(real_release, "in", "digital-services-tax", "2025-07-01", None).answer == "repealed"


def test_the_french_rate_of_15_percent_was_an_amendment(real_release: Release) -> None:
    assert cell(real_release, "fr", "digital-services-tax-rate", "2026-11-29", None).value == 3


def test_australias_bargaining_code_binds_nobody(real_release: Release) -> None:
    assert cell(real_release, "au", "news-payment-duty", "2026-06-01", None).answer == "law-not-triggered"


def test_the_american_control_of_model_weights_stays_law_and_is_not_enforced(real_release: Release) -> None:
    assert cell(real_release, "us", "algorithm-export-control", "2025-01-12", None).answer == "general-export-control"
    before, after = (cell(real_release, "us", "algorithm-export-control", day, None) for day in ("2025-05-14", "2025-05-20"))
    assert before.answer == after.answer == "control-of-model-weights"
    assert (before.legal_status, before.enforcement_status) == ("in-force", "not-yet-applicable")
    assert (after.legal_status, after.enforcement_status) == ("in-force", "suspended")


def test_the_device_ban_on_tiktok_is_not_the_only_american_bar_on_a_product(real_release: Release) -> None:
    found = cell(real_release, "us", "foreign-app-procurement-ban", "2026-11-29", None)
    assert found.answer == "government-wide-named-products" and "Kaspersky" in found.in_short
