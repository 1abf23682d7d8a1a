"""What the hashes of keys are keyed with: the setting, or a random secret that is made once and lies with what it is for."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

from filelock import FileLock
from platformdirs import user_data_path

from app.settings import Settings
from graph.engines import folder_of
from graph.errors import StoreUnavailable

NAME: Final = "key-secret"


def secret_of(settings: Settings) -> bytes:
    """The setting; else the secret in the embedded store's folder, for a server that in the user's data directory.

    It is made where there is none. Up to 0.1 that of embedded stores lay in the user's data directory, too: a store without
    one of its own takes that over, and what is there stays for other stores. Raises StoreUnavailable where it cannot be kept.
    """
    if given := settings.key_secret.get_secret_value():
        return given.encode()
    path, before = _places(settings)
    try:
        return _kept(path, before)
    except OSError as error:
        msg = f"the secret of the keys cannot be kept in {path.parent}: {error.strerror}"
        raise StoreUnavailable(msg) from None


def kept_secret(settings: Settings) -> str | None:
    """The secret that lies with the store; None where it is a setting, which whoever set it keeps."""
    return None if settings.key_secret.get_secret_value() else secret_of(settings).decode()


def take_over(settings: Settings, secret: bytes, *, instead: bool) -> bool:
    """Keep the secret of another store where there is none yet, or `instead` of that of an embedded store without keys.

    True if it is the one in use from now on.
    """
    path, before = _places(settings)
    if not settings.key_secret.get_secret_value() and (not _content(path) or (instead and before is not None)):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(path, secret)
    return secret_of(settings) == secret


def _places(settings: Settings) -> tuple[Path, Path | None]:
    """Where the secret lies, and where that of an embedded store lay before."""
    of_user = user_data_path("powermap") / NAME
    folder = folder_of(settings.store)
    return (of_user, None) if folder is None else (folder / NAME, of_user)


def _kept(path: Path, before: Path | None = None) -> bytes:
    """The secret in a file for this user only. Who comes first makes it, whole or not at all: the one before, or a new one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(OSError):  # what cannot be closed, e.g. a read-only mount, is in the hands of who mounted it
        if before is None:
            path.parent.chmod(0o700)
        path.chmod(0o600)
    if there := _content(path):
        return there
    with FileLock(path.with_name(f"{NAME}.lock"), mode=0o600):
        if there := _content(path):
            return there
        made = (_content(before) if before else b"") or secrets.token_hex(32).encode()
        _write(path, made)
    return made


def _write(path: Path, secret: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{NAME}.")
    with os.fdopen(handle, "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(path)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
