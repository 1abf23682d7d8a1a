"""A person leaves and their post is vacant: an edit of the document, the same in the store and in what-if (method 5)."""

from __future__ import annotations

from graph.document import AccountDocument
from graph.edits import collection_of, remove
from graph.errors import NotFound
from graph.kinds import PEOPLE, Person, Stage
from graph.validity import UNNAMED, successor_id


def vacate(document: AccountDocument, person: str) -> tuple[AccountDocument, str | None]:
    """The document without a person, and the id of the unnamed successor who holds their votes and vetoes.

    The successor has the post (department, rank, title), is a placeholder of unknown attitude and has no line to anybody; there
    is none where the person has neither a vote nor a veto. Everything else goes as with any record that is deleted with what
    refers to it. Quotas stay. Raises NotFound.
    """
    leaver = next((record for record in document.people if record.id == person), None)
    if leaver is None:
        raise NotFound("person", f"people/{person}")
    successor = _successor(document, leaver) if _has_a_seat(document, person) else None
    if successor is not None:
        opportunities = tuple(
            opportunity.model_copy(
                update={"stages": tuple(_seated(stage, person, successor.id) for stage in opportunity.stages)}
            )
            for opportunity in document.opportunities
        )
        people = (*document.people, successor)
        document = document.model_copy(update={"people": people, "opportunities": opportunities})
    return remove(collection_of(PEOPLE), document, leaver, cascade=True), successor.id if successor else None


def _has_a_seat(document: AccountDocument, person: str) -> bool:
    return any(
        person in stage.veto or any(vote.person == person for vote in stage.votes)
        for opportunity in document.opportunities
        for stage in opportunity.stages
    )


def _successor(document: AccountDocument, leaver: Person) -> Person:
    unknown = {"name": UNNAMED, "name_en": "", "placeholder": True, "since": None, "until": None}
    style = {"openness": None, "assertiveness": None, "orientation": None}
    name = successor_id(leaver.id, {record.id for record in document.people})
    return leaver.model_copy(update={**unknown, **style, "id": name})


def _seated(stage: Stage, person: str, successor: str) -> Stage:
    """Votes, vetoes and roles go with the post; how somebody voted stays with who did."""
    votes = (vote.model_copy(update={"person": successor}) if vote.person == person else vote for vote in stage.votes)
    parts = (
        part.model_copy(update={"person": successor}) if part.person == person else part for part in stage.participants
    )
    veto = (successor if name == person else name for name in stage.veto)
    return stage.model_copy(update={"votes": tuple(votes), "participants": tuple(parts), "veto": tuple(veto)})
