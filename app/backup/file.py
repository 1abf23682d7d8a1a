"""A backup's file: packed lines of JSON, the last of which holds the digest of all before, so that damage is noticed.

Head with keys, one line an account, one a job, end. It holds everything there is to know, hence is written for this user only,
and under another name until it is whole.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final, cast

import orjson

from app.auth.keys import KeyRow
from graph.jobs import WholeJob
from graph.saved_queries import SavedQuery
from graph.whole_accounts import WholeAccount

FORMAT: Final = "powermap-backup/1"
PACKING: Final = 6


class UnusableBackup(ValueError):
    """A file that is no whole backup; says why."""


@dataclass(frozen=True)
class Head:
    """What a backup says of itself: the schema and program it is of, when it was begun, the secret of its keys if it was kept.

    `queries` are those saved for all accounts.
    """

    schema: int
    version: str
    at: str
    secret: str | None
    keys: list[KeyRow]
    queries: list[SavedQuery]


@dataclass
class Writer:
    """Writes a backup; `end` makes it whole."""

    file: IO[bytes]
    accounts: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    def begin(self, head: Head) -> None:
        """The first line."""
        keys = [row.model_dump() for row in head.keys]
        queries = [row.model_dump() for row in head.queries]
        told = {name: getattr(head, name) for name in _OF_HEAD}
        self._line({"format": FORMAT, **told, "keys": keys, "queries": queries})

    def add(self, whole: WholeAccount) -> None:
        """One account."""
        self._line({"account": whole.model_dump()})
        self.accounts += 1

    def add_job(self, whole: WholeJob) -> None:
        """One job."""
        self._line({"job": whole.model_dump()})

    def end(self) -> str:
        """The last line; answers the digest."""
        digest: str = self.digest.hexdigest()
        self._line({"accounts": self.accounts, "sha256": digest})
        return digest

    def _line(self, content: dict[str, Any]) -> None:
        line = orjson.dumps(content) + b"\n"
        self.digest.update(line)
        self.file.write(line)


_OF_HEAD: Final = ("schema", "version", "at", "secret")


@contextmanager
def private_file(path: Path) -> Iterator[IO[bytes]]:
    """A packed file that has its name only once all is written, for this user only. Raises OSError."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as raw:
            with gzip.GzipFile("", "wb", PACKING, raw, mtime=0) as packed:
                yield cast("IO[bytes]", packed)
            raw.flush()
            os.fsync(raw.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


@dataclass(frozen=True)
class Contents:
    """A backup that was read through once and is whole: its head, and its accounts with their stamps."""

    path: Path
    head: Head
    accounts: dict[str, str]

    def whole_accounts(self) -> Iterator[WholeAccount]:
        """The accounts, one after the other."""
        for content in _lines(self.path):
            if "account" in content:
                yield WholeAccount.model_validate(content["account"])

    def whole_jobs(self) -> Iterator[WholeJob]:
        """The jobs, one after the other."""
        for content in _lines(self.path):
            if "job" in content:
                yield WholeJob.model_validate(content["job"])


def contents(path: Path) -> Contents:
    """What a file holds, checked to its end. Raises UnusableBackup, OSError."""
    head: Head | None = None
    end: dict[str, Any] = {}
    accounts: dict[str, str] = {}
    for content in _lines(path):
        if head is None:
            head = _head(path, content)
        elif end:
            raise _damaged(path, "it goes on after its end")
        elif "account" in content:
            accounts[content["account"]["id"]] = content["account"]["stamp"]
        elif "job" not in content:
            end = content
    if head is None or end.get("accounts") != len(accounts):
        raise _damaged(path, "its end is missing")
    return Contents(path, head, accounts)


def _head(path: Path, content: dict[str, Any]) -> Head:
    if content.get("format") != FORMAT:
        msg = f"{path} is no backup of this program ({FORMAT})"
        raise UnusableBackup(msg)
    return Head(
        **{name: content[name] for name in _OF_HEAD},
        keys=[KeyRow.model_validate(row) for row in content["keys"]],
        queries=[SavedQuery.model_validate(row) for row in content.get("queries", [])],
    )


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    """The lines; the last one is compared with the digest of those before."""
    digest = hashlib.sha256()
    try:
        with gzip.open(path) as file:
            for line in file:
                content = orjson.loads(line)
                if "sha256" in content and content["sha256"] != digest.hexdigest():
                    raise _damaged(path, "its content does not fit its digest")
                digest.update(line)
                yield content
    except gzip.BadGzipFile:
        msg = f"{path} is no backup of this program ({FORMAT}), or is damaged"
        raise UnusableBackup(msg) from None
    except UnusableBackup:
        raise
    except (EOFError, KeyError, TypeError, ValueError, zlib.error):
        raise _damaged(path, "it is cut or changed") from None


def _damaged(path: Path, how: str) -> UnusableBackup:
    return UnusableBackup(f"{path} is damaged ({how}): nothing is taken from it; use another backup")
