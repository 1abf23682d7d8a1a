"""People who may be one person entered twice: same name, same sound, or the same name in Latin letters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Final

from app.imports.resolve.alike import keys_of, sound_of
from app.imports.resolve.names import plain, words_of
from app.imports.schemas import Duplicate
from graph.document import AccountDocument
from graph.kinds import Person

MOST_SHOWN: Final = 100
_MOST_ALIKE: Final = 10  # more of one sound are a common name, not entered twice


def likely_duplicates(document: AccountDocument, new: Iterable[str]) -> list[Duplicate]:
    """Pairs of people who may be one, at least one of them among the ids `new`; those alike in most come first."""
    fresh = set(new)
    groups: dict[str, list[Person]] = defaultdict(list)
    for person in document.people:
        for key in keys_of(person.name, person.name_en):
            groups[key].append(person)
    pairs: dict[tuple[str, str], tuple[Person, Person]] = {}
    for alike in groups.values():
        for one, other in combinations(alike[:_MOST_ALIKE], 2):
            if one.id != other.id and {one.id, other.id} & fresh:
                pairs[min(one.id, other.id), max(one.id, other.id)] = (one, other)
    doubles = [_told(one, other) for one, other in pairs.values()]
    return sorted(doubles, key=lambda pair: (-len(pair.same), pair.people))[:MOST_SHOWN]


def _told(one: Person, other: Person) -> Duplicate:
    first, second = sorted((one, other), key=lambda person: person.id)
    return Duplicate(people=(first.id, second.id), names=(first.name, second.name), same=tuple(_same(one, other)))


def _same(one: Person, other: Person) -> Iterator[str]:
    if plain(one.name) == plain(other.name):
        yield "name"
    elif words_of(one.name) == words_of(other.name):
        yield "words"
    if sound_of(one.name) == sound_of(other.name):
        yield "pinyin"
    if one.department_id is not None and one.department_id == other.department_id:
        yield "department"
