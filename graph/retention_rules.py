"""Rules of retention as a setting lists them: after how many months from which day what is done to whoever is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, get_args

Why = Literal["review", "left", "closed", "untouched", "removed"]
Deed = Literal["restrict", "erase"]
MOST_MONTHS: Final = 1_200
_RULE: Final = re.compile(r"(\w+) (\w+) (\d{1,4})")


@dataclass(frozen=True)
class Rule:
    """So many months after the day that `why` counts from, the deed is due."""

    why: Why
    deed: Deed
    months: int


def rules_of(text: str) -> tuple[Rule, ...]:
    """The rules a setting lists. Raises ValueError.

    >>> rules_of("review restrict 0, left erase 12")
    (Rule(why='review', deed='restrict', months=0), Rule(why='left', deed='erase', months=12))
    """
    rules: list[Rule] = []
    for part in (one.strip() for one in text.split(",")):
        if not part:
            continue
        found = _RULE.fullmatch(" ".join(part.split()))
        if (
            found is None
            or found[1] not in get_args(Why)
            or found[2] not in get_args(Deed)
            or int(found[3]) > MOST_MONTHS
        ):
            msg = f"{part!r} is no rule such as `left erase 12`: {', '.join(get_args(Why))}, then restrict or erase, then months"
            raise ValueError(msg)
        if (found[1], found[2]) == ("removed", "restrict"):
            raise ValueError("who is removed already can only be erased: `removed erase 12`")
        if any((rule.why, rule.deed) == (found[1], found[2]) for rule in rules):
            msg = f"`{found[1]} {found[2]}` stands twice"
            raise ValueError(msg)
        rules.append(Rule(found[1], found[2], int(found[3])))  # type: ignore[arg-type]
    return tuple(rules)
