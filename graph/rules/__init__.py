"""The rules an account document must keep, checked as a whole before anything is written.

Fields are checked when a record is read; what is here needs more than one field: dangling ids, reporting lines, votes and
quotas. Each file holds the rules of the kinds file of the same name. `check` finds every fault, not the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graph.document import AccountDocument
from graph.draft import Draft
from graph.errors import Faults
from graph.rules import assessments, contact, every_kind, influence, opportunities, parties, people, plans, proposals
from graph.rules.broken import Broken, Known

_RULES = (
    parties.account_is_not_its_own_parent,
    parties.vendor_is_no_competitor,
    parties.only_a_competitor_is_judged_as_one,
    parties.shares_of_a_product_fit_into_one,
    people.departments_form_a_tree,
    people.nobody_reports_to_themselves,
    people.at_most_one_solid_manager,
    people.solid_lines_form_no_cycle,
    people.external_ids_name_one_person,
    people.restrictions_say_since_when_and_why,
    people.nobody_works_in_a_department_twice,
    influence.nobody_influences_themselves,
    influence.ties_join_two_people,
    contact.hospitality_names_its_compliance_reference,
    contact.overrides_say_why_and_when,
    opportunities.stages_differ,
    opportunities.competitors_withdraw_once_and_win_nothing_later,
    opportunities.parts_of_a_stage_differ,
    opportunities.guests_come_from_another_account,
    opportunities.votes_and_quota_fit,
    every_kind.spans_run_forward,
    every_kind.lists_name_nobody_twice,
    plans.editions_differ,
    plans.the_company_selects,
    plans.market_targets_pursue_what_was_selected,
    plans.targets_say_what_of_whom_and_what_for,
    plans.activities_have_a_purpose_and_an_honest_judge,
    plans.the_loop_runs_in_order,
    plans.goals_belong_to_one,
    assessments.answers_fit_their_codes,
    assessments.a_claimed_level_has_its_criteria,
    assessments.levels_are_climbed_step_by_step,
    proposals.suggestions_lead_somewhere,
    proposals.nothing_is_suggested_again,
)
GRAPH_RULES = frozenset(
    {
        "reporting-cycle",
        "second-manager",
        "self-edge",
        "quota",
        "account-cycle",
        "foreign-account",
        "department-cycle",
        "not-selected",
        "level-criteria",
        *proposals.REPEATED,
    }
)


def broken_rules(document: AccountDocument, unread: Mapping[str, frozenset[str]] | None = None) -> Iterator[Broken]:
    """Every rule the document breaks. `unread` are ids, per label, that count as present because their record had faults."""
    known = Known(document, unread or {})
    yield from every_kind.every_id_names_something(document, known)
    for rule in _RULES:
        yield from rule(document)


def check(document: AccountDocument, draft: Draft | None = None) -> Faults:
    """The faults of a candidate document; pointers lead into the draft it was made from, or name the stored record.

    Order: as the rules stand, within a rule as the records stand.
    """
    pointers = draft.pointers if draft else {}
    unread = draft.unread if draft else {}
    return Faults(broken.fault(pointers) for broken in broken_rules(document, unread))


__all__ = ["GRAPH_RULES", "Broken", "broken_rules", "check"]
