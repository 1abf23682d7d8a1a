"""Central purchasing: people of other accounts of the tree who vote here, as the map of this account shows them.

An opportunity names them by account and id. What the lending account says of them is `Lent`: the person's own record and what
they think of parties this account has, too, and nothing else of that account. `host` seats them in a copy of the document, so
that every analysis sees ordinary people; that copy is never stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, TypeVar

from pydantic import Field

from graph.document import AccountDocument
from graph.kinds import Attitude, Borrowed, Opportunity, Participant, Person, Record, Stage, Vote
from graph.kinds.fields import Id
from graph.kinds.opportunities import CastVote

Missing = Literal["", "lender-not-loaded", "person-gone", "foreign-account"]
Parts = TypeVar("Parts", Vote, Participant, CastVote)
UNNAMED = "?"


class Lent(Record):
    """What the lending account says of a person; `missing` is why it says nothing, and empty when it does."""

    borrowed: Borrowed
    person: Person | None = None
    attitudes: tuple[Attitude, ...] = ()
    missing: Missing = Field(default="", description="Why the person is not known; empty for one who is.")


class Guest(Person):
    """A person of another account who is seated on this account's map."""

    account_id: Id
    missing: Missing = ""


def borrowed_by(document: AccountDocument) -> tuple[Borrowed, ...]:
    """Everyone of another account the document names, once each, by account and id."""
    found = {held for opportunity in document.opportunities for _, held in opportunity.borrowed()}
    return tuple(sorted(found, key=lambda held: (held.account_id, held.person)))


def lend(lender: AccountDocument, borrowed: Borrowed, parties: frozenset[str]) -> Lent:
    """A person as the lending account has them, with their attitudes to the parties the borrower has, too.

    Attitudes tied to an opportunity of the lender's stay there, and so do its departments, members and evidence: that there is
    evidence is told by naming the lender.
    """
    person = next((held for held in lender.people if held.id == borrowed.person), None)
    if person is None:
        return Lent(borrowed=borrowed, missing="person-gone")
    attitudes = (
        held.model_copy(update={"reported_by": None, "evidence": borrowed.account_id if held.evidence else ""})
        for held in lender.attitudes
        if held.person == person.id and held.toward in parties and held.opportunity_id is None
    )
    return Lent(borrowed=borrowed, person=person.model_copy(update={"department_id": None}), attitudes=tuple(attitudes))


def host(document: AccountDocument, opportunity: str, lent: Iterable[Lent]) -> AccountDocument:
    """The document with everyone an opportunity borrows among its people, and the stages naming them as they are named here.

    A guest keeps their id; where somebody here has it, the lender's id goes before it. Whom nothing is known of is an unnamed
    placeholder, so that votes and quota stay what they are.
    """
    asked = next((held for held in document.opportunities if held.id == opportunity), None)
    needed = {held for _, held in asked.borrowed()} if asked else set()
    if asked is None or not needed:
        return document
    known = {held.borrowed: held for held in lent}
    names: dict[Borrowed, str] = {}
    taken = {person.id for person in document.people}
    for borrowed in sorted(needed, key=lambda held: (held.account_id, held.person)):
        name = borrowed.person
        while name in taken:
            name = f"{borrowed.account_id}/{name}"
        taken.add(name)
        names[borrowed] = name
    seats = [(name, known.get(held, Lent(borrowed=held, missing="lender-not-loaded"))) for held, name in names.items()]
    attitudes = [held.model_copy(update={"person": name}) for name, one in seats for held in one.attitudes]
    seated = _seated(asked, names)
    return document.model_copy(
        update={
            "people": (*document.people, *(_guest(name, one) for name, one in seats)),
            "attitudes": (*document.attitudes, *attitudes),
            "opportunities": tuple(seated if held is asked else held for held in document.opportunities),
        }
    )


def _guest(name: str, lent: Lent) -> Guest:
    person = lent.person or Person(id=lent.borrowed.person, name=UNNAMED, placeholder=True)
    fields = {field: getattr(person, field) for field in Person.model_fields}
    return Guest.model_construct(**fields | {"id": name}, account_id=lent.borrowed.account_id, missing=lent.missing)


def _seated(opportunity: Opportunity, names: Mapping[Borrowed, str]) -> Opportunity:
    def named(parts: tuple[Parts, ...]) -> tuple[Parts, ...]:
        return tuple(
            part
            if part.account_id is None
            else part.model_copy(
                update={
                    "person": names[Borrowed(person=part.person, account_id=part.account_id)],
                    "account_id": None,
                }
            )
            for part in parts
        )

    def stage(held: Stage) -> Stage:
        outcome = held.outcome and held.outcome.model_copy(update={"votes": named(held.outcome.votes)})
        return held.model_copy(
            update={
                "votes": named(held.votes),
                "participants": named(held.participants),
                "veto": (*held.veto, *(names[one] for one in held.borrowed_veto)),
                "borrowed_veto": (),
                "outcome": outcome,
            }
        )

    return opportunity.model_copy(update={"stages": tuple(stage(held) for held in opportunity.stages)})


__all__ = ["Guest", "Lent", "Missing", "borrowed_by", "host", "lend"]
