"""Sources people export from, each known by its headings: one data file a source in `app/imports/sources`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from app.sheets.columns import fold

_FOLDER: Final = Path(__file__).parent.parent / "sources"


@dataclass(frozen=True)
class Source:
    """A source: the list it holds, the field of each heading (empty: not needed), and what is particular about it.

    `system` is the one its ids belong to; `graph` ids hold in the file only. `separator` are the letters that part a path of
    departments, `first` takes the first of several departments. `when`: a field counts only where another column says so.
    `drop`: rows in which a column has such a value are out of use.
    """

    name: str
    title: tuple[str, str]
    list: str
    system: str
    signatures: tuple[frozenset[str], ...]
    fields: Mapping[str, str]
    separator: str = ""
    graph: bool = False
    first: bool = False
    when: Mapping[str, tuple[frozenset[str], frozenset[str]]] | None = None
    drop: Mapping[str, frozenset[str]] | None = None


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)


def _source(name: str, declared: Mapping[str, Any]) -> Source:
    fields = {fold(heading): "" for heading in declared["skip"]}
    fields |= {fold(heading): field for field, headings in declared["columns"].items() for heading in headings}
    return Source(
        name,
        tuple(declared["title"]),
        declared["list"],
        declared.get("system", ""),
        tuple(_folded(headings) for headings in declared["signatures"]),
        fields,
        declared.get("separator", ""),
        bool(declared.get("graph")),
        bool(declared.get("first")),
        {
            field: (_folded(cells["headings"]), _folded(cells["values"]))
            for field, cells in declared.get("when", {}).items()
        },
        {fold(heading): _folded(values) for heading, values in declared.get("drop", {}).items()},
    )


@cache
def sources() -> tuple[Source, ...]:
    """Every source known."""
    return tuple(
        _source(file.stem, json.loads(file.read_text(encoding="utf-8"))) for file in sorted(_FOLDER.glob("*.json"))
    )


def source_of(headings: Iterable[str]) -> Source | None:
    """The source of which a row of headings (folded) holds a whole signature; of several the one that knows most of them."""
    given = frozenset(headings)
    fitting = [
        (len(given & source.fields.keys()), max(map(len, signatures)), source)
        for source in sources()
        if (signatures := [signature for signature in source.signatures if signature <= given])
    ]
    return max(fitting, key=lambda one: one[:2])[2] if fitting else None
