"""What is missing in our coverage, rule by rule, with the facts each rule saw (method 4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from graph.analysis.coverage import DEPTH, Coverage, is_senior_enough, seniority_for, window_days
from graph.analysis.decision_makers import falling, reaches
from graph.analysis.mesh import mesh_holes
from graph.power_graph import PowerGraph

GapKind = Literal[
    "NO_OWNER",
    "NEVER_MET",
    "STALE_CONTACT",
    "LEVEL_MISMATCH",
    "UNKNOWN_ATTITUDE",
    "OPPOSED",
    "BELOW_TARGET",
    "COMPETITOR_LOCKED",
    "VETO_AT_RISK",
    "PLACEHOLDER_ROLE",
    "UNCOVERED_DEPARTMENT",
    "DEPARTMENT_WITHOUT_SUPPORTER",
    "SINGLE_THREAD",
    "EMPTY_MESH",
    "NO_INDEPENDENT_SUPPORTERS",
]
Severity = Literal["CRITICAL", "HIGH", "MEDIUM", "LOW"]
SEVERITIES: Final[tuple[Severity, ...]] = ("CRITICAL", "HIGH", "MEDIUM", "LOW")
HIGH: Final = SEVERITIES.index("HIGH")
SEVERAL = 2
THREAD_PEOPLE = 2
INDEPENDENT_STAGE: Final = "EVALUATION"
Facts = Mapping[str, Any]
Finding = tuple[GapKind, Facts]


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap of one person, department or stage; `facts` are the ids, numbers and ISO dates its rule went by."""

    kind: GapKind
    severity: Severity
    decision_influence: float
    person: str | None = None
    department: str | None = None
    stage: str | None = None
    facts: Facts = field(default_factory=dict)

    @property
    def subject(self) -> str:
        """The id of the person, department or stage."""
        return self.person or self.department or self.stage or ""


def find_gaps(power: PowerGraph, coverage: Coverage, decision_influence: Mapping[str, float]) -> tuple[Gap, ...]:
    """All gaps: worst severity first, then by decision influence falling, then by id, then by kind.

    Rules about attitudes towards us need a vendor; without one they find nothing.
    """
    gaps = [
        *_person_gaps(power, coverage, decision_influence),
        *_department_gaps(power, coverage, decision_influence),
        *_stage_gaps(power, decision_influence),
    ]
    return tuple(sorted(gaps, key=_place))


def _place(gap: Gap) -> tuple[int, float, str, str]:
    return SEVERITIES.index(gap.severity), falling(gap.decision_influence), gap.subject, gap.kind


def _step(power: PowerGraph, influence: float) -> int:
    limits = (power.method.critical, power.method.high, power.method.medium)
    return next((i for i, limit in enumerate(limits) if reaches(influence, limit)), len(limits))


# -- people -----------------------------------------------------------------------------------------------------------


def _person_gaps(power: PowerGraph, coverage: Coverage, influence: Mapping[str, float]) -> Iterator[Gap]:
    vetoes = _vetoes(power)
    for person in power.ids:
        found = [
            *(_contact_findings(power, person, coverage) if person not in power.guests else ()),
            *_attitude_findings(power, person, vetoes.get(person, ())),
            *_role_findings(power, person),
        ]
        step = max(0, _step(power, influence[person]) - (len(found) >= SEVERAL))
        for kind, facts in found:
            severity = SEVERITIES[min(step, HIGH) if kind == "VETO_AT_RISK" else step]
            yield Gap(kind, severity, influence[person], person=person, facts=facts)


def _contact_findings(power: PowerGraph, person: str, coverage: Coverage) -> Iterator[Finding]:
    contact, rank = coverage.contacts[person], power.people[person].rank
    needed = seniority_for(rank)
    if contact.owner is None:
        yield "NO_OWNER", {"rank": rank, "needed_seniority": needed}
    elif not is_senior_enough(power.team[contact.owner], needed):
        seniority = power.team[contact.owner].seniority
        yield (
            "LEVEL_MISMATCH",
            {"rank": rank, "owner": contact.owner, "owner_seniority": seniority, "needed_seniority": needed},
        )
    if contact.last_contact is None:
        yield "NEVER_MET", {"rank": rank}
    elif contact.level == "STALE":
        age = (power.as_of - contact.last_contact).days
        facts = {
            "last_contact": contact.last_contact.isoformat(),
            "age_days": age,
            "window_days": window_days(power, person),
        }
        yield "STALE_CONTACT", facts
    if contact.target_level is not None and DEPTH[contact.level] < DEPTH[contact.target_level]:
        held = {"level": contact.level, "contacts_in_window": contact.contacts_in_window}
        yield "BELOW_TARGET", {**held, "target_level": contact.target_level}


def _attitude_findings(power: PowerGraph, person: str, vetoes: tuple[str, ...]) -> Iterator[Finding]:
    if power.vendor is not None:
        ours = power.stances_to_us.get(person)
        known = {} if ours is None else {"level": ours.level, "on": ours.on.isoformat()}
        if ours is None:
            yield "UNKNOWN_ATTITUDE", {"party": power.vendor}
        elif ours.opposes:
            yield "OPPOSED", {"party": power.vendor, **known}
        if vetoes and (ours is None or ours.opposes):
            yield "VETO_AT_RISK", {"stages": list(vetoes), "level": "UNKNOWN", **known}
    locked = {
        party: stance.on.isoformat()
        for party in power.competitors
        if (stance := power.stance(person, party)) is not None and stance.level == "SUPPORT_EXCLUSIVE"
    }
    if locked:
        yield "COMPETITOR_LOCKED", {"competitors": list(locked), "on": max(locked.values())}


def _role_findings(power: PowerGraph, person: str) -> Iterator[Finding]:
    held = power.people[person]
    if held.placeholder:
        yield "PLACEHOLDER_ROLE", {"title": held.title, "department": held.department_id}


def _vetoes(power: PowerGraph) -> dict[str, tuple[str, ...]]:
    """The stages of the asked opportunity that each veto holder can stop."""
    found: dict[str, tuple[str, ...]] = {}
    for stage in power.opportunity.stages if power.opportunity else ():
        for person in stage.veto:
            found[person] = (*found.get(person, ()), stage.id)
    return found


# -- departments and stages -------------------------------------------------------------------------------------------


def _department_gaps(power: PowerGraph, coverage: Coverage, influence: Mapping[str, float]) -> Iterator[Gap]:
    holes = mesh_holes(power)
    for unit, members in power.members_of.items():
        if not members:
            continue
        total = sum(influence[person] for person in members)
        severity = SEVERITIES[_step(power, total)]
        for kind, facts in _department_findings(power, unit, coverage):
            yield Gap(kind, severity, total, department=unit, facts=facts)
        if unit in holes:
            missing = {"functions": list(holes[unit]), "window_days": power.method.window_days}
            yield Gap("EMPTY_MESH", severity, total, department=unit, facts=missing)


def _department_findings(power: PowerGraph, unit: str, coverage: Coverage) -> Iterator[Finding]:
    held = coverage.departments[unit]
    if not held.contacts_in_window:
        yield "UNCOVERED_DEPARTMENT", {"people": held.people, "window_days": power.method.window_days}
    if power.vendor is not None and not held.supporters:
        known = [power.stances_to_us[person] for person in power.members_of[unit] if person in power.stances_to_us]
        best = max(known, key=lambda stance: stance.x, default=None)
        yield "DEPARTMENT_WITHOUT_SUPPORTER", {"people": held.people, "best_level": best.level if best else "UNKNOWN"}
    if held.people >= THREAD_PEOPLE and len(held.contact_members) == 1:
        (member,) = held.contact_members
        yield "SINGLE_THREAD", {"people": held.people, "member": member, "contacts": held.contacts_in_window}


def _stage_gaps(power: PowerGraph, influence: Mapping[str, float]) -> Iterator[Gap]:
    """An evaluation without two independent supporters; it weighs what its voters weigh together."""
    if power.vendor is None or power.opportunity is None:
        return
    for stage in power.opportunity.stages:
        if stage.kind != INDEPENDENT_STAGE or not stage.votes:
            continue
        supporters = [vote.person for vote in stage.votes if _favors(power, vote.person)]
        if not _has_independent_pair(power, supporters):
            total = sum(influence.get(vote.person, 0.0) for vote in stage.votes)
            facts = {"supporters": supporters, "voters": len(stage.votes)}
            yield Gap("NO_INDEPENDENT_SUPPORTERS", SEVERITIES[_step(power, total)], total, stage=stage.id, facts=facts)


def _favors(power: PowerGraph, person: str) -> bool:
    stance = power.stances_to_us.get(person)
    return stance is not None and stance.favors


def _has_independent_pair(power: PowerGraph, people: list[str]) -> bool:
    """Whether two of them exist of whom neither follows the other and nobody else."""
    only = {person: leader for person in people if (leader := _only_leader(power, person)) is not None}
    return any(only.get(a) != b and only.get(b) != a for i, a in enumerate(people) for b in people[i + 1 :])


def _only_leader(power: PowerGraph, person: str) -> str | None:
    start, stop = power.deference.indptr[power.place[person] : power.place[person] + 2].tolist()
    return power.ids[power.deference.indices[start]] if stop - start == 1 else None
