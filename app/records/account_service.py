"""Accounts as records: the tree, creating, moving and deleting them, and what was changed in them."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.auth.service import Actor, require_place
from app.records import record_service
from app.records.filters import LONGEST, SORT, TOTAL, search_key
from app.records.pages import Page, wrong_cursor
from app.records.record_service import Kept, Place, Precondition
from app.records.schemas import AccountItem, AccountList, ChangeItem, ChangeList, UndoReport
from app.records.sorting import order_of
from graph.accounts import Accounts, Edit
from graph.changes import PARTS_OF_A_WRITE, Entry, last_write_of
from graph.changes import list_changes as read_changes
from graph.computing import compute
from graph.document import AccountDocument
from graph.draft import Draft, load_json
from graph.edits import collection_of, existing
from graph.errors import AlreadyExists, Conflict, Fault, InvalidDocument, StillReferenced
from graph.kinds import ACCOUNT, KINDS, Account, Record
from graph.kinds.fields import Tier
from graph.rules import GRAPH_RULES
from graph.tree import DEEPEST_TREE, AccountRow, TreeRow
from graph.undo import undo

COLLECTION = collection_of(ACCOUNT)
MOST_ACCOUNTS = 100_000
_POSITION = re.compile(r"[0-9]{1,18}\.[0-9]{1,9}")


class AccountFilter(BaseModel):
    """Which accounts a list shows."""

    model_config = ConfigDict(frozen=True)
    q: str | None = Field(default=None, max_length=200, description="Part of a name or id, in either script.")
    tier: Tier | None = Field(default=None, description="Only accounts of this tier.")
    parent_id: str | None = Field(default=None, max_length=64, description="Only accounts directly under this one.")
    tree: bool = Field(default=False, description="Nest accounts under their parents.")
    limit: int = Field(default=100, ge=1, le=200, description="Items a page.")
    cursor: str = Field(default="", max_length=1000, description="`next_cursor` of the page before.")
    sort: str = Field(default="", max_length=LONGEST, description=SORT)
    total: bool = Field(default=False, description=TOTAL)

    def keeps(self, row: AccountRow) -> bool:
        if self.q is not None and not any(
            search_key(self.q) in search_key(text) for text in (row.id, row.name, row.name_en)
        ):
            return False
        return self.tier in {None, row.tier} and self.parent_id in {None, row.parent_id}

    @property
    def is_open(self) -> bool:
        return self.q is None and self.tier is None and self.parent_id is None


async def list_accounts(accounts: Accounts, actor: Actor, account_filter: AccountFilter, page: Page) -> AccountList:
    """A page of the accounts the actor may see; as a tree, each item has those below it."""
    order = order_of(AccountRow, account_filter.sort)
    rows = await accounts.list("", MOST_ACCOUNTS)
    seen = actor.visible(TreeRow(id=row.id, parent_id=row.parent_id) for row in rows)
    shown = {row.id: row for row in rows if row.id in seen}
    if account_filter.tree and account_filter.is_open:
        top = [row for row in shown.values() if row.parent_id not in shown]
    else:
        top = [row for row in shown.values() if account_filter.keeps(row)]
    items, next_cursor = order.cut(top, page, lambda row: row.id)
    below = _children(shown) if account_filter.tree else {}
    listed = [_item(row, below, DEEPEST_TREE if account_filter.tree else 0) for row in items]
    return AccountList(items=listed, next_cursor=next_cursor, total=len(top) if account_filter.total else None)


def _children(rows: dict[str, AccountRow]) -> dict[str, list[AccountRow]]:
    below: dict[str, list[AccountRow]] = {}
    for row in rows.values():
        if row.parent_id in rows:
            below.setdefault(row.parent_id, []).append(row)
    return below


def _item(row: AccountRow, below: dict[str, list[AccountRow]], levels: int) -> AccountItem:
    children = [_item(child, below, levels - 1) for child in below.get(row.id, [])] if levels else None
    etag = COLLECTION.etag_of(Account(**row.model_dump(include=set(Account.model_fields))))
    return AccountItem(**row.model_dump(include=set(AccountItem.model_fields)), etag=etag, children=children)


async def get_account(accounts: Accounts, account_id: str) -> Kept:
    """The account itself."""
    account = (await accounts.current(account_id)).document.account
    return Kept(account, COLLECTION.etag_of(account))


def quoted(record: Record) -> str:
    """The account's id as it stands in a path."""
    return record_service.quoted(COLLECTION.key_of(record)[0])


async def create_account(accounts: Accounts, actor: Actor, body: bytes) -> Kept:
    """Add an account. Raises AlreadyExists, and NotFound for a parent that is not granted."""
    account = _read(load_json(body))
    if account.parent_id is None:
        actor.require_all()
    await require_place(accounts, actor, account.id, account.parent_id)

    def apply(before: AccountDocument | None) -> AccountDocument:
        if before is not None:
            raise AlreadyExists(f"accounts/{account.id} exists")
        return AccountDocument(account=account)

    await accounts.edit(account.id, _edit(apply, account), actor.author)
    return Kept(account, COLLECTION.etag_of(account), created=True)


async def put_account(
    accounts: Accounts, actor: Actor, account_id: str, body: bytes, precondition: Precondition
) -> Kept:
    """Create an account or replace its own fields; what it holds stays."""
    data = load_json(body)
    account = _read({"id": account_id, **data} if isinstance(data, dict) else data)
    if account.id != account_id:
        raise InvalidDocument((Fault("/id", "id-mismatch", account.id, {"expected": account_id}),))
    await require_place(accounts, actor, account.id, account.parent_id)
    created = False

    def apply(before: AccountDocument | None) -> AccountDocument:
        nonlocal created
        created = before is None
        precondition.require(COLLECTION, before.account if before else None, needed=True)
        if before is not None and before.account == account:
            return before
        return before.model_copy(update={"account": account}) if before else AccountDocument(account=account)

    await accounts.edit(account_id, _edit(apply, account), actor.author)
    return Kept(account, COLLECTION.etag_of(account), created)


def _edit(apply: Callable[[AccountDocument | None], AccountDocument], account: Account) -> Edit:
    return Edit(apply, Draft(None, pointers={id(account): ""}), GRAPH_RULES)


def _read(data: Any) -> Account:
    account = record_service.read_record(COLLECTION, data)
    assert isinstance(account, Account)  # noqa: S101 - the collection's model
    return account


async def patch_account(
    accounts: Accounts, actor: Actor, account_id: str, body: bytes, precondition: Precondition
) -> Kept:
    """Change an account's own fields; a new parent moves it."""
    patched = load_json(body)
    parent_id = patched.get("parent_id", "") if isinstance(patched, dict) else ""
    if parent_id is None or (isinstance(parent_id, str) and parent_id):
        await require_place(accounts, actor, account_id, parent_id)
    place = Place(account_id, COLLECTION, (account_id,))
    return await record_service.patch_record(accounts, place, body, precondition, actor.author)


async def delete_account(
    accounts: Accounts, actor: Actor, account_id: str, precondition: Precondition, *, cascade: bool
) -> None:
    """Delete an account. Raises StillReferenced while it holds anything, unless `cascade`."""

    def apply(before: AccountDocument | None) -> None:
        document = existing(before, account_id)
        precondition.require(COLLECTION, document.account, needed=False)
        paths = tuple(kind.path_of(record) for kind in KINDS if kind is not ACCOUNT for record in document.of(kind))
        if paths and not cascade:
            raise StillReferenced(f"the account holds {len(paths)} records", paths[:50])

    await accounts.edit(account_id, Edit(apply), actor.author)


@dataclass(frozen=True)
class ChangesQuery:
    """Which changes, those after a revision, in which order, and whether their number is asked for."""

    since: int = 0
    sort: str = ""
    total: bool = False


async def list_changes(accounts: Accounts, account_id: str, query: ChangesQuery, page: Page) -> ChangeList:
    """A page of the changes; only for their number, or another order than theirs, the whole feed is read."""
    order = order_of(ChangeItem, query.sort)
    await accounts.current(account_id)
    begin = ((query.since + 1) * PARTS_OF_A_WRITE, -1)
    whole = await read_changes(accounts.store, account_id, begin, sys.maxsize) if query.sort or query.total else []
    if query.sort:
        items, next_cursor = await compute(lambda: order.cut(map(_change, whole), page, _sorted_place))
    else:
        after = _position(page.after) if page.after else begin
        entries = await read_changes(accounts.store, account_id, after, page.limit + 1)
        shown, next_cursor = page.cut(entries, lambda entry: f"{entry.position}.{entry.index}")
        items = [_change(entry) for entry in shown]
    return ChangeList(items=items, next_cursor=next_cursor, total=len(whole) if query.total else None)


def _sorted_place(item: ChangeItem) -> str:
    """The place in the feed, in order as text."""
    position, _, index = item.id.partition(".")
    return f"{position:0>18}.{index:0>9}"


def _position(after: str) -> tuple[int, int]:
    if not _POSITION.fullmatch(after):
        raise wrong_cursor(after)
    position, _, index = after.partition(".")
    return int(position), int(index)


def _change(entry: Entry) -> ChangeItem:
    action: Literal["created", "updated", "deleted", "erased"] = "updated"
    if entry.before is None and entry.after is None:
        action = "erased"
    elif entry.before is None or entry.after is None:
        action = "created" if entry.before is None else "deleted"
    return ChangeItem(
        id=f"{entry.position}.{entry.index}",
        revision=entry.revision,
        at=datetime.fromisoformat(entry.at),
        actor=entry.author.name,
        member=entry.author.member,
        undoes=entry.undoes,
        kind=entry.kind,
        path=entry.path,
        action=action,
        before=entry.before,
        after=entry.after,
    )


async def undo_last_change(accounts: Accounts, actor: Actor, account_id: str, named: int | None = None) -> UndoReport:
    """Take back the actor's newest write that is neither undone nor an undo, if it is the `named` one. Raises Conflict."""
    await accounts.current(account_id)
    entries = await last_write_of(accounts.store, account_id, actor.author)
    if not entries:
        raise Conflict("you have no change here that could be undone")
    revision = entries[0].revision
    if named is not None and named != revision:
        raise Conflict(f"revision {named} is not your last change that is not undone; that is revision {revision}")

    def apply(before: AccountDocument | None) -> AccountDocument:
        return undo(existing(before, account_id), entries)

    written = await accounts.edit(account_id, Edit(apply, conflicts=None, undoes=revision, carries=True), actor.author)
    now = written.account.revision if written.account else 0
    return UndoReport(account=account_id, undone_revision=revision, revision=now, records=[e.path for e in entries])
