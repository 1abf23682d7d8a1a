"""What is kept about one person: which records name them, what they are called, where texts speak of them (GDPR 15, PIPL 45)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

import orjson
from pydantic import Field

from graph.answer import Answer
from graph.document import AccountDocument
from graph.errors import NotFound
from graph.kinds import KIND_OF, KINDS, PEOPLE, Kind, Proposal, Record
from graph.suggestions import speaks_of
from graph.whole_accounts import WholeAccount

_SHORTEST: Final = 2


class RecordAbout(Answer):
    """A record that names them, its lists cut to what is about them."""

    kind: str = Field(description="List of the document.")
    path: str = Field(description="Path below the account.")
    record: dict[str, Any] = Field(description="Its fields.")


class Mention(Answer):
    """A text with their name in a record that has not their id."""

    path: str = Field(description="Path below the account.")
    field: str = Field(description="Field within it, as a JSON pointer.")
    text: str = Field(description="The whole text; others may be in it, too.")


class KeptAbout(Answer):
    """What one document says of them."""

    records: list[RecordAbout] = Field(description="Records that name them.")
    mentions: list[Mention] = Field(description="Other records' texts with their name.")


class PastAbout(KeptAbout):
    """What a snapshot keeps of them beyond the document today."""

    snapshot: str = Field(description="The snapshot.")
    as_of: str = Field(description="The day it shows.")


class ChangeAbout(Answer):
    """Change of a record that names them, before or after."""

    revision: int = Field(description="The account's revision after it.")
    at: str = Field(description="When, in UTC.")
    actor: str = Field(description="Who made it.")
    path: str = Field(description="Path below the account.")
    before: dict[str, Any] | None = Field(description="Record before; null if new.")
    after: dict[str, Any] | None = Field(description="Record after; null if gone.")


class HeldOnPerson(KeptAbout):
    """All that is kept of an account about one person."""

    account: str = Field(description="Account id.")
    person: str = Field(description="Person id.")
    names: list[str] = Field(description="Present and former; texts are searched for these.")
    revision: int = Field(description="Account revision.")
    snapshots: list[PastAbout] = Field(description="Snapshots with more, or something else.")
    changes: list[ChangeAbout] = Field(description="The feed about them, oldest first; erased: no content.")


def names_person(kind: Kind, record: Record, person: str) -> bool:
    """True for the person's own record, for one that names them by id, and for a proposal that speaks of them."""
    if kind is PEOPLE and getattr(record, "id", None) == person:
        return True
    if isinstance(record, Proposal) and speaks_of(record, person):
        return True
    return any((named.label, named.id) == ("Person", person) for named in kind.references(record))


def record_in(entry: dict[str, Any], side: str) -> tuple[Kind, Record] | None:
    """A record of an entry of the feed, `before` or `after`; None where there is none of ours."""
    kind = KIND_OF.get(entry["kind"])
    if kind is None or entry[side] is None:
        return None
    return kind, kind.model.model_validate_json(orjson.dumps(entry[side]))


def is_about(entry: dict[str, Any], person: str) -> bool:
    """True for an entry of the feed about a record that names the person."""
    sides = (record_in(entry, side) for side in ("before", "after"))
    return any(names_person(*side, person) for side in sides if side is not None)


def names_in(document: AccountDocument, person: str) -> set[str] | None:
    """Their names and address in a document, those of one letter left out; None where it does not know them."""
    for one in document.people:
        if one.id == person:
            return _long_enough(one.name, one.name_en, one.email)
    return None


def _long_enough(*names: str | None) -> set[str]:
    return {name for name in names if name and len(name) >= _SHORTEST}


def pattern_of(names: Iterable[str]) -> re.Pattern[str] | None:
    """What finds any of the names in a text, the longest first; None for none."""
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE) if longest_first else None


def kept_on(whole: WholeAccount, person: str) -> HeldOnPerson:
    """What document, snapshots and feed hold about somebody. Raises NotFound where none of them knows the person."""
    document = AccountDocument.model_validate_json(whole.document)
    past = [(kept, AccountDocument.model_validate_json(kept.content)) for kept in whole.snapshots]
    entries = [(part, entry) for part in whole.changes for entry in orjson.loads(part.entries)]
    about = [(part, entry) for part, entry in entries if is_about(entry, person)]
    known = [names for one in (document, *(kept for _, kept in past)) if (names := names_in(one, person)) is not None]
    known += [names for _, entry in about for names in names_in_entry(entry, person)]
    if not known:
        raise NotFound("person", person)
    names = set().union(*known)
    today = _kept_in(document, person, names)
    said = {orjson.dumps(part.model_dump()) for part in (*today.records, *today.mentions)}
    snapshots = []
    for kept, content in past:
        then = _kept_in(content, person, names)
        records = [one for one in then.records if orjson.dumps(one.model_dump()) not in said]
        mentions = [one for one in then.mentions if orjson.dumps(one.model_dump()) not in said]
        if records or mentions:
            snapshots.append(PastAbout(snapshot=kept.id, as_of=kept.as_of, records=records, mentions=mentions))
    changes = [
        ChangeAbout(
            revision=part.revision,
            at=part.at,
            actor=part.actor,
            path=entry["path"],
            before=_only(entry["before"], person),
            after=_only(entry["after"], person),
        )
        for part, entry in about
    ]
    return HeldOnPerson(
        **dict(today),
        account=whole.id,
        person=person,
        names=sorted(names),
        revision=whole.revision,
        snapshots=snapshots,
        changes=changes,
    )


def names_in_entry(entry: dict[str, Any], person: str) -> Iterator[set[str]]:
    """What they were called before and after a change of the feed."""
    if entry["kind"] == PEOPLE.name:
        for side in ("before", "after"):
            if (content := entry[side]) is not None and content.get("id") == person:
                yield _long_enough(content.get("name"), content.get("name_en"), content.get("email"))


def _kept_in(document: AccountDocument, person: str, names: set[str]) -> KeptAbout:
    records: list[RecordAbout] = []
    mentions: list[Mention] = []
    pattern = pattern_of(names)
    for kind in KINDS:
        for record in document.of(kind):
            data = orjson.loads(record.model_dump_json())
            if names_person(kind, record, person):
                path = kind.path_of(record)
                records.append(RecordAbout(kind=kind.name, path=path, record=_only(data, person)))
            elif pattern is not None:
                mentions += _mentions(kind, record, data, pattern)
    return KeptAbout(records=records, mentions=mentions)


def _mentions(kind: Kind, record: Record, data: dict[str, Any], pattern: re.Pattern[str]) -> Iterator[Mention]:
    for place, text in _texts(data, ""):
        if pattern.search(text) and not place.endswith("/id") and not (kind is PEOPLE and place.startswith("/name")):
            yield Mention(path=kind.path_of(record), field=place, text=text)


def _texts(data: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(data, str):
        yield place, data
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield from _texts(value, f"{place}/{key}")


def _only(data: Any, person: str) -> Any:
    """The same, but of lists that name the person only what does: who else votes is somebody else's."""
    if isinstance(data, dict):
        return {key: _only(value, person) for key, value in data.items()}
    if isinstance(data, list):
        own = [value for value in data if _has(value, person)]
        return [_only(value, person) for value in own or data]
    return data


def _has(data: Any, person: str) -> bool:
    if isinstance(data, str):
        return data == person
    values = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return any(_has(value, person) for value in values)
