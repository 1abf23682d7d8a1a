"""Rules that hold for every kind by its declaration: ids that name something, spans that run forward, lists without repeats."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import TypeVar

from graph.document import AccountDocument
from graph.kinds import KINDS, Node
from graph.rules.broken import Broken, Known

_Item = TypeVar("_Item", bound=Hashable)


def repeated(items: Iterable[_Item]) -> Iterator[tuple[int, _Item]]:
    """Every item that stood before, with its place.

    >>> list(repeated(["a", "b", "a"]))
    [(2, 'a')]
    """
    seen: set[_Item] = set()
    for i, item in enumerate(items):
        if item in seen:
            yield i, item
        seen.add(item)


def every_id_names_something(document: AccountDocument, known: Known) -> Iterator[Broken]:
    for kind in KINDS:
        for record in document.of(kind):
            for named in kind.references(record):
                if not known.has(named.label, named.id):
                    yield Broken(kind, record, named.pointer, "dangling-id", named.id, {"label": named.label})


def spans_run_forward(document: AccountDocument) -> Iterator[Broken]:
    for kind in KINDS:
        for start, end in kind.spans:
            for record in document.of(kind):
                first, last = getattr(record, start), getattr(record, end)
                if first is not None and last is not None and last < first:
                    yield Broken(kind, record, f"/{end}", "dates-out-of-order", last.isoformat(), {"after": str(first)})


def lists_name_nobody_twice(document: AccountDocument) -> Iterator[Broken]:
    for kind in KINDS:
        lists = [many.field for many in kind.shape.many if not many.end] if isinstance(kind.shape, Node) else []
        for record in document.of(kind) if lists else ():
            for field in lists:
                for i, named in repeated(getattr(record, field)):
                    yield Broken(kind, record, f"/{field}/{i}", "duplicate-id", named)
