"""A person is erased: from the document, from snapshots and from the feed, which are otherwise never changed (GDPR 17, PIPL 47).

In the past they stay as a nameless person of their rank and department, under an id that tells nothing, so that a snapshot still
gives its map: what they thought and whom they moved is then nobody's. Free text about them is emptied, their names in other texts
are struck out. Entries of the feed about them keep who changed which list when and lose what it said: no undo brings them back.
What cannot be struck out is told: texts that speak of them without their name, and copies that left the store.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final, get_args

import orjson
from pydantic import BaseModel, Field

from graph.about_people import is_about, names_in, names_in_entry, names_person, pattern_of
from graph.answer import Answer
from graph.borrowed_people import Lent
from graph.borrowing import borrowers_of
from graph.changes import ERASED, Author, ChangePart, part_of
from graph.computing import Lane, compute
from graph.document import AccountDocument
from graph.errors import Conflict, NotFound
from graph.kinds import KINDS, PEOPLE, Borrowed, Kind, Person, Record
from graph.kinds.fields import is_free_text
from graph.merging import merge
from graph.saved_queries import ALL, strike
from graph.snapshots import ContentRow, KeptSnapshot, content_of, digest_of, document_in, lent_in, lent_text
from graph.store import Store
from graph.suggestions import speaks_of
from graph.vacancies import vacate
from graph.validity import UNNAMED
from graph.whole_accounts import TRIES, WholeAccount, put_in, take_out

_STRUCK: Final = "▇"
_OTHERS: Final = frozenset({"name", "name_en"})


class Erased(Answer):
    """What became of all kept of somebody."""

    account: str = Field(description="Account id.")
    person: str = Field(description="Their id in snapshots now; it tells nothing.")
    successor: str | None = Field(description="Nameless holder of their votes and vetoes, if any.")
    revision: int = Field(description="Account revision.")
    snapshots: int = Field(description="Rewritten snapshots, with another digest now.")
    entries: int = Field(description="Feed entries that lost their content.")
    texts: int = Field(description="Texts emptied or with a name struck out.")
    queries: int = Field(description="Saved queries with name or id struck out.")


@dataclass
class _Eraser:
    """Whom to erase; `names` are all they are called in text."""

    person: str
    alias: str
    names: set[str] = field(default_factory=set)
    texts: int = 0
    entries: int = 0

    def learn(self, document: AccountDocument) -> bool:
        """Their names in a document; False where it does not know them."""
        names = names_in(document, self.person)
        self.names |= names or set()
        return names is not None

    def gone_from(self, document: AccountDocument) -> AccountDocument:
        """The document with a nameless person in their place."""
        others = tuple(one for one in document.proposals if not speaks_of(one, self.person))
        document = document.model_copy(update={"proposals": others})
        known = next((one for one in document.people if one.id == self.person), None)
        if known is not None:
            nameless = Person(
                id=self.alias,
                name=UNNAMED,
                placeholder=True,
                rank=known.rank,
                department_id=known.department_id,
                also_in=known.also_in,
                external=known.external,
                since=known.since,
                until=known.until,
            )
            document = document.model_copy(update={"people": (*document.people, nameless)})
            document, _ = merge(document, self.person, self.alias)
            people = (nameless if one.id == self.alias else one for one in document.people)
            document = document.with_records(PEOPLE, people)
        for kind in KINDS:
            records = document.of(kind)
            erased = [self._told(kind, record) for record in records]
            if any(a is not b for a, b in zip(erased, records, strict=True)):
                document = document.with_records(kind, erased)
        return document

    def _told(self, kind: Kind, record: Record) -> Record:
        """The record without free text if it is about them, else with their names struck out of its text."""
        about = names_person(kind, record, self.alias)
        data = orjson.loads(record.model_dump_json())
        before = self.texts
        if about:
            _empty(type(record), data, self)
        self.strike(data, but=_OTHERS if kind is PEOPLE else frozenset())
        return record if self.texts == before else kind.model.model_validate_json(orjson.dumps(data))

    def strike(self, data: Any, but: frozenset[str] = frozenset()) -> Any:
        """The same with their names struck out wherever somebody wrote them, but for some fields and for ids."""
        items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
        for key, value in list(items):
            if (
                isinstance(value, str)
                and key != "id"
                and key not in but
                and self._pattern
                and self._pattern.search(value)
            ):
                data[key] = self._pattern.sub(_STRUCK, value)
                self.texts += 1
            else:
                self.strike(value, but)
        return data

    @property
    def _pattern(self) -> re.Pattern[str] | None:
        return pattern_of(self.names)

    def told_in_feed(self, part: ChangePart) -> ChangePart:
        """A part of the feed in which entries about them say nothing."""
        entries = orjson.loads(part.entries)
        for i, entry in enumerate(entries):
            if is_about(entry, self.person):
                entries[i] = {"kind": entry["kind"], "path": entry["kind"], "before": None, "after": None}
                self.entries += 1
            else:
                self.strike([entry["before"], entry["after"]], _OTHERS if entry["kind"] == PEOPLE.name else frozenset())
        return part.model_copy(update={"entries": orjson.dumps(entries).decode()})


def _empty(model: type[BaseModel], data: dict[str, Any], eraser: _Eraser) -> None:
    """Free text of a record and of what it holds, as if nobody had written any."""
    for name, info in model.model_fields.items():
        value = data.get(name)
        if not value:
            continue
        if isinstance(value, str) and is_free_text(info):
            empty = _STRUCK if info.is_required() else info.get_default()
            if value != empty:
                data[name] = empty
                eraser.texts += 1
        for inner in _models_in(info.annotation):
            for part in value if isinstance(value, list) else [value]:
                if isinstance(part, dict):
                    _empty(inner, part, eraser)


def _models_in(annotation: Any) -> Iterable[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


async def erase(store: Store, account_id: str, person: str, author: Author, *, stamp: str | None = None) -> Erased:
    """Erase somebody from all that is kept of an account, in one transaction.

    Raises NotFound where neither document, snapshots nor feed know them, Conflict where the account was changed meanwhile,
    or is not the one of a `stamp`.
    """
    whole = await take_out(store, account_id)
    if whole is None:
        raise NotFound("account", account_id)
    if stamp is not None and stamp != whole.stamp:
        msg = f"account {account_id} was changed at the same time: try again"
        raise Conflict(msg)
    eraser = _Eraser(person, f"erased-{secrets.token_hex(6)}")
    after, erased = await compute(partial(_without, whole, eraser, author), Lane.DOCUMENT)
    queries = await strike(store, [account_id, ALL], person, partial(_struck, pattern_of(eraser.names)), _STRUCK)
    borrowers = [
        await _erase_guest(store, own, account_id, eraser, author)
        for own in await borrowers_of(store.read, account_id, person)
    ]
    await put_in(store, after, replace=True, instead_of=whole.stamp)
    return erased.model_copy(update={"queries": queries, "snapshots": erased.snapshots + sum(borrowers)})


def _struck(pattern: re.Pattern[str] | None, text: str) -> str:
    return pattern.sub(_STRUCK, text) if pattern else text


def _without(whole: WholeAccount, eraser: _Eraser, author: Author) -> tuple[WholeAccount, Erased]:
    document = AccountDocument.model_validate_json(whole.document)
    past = {kept.id: AccountDocument.model_validate_json(kept.content) for kept in whole.snapshots}
    person = eraser.person
    known = [eraser.learn(one) for one in (document, *past.values())]
    told = [
        names
        for part in whole.changes
        for entry in orjson.loads(part.entries)
        for names in names_in_entry(entry, person)
    ]
    if not (any(known) or told):
        raise NotFound("person", person)
    eraser.names.update(*told)
    document, successor = eraser.gone_from(document), None
    if known[0]:
        document, successor = vacate(document, eraser.alias)
    snapshots = []
    for kept in whole.snapshots:
        then = eraser.gone_from(past[kept.id])
        words = eraser.strike({"called": kept.name, "reason": kept.reason})
        anew: dict[str, str | None] = {
            "content": then.canonical().model_dump_json(),
            "name": words["called"],
            "reason": words["reason"],
        }
        same = all(getattr(kept, name) == value for name, value in anew.items())
        snapshots.append(kept if same else _kept_anew(kept, anew))
    changes = [eraser.told_in_feed(part) for part in whole.changes]
    after = _written_anew(whole, document.canonical().model_dump_json(), changes, snapshots, author)
    after = after.model_copy(update={"answers": ()})
    rewritten = sum(a is not b for a, b in zip(snapshots, whole.snapshots, strict=True))
    erased = Erased(
        account=whole.id,
        person=eraser.alias,
        successor=successor,
        revision=after.revision,
        snapshots=rewritten,
        entries=eraser.entries,
        texts=eraser.texts,
        queries=0,
    )
    return after, erased


def _written_anew(
    whole: WholeAccount, document: str, changes: list[ChangePart], snapshots: list[KeptSnapshot], author: Author
) -> WholeAccount:
    """The account with these contents, and its feed saying that somebody was erased."""
    revision, stamp = whole.revision + 1, secrets.token_hex(16)
    entry = {"kind": ERASED, "path": ERASED, "before": None, "after": None}
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    told = part_of(stamp, revision, at, author, orjson.dumps([entry]).decode())
    anew = {"document": document, "changes": (*changes, told), "snapshots": tuple(snapshots)}
    return whole.model_copy(update={"revision": revision, "stamp": stamp, **anew})


def _kept_anew(kept: KeptSnapshot, fields: dict[str, str | None]) -> KeptSnapshot:
    anew = kept.model_copy(update=fields)
    return anew.model_copy(update={"digest": digest_of(anew)})


# -- where they were borrowed -------------------------------------------------------------------------------------------------


async def _erase_guest(store: Store, account_id: str, lender: str, eraser: _Eraser, author: Author) -> int:
    """Erase somebody from an account that borrows them, or did; answers in how many snapshots. Raises Conflict."""
    for _ in range(TRIES):
        whole = await take_out(store, account_id)
        after = whole and await compute(partial(_without_guest, whole, lender, eraser, author), Lane.DOCUMENT)
        if whole is None or after is None:
            return 0
        try:
            await put_in(store, after, replace=True, instead_of=whole.stamp)
        except Conflict:
            continue
        return sum(a is not b for a, b in zip(after.snapshots, whole.snapshots, strict=True))
    msg = f"account {account_id}, which borrows the person, is being changed too fast: try again"
    raise Conflict(msg)


def _without_guest(whole: WholeAccount, lender: str, eraser: _Eraser, author: Author) -> WholeAccount | None:
    """The account naming nobody in their place, and their names struck out of its texts; None where nothing is to do."""

    def anew(text: str) -> str:
        data = _unnamed(orjson.loads(text), lender, eraser)
        before = eraser.texts
        eraser.strike(data, _OTHERS)
        return text if data == orjson.loads(text) and eraser.texts == before else orjson.dumps(data).decode()

    snapshots: list[KeptSnapshot] = []
    for kept in whole.snapshots:
        told = ContentRow(content=anew(kept.content), lent=kept.lent and anew(kept.lent))
        if (told.content, told.lent) == (kept.content, kept.lent):
            snapshots.append(kept)
            continue
        content, lent = content_of(document_in(told)), lent_text(lent_in(told))
        snapshots.append(_kept_anew(kept, {"content": content, "lent": lent}))
    changes = [part.model_copy(update={"entries": anew(part.entries)}) for part in whole.changes]
    document = anew(whole.document)
    if (document, changes, snapshots) == (whole.document, list(whole.changes), list(whole.snapshots)):
        return None
    document = AccountDocument.model_validate_json(document).canonical().model_dump_json()
    return _written_anew(whole, document, changes, snapshots, author)


def _unnamed(value: Any, lender: str, eraser: _Eraser) -> Any:
    """The same with the nameless id wherever it borrows them, and without what was lent of them."""
    if isinstance(value, list):
        return [_unnamed(part, lender, eraser) for part in value]
    if not isinstance(value, dict):
        return value
    if isinstance(borrowed := value.get("borrowed"), dict) and _is_guest(borrowed, lender, eraser.person):
        gone = Lent(borrowed=Borrowed(person=eraser.alias, account_id=lender), missing="person-gone")
        return orjson.loads(gone.model_dump_json())
    own = {key: _unnamed(part, lender, eraser) for key, part in value.items()}
    return own | {"person": eraser.alias} if _is_guest(value, lender, eraser.person) else own


def _is_guest(value: dict[str, Any], lender: str, person: str) -> bool:
    return value.get("account_id") == lender and value.get("person") == person
