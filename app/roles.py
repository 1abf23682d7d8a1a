"""The roles there are, and the one table of what each may do. Routes and commands ask for a right, never for a role."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, get_args

Right = Literal["read", "export", "query", "save", "edit", "decide", "mark", "administer"]
"""`query` is for queries of one's own, `save` for keeping them for the team, `decide` for selections, waivers and the gate's
policy, `mark` for how activities went."""
Role = Literal["admin", "editor", "manager", "reviewer", "analyst", "reader"]
ROLES: Final[tuple[Role, ...]] = ("reader", "analyst", "reviewer", "manager", "editor", "admin")
_READS: Final = frozenset[Right]({"read", "export"})
RIGHTS: Final[Mapping[Role, frozenset[Right]]] = MappingProxyType(
    {
        "reader": _READS,
        "analyst": _READS | {"query", "save"},
        "reviewer": _READS | {"decide"},
        "manager": _READS | {"mark"},
        "editor": _READS | {"edit", "decide", "mark"},
        "admin": frozenset(get_args(Right)),
    }
)

Scope = Literal["read", "write", "export"]
SCOPES: Final[tuple[Scope, ...]] = ("read", "write", "export")


def scope_of(right: Right) -> Scope:
    """The scope of a key that a right belongs to."""
    if right == "export":
        return "export"
    return "read" if right in {"read", "query"} else "write"
