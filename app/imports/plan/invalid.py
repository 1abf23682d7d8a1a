"""A file whose rows have faults."""

from __future__ import annotations

from collections.abc import Iterable

from app.imports.plan.drafting import TableDraft
from app.problems import answered
from graph.errors import Fault, InvalidDocument


@answered(422, "invalid", "Its rows have faults and nothing was stored")
class InvalidFile(InvalidDocument):
    """A file's rows have faults and nothing was stored; `sheaf` has the tables, where the file had some."""

    def __init__(self, faults: Iterable[Fault], sheaf: TableDraft | None = None) -> None:
        super().__init__(faults)
        self.sheaf = sheaf
