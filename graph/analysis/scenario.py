"""What-if changes as edits of the document: pure, checked by the same rules as what is stored (method 5).

Changes are applied in order and checked together at the end, so that a vote may be moved and the quota lowered in one go.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, Field, ValidationError

from graph.document import AccountDocument
from graph.draft import faults_of
from graph.edits import collection_of, put, remove
from graph.errors import Conflict, Fault, InvalidDocument
from graph.kinds import ACCOUNT, KIND_OF, Account, Attitude, Influence, Opportunity, Record, Reporting, Stage, Vote
from graph.kinds.fields import Id, InfluenceKind, Level, Weight, composed
from graph.rules import GRAPH_RULES, Broken, broken_rules
from graph.vacancies import vacate

MOST_CHANGES: Final = 200
SURE: Final = 5  # confidence of what is supposed
KeyPart = Annotated[str, AfterValidator(composed)]


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
    quota: int = Field(description="Yes-weight needed: above 0, at most all votes.")


class PutRecord(Record):
    """A record of any collection comes to stand in the document, in place of the one with its key if there is one."""

    kind: Literal["put"]
    collection: str = Field(json_schema_extra={"enum": list(KIND_OF)}, description="List of the account document.")
    record: dict[str, Any] = Field(description="The record as it stands in the account document.")

    @cached_property
    def content(self) -> Record:
        """The record itself. Raises ValidationError."""
        return KIND_OF[self.collection].model.model_validate_json(json.dumps(self.record))


class DeleteRecord(Record):
    """A record of any collection is deleted with what refers to it, as the store does with `?cascade=true`."""

    kind: Literal["delete"]
    collection: str = Field(
        json_schema_extra={"enum": [name for name in KIND_OF if name != ACCOUNT.name]},
        description="List of the account document.",
    )
    key: tuple[KeyPart, ...] = Field(
        description="The parts of its key in the order of its REST path, empty where null."
    )


Change = (
    AttitudeChange | Leave | InfluenceChange | ReportingChange | VoteChange | QuotaChange | PutRecord | DeleteRecord
)
AnyChange = Annotated[Change, Field(discriminator="kind")]
CHANGES: Final[dict[str, type[Change]]] = {
    "attitude": AttitudeChange,
    "leave": Leave,
    "influence": InfluenceChange,
    "reporting": ReportingChange,
    "vote": VoteChange,
    "quota": QuotaChange,
    "put": PutRecord,
    "delete": DeleteRecord,
}


@dataclass(frozen=True)
class Scenario:
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
                change = CHANGES[kind].model_validate_json(json.dumps(item))
            except ValidationError as error:
                faults.extend(faults_of(error, f"{at}/{i}"))
                continue
            faults.extend(_faults_of_record(change, f"{at}/{i}"))
            changes.append(change)
    if faults:
        raise InvalidDocument(tuple(faults))
    return tuple(changes)


def _faults_of_record(change: Change, at: str) -> tuple[Fault, ...]:
    """What is wrong with the collection or the record that a change of any kind names."""
    if not isinstance(change, PutRecord | DeleteRecord):
        return ()
    if change.collection not in KIND_OF or (isinstance(change, DeleteRecord) and change.collection == ACCOUNT.name):
        known = ", ".join(KIND_OF)
        return (Fault(f"{at}/collection", "wrong-enum", change.collection[:100], {"expected": known}),)
    try:
        if isinstance(change, PutRecord):
            change.content  # noqa: B018 - read here, for its faults
    except ValidationError as error:
        return faults_of(error, f"{at}/record")
    return ()


def suppose(document: AccountDocument, changes: Sequence[Change], as_of: date, opportunity: str | None) -> Scenario:
    """The document as it would be.

    Raises InvalidDocument for ids that name nothing and Conflict for what breaks a rule of the graph; pointers lead to the
    change. Attitudes are dated `as_of` and belong to the opportunity, so that they count. Removing what is not there changes
    nothing.
    """
    state = Scenario(document, {})
    faults: list[Fault] = []
    for i, change in enumerate(changes):
        unknown = tuple(_unknown(state.document, change, opportunity, f"/changes/{i}"))
        faults.extend(unknown)
        if not unknown:
            state = _applied(state, change, as_of, opportunity)
    if opportunity is not None and opportunity not in {one.id for one in state.document.opportunities}:
        faults.append(Fault("/opportunity", "dangling-id", opportunity, {"label": "Opportunity"}))
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
    if isinstance(change, PutRecord):  # what it names is checked with the whole document
        if isinstance(change.content, Account) and change.content.id != document.account.id:
            yield Fault(f"{at}/record/id", "id-mismatch", change.content.id, {"expected": document.account.id})
        return
    if isinstance(change, DeleteRecord):
        if collection_of(KIND_OF[change.collection]).find(document, change.key) is None:
            yield Fault(f"{at}/key", "dangling-id", "/".join(change.key))
        return
    ids = document.ids_of_label()
    stages = {stage.id for one in document.opportunities if one.id == opportunity for stage in one.stages}
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
        elif isinstance(change, PutRecord):
            if change.collection == broken.kind.name and broken.kind.key_of(change.content) == broken.kind.key_of(
                record
            ):
                at = f"/changes/{i}/record{broken.at}"
        elif isinstance(change, VoteChange | QuotaChange) and change.stage == broken.facts.get("stage"):
            at = f"/changes/{i}/{'quota' if isinstance(change, QuotaChange) else 'weight'}"
    return Fault(at, broken.code, broken.value, broken.facts)


# -- applying ---------------------------------------------------------------------------------------------------------


def _applied(state: Scenario, change: Change, as_of: date, opportunity: str | None) -> Scenario:
    document, successors = state.document, state.successors
    match change:
        case PutRecord():
            document = put(collection_of(KIND_OF[change.collection]), document, change.content)
        case DeleteRecord():
            records = collection_of(KIND_OF[change.collection])
            record = records.find(document, change.key)
            assert record is not None  # noqa: S101 - `_unknown` refuses one that is not there
            document = remove(records, document, record, cascade=True)
        case Leave():
            document, successor = vacate(document, change.person)
            successors = successors | ({change.person: successor} if successor else {})
        case AttitudeChange():
            document = _thinking(document, change, as_of, opportunity)
        case InfluenceChange():
            document = _influenced(document, change)
        case ReportingChange():
            document = _reported(document, change)
        case VoteChange():
            document = _with_stage(document, opportunity, change.stage, lambda stage: _voted(stage, change))
        case QuotaChange():
            quota = {"quota": change.quota}
            document = _with_stage(document, opportunity, change.stage, lambda stage: stage.model_copy(update=quota))
    return Scenario(document, successors)


def _thinking(
    document: AccountDocument, change: AttitudeChange, as_of: date, opportunity: str | None
) -> AccountDocument:
    """With the attitude as if stated on the day with full confidence, in place of all that was stated of it that day."""
    attitude = Attitude(
        person=change.person,
        toward=change.toward,
        level=change.level,
        on=as_of,
        opportunity_id=opportunity,
        confidence=SURE,
        evidence="what-if",
    )
    others = (one for one in document.attitudes if not _same_day(one, attitude))
    return document.model_copy(update={"attitudes": (*others, attitude)})


def _same_day(one: Attitude, other: Attitude) -> bool:
    """Whether both are of one person towards one party, of one day and opportunity, whoever reported them."""
    fields = ("person", "toward", "on", "opportunity_id")
    return all(getattr(one, field) == getattr(other, field) for field in fields)


def _influenced(document: AccountDocument, change: InfluenceChange) -> AccountDocument:
    key = (change.source, change.target, change.influence_kind)
    known = next((line for line in document.influence if (line.source, line.target, line.kind) == key), None)
    lines = [line for line in document.influence if line is not known]
    if change.strength > 0:
        line = known or Influence(source=change.source, target=change.target, kind=change.influence_kind, strength=1)
        lines.append(line.model_copy(update={"strength": change.strength}))
    return document.model_copy(update={"influence": tuple(lines)})


def _reported(document: AccountDocument, change: ReportingChange) -> AccountDocument:
    lines = [
        line
        for line in document.reporting
        if line.subordinate != change.subordinate or (line.kind != "SOLID" and line.manager != change.manager)
    ]
    if change.manager is not None:
        lines.append(Reporting(subordinate=change.subordinate, manager=change.manager))
    return document.model_copy(update={"reporting": tuple(lines)})


def _voted(stage: Stage, change: VoteChange) -> Stage:
    votes = [vote for vote in stage.votes if vote.person != change.person]
    if change.weight:
        votes.append(Vote(person=change.person, weight=change.weight))
    return stage.model_copy(update={"votes": tuple(votes)})


def _with_stage(
    document: AccountDocument, opportunity: str | None, stage: str, edit: Callable[[Stage], Stage]
) -> AccountDocument:
    def changed(one: Opportunity) -> Opportunity:
        if one.id != opportunity:
            return one
        return one.model_copy(update={"stages": tuple(edit(s) if s.id == stage else s for s in one.stages)})

    return document.model_copy(update={"opportunities": tuple(changed(one) for one in document.opportunities)})
