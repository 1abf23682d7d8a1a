"""Special categories of data about people, which no note may hold: where a change of the document would bring one in.

Which words tell a category is not known here. Only free text of records about people is looked at, and of it what is new: what
stands in the document already stops no other change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
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


@dataclass(frozen=True)
class Told:
    """A text that tells a category: where it stands in what was sent, and in a record of which kind."""

    pointer: str
    kind: Kind
    text: str = field(repr=False)
    category: str

    @property
    def fault(self) -> Fault:
        """It names the field and the category, never the text."""
        return Fault(self.pointer, CODE, None, {"category": self.category})


def told_in(told_by: ToldBy, kind: Kind, record: Record, at: str) -> Iterator[Told]:
    """What a record that stands at a pointer tells."""
    for below, text in notes_in(kind, record):
        if (category := told_by(text)) is not None:
            yield Told(at + below, kind, text, category)


def told_in_document(
    told_by: ToldBy, document: AccountDocument, pointers: Mapping[int, str], at: str
) -> Iterator[Told]:
    """What the records of a document tell that stands at a pointer; `pointers` are those of its records below it."""
    for kind in KINDS:
        for record in document.of(kind):
            own = pointers.get(id(record), f"/{kind.path_of(record)}")
            yield from told_in(told_by, kind, record, at + own)


def not_standing(told: Iterable[Told], before: AccountDocument | None) -> list[Told]:
    """Those whose text the document does not hold already in a record of the kind."""
    stood: dict[str, set[str]] = {}
    for one in told:
        if one.kind.name not in stood:
            stood[one.kind.name] = _texts_of(one.kind, before)
    return [one for one in told if one.text not in stood[one.kind.name]]


def _texts_of(kind: Kind, document: AccountDocument | None) -> set[str]:
    return {text for record in (document.of(kind) if document else ()) for _, text in notes_in(kind, record)}


def told_anew(
    told_by: ToldBy | None, before: AccountDocument | None, after: AccountDocument, draft: Draft | None
) -> Iterator[Fault]:
    """A fault for each text of a special category that a document has and the one before has not."""
    if told_by is None:
        return
    pointers = draft.pointers if draft else {}
    for kind in KINDS:
        records = after.of(kind)
        known = {id(record) for record in before.of(kind)} if before else frozenset()
        told = [
            one
            for record in records
            if id(record) not in known
            for one in told_in(told_by, kind, record, pointers.get(id(record), f"/{kind.path_of(record)}"))
        ]
        yield from (one.fault for one in not_standing(told, before))
