"""Special categories of data about people, which no note may hold: where a change of the document would bring one in.

Which words tell a category is not known here. Only free text of records about people is looked at, and of it what is new: what
stands in the document already stops no other change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel

from graph.document import AccountDocument
from graph.draft import Draft
from graph.errors import Fault
from graph.kinds import KINDS, PEOPLE, Kind, Proposal, Record
from graph.kinds.fields import is_free_text

CODE: Final = "special-category"
ToldBy = Callable[[str], str | None]
"""The category a text tells, None for none."""


@dataclass(frozen=True)
class Special:
    """What tells special categories, and whether a note that does is refused; else there is a warning."""

    told_by: ToldBy
    refuses: bool


def refused_by(special: Special | None) -> ToldBy | None:
    """What tells what is refused; None where nothing is."""
    return special.told_by if special is not None and special.refuses else None


def notes_in(kind: Kind, record: Record) -> Iterator[tuple[str, str]]:
    """The free texts of a record about people, each with its pointer below the record.

    >>> from graph.kinds import Person
    >>> list(notes_in(PEOPLE, Person(id="p", name="P", note="likes tea")))
    [('/note', 'likes tea')]
    """
    if _is_about_people(kind, record):
        yield from _texts(record, "")


def _is_about_people(kind: Kind, record: Record) -> bool:
    if kind is PEOPLE or isinstance(record, Proposal):
        return True
    return any(named.label == "Person" for named in kind.references(record))


def _texts(record: BaseModel, at: str) -> Iterator[tuple[str, str]]:
    for name, info in type(record).model_fields.items():
        value = getattr(record, name)
        if isinstance(value, str):
            if value and is_free_text(info):
                yield f"{at}/{name}", value
        elif isinstance(value, BaseModel):
            yield from _texts(value, f"{at}/{name}")
        elif isinstance(value, tuple):
            for i, part in enumerate(value):
                if isinstance(part, BaseModel):
                    yield from _texts(part, f"{at}/{name}/{i}")


def told_anew(
    told_by: ToldBy | None, before: AccountDocument | None, after: AccountDocument, draft: Draft | None
) -> Iterator[Fault]:
    """A fault for each text of a special category that a document has and the one before has not.

    It names the field and the category, never the text. None where nothing is to tell.
    """
    if told_by is None:
        return
    pointers = draft.pointers if draft else {}
    for kind in KINDS:
        records = after.of(kind)
        known = {id(record) for record in before.of(kind)} if before else frozenset()
        stood: set[str] | None = None
        for record in records:
            if id(record) in known:
                continue
            for at, text in notes_in(kind, record):
                if (category := told_by(text)) is None:
                    continue
                if stood is None:
                    stood = {one for each in (before.of(kind) if before else ()) for _, one in notes_in(kind, each)}
                if text not in stood:
                    base = pointers.get(id(record), f"/{kind.path_of(record)}")
                    yield Fault(base + at, CODE, None, {"category": category})
