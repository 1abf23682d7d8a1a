"""What can be wrong with an imported file as a whole."""

from __future__ import annotations

from app.problems import answered
from app.texts.faults import fault_message
from graph.errors import Fault, PowerMapError


@answered(422, "unreadable-file", "The file cannot be read")
class UnreadableFile(PowerMapError):
    """An imported file cannot be read at all; `faults` (one) says why and how to mend it."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault_message(fault, "en"))
        self.faults = (fault,)
