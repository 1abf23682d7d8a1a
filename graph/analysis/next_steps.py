"""What to do about a gap: who of us, in which manner, along which path (method 4). Codes; texts are made elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final, Literal

from graph.analysis.coverage import SENIORITIES, Coverage, is_senior_enough, members_on, seniority_for
from graph.analysis.decision_makers import falling
from graph.analysis.gaps import Gap, GapKind
from graph.analysis.paths import PathFinder, PathKind
from graph.kinds import Member, Person
from graph.power_graph import PowerGraph

Style = Literal["L", "I", "E", "F"]
STYLES: Final[Mapping[tuple[str, str], Style]] = MappingProxyType(
    {("DIRECT", "TASK"): "L", ("DIRECT", "RELATION"): "I", ("PASSIVE", "TASK"): "E", ("PASSIVE", "RELATION"): "F"}
)
BY_ACCESS: Final[tuple[PathKind, ...]] = ("access", "persuasion")
BY_PERSUASION: Final[tuple[PathKind, ...]] = ("persuasion", "access")
ACTIONS: Final[Mapping[GapKind, tuple[str, tuple[PathKind, ...]]]] = MappingProxyType(
    {
        "NO_OWNER": ("ASSIGN_OWNER", BY_ACCESS),
        "NEVER_MET": ("ARRANGE_FIRST_MEETING", BY_ACCESS),
        "STALE_CONTACT": ("RENEW_CONTACT", BY_ACCESS),
        "LEVEL_MISMATCH": ("RAISE_OWNER_LEVEL", BY_ACCESS),
        "BELOW_TARGET": ("DEEPEN_CONTACT", BY_ACCESS),
        "UNKNOWN_ATTITUDE": ("FIND_OUT_ATTITUDE", BY_ACCESS),
        "OPPOSED": ("RESOLVE_OPPOSITION", BY_PERSUASION),
        "COMPETITOR_LOCKED": ("LOOSEN_COMPETITOR", BY_PERSUASION),
        "VETO_AT_RISK": ("SECURE_VETO_HOLDER", BY_PERSUASION),
        "PLACEHOLDER_ROLE": ("IDENTIFY_HOLDER", BY_ACCESS),
        "UNCOVERED_DEPARTMENT": ("ENTER_DEPARTMENT", BY_ACCESS),
        "DEPARTMENT_WITHOUT_SUPPORTER": ("WIN_SUPPORTER", BY_PERSUASION),
        "SINGLE_THREAD": ("ADD_SECOND_MEMBER", BY_ACCESS),
        "EMPTY_MESH": ("FILL_MESH", BY_ACCESS),
        "NO_INDEPENDENT_SUPPORTERS": ("WIN_INDEPENDENT_SUPPORTER", BY_PERSUASION),
    }
)


@dataclass(frozen=True, slots=True)
class NextStep:
    """A suggestion: `action` code, whom it is about, the `owner` of ours, the person's style, whom to go through.

    `owner` is None only without a team. `path` runs from someone well disposed to `person`; empty when there is none.
    """

    action: str
    person: str
    owner: str | None
    approach: Style | None
    path_kind: PathKind | None
    path: tuple[str, ...]


def style_of(person: Person) -> Style | None:
    """The LIEF style: leader, influencer, examiner or follower; None when an axis is unknown.

    >>> style_of(Person(id="a", name="a", assertiveness="PASSIVE", orientation="TASK"))
    'E'
    """
    if person.assertiveness is None or person.orientation is None:
        return None
    return STYLES[person.assertiveness, person.orientation]


def suggest_steps(
    power: PowerGraph, gaps: tuple[Gap, ...], coverage: Coverage, decision_influence: Mapping[str, float]
) -> tuple[NextStep, ...]:
    """A next step for each gap, in the order of the gaps.

    A gap of a department or stage is worked on through its most influential person who is not a supporter yet.
    """
    finders = {kind: PathFinder(power, kind) for kind in BY_ACCESS}

    @cache
    def best(person: str, kinds: tuple[PathKind, ...]) -> tuple[PathKind | None, tuple[str, ...]]:
        for kind in kinds:
            for path in finders[kind].best(person, 1):
                return kind, path.people
        return None, ()

    @cache
    def links_near(department: str | None) -> Mapping[str, float]:
        colleagues = power.members_of.get(department, ()) if department is not None else ()
        total: Counter[str] = Counter()
        for colleague in colleagues:
            total.update(coverage.links[colleague])
        return total

    def step(gap: Gap) -> NextStep:
        action, kinds = ACTIONS[gap.kind]
        person = gap.person or _key_person(power, gap, decision_influence)
        kind, path = best(person, kinds)
        near = links_near(power.people[person].department_id)
        owner = _owner(power, gap, person, coverage, near)
        return NextStep(action, person, owner, style_of(power.people[person]), kind, path)

    return tuple(step(gap) for gap in gaps)


def _key_person(power: PowerGraph, gap: Gap, influence: Mapping[str, float]) -> str:
    """The most influential person of a department or stage whom we still have to win, or of all when all are won."""
    people = power.members_of[gap.department] if gap.department is not None else _voters(power, gap.stage)
    stances = power.stances_to_us
    won = {person for person in people if person in stances and stances[person].supports}
    return min(people, key=lambda person: (person in won, falling(influence[person]), person))


def _voters(power: PowerGraph, stage: str | None) -> tuple[str, ...]:
    stages = power.opportunity.stages if power.opportunity else ()
    return tuple(
        vote.person for held in stages if held.id == stage for vote in held.votes if vote.person in power.people
    )


def _owner(power: PowerGraph, gap: Gap, person: str, coverage: Coverage, near: Mapping[str, float]) -> str | None:
    """The owner of the right level; else who of that level has the strongest link; else the most senior of ours.

    Among equal links the stronger ones to the person's department decide (`near`), then the least senior one who is
    senior enough: executives are kept for whom they are needed.
    """
    needed = seniority_for(power.people[person].rank)
    team = [
        member for member in members_on(power).values() if not (gap.kind == "SINGLE_THREAD" and _is_thread(gap, member))
    ]
    fitting = [member for member in team if is_senior_enough(member, needed)]
    owner = coverage.contacts[person].owner
    if any(member.id == owner for member in fitting):
        return owner
    links = coverage.links[person]

    def close(member: str) -> tuple[float, float]:
        return falling(links.get(member, 0.0)), falling(near.get(member, 0.0))

    if fitting:
        least = {member.id: -SENIORITIES.index(member.seniority) for member in fitting}
        return min(least, key=lambda member: (*close(member), least[member], member))
    rank = {member.id: SENIORITIES.index(member.seniority) for member in team}
    return min(rank, key=lambda member: (rank[member], *close(member), member), default=None)


def _is_thread(gap: Gap, member: Member) -> bool:
    return bool(gap.facts["member"] == member.id)
