"""Insights: questions whose answer is a set, a model or a judgement of the map rather than a score."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from app.insights.schemas import (
    AlliancesAnswer,
    BusFactors,
    BuyingCentreAnswer,
    CalibrationAnswer,
    EvidenceAnswer,
    KeySetAnswer,
    OutlookAnswer,
    Plans,
)
from app.power_map.service import analysis
from app.question.analysis_query import AnalysisQuery
from app.question.answer import QuestionAnswer, question_of
from app.texts.insights import OUTLOOK_NOTE
from graph.accounts import Accounts
from graph.analysis import buying_centre, evidence
from graph.analysis.advice import Adviser
from graph.analysis.bus_factor import bus_factor
from graph.analysis.calibration import calibrate, outlook
from graph.analysis.key_set import key_set as best_key_set
from graph.analysis.pipeline import Analysis
from graph.analysis.signed import signed_structure
from graph.analysis.stage_plans import cheapest_plan
from graph.analysis.structure import structure
from graph.analysis.succession import shock
from graph.analysis.what_if import losses
from graph.answer import Answer
from graph.errors import NotFound

A = TypeVar("A", bound=QuestionAnswer)


async def _answer(
    accounts: Accounts,
    account_id: str,
    query: AnalysisQuery,
    model: type[A],
    answer: Callable[[Analysis], Answer | dict[str, Any]],
    parameters: tuple[Any, ...] = (),
) -> A:
    """What the analysis answers with the question put to it, once per revision, question and parameters."""
    analysed = await analysis(accounts, account_id, query)
    power = analysed.power
    return await accounts.derived(
        power, (model.__name__, parameters), lambda: model(**question_of(power), **dict(answer(analysed)))
    )


async def key_set(
    accounts: Accounts, account_id: str, query: AnalysisQuery, k: int, *, reach_alone: bool
) -> KeySetAnswer:
    """The k people who together reach most."""

    def answer(analysed: Analysis) -> dict[str, Any]:
        influence = analysed.deciders.decision_influence
        return {"k": k, **dict(best_key_set(analysed.power, influence, k, reach_alone=reach_alone))}

    return await _answer(accounts, account_id, query, KeySetAnswer, answer, (k, reach_alone))


async def plans(accounts: Accounts, account_id: str, query: AnalysisQuery) -> Plans:
    """The cheapest plan of every voting stage that is still open."""

    def answer(analysed: Analysis) -> dict[str, Any]:
        power, influence = analysed.power, analysed.deciders.decision_influence
        adviser = Adviser(power, analysed.stages, analysed.coverage, analysed.deciders)
        contained = [person for person in power.ids if adviser.reason(person) == "CONTAIN"]
        stages = [cheapest_plan(power, stage, influence, contained) for stage in power.open_stages]
        return {"plans": tuple(plan for plan in stages if plan is not None)}

    return await _answer(accounts, account_id, query, Plans, answer)


async def bus_factors(accounts: Accounts, account_id: str, query: AnalysisQuery) -> BusFactors:
    """Whose leaving hurts."""

    def answer(analysed: Analysis) -> dict[str, Any]:
        own = bus_factor(analysed.power, analysed.coverage, analysed.deciders.decision_influence)
        return {"own": own, "customer": losses(analysed)}

    return await _answer(accounts, account_id, query, BusFactors, answer)


async def win_outlook(accounts: Accounts, account_id: str, query: AnalysisQuery) -> OutlookAnswer:
    """How likely each stage is won, by the model."""

    def answer(analysed: Analysis) -> dict[str, Any]:
        english, chinese = OUTLOOK_NOTE
        return {**dict(outlook(analysed.power)), "note_en": english, "note_zh": chinese}

    return await _answer(accounts, account_id, query, OutlookAnswer, answer)


async def calibration(accounts: Accounts, account_id: str, query: AnalysisQuery) -> CalibrationAnswer:
    """How the model and the reporters did."""
    return await _answer(accounts, account_id, query, CalibrationAnswer, lambda analysed: calibrate(analysed.power))


async def weigh_evidence(accounts: Accounts, account_id: str, query: AnalysisQuery) -> EvidenceAnswer:
    """How far the map can be trusted."""

    def answer(analysed: Analysis) -> Answer:
        return evidence.weigh_evidence(analysed.power, analysed.deciders.decision_influence)

    return await _answer(accounts, account_id, query, EvidenceAnswer, answer)


async def alliances(
    accounts: Accounts, account_id: str, query: AnalysisQuery, leaving: str | None = None, *, whole: bool = False
) -> AlliancesAnswer:
    """Conflicts, alliances, camps, and how the map is built. Raises NotFound for a person nobody knows."""

    def answer(analysed: Analysis) -> dict[str, Any]:
        if leaving is not None:
            analysed.power.require_person(leaving)
            if leaving in analysed.power.guests:
                raise NotFound("person", leaving)
        return {
            **dict(signed_structure(analysed.power, analysed.deciders.decision_influence)),
            **dict(structure(analysed, whole=whole)),
            "shock": None if leaving is None else shock(analysed, leaving),
        }

    return await _answer(accounts, account_id, query, AlliancesAnswer, answer, (leaving, whole))


async def centre(accounts: Accounts, account_id: str, query: AnalysisQuery) -> BuyingCentreAnswer:
    """The shape of the buying centre."""

    def answer(analysed: Analysis) -> dict[str, Any]:
        hidden = buying_centre.hidden_reasons(analysed.power, analysed.deciders)
        shape = buying_centre.buying_centre(analysed.power)
        wants = buying_centre.concern(analysed.power, analysed.deciders, shape.people)
        return {**dict(shape), **dict(wants), "hidden_influencers": hidden}

    return await _answer(accounts, account_id, query, BuyingCentreAnswer, answer)
