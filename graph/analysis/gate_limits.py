"""The limits each check of the review gate takes from its policy, and what is wrong with a policy that gives others."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from graph.analysis.gate_checks import CHECKS
from graph.analysis.gate_policy import PolicyCheck


class Limit(NamedTuple):
    """What a limit of a check may be; one that is not `needed` asks for nothing where a policy leaves it out."""

    low: float
    high: float
    needed: bool = True


_DAYS: Final = Limit(0, 36_500)
_SHARE: Final = Limit(0, 1)
_SWITCH: Final = Limit(0, 1, needed=False)
_COUNT: Final = Limit(0, 1000, needed=False)
LIMITS: Final[Mapping[str, Mapping[str, Limit]]] = MappingProxyType(
    {
        "G01": {"max_age_days": _DAYS},
        "G03": {"attitude_known": _SWITCH},
        "G04": {"fail_share": _SHARE, "weighted_only": _SWITCH},
        "G05": {"min_influence": _SHARE, "at_least": _COUNT},
        "G06": {
            "min_influence": _SHARE,
            "main_competitors": Limit(1, 1000),
            "at_least": _COUNT,
            "competitors_named": _COUNT,
        },
        "G07": {"raises": _SWITCH},
        "G08": {"raises": _SWITCH},
        "G09": {"evidence_days": _DAYS},
        "G10": {"max_age_days": _DAYS, "attitudes_known": _SWITCH},
        "G11": {"min_people": Limit(1, 100_000), "min_influence": Limit(0, 1, needed=False)},
        "G12": {"targets_served": _SWITCH},
        "G13": {"min_lined": _SHARE},
        "G15": {"min_placed": _SHARE, "min_lines_with_evidence": _SHARE, "min_map_quality": _SHARE},
        "G16": {"min_mark": Limit(1, 5)},
    }
)


def fault_of(check: PolicyCheck) -> str | None:
    """What is wrong with a check of a policy and how to mend it; None where nothing is."""
    if check.id not in CHECKS:
        return f"{check.id} is no check; there are {', '.join(CHECKS)}"
    limits = LIMITS.get(check.id, {})
    if unknown := sorted(check.parameters.keys() - limits.keys()):
        return f"{check.id} takes no {', '.join(unknown)}; it takes {', '.join(limits) or 'no parameters'}"
    for name, limit in limits.items():
        value = check.parameters.get(name)
        if value is None and limit.needed:
            return f"{check.id} needs {name}, from {limit.low:g} to {limit.high:g}"
        if value is not None and not limit.low <= value <= limit.high:
            return f"{check.id}: {name} is {value:g}; it goes from {limit.low:g} to {limit.high:g}"
    return None
