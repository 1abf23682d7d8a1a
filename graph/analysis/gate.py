"""The review gate: no power map, no approval. The checks of a policy, each with the facts and values it went by.

What is asked, how strictly and with which limits stands in the policy file; how it is found out stands here, by check id.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from graph.analysis.gaps import INDEPENDENT_STAGE, voting_supporters
from graph.analysis.judgements import Judgements, Mark, marks
from graph.analysis.pipeline import Analysis
from graph.analysis.planning import open_items
from graph.answer import Answer
from graph.kinds import Attitude, Waiver
from graph.kinds.assessments import ELEMENTS

Result = Literal["PASS", "CONDITIONAL", "FAIL", "WAIVED"]
Verdict = Literal["PASS", "CONDITIONAL", "FAIL"]
Facts = dict[str, Any]


class PolicyCheck(BaseModel):
    """One check as the policy asks it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    severity: Literal["CONDITIONAL", "FAIL"]
    rule_en: str
    rule_zh: str
    waivable: bool = True
    parameters: dict[str, float] = Field(default_factory=dict)


class Policy(BaseModel):
    """A version of the gate."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    version: str
    checks: tuple[PolicyCheck, ...]


class SnapshotSeen(Answer):
    """A snapshot the gate may count: only what its head says."""

    id: str
    as_of: date
    opportunity: str | None


@dataclass(frozen=True)
class Bid:
    """What is reviewed: the analysis of an opportunity and the snapshots taken up to that day."""

    analysis: Analysis
    snapshots: tuple[SnapshotSeen, ...]


class CheckResult(Answer):
    """One check's outcome."""

    id: str = Field(description="Code of the check, e.g. G01.")
    result: Result = Field(description="PASS, CONDITIONAL or FAIL; WAIVED where a waiver let it pass.")
    severity: Literal["CONDITIONAL", "FAIL"] = Field(description="What a miss costs: CONDITIONAL or FAIL.")
    rule: str = Field(description="What is asked, in one English sentence.")
    rule_zh: str = Field(description="The same in Chinese.")
    facts: dict[str, Any] = Field(description="Ids, numbers and days the check went by.")
    waiver: str | None = Field(default=None, description="The waiver that let it pass.")


class ElementView(Answer):
    """One of the four reasons a customer chooses us by."""

    element: Literal["RELATIONSHIP", "SOLUTION", "DELIVERY", "FINANCE"] = Field(
        description="Which of the four reasons."
    )
    value: float | None = Field(description="The newest mark, 1 to 5; null when nobody gave one.")
    note: str = Field(description="The evidence given with it; empty when none.")


class ReviewView(Answer):
    """The verdict on a bid."""

    account: str = Field(description="Id of the account.")
    opportunity: str = Field(description="Id of the opportunity reviewed.")
    as_of: date = Field(description="The day it is about; nothing dated later counts (method 1).")
    revision: int = Field(description="The account's revision: one revision, one answer, while borrowed people stay.")
    snapshot: str | None = Field(description="The snapshot reviewed; null for the live map.")
    policy: str = Field(description="Name of the policy.")
    policy_version: str = Field(description="Version of the policy the verdict was made with.")
    verdict: Verdict = Field(description="FAIL if a check fails, else CONDITIONAL if one is conditional, else PASS.")
    checks: list[CheckResult] = Field(description="Every check of the policy with its result and facts.")
    open_checks: list[str] = Field(description="Checks neither passed nor waived.")
    elements: list[ElementView] = Field(description="Relationship from the map, the others as marked.")


def review(bid: Bid, policy: Policy, snapshot: str | None = None) -> ReviewView:
    """All checks of the policy on a bid. A check the policy names and this program does not know is an error."""
    power = bid.analysis.power
    results = [_result(bid, check) for check in policy.checks]
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


def _result(bid: Bid, check: PolicyCheck) -> CheckResult:
    verdict, facts = CHECKS[check.id](bid, check)
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
    )


def _waiver(bid: Bid, check: PolicyCheck) -> Waiver | None:
    power = bid.analysis.power
    opportunity = power.opportunity.id if power.opportunity else None
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
    elements: list[Mark] = marks(Judgements.of(power.document, power.as_of), ELEMENTS)
    others = zip(("SOLUTION", "DELIVERY", "FINANCE"), elements, strict=True)
    return [relation, *(ElementView(element=name, value=mark.value, note=mark.evidence) for name, mark in others)]  # type: ignore[arg-type]


# -- the checks -------------------------------------------------------------------------------------------------------

Found = tuple[Verdict, Facts]


def _open(check: PolicyCheck, *, passed: bool, facts: Facts) -> Found:
    return ("PASS" if passed else check.severity), facts


def _fresh_snapshot(bid: Bid, check: PolicyCheck) -> Found:
    power = bid.analysis.power
    opportunity = power.opportunity.id if power.opportunity else None
    fitting = [
        snapshot
        for snapshot in bid.snapshots
        if snapshot.opportunity in {None, opportunity} and snapshot.as_of <= power.as_of
    ]
    newest = max(fitting, key=lambda snapshot: (snapshot.as_of, snapshot.id), default=None)
    age = (power.as_of - newest.as_of).days if newest else None
    limit = check.parameters["max_age_days"]
    facts = {"snapshot": newest.id if newest else None, "age_days": age, "max_age_days": limit, "count": len(fitting)}
    return _open(check, passed=age is not None and age <= limit, facts=facts)


def _stages_complete(bid: Bid, check: PolicyCheck) -> Found:
    opportunity = bid.analysis.power.opportunity
    stages = opportunity.stages if opportunity else ()
    incomplete = {}
    for stage in stages:
        if stage.kind in {"EVALUATION", "AWARD"}:
            if not stage.votes or stage.quota is None or not any(vote.weight for vote in stage.votes):
                incomplete[stage.id] = "votes, weights and quota"
        elif not stage.participants and not stage.votes:
            incomplete[stage.id] = "named participants"
    absent = sorted({"EVALUATION", "AWARD"} - {stage.kind for stage in stages})
    facts = {"stages": len(stages), "incomplete": incomplete, "absent": absent}
    return _open(check, passed=bool(stages) and not incomplete and not absent, facts=facts)


def _roles_named(bid: Bid, check: PolicyCheck) -> Found:
    analysis = bid.analysis
    people = analysis.power.people
    named = {
        role: [
            person for person in analysis.power.ids if role in analysis.roles[person] and not people[person].placeholder
        ]
        for role in ("APPROVER", "DECISION_MAKER")
    }
    return _open(check, passed=all(named.values()), facts=dict(named))


def _voters_known(bid: Bid, check: PolicyCheck) -> Found:
    analysis = bid.analysis
    known = analysis.power.stances_to_us
    unknown: dict[str, dict[str, float]] = {}
    for stage in analysis.stages:
        lacking = {voter: share for voter, share in stage.voting_power.items() if voter not in known}
        if lacking:
            unknown[stage.id] = lacking
    worst = max((sum(shares.values()) for shares in unknown.values()), default=0.0)
    limit = check.parameters["fail_share"]
    facts: Facts = {"unknown": unknown, "largest_share": worst, "fail_share": limit}
    if not unknown:
        return "PASS", facts
    return ("FAIL" if worst >= limit - 1e-9 else check.severity), facts


def _weighty(bid: Bid, check: PolicyCheck) -> list[str]:
    influence = bid.analysis.deciders.decision_influence
    limit = check.parameters["min_influence"]
    return [person for person in bid.analysis.deciders.order if influence[person] >= limit - 1e-9]


def _owned_and_met(bid: Bid, check: PolicyCheck) -> Found:
    kinds = {"NO_OWNER", "LEVEL_MISMATCH", "NEVER_MET", "STALE_CONTACT"}
    weighty = _weighty(bid, check)
    open_gaps: dict[str, list[dict[str, Any]]] = {}
    for person in weighty:
        for gap in bid.analysis.gaps:
            if gap.person == person and gap.kind in kinds:
                open_gaps.setdefault(person, []).append({"gap": gap.kind, **gap.facts})
    return _open(check, passed=not open_gaps, facts={"people": weighty, "open": open_gaps})


def _rivals_known(bid: Bid, check: PolicyCheck) -> Found:
    analysis = bid.analysis
    power = analysis.power
    ranked = sorted(power.competitors, key=lambda party: (-analysis.standing[party].point, party))
    main = ranked[: int(check.parameters["main_competitors"])]
    missing = {
        person: lacking
        for person in _weighty(bid, check)
        if (lacking := [party for party in main if power.stance(person, party) is None])
    }
    return _open(check, passed=not missing, facts={"main_competitors": main, "missing": missing})


def _flips_planned(bid: Bid, check: PolicyCheck) -> Found:
    analysis = bid.analysis
    planned = {target.person for target in open_items(analysis.power.document, analysis.power.as_of)}
    needed: dict[str, list[str]] = {}
    unstated = []
    for stage in analysis.stages:
        if not stage.votes:
            continue
        if stage.minimum_flip_sets is None or not stage.minimum_flip_sets:
            unstated.append(stage.id)
            continue
        needed[stage.id] = list(stage.minimum_flip_sets[0].people)
    people = list(dict.fromkeys(person for members in needed.values() for person in members))
    missing = [person for person in people if person not in planned]
    facts = {"flip_sets": needed, "without_plan_item": missing, "stages_without_set": unstated}
    return _open(check, passed=not missing and not unstated, facts=facts)


def _vetoes_safe(bid: Bid, check: PolicyCheck) -> Found:
    power = bid.analysis.power
    planned = {target.person for target in open_items(power.document, power.as_of)}
    holders = {person: stage.id for stage in bid.analysis.stages for person in stage.veto}
    levels = {person: stance.level if (stance := power.stances_to_us.get(person)) else "UNKNOWN" for person in holders}
    opposed = [
        person
        for person in holders
        if (stance := power.stances_to_us.get(person)) is not None and stance.opposes and person not in planned
    ]
    return _open(check, passed=not opposed, facts={"veto_holders": levels, "opposed_without_plan": opposed})


def _supporters_independent(bid: Bid, check: PolicyCheck) -> Found:
    power = bid.analysis.power
    stages = [stage for stage in power.open_stages if stage.kind == INDEPENDENT_STAGE and stage.votes]
    decided = power.opportunity is not None and len(stages) < sum(
        stage.kind == INDEPENDENT_STAGE for stage in power.opportunity.stages
    )
    supporters = {stage.id: list(voting_supporters(power, stage)) for stage in stages}
    lacking = [gap.stage for gap in bid.analysis.gaps if gap.kind == "NO_INDEPENDENT_SUPPORTERS"]
    weak = _weak_claims(bid, {person for people in supporters.values() for person in people}, 90)
    facts = {"supporters": supporters, "stages_without": lacking, "weak_evidence": weak}
    return _open(check, passed=bool(stages or decided) and not lacking, facts=facts)


def _claims_proven(bid: Bid, check: PolicyCheck) -> Found:
    power = bid.analysis.power
    claimed = {person for person, stance in power.stances_to_us.items() if stance.supports}
    weak = _weak_claims(bid, claimed, int(check.parameters["max_age_days"]))
    facts = {"supporters": sorted(claimed), "without_fresh_evidence": weak}
    return _open(check, passed=not weak, facts=facts)


def _weak_claims(bid: Bid, people: set[str], days: int) -> dict[str, str]:
    """Who of them is claimed without evidence, or with evidence older than that."""
    power = bid.analysis.power
    newest: dict[str, Attitude] = {}
    opportunity = power.opportunity.id if power.opportunity else None
    for attitude in sorted(
        power.document.attitudes, key=lambda attitude: (attitude.on, attitude.opportunity_id is not None)
    ):
        if (
            attitude.toward == power.vendor
            and attitude.on <= power.as_of
            and attitude.opportunity_id in {None, opportunity}
        ):
            newest[attitude.person] = attitude
    weak = {}
    for person in sorted(people):
        age = (power.as_of - newest[person].on).days
        if not newest[person].evidence:
            weak[person] = "no evidence"
        elif age > days:
            weak[person] = f"{age} days old"
    return weak


def _plausible(bid: Bid, check: PolicyCheck) -> Found:
    power = bid.analysis.power
    stances = power.stances_to_us
    cautious = [
        person
        for person in power.ids
        if person not in stances or stances[person].level in {"OPPOSE", "CONTACTED", "THREAT", "COMMODITY"}
    ]
    suspicious = len(power.ids) >= check.parameters["min_people"] and not cautious
    facts = {"people": len(power.ids), "opposed_neutral_or_unknown": len(cautious)}
    return _open(check, passed=not suspicious, facts=facts)


def _plan_linked(bid: Bid, check: PolicyCheck) -> Found:
    power = bid.analysis.power
    pursued = {target.id for target in open_items(power.document, power.as_of)}
    items = [target.id for target in power.document.targets]
    orphans = [item for item in items if item not in pursued]
    facts = {"items": len(items), "orphans": orphans}
    return _open(check, passed=bool(items) and not orphans, facts=facts)


CHECKS: Final[Mapping[str, Callable[[Bid, PolicyCheck], Found]]] = MappingProxyType(
    {
        "G01": _fresh_snapshot,
        "G02": _stages_complete,
        "G03": _roles_named,
        "G04": _voters_known,
        "G05": _owned_and_met,
        "G06": _rivals_known,
        "G07": _flips_planned,
        "G08": _vetoes_safe,
        "G09": _supporters_independent,
        "G10": _claims_proven,
        "G11": _plausible,
        "G12": _plan_linked,
    }
)
