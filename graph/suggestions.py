"""Where a suggested edit leads, and whom it speaks of."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs, unquote

from graph.kinds import KINDS, PROPOSALS, Child, Kind, Node, Proposal
from graph.kinds.kind import RecordModel, record_in

LISTS: Final = {kind.name: kind for kind in KINDS if kind.listing is not None and kind is not PROPOSALS}


@dataclass(frozen=True)
class Aim:
    """The list a path leads into and, where it names a record, its key; `owner` is the id of the record that holds the list."""

    kind: Kind
    child: Child | None = None
    owner: str = ""
    key: tuple[str, ...] | None = None

    @property
    def model(self) -> RecordModel:
        """What a record of the list is."""
        return record_in(self.kind.model.model_fields[self.child.field].annotation) if self.child else self.kind.model

    def suits(self, action: str) -> bool:
        """Whether the path is one for that: a list to add to, a record to change or remove."""
        return self.kind.single or (self.key is None) == (action == "ADD")


def aim_of(path: str) -> Aim | None:
    """What a path below the account means, as in REST; None where it leads nowhere.

    >>> aim_of("people/P%201").key, aim_of("ties").key, aim_of("nobody/x")
    (('P 1',), None, None)
    """
    way, _, filters = path.partition("?")
    name, *parts = [unquote(part) for part in way.strip("/").split("/")]
    kind = LISTS.get(name)
    if kind is None or "" in parts:
        return None
    if kind.single:
        return None if parts or filters else Aim(kind, key=())
    children = kind.shape.children if isinstance(kind.shape, Node) else ()
    for child in children if len(parts) > 1 else ():
        if child.field == parts[1] and child.listing is not None and len(parts) <= 3 and not filters:  # noqa: PLR2004
            return Aim(kind, child, parts[0], tuple(parts[2:]) or None)
    if not parts:
        return None if filters else Aim(kind)
    named = [field for field in kind.key if field not in kind.key_in_query]
    beside = parse_qs(filters, keep_blank_values=True)
    if len(parts) != len(named) or not beside.keys() <= set(kind.key_in_query):
        return None
    given = dict(zip(named, parts, strict=True)) | {field: values[-1] for field, values in beside.items()}
    return Aim(kind, key=kind.key_from(given.get(field) for field in kind.key))


def speaks_of(proposal: Proposal, named: str) -> bool:
    """Whether the suggested edit names this id anywhere."""
    aim = aim_of(proposal.path)
    way = (aim.owner, *(aim.key or ())) if aim else ()
    return named in way or (proposal.record is not None and _holds(json.loads(proposal.record), named))


def _holds(value: Any, named: str) -> bool:
    if isinstance(value, dict | list):
        return any(_holds(part, named) for part in (value.values() if isinstance(value, dict) else value))
    return bool(value == named)
