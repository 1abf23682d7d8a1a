"""What to do at a stage of the relationship, and what its nature and participation ask for beside it (method, five stages)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, Literal

from pydantic import Field

from graph.answer import Answer

TECHNIQUES_OF: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "POINT_TO_POINT": ("QUICK_RESPONSE", "LATER_PRICE_READY"),
        "WEDGE": ("GROW_DEPENDENCE", "EXPECT_SETBACKS"),
        "NETWORK": ("MEND_HOLES", "VALUE_IN_USE"),
        "DIAMOND": ("SHARE_COST_AND_VALUE", "SHARE_TROUBLE"),
        "CLOUD": ("MATCH_TEAM_TO_CLASS", "SERVICE_BY_ORGANIZATION"),
        "TRANSACTIONAL": ("SHOW_MORE_THAN_THE_DEAL",),
        "AUTHORITARIAN": ("ASK_FOR_A_SAY",),
        "INDULGENT": ("GIVE_AND_TAKE",),
        "BALANCED": ("KEEP_THE_BALANCE",),
        "SIMPLE": ("WIDEN_PARTICIPATION",),
        "COMPLEX": ("PLAN_TOGETHER",),
    }
)


class Technique(Answer):
    """Something the method says to do."""

    code: str = Field(description="Code of the technique.")
    because: Literal["STAGE", "NATURE", "PARTICIPATION"] = Field(description="What it follows from.")
    of: str = Field(description="Stage, nature or participation that asks for it.")


def techniques(stage: str, nature: str | None, participation: str | None) -> list[Technique]:
    """What to do at a stage in this nature and participation; the two ask for nothing while nobody judged them.

    >>> [technique.code for technique in techniques("WEDGE", "INDULGENT", None)]
    ['GROW_DEPENDENCE', 'EXPECT_SETBACKS', 'GIVE_AND_TAKE']
    """
    return [*_of("STAGE", stage), *_of("NATURE", nature), *_of("PARTICIPATION", participation)]


def _of(because: Literal["STAGE", "NATURE", "PARTICIPATION"], judged: str | None) -> Iterator[Technique]:
    for code in TECHNIQUES_OF.get(judged or "", ()):
        yield Technique(code=code, because=because, of=str(judged))
