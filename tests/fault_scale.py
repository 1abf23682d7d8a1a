"""How often faults are made: a few times in every run, often enough to show the promises with `scripts/faults`.

What was seen is written down there, a line of JSON each, in the file that POWERMAP_TEST_FIGURES names.
"""

import json
import os
from pathlib import Path
from typing import Final

LONG: Final = os.environ.get("POWERMAP_TEST_FAULTS") == "long"


def times(short: int, long: int) -> int:
    """So often in every run, or in the long one."""
    return long if LONG else short


def figures(what: str, **numbers: float) -> None:
    """Write down what came of a promise, where somebody collects it."""
    if file := os.environ.get("POWERMAP_TEST_FIGURES"):
        with Path(file).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps({"what": what, **numbers}) + "\n")
