"""What can be wrong with an imported file as a whole."""

from __future__ import annotations

from app.problems import answered
from app.texts.faults import fault_message
from graph.errors import Conflict, Fault, PowerMapError


@answered(422, "unreadable-file", "The file cannot be read")
class UnreadableFile(PowerMapError):
    """An imported file cannot be read at all; `faults` (one) says why and how to mend it."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault_message(fault, "en"))
        self.faults = (fault,)


class WouldDelete(Conflict):
    """The file lacks `count` records the account has, and nobody said that they may be deleted; nothing was stored."""

    def __init__(self, account_id: str, count: int) -> None:
        super().__init__(f"the file lacks {count} records that {account_id} has")
        self.account_id = account_id
        self.count = count
