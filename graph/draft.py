"""What callers send, read into a draft of the account document: what could be read, and the faults of what could not."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from pydantic import ValidationError

from graph.document import FORMAT, AccountDocument, Key
from graph.errors import Fault, Faults, Malformed
from graph.kinds import ACCOUNT, KINDS, REPORTING, Account, Record, Reporting
from graph.kinds.fields import composed
from graph.kinds.kind import Node

DEEPEST = 32
MOST_RECORDS = 100_000
"""Records a list of a document may have; the largest account anybody showed us has a tenth of that."""


@dataclass(frozen=True)
class Draft:
    """What a caller sent: the records that could be read, where they stood, and what was wrong with the others.

    `unread` holds, per label, ids of records that had faults of their own, so that whoever names them is not blamed as well.
    `placed` are people of whom it says who manages them, if anybody: a merge drops the solid lines they had.
    """

    document: AccountDocument | None
    faults: Faults = field(default_factory=Faults)
    given: frozenset[str] = frozenset()
    pointers: Mapping[int, str] = field(default_factory=dict)
    unread: Mapping[str, frozenset[str]] = field(default_factory=dict)
    placed: frozenset[str] = frozenset()


def load_json(body: bytes) -> Any:
    """The JSON value of a body. Raises Malformed for bytes that are not UTF-8 or JSON, repeat a key or nest deeper than 32."""
    try:
        value = json.loads(body.decode("utf-8-sig"), object_pairs_hook=_object_without_repeats)
    except UnicodeDecodeError as error:
        raise Malformed("not-utf-8", f"byte {error.start} is not UTF-8") from None
    except RecursionError:
        raise Malformed("too-deep", f"nested deeper than {DEEPEST}") from None
    except json.JSONDecodeError as error:
        raise Malformed("not-json", f"{error.msg} at line {error.lineno}, column {error.colno}") from None
    except ValueError as error:
        raise Malformed("not-json", str(error).partition(";")[0]) from None
    if _deeper_than(value, DEEPEST):
        raise Malformed("too-deep", f"nested deeper than {DEEPEST}")
    return value


def _object_without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        seen: set[str] = set()
        repeated = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise Malformed("repeated-key", f"the key {repeated[:80]!r} stands twice in one object")
    return made


def _deeper_than(value: Any, levels: int) -> bool:
    layer = [value]
    for _ in range(levels):
        layer = [
            inner
            for item in layer
            if isinstance(item, dict | list)
            for inner in (item.values() if isinstance(item, dict) else item)
            if isinstance(inner, dict | list)
        ]
        if not layer:
            return False
    return True


def replaced(before: AccountDocument | None, draft: Draft) -> AccountDocument | None:
    """The document in place of the one before; what was rejected stays rejected, and known."""
    return _still_rejecting(before, draft.document) if before and draft.document else draft.document


def _still_rejecting(before: AccountDocument, document: AccountDocument) -> AccountDocument:
    rejected = {one.id: one for one in before.proposals if one.status == "REJECTED"}
    if not rejected:
        return document
    proposals = [rejected.pop(one.id, one) for one in document.proposals]
    return document.model_copy(update={"proposals": (*proposals, *rejected.values())})


def parse(body: bytes) -> Draft:
    """Read a document from JSON. Raises Malformed; every other fault is listed in the draft."""
    return _parsed(load_json(body), body.removeprefix(BOM_UTF8))


def parse_value(data: dict[str, Any]) -> Draft:
    """The same of a document at hand as a JSON value."""
    return _parsed(data, json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"))


def _parsed(data: Any, body: bytes) -> Draft:
    if not isinstance(data, dict):
        return Draft(None, Faults([Fault("", "wrong-type", _shown(data), {"expected": "object"})]))
    if data.get("format") != FORMAT:
        fault = Fault("/format", "unknown-format", _shown(data.get("format")), {"expected": FORMAT})
        return Draft(None, Faults([fault]))
    if overlong := Faults(_overlong(data)):
        return Draft(None, overlong)
    try:
        document = AccountDocument.model_validate_json(body)
    except ValidationError as error:
        return _partial_draft(data, faults_of(error))
    return _draft(document, frozenset(data), positions={})


def _draft(document: AccountDocument, given: frozenset[str], positions: Mapping[str, list[int]]) -> Draft:
    pointers: dict[int, str] = {}
    for kind in KINDS:
        for i, record in enumerate(document.of(kind)):
            place = positions[kind.name][i] if kind.name in positions else i
            pointers[id(record)] = f"/{kind.name}" if kind.single else f"/{kind.name}/{place}"
    repeats = Faults(_repeats(document, pointers))
    return Draft(document, repeats, given, pointers)


def _overlong(data: dict[str, Any]) -> Iterator[Fault]:
    """Lists longer than a document's may be; nothing of such a document is looked at."""
    for kind in KINDS:
        records = data.get(kind.name)
        if isinstance(records, list) and len(records) > MOST_RECORDS:
            yield Fault(f"/{kind.name}", "too-many-records", len(records), {"le": MOST_RECORDS})


def _partial_draft(data: dict[str, Any], faults: Faults) -> Draft:
    """The readable part of a faulty document, so that its other faults can be found in the same pass."""
    kept: dict[str, Any] = {}
    positions: dict[str, list[int]] = {}
    unread: dict[str, set[str]] = {}
    for kind in KINDS:
        rows = data.get(kind.name)
        items = [rows] if kind.single and rows is not None else rows if isinstance(rows, list) else []
        read: list[Record] = []
        positions[kind.name] = []
        for i, item in enumerate(items):
            try:
                read.append(kind.model.model_validate_json(json.dumps(item)))
                positions[kind.name].append(i)
            except ValidationError:
                if isinstance(kind.shape, Node) and isinstance(item, dict) and isinstance(item.get("id"), str):
                    unread.setdefault(kind.shape.label, set()).add(composed(item["id"].strip()))
        kept[kind.name] = (read[0] if read else None) if kind.single else tuple(read)
    if kept["account"] is None:
        kept["account"] = Account(id="?", name="?")
        positions[ACCOUNT.name] = [0]
    draft = _draft(AccountDocument.model_construct(format=FORMAT, **kept), frozenset(data), positions)
    unread_ids = {label: frozenset(ids) for label, ids in unread.items()}
    return Draft(draft.document, Faults(faults, draft.faults), draft.given, draft.pointers, unread_ids)


def _repeats(document: AccountDocument, pointers: Mapping[int, str]) -> Iterator[Fault]:
    for kind in KINDS:
        seen: dict[Key, str] = {}
        for record in document.of(kind):
            key = kind.key_of(record)
            if key in seen:
                yield Fault(pointers[id(record)], "duplicate-id", "/".join(filter(None, key)), {"first": seen[key]})
            else:
                seen[key] = pointers[id(record)]


_CODES = {
    "missing": "missing-field",
    "extra_forbidden": "unknown-field",
    "literal_error": "wrong-enum",
    "time_zone": "wrong-enum",
    "finite_number": "not-finite",
    "string_too_long": "too-long",
    "control_character": "control-character",
    "date_range": "impossible-date",
}
_RANGES = {
    "string_too_short",
    "string_pattern_mismatch",
    "greater_than",
    "greater_than_equal",
    "less_than",
    "less_than_equal",
    "int_parsing_size",
}
_SHOWN = 100
_ITEMS_SHOWN = 6
_PUBLIC_FACTS = ("expected", "max_length", "min_length", "ge", "gt", "le", "lt", "pattern", "code_point")


def faults_of(error: ValidationError, at: str = "") -> Faults:
    """A validation error of pydantic as faults with the contract's codes."""
    return faults_of_list(error.errors(include_url=False), at)


def faults_of_list(items: Iterable[Mapping[str, Any]], at: str = "") -> Faults:
    """The same from pydantic's list of errors."""
    return Faults(_each_once(items, at))


def _each_once(items: Iterable[Mapping[str, Any]], at: str) -> Iterator[Fault]:
    before: deque[tuple[str, str]] = deque(maxlen=2)  # a union tells the same once for each of its members
    for item in items:
        if item["type"] == "json_invalid":
            raise Malformed("not-json", "the text holds an unpaired surrogate or is not JSON")
        pointer = at + "".join("/" + _escape(part) for part in item["loc"] if part not in {"int", "float"})
        code = _code(item["type"], pointer)
        if (pointer, code) not in before:
            before.append((pointer, code))
            facts = {name: value for name, value in item.get("ctx", {}).items() if name in _PUBLIC_FACTS}
            yield Fault(pointer, code, _shown(item["input"]), facts)


def _code(error_type: str, pointer: str) -> str:
    if error_type in _CODES:
        return _CODES[error_type]
    if error_type in _RANGES:
        return "out-of-range"
    if error_type.startswith("date"):
        return "wrong-type" if error_type == "date_type" else "impossible-date"
    if error_type in {"int_from_float", "int_type"} and pointer.endswith("/quota"):
        return "quota"
    return "wrong-type"


def _escape(part: int | str) -> str:
    return str(part)[:_SHOWN].replace("~", "~0").replace("/", "~1")


def _shown(value: Any) -> Any:
    """A value fit for an answer: numbers, short text; long or nested things in part; nothing JSON cannot carry."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and abs(value) < 2**53:
        return value
    if isinstance(value, float) and value == value and abs(value) != float("inf"):  # noqa: PLR0124 - NaN is not itself
        return value
    if isinstance(value, dict | list | tuple):
        value = json.dumps(_in_part(value), ensure_ascii=False)
    text = value[: _SHOWN + 1] if isinstance(value, str) else str(value)
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _in_part(value: Any, levels: int = 3) -> Any:
    """What of a value is shown at most, however large it is."""
    if isinstance(value, str):
        return value[:_SHOWN]
    if isinstance(value, dict):
        items = islice(value.items(), _ITEMS_SHOWN if levels else 0)
        return {str(name)[:_SHOWN]: _in_part(part, levels - 1) for name, part in items}
    if isinstance(value, list | tuple):
        return [_in_part(part, levels - 1) for part in value[: _ITEMS_SHOWN if levels else 0]]
    return _shown(value)


def merge(before: AccountDocument | None, draft: Draft) -> AccountDocument:
    """The stored document with the draft's records put over it by key; what it does not name stays, and what was rejected."""
    assert draft.document is not None  # noqa: S101 - callers refuse a draft without a document first
    if before is None:
        return draft.document
    lists: dict[str, Any] = {"account": draft.document.account, "vendor": draft.document.vendor or before.vendor}
    for kind in KINDS:
        if kind.single or not (draft.document.of(kind) or (kind is REPORTING and draft.placed)):
            continue
        by_key = {kind.key_of(record): record for record in before.of(kind) if not _makes_way(record, draft)}
        by_key.update({kind.key_of(record): record for record in draft.document.of(kind)})
        lists[kind.name] = tuple(by_key.values())
    return _still_rejecting(before, before.model_copy(update=lists))


def _makes_way(record: Record, draft: Draft) -> bool:
    """Whether the draft says anew what a stored record says: a solid line of a person it places."""
    return isinstance(record, Reporting) and record.kind == "SOLID" and record.subordinate in draft.placed
