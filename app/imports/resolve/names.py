"""What people write in place of an id: the name of a person, of a department or its path, of anything that has a name."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from graph.document import AccountDocument
from graph.kinds import KIND_OF, KINDS, Node

_QUALIFIED: Final = re.compile(r"(.+?)\s*[(（]([^()（）]+)[)）]")
_PATH: Final = re.compile(r"\s*[/／>]\s*")
BETWEEN: Final = re.compile(r"[\s,，.·•'’-]+")  # words of a name
_LONG: Final = 18
_LONG_ID: Final = re.compile(r"[a-zA-Z0-9]{3}[0-9][a-zA-Z0-9]{11}[A-Z0-5]{3}")
NAMED: Final[dict[str, str]] = {  # list of the document → label of what stands in it, for lists whose records have ids
    kind.name: kind.shape.label
    for kind in KINDS
    if isinstance(kind.shape, Node) and kind.shape.id == "id" and kind.name != "account"
}


def plain(name: str) -> str:
    """A name as it is looked up: width, case and space make no difference."""
    wide = name if name.isascii() else unicodedata.normalize("NFKC", name)
    return "".join(wide.casefold().split())


def words_of(name: str) -> str:
    """A name's words in no order: `Rege, Sunil` and `Sunil Rege` are the same."""
    return " ".join(sorted(filter(None, BETWEEN.split(name.casefold()))))


@dataclass(frozen=True)
class Named:
    """Something an id stands for. `within` is the id (or, in a file, what was written) of its department or parent.

    `also` are what else it is known by: ids in other systems and in the file, the e-mail.
    """

    id: str
    name: str
    name_en: str = ""
    within: str = ""
    also: tuple[str, ...] = ()


def named_in(document: AccountDocument) -> dict[str, list[Named]]:
    """What a document holds that can be named, by label."""
    by_label: dict[str, list[Named]] = defaultdict(list)
    for list_name, label in NAMED.items():
        for record in document.of(KIND_OF[list_name]):
            values = record.model_dump()
            by_label[label].append(named_of(values))
    return by_label


def named_of(values: Mapping[str, Any], own_id: str = "") -> Named:
    """The same of one record's values, also known by `own_id`."""
    within = values.get("department_id") or values.get("parent_id")
    own, name, name_en = (str(values.get(field) or "") for field in ("id", "name", "name_en"))
    also = [own_id] if own_id else []
    also += [str(one["id"]) for one in values.get("external_ids") or ()]
    also += [values["email"]] if values.get("email") else []
    return Named(own, name, name_en, str(within or ""), tuple(also))


def spellings(known: str) -> set[str]:
    """What else a person is known by, as it is looked up: an e-mail in any case, an 18-character id by its first 15, too.

    The last three of the 18 only say which of the 15 are capitals (Salesforce).
    """
    if "@" in known:
        return {known.casefold()}
    if len(known) == _LONG and _LONG_ID.fullmatch(known):
        return {known, known[:15]}
    return {known} if known.isascii() else {known, unicodedata.normalize("NFKC", known)}


def _fits(letters: list[str], initials: list[str]) -> bool:
    """True where the letters are some of the initials, and at most that many."""
    rest = list(initials)
    for letter in letters:
        if letter not in rest:
            return False
        rest.remove(letter)
    return True


class Directory:
    """Looks up ids by what was written, for one label after the other."""

    def __init__(self, by_label: Mapping[str, Iterable[Named]]) -> None:
        self._ids: dict[str, dict[str, Named]] = {}
        self._by_name: dict[str, dict[str, list[Named]]] = {}
        self._by_words: dict[str, dict[str, Named]] = {}  # people, by the words of their names in any order
        self._by_one_word: dict[str, list[tuple[str, dict[str, Named]]]] | None = None  # made when first asked for
        self._numbers: dict[str, dict[str, dict[str, Named]]] = {}  # by numbers without the zeros a spreadsheet drops
        self._also: dict[str, dict[str, Named]] = {}
        self._wide: dict[
            str, dict[str, Named]
        ] = {}  # ids in full-width letters, by what they are in those of every day
        for label, known_people in by_label.items():
            for one in known_people:
                self.add(label, one)

    def add(self, label: str, one: Named) -> None:
        """Take in one more; the first of an id stays."""
        ids = self._ids.setdefault(label, {})
        if one.id in ids:
            return
        ids[one.id] = one
        if not one.id.isascii():
            self._wide.setdefault(label, {}).setdefault(unicodedata.normalize("NFKC", one.id), one)
        for word in one.also:
            if word.isdecimal():
                self._numbers.setdefault(label, {}).setdefault(word.lstrip("0"), {})[one.id] = one
            for known in spellings(word):
                self._also.setdefault(label, {}).setdefault(known, one)
        names = self._by_name.setdefault(label, {})
        name, name_en = plain(one.name), plain(one.name_en)
        if name:
            names.setdefault(name, []).append(one)
        if label == "Person":
            self._by_words.setdefault(words_of(one.name), {})[one.id] = one
        if name_en and name_en != name:
            names.setdefault(name_en, []).append(one)

    def has(self, label: str, written: str) -> bool:
        """True if that is an id."""
        return written in self._ids.get(label, {})

    def called(self, label: str, name: str) -> list[Named]:
        """Those of that name."""
        return self._by_name.get(label, {}).get(plain(name), [])

    def of_words(self, name: str) -> list[Named]:
        """People whose names are these words in any order: Петрова Анна, TANDY Orla."""
        return list(self._by_words.get(words_of(name), {}).values())

    def of_initials(self, name: str) -> list[Named]:
        """People whose names are these words, of some the first letter only: O. Tandy, Петрова А.И."""
        words = words_of(name).split()
        whole = [word for word in words if len(word) > 1]
        letters = [word for word in words if len(word) == 1]
        if len(whole) != 1 or not letters:
            return []
        if self._by_one_word is None:
            self._by_one_word = defaultdict(list)
            for other, people in self._by_words.items():
                for word in set(other.split()):
                    self._by_one_word[word].append((other, people))
        return [
            one
            for other, people in self._by_one_word.get(whole[0], ())
            if _fits(letters, [word[0] for word in other.split() if word != whole[0]])
            for one in people.values()
        ]

    def candidates(self, label: str, written: str) -> list[Named]:
        """Whom the words may mean, best reading first: an id, a name, `name (department)`, a path of departments."""
        written = written.strip()
        if (one := self._known_as(label, written)) is not None:
            return [one]
        if namesakes := self.called(label, written):
            return namesakes
        if label == "Person" and (parts := _QUALIFIED.fullmatch(written)):
            return [one for one in self.called(label, parts[1]) if self._works_in(one, parts[2])]
        if label == "Department" and len(steps := _PATH.split(written)) > 1:
            return [one for one in self.called(label, steps[-1]) if self._lies_below(one, steps[:-1])]
        return []

    def _known_as(self, label: str, written: str) -> Named | None:
        """Whose id, id in another system, or e-mail that is."""
        known = (table.get(label, {}) for table in (self._also, self._ids, self._wide))
        words = spellings(written)
        named = next((one for directory in known for word in words if (one := directory.get(word)) is not None), None)
        if named is None and written.isdecimal():
            alike = self._numbers.get(label, {}).get(written.lstrip("0"), {})
            return next(iter(alike.values())) if len(alike) == 1 else None
        return named

    def described(self, label: str, one: Named) -> str:
        """A candidate as shown to people: its id and where it belongs."""
        if label not in {"Person", "Department"}:
            return one.id
        return f"{one.id} ({unit})" if (unit := self._name_of_unit(one.within)) else one.id

    def path_of(self, department: str) -> str:
        """A department's names from the top, `A/B`."""
        steps: list[str] = []
        while department and department not in steps and len(steps) < 50:  # noqa: PLR2004 - deeper is no organisation
            steps.append(department)
            one = self._ids.get("Department", {}).get(department)
            department = one.within if one else ""
        return "/".join(self._name_of_unit(step) for step in reversed(steps))

    def _name_of_unit(self, department: str) -> str:
        one = self._ids.get("Department", {}).get(department)
        return one.name if one else department

    def _works_in(self, one: Named, unit: str) -> bool:
        return plain(unit) in {plain(one.within), plain(self._name_of_unit(one.within))}

    def _lies_below(self, one: Named, steps: list[str]) -> bool:
        return plain(self.path_of(one.id)).endswith(plain("/".join((*steps, one.name))))
