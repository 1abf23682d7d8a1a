"""What is missing in our coverage, rule by rule, with the facts each rule saw (method 4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final, Literal, get_args

from pydantic import Field

from graph.analysis.classes import CLASSES, PersonClass
from graph.analysis.coverage import DEPTH, Coverage, is_senior_enough, seniority_for, window_days
from graph.analysis.decision_makers import falling
from graph.analysis.goals import GoalIssue, GoalView, goals_of
from graph.analysis.mesh import mesh_holes
from graph.answer import Answer
from graph.kinds import Stage
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
    "GOAL_UNSERVED",
    "JOINT_GOAL_UNMEASURED",
]
Severity = Literal["CRITICAL", "HIGH", "MEDIUM", "LOW"]
SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)
GAP_OF_ISSUE: Final[Mapping[GoalIssue, GapKind]] = MappingProxyType(
    {"NOBODY_SERVES": "GOAL_UNSERVED", "NO_MEASURE": "JOINT_GOAL_UNMEASURED"}
)
ONE_STEP_LOWER: Final = frozenset(
    {"LEVEL_MISMATCH", "STALE_CONTACT", "BELOW_TARGET", "PLACEHOLDER_ROLE", *GAP_OF_ISSUE.values()}
)
GUIDES: Final = frozenset({"COACH", "CHAMPION"})
THREAD_PEOPLE: Final = 2
INDEPENDENT_STAGE: Final = "EVALUATION"
Facts = dict[str, Any]
GoalsBySubject = Mapping[tuple[str | None, str | None], list[GoalView]]
Rule = tuple[GapKind, Facts]


class GapRef(Answer):
    """A gap by kind and subject."""

    kind: GapKind = Field(description="Broken rule of coverage.", examples=["NEVER_MET"])
    severity: Severity = Field(
        description="By the class of the person, or the highest in the department; HIGH for a stage (method 4)."
    )
    person: str | None = Field(default=None, description="If the gap is a person's.")
    department: str | None = Field(default=None, description="If the gap is a department's.")
    stage: str | None = Field(default=None, description="If the gap is a stage's.")

    @property
    def subject(self) -> str:
        """The id of the person, department or stage."""
        return self.person or self.department or self.stage or ""


class Gap(GapRef):
    """Something missing in our coverage of a person, a department or a stage (method 4)."""

    decision_influence: float = Field(
        ge=0, description="Of the person, or all members of the department or voters of the stage."
    )
    facts: Facts = Field(default_factory=dict, description="Ids, numbers and ISO dates of the rule.")


def find_gaps(
    power: PowerGraph,
    coverage: Coverage,
    decision_influence: Mapping[str, float],
    class_of: Mapping[str, PersonClass],
) -> tuple[Gap, ...]:
    """All gaps, one a kind and person, department or stage.

    Worst severity first, then people before stages before departments, then by decision influence falling, by id and by kind.
    Rules about attitudes towards us need a vendor; without one they find nothing. Decided stages raise none.
    """
    goals = _goals_by_subject(power)
    gaps = [
        *_person_gaps(power, coverage, decision_influence, class_of, goals),
        *_department_gaps(power, coverage, decision_influence, class_of, goals),
        *_stage_gaps(power, decision_influence),
    ]
    return tuple(sorted(gaps, key=_place))


def _place(gap: Gap) -> tuple[int, int, float, str, str]:
    group = 0 if gap.person is not None else 1 if gap.stage is not None else 2
    return SEVERITIES.index(gap.severity), group, falling(gap.decision_influence), gap.subject, gap.kind


def severity_of(kind: GapKind, of: PersonClass) -> Severity:
    """The severity of a person's gap: A CRITICAL … D LOW, contact that only lags behind one step lower (method 4).

    >>> severity_of("NEVER_MET", "A"), severity_of("STALE_CONTACT", "A"), severity_of("VETO_AT_RISK", "D")
    ('CRITICAL', 'HIGH', 'HIGH')
    """
    if kind == "VETO_AT_RISK":
        return "CRITICAL" if of in {"A", "B"} else "HIGH"
    return SEVERITIES[min(CLASSES.index(of) + (kind in ONE_STEP_LOWER), len(SEVERITIES) - 1)]


# -- people -----------------------------------------------------------------------------------------------------------


def _person_gaps(
    power: PowerGraph,
    coverage: Coverage,
    influence: Mapping[str, float],
    class_of: Mapping[str, PersonClass],
    goals: GoalsBySubject,
) -> Iterator[Gap]:
    vetoes = vetoes_of(power)
    for person in power.ids:
        broken = [
            *(_contact_rules(power, person, coverage) if person not in power.guests else ()),
            *_attitude_rules(power, person, vetoes.get(person, ())),
            *_role_rules(power, person),
            *_goal_rules(goals.get((person, None), ())),
        ]
        for kind, facts in broken:
            severity = severity_of(kind, class_of[person])
            yield Gap(kind=kind, severity=severity, person=person, decision_influence=influence[person], facts=facts)


def _contact_rules(power: PowerGraph, person: str, coverage: Coverage) -> Iterator[Rule]:
    contact, rank = coverage.contacts[person], power.people[person].rank
    needed = seniority_for(rank)
    if contact.owner is None:
        gone = [record.member for record in power.coverage_of.get(person, ()) if record.owner]
        yield "NO_OWNER", {"rank": rank, "needed_seniority": needed, **({"left": gone} if gone else {})}
    elif not is_senior_enough(power.team[contact.owner], needed):
        seniority = power.team[contact.owner].seniority
        yield (
            "LEVEL_MISMATCH",
            {"rank": rank, "owner": contact.owner, "owner_seniority": seniority, "needed_seniority": needed},
        )
    if contact.last_contact is None:
        yield "NEVER_MET", {"rank": rank, **({"attempts": contact.attempts} if contact.attempts else {})}
    elif contact.level == "STALE":
        facts = {
            "last_contact": contact.last_contact.isoformat(),
            "age_days": (power.as_of - contact.last_contact).days,
            "window_days": window_days(power, person),
        }
        yield "STALE_CONTACT", facts
    if contact.target_level is not None and DEPTH[contact.level] < DEPTH[contact.target_level]:
        now = {"level": contact.level, "contacts_in_window": contact.contacts_in_window}
        yield "BELOW_TARGET", {**now, "target_level": contact.target_level}


def _attitude_rules(power: PowerGraph, person: str, vetoes: tuple[str, ...]) -> Iterator[Rule]:
    if power.vendor is not None:
        ours = power.stances_to_us.get(person)
        known = {} if ours is None else {"level": ours.level, "on": ours.on.isoformat()}
        if ours is None:
            yield "UNKNOWN_ATTITUDE", {"party": power.vendor}
        elif ours.opposes:
            yield "OPPOSED", {"party": power.vendor, **known}
        if vetoes and (ours is None or ours.opposes):
            yield "VETO_AT_RISK", {"stages": list(vetoes), "level": "UNKNOWN", **known}
    since = {party: day.isoformat() for party, day in locked_by(power, person).items()}
    if since:
        yield "COMPETITOR_LOCKED", {"competitors": list(since), "on": max(since.values())}


def _role_rules(power: PowerGraph, person: str) -> Iterator[Rule]:
    role = power.people[person]
    if role.placeholder:
        yield "PLACEHOLDER_ROLE", {"title": role.title, "department": role.department_id}


def _goals_by_subject(power: PowerGraph) -> GoalsBySubject:
    """Goals by whose they are, person or department; the account's own are its first head's."""
    head = next(iter(power.heads), None)
    goals: dict[tuple[str | None, str | None], list[GoalView]] = {}
    for goal in goals_of(power):
        person = head if goal.person is None and goal.department_id is None else goal.person
        goals.setdefault((person, goal.department_id), []).append(goal)
    return goals


def _goal_rules(goals: Iterable[GoalView]) -> Iterator[Rule]:
    """Goals nobody of ours serves, and joint ones without a measure, one gap for all of a subject."""
    issues: dict[GoalIssue, list[str]] = {}
    for goal in goals:
        for issue in goal.issues:
            issues.setdefault(issue, []).append(goal.id)
    for issue, ids in issues.items():
        yield GAP_OF_ISSUE[issue], {"goals": ids}


def locked_by(power: PowerGraph, person: str) -> dict[str, date]:
    """The competitors in the race whom a person supports exclusively, with the day that was observed."""
    return {
        party: stance.on
        for party in power.rivals
        if (stance := power.stance(person, party)) is not None and stance.level == "SUPPORT_EXCLUSIVE"
    }


def is_hostile(power: PowerGraph, person: str) -> bool:
    """Opposed to us, or exclusively a competitor's."""
    stance = power.stances_to_us.get(person)
    return (stance is not None and stance.opposes) or bool(locked_by(power, person))


def hostile_guides(power: PowerGraph, roles: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Coaches and champions who are against us or exclusively a competitor's: who leads us there leads us astray."""
    return tuple(person for person in power.ids if GUIDES & set(roles[person]) and is_hostile(power, person))


def vetoes_of(power: PowerGraph) -> dict[str, tuple[str, ...]]:
    """The stages not decided yet of the asked opportunity that each veto holder can stop."""
    stages: dict[str, tuple[str, ...]] = {}
    for stage in power.open_stages:
        for person in stage.veto:
            stages[person] = (*stages.get(person, ()), stage.id)
    return stages


# -- departments and stages -------------------------------------------------------------------------------------------


def _department_gaps(
    power: PowerGraph,
    coverage: Coverage,
    influence: Mapping[str, float],
    class_of: Mapping[str, PersonClass],
    goals: GoalsBySubject,
) -> Iterator[Gap]:
    holes = mesh_holes(power)
    for unit, members in power.members_of.items():
        if not members:
            continue
        total = sum(influence[person] for person in members)
        highest = min(CLASSES.index(class_of[person]) for person in members)
        severity = SEVERITIES[min(highest + 1, len(SEVERITIES) - 1)]
        broken = list(_department_rules(power, unit, coverage))
        if unit in holes:
            broken.append(("EMPTY_MESH", {"functions": list(holes[unit]), "window_days": power.method.window_days}))
        broken += _goal_rules(goals.get((None, unit), ()))
        for kind, facts in broken:
            yield Gap(kind=kind, severity=severity, department=unit, decision_influence=total, facts=facts)


def _department_rules(power: PowerGraph, unit: str, coverage: Coverage) -> Iterator[Rule]:
    department = coverage.departments[unit]
    if not department.contacts_in_window:
        yield "UNCOVERED_DEPARTMENT", {"people": department.people, "window_days": power.method.window_days}
    if power.vendor is not None and not department.supporters:
        known = [power.stances_to_us[person] for person in power.members_of[unit] if person in power.stances_to_us]
        best = max(known, key=lambda stance: stance.x, default=None)
        facts = {"people": department.people, "best_level": best.level if best else "UNKNOWN"}
        yield "DEPARTMENT_WITHOUT_SUPPORTER", facts
    if department.people >= THREAD_PEOPLE and len(department.contact_members) == 1:
        (member,) = department.contact_members
        facts = {"people": department.people, "member": member, "contacts": department.contacts_in_window}
        yield "SINGLE_THREAD", facts


def _stage_gaps(power: PowerGraph, influence: Mapping[str, float]) -> Iterator[Gap]:
    """An evaluation without two independent supporters; it weighs what its voters weigh together."""
    if power.vendor is None:
        return
    for stage in power.open_stages:
        if stage.kind != INDEPENDENT_STAGE or not stage.votes:
            continue
        voters, supporters = voters_of(stage), voting_supporters(power, stage)
        if not _has_independent_pair(power, supporters):
            yield Gap(
                kind="NO_INDEPENDENT_SUPPORTERS",
                severity="HIGH",
                stage=stage.id,
                decision_influence=sum(influence.get(voter, 0.0) for voter in voters),
                facts={"supporters": list(supporters), "voters": len(voters)},
            )


def voters_of(stage: Stage) -> tuple[str, ...]:
    """Who votes with a weight above 0; a vote of 0 counts for nothing."""
    return tuple(vote.person for vote in stage.votes if vote.weight > 0)


def voting_supporters(power: PowerGraph, stage: Stage) -> tuple[str, ...]:
    """The voters with weight at FAVORABLE or above towards us."""
    stances = power.stances_to_us
    return tuple(voter for voter in voters_of(stage) if voter in stances and stances[voter].favors)


def _has_independent_pair(power: PowerGraph, people: tuple[str, ...]) -> bool:
    """Whether two of them exist of whom neither follows the other and nobody else."""
    only = {person: leader for person in people if (leader := only_leader(power, person)) is not None}
    return any(only.get(a) != b and only.get(b) != a for i, a in enumerate(people) for b in people[i + 1 :])


def only_leader(power: PowerGraph, person: str) -> str | None:
    """The one person somebody defers to; None for who follows nobody or several."""
    start, stop = power.deference.indptr[power.place[person] : power.place[person] + 2].tolist()
    return power.ids[power.deference.indices[start]] if stop - start == 1 else None
