"""What-if changes as edits of the document: pure, checked by the same rules as what is stored (method 5).

Changes are applied in order and checked together at the end, so that a vote may be moved and the quota lowered in one go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import Field, ValidationError

from graph.document import AccountDocument
from graph.draft import faults_of
from graph.errors import Conflict, Fault, InvalidDocument
from graph.kinds import Attitude, Influence, Opportunity, Person, Record, Reporting, Stage, Vote
from graph.kinds.fields import Id, InfluenceKind, Level, Weight
from graph.rules import GRAPH_RULES, Broken, broken_rules

MOST_CHANGES: Final = 200
SUCCESSOR: Final = ":successor"
_LONGEST_ID: Final = 64


class AttitudeChange(Record):
    """A person comes to think otherwise of a party; UNKNOWN withdraws what is known."""

    kind: Literal["attitude"]
    person: Id
    toward: Id
    level: Level


class Leave(Record):
    """A person leaves: all their lines go; votes and vetoes stay with an unnamed successor of unknown attitude."""

    kind: Literal["leave"]
    person: Id


class InfluenceChange(Record):
    """An influence record of a kind comes to have this strength; 0 removes it."""

    kind: Literal["influence"]
    source: Id
    target: Id
    influence_kind: InfluenceKind = "PROFESSIONAL"
    strength: float = Field(ge=0, le=1, description="Above 0 to 1 sets it, 0 removes the record.")


class ReportingChange(Record):
    """A person comes to report SOLID to someone, in place of today's SOLID manager; null removes that line."""

    kind: Literal["reporting"]
    subordinate: Id
    manager: Id | None


class VoteChange(Record):
    """A person comes to hold this many votes in a stage; 0 removes the vote."""

    kind: Literal["vote"]
    stage: Id
    person: Id
    weight: Weight


class QuotaChange(Record):
    """A stage comes to need this yes-weight."""

    kind: Literal["quota"]
    stage: Id
    quota: int = Field(description="Yes-weight needed: above 0, at most the sum of the votes.")


Change = AttitudeChange | Leave | InfluenceChange | ReportingChange | VoteChange | QuotaChange
AnyChange = Annotated[Change, Field(discriminator="kind")]
CHANGES: Final[dict[str, type[Change]]] = {
    "attitude": AttitudeChange,
    "leave": Leave,
    "influence": InfluenceChange,
    "reporting": ReportingChange,
    "vote": VoteChange,
    "quota": QuotaChange,
}


@dataclass(frozen=True)
class Supposed:
    """The document after the changes; `successors`: who left to the id of who holds their votes now."""

    document: AccountDocument
    successors: dict[str, str]


def read_changes(items: Any, at: str = "/changes") -> tuple[Change, ...]:
    """Changes from JSON values. Raises InvalidDocument with every fault."""
    if not isinstance(items, list):
        raise InvalidDocument((Fault(at, "wrong-type", None, {"expected": "array"}),))
    if len(items) > MOST_CHANGES:
        raise InvalidDocument((Fault(at, "out-of-range", len(items), {"le": MOST_CHANGES}),))
    faults: list[Fault] = []
    changes: list[Change] = []
    for i, item in enumerate(items):
        kind = item.get("kind") if isinstance(item, dict) else None
        if not isinstance(item, dict):
            faults.append(Fault(f"{at}/{i}", "wrong-type", None, {"expected": "object"}))
        elif not isinstance(kind, str) or kind not in CHANGES:
            shown = kind[:100] if isinstance(kind, str) else None
            faults.append(Fault(f"{at}/{i}/kind", "wrong-enum", shown, {"expected": ", ".join(CHANGES)}))
        else:
            try:
                changes.append(CHANGES[kind].model_validate(item))
            except ValidationError as error:
                faults.extend(faults_of(error, f"{at}/{i}"))
    if faults:
        raise InvalidDocument(tuple(faults))
    return tuple(changes)


def suppose(document: AccountDocument, changes: Sequence[Change], as_of: date, opportunity: str | None) -> Supposed:
    """The document as it would be.

    Raises InvalidDocument for ids that name nothing and Conflict for what breaks a rule of the graph; pointers lead to the
    change. Attitudes are dated `as_of` and belong to the opportunity, so that they count. Removing what is not there changes
    nothing.
    """
    state = Supposed(document, {})
    faults: list[Fault] = []
    for i, change in enumerate(changes):
        unknown = tuple(_unknown(state.document, change, opportunity, f"/changes/{i}"))
        faults.extend(unknown)
        if not unknown:
            state = _applied(state, change, as_of, opportunity)
    if faults:
        raise InvalidDocument(tuple(faults))
    broken = [_blamed(broken, changes) for broken in broken_rules(state.document)]
    if broken:
        conflict = all(fault.code in GRAPH_RULES for fault in broken)
        raise (
            Conflict(f"it breaks a rule: {broken[0].code}", tuple(broken))
            if conflict
            else InvalidDocument(tuple(broken))
        )
    return replace(state, document=state.document.canonical())


def _unknown(document: AccountDocument, change: Change, opportunity: str | None, at: str) -> Iterable[Fault]:
    ids = document.ids_of_label()
    stages = {stage.id for held in document.opportunities if held.id == opportunity for stage in held.stages}
    for field, label in (
        ("person", "Person"),
        ("source", "Person"),
        ("target", "Person"),
        ("subordinate", "Person"),
        ("manager", "Person"),
        ("toward", "Party"),
        ("stage", "Stage"),
    ):
        named = getattr(change, field, None)
        if named is not None and named not in (stages if label == "Stage" else ids.get(label, ())):
            yield Fault(f"{at}/{field}", "dangling-id", named, {"label": label})


def _blamed(broken: Broken, changes: Sequence[Change]) -> Fault:
    """The broken rule as a fault of the last change that had to do with it."""
    record: Any = broken.record
    at = "/changes"
    for i, change in enumerate(changes):
        if isinstance(change, InfluenceChange) and isinstance(record, Influence):
            if (change.source, change.target) == (record.source, record.target):
                at = f"/changes/{i}{broken.at}"
        elif isinstance(change, ReportingChange) and isinstance(record, Reporting):
            if change.subordinate == record.subordinate:
                at = f"/changes/{i}{broken.at}"
        elif isinstance(change, VoteChange | QuotaChange) and change.stage == broken.facts.get("stage"):
            at = f"/changes/{i}/{'quota' if isinstance(change, QuotaChange) else 'weight'}"
    return Fault(at, broken.code, broken.value, broken.facts)


# -- applying ---------------------------------------------------------------------------------------------------------


def _applied(state: Supposed, change: Change, as_of: date, opportunity: str | None) -> Supposed:
    document = state.document
    match change:
        case Leave():
            return _left(state, change.person)
        case AttitudeChange():
            made = Attitude(
                person=change.person,
                toward=change.toward,
                level=change.level,
                on=as_of,
                opportunity_id=opportunity,
                evidence="what-if",
            )
            key = (made.person, made.toward, made.on, made.opportunity_id)
            kept = [
                held for held in document.attitudes if (held.person, held.toward, held.on, held.opportunity_id) != key
            ]
            return replace(state, document=document.model_copy(update={"attitudes": (*kept, made)}))
        case InfluenceChange():
            return replace(state, document=_influenced(document, change))
        case ReportingChange():
            return replace(state, document=_reported(document, change))
        case VoteChange():
            return replace(
                state, document=_with_stage(document, opportunity, change.stage, lambda s: _voted(s, change))
            )
        case QuotaChange():
            changed = _with_stage(
                document, opportunity, change.stage, lambda s: s.model_copy(update={"quota": change.quota})
            )
            return replace(state, document=changed)


def _influenced(document: AccountDocument, change: InfluenceChange) -> AccountDocument:
    key = (change.source, change.target, change.influence_kind)
    known = next((held for held in document.influence if (held.source, held.target, held.kind) == key), None)
    kept = [held for held in document.influence if held is not known]
    if change.strength > 0:
        made = Influence(
            source=change.source, target=change.target, kind=change.influence_kind, strength=change.strength
        )
        kept.append(known.model_copy(update={"strength": change.strength}) if known else made)
    return document.model_copy(update={"influence": tuple(kept)})


def _reported(document: AccountDocument, change: ReportingChange) -> AccountDocument:
    kept = [
        held
        for held in document.reporting
        if held.subordinate != change.subordinate or (held.kind != "SOLID" and held.manager != change.manager)
    ]
    if change.manager is not None:
        kept.append(Reporting(subordinate=change.subordinate, manager=change.manager))
    return document.model_copy(update={"reporting": tuple(kept)})


def _voted(stage: Stage, change: VoteChange) -> Stage:
    votes = [vote for vote in stage.votes if vote.person != change.person]
    if change.weight:
        votes.append(Vote(person=change.person, weight=change.weight))
    return stage.model_copy(update={"votes": tuple(votes)})


def _with_stage(
    document: AccountDocument, opportunity: str | None, stage: str, edit: Callable[[Stage], Stage]
) -> AccountDocument:
    def changed(held: Opportunity) -> Opportunity:
        if held.id != opportunity:
            return held
        return held.model_copy(update={"stages": tuple(edit(s) if s.id == stage else s for s in held.stages)})

    return document.model_copy(update={"opportunities": tuple(changed(held) for held in document.opportunities)})


def _left(state: Supposed, person: str) -> Supposed:
    """Without the person. A successor is there only where a vote or a veto needs a holder."""
    document = state.document
    needed = any(
        person in stage.veto or any(vote.person == person for vote in stage.votes)
        for held in document.opportunities
        for stage in held.stages
    )
    successor = _successor(document, person) if needed else None
    others = tuple(held for held in document.people if held.id != person)
    changed = document.model_copy(
        update={
            "people": (*others, successor) if successor else others,
            "reporting": tuple(held for held in document.reporting if person not in {held.subordinate, held.manager}),
            "influence": tuple(held for held in document.influence if person not in {held.source, held.target}),
            "ties": tuple(held for held in document.ties if person not in {held.a, held.b}),
            "attitudes": tuple(held for held in document.attitudes if held.person != person),
            "coverage": tuple(held for held in document.coverage if held.person != person),
            "interactions": tuple(
                held.model_copy(update={"people": tuple(name for name in held.people if name != person)})
                if person in held.people
                else held
                for held in document.interactions
            ),
            "opportunities": tuple(
                held.model_copy(
                    update={"stages": tuple(_handed_over(stage, person, successor) for stage in held.stages)}
                )
                for held in document.opportunities
            ),
        }
    )
    successors = state.successors | ({person: successor.id} if successor else {})
    return Supposed(changed, successors)


def _successor(document: AccountDocument, person: str) -> Person:
    left = next(held for held in document.people if held.id == person)
    taken = {held.id for held in document.people}
    name = person[: _LONGEST_ID - len(SUCCESSOR) - 2] + SUCCESSOR
    while name in taken:
        name += "+"
    fields = {"id": name, "name": "?", "name_en": "", "placeholder": True, "openness": None}
    return left.model_copy(update={**fields, "assertiveness": None, "orientation": None})


def _handed_over(stage: Stage, person: str, successor: Person | None) -> Stage:
    votes = [
        vote.model_copy(update={"person": successor.id}) if vote.person == person and successor else vote
        for vote in stage.votes
    ]
    parts = [
        part.model_copy(update={"person": successor.id}) if part.person == person and successor else part
        for part in stage.participants
        if successor or part.person != person
    ]
    outcome = stage.outcome and stage.outcome.model_copy(
        update={"votes": tuple(vote for vote in stage.outcome.votes if vote.person != person)}
    )
    veto = tuple(successor.id if name == person and successor else name for name in stage.veto)
    return stage.model_copy(
        update={"votes": tuple(votes), "participants": tuple(parts), "veto": veto, "outcome": outcome}
    )
