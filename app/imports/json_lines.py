"""JSON Lines: one record a line, each naming its list in the field `list`."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from dataclasses import dataclass, field, replace
from typing import Any, Final

from graph.document import FORMAT, AccountDocument
from graph.draft import MOST_RECORDS, Draft, load_json, parse
from graph.errors import Fault, Faults, Malformed
from graph.kinds import ACCOUNT, KIND_OF

LIST: Final = "list"
_FIRST_LINE: Final = 100_000


def is_json_lines(body: bytes) -> bool:
    """True if the first line is a whole object that names its list."""
    line, ended, rest = body.removeprefix(BOM_UTF8).lstrip()[:_FIRST_LINE].partition(b"\n")
    try:
        first = json.loads(line)
    except ValueError:
        return False
    return isinstance(first, dict) and LIST in first and "format" not in first and (bool(ended) or not rest)


@dataclass
class Lines:
    """The records of a file by list; `places` are list and line of each by pointer."""

    raw: dict[str, Any] = field(default_factory=dict)
    places: dict[str, tuple[str, int]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def account(self) -> dict[str, Any]:
        """The account record, as far as the file gives one."""
        return self.raw.get(ACCOUNT.name) or {}


def read_lines(body: bytes) -> Lines:
    """Sort the lines into lists. Raises Malformed for a line that is not JSON."""
    lines = Lines()
    for number, line in enumerate(body.removeprefix(BOM_UTF8).split(b"\n"), 1):
        if line.strip():
            if number > MOST_RECORDS:
                raise Malformed("too-many-records", f"more than {MOST_RECORDS:,} lines: load the file in parts")
            _take(lines, _record(line, number), number)
    return lines


def _take(lines: Lines, record: dict[str, Any], number: int) -> None:
    named = record.pop(LIST, None)
    kind = KIND_OF.get(named) if isinstance(named, str) else None
    if kind is None:
        lines.places[f"/lines/{number}"] = ("", number)
        lines.faults.append(Fault(f"/lines/{number}/{LIST}", "unknown-list", named))
    elif kind.single:
        lines.raw[kind.name] = record
        lines.places[f"/{kind.name}"] = (kind.name, number)
    else:
        records = lines.raw.setdefault(kind.name, [])
        lines.places[f"/{kind.name}/{len(records)}"] = (kind.name, number)
        records.append(record)


def document_of_lines(lines: Lines, account_id: str, stored: AccountDocument | None) -> bytes:
    """The records as a document; the account itself as it is stored where no line gives it."""
    account = lines.account or (stored.account.model_dump(mode="json") if stored else {"name": account_id})
    raw = {"format": FORMAT, **lines.raw, ACCOUNT.name: {"id": account_id, **account}}
    return json.dumps(raw, ensure_ascii=False).encode()


def draft_of_lines(lines: Lines, document: bytes) -> Draft:
    """The draft of that document, with the lines that name no list as faults, too."""
    draft = parse(document)
    return replace(draft, faults=Faults(lines.faults, draft.faults))


def _record(line: bytes, number: int) -> dict[str, Any]:
    try:
        record = load_json(line)
    except Malformed as error:
        raise Malformed(error.reason, f"line {number}: {error.detail}") from None
    if not isinstance(record, dict):
        raise Malformed("not-json", f"line {number}: a record is an object")
    return record
