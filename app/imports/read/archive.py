"""A zip archive, looked through before anything of it is used: how large, how dense, what overlaps, what is hidden inside."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from typing import Final

from app.imports.read.tables import Unreadable

MOST_ENTRIES: Final = 2_000
MOST_BYTES: Final = 200_000_000
MOST_RATIO: Final = 100
_SMALL: Final = 1_000_000  # below it a dense entry does no harm
_CHUNK: Final = 1 << 20
_OVERLAP: Final = 64
_LOCAL_HEADER: Final = 30
_ENCRYPTED: Final = 0x1
_DOCTYPE: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\x00!\x00(?:D\x00O\x00C|E\x00N\x00T)", re.IGNORECASE)
_NESTED: Final = (b"PK\x03\x04", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")


def open_archive(body: bytes) -> zipfile.ZipFile:
    """The archive, every entry unpacked once within the limits and checked. Raises Unreadable."""
    try:
        archive = zipfile.ZipFile(BytesIO(body))
        entries = archive.infolist()
        _require_honest_sizes(entries, len(body))
        for entry in entries:
            _look_through(archive, entry)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        raise Unreadable("broken-archive") from None
    return archive


def _require_honest_sizes(entries: list[zipfile.ZipInfo], length: int) -> None:
    if len(entries) > MOST_ENTRIES:
        raise Unreadable("too-many-entries", limit=MOST_ENTRIES)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise Unreadable("protected")
    total = sum(entry.file_size for entry in entries)
    if total > MOST_BYTES:
        raise Unreadable("unpacks-too-large", limit=MOST_BYTES)
    if total > _SMALL and total > MOST_RATIO * length:
        raise Unreadable("too-dense", limit=MOST_RATIO)
    end = 0
    for entry in sorted(entries, key=lambda other: other.header_offset):
        if entry.header_offset < end:
            raise Unreadable("overlapping-entries")
        if entry.file_size > _SMALL and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
            raise Unreadable("too-dense", limit=MOST_RATIO)
        end = entry.header_offset + _LOCAL_HEADER + len(entry.orig_filename) + entry.compress_size


def _look_through(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Unpack an entry piece by piece: its checksum and size hold, it is no archive itself, and its XML declares nothing."""
    xml = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
    with archive.open(entry) as content:
        before, first = b"", True
        while chunk := content.read(_CHUNK):
            if first and chunk.startswith(_NESTED):
                raise Unreadable("nested-archive")
            if xml and (b"<!" in before + chunk or b"<\0!" in before + chunk) and _DOCTYPE.search(before + chunk):
                raise Unreadable("doctype")
            before, first = chunk[-_OVERLAP:], False
