"""Address cards (vCard 2.1 to 4.0), as phones and mail programs export: each card a row, under the names of its properties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

import vobject
from vobject.base import ParseError

from app.imports.read.cells import reading
from app.imports.read.encodings import decode
from app.imports.read.tables import MOST_ROWS, Notice, Plain, Reading, Table, Unreadable

_START: Final = b"BEGIN:VCARD"
_UNITS: Final = ("ORG.unit", "ORG.unit2", "ORG.unit3")
HEADINGS: Final = (
    "FN",
    "N.family",
    "N.given",
    "N.additional",
    "TITLE",
    "ORG",
    *_UNITS,
    "EMAIL",
    "UID",
    "MANAGER",
    "NOTE",
)
_NO_PEOPLE: Final = frozenset({"org", "organization", "group", "location", "application", "device"})
_MANAGERS: Final = ("x-manager", "x-ms-manager", "x-evolution-manager")


def is_address_cards(body: bytes) -> bool:
    """True for a file of cards, whatever its name."""
    return body.lstrip(b"\xef\xbb\xbf \t\r\n")[: len(_START)].upper() == _START


def read_address_cards(body: bytes, name: str, answers: Mapping[str, str]) -> Reading:
    """The cards as one table. Raises Unreadable."""
    decoded = decode(body, name, answers.get(f"encoding/{name}"))
    rows: list[list[Plain]] = [list(HEADINGS)]
    notices: list[Notice] = []
    try:
        for card in vobject.readComponents(decoded.text, allowQP=True, ignoreUnreadable=False):
            kind = str(next((one.value for one in card.contents.get("kind", ())), "individual")).casefold()
            if kind in _NO_PEOPLE:
                fn = next((str(one.value) for one in card.contents.get("fn", ())), kind)
                notices.append(Notice("no-person", 0, facts={"value": fn}))
                continue
            rows.append(list(_cells(card.contents)))
            if len(rows) > MOST_ROWS:
                raise Unreadable("too-many-rows", sheet=name, limit=f"{MOST_ROWS:,} cards")
    except (ParseError, ValueError, LookupError, AttributeError, UnicodeError) as error:
        reason, line = type(error).__name__, getattr(error, "lineNumber", None) or len(rows)
        raise Unreadable("broken-cards", line=line, reason=reason) from None
    table = reading("vcard", [Table(name, rows, encoding=decoded.encoding)], questions=decoded.questions)
    return replace(table, notices=(*table.notices, *notices))


def _cells(contents: dict[str, list[Any]]) -> Iterator[Plain]:
    def first(*names: str) -> Any:
        return next((contents[name][0].value for name in names if name in contents), None)

    names, units = first("n"), first("org") or []
    units = [units] if isinstance(units, str) else list(units)
    yield _text(first("fn"))
    for part in ("family", "given", "additional"):
        yield _text(getattr(names, part, None))
    yield _text(first("title") or first("role"))
    yield _text(units[:1])
    for place in range(1, 1 + len(_UNITS)):
        yield _text(units[place : place + 1])
    yield _text(first("email"))
    yield _text(first("uid"))
    yield _text(first(*_MANAGERS) or _related(contents))
    yield _text(first("note"))


def _related(contents: dict[str, list[Any]]) -> str | None:
    """The manager a card of version 4 names among those it is related to."""
    for one in contents.get("related", ()):
        types = {str(word).casefold() for words in one.params.values() for word in words}
        if types & {"manager", "boss", "supervisor"}:
            return str(one.value)
    return None


def _text(value: Any) -> str | None:
    text = " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")
    return text.strip() or None
