"""The roles there are."""

from __future__ import annotations

from typing import Final, Literal

Role = Literal["admin", "editor", "reader"]
ROLES: Final[tuple[Role, ...]] = ("reader", "editor", "admin")
