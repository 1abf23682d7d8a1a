"""How often faults are made: a few times in every run, often enough to show the promises with `scripts/faults`.

What was seen is written down there, a line of JSON each, in the file that POWERMAP_TEST_FIGURES names.
"""

import json
import os
from pathlib import Path
from typing import Final

_ASKED: Final = os.environ.get("POWERMAP_TEST_FAULTS", "0")
SHARE: Final = 1.0 if _ASKED == "long" else float(_ASKED)
"""Which part of the long run is made: 1 all of it, 2 twice as much, 0 the short one."""


def times(short: int, long: int) -> int:
    """So often in every run, or in that part of the long one."""
    return max(short, round(long * SHARE))


def figures(what: str, **numbers: float) -> None:
    """Write down what came of a promise, where somebody collects it."""
    if file := os.environ.get("POWERMAP_TEST_FIGURES"):
        with Path(file).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps({"what": what, **numbers}) + "\n")
