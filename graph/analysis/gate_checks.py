"""The checks of the review gate: how each finds out what its policy asks, by check id.

A limit that a policy does not name asks for nothing, so that a verdict of an older version can be had again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple

from graph.analysis.evidence import weigh_evidence
from graph.analysis.gaps import INDEPENDENT_STAGE, voters_of, voting_supporters
from graph.analysis.gate_policy import Bid, PolicyCheck
from graph.analysis.judgements import Judgements, Mark, marks
from graph.analysis.planning import is_closed, open_items
from graph.kinds import Target
from graph.kinds.assessments import ELEMENTS
from graph.method import FAVORABLE_STEP, STEP_OF_LEVEL
from graph.power_graph import PowerGraph

Verdict = Literal["PASS", "CONDITIONAL", "FAIL"]
Facts = dict[str, Any]


class Finding(NamedTuple):
    """What a check came to, the facts it went by, and the customer's people it is open for."""

    verdict: Verdict
    facts: Facts
    people: tuple[str, ...] = ()


def _open(check: PolicyCheck, *, passed: bool, facts: Facts, people: Iterable[str] = ()) -> Finding:
    return Finding("PASS" if passed else check.severity, facts, () if passed else tuple(dict.fromkeys(people)))


def nothing_to_judge(bid: Bid) -> str | None:
    """What a map lacks so much that no check can be met on it: people, or a vote that counts; None where it has both."""
    power = bid.analysis.power
    if not power.ids:
        return "people"
    stages = power.opportunity.stages if power.opportunity else ()
    return None if any(voters_of(stage) for stage in stages) else "votes, weights and quota"


def _fresh_snapshot(bid: Bid, check: PolicyCheck) -> Finding:
    power = bid.analysis.power
    opportunity = power.opportunity_id
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


def _stages_complete(bid: Bid, check: PolicyCheck) -> Finding:
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


def _roles_named(bid: Bid, check: PolicyCheck) -> Finding:
    analysis = bid.analysis
    people = analysis.power.people
    named = {
        role: [
            person for person in analysis.power.ids if role in analysis.roles[person] and not people[person].placeholder
        ]
        for role in ("APPROVER", "DECISION_MAKER")
    }
    facts: Facts = dict(named)
    passed = all(named.values())
    unknown: list[str] = []
    if check.limit("attitude_known"):
        unknown = [person for person in named["APPROVER"] if person not in analysis.power.stances_to_us]
        facts["approver_unknown"] = unknown
    return _open(check, passed=passed and not unknown, facts=facts, people=unknown)


def _voters_known(bid: Bid, check: PolicyCheck) -> Finding:
    analysis = bid.analysis
    known = analysis.power.stances_to_us
    unknown: dict[str, dict[str, float]] = {}
    for stage in analysis.stages:
        lacking = {
            voter: share
            for voter, share in stage.voting_power.items()
            if voter not in known and (share > 0 or not check.limit("weighted_only")) and not stage.decided
        }
        if lacking:
            unknown[stage.id] = lacking
    worst = max((sum(shares.values()) for shares in unknown.values()), default=0.0)
    limit = check.parameters["fail_share"]
    facts: Facts = {"unknown": unknown, "largest_share": worst, "fail_share": limit}
    if not unknown:
        return Finding("PASS", facts)
    voters = dict.fromkeys(voter for shares in unknown.values() for voter in shares)
    return Finding("FAIL" if worst >= limit - 1e-9 else check.severity, facts, tuple(voters))


def _weighty(bid: Bid, check: PolicyCheck) -> list[str]:
    influence = bid.analysis.deciders.decision_influence
    limit = check.parameters["min_influence"]
    order = bid.analysis.deciders.order
    first = int(check.limit("at_least"))
    return [person for i, person in enumerate(order) if i < first or influence[person] >= limit - 1e-9]


def _owned_and_met(bid: Bid, check: PolicyCheck) -> Finding:
    kinds = {"NO_OWNER", "LEVEL_MISMATCH", "NEVER_MET", "STALE_CONTACT"}
    weighty = _weighty(bid, check)
    open_gaps: dict[str, list[dict[str, Any]]] = {}
    for person in weighty:
        for gap in bid.analysis.gaps:
            if gap.person == person and gap.kind in kinds:
                open_gaps.setdefault(person, []).append({"gap": gap.kind, **gap.facts})
    return _open(check, passed=not open_gaps, facts={"people": weighty, "open": open_gaps}, people=open_gaps)


def _rivals_known(bid: Bid, check: PolicyCheck) -> Finding:
    analysis = bid.analysis
    power = analysis.power
    ranked = sorted(power.rivals, key=lambda party: (-analysis.standing[party].point, party))
    main = ranked[: int(check.parameters["main_competitors"])]
    missing = {
        person: lacking
        for person in _weighty(bid, check)
        if (lacking := [party for party in main if power.stance(person, party) is None])
    }
    enough = len(main) + len(power.withdrawn) >= check.limit("competitors_named")
    facts = {"main_competitors": main, "missing": missing}
    return _open(check, passed=enough and not missing, facts=facts, people=missing or _weighty(bid, check))


def _flips_planned(bid: Bid, check: PolicyCheck) -> Finding:
    analysis = bid.analysis
    planned = _worked_on(bid, check, FAVORABLE_STEP)
    needed: dict[str, list[str]] = {}
    unstated = []
    for stage in analysis.stages:
        if not stage.votes or stage.decided:
            continue
        if stage.minimum_flip_sets is None or not stage.minimum_flip_sets:
            unstated.append(stage.id)
            continue
        needed[stage.id] = list(stage.minimum_flip_sets[0].people)
    people = list(dict.fromkeys(person for members in needed.values() for person in members))
    missing = [person for person in people if person not in planned]
    facts = {"flip_sets": needed, "without_plan_item": missing, "stages_without_set": unstated}
    return _open(check, passed=not missing and not unstated, facts=facts, people=missing)


def _worked_on(bid: Bid, check: PolicyCheck, least: int) -> set[str]:
    """The people with a plan item; where the policy asks, only with one that raises them to `least`, due on the day or later."""
    power = bid.analysis.power
    items = open_items(power.document, power.as_of)
    if check.limit("raises"):
        items = [item for item in items if item.by >= power.as_of and _raises(bid, item, least)]
    return {item.person for item in items if item.person is not None}


def _raises(bid: Bid, item: Target, least: int) -> bool:
    wanted = STEP_OF_LEVEL.get(item.to_attitude or "", -1)
    stance = bid.analysis.power.stances_to_us.get(item.person or "")
    return wanted >= least and (stance is None or wanted > stance.step)


def _vetoes_safe(bid: Bid, check: PolicyCheck) -> Finding:
    power = bid.analysis.power
    planned = _worked_on(bid, check, STEP_OF_LEVEL["CONTACTED"])
    holders = {person: stage.id for stage in bid.analysis.stages if not stage.decided for person in stage.veto}
    levels = {person: stance.level if (stance := power.stances_to_us.get(person)) else "UNKNOWN" for person in holders}
    opposed = [
        person
        for person in holders
        if (stance := power.stances_to_us.get(person)) is not None and stance.opposes and person not in planned
    ]
    return _open(
        check, passed=not opposed, facts={"veto_holders": levels, "opposed_without_plan": opposed}, people=opposed
    )


def _supporters_independent(bid: Bid, check: PolicyCheck) -> Finding:
    power = bid.analysis.power
    stages = [stage for stage in power.open_stages if stage.kind == INDEPENDENT_STAGE and stage.votes]
    decided = power.opportunity is not None and len(stages) < sum(
        stage.kind == INDEPENDENT_STAGE for stage in power.opportunity.stages
    )
    supporters = {stage.id: list(voting_supporters(power, stage)) for stage in stages}
    lacking = [gap.stage for gap in bid.analysis.gaps if gap.kind == "NO_INDEPENDENT_SUPPORTERS"]
    weak = _weak_claims(
        bid, {person for people in supporters.values() for person in people}, int(check.parameters["evidence_days"])
    )
    facts = {"supporters": supporters, "stages_without": lacking, "weak_evidence": weak}
    voters = [voter for stage in stages for voter in voters_of(stage)]
    others = [voter for voter in voters if voter not in supporters.get(stages[0].id, ())] if stages else []
    return _open(check, passed=bool(stages or decided) and not lacking, facts=facts, people=others)


def _claims_proven(bid: Bid, check: PolicyCheck) -> Finding:
    power = bid.analysis.power
    claimed = {person for person, stance in power.stances_to_us.items() if stance.supports}
    weak = _weak_claims(bid, claimed, int(check.parameters["max_age_days"]))
    facts = {"supporters": sorted(claimed), "without_fresh_evidence": weak}
    judged = bool(power.stances_to_us) or not check.limit("attitudes_known")
    return _open(check, passed=judged and not weak, facts=facts, people=weak)


def _weak_claims(bid: Bid, people: set[str], days: int) -> dict[str, str]:
    """Who of them is claimed without evidence, or with evidence older than that."""
    power = bid.analysis.power
    weak = {}
    for person in sorted(people):
        claim = power.counting[person, power.vendor or ""]
        age = (power.as_of - claim.on).days
        if not claim.evidence:
            weak[person] = "no evidence"
        elif age > days:
            weak[person] = f"{age} days old"
    return weak


def _plausible(bid: Bid, check: PolicyCheck) -> Finding:
    power = bid.analysis.power
    stances = power.stances_to_us
    cautious = [
        person
        for person in power.ids
        if person not in stances or stances[person].level in {"OPPOSE", "CONTACTED", "THREAT", "COMMODITY"}
    ]
    influence = bid.analysis.deciders.decision_influence
    carried = sum(influence[person] for person in cautious)
    least = check.limit("min_influence")
    suspicious = len(power.ids) >= check.parameters["min_people"] and (not cautious or carried < least - 1e-9)
    facts: Facts = {"people": len(power.ids), "opposed_neutral_or_unknown": len(cautious)}
    if least:
        facts |= {"cautious_influence": carried, "min_influence": least}
    kind = [person for person in bid.analysis.deciders.order if person not in cautious]
    return _open(check, passed=not suspicious, facts=facts, people=kind[:5])


def _plan_linked(bid: Bid, check: PolicyCheck) -> Finding:
    power = bid.analysis.power
    pursued = {target.id for target in open_items(power.document, power.as_of)}
    items = [target.id for target in power.document.targets]
    orphans = [item for item in items if item not in pursued]
    facts: Facts = {"items": len(items), "orphans": orphans}
    unserved: list[str] = []
    if check.limit("targets_served"):
        unserved = _unserved(bid, {target.market_target for target in power.document.targets})
        facts["unserved"] = unserved
    people = [item.person for item in power.document.targets if item.id in orphans and item.person]
    return _open(check, passed=bool(items) and not orphans and not unserved, facts=facts, people=people)


def _unserved(bid: Bid, served: set[str | None]) -> list[str]:
    """Market targets of this opportunity that are pursued and that no plan item serves."""
    power = bid.analysis.power
    opportunity = power.opportunity_id
    return [
        target.id
        for target in power.document.market_targets
        if target.opportunity_id == opportunity
        and not is_closed(target.closed_on, power.as_of)
        and target.id not in served
    ]


def _lined(bid: Bid) -> set[str]:
    """The people joined to somebody by a reporting line or influence; a tie carries no decision (method 1)."""
    document = bid.analysis.power.document
    return {end for line in document.reporting for end in (line.subordinate, line.manager)} | {
        end for line in document.influence for end in (line.source, line.target)
    }


def _lines_drawn(bid: Bid, check: PolicyCheck) -> Finding:
    power = bid.analysis.power
    own = power.own_ids
    lined = _lined(bid)
    without = [person for person in own if person not in lined]
    share = 1 - len(without) / len(own) if own else 0.0
    least = check.parameters["min_lined"]
    facts = {"lined": share, "min_lined": least, "without_line": without}
    return _open(check, passed=share >= least - 1e-9 and share > 0, facts=facts, people=without)


def _voters_joined(bid: Bid, check: PolicyCheck) -> Finding:
    """A guest is joined in the lending account, whose lines do not go along."""
    power = bid.analysis.power
    lined = _lined(bid)
    voters = dict.fromkeys(voter for stage in power.open_stages for voter in voters_of(stage))
    alone = [voter for voter in voters if voter not in lined and voter not in power.guests]
    return _open(check, passed=not alone, facts={"voters": len(voters), "joined_to_nobody": alone}, people=alone)


def _map_good(bid: Bid, check: PolicyCheck) -> Finding:
    """Departments known, lines with evidence, and the quality of the map as a whole."""
    power = bid.analysis.power
    without = [person for person in power.own_ids if not power.people[person].departments]
    placed = 1 - len(without) / len(power.own_ids) if power.own_ids else 0.0
    evidence = weigh_evidence(power, bid.analysis.deciders.decision_influence)
    proven, quality = evidence.parts["lines_with_evidence"], evidence.map_quality
    bare = [line for line in power.document.influence if not line.evidence]
    measured = {"placed": placed, "lines_with_evidence": proven, "map_quality": quality}
    least = {name: check.parameters[f"min_{name}"] for name in measured}
    passed = all((value or 0.0) >= least[name] - 1e-9 for name, value in measured.items())
    facts: dict[str, Any] = {}
    for name, value in measured.items():
        facts |= {name: value, f"min_{name}": least[name]}
    people = [*without, *(line.target for line in bare), *evidence.single_reporter]
    return _open(check, passed=passed, facts=facts | {"without_department": without}, people=people)


def element_marks(power: PowerGraph) -> list[Mark]:
    """The newest marks of solution, delivery and finance, in this order; without a value where nobody gave one."""
    return marks(Judgements.of(power.document, power.as_of), ELEMENTS)


def _elements_marked(bid: Bid, check: PolicyCheck) -> Finding:
    """Solution, delivery, finance where marked; where none is, there is nothing to go by."""
    given = {mark.code: mark.value for mark in element_marks(bid.analysis.power) if mark.value}
    least = check.parameters["min_mark"]
    low = {code: value for code, value in given.items() if value < least}
    return _open(check, passed=bool(given) and not low, facts={"marks": given, "min_mark": least, "low_marks": low})


class Check(NamedTuple):
    """How a check finds out what it is asked, and the lists of the account's records that an open one is mended in."""

    find: Callable[[Bid, PolicyCheck], Finding]
    mend_in: tuple[str, ...]


CHECKS: Final[Mapping[str, Check]] = MappingProxyType(
    {
        "G01": Check(_fresh_snapshot, ("snapshots",)),
        "G02": Check(_stages_complete, ("opportunities",)),
        "G03": Check(_roles_named, ("opportunities", "attitudes")),
        "G04": Check(_voters_known, ("attitudes",)),
        "G05": Check(_owned_and_met, ("coverage", "interactions")),
        "G06": Check(_rivals_known, ("competitors", "attitudes")),
        "G07": Check(_flips_planned, ("targets",)),
        "G08": Check(_vetoes_safe, ("targets",)),
        "G09": Check(_supporters_independent, ("attitudes",)),
        "G10": Check(_claims_proven, ("attitudes",)),
        "G11": Check(_plausible, ("attitudes",)),
        "G12": Check(_plan_linked, ("targets", "market_targets")),
        "G13": Check(_lines_drawn, ("reporting", "influence")),
        "G14": Check(_voters_joined, ("reporting", "influence")),
        "G15": Check(_map_good, ("people", "influence", "attitudes")),
        "G16": Check(_elements_marked, ("assessments",)),
    }
)
