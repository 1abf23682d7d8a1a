"""What is accepted and deserves a look: names that look like others without being them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any, Final

from graph.document import AccountDocument
from graph.kinds import KINDS, Record

_NAMES: Final = frozenset({"id", "name", "name_en", "title", "title_en", "function"})
_INVISIBLE: Final = frozenset("\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u3164\ufeff\uffa0") | frozenset(
    map(chr, (*range(0x200B, 0x2010), *range(0x2060, 0x2065)))
)
_LOOKALIKES: Final = frozenset({"LATIN", "CYRILLIC", "GREEK"})


def is_suspicious(text: str) -> bool:
    r"""True for characters that cannot be seen, or Latin, Cyrillic and Greek letters mixed in one word.

    >>> [is_suspicious(name) for name in ("Anna", "Анна", "Аnna", "An\u200bna", "Anna и Анна", "张伟 Zhang")]
    [False, False, True, True, False, False]
    """
    if text.isascii():
        return False
    if not _INVISIBLE.isdisjoint(text):
        return True
    scripts: set[str] = set()
    for character in text:
        if not character.isalpha():
            if not unicodedata.combining(character):
                scripts = set()
            continue
        scripts |= _LOOKALIKES.intersection(unicodedata.name(character, "").split(" ", 2)[:2])
        if len(scripts) > 1:
            return True
    return False


def suspicious_texts(record: Record) -> Iterator[str]:
    """The names in a record, and in what it holds, that are suspicious.

    >>> from graph.kinds import Person
    >>> list(suspicious_texts(Person(id="p", name="Аnna", title="chief")))
    ['Аnna']
    """
    for field, value in vars(record).items():
        if isinstance(value, str):
            if field in _NAMES and not value.isascii() and is_suspicious(value):
                yield value
        elif isinstance(value, tuple | Record):
            yield from _within(value)


def _within(value: Any) -> Iterator[str]:
    if isinstance(value, Record):
        yield from suspicious_texts(value)
    elif isinstance(value, tuple):
        for part in value:
            yield from _within(part)


def suspicious_in(document: AccountDocument) -> Iterator[tuple[str, str]]:
    """The path of every record of a document with a suspicious name, and that name."""
    for kind in KINDS:
        for record in document.of(kind):
            for text in suspicious_texts(record):
                yield kind.path_of(record), text


__all__ = ["is_suspicious", "suspicious_in", "suspicious_texts"]
