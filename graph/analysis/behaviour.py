"""An attitude from what somebody was seen to do: a few questions with yes or no, in the words of the method's own definitions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, get_args

from graph.kinds.fields import Level

Behaviour = Literal[
    "MEETS_US",
    "RECOGNISES_BRAND",
    "LIKES_RELATION",
    "SPREADS_VALUE",
    "ADVISES_US",
    "DISADVANTAGES_RIVALS",
    "FEELS_HARMED",
    "HELPS_COMPETITOR",
]
BEHAVIOURS: Final[tuple[Behaviour, ...]] = get_args(Behaviour)
_LADDER: Final[tuple[tuple[frozenset[Behaviour], Level, Level], ...]] = (
    (frozenset({"SPREADS_VALUE", "ADVISES_US"}), "SUPPORT", "VALUED"),
    (frozenset({"LIKES_RELATION"}), "FAVORABLE", "ACCEPTANCE"),
    (frozenset({"RECOGNISES_BRAND"}), "ACCEPT", "ACCEPTANCE"),
    (frozenset({"MEETS_US"}), "CONTACTED", "COMMODITY"),
)


def attitude_from(answers: Mapping[Behaviour, bool]) -> tuple[Level, Level, tuple[Behaviour, ...]]:
    """The attitude on the six-level and on the four-level scale, and the answers it follows from; UNKNOWN where none does.

    Who feels harmed or helps a competitor opposes, whatever else they do. Who puts rivals at a disadvantage supports exclusively
    only if they also spread our value or advise us.

    >>> attitude_from({"MEETS_US": True, "SPREADS_VALUE": True, "DISADVANTAGES_RIVALS": True})[:2]
    ('SUPPORT_EXCLUSIVE', 'VALUED')
    >>> attitude_from({"LIKES_RELATION": True, "HELPS_COMPETITOR": True})
    ('OPPOSE', 'THREAT', ('HELPS_COMPETITOR',))
    >>> attitude_from({"MEETS_US": False})
    ('UNKNOWN', 'UNKNOWN', ())
    """
    seen = {code for code, answer in answers.items() if answer}
    if against := seen & {"FEELS_HARMED", "HELPS_COMPETITOR"}:
        return "OPPOSE", "THREAT", _ordered(against)
    for codes, six, four in _LADDER:
        if reached := seen & codes:
            if six == "SUPPORT" and "DISADVANTAGES_RIVALS" in seen:
                return "SUPPORT_EXCLUSIVE", four, _ordered(reached | {"DISADVANTAGES_RIVALS"})
            return six, four, _ordered(reached)
    return "UNKNOWN", "UNKNOWN", ()


def _ordered(codes: set[Behaviour]) -> tuple[Behaviour, ...]:
    return tuple(code for code in BEHAVIOURS if code in codes)
