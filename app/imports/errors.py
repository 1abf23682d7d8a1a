"""What can be wrong with an imported file as a whole."""

from __future__ import annotations

from collections.abc import Iterable

from app.problems import answered
from app.sheets.drafting import TableDraft
from app.texts.faults import fault_message
from graph.errors import Fault, InvalidDocument, PowerMapError


@answered(422, "unreadable-file", "The file cannot be read")
class UnreadableFile(PowerMapError):
    """An imported file cannot be read at all; `faults` (one) says why and how to mend it."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault_message(fault, "en"))
        self.faults = (fault,)


@answered(422, "invalid", "Its rows have faults and nothing was stored")
class InvalidFile(InvalidDocument):
    """A file's rows have faults and nothing was stored; `sheaf` has the tables, where the file had some."""

    def __init__(self, faults: Iterable[Fault], sheaf: TableDraft | None = None) -> None:
        super().__init__(faults)
        self.sheaf = sheaf
