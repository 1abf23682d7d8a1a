"""Central purchasing: people of other accounts of the tree who vote here, as the map of this account shows them.

An opportunity names them by account and id. What the lending account says of them is `Lent`: the person's own record and what
they think of us (whatever id either account gave us) and of competitors this account has, too, and nothing else of that
account. `host` seats them in a copy of the document, so
that every analysis sees ordinary people; that copy is never stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal, TypeVar

from pydantic import Field

from graph.document import AccountDocument
from graph.kinds import Attitude, Borrowed, Opportunity, Participant, Person, Record, Stage, Vote
from graph.kinds.fields import Id, class_of
from graph.kinds.opportunities import CastVote
from graph.kinds.people import DATA_FIELDS

Missing = Literal["", "lender-not-loaded", "person-gone", "foreign-account"]
Parts = TypeVar("Parts", Vote, Participant, CastVote)
UNNAMED = "?"


class Lent(Record):
    """What the lending account says of a person; `missing` is why it says nothing, and empty when it does."""

    borrowed: Borrowed
    person: Person | None = None
    attitudes: tuple[Attitude, ...] = ()
    missing: Missing = Field(default="", description="Why the person is not known; empty for one who is.")
    unshared: int = Field(
        default=0,
        ge=0,
        exclude_if=lambda count: not count,
        description="How many competitors they think something of who are none here, or go by another id.",
    )


_KEPT_AT_THE_LENDER: Final = {
    name: field.get_default()
    for name, field in Person.model_fields.items()
    if name in {*DATA_FIELDS, "former_ids"} or class_of(field) in {"note", "contact"}
}
"""What is written of a person beside who they are: notes, contact data, ids elsewhere, and why they are kept."""


class Guest(Person):
    """A person of another account who is seated on this account's map."""

    account_id: Id
    missing: Missing = ""
    unshared: int = 0


def borrowed_by(document: AccountDocument) -> tuple[Borrowed, ...]:
    """Everyone of another account the document names, once each, by account and id."""
    people = {person for opportunity in document.opportunities for _, person in opportunity.borrowed()}
    return tuple(sorted(people, key=lambda borrowed: (borrowed.account_id, borrowed.person)))


def lend(lender: AccountDocument, borrowed: Borrowed, borrower: AccountDocument) -> Lent:
    """A person as the lending account has them, with their attitudes to us and to the competitors the borrower has, too.

    Attitudes tied to an opportunity of the lender's stay there, and so do its departments, members and evidence: that there is
    evidence is told by naming the lender.
    """
    person = next((person for person in lender.people if person.id == borrowed.person), None)
    if person is None:
        return Lent(borrowed=borrowed, missing="person-gone")
    shared = dict(_shared_parties(lender, borrower))
    attitudes = [
        attitude for attitude in lender.attitudes if attitude.person == person.id and attitude.opportunity_id is None
    ]
    evidence = {True: borrowed.account_id, False: ""}
    return Lent(
        borrowed=borrowed,
        person=person.model_copy(update={"department_id": None, "also_in": (), **_KEPT_AT_THE_LENDER}),
        attitudes=tuple(
            attitude.model_copy(
                update={
                    "toward": shared[attitude.toward],
                    "reported_by": None,
                    "evidence": evidence[bool(attitude.evidence)],
                }
            )
            for attitude in attitudes
            if attitude.toward in shared
        ),
        unshared=len({attitude.toward for attitude in attitudes} - set(shared)),
    )


def _shared_parties(lender: AccountDocument, borrower: AccountDocument) -> Iterator[tuple[str, str]]:
    """The lender's parties the borrower has, too, each with the id it has there: we are we, competitors go by their ids."""
    if lender.vendor is not None and borrower.vendor is not None:
        yield lender.vendor.id, borrower.vendor.id
    competitors = {party.id for party in borrower.competitors}
    yield from ((party.id, party.id) for party in lender.competitors if party.id in competitors)


def host(document: AccountDocument, opportunity: str, lent: Iterable[Lent]) -> AccountDocument:
    """The document with everyone an opportunity borrows among its people, and the stages naming them as they are named here.

    A guest keeps their id; where somebody here has it, the lender's id goes before it. Whom nothing is known of is an unnamed
    placeholder, so that votes and quota stay what they are.
    """
    borrower = next((bid for bid in document.opportunities if bid.id == opportunity), None)
    needed = {person for _, person in borrower.borrowed()} if borrower else set()
    if borrower is None or not needed:
        return document
    known = {one.borrowed: one for one in lent}
    names: dict[Borrowed, str] = {}
    taken = {person.id for person in document.people}
    for borrowed in sorted(needed, key=lambda person: (person.account_id, person.person)):
        name = borrowed.person
        while name in taken:
            name = f"{borrowed.account_id}/{name}"
        taken.add(name)
        names[borrowed] = name
    seats = [
        (name, known.get(borrowed, Lent(borrowed=borrowed, missing="lender-not-loaded")))
        for borrowed, name in names.items()
    ]
    attitudes = [attitude.model_copy(update={"person": name}) for name, one in seats for attitude in one.attitudes]
    seated = _seated(borrower, names)
    return document.model_copy(
        update={
            "people": (*document.people, *(_guest(name, one) for name, one in seats)),
            "attitudes": (*document.attitudes, *attitudes),
            "opportunities": tuple(seated if bid is borrower else bid for bid in document.opportunities),
        }
    )


def _guest(name: str, lent: Lent) -> Guest:
    person = lent.person or Person(id=lent.borrowed.person, name=UNNAMED, placeholder=True)
    fields = {field: getattr(person, field) for field in Person.model_fields} | {"id": name}
    return Guest.model_construct(
        **fields, account_id=lent.borrowed.account_id, missing=lent.missing, unshared=lent.unshared
    )


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

    def seated(stage: Stage) -> Stage:
        outcome = stage.outcome and stage.outcome.model_copy(update={"votes": named(stage.outcome.votes)})
        return stage.model_copy(
            update={
                "votes": named(stage.votes),
                "participants": named(stage.participants),
                "veto": (*stage.veto, *(names[holder] for holder in stage.borrowed_veto)),
                "borrowed_veto": (),
                "outcome": outcome,
            }
        )

    return opportunity.model_copy(update={"stages": tuple(seated(stage) for stage in opportunity.stages)})


__all__ = ["Guest", "Lent", "Missing", "borrowed_by", "host", "lend"]
