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
    for assessment in document.assessments:
        question = ASKED[assessment.code]
        given = getattr(assessment, question.field)
        others = [field for field in _FIELDS if field != question.field and getattr(assessment, field) is not None]
        fits = given is not None and not others
        if fits and question.field == "value":
            fits = question.least <= given <= question.most
        elif fits and question.field == "choice":
            fits = given in question.choices
        if not fits:
            expected = ", ".join(question.choices) or question.field
            facts = {"expected": expected, "ge": question.least, "le": question.most, "code": assessment.code}
            at = f"/{others[0] if given is not None and others else question.field}"
            yield Broken(ASSESSMENTS, assessment, at, "wrong-answer", given, facts)
        if assessment.department_id is not None and assessment.code != _PER_DEPARTMENT:
            facts = {"code": assessment.code}
            yield Broken(ASSESSMENTS, assessment, "/department_id", "wrong-answer", assessment.department_id, facts)


def a_claimed_level_has_its_criteria(document: AccountDocument) -> Iterator[Broken]:
    """On the day of the claim, by the same assessor, every criterion of the level and of those below is met."""
    for claim in _claims(document):
        met = _met(document, claim)
        needed = [code for level in LEVELS[: LEVELS.index(str(claim.choice)) + 1] for code in CRITERIA[level]]
        missing = [code for code in needed if not met.get(code, False)]
        if missing:
            facts = {"missing": ", ".join(missing), "assessor": claim.assessor}
            yield Broken(ASSESSMENTS, claim, "/choice", "level-criteria", claim.choice, facts)


def _claims(document: AccountDocument) -> list[Assessment]:
    return [claim for claim in document.assessments if claim.code == "ORGANIZATION_LEVEL" and claim.choice in LEVELS]


def _met(document: AccountDocument, claim: Assessment) -> dict[str, bool | None]:
    known = [each for each in document.assessments if each.assessor == claim.assessor and each.on <= claim.on]
    return {each.code: each.met for each in sorted(known, key=lambda each: each.on)}


def levels_are_climbed_step_by_step(document: AccountDocument) -> Iterator[Broken]:
    """A claim is at most one level above the same assessor's claim before; it may fall by any number."""
    last: dict[str, int] = {}
    for claim in sorted(_claims(document), key=lambda claim: claim.on):
        level = LEVELS.index(str(claim.choice))
        before = last.get(claim.assessor)
        if before is not None and level > before + 1:
            yield Broken(ASSESSMENTS, claim, "/choice", "level-jump", claim.choice, {"before": LEVELS[before]})
        last[claim.assessor] = level
