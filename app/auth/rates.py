"""How often one key, token or session asks: beyond so often a minute it is answered 429, so that nobody crowds out the others."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from app.auth.guesses import remember

SECONDS: Final = 60.0


class Rates:
    """What each asker has used of its requests a minute, which come back evenly; of the latest 10,000 askers."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = a_minute
        self._clock = clock
        self._used: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, asker: str) -> bool:
        """One request more; False where there is none left now, which takes none."""
        now = self._clock()
        used, at = self._used.get(asker, (0.0, now))
        left_over = max(0.0, used - (now - at) * self._most / SECONDS)
        fits = left_over + 1 <= self._most
        remember(self._used, asker, (left_over + fits, now))
        return fits
