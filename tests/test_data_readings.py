"""Readings of a law that leave out its condition, its addressee or its exception, and that the real facts must not repeat."""

from __future__ import annotations

from test_data_facts import select
from test_data_traps import cell, events, notes, says

from kb.release.release import Release


def general(release: Release, jurisdiction: str, question: str, as_of: str = "2026-11-22") -> str:
    found = cell(release, jurisdiction, question, as_of, None)
    return f"{found.answer or found.state}: {found.in_short}"


# The Union


def test_the_dsa_asks_for_measures_for_minors_and_not_for_a_result(real_release: Release) -> None:
    assert "must take appropriate and proportionate measures" in general(real_release, "eu", "minors-safety-duty", "2025-01-01")
    assert "duty of means" in says(real_release, "instrument/eu/dsa", "art. 28(1)")


def test_a_fine_under_the_dsa_needs_intent_or_negligence(real_release: Release) -> None:
    assert "intentional or negligent" in says(real_release, "instrument/eu/dsa", "art. 74(1)-(2)")


def test_the_three_months_of_a_crisis_stand_in_art_36_3_and_not_in_36_1(real_release: Release) -> None:
    assert "three months" not in says(real_release, "instrument/eu/dsa", "art. 36(1)")
    assert "art. 36(3)(c)" in says(real_release, "instrument/eu/dsa", "art. 36(2)-(3)")


def test_art_48_gdpr_limits_what_foreign_orders_are_worth_and_orders_nobody_to_resist(real_release: Release) -> None:
    found = general(real_release, "eu", "sensitive-data-access-limits", "2026-06-01")
    assert "may be recognised or enforced only" in found and "resist" not in found


def test_structural_remedies_of_the_dma_need_a_position_kept_or_strengthened(real_release: Release) -> None:
    assert "kept, strengthened or extended its position" in general(real_release, "eu", "forced-divestiture", "2026-06-01")


def test_new_bans_of_the_ai_act_wait_for_2_december_2026(real_release: Release) -> None:
    assert {"2026-12-02", "2027-12-02", "2028-08-02"} <= set(events(real_release, "eu/ai-act", "applies"))


# The United States


def test_the_determination_of_2025_was_on_condition_that_the_agreements_are_executed(real_release: Release) -> None:
    assert "once its agreements are executed" in says(real_release, "instrument/us/eo-14352", "sec. 2(c)")


def test_the_order_of_2020_was_changed_and_not_ended_in_2025(real_release: Release) -> None:
    assert "2025-09-25" in events(real_release, "us/cfius-order-2020-08-14", "amended")
    assert "the prohibition ends once CFIUS" in notes(real_release, "instrument/us/cfius-order-2020-08-14")


def test_the_president_suspends_or_prohibits_and_courts_give_divestment(real_release: Release) -> None:
    assert "seek divestment in court" in general(real_release, "us", "forced-divestiture", "2020-01-01")


def test_federal_rules_on_payers_do_not_reach_advertisements_on_issues(real_release: Release) -> None:
    assert "That issue advertisements of others are free is inferred" in general(
        real_release, "us", "political-ad-rules", "2025-01-01"
    )


def test_section_230_also_shields_removals_in_good_faith(real_release: Release) -> None:
    assert "restricting in good faith" in general(real_release, "us", "complaint-and-redress", "2025-01-01")


# The United Kingdom and Canada


def test_control_can_begin_below_25_percent_in_british_screening(real_release: Release) -> None:
    assert "material influence" in general(real_release, "gb", "foreign-ownership-threshold", "2025-01-01").casefold()


def test_british_age_checks_spare_services_that_forbid_the_content_to_all(real_release: Release) -> None:
    assert "save a kind that its terms forbid to all users" in general(real_release, "gb", "minimum-age-access", "2025-12-01")


def test_the_daily_penalty_of_the_investment_canada_act_is_10_000_for_a_breach(real_release: Release) -> None:
    said = says(real_release, "instrument/ca/investment-canada-act", "penalty clause")
    assert "CAD 10,000 a day (s. 40(2)(d))" in said and "CAD 25,000" in said and "court" in said


# Singapore


def test_the_call_in_of_singapore_can_end_in_an_order_to_dispose(real_release: Release) -> None:
    assert "be disposed of" in general(real_release, "sg", "forced-divestiture", "2025-01-01")
    assert "two years and 30 days" in says(real_release, "instrument/sg/sira", "s. 32")


def test_significant_reach_is_no_word_of_the_broadcasting_act(real_release: Release) -> None:
    assert "significant reach" not in says(real_release, "instrument/sg/broadcasting-act", "s. 45K").lower()


def test_accounts_of_a_direction_on_egregious_content_are_those_of_its_recipients(real_release: Release) -> None:
    assert "stop content to the accounts" in says(real_release, "instrument/sg/broadcasting-act", "ss. 45H-45I")


# Other jurisdictions


def test_a_label_that_names_no_payer_is_marked_only(real_release: Release) -> None:
    for place in ("cn", "br", "vn", "in"):
        assert cell(real_release, place, "ad-labelling", "2026-06-01", None).answer == "marked-only"
    for place in ("eu", "gb", "ru"):
        assert cell(real_release, place, "ad-labelling", "2026-06-01", None).answer == "all-ads"


def test_art_12_of_the_marco_civil_lets_nobody_cut_off_a_service(real_release: Release) -> None:
    assert cell(real_release, "br", "service-blocking", "2015-06-01", None).answer is None
    assert "names no court" in notes_of_provision(real_release, "instrument/br/marco-civil", "art. 12")
    assert "court" in general(real_release, "br", "service-blocking", "2026-06-01")


def test_the_brazilian_right_of_researchers_waits_for_a_regulation(real_release: Release) -> None:
    assert cell(real_release, "br", "researcher-data-access", "2026-06-01", None).state == "none-found"


def test_the_indian_rule_on_neighbours_changed_with_the_gazette_and_not_with_the_press_note(real_release: Release) -> None:
    assert "Any holding" in general(real_release, "in", "foreign-ownership-threshold", "2026-04-15")
    assert "beneficial owner" in general(real_release, "in", "foreign-ownership-threshold", "2026-05-02")
    assert "2026-05-02" in events(real_release, "in/fdi-land-border-rule", "amended")


def test_vietnamese_display_criteria_are_those_of_search_results(real_release: Release) -> None:
    assert cell(real_release, "vn", "recommender-parameters-disclosure", "2024-10-01", None).state == "none-found"
    assert "search function" in says(real_release, "instrument/vn/consumer-rights-law-2023", "display criteria")


def test_only_large_handlers_in_china_need_an_assessment_by_an_authority(real_release: Release) -> None:
    found = cell(real_release, "cn", "transfer-conditions", "2023-01-01", None)
    assert found.answer == "approval-needed" and found.scope == "class"


def test_indonesian_services_answer_the_reporter_and_tell_the_uploader(real_release: Release) -> None:
    assert cell(real_release, "id", "statement-of-reasons", "2025-01-01", None).answer == "outcome-to-reporter"


def notes_of_provision(release: Release, dossier: str, pinpoint: str) -> str:
    pattern = f"<{dossier}> pol:passage ?it . ?it pol:pinpoint '{pinpoint}' ; skos:note ?text"
    return "\n".join(text for (text,) in select(release, "?text", pattern))
