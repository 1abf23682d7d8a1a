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
    Insight,
    KeySetAnswer,
    Loss,
    OutlookAnswer,
    Plans,
)
from app.power_map.service import analysis
from app.question.analysis_query import AnalysisQuery
from app.texts.insights import OUTLOOK_NOTE
from graph.accounts import Accounts
from graph.analysis import buying_centre, evidence, signed
from graph.analysis import calibration as record
from graph.analysis.bus_factor import bus_factor
from graph.analysis.key_set import key_set as best_key_set
from graph.analysis.pipeline import Analysis
from graph.analysis.stage_plans import cheapest_plan
from graph.analysis.what_if import tornado
from graph.answer import Answer

A = TypeVar("A", bound=Insight)


async def _answer(
    accounts: Accounts,
    account_id: str,
    asked: AnalysisQuery,
    model: type[A],
    find: Callable[[Analysis], dict[str, Any]],
) -> A:
    """The answer of a model, made of what `find` says, once per revision and question."""
    found = await analysis(accounts, account_id, asked)
    power = found.power

    def make() -> A:
        return model.model_validate(
            {
                "account": power.document.account.id,
                "opportunity": power.opportunity.id if power.opportunity else None,
                "as_of": power.as_of,
                "revision": power.revision,
                "method": power.method,
                **find(found),
            }
        )

    return await accounts.derived(power, (model.__name__, getattr(find, "key", None)), make)


def _fields(value: object) -> dict[str, Any]:
    """The fields of a result by name."""
    names = type(value).model_fields if isinstance(value, Answer) else value.__dataclass_fields__  # type: ignore[attr-defined]
    return {name: getattr(value, name) for name in names}


async def key_set(
    accounts: Accounts, account_id: str, asked: AnalysisQuery, k: int, *, reach_alone: bool
) -> KeySetAnswer:
    """The k people who together reach most."""

    def find(analysis: Analysis) -> dict[str, Any]:
        influence = analysis.deciders.decision_influence
        return {"k": k, **_fields(best_key_set(analysis.power, influence, k, reach_alone=reach_alone))}

    find.key = (k, reach_alone)  # type: ignore[attr-defined]
    return await _answer(accounts, account_id, asked, KeySetAnswer, find)


async def plans(accounts: Accounts, account_id: str, asked: AnalysisQuery) -> Plans:
    """The cheapest plan of every voting stage that is still open."""

    def find(analysis: Analysis) -> dict[str, Any]:
        power, influence = analysis.power, analysis.deciders.decision_influence
        stages = [cheapest_plan(power, stage, influence) for stage in power.open_stages]
        return {"plans": tuple(plan for plan in stages if plan is not None)}

    return await _answer(accounts, account_id, asked, Plans, find)


async def bus_factors(accounts: Accounts, account_id: str, asked: AnalysisQuery) -> BusFactors:
    """Whose leaving hurts."""

    def find(analysis: Analysis) -> dict[str, Any]:
        own = bus_factor(analysis.power, analysis.coverage, analysis.deciders.decision_influence)
        losses = sorted(
            (swing for swing in tornado(analysis) if swing.contacted < 0), key=lambda swing: swing.contacted
        )
        return {"own": own, "customer": tuple(Loss(person=loss.person, contacted=loss.contacted) for loss in losses)}

    return await _answer(accounts, account_id, asked, BusFactors, find)


async def win_outlook(accounts: Accounts, account_id: str, asked: AnalysisQuery) -> OutlookAnswer:
    """How likely each stage is won, by the model."""

    def find(found: Analysis) -> dict[str, Any]:
        english, chinese = OUTLOOK_NOTE
        return {**_fields(record.outlook(found.power)), "note_en": english, "note_zh": chinese}

    return await _answer(accounts, account_id, asked, OutlookAnswer, find)


async def calibration(accounts: Accounts, account_id: str, asked: AnalysisQuery) -> CalibrationAnswer:
    """How the model and the reporters did."""
    return await _answer(
        accounts, account_id, asked, CalibrationAnswer, lambda found: _fields(record.calibrate(found.power))
    )


async def weigh_evidence(accounts: Accounts, account_id: str, asked: AnalysisQuery) -> EvidenceAnswer:
    """How far the map can be trusted."""

    def find(found: Analysis) -> dict[str, Any]:
        return _fields(evidence.weigh_evidence(found.power, found.deciders.decision_influence))

    return await _answer(accounts, account_id, asked, EvidenceAnswer, find)


async def alliances(accounts: Accounts, account_id: str, asked: AnalysisQuery) -> AlliancesAnswer:
    """Conflicts, alliances and camps."""

    def find(found: Analysis) -> dict[str, Any]:
        return _fields(signed.signed_structure(found.power, found.deciders.decision_influence))

    return await _answer(accounts, account_id, asked, AlliancesAnswer, find)


async def centre(accounts: Accounts, account_id: str, asked: AnalysisQuery) -> BuyingCentreAnswer:
    """The shape of the buying centre."""

    def find(found: Analysis) -> dict[str, Any]:
        hidden = buying_centre.hidden_reasons(found.power, found.deciders)
        return {**_fields(buying_centre.buying_centre(found.power)), "hidden_influencers": hidden}

    return await _answer(accounts, account_id, asked, BuyingCentreAnswer, find)
