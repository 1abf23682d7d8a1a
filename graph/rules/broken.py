"""What a rule reports: which record breaks it, where in the record, and the facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.document import AccountDocument
from graph.errors import Fault
from graph.kinds import Kind, Record


@dataclass(frozen=True)
class Broken:
    """A record that breaks a rule; `at` is the pointer below the record."""

    kind: Kind
    record: Record
    at: str
    code: str
    value: Any = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    def fault(self, pointers: Mapping[int, str]) -> Fault:
        """As a fault: with the pointer of the record the caller sent, else `/kind/key` of the stored one."""
        base = pointers.get(id(self.record), "/" + self.kind.path_of(self.record))
        return Fault(base + self.at, self.code, self.value, self.facts)


class Known:
    """What the ids of a document name, by label."""

    def __init__(self, document: AccountDocument, unread: Mapping[str, frozenset[str]]) -> None:
        self._ids = document.ids_of_label()
        for label, ids in unread.items():
            self._ids.setdefault(label, set()).update(ids)

    def has(self, label: str, named: str) -> bool:
        """True if a record of that label has that id."""
        return named in self._ids.get(label, ())
