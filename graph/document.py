"""The account document: one frozen value that holds everything known of an account, and what can be done with it.

`parse` turns bytes into a draft (records that could be read, and the faults of those that could not), `merge` and `replace`
turn a draft into a candidate, `difference` says what has to be written to get from one document to another.
"""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, Final, Literal, Self

from pydantic import ValidationError

from graph.errors import Fault, Malformed
from graph.kinds import (
    ACCOUNT,
    KIND_OF,
    KINDS,
    Account,
    Activity,
    Assessment,
    Attitude,
    Candidate,
    Coverage,
    Department,
    Goal,
    Influence,
    Interaction,
    Kind,
    MarketTarget,
    Member,
    Membership,
    MeshCell,
    Opportunity,
    Party,
    Period,
    Person,
    Profile,
    Record,
    Reporting,
    Target,
    Tie,
    Waiver,
)
from graph.kinds.kind import Node

FORMAT: Final = "powermap-account/1"
DEEPEST = 32
Key = tuple[str, ...]


class AccountDocument(Record):
    """A whole account in the contract's format `powermap-account/1`. Lists are sorted by key once a document is stored."""

    format: Literal["powermap-account/1"] = FORMAT
    account: Account
    vendor: Party | None = None
    competitors: tuple[Party, ...] = ()
    departments: tuple[Department, ...] = ()
    people: tuple[Person, ...] = ()
    reporting: tuple[Reporting, ...] = ()
    influence: tuple[Influence, ...] = ()
    ties: tuple[Tie, ...] = ()
    attitudes: tuple[Attitude, ...] = ()
    team: tuple[Member, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    interactions: tuple[Interaction, ...] = ()
    opportunities: tuple[Opportunity, ...] = ()
    goals: tuple[Goal, ...] = ()
    profiles: tuple[Profile, ...] = ()
    sandbox: tuple[Candidate, ...] = ()
    market_targets: tuple[MarketTarget, ...] = ()
    targets: tuple[Target, ...] = ()
    activities: tuple[Activity, ...] = ()
    mesh: tuple[MeshCell, ...] = ()
    periods: tuple[Period, ...] = ()
    memberships: tuple[Membership, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    waivers: tuple[Waiver, ...] = ()

    def canonical(self) -> Self:
        """The same document with every list in the order of its keys, inner lists too."""
        lists = {kind.name: sort_records(kind, self.of(kind)) for kind in KINDS if not kind.single}
        return self.model_copy(update=lists)

    def of(self, kind: Kind) -> tuple[Record, ...]:
        """The records of one kind; a single object counts as a list of one or none."""
        held = getattr(self, kind.name)
        if kind.single:
            return () if held is None else (held,)
        return tuple(held)

    def with_records(self, kind: Kind, records: Iterable[Record]) -> Self:
        """The document with the records of one kind replaced (not checked, not sorted)."""
        held = tuple(records)
        return self.model_copy(update={kind.name: (held[0] if held else None) if kind.single else held})

    def ids_of_label(self) -> dict[str, set[str]]:
        """For each node label the ids the document holds: what a reference may name."""
        ids: dict[str, set[str]] = {}
        for kind in KINDS:
            if isinstance(kind.shape, Node) and kind.shape.id == "id":
                ids.setdefault(kind.shape.label, set()).update(record.id for record in self.of(kind))  # type: ignore[attr-defined]
        return ids


def sort_records(kind: Kind, records: Iterable[Record]) -> tuple[Record, ...]:
    """Records in the order of their keys, their inner lists in canonical order."""
    return tuple(sorted((record.canonical() for record in records), key=kind.key_of))


# -- content ----------------------------------------------------------------------------------------------------------


def content_hash(kind: str, record: Record) -> int:
    """128 bits that name a record's content: equal kind and content, equal hash."""
    digest = blake2b(kind.encode() + record.model_dump_json().encode(), digest_size=16)
    return int.from_bytes(digest.digest())


def fingerprint(document: AccountDocument | None) -> int:
    """128 bits that name a document's content, whatever the order of its lists: the sum of its records' hashes."""
    if document is None:
        return 0
    return sum(content_hash(kind.name, record) for kind in KINDS for record in document.of(kind)) % 2**128


# -- reading ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Draft:
    """What a caller sent: the records that could be read, where they stood, and what was wrong with the others.

    `unread` holds, per label, ids of records that had faults of their own, so that whoever names them is not blamed as well.
    """

    document: AccountDocument | None
    faults: tuple[Fault, ...] = ()
    given: frozenset[str] = frozenset()
    pointers: Mapping[int, str] = field(default_factory=dict)
    unread: Mapping[str, frozenset[str]] = field(default_factory=dict)


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


def parse(body: bytes) -> Draft:
    """Read a document from JSON. Raises Malformed; every other fault is listed in the draft."""
    data = load_json(body)
    body = body.removeprefix(BOM_UTF8)
    if not isinstance(data, dict):
        return Draft(None, (Fault("", "wrong-type", _shown(data), {"expected": "object"}),))
    if data.get("format") != FORMAT:
        return Draft(None, (Fault("/format", "unknown-format", _shown(data.get("format")), {"expected": FORMAT}),))
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
    repeats = tuple(_repeats(document, pointers))
    return Draft(document, repeats, given, pointers)


def _partial_draft(data: dict[str, Any], faults: tuple[Fault, ...]) -> Draft:
    """The readable part of a faulty document, so that its other faults can be found in the same pass."""
    kept: dict[str, Any] = {}
    positions: dict[str, list[int]] = {}
    unread: dict[str, set[str]] = {}
    for kind in KINDS:
        held = data.get(kind.name)
        items = [held] if kind.single and held is not None else held if isinstance(held, list) else []
        read: list[Record] = []
        positions[kind.name] = []
        for i, item in enumerate(items):
            try:
                read.append(kind.model.model_validate_json(json.dumps(item)))
                positions[kind.name].append(i)
            except ValidationError:
                if isinstance(kind.shape, Node) and isinstance(item, dict) and isinstance(item.get("id"), str):
                    unread.setdefault(kind.shape.label, set()).add(item["id"].strip())
        kept[kind.name] = (read[0] if read else None) if kind.single else tuple(read)
    if kept["account"] is None:
        kept["account"] = Account(id="?", name="?")
        positions[ACCOUNT.name] = [0]
    draft = _draft(AccountDocument.model_construct(format=FORMAT, **kept), frozenset(data), positions)
    unread_ids = {label: frozenset(ids) for label, ids in unread.items()}
    return Draft(draft.document, faults + draft.faults, draft.given, draft.pointers, unread_ids)


def _repeats(document: AccountDocument, pointers: Mapping[int, str]) -> Iterator[Fault]:
    for kind in KINDS:
        seen: dict[Key, str] = {}
        for record in document.of(kind):
            key = kind.key_of(record)
            if key in seen:
                yield Fault(pointers[id(record)], "duplicate-id", "/".join(key), {"first": seen[key]})
            else:
                seen[key] = pointers[id(record)]


_CODES = {
    "missing": "missing-field",
    "extra_forbidden": "unknown-field",
    "literal_error": "wrong-enum",
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
_PUBLIC_FACTS = ("expected", "max_length", "min_length", "ge", "gt", "le", "lt", "pattern", "code_point")


def faults_of(error: ValidationError, at: str = "") -> tuple[Fault, ...]:
    """A validation error of pydantic as faults with the contract's codes."""
    return faults_of_list(error.errors(include_url=False), at)


def faults_of_list(items: Iterable[Mapping[str, Any]], at: str = "") -> tuple[Fault, ...]:
    """The same from pydantic's list of errors."""
    found: list[Fault] = []
    for item in items:
        if item["type"] == "json_invalid":
            raise Malformed("not-json", "the text holds an unpaired surrogate or is not JSON")
        pointer = at + "".join("/" + _escape(part) for part in item["loc"] if part not in {"int", "float"})
        facts = {name: value for name, value in item.get("ctx", {}).items() if name in _PUBLIC_FACTS}
        fault = Fault(pointer, _code(item["type"], pointer), _shown(item["input"]), facts)
        if (fault.pointer, fault.code) not in {(known.pointer, known.code) for known in found[-2:]}:
            found.append(fault)
    return tuple(found)


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
    return str(part).replace("~", "~0").replace("/", "~1")


def _shown(value: Any) -> Any:
    """A value fit for an answer: numbers, short text; long or nested things in part; nothing JSON cannot carry."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and abs(value) < 2**53:
        return value
    if isinstance(value, float) and value == value and abs(value) != float("inf"):  # noqa: PLR0124 - NaN is not itself
        return value
    text = value if isinstance(value, str) else str(value)
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= 100 else text[:100] + "…"  # noqa: PLR2004


# -- changing ---------------------------------------------------------------------------------------------------------


def merge(before: AccountDocument | None, draft: Draft) -> AccountDocument:
    """The stored document with the draft's records put over it by key; what the draft does not name stays."""
    assert draft.document is not None  # noqa: S101 - callers refuse a draft without a document first
    if before is None:
        return draft.document
    lists: dict[str, Any] = {"account": draft.document.account, "vendor": draft.document.vendor or before.vendor}
    for kind in KINDS:
        if kind.single or not draft.document.of(kind):
            continue
        by_key = {kind.key_of(record): record for record in before.of(kind)}
        by_key.update({kind.key_of(record): record for record in draft.document.of(kind)})
        lists[kind.name] = tuple(by_key.values())
    return before.model_copy(update=lists)


@dataclass(frozen=True)
class Change:
    """One record before and after; None before means created, None after means deleted."""

    kind: Kind
    key: Key
    before: Record | None
    after: Record | None


@dataclass(frozen=True)
class Difference:
    """What has to be written to get from one document to another, and how much stays as it is."""

    changes: tuple[Change, ...]
    unchanged: int

    @property
    def created(self) -> int:
        return sum(change.before is None for change in self.changes)

    @property
    def deleted(self) -> int:
        return sum(change.after is None for change in self.changes)

    @property
    def updated(self) -> int:
        return len(self.changes) - self.created - self.deleted

    def fingerprint_from(self, before: int) -> int:
        """The fingerprint after the change, given the one before it."""
        for change in self.changes:
            before -= content_hash(change.kind.name, change.before) if change.before else 0
            before += content_hash(change.kind.name, change.after) if change.after else 0
        return before % 2**128


def difference(before: AccountDocument | None, after: AccountDocument | None) -> Difference:
    """The changes from `before` to `after` in document order, by key. Both canonical; None stands for no document at all."""
    changes: list[Change] = []
    unchanged = 0
    for kind in KINDS:
        old, new = (document.of(kind) if document else () for document in (before, after))
        if old is new:
            unchanged += len(old)
            continue
        old_by_key = {kind.key_of(record): record for record in old}
        new_by_key = {kind.key_of(record): record for record in new}
        for key, record in new_by_key.items():
            known = old_by_key.get(key)
            if known is record or known == record:
                unchanged += 1
            else:
                changes.append(Change(kind, key, known, record))
        changes.extend(Change(kind, key, record, None) for key, record in old_by_key.items() if key not in new_by_key)
    return Difference(tuple(changes), unchanged)


def find(document: AccountDocument, kind_name: str, key: Key) -> Record | None:
    """The record of a kind with that key, or None."""
    kind = KIND_OF[kind_name]
    return next((record for record in document.of(kind) if kind.key_of(record) == key), None)
