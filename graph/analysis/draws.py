"""Seeded random numbers of records: what is drawn for a record depends on the seed and its own key alone (method 3)."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph.power_graph import Floats

Streams = NDArray[np.uint64]
_GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
_FIRST_MIX: Final = np.uint64(0xBF58476D1CE4E5B9)
_SECOND_MIX: Final = np.uint64(0x94D049BB133111EB)
_FIRST_SHIFT: Final = np.uint64(30)
_SECOND_SHIFT: Final = np.uint64(27)
_THIRD_SHIFT: Final = np.uint64(31)
_HALF: Final = np.uint64(32)
_LOW_HALF: Final = np.uint64(0xFFFFFFFF)
_TO_ONE: Final = 2.0**-32


def streams(seed: int, keys: Iterable[tuple[str, ...]]) -> Streams:
    """A stream of random numbers for each key, whatever other keys there are."""
    start, digests = blake2b(digest_size=8, key=seed.to_bytes(8)), []
    for key in keys:
        digest = start.copy()
        digest.update("\0".join(key).encode())
        digests.append(digest.digest())
    return np.frombuffer(b"".join(digests), dtype=np.uint64)


def uniforms(keyed: Streams, start: int, stop: int) -> Floats:
    """A number of 0 to below 1 a draw and stream: rows are the draws from `start` to before `stop`."""
    return _high_half(_mixed(keyed, start, stop))


def pairs_of_uniforms(keyed: Streams, start: int, stop: int) -> tuple[Floats, Floats]:
    """Two independent numbers a draw and stream, the first as `uniforms` gives it."""
    mixed = _mixed(keyed, start, stop)
    second = (mixed & _LOW_HALF).astype(np.float64)
    second *= _TO_ONE
    return _high_half(mixed), second


def _mixed(keyed: Streams, start: int, stop: int) -> Streams:
    """SplitMix64 (Steele, Lea & Flood 2014, doi:10.1145/2660193.2660195): a stream a starting state, the draw its counter."""
    mixed = keyed + (np.arange(start + 1, stop + 1, dtype=np.uint64) * _GOLDEN)[:, np.newaxis]
    shifted = np.empty_like(mixed)
    for bits, factor in ((_FIRST_SHIFT, _FIRST_MIX), (_SECOND_SHIFT, _SECOND_MIX)):
        mixed ^= np.right_shift(mixed, bits, out=shifted)
        mixed *= factor
    mixed ^= np.right_shift(mixed, _THIRD_SHIFT, out=shifted)
    return mixed


def _high_half(mixed: Streams) -> Floats:
    """From 0 to below 1; the numbers given are used up."""
    mixed >>= _HALF
    uniform = mixed.astype(np.float64)
    uniform *= _TO_ONE
    return uniform


def triangular(uniform: Floats, low: Floats, peak: Floats, high: Floats) -> Floats:
    """Numbers of the triangle over low to high with its peak in between, from uniform ones.

    >>> triangular(np.array([0.0, 0.5, 0.875]), np.array(-1.0), np.array(0.0), np.array(1.0)).tolist()
    [-1.0, 0.0, 0.5]
    """
    width = high - low
    rising = uniform * width < peak - low
    spread = np.where(rising, uniform * (peak - low), (1 - uniform) * (high - peak))
    spread *= width
    step = np.sqrt(spread, out=spread)
    return np.where(rising, low + step, high - step)
