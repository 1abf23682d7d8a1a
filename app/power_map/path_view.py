"""Composes the answer about ways to a person."""

from __future__ import annotations

from app.power_map.path_schemas import Paths
from app.texts.codes import LEVELS
from app.texts.paths import WHY_NONE
from graph.analysis.introductions import introductions
from graph.analysis.paths import PathFinder, PathKind
from graph.analysis.pipeline import Analysis


def paths(analysis: Analysis, to: str, kind: PathKind, k: int) -> Paths:
    """The k best paths of a kind, why there is none, and introductions."""
    power = analysis.power
    finders = {asked: PathFinder(power, asked) for asked in ("persuasion", "access")}
    reason = finders[kind].why_none(to)
    english, chinese = WHY_NONE[reason] if reason else (None, None)
    level = LEVELS["FAVORABLE" if kind == "persuasion" else "SUPPORT"]
    target = power.people[to]
    disjoint = finders["access"].count_disjoint(to)
    return Paths(
        account=power.document.account.id,
        opportunity=power.opportunity.id if power.opportunity else None,
        as_of=power.as_of,
        revision=power.revision,
        method=power.method,
        to=to,
        kind=kind,
        paths=finders[kind].best(to, k),
        disjoint_paths=disjoint,
        disjoint_of_kind=disjoint if kind == "access" else finders[kind].count_disjoint(to),
        reason=reason,
        reason_en=english and english.format(person=target.name_en or target.name, level=level[0]),
        reason_zh=chinese and chinese.format(person=target.name, level=level[1]),
        introductions=introductions(power, analysis.coverage.links, to)[:k],
        vendor=power.vendor,
    )
