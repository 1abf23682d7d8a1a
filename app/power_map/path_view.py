"""The answer about ways to a person, in words."""

from __future__ import annotations

from app.power_map.path_schemas import Paths
from app.question.answer import question_of
from app.texts.catalogue import names_of
from app.texts.codes import LEVELS
from app.texts.paths import WHY_NONE
from graph.analysis.introductions import paths_to
from graph.analysis.paths import PathKind
from graph.analysis.pipeline import Analysis


def paths(analysis: Analysis, to: str, kind: PathKind, k: int) -> Paths:
    """The k best paths of a kind, why there is none, and introductions."""
    power = analysis.power
    ways = paths_to(power, analysis.coverage.links, to, kind, k)
    english, chinese = WHY_NONE[ways.reason] if ways.reason else (None, None)
    level = LEVELS["FAVORABLE" if kind == "persuasion" else "SUPPORT"]
    name = names_of(power.people[to])
    return Paths(
        **question_of(power),
        **dict(ways),
        reason_en=english and english.format(person=name[0], level=level[0]),
        reason_zh=chinese and chinese.format(person=name[1], level=level[1]),
    )
