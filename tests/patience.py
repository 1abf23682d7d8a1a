"""How long tests wait: limits that hold on a machine ten times slower than the one they were written on.

Whoever waits for something to happen has PATIENCE, which only what hangs uses up. Whoever claims that something is quick
says apart what the product's own timers take, which is the same everywhere, and what is work.
"""

from typing import Final

PATIENCE: Final = 300.0
SLOWEST: Final = 10


def at_most(timers: float = 0.0, work: float = 1.0) -> float:
    """The seconds that so much work, beside these timers, takes on the slowest machine."""
    return timers + SLOWEST * work
