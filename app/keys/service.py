"""Keys made, listed, rotated and revoked by whoever may do everything; and what any key may do, told to who has it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.auth import keys as kept
from app.auth.keys import Grant, KeyRow
from app.auth.service import Actor
from app.keys.schemas import Key, KeyList, NewKey
from app.roles import SCOPES
from graph.errors import Conflict, Fault, InvalidDocument, NotAllowed
from graph.store import Store


async def who(store: Store, actor: Actor) -> Key:
    """What the key of this actor may do; its accounts are those it is still granted."""
    row = await kept.stored_key(store, actor.author.id)
    granted = None if actor.accounts is None else sorted(actor.accounts)
    if row is None:  # the demo, or whom the identity provider knows
        author = actor.author
        return Key(
            id=author.id,
            role=actor.role,
            name=author.name,
            accounts=granted,
            member=author.member,
            scopes=list(SCOPES),
            clearance=actor.clearance,
        )
    return _shown(row).model_copy(update={"accounts": granted})


async def list_keys(store: Store) -> KeyList:
    """Every key."""
    return KeyList(items=[_shown(row) for row in await kept.list_keys(store)])


async def create(store: Store, secret: bytes, actor: Actor, new_key: NewKey) -> Key:
    """Make a key. Raises NotAllowed, InvalidDocument for one that has expired, NotFound for an unknown account."""
    if not set(new_key.scopes or SCOPES) <= actor.scopes:
        msg = f"the key is for {', '.join(sorted(actor.scopes))} and makes no key that is for more"
        raise NotAllowed(msg)
    now = datetime.now(UTC)
    if new_key.expires_at is not None and new_key.expires_at <= now:
        facts = {"range": f"> {now.isoformat(timespec='seconds')}"}
        raise InvalidDocument((Fault("/expires_at", "out-of-range", new_key.expires_at.isoformat(), facts),))
    grant = Grant(
        new_key.role,
        new_key.name.strip(),
        tuple(dict.fromkeys(new_key.accounts)),
        new_key.member,
        new_key.expires_at,
        tuple(scope for scope in SCOPES if scope in new_key.scopes),
        new_key.clearance,
    )
    return await _told(store, await kept.open_accounts(store, secret, grant, actor.author))


async def rotate(store: Store, secret: bytes, actor: Actor, key_id: str, hours: float) -> Key:
    """Make a key that may do what another may, which is accepted so many hours more. Raises NotAllowed, NotFound, Conflict."""
    row = await kept.key_of(store, key_id)
    if not set(row.scopes or SCOPES) <= actor.scopes:
        msg = "the key that is rotated may do more than yours"
        raise NotAllowed(msg)
    return await _told(store, await kept.rotate_key(store, secret, key_id, timedelta(hours=hours)))


async def revoke(store: Store, actor: Actor, key_id: str) -> None:
    """Accept a key no more. Raises NotFound, and Conflict for the last that may do everything."""
    row = await kept.key_of(store, key_id)
    if await kept.is_last_admin(store, row):
        msg = "nobody could do everything without this key: make another admin key first"
        raise Conflict(msg)
    await kept.close_accounts(store, row.id, actor.author)


async def _told(store: Store, key: str) -> Key:
    return _shown(await kept.key_of(store, key)).model_copy(update={"key": key})


def _shown(row: KeyRow) -> Key:
    return Key(
        id=row.id,
        role=row.role,
        name=row.name,
        accounts=row.accounts or None,
        member=row.member,
        scopes=row.scopes or list(SCOPES),
        clearance=row.clearance or "full",
        created_at=datetime.fromisoformat(row.created_at),
        expires_at=_moment(row.expires_at),
        revoked_at=_moment(row.revoked_at),
        last_used_on=row.last_used_on,
    )


def _moment(at: str | None) -> datetime | None:
    return datetime.fromisoformat(at).astimezone(UTC) if at else None
