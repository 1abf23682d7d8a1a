"""A list that is the whole truth: who is missing is proposed as having left, and what a team recorded about them stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.imports.plan.drafting import Drafted, draft_of
from app.imports.questions import Place
from app.imports.recognise.tables import Reading
from graph.document import AccountDocument
from graph.draft import Draft


def draft_of_all(reading: Reading, account_id: str, stored: AccountDocument, on: date) -> Drafted:
    """The tables as a draft to be merged in which everybody the list of people does not name has left on that day."""
    drafted = draft_of(reading, account_id, stored, merging=True)
    document = drafted.draft.document
    if document is None or not any(read.sheet and read.sheet.name == "people" for read in reading.reads):
        return drafted
    named = {person.id for person in document.people}
    leaving = []
    for person in stored.people:
        if person.id in named or person.external or person.placeholder or person.until is not None:
            continue
        if person.since is not None and person.since > on:
            continue
        if reading.asking.ask("left", person.name, ("left", "stays"), Place()) == "left":
            reading.asking.note("left", Place(), person.name)
            leaving.append(person.model_copy(update={"until": on}))
    people = (*document.people, *leaving)
    draft: Draft = replace(drafted.draft, document=document.model_copy(update={"people": people}))
    pointers = dict(draft.pointers) | {id(person): f"/people/{i}" for i, person in enumerate(people)}
    return Drafted(replace(draft, pointers=pointers, given=draft.given | {"people"}), drafted.sheaf)
