"""The way into a new store: a first admin key, from a file or made once, so that a service off loopback locks nobody out."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from app.auth.keys import Grant, accept_key, has_admin, is_key, list_keys, new_key, stored_key
from graph.errors import Conflict
from graph.store import Store

_GRANT: Final = Grant("admin", "first admin")
MOST_CHARACTERS: Final = 1000


class NoAdmin(ValueError):
    """Nobody could administer the service; says what to do."""


async def first_admin(store: Store, secret: bytes, file: Path | None, *, may_tell: bool) -> str | None:
    """See that a living key may do everything; answers the key that was made for it, if it is to be told.

    The key in the file is accepted, unless it was revoked since; where the file is not there and the store never had an
    admin key, one is made and written to it, for this user only. Without a file it is made, and answered, if it may be told.
    Raises NoAdmin.
    """
    never = not any(key.role == "admin" and not key.accounts for key in await list_keys(store))
    if file is not None:
        if never:
            _write_unless_there(file)
        if key := _key_in(file):
            await _accept(store, secret, key, file)
    elif never and may_tell:
        await accept_key(store, secret, key := new_key(), _GRANT)
        return key
    if not await has_admin(store):
        msg = "there must be an admin key: run `powermap keys create --role admin --name NAME` first"
        raise NoAdmin(f"{msg}, or name one in POWERMAP_ADMIN_KEY_FILE" if file is None else msg)
    return None


def _write_unless_there(file: Path) -> None:
    try:
        with (
            suppress(FileExistsError),
            os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened,
        ):
            opened.write(f"{new_key()}\n")
    except OSError as error:
        msg = f"POWERMAP_ADMIN_KEY_FILE: {file} is not there and cannot be written: {error.strerror}"
        raise NoAdmin(msg) from None


def _key_in(file: Path) -> str | None:
    """The key a file holds; None without a file. Raises NoAdmin for anything else in it."""
    try:
        with file.open(encoding="utf-8") as opened:
            key = opened.read(MOST_CHARACTERS).strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text"
        raise NoAdmin(f"POWERMAP_ADMIN_KEY_FILE: cannot read {file}: {why}") from None
    if not is_key(key):
        msg = f"POWERMAP_ADMIN_KEY_FILE: {file} holds no key: pm_, 12 of a-z and 0-9, _, 43 of A-Z, a-z, 0-9, _ and -"
        raise NoAdmin(msg)
    return key


async def _accept(store: Store, secret: bytes, key: str, file: Path) -> None:
    with suppress(Conflict):  # another process of the service accepts it at the same moment
        if await stored_key(store, key) is None:
            await accept_key(store, secret, key, _GRANT)
    row = await stored_key(store, key)
    if row is not None and row.lives(datetime.now(UTC)) and not row.fits(key, secret):
        msg = f"POWERMAP_ADMIN_KEY_FILE: the key in {file} was stored under another POWERMAP_KEY_SECRET: set that one again"
        raise NoAdmin(msg)


__all__ = ["NoAdmin", "first_admin"]
