"""Activities that were done with people are contacts with them, whether or not somebody recorded the interaction beside."""

from __future__ import annotations

from datetime import date
from typing import Final

from graph.document import AccountDocument
from graph.kinds import Interaction

PREFIX: Final = "activities/"


def contacts_of_activities(document: AccountDocument, as_of: date) -> tuple[Interaction, ...]:
    """The interactions that activities done by a day were, by activity; nobody noted an answer, so they are one-way.

    A recorded interaction of one of those of us with one of these people on that day is the activity's own record: it says who
    was there, and nothing is counted twice.
    """
    done = [
        (activity, activity.done_on)
        for activity in document.activities
        if activity.status == "DONE" and activity.done_on is not None and activity.done_on <= as_of
    ]
    if not done:
        return ()
    met = {
        (interaction.on, member, person)
        for interaction in document.interactions
        for member in interaction.members
        for person in interaction.people
    }
    contacts = []
    for activity, on in done:
        ours = tuple(sorted({*activity.members, *([activity.owner] if activity.owner else [])}))
        is_recorded = any((on, member, person) in met for member in ours for person in activity.people)
        if ours and activity.people and not is_recorded:
            contacts.append(
                Interaction.model_construct(
                    id=f"{PREFIX}{activity.id}",
                    on=on,
                    kind=activity.kind,
                    members=ours,
                    people=activity.people,
                    two_way=False,
                    note="",
                    compliance_ref=activity.compliance_ref,
                )
            )
    return tuple(contacts)
