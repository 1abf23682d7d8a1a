"""API keys: made once, shown once, kept as a prefix and a keyed hash."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from platformdirs import user_data_path

from app.settings import Settings
from graph.errors import NotFound
from graph.queries import Count, Frozen, query
from graph.store import Store

Role = Literal["admin", "editor", "reader"]
ROLES: Final[tuple[Role, ...]] = ("reader", "editor", "admin")
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
    member: str | None
    created_at: str
    revoked_at: str | None


_CREATE = query("keys/create_key", Count)
_FIND = query("keys/find_key", KeyRow)
_LIST = query("keys/list_keys", KeyRow)
_REVOKE = query("keys/revoke_key", Count)


@dataclass(frozen=True)
class Grant:
    """What a new key may do: a role, on all accounts or on some and what lies under them; `member` ties it to one of us."""

    role: Role
    name: str
    accounts: tuple[str, ...] = ()
    member: str | None = None


def secret_of(settings: Settings) -> bytes:
    """What key hashes are keyed with: the setting, or a random one kept in the user's data directory (0600)."""
    given = settings.key_secret.get_secret_value()
    return given.encode() if given else _kept_secret(user_data_path("powermap") / "key-secret")


def _kept_secret(path: Path) -> bytes:
    with suppress(FileNotFoundError):
        return path.read_bytes()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(FileExistsError), os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_hex(32).encode())
    return path.read_bytes()


def _hash(key: str, secret: bytes) -> str:
    return hmac.new(secret, key.encode(), hashlib.sha256).hexdigest()


async def create_key(store: Store, secret: bytes, grant: Grant) -> str:
    """Make a key and keep its hash; the key is answered once and never again."""
    prefix = "".join(secrets.choice("abcdefghijklmnopqrstuvwxyz0123456789") for _ in range(12))
    key = f"pm_{prefix}_{secrets.token_urlsafe(32)}"
    properties = {
        "hash": _hash(key, secret),
        "role": grant.role,
        "name": grant.name,
        "accounts": sorted(set(grant.accounts)),
        "member": grant.member,
        "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    await store.change(_CREATE, id=prefix, properties=properties)
    return key


async def list_keys(store: Store) -> list[KeyRow]:
    """All keys, revoked ones too."""
    found: list[KeyRow] = []
    while rows := await store.read(_LIST, after=found[-1].id if found else "", limit=_PAGE):
        found += rows
    return found


async def revoke_key(store: Store, prefix: str) -> None:
    """Accept the key no more, from the next request on. Raises NotFound."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    (done,) = await store.change(_REVOKE, id=prefix.removeprefix("pm_").partition("_")[0], at=at)
    if not done.count:
        raise NotFound("key", prefix)


async def has_admin(store: Store) -> bool:
    """Whether a living key may do everything."""
    keys = await list_keys(store)
    return any(key.role == "admin" and not key.accounts and key.revoked_at is None for key in keys)


async def find_key(store: Store, secret: bytes, key: str) -> KeyRow | None:
    """The living key these characters are; None for malformed, unknown, wrong and revoked ones alike."""
    form = _FORM.fullmatch(key)
    rows = await store.read(_FIND, id=form.group(1)) if form else []
    kept = rows[0].hash if rows else _NO_HASH
    matches = hmac.compare_digest(_hash(key, secret), kept)
    return rows[0] if matches and rows and rows[0].revoked_at is None else None
