"""Undo as an edit of the account document, from the entries of the change feed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.changes import Entry, record_of
from graph.document import AccountDocument
from graph.errors import Conflict
from graph.kinds import ACCOUNT, KINDS, Kind, Record


def undo(document: AccountDocument, entries: Sequence[Entry]) -> AccountDocument:
    """The document with a write taken back. Raises Conflict when one of its records was changed since."""
    for kind in KINDS:
        own = [entry for entry in entries if entry.kind == kind.name]
        if own:
            document = document.with_records(kind, _taken_back(kind, document.of(kind), own))
    return document


def _taken_back(kind: Kind, records: tuple[Record, ...], entries: Sequence[Entry]) -> Iterable[Record]:
    present = {kind.key_of(record): record for record in records}
    for entry in entries:
        before, after = record_of(entry, entry.before), record_of(entry, entry.after)
        if kind is ACCOUNT and before is None:
            raise Conflict("the creation of an account is not undone; delete the account")
        shown = after or before
        key = kind.key_of(shown) if shown else ()
        if present.get(key) != after:
            raise Conflict(f"{entry.path} was changed since")
        if before is None:
            present.pop(key, None)
        else:
            present[key] = before
    if kind.single and len(present) > 1:
        raise Conflict(f"{kind.name} was changed since")
    return present.values()
