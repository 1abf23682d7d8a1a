"""The audit log: files of lines, each holding the hash of the one before, so that what is changed, missing or moved is found.

It lies outside the store: whoever deletes an account deletes nothing here. It holds ids, never a name, a note, a query or a key;
ids of records are masked with the key secret, since people's ids may be names, and erasing somebody leaves nothing to erase.
Lines are only ever added. Who can write the files could write a chain anew: keep a head, as `powermap audit verify` prints it,
elsewhere.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, Final, NamedTuple

import orjson
from filelock import FileLock, Timeout

from app.problems import AuditUnavailable

FILE_BYTES: Final = 64 * 1024 * 1024
FREE_BYTES: Final = 4 * 1024 * 1024
START: Final = "0" * 64
_PATIENCE: Final = 2.0
_LINE: Final = re.compile(rb'(\{"n":(\d+),.*"prev":"([0-9a-f]{64})"),"hash":"([0-9a-f]{64})"\}')
_TAIL: Final = 65_536


class Head(NamedTuple):
    """The newest line: its number (0: there is none) and hash."""

    number: int
    hash: str


class Line(NamedTuple):
    """A line as it stands: its bytes and the file and line it is at."""

    file: str
    row: int
    raw: bytes

    def facts(self) -> dict[str, Any]:
        """What it says."""
        facts: dict[str, Any] = orjson.loads(self.raw)
        return facts


class Break(NamedTuple):
    """Where the chain does not hold: `changed`, `out-of-order` (lines are missing, moved or added), `unreadable` or `cut-off`."""

    file: str
    row: int
    code: str


class AuditLog:
    """A folder of audit files, 0600 in a folder of 0700, written by this process and others in turn."""

    def __init__(self, folder: Path, secret: bytes) -> None:
        self.folder = folder
        self._secret = secret
        self._thread = threading.Lock()
        self._file: Path | None = None
        self._size = -1
        self._head = Head(0, START)

    def masked(self, own: str) -> str:
        """An id as the log holds it: the same for the same id, and nobody can tell which without the secret."""
        return hmac.new(self._secret, own.encode(), hashlib.sha256).hexdigest()[:16]

    def masked_path(self, path: str) -> str:
        """The path of a record with its ids masked, e.g. `influence/1f…/20…/9c…`."""
        kind, *ids = path.partition("?")[0].split("/")
        return "/".join((kind, *map(self.masked, ids)))

    def require(self) -> None:
        """Raise AuditUnavailable where nothing could be noted now."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            free = shutil.disk_usage(self.folder).free
        except OSError as error:
            raise AuditUnavailable(f"{error.strerror}") from None
        if free < FREE_BYTES or not os.access(self.folder, os.W_OK | os.X_OK):
            message = "its disk is full" if free < FREE_BYTES else "its folder cannot be written"
            raise AuditUnavailable(message)

    def append(self, event: str, *, durable: bool = False, **facts: Any) -> Head:
        """Note something; with `durable` it is on the disk before this ends. Raises AuditUnavailable; then nothing was noted."""
        known = {name: value for name, value in facts.items() if value is not None}
        try:
            with self._thread, self._lock():
                head = self._written({"at": _now(), "event": event, **known})
                file = self._file
            if durable and file is not None:
                _flush(file)
        except (OSError, Timeout) as error:
            self._size = -1
            raise AuditUnavailable(getattr(error, "strerror", None) or "another process holds it") from None
        return head

    def _lock(self) -> FileLock:
        if not self.folder.is_dir():
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return FileLock(self.folder / "lock", timeout=_PATIENCE, mode=0o600, thread_local=False)

    def _written(self, facts: dict[str, Any]) -> Head:
        file = _newest(self.folder) or _file_from(self.folder, 1)
        size = file.stat().st_size if file.exists() else 0
        torn = b""
        if (file, size) != (self._file, self._size):
            self._head, torn = _head_in(self.folder)
        if size >= FILE_BYTES:
            file, size = _file_from(self.folder, self._head.number + 1), 0
        number = self._head.number + 1
        body = orjson.dumps({"n": number, **facts, "prev": self._head.hash})[:-1]
        digest = hashlib.sha256(body).hexdigest()
        line = torn + body + b',"hash":"' + digest.encode() + b'"}\n'
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            if os.write(descriptor, line) != len(line):
                os.ftruncate(descriptor, size)  # the disk is full: no half line stays
                message = "No space left on device"
                raise OSError(28, message)
        finally:
            os.close(descriptor)
        self._file, self._size, self._head = file, size + len(line), Head(number, digest)
        _note_head(self.folder, self._head)
        return self._head


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _file_from(folder: Path, number: int) -> Path:
    return folder / f"audit-{number:012}.jsonl"


def files(folder: Path) -> list[Path]:
    """The files of a log, oldest first; none where there is no folder. Raises OSError for one that cannot be read."""
    with suppress(FileNotFoundError):
        return sorted(path for path in folder.iterdir() if fnmatch(path.name, "audit-*.jsonl"))
    return []


def _newest(folder: Path) -> Path | None:
    return max(files(folder), default=None)


def _head_in(folder: Path) -> tuple[Head, bytes]:
    """The newest whole line, and what ends a line that was torn when the machine stopped."""
    for file in reversed(files(folder)):
        with file.open("rb") as opened:
            opened.seek(max(0, file.stat().st_size - _TAIL))
            tail = opened.read()
        torn = b"" if tail.endswith(b"\n") or not tail else b"\n"
        for raw in reversed(tail.splitlines()):
            if form := _LINE.fullmatch(raw):
                return Head(int(form[2]), form[4].decode()), torn
    return Head(0, START), b""


def _flush(file: Path) -> None:
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _note_head(folder: Path, head: Head) -> None:
    """Where the chain ends, for a look that its end was not cut off."""
    with suppress(OSError):
        descriptor = os.open(folder / "head", os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.pwrite(descriptor, f"{head.number:020} {head.hash}\n".encode(), 0)
        finally:
            os.close(descriptor)


def lines(folder: Path) -> Iterator[Line]:
    """Every line, oldest first."""
    for file in files(folder):
        with file.open("rb") as opened:
            for row, raw in enumerate(opened, start=1):
                yield Line(file.name, row, raw.rstrip(b"\n"))


def verify(folder: Path, noted: Head | None = None) -> tuple[Head, list[Break]]:
    """The head of a log and where its chain breaks; `noted` is a head somebody kept, which must be in it unchanged."""
    head, broken = Head(0, START), []
    ends = [one for one in (noted, _noted_head(folder)) if one is not None and one.number]
    seen: dict[int, str] = {}
    wanted = {end.number for end in ends}
    for line in lines(folder):
        form = _LINE.fullmatch(line.raw)
        if form is None:
            broken.append(Break(line.file, line.row, "unreadable"))
            continue
        number, digest = int(form[2]), form[4].decode()
        if hashlib.sha256(form[1]).hexdigest() != digest:
            broken.append(Break(line.file, line.row, "changed"))
        elif (number, form[3].decode()) != (head.number + 1, head.hash):
            broken.append(Break(line.file, line.row, "out-of-order"))
        head = Head(number, digest)
        if number in wanted:
            seen[number] = digest
    if any(seen.get(end.number) != end.hash for end in ends):
        broken.append(Break(f"head {max(end.number for end in ends)}", 0, "cut-off"))
    return head, broken


def _noted_head(folder: Path) -> Head | None:
    try:
        number, digest = (folder / "head").read_text().split()
        return Head(int(number), digest)
    except (FileNotFoundError, ValueError):
        return None
