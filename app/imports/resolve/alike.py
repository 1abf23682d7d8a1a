"""Names that may be one person's: the same words in another order, the same sound, the same letters but one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from app.imports.resolve.names import BETWEEN, plain, words_of
from graph.kinds import Person

MOST_COMPARED: Final = 5_000  # people up to whom letters are compared: of more nearly every name has a near one
_MOST_ALIKE: Final = 10  # more of one sound are a common name, not entered twice
_SHORTEST: Final = 6  # letters of names of which one may differ
_HAN: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@lru_cache(maxsize=10_000)
def sound_of(name: str) -> str:
    """A name in Latin letters, without space: that of Chinese characters is how they are pronounced."""
    if _HAN.search(name) is None:
        return plain(name).replace("-", "")
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - its dictionary takes long to load, and imports alone need it

    return plain("".join(lazy_pinyin(name)))


def keys_of(name: str, name_en: str) -> set[str]:
    """What names of one person have in common: words, sound, and the name in Latin letters either way round."""
    turned = "".join(reversed(name_en.casefold().replace("-", "").split()))
    keys = {sound_of(name), words_of(name), plain(name_en).replace("-", ""), turned}
    return {key.replace(" ", "") for key in keys} - {""}


def differ_by_one(one: str, other: str) -> bool:
    """True for texts of letters of which one is added, left out, changed, or stands before its neighbour.

    >>> differ_by_one("ilsebrandt", "ilsebrant"), differ_by_one("brandt", "brantd"), differ_by_one("tandy", "rege")
    (True, True, False)
    """
    if len(one) > len(other):
        one, other = other, one
    start = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return len(other) - len(one) == 1 and one[start:] == other[start + 1 :]
    turned = one[start : start + 2] == other[start : start + 2][::-1] and one[start + 2 :] == other[start + 2 :]
    return one[start + 1 :] == other[start + 1 :] or turned


def _letters(name: str) -> str:
    return "".join(BETWEEN.split(name.casefold()))


def _near(name: str) -> set[str]:
    """The name's letters, and what is left of them without any one; nothing for names that are too short or no Latin letters."""
    letters = _letters(name)
    if len(letters) < _SHORTEST or not letters.isalpha() or letters > "\u0250":
        return set()
    return {letters, *(letters[:place] + letters[place + 1 :] for place in range(len(letters)))}


class Alike:
    """Finds people whose names may be another spelling of a name."""

    def __init__(self, people: Iterable[Person]) -> None:
        people = tuple(people)
        self._by_key: dict[str, list[Person]] = {}
        self._near: dict[str, list[Person]] = {}
        for person in people:
            for key in keys_of(person.name, person.name_en):
                self._by_key.setdefault(key, []).append(person)
            if len(people) <= MOST_COMPARED:
                for key in _near(person.name):
                    self._near.setdefault(key, []).append(person)

    def to(self, name: str, name_en: str = "") -> list[Person]:
        """Those who may be called so, the likeliest first: by words or sound, else by letters."""
        fitting = {
            person.id: person
            for key in sorted(keys_of(name, name_en))
            for person in self._by_key.get(key, ())[:_MOST_ALIKE]
        }
        letters = _letters(name)
        if self._near:
            for key in sorted(_near(name)):
                for person in self._near.get(key, ())[:_MOST_ALIKE]:
                    if differ_by_one(letters, _letters(person.name)):
                        fitting.setdefault(person.id, person)
        return list(fitting.values())[:_MOST_ALIKE]
