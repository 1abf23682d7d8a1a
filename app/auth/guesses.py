"""Keys that were not accepted, counted by the address they came from, so that guessing is answered 429 and costs no look-up."""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final, TypeVar

K = TypeVar("K")
V = TypeVar("V")

SECONDS: Final = 60.0
MOST_REMEMBERED: Final = 10_000


class Guesses:
    """Refused keys of the last minute by address, and the keys accepted lately, which no guessing beside them locks out."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._refused: OrderedDict[str, tuple[float, int]] = OrderedDict()
        self._accepted: OrderedDict[bytes, None] = OrderedDict()

    def too_many(self, address: str, key: str) -> bool:
        """True if the address has guessed too often within a minute and the key is none that was accepted lately."""
        began, count = self._refused.get(address, (0.0, 0))
        fresh = self._clock() - began < SECONDS
        return fresh and count >= self._most and _digest(key) not in self._accepted

    def note(self, address: str, key: str, *, accepted: bool) -> None:
        """Note how a key was answered."""
        if accepted:
            remember(self._accepted, _digest(key), None)
            return
        now = self._clock()
        began, count = self._refused.get(address, (now, 0))
        remember(self._refused, address, (began, count + 1) if now - began < SECONDS else (now, 1))


def _digest(key: str) -> bytes:
    return hashlib.blake2b(key.encode(), digest_size=16).digest()


def remember(remembered: OrderedDict[K, V], key: K, value: V) -> None:
    """Note a value as the newest; of too many the oldest is forgotten."""
    remembered[key] = value
    remembered.move_to_end(key)
    if len(remembered) > MOST_REMEMBERED:
        remembered.popitem(last=False)
