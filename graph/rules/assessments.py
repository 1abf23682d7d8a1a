"""Rules of dated judgements: each code is answered its own way, and a level is climbed criterion by criterion."""

from __future__ import annotations

from collections.abc import Iterator

from graph.document import AccountDocument
from graph.kinds import ASSESSMENTS, Assessment
from graph.kinds.assessments import ASKED, CRITERIA, LEVELS
from graph.rules.broken import Broken

_FIELDS = ("met", "value", "choice")
_PER_DEPARTMENT = "SATISFACTION"


def answers_fit_their_codes(document: AccountDocument) -> Iterator[Broken]:
    for held in document.assessments:
        asked = ASKED[held.code]
        given = getattr(held, asked.field)
        others = [field for field in _FIELDS if field != asked.field and getattr(held, field) is not None]
        fits = given is not None and not others
        if fits and asked.field == "value":
            fits = asked.least <= given <= asked.most
        elif fits and asked.field == "choice":
            fits = given in asked.choices
        if not fits:
            expected = ", ".join(asked.choices) or asked.field
            facts = {"expected": expected, "ge": asked.least, "le": asked.most, "code": held.code}
            at = f"/{others[0] if given is not None and others else asked.field}"
            yield Broken(ASSESSMENTS, held, at, "wrong-answer", given, facts)
        if held.department_id is not None and held.code != _PER_DEPARTMENT:
            yield Broken(ASSESSMENTS, held, "/department_id", "wrong-answer", held.department_id, {"code": held.code})


def a_claimed_level_has_its_criteria(document: AccountDocument) -> Iterator[Broken]:
    """On the day of the claim, by the same assessor, every criterion of the level and of those below is met."""
    if not any(held.code == "ORGANIZATION_LEVEL" for held in document.assessments):
        return
    for held in document.assessments:
        if held.code != "ORGANIZATION_LEVEL" or held.choice not in LEVELS:
            continue
        met = _met(document, held)
        needed = [code for level in LEVELS[: LEVELS.index(held.choice) + 1] for code in CRITERIA[level]]
        missing = [code for code in needed if not met.get(code, False)]
        if missing:
            facts = {"missing": ", ".join(missing), "assessor": held.assessor}
            yield Broken(ASSESSMENTS, held, "/choice", "level-criteria", held.choice, facts)


def _met(document: AccountDocument, claim: Assessment) -> dict[str, bool | None]:
    known = [held for held in document.assessments if held.assessor == claim.assessor and held.on <= claim.on]
    return {held.code: held.met for held in sorted(known, key=lambda held: held.on)}


def levels_are_climbed_step_by_step(document: AccountDocument) -> Iterator[Broken]:
    """A claim is at most one level above the same assessor's claim before; it may fall by any number."""
    claims = [held for held in document.assessments if held.code == "ORGANIZATION_LEVEL" and held.choice in LEVELS]
    last: dict[str, int] = {}
    for held in sorted(claims, key=lambda held: held.on):
        level = LEVELS.index(str(held.choice))
        before = last.get(held.assessor)
        if before is not None and level > before + 1:
            yield Broken(ASSESSMENTS, held, "/choice", "level-jump", held.choice, {"before": LEVELS[before]})
        last[held.assessor] = level
