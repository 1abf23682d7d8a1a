"""Rows of a file with their ids."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.imports.recognise.tables import Entry
from graph.errors import Fault


@dataclass
class Linked:
    """The rows with their ids; `columns` are the columns of each row's table by the field they fill."""

    entries: list[Entry]
    faults: list[Fault]
    columns: dict[int, dict[str, int]] = field(default_factory=dict)
    placed: frozenset[str] = frozenset()
