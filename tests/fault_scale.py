"""How often faults are made: a few times in every run, often enough to show the promises with `scripts/faults`."""

import os
from typing import Final

LONG: Final = os.environ.get("POWERMAP_TEST_FAULTS") == "long"


def times(short: int, long: int) -> int:
    """So often in every run, or in the long one."""
    return long if LONG else short
