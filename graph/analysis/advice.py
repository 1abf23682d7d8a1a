"""What to do about each person, decided once: find out, clear, win, protect or contain; by whom of us, and which way in.

Gaps' next steps, the do-first list and the plan's suggestions read the same decision, so that no two answers disagree (method 5).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from types import MappingProxyType
from typing import Final, Literal, get_args

from graph.analysis.coverage import SENIORITIES, Coverage, is_senior_enough, seniority_for
from graph.analysis.decision_chain import FlipSet, StageView
from graph.analysis.decision_makers import DecisionMakers, falling
from graph.analysis.gaps import is_hostile, vetoes_of, voters_of
from graph.analysis.goals import GoalView, MeasuredBy, goals_of, measured_by
from graph.analysis.introductions import introductions
from graph.analysis.paths import PathFinder, PathKind
from graph.analysis.stage_plans import cheapest_people
from graph.kinds import Member, Person
from graph.method import STEP_OF_LEVEL, X_OF_LEVEL
from graph.power_graph import PowerGraph

Style = Literal["L", "I", "E", "F"]
Reason = Literal[
    "CLEAR_OBJECTION",
    "FIND_OUT",
    "COMPLETES_QUOTA",
    "IN_FLIP_SET",
    "PROTECT",
    "PERSUADE",
    "CLOSE_GAP",
    "CONTAIN",
]
REASONS: Final[tuple[Reason, ...]] = get_args(Reason)
STYLES: Final[Mapping[tuple[str, str], Style]] = MappingProxyType(
    {("DIRECT", "TASK"): "L", ("DIRECT", "RELATION"): "I", ("PASSIVE", "TASK"): "E", ("PASSIVE", "RELATION"): "F"}
)
PATHS_TRIED: Final = 3
WINNING: Final = frozenset({"CLEAR_OBJECTION", "COMPLETES_QUOTA", "IN_FLIP_SET", "PERSUADE"})
WEIGHTY: Final = frozenset({"A", "B"})


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do about one person.

    `stages`: the open stages the reason speaks of. `gain`: how much our point standing changes if it succeeds, for PROTECT how
    much it does not fall. `owner`: who of us, None only without a team. `path`: the way in, the person last; empty when none
    is needed or known. `measured_by`: what the person answers for, and what we offer for it.
    """

    person: str
    reason: Reason
    stages: tuple[str, ...]
    gain: float
    owner: str | None
    approach: Style | None
    path: tuple[str, ...]
    measured_by: tuple[MeasuredBy, ...]


def style_of(person: Person) -> Style | None:
    """The LIEF style: leader, influencer, examiner or follower; None when an axis is unknown.

    >>> style_of(Person(id="a", name="a", assertiveness="PASSIVE", orientation="TASK"))
    'E'
    """
    if person.assertiveness is None or person.orientation is None:
        return None
    return STYLES[person.assertiveness, person.orientation]


class Adviser:
    """Decides about people of one account, each once, when first asked."""

    def __init__(
        self,
        power: PowerGraph,
        stages: Sequence[StageView],
        coverage: Coverage,
        deciders: DecisionMakers,
    ) -> None:
        self.power = power
        self.coverage = coverage
        self.deciders = deciders
        self._stages = tuple(stages)
        self._finders: dict[PathKind, PathFinder] = {}
        self._decisions: dict[str, Decision] = {}

    def about(self, person: str) -> Decision:
        """The decision about a person."""
        if person not in self._decisions:
            reason = self.reason(person)
            self._decisions[person] = Decision(
                person=person,
                reason=reason,
                stages=self._reason_stages(person, reason),
                gain=self._gain(person, reason),
                owner=self.owner(person),
                approach=style_of(self.power.people[person]),
                path=self._way_in(person, reason),
                measured_by=self._measured_by(person),
            )
        return self._decisions[person]

    @cached_property
    def _goals(self) -> tuple[GoalView, ...]:
        return goals_of(self.power)

    def _measured_by(self, person: str) -> tuple[MeasuredBy, ...]:
        if not self._goals:
            return ()
        fields = set(MeasuredBy.model_fields)
        return tuple(
            MeasuredBy(**goal.model_dump(include=fields)) for goal in measured_by(self.power, self._goals, person)
        )

    def is_hostile(self, person: str) -> bool:
        """Opposed to us, or exclusively a competitor's."""
        return is_hostile(self.power, person)

    def reason(self, person: str) -> Reason:
        """The one reason to work on a person: an unknown attitude is found out before anything else is tried."""
        if self.power.vendor is None:
            return "CONTAIN" if self.is_hostile(person) else "CLOSE_GAP"
        stance = self.power.stances_to_us.get(person)
        if stance is None:
            return "FIND_OUT"
        if self.is_hostile(person):
            return "CLEAR_OBJECTION" if person in self.vetoes or person in self.needed else "CONTAIN"
        if stance.favors:
            return "PROTECT"
        if person in self._alone:
            return "COMPLETES_QUOTA"
        return "IN_FLIP_SET" if person in self.needed else "PERSUADE"

    @cached_property
    def vetoes(self) -> Mapping[str, tuple[str, ...]]:
        """The open stages that each veto holder can stop."""
        return vetoes_of(self.power)

    @cached_property
    def needed(self) -> Mapping[str, tuple[str, ...]]:
        """The open stages to which each person's yes belongs.

        Of the smallest sets that win a stage the cheapest one with the fewest people who oppose us or are a competitor's, so
        that those are asked only where there is no way round.
        """
        stages: dict[str, tuple[str, ...]] = {}
        for stage in self._open_voting():
            sets = stage.minimum_flip_sets
            people = self._no_way_round(stage.id) if sets is None else self._least_hostile(sets)
            for person in people:
                stages[person] = (*stages.get(person, ()), stage.id)
        return stages

    def _least_hostile(self, sets: Sequence[FlipSet]) -> tuple[str, ...]:
        best = min(sets, key=lambda each: sum(self.is_hostile(person) for person in each.people), default=None)
        return best.people if best else ()

    def _no_way_round(self, stage_id: str) -> tuple[str, ...]:
        """Where the voters are too many for all smallest sets: the hostile ones without whom the quota is not reached."""
        stage = next(stage for stage in self.power.open_stages if stage.id == stage_id)
        hostile = [vote.person for vote in stage.votes if self.is_hostile(vote.person)]
        return tuple(filter(self.is_hostile, cheapest_people(self.power, stage, hostile))) if hostile else ()

    @cached_property
    def _alone(self) -> Mapping[str, tuple[str, ...]]:
        """The open stages whose quota each person completes alone."""
        stages: dict[str, tuple[str, ...]] = {}
        for stage in self._open_voting():
            for flip_set in stage.minimum_flip_sets or ():
                if len(flip_set.people) == 1:
                    (person,) = flip_set.people
                    stages[person] = (*stages.get(person, ()), stage.id)
        return stages

    def _open_voting(self) -> list[StageView]:
        undecided = {stage.id for stage in self.power.open_stages}
        return [stage for stage in self._stages if stage.id in undecided and stage.votes]

    def _reason_stages(self, person: str, reason: Reason) -> tuple[str, ...]:
        if reason == "COMPLETES_QUOTA":
            return self._alone[person]
        if reason in {"CLEAR_OBJECTION", "FIND_OUT", "IN_FLIP_SET"}:
            return tuple(dict.fromkeys((*self.vetoes.get(person, ()), *self.needed.get(person, ()))))
        return ()

    def _gain(self, person: str, reason: Reason) -> float:
        """Decision influence times the change of x: standing is the sum of both over everybody (method 3)."""
        stance = self.power.stances_to_us.get(person)
        if stance is None or reason == "CLOSE_GAP":
            return 0.0
        if reason == "PROTECT":
            change = stance.x
        elif reason == "CONTAIN" or (reason == "CLEAR_OBJECTION" and not self._votes_where_needed(person)):
            change = max(0.0, -stance.x)
        else:
            change = max(0.0, X_OF_LEVEL["FAVORABLE"] - stance.x)
        return self.deciders.decision_influence[person] * change

    def _votes_where_needed(self, person: str) -> bool:
        stages = self.needed.get(person, ())
        return any(person in voters_of(stage) for stage in self.power.open_stages if stage.id in stages)

    # -- who of us ----------------------------------------------------------------------------------------------------

    def owner(self, person: str, besides: str | None = None) -> str | None:
        """The owner of the right level; else who of that level has the strongest link; else the most senior of ours.

        Only who is in the team on the day. Among equal links the stronger ones to the person's department decide, then the
        least senior one who is senior enough: executives are kept for whom they are needed. `besides` is left out.
        """
        needed = seniority_for(self.power.people[person].rank)
        team = [member for member in self._team if member.id != besides]
        fitting = [member for member in team if is_senior_enough(member, needed)]
        owner = self.coverage.contacts[person].owner
        if any(member.id == owner for member in fitting):
            return owner
        links, near = self.coverage.links[person], self._links_near(self.power.people[person].department_id)

        def close(member: str) -> tuple[float, float]:
            return falling(links.get(member, 0.0)), falling(near.get(member, 0.0))

        if fitting:
            least = {member.id: -SENIORITIES.index(member.seniority) for member in fitting}
            return min(least, key=lambda member: (*close(member), least[member], member))
        rank = {member.id: SENIORITIES.index(member.seniority) for member in team}
        return min(rank, key=lambda member: (rank[member], *close(member), member), default=None)

    @cached_property
    def _team(self) -> list[Member]:
        return list(self.power.present.values())

    @cached_property
    def _near(self) -> dict[str | None, Mapping[str, float]]:
        return {None: {}}

    def _links_near(self, department: str | None) -> Mapping[str, float]:
        """The links of ours to everybody of a department together."""
        if department not in self._near:
            total: Counter[str] = Counter()
            for colleague in self.power.members_of.get(department or "", ()):
                total.update(self.coverage.links[colleague])
            self._near[department] = total
        return self._near[department]

    # -- which way in -------------------------------------------------------------------------------------------------

    def _way_in(self, person: str, reason: Reason) -> tuple[str, ...]:
        """Who could persuade the person, or who could introduce us; for who is contained, or is with us and known, nobody.

        Never over the heads of somebody whom we own and meet: there an ally with influence of their own may speak for us, and
        that is all. Nobody on the way whom we have yet to win.
        """
        contact = self.coverage.contacts[person]
        if reason == "CONTAIN" or (reason == "PROTECT" and contact.last_contact is not None):
            return ()
        if contact.owner is not None and contact.contacts_in_window:
            path = self._path("persuasion", person) if reason in WINNING else ()
            return path if len(path) == len(("ally", "person")) else ()
        kinds: tuple[PathKind, ...] = ("persuasion", "access") if reason in WINNING else ("access",)
        for kind in kinds:
            if path := self._path(kind, person):
                return path
        return self._introduction(person) if contact.last_contact is None else ()

    def _path(self, kind: PathKind, person: str) -> tuple[str, ...]:
        if kind not in self._finders:
            self._finders[kind] = PathFinder(self.power, kind)
        best = islice(self._finders[kind].ways(person), PATHS_TRIED)
        return next((path.people for path in best if self._is_open(path.people[:-1])), ())

    def _introduction(self, person: str) -> tuple[str, ...]:
        """Through whom one of us could be introduced to somebody who weighs much."""
        if self.deciders.class_of[person] not in WEIGHTY:
            return ()
        for way in introductions(self.power, self.coverage.links, person):
            if way.through is not None and self._is_open((way.through,)):
                return way.through, person
        return ()

    def _is_open(self, people: tuple[str, ...]) -> bool:
        """Whether all of them accept us and none is exclusively a competitor's: whom we have yet to win opens no door."""
        stances = self.power.stances_to_us
        return all(
            person in stances and stances[person].step >= STEP_OF_LEVEL["ACCEPT"] and not self.is_hostile(person)
            for person in people
        )
