"""API keys: made once, shown once, kept as a prefix and a keyed hash."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Final

from app.auth.profiles import Redaction
from app.roles import Role, Scope
from graph.changes import Author, note_access
from graph.errors import Conflict, NotFound, PowerMapError
from graph.queries import Count, Frozen, query
from graph.store import Store
from graph.tree import identities_of

_FORM: Final = re.compile(r"pm_([a-z0-9]{12})_([A-Za-z0-9_-]{43})")
_PAGE: Final = 500
_NO_HASH: Final = "0" * 64


class KeyRow(Frozen):
    """A key as it is kept: never the key itself."""

    id: str
    hash: str
    role: Role
    name: str
    accounts: list[str]
    identities: list[str]
    member: str | None
    created_at: str
    revoked_at: str | None
    expires_at: str | None
    last_used_on: str | None
    scopes: list[Scope] | None
    clearance: Redaction | None

    def lives(self, now: datetime) -> bool:
        """True unless it was revoked or has expired."""
        expired = self.expires_at is not None and datetime.fromisoformat(self.expires_at) <= now
        return self.revoked_at is None and not expired

    def does_everything(self, now: datetime) -> bool:
        """True for an admin's living key for all accounts."""
        return self.role == "admin" and not self.accounts and not self.scopes and self.lives(now)

    def fits(self, key: str, secret: bytes) -> bool:
        """True if these characters are the key whose hash this is."""
        return hmac.compare_digest(hash_of(key, secret), self.hash)


_CREATE = query("keys/create_key", Count)
_FIND = query("keys/find_key", KeyRow)
_FIND_SOME = query("keys/find_keys", KeyRow)
_LIST = query("keys/list_keys", KeyRow)
_REVOKE = query("keys/revoke_key", Count)
_NOTE_USE = query("keys/note_use", Count)
_EXPIRE = query("keys/expire_key", Count)
_PUT = query("keys/put_key", Count)
_REHASH = query("keys/rehash_key", Count)


@dataclass(frozen=True)
class Grant:
    """What a new key may do: a role, on all accounts or on some and what lies under them; `member` ties it to one of us.

    `scopes` are those of the role's deeds it is for (empty: all), `clearance` is the most open redaction profile it may
    read: with any but `full` it reads exports of that profile and nothing else.
    """

    role: Role
    name: str
    accounts: tuple[str, ...] = ()
    member: str | None = None
    expires_at: datetime | None = None
    scopes: tuple[Scope, ...] = ()
    clearance: Redaction = "full"


def hash_of(key: str, secret: bytes) -> str:
    """What is kept of a key."""
    return hmac.new(secret, key.encode(), hashlib.sha256).hexdigest()


def prefix_of(key: str) -> str | None:
    """The prefix of what has the form of a key; None for anything else, which may be anything."""
    form = _FORM.fullmatch(key)
    return f"pm_{form.group(1)}" if form else None


async def create_key(store: Store, secret: bytes, grant: Grant) -> str:
    """Make a key and keep its hash; the key is answered once and never again. Raises NotFound for an unknown account.

    It is granted the accounts as they are now, by their identity: one made later under the same id is another.
    """
    identities = await identities_of(store.read, grant.accounts)
    for account_id in grant.accounts:
        if account_id not in identities:
            raise NotFound("account", account_id)
    await accept_key(store, secret, key := new_key(), grant, identities)
    return key


def new_key() -> str:
    """A key nobody has: its prefix, and 256 random bits."""
    prefix = "".join(secrets.choice("abcdefghijklmnopqrstuvwxyz0123456789") for _ in range(12))
    return f"pm_{prefix}_{secrets.token_urlsafe(32)}"


def is_key(text: str) -> bool:
    """True for what has the form of a key."""
    return _FORM.fullmatch(text) is not None


async def accept_key(
    store: Store, secret: bytes, key: str, grant: Grant, identities: Mapping[str, str] = MappingProxyType({})
) -> None:
    """Keep the hash of a key, with the identities of the accounts it is granted. Raises Conflict for a prefix that is taken."""
    properties = {
        "hash": hash_of(key, secret),
        "role": grant.role,
        "name": grant.name,
        "accounts": sorted(identities),
        "identities": sorted(identities.values()),
        "member": grant.member,
        "created_at": _moment(datetime.now(UTC)),
        "expires_at": _moment(grant.expires_at) if grant.expires_at else None,
        "scopes": list(grant.scopes) or None,
        "clearance": grant.clearance,
    }
    await store.change(_CREATE, id=prefix_in(key), properties=properties)


async def put_key(store: Store, row: KeyRow) -> int:
    """Keep a key as it was kept elsewhere, unless it is here; answers how many were put in."""
    return sum(done.count for done in await store.change(_PUT, id=row.id, properties=row.model_dump(exclude={"id"})))


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


async def rotate_key(store: Store, secret: bytes, prefix: str, grace: timedelta) -> str:
    """A new key that may do what a living one may; the old one is accepted for `grace` more. Raises NotFound."""
    now = datetime.now(UTC)
    row = await key_of(store, prefix)
    if not row.lives(now):
        raise NotFound("key", prefix)
    grant = Grant(
        row.role,
        row.name,
        tuple(row.accounts),
        row.member,
        datetime.fromisoformat(row.expires_at) if row.expires_at else None,
        tuple(row.scopes or ()),
        row.clearance or "full",
    )
    if row.accounts and sorted((await identities_of(store.read, row.accounts)).values()) != sorted(row.identities):
        raise Conflict("an account this key was granted is no more: make a new key instead")
    key = await create_key(store, secret, grant)
    last = min([_moment(now + grace), *([row.expires_at] if row.expires_at else [])])
    await store.change(_EXPIRE, id=row.id, at=last)
    return key


async def key_of(store: Store, prefix: str) -> KeyRow:
    """The key of a prefix, or of a whole key. Raises NotFound."""
    row = await stored_key(store, prefix)
    if row is None:
        raise NotFound("key", prefix)
    return row


async def stored_key(store: Store, prefix: str) -> KeyRow | None:
    """What is kept of a key, revoked or not, by its prefix or by itself."""
    rows = await store.read(_FIND, id=prefix_in(prefix))
    return rows[0] if rows else None


async def ended_keys(store: Store, prefixes: Collection[str]) -> set[str]:
    """Those of the keys, by their prefixes, that are accepted no more."""
    rows = await store.read(_FIND_SOME, ids=sorted(prefixes), limit=len(prefixes)) if prefixes else []
    now = datetime.now(UTC)
    return {row.id for row in rows if not row.lives(now)}


def prefix_in(text: str) -> str:
    """The prefix in a key or in what `powermap keys list` shows; anything else as it is."""
    return text.removeprefix("pm_").partition("_")[0]


async def list_keys(store: Store) -> list[KeyRow]:
    """All keys, revoked ones too."""
    keys: list[KeyRow] = []
    while rows := await store.read(_LIST, after=keys[-1].id if keys else "", limit=_PAGE):
        keys += rows
    return keys


async def is_last_admin(store: Store, row: KeyRow) -> bool:
    """Whether nobody could do everything without this key."""
    keys, now = await list_keys(store), datetime.now(UTC)
    return [key.id for key in keys if key.does_everything(now)] == [row.id]


async def revoke_key(store: Store, prefix: str) -> None:
    """Accept the key no more, from the next request on. Raises NotFound."""
    at = _moment(datetime.now(UTC))
    (done,) = await store.change(_REVOKE, id=prefix_in(prefix), at=at)
    if not done.count:
        raise NotFound("key", prefix)


async def has_admin(store: Store) -> bool:
    """Whether a living key may do everything."""
    now = datetime.now(UTC)
    return any(key.does_everything(now) for key in await list_keys(store))


async def find_key(store: Store, secret: bytes, key: str, old_secret: bytes = b"") -> KeyRow | None:
    """The living key these characters are; None for malformed, unknown, wrong, expired and revoked ones alike.

    The first use on a day is noted. A key hashed with the old secret is from then on hashed with the present one.
    """
    form = _FORM.fullmatch(key)
    rows = await store.read(_FIND, id=form.group(1)) if form else []
    expected = rows[0].hash if rows else _NO_HASH
    fits = hmac.compare_digest(now_hash := hash_of(key, secret), expected)
    is_old = not fits and bool(old_secret) and hmac.compare_digest(hash_of(key, old_secret), expected)
    now = datetime.now(UTC)
    if not (fits or is_old) or not rows or not rows[0].lives(now):
        return None
    if is_old:
        await store.change(_REHASH, id=rows[0].id, hash=now_hash)
    if rows[0].last_used_on != (today := now.date().isoformat()):
        await store.change(_NOTE_USE, id=rows[0].id, day=today)
    return rows[0]


async def open_accounts(store: Store, secret: bytes, grant: Grant, author: Author) -> str:
    """Make a key; the feed of each account it opens says so. Raises NotFound for an unknown account, and then makes none."""
    key = await create_key(store, secret, grant)
    prefix = prefix_in(key)
    try:
        for account_id in sorted(set(grant.accounts)):
            await note_access(
                store, account_id, author, prefix, _told_of(grant.name, grant.role, grant.member), ends=False
            )
    except PowerMapError:
        await revoke_key(store, prefix)
        raise
    return key


async def close_accounts(store: Store, prefix: str, author: Author) -> None:
    """Accept a key no more; the feeds of the accounts it was granted say so. Raises NotFound."""
    row = await key_of(store, prefix)
    await revoke_key(store, prefix)
    living = await identities_of(store.read, row.accounts)
    for account_id in row.accounts if row.revoked_at is None else ():
        if living.get(account_id) in row.identities:
            await note_access(store, account_id, author, row.id, _told_of(row.name, row.role, row.member), ends=True)


def _told_of(name: str, role: Role, member: str | None) -> dict[str, str | None]:
    return {"name": name, "role": role, "member": member}
