"""Every case and every claim of strangers (tests/data/field, issue 11.9) has a test that names it."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIELD = ROOT / "tests" / "data" / "field"
SITUATIONS, NUMBERS = "tests/app/field/test_situations.py", "tests/app/field/test_numbers.py"
ANALYSIS = "tests/graph/analysis"
PROPERTIES, DAYS, REFERENCE = (
    f"{ANALYSIS}/{name}.py" for name in ("test_field_properties", "test_field_days", "test_method_reference")
)

CASES = {
    "situations/01-founder-half": (SITUATIONS, "test_01_a_founder_of_exactly_half_does_not_win_alone"),
    "situations/02-forty-shareholders": (SITUATIONS, "test_02_one_of_forty_shareholders_has_exactly_half"),
    "situations/04-decided-stage": (SITUATIONS, "test_04_a_decided_stage_is_over"),
    "situations/05-observers": (SITUATIONS, "test_05_observers_with_a_vote_of_nothing_are_no_supporters"),
    "situations/06-owner-left": (SITUATIONS, "test_06_an_owner_who_left_is_none"),
    "situations/07-two-reporters": (SITUATIONS, "test_07_two_reporters_of_one_day_are_two_records_and_a_contradiction"),
    "situations/07-two-reporters-second": (
        SITUATIONS,
        "test_07_two_reporters_of_one_day_are_two_records_and_a_contradiction",
    ),
    "situations/08-hand-over-target": (SITUATIONS, "test_08_a_hand_over_keeps_the_higher_target"),
    "situations/09-nfd-id": (SITUATIONS, "test_09_an_id_is_found_however_its_letters_are_composed"),
    "situations/10-holder-left": (SITUATIONS, "test_10_a_vacant_post_is_what_the_what_if_says"),
    "situations/11-rival-withdraws": (SITUATIONS, "test_11_a_rival_that_withdraws_keeps_its_past"),
    "situations/12-nine-equals": (SITUATIONS, "test_12_of_nine_equals_all_are_key"),
    "situations/13-guest-party": (SITUATIONS, "test_13_a_lenders_vendor_is_our_vendor"),
    "situations/13-guest-party-lender": (SITUATIONS, "test_13_a_lenders_vendor_is_our_vendor"),
    "situations/14-dense-core": (SITUATIONS, "test_14_a_weak_supporter_of_everybody_costs_no_more_than_anybody"),
    "situations/15-server-day": (SITUATIONS, "test_15_today_is_the_day_where_the_account_is"),
    "situations/17-scripts": (SITUATIONS, "test_17_a_file_in_which_names_cannot_be_read_says_so"),
    "numbers/01-weak-line-takes-half": (NUMBERS, "test_01_a_weak_line_takes_next_to_nothing"),
    "numbers/02-line-costs-standing": (NUMBERS, "test_02_a_line_from_somebody_unknown_costs_what_they_are_heard"),
    "numbers/03-veto": (NUMBERS, "test_03_an_opposed_veto_holder_stops_us_and_is_cleared_first"),
    "numbers/04-seven-equal": (NUMBERS, "test_04_of_seven_equals_all_are_key"),
    "numbers/05-chances-over-one": (NUMBERS, "test_05_rivals_chances_share_one"),
    "numbers/06-old-attitude-certain": (
        NUMBERS,
        "test_06_an_old_statement_of_low_confidence_leaves_nearly_everything_open",
    ),
    "numbers/07-win-before-sounding-out": (NUMBERS, "test_07_who_is_unknown_is_sounded_out_before_being_won"),
    "numbers/08-win-the-locked-opponent": (NUMBERS, "test_08_a_locked_opponent_is_not_the_supporter_to_be_won"),
    "numbers/09-way-over-heads": (NUMBERS, "test_09_nobody_is_reached_over_the_heads_of_those_we_meet"),
    "numbers/10-path-through-conflict": (NUMBERS, "test_10_no_path_leads_through_a_conflict"),
    "numbers/11-hindsight": (NUMBERS, "test_11_what_was_learned_after_the_vote_is_no_foresight"),
    "numbers/12-fan-lowers-standing": (NUMBERS, "test_12_who_listens_to_an_opponent_carries_that_on"),
    "numbers/13-visit-lowers-general": (NUMBERS, "test_13_a_visit_never_lowers_the_general_relationship"),
    "numbers/14-hidden-by-directory": (NUMBERS, "test_14_a_directory_of_staff_hides_nobody"),
    "numbers/15-key-by-noise": (NUMBERS, "test_15_16_who_is_key_is_neither_noise_nor_a_matter_of_names"),
    "numbers/16-key-by-name": (NUMBERS, "test_15_16_who_is_key_is_neither_noise_nor_a_matter_of_names"),
    "numbers/17-all-five-key": (NUMBERS, "test_17_of_five_not_all_are_key"),
}
CLAIMS = {
    "meaning: a line of 1e-6 moves no standing by 1e-4": (PROPERTIES, "test_a_weak_line_is_weak"),
    "meaning: equals are together": (PROPERTIES, "test_equals_are_together"),
    "meaning: of equal voters none or all are key": (PROPERTIES, "test_equal_voters_are_key_together"),
    "meaning: rivals' chances sum to at most 1": (REFERENCE, "test_how_likely_each_party_carries_a_stage"),
    "meaning: staff without a line changes nothing": (PROPERTIES, "test_staff_without_a_line_changes_nothing"),
    "meaning: half of a decision is explained": (
        PROPERTIES,
        "test_six_hundred_voters_who_follow_one_adviser_are_explained",
    ),
    "meaning 14: the leader's settled attitude is what is passed on": (
        PROPERTIES,
        "test_a_stronger_line_from_who_settles_highest_never_lowers",
    ),
    "meaning: no veto holder is contradicted": (
        f"{ANALYSIS}/test_priorities.py",
        "test_no_two_answers_disagree_about_a_person",
    ),
    "monotone: a better attitude makes nothing worse": (
        PROPERTIES,
        "test_a_better_attitude_to_us_makes_nothing_worse",
    ),
    "monotone: learning narrows by the information value": (
        PROPERTIES,
        "test_learning_an_attitude_narrows_the_range_by_its_information_value",
    ),
    "monotone: one more owner": (PROPERTIES, "test_one_more_owner_opens_no_gap"),
    "monotone: one more contact": (PROPERTIES, "test_one_more_contact_lowers_no_coverage_and_no_link"),
    "monotone: more influence": (PROPERTIES, "test_more_influence_never_lowers_who_has_it"),
    "monotone: more votes": (PROPERTIES, "test_more_votes_at_the_same_quota_never_mean_less_power"),
    "intervals: whatever is true lies inside": (PROPERTIES, "test_the_range_of_standing_holds_whatever_is_true"),
    "intervals: explanations sum": (PROPERTIES, "test_explanations_reach_nine_tenths_of_every_score"),
    "intervals: dummies": (PROPERTIES, "test_who_has_no_vote_and_moves_nobody_decides_nothing"),
    "intervals: scale": (PROPERTIES, "test_the_unit_of_votes_and_weights_is_nothing"),
    "determinism: ids": (PROPERTIES, "test_other_ids_change_no_number"),
    "determinism: processes": (
        "tests/app/field/test_same_everywhere.py",
        "test_processes_hash_seeds_time_zones_and_threads_change_no_byte",
    ),
    "determinism: one line moves no other draw": (
        f"{ANALYSIS}/test_stability.py",
        "test_one_line_more_moves_the_draws_of_nobody_else",
    ),
    "asof: nothing later": (DAYS, "test_what_is_dated_later_reaches_no_answer"),
    "asof: both ends of a day": (DAYS, "test_what_is_dated_on_the_day_counts_and_a_day_later_the_next"),
    "relationship: contacts": (DAYS, "test_one_more_contact_never_lowers_the_general_score"),
    "relationship: criteria": (DAYS, "test_one_more_criterion_met_never_lowers_the_organization_score"),
    "relationship: map quality": (DAYS, "test_learning_with_evidence_never_lowers_the_maps_quality"),
    "paths: brute force": (f"{ANALYSIS}/test_paths.py", "test_best_paths_equal_trying_everything"),
    "paths: key sets": (f"{ANALYSIS}/test_insights.py", "test_key_sets_are_the_best_there_are"),
    "votes: indices by enumeration": (f"{ANALYSIS}/test_voting.py", "test_both_indices_equal_enumeration"),
    "votes: plans": (f"{ANALYSIS}/test_insights.py", "test_plans_cost_least"),
    "votes: chances": (f"{ANALYSIS}/test_voting.py", "test_chances_equal_the_sum_over_all_ballots"),
    "snapshot: it answers as it did": (
        "tests/app/field/test_same_everywhere.py",
        "test_a_snapshot_answers_as_it_did_whatever_is_written_afterwards",
    ),
    "today: the user's day": (SITUATIONS, "test_15_today_is_the_day_where_the_account_is"),
    "what-if: fresh": (
        f"{ANALYSIS}/test_field_what_if.py",
        "test_what_if_equals_a_fresh_analysis_of_the_edited_document",
    ),
    "what-if: the whole sample": ("tests/app/field/test_same_everywhere.py", "test_anybody_of_the_sample_may_leave"),
}


def body_of(file: str, test: str) -> str:
    """The text of a test, with what stands above it until the one before; empty when there is none of that name."""
    text = (ROOT / file).read_text(encoding="utf-8") if (ROOT / file).is_file() else ""
    parts = re.split(r"\n\n\n(?=\S)", text)
    return next((part for part in parts if re.search(rf"^(async )?def {test}\(", part, re.MULTILINE)), "")


def test_every_case_has_a_test_that_reads_it() -> None:
    files = {
        str(file.relative_to(FIELD).with_suffix(""))
        for folder in ("situations", "numbers")
        for file in (FIELD / folder).glob("*.json")
    }
    assert set(CASES) == files
    unread = []
    for case, (file, test) in CASES.items():
        body = body_of(file, test)
        if case not in body and case.rpartition("/")[2] not in body:
            unread.append(case)
    assert unread == []


def test_every_claim_has_a_test() -> None:
    assert [claim for claim, (file, test) in CLAIMS.items() if not body_of(file, test)] == []
    assert body_of(PROPERTIES, "test_of_nothing") == ""
