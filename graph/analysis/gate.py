"""The review gate: no power map, no approval. The checks of a policy, each with the facts and values it went by.

What is asked, how strictly and with which limits stands in the policy file; how it is found out in `gate_checks`, by check id.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from pydantic import Field

from graph.analysis.gate_checks import CHECKS, Finding, Verdict, element_marks, nothing_to_judge
from graph.analysis.gate_policy import Bid, Policy, PolicyCheck, SnapshotSeen
from graph.analysis.pipeline import Analysis
from graph.answer import Answer
from graph.kinds import Waiver

Result = Literal["PASS", "CONDITIONAL", "FAIL", "WAIVED"]


class CheckResult(Answer):
    """One check's outcome."""

    id: str = Field(description="Code of the check, e.g. G01.")
    result: Result = Field(description="PASS, CONDITIONAL or FAIL; WAIVED by a waiver.")
    severity: Literal["CONDITIONAL", "FAIL"] = Field(description="What a miss costs: CONDITIONAL or FAIL.")
    rule: str = Field(description="What is asked, in one English sentence.")
    rule_zh: str = Field(description="In Chinese.")
    facts: dict[str, Any] = Field(description="Ids, numbers and days the check went by.")
    waiver: str | None = Field(default=None, description="The waiver that let it pass.")
    people: list[str] = Field(default=[], description="The customer's people it is open for, else empty.")
    members: list[str] = Field(
        default=[],
        description="Who mends it: the owners of these people, else account managers, else the team.",
    )
    mend_in: list[str] = Field(default=[], description="Record lists to mend it in; empty if not open.")


class ElementView(Answer):
    """One of four reasons to choose us."""

    element: Literal["RELATIONSHIP", "SOLUTION", "DELIVERY", "FINANCE"] = Field(
        description="Which of the four reasons."
    )
    value: float | None = Field(description="Newest mark, 1 to 5, or null.")
    note: str = Field(description="Evidence given with it; empty when none.")


class ReviewView(Answer):
    """The verdict on a bid."""

    account: str = Field(description="Account id.")
    opportunity: str = Field(description="Opportunity id.")
    as_of: date = Field(description="Day it is for.")
    revision: int = Field(description="Account revision.")
    snapshot: str | None = Field(description="Snapshot reviewed; null: live map.")
    policy: str = Field(description="Name of the policy.")
    policy_version: str = Field(description="Policy version of the verdict.")
    verdict: Verdict = Field(description="FAIL if a check fails, else CONDITIONAL if one is, else PASS.")
    checks: list[CheckResult] = Field(description="Every check with its result and facts.")
    open_checks: list[str] = Field(description="Checks neither passed nor waived.")
    elements: list[ElementView] = Field(description="Relationship from the map, the others as marked.")


def review(bid: Bid, policy: Policy, snapshot: str | None = None) -> ReviewView:
    """All checks of the policy on a bid. A check the policy names and this program does not know is an error."""
    power = bid.analysis.power
    lacking = nothing_to_judge(bid)
    results = [_result(bid, check, lacking) for check in policy.checks]
    still = [check.id for check in results if check.result in {"CONDITIONAL", "FAIL"}]
    verdict: Verdict = "PASS"
    if still:
        verdict = "FAIL" if any(check.result == "FAIL" for check in results) else "CONDITIONAL"
    return ReviewView(
        account=power.document.account.id,
        opportunity=power.opportunity.id if power.opportunity else "",
        as_of=power.as_of,
        revision=power.revision,
        snapshot=snapshot,
        policy=policy.name,
        policy_version=policy.version,
        verdict=verdict,
        checks=results,
        open_checks=still,
        elements=_elements(bid.analysis),
    )


def _result(bid: Bid, check: PolicyCheck, lacking: str | None) -> CheckResult:
    definition = CHECKS[check.id]
    finding = definition.find(bid, check)
    if lacking is not None:
        finding = Finding(check.severity, {**finding.facts, "nothing_to_judge": lacking}, finding.people)
    verdict, facts, people = finding
    result: Result = verdict
    waiver = _waiver(bid, check) if verdict != "PASS" and check.waivable else None
    if waiver is not None:
        result = "WAIVED"
        facts = facts | {
            "waived_from": verdict,
            "waived_by": waiver.name,
            "reason": waiver.reason,
            "on": str(waiver.on),
        }
    return CheckResult(
        id=check.id,
        result=result,
        severity=check.severity,
        rule=check.rule_en,
        rule_zh=check.rule_zh,
        facts=facts,
        waiver=waiver.id if waiver else None,
        people=list(people) if result != "PASS" else [],
        members=_members(bid.analysis, people) if result != "PASS" else [],
        mend_in=list(definition.mend_in) if result != "PASS" else [],
    )


def _members(analysis: Analysis, people: Iterable[str]) -> list[str]:
    """Who of us answers for the people of an open check, of those in the team."""
    contacts = analysis.coverage.contacts
    owners = {owner for person in people if person in contacts and (owner := contacts[person].owner) is not None}
    team = analysis.power.present
    managers = [member.id for member in team.values() if member.role == "KAM"]
    return sorted(owners) or managers or list(team)


def _waiver(bid: Bid, check: PolicyCheck) -> Waiver | None:
    power = bid.analysis.power
    opportunity = power.opportunity_id
    fitting = [
        waiver
        for waiver in power.document.waivers
        if waiver.check == check.id
        and waiver.opportunity_id in {None, opportunity}
        and waiver.on <= power.as_of
        and (waiver.until is None or waiver.until >= power.as_of)
    ]
    return max(fitting, key=lambda waiver: (waiver.on, waiver.id), default=None)


def _elements(analysis: Analysis) -> list[ElementView]:
    power = analysis.power
    ours = analysis.standing.get(power.vendor or "")
    relation = ElementView(element="RELATIONSHIP", value=ours.point if ours else None, note="standing, -1 to 1")
    others = zip(("SOLUTION", "DELIVERY", "FINANCE"), element_marks(power), strict=True)
    return [relation, *(ElementView(element=name, value=mark.value, note=mark.evidence) for name, mark in others)]  # type: ignore[arg-type]


__all__ = ["CHECKS", "Bid", "CheckResult", "Policy", "PolicyCheck", "ReviewView", "SnapshotSeen", "Verdict", "review"]
