"""Ranks nobody gave: from the title, the manager above and the people below; always marked as assumed (issue: right answers)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from graph.document import AccountDocument
from graph.kinds import Person

LOWEST: Final = 6
_ASSISTS: Final = re.compile(
    r"\b(assistant|secretary|pa)\b(?! (general|(general )?(manager|director)))|助理|(?<!董事会)秘书(?!长)",
    re.IGNORECASE,
)
_DEPUTY: Final = re.compile(r"\b(vice|deputy|associate|assistant|vp|svp|evp)\b|副", re.IGNORECASE)
_TITLES: Final = tuple(
    (rank, re.compile(words, re.IGNORECASE))
    for rank, words in (
        (3, r"(部门?|处|科|中心|事业部|分公司|子公司)总(经理|监)|办公室(副?主任)|支行副?行长"),
        (
            2,
            (
                r"\b(chief (?!executive|of staff)\w+( \w+)? officer|chief engineer|secretary general)\b|总工(?!会)|总会计师"
                r"|\bc([fito]o|[mpdrs]o|iso|hro)\b|总法律顾问|首席(?!执行)|秘书长|董事会秘书"
            ),
        ),
        (
            1,
            (
                r"\b(ceo|chief executive|chair(man|woman|person)?|president|[se]?vp|general manager|managing (director|partner)"
                r"|director general|general director|head of the|mayor)\b"
            ),
        ),
        (
            1,
            r"董事长|总经理|总裁|首席执行官|局长|院长|行长|台长|校长|[市县区省]长$|(?<!工会)主席|党委副?书记|^书记$|^总$|副总$",
        ),
        (3, r"\b(director|head of|head|chief of staff)\b|总监|部长|主任(?!科员|工程师|医师)|处长|部门负责人|部门经理"),
        (4, r"\bmanager\b|经理|科长"),
        (
            5,
            r"\b(supervisor|team lead(er)?|lead|foreman|senior|principal)\b|主管|组长|班长|高级|资深|主任(工程师|医师)",
        ),
        (
            6,
            (
                r"\b(engineer|specialist|clerk|officer|analyst|staff|buyer|technician|intern)\b"
                r"|工程师|专员|职员|技术员|科员|采购员|办事员|文员|实习生"
            ),
        ),
    )
)


def rank_of_title(title: str) -> int | None:
    """The rank a title speaks of, 1 to 6, in Chinese or English; None where it says nothing.

    >>> titles = ("CEO", "副总经理", "Deputy Director", "财务部总经理", "assistant to the CEO", "Friend")
    >>> [rank_of_title(title) for title in titles]
    [1, 2, 4, 3, 5, None]
    """
    if _ASSISTS.search(title):
        return LOWEST - 1
    rank = next((rank for rank, words in _TITLES if words.search(title)), None)
    if rank is None:
        return None
    return min(LOWEST, rank + 1) if _DEPUTY.search(title) and rank != LOWEST - 1 else rank


def with_ranks(document: AccountDocument) -> AccountDocument:
    """The document with a rank assumed for everybody who was given none; the same document where all were given."""
    if not any(person.rank_assumed for person in document.people):
        return document
    ranks = _Ranks(document)
    people = tuple(
        person.model_copy(update={"rank": ranks.of(person.id)}) if person.rank_assumed else person
        for person in document.people
    )
    return document.model_copy(update={"people": people})


class _Ranks:
    """Title first, then one below the manager, then one above the best known of those below; else the lowest."""

    def __init__(self, document: AccountDocument) -> None:
        self.people: Mapping[str, Person] = {person.id: person for person in document.people}
        self.manager = {line.subordinate: line.manager for line in document.reporting if line.kind == "SOLID"}
        self.reports: dict[str, list[str]] = {}
        for subordinate, manager in self.manager.items():
            self.reports.setdefault(manager, []).append(subordinate)
        self.known = {person: rank for person in self.people if (rank := self._said(person)) is not None}
        self.has_head = 1 in self.known.values()
        largest = max((self._below(root) for root in self._roots()), default=0)
        self.heads = {root for root in self._roots() if largest and self._below(root) == largest}

    def _said(self, person: str) -> int | None:
        """The rank that was given, or that the title speaks of."""
        record = self.people[person]
        if not record.rank_assumed:
            return record.rank
        return rank_of_title(record.title) or rank_of_title(record.title_en)

    def _roots(self) -> list[str]:
        return [person for person in self.people if person in self.reports and person not in self.manager]

    def _below(self, person: str) -> int:
        return sum(1 + self._below(report) for report in self.reports.get(person, ()))

    def of(self, person: str) -> int:
        line, seen = [person], {person}
        while line[-1] not in self.known and (above := self.manager.get(line[-1])) is not None and above not in seen:
            line.append(above)
            seen.add(above)
        rank = self.known.get(line[-1]) or self._of_root(line[-1])
        return min(LOWEST, rank + len(line) - 1)

    def _of_root(self, person: str) -> int:
        """Of somebody without a manager: above those below; the head of the largest tree is the head, or next to who is."""
        below = [self.known[report] for report in self.reports.get(person, ()) if report in self.known]
        if below:
            return max(1, min(below) - 1)
        if person in self.heads:
            return 2 if self.has_head else 1
        return LOWEST - 1 if person in self.reports else LOWEST
