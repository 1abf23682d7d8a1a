"""The document as it was known and held on a day: everything dated is cut, votes and vetoes keep a holder (method 1)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final, TypeVar

from graph.document import AccountDocument
from graph.kinds import Activity, Opportunity, Person, Record, Stage
from graph.kinds.fields import Id

UNNAMED: Final = "?"
SUCCESSOR: Final = ":successor"
_LONGEST_ID: Final = 64
_DATED: Final = ("people", "reporting", "influence", "ties", "attitudes", "coverage", "interactions")
Dated = TypeVar("Dated", bound=Record)


class Successor(Person):
    """The unnamed holder, before or after, of the votes and vetoes of somebody who is not there on the day.

    Of unknown attitude, without a line to anybody, and on no list of people.
    """

    holds_for: Id
    called_before: tuple[str, str]
    """English and Chinese name of who held the post."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the account on a day. `later`: how many records are dated after it."""

    document: AccountDocument
    successors: Mapping[str, Successor]
    later: int


def known_on(document: AccountDocument, as_of: date) -> Known:
    """The document with everything gone that was not known, or did not hold, on a day; quotas stay.

    Who is restricted counts as absent. A person's lines, attitudes, goals and parts in stages go with them, and what was still
    to be done with them; what was done keeps the names of all who were there. Whoever of us has left does nothing that is still
    to be done.
    """
    absent = {person.id: person for person in document.people if not holds(person, as_of)}
    lists: dict[str, Any] = {name: _holding(getattr(document, name), as_of) for name in _DATED}
    if absent:
        lists["reporting"] = _without(lists["reporting"], absent, "subordinate", "manager")
        lists["influence"] = _without(lists["influence"], absent, "source", "target")
        lists["ties"] = _without(lists["ties"], absent, "a", "b")
        lists["attitudes"] = _without(lists["attitudes"], absent, "person")
        lists["coverage"] = _without(lists["coverage"], absent, "person")
        lists["goals"] = _without(document.goals, absent, "person")
    gone = {member.id for member in document.team} - in_team(document, as_of)
    if absent or gone:
        targets = _without(document.targets, absent, "person")
        lists["targets"] = tuple(
            one.model_copy(update={"owner": None}) if one.owner in gone else one for one in targets
        )
        lists["activities"] = tuple(_to_be_done(document.activities, absent, gone, as_of))
    taken = {person.id for person in document.people}
    successors = {person: _successor(absent[person], taken) for person in sorted(absent)}
    names = {person: successor.id for person, successor in successors.items()}
    if absent:
        lists["opportunities"] = tuple(_handed_on(opportunity, names) for opportunity in document.opportunities)
    return Known(
        document.model_copy(update=lists),
        MappingProxyType({successor.id: successor for successor in successors.values()}),
        sum(_dated_after(record, as_of) for record in _dated(document)),
    )


def holds(record: Any, as_of: date) -> bool:
    """Whether a record was known (`on`) and held (`since`, `until`, both included) on a day; no date means always.

    What is kept of somebody and restricted in its use counts on no day, be it before the restriction.
    """
    fields = vars(record)
    if fields.get("restricted_on") is not None:
        return False
    on, since, until = fields.get("on"), fields.get("since"), fields.get("until")
    return not ((on and on > as_of) or (since and since > as_of) or (until and until < as_of))


def in_team(document: AccountDocument, as_of: date) -> frozenset[str]:
    """Our members who are in the team on a day: a membership covers it, or none is recorded (method 4)."""
    dated = {membership.member for membership in document.memberships}
    covered = {membership.member for membership in document.memberships if holds(membership, as_of)}
    return frozenset(member.id for member in document.team if member.id in covered or member.id not in dated)


def _to_be_done(
    activities: Iterable[Activity], absent: Collection[str], gone: Collection[str], as_of: date
) -> Iterator[Activity]:
    """The activities, those still to be done without whom is not there, and not at all where nobody of theirs is left."""
    for one in activities:
        people = tuple(person for person in one.people if person not in absent)
        if one.done_on is not None and one.done_on <= as_of:
            yield one
        elif people or not one.people:
            members = tuple(member for member in one.members if member not in gone)
            owner = None if one.owner in gone else one.owner
            yield one.model_copy(update={"people": people, "members": members, "owner": owner})


def _dated(document: AccountDocument) -> Iterator[Record]:
    """Every record whose day says from when on it is known or holds; results and withdrawals of any opportunity among them."""
    for name in (*_DATED, "assessments", "memberships"):
        yield from getattr(document, name)
    for opportunity in document.opportunities:
        yield from opportunity.withdrawn
        yield from (stage.outcome for stage in opportunity.stages if stage.outcome is not None)


def _dated_after(record: Any, as_of: date) -> bool:
    fields = vars(record)
    on, since = fields.get("on"), fields.get("since")
    return (on is not None and on > as_of) or (since is not None and since > as_of)


def _holding(records: tuple[Dated, ...], as_of: date) -> tuple[Dated, ...]:
    left = tuple(record for record in records if holds(record, as_of))
    return records if len(left) == len(records) else left


def _without(records: Iterable[Dated], absent: Mapping[str, Person], *ends: str) -> tuple[Dated, ...]:
    return tuple(record for record in records if not any(getattr(record, end) in absent for end in ends))


def successor_id(person: str, taken: Collection[str]) -> str:
    """The id of the unnamed successor of a person, none of those taken."""
    name = person[: _LONGEST_ID - len(SUCCESSOR) - 2] + SUCCESSOR
    while name in taken:
        name += "+"
    return name


def _successor(person: Person, taken: set[str]) -> Successor:
    name = successor_id(person.id, taken)
    taken.add(name)
    post = person.model_dump(include={"department_id", "also_in", "rank", "title", "title_en", "external"})
    called = (person.name_en or person.name, person.name)
    return Successor(**post, id=name, name=UNNAMED, placeholder=True, holds_for=person.id, called_before=called)


def _handed_on(opportunity: Opportunity, names: Mapping[str, str]) -> Opportunity:
    return opportunity.model_copy(
        update={"stages": tuple(_stage_handed_on(stage, names) for stage in opportunity.stages)}
    )


def _stage_handed_on(stage: Stage, names: Mapping[str, str]) -> Stage:
    """Votes and vetoes go to the successors, other parts lapse; how somebody voted stays with who did."""
    votes = tuple(
        vote.model_copy(update={"person": names[vote.person]}) if vote.person in names else vote for vote in stage.votes
    )
    parts = tuple(part for part in stage.participants if part.person not in names)
    veto = tuple(names.get(person, person) for person in stage.veto)
    return stage.model_copy(update={"votes": votes, "participants": parts, "veto": veto})
