"""The three relationships of an account: general, key and organisation, each with score, target, trend and its weakest part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from pydantic import Field

from graph.analysis.ballots import electorate
from graph.analysis.coverage import PairContact, is_contact, is_in_window, pair_contacts
from graph.analysis.decision_makers import rank_decision_makers
from graph.analysis.falls import Fall, falls
from graph.analysis.judgements import Judgements, by_day
from graph.analysis.levels import OrganizationView, organization
from graph.analysis.mesh import Mesh, weave
from graph.analysis.phases import PhaseView, phase_of
from graph.analysis.propagation import Propagation
from graph.analysis.rivals import PartyPosition, positions
from graph.analysis.stages import StageAnswer, stage_of
from graph.answer import Answer
from graph.kinds.assessments import LEVELS
from graph.method import X_OF_LEVEL
from graph.power_graph import PowerGraph

TREND_DAYS: Final = 90
MATURE: Final = 0.5
CONTESTED: Final = 0.25
SATISFACTION: Final = "SATISFACTION"


class Satisfaction(Answer):
    """0 to 100: the customer's own word, which counts, else ours."""

    value: float | None = Field(description="Counts: the customer's newest, else our guess, or null.")
    assessor: Literal["CUSTOMER", "SELF"] | None = Field(description="Whose word counts; null: unknown.")
    on: date | None = Field(description="Day of the value that counts, or null.")
    by_customer: float | None = Field(description="The customer's newest value.")
    by_self: float | None = Field(description="Our own newest guess.")
    difference: float | None = Field(description="Our guess less the customer's value, or null.")
    trend: float | None = Field(description="The value that counts less the same assessor's last.")


class DepartmentScore(Answer):
    """How a business department is with us."""

    department_id: str = Field(description="Department id.")
    people: int = Field(ge=1, description="How many direct members it has.")
    contact: float = Field(ge=0, le=1, description="Share of its direct members met in the window.")
    satisfaction: float | None = Field(description="0 to 100: the customer's value, else our guess.")
    satisfaction_trend: float | None = Field(description="That less the one before by the same assessor.")
    satisfaction_by: Satisfaction = Field(description="The same by who said it.")
    information: float = Field(ge=0, le=1, description="Direct members with words both ways in the window, as a share.")
    score: float = Field(
        ge=0,
        le=1,
        description="Mean of contact, information and satisfaction as a share; unknown counts 0, so that no "
        "contact or survey ever lowers it.",
    )


class GeneralView(Answer):
    """The departments, to be balanced and stable."""

    score: float | None = Field(description="Mean of the departments' scores, 0 to 1; null without any.")
    target: float | None = Field(description="Mean score if all department plan items were reached.")
    trend: float | None = Field(description="Score less that of `trend_days` before.")
    balance: float | None = Field(description="Lowest by highest score; 1 is balanced.")
    weakest: str | None = Field(description="Department with the lowest score.")
    satisfaction: Satisfaction = Field(description="Of the account, not of a single department.")
    departments: list[DepartmentScore] = Field(description="The business departments, by id.")


class Contested(Answer):
    """Someone close between us and a competitor."""

    person: str = Field(description="Person id.")
    decision_influence: float = Field(ge=0, le=1, description="Of the person (method 3).")
    margin: float = Field(description="Attitude to us less the best of a competitor.")
    rivals: list[str] = Field(description="Competitors the person thinks best of.")


class KeyView(Answer):
    """The people of the decision chain."""

    score: float | None = Field(
        description="Sum of decision_influence times attitude to us, unknown as 0; -1 to 1; null: nobody."
    )
    target: float | None = Field(description="If every person's plan item were reached.")
    trend: float | None = Field(description="Score less that of `trend_days` before.")
    unknown: float = Field(ge=0, le=1, description="Decision influence of unknown attitude.")
    weakest: str | None = Field(description="Most decision influence times distance from full support.")
    contested: list[Contested] = Field(
        description="Weight 0.04 or more and margin within 0.25 of none, either way. Most influential first."
    )


class Maturity(Answer):
    """Key, general, organisation: the path of development, each 0 to 1."""

    key: float = Field(description="Key relationship, 0 to 1; null without people.")
    general: float = Field(description="General relationship, 0 to 1; null without departments.")
    organization: float = Field(description="Organisation relationship, 0 to 1.")
    weakest: Literal["KEY", "GENERAL", "ORGANIZATION"] = Field(description="The one with the lowest score.")
    reached: list[str] = Field(description="Steps of the path taken, in its order (each at 0.5 or above).")


class RelationshipsView(Answer):
    """How the two companies are with each other."""

    account: str = Field(description="Account id.")
    opportunity: str | None = Field(description="Opportunity id, or null.")
    as_of: date = Field(description="Day it is for.")
    revision: int = Field(description="Account revision.")
    trend_days: int = Field(description="How many days the trends look back.")
    general: GeneralView = Field(description="With the departments around.")
    key: KeyView = Field(description="With the people of the decision chain.")
    organization: OrganizationView = Field(description="Which supplier we are to the customer.")
    stage: StageAnswer = Field(description="From point to point to cloud.")
    phase: PhaseView = Field(description="Build, stabilize or strengthen.")
    weakest: Literal["KEY", "GENERAL", "ORGANIZATION"] = Field(description="The weakest of the three.")
    maturity: Maturity = Field(description="The three relationships side by side.")
    pairs: list[PairContact] = Field(
        description="Pairs of ours and theirs to look after: contact now and as wanted, by person and member."
    )
    mesh: Mesh = Field(description="Our functions by their departments: wanted and held pairs.")
    positions: list[PartyPosition] = Field(description="Attitude, level, share and satisfaction by bidder, us first.")
    falls: list[Fall] = Field(description="Steps back of the last year, oldest first.")


@dataclass(frozen=True)
class Scores:
    """The three scores of one graph."""

    general: float | None
    key: float | None
    organization: float


def scores_of(power: PowerGraph) -> Scores:
    """The scores alone."""
    judgements = Judgements.of(power.document, power.as_of)
    departments = _departments(power, judgements)
    return Scores(_mean(departments), key_score(power, _influence(power)), organization(judgements, power.as_of).score)


def department_scores(power: PowerGraph) -> dict[str, float]:
    """The score of each department that has people."""
    judgements = Judgements.of(power.document, power.as_of)
    return {one.department_id: one.score for one in _departments(power, judgements)}


def relationships(power: PowerGraph, influence: Mapping[str, float]) -> RelationshipsView:
    """The whole view as of the graph's day."""
    judgements = Judgements.of(power.document, power.as_of)
    before = scores_of(_earlier(power))
    mesh = weave(power)
    departments = _departments(power, judgements)
    company = organization(judgements, power.as_of)
    aims = [target.to_level for target in power.document.targets if target.to_level]
    company = company.model_copy(
        update={
            "target": max(aims, key=LEVELS.index, default=None),
            "trend": company.score - before.organization,
        }
    )
    general, key = _general(power, departments, before, judgements), _key(power, influence, before)
    maturity = mature(general.score, key.score, company.score)
    return RelationshipsView(
        account=power.document.account.id,
        opportunity=power.opportunity_id,
        as_of=power.as_of,
        revision=power.revision,
        trend_days=TREND_DAYS,
        general=general,
        key=key,
        organization=company,
        stage=stage_of(power, judgements, mesh),
        phase=phase_of(power, judgements),
        weakest=maturity.weakest,
        maturity=maturity,
        pairs=pair_contacts(power),
        mesh=mesh,
        positions=positions(power, judgements, influence),
        falls=falls(power, power.as_of - timedelta(days=365)),
    )


def mature(general: float | None, key: float | None, company: float) -> Maturity:
    """The three scores on one scale, and the weakest; of equals the earlier on the path.

    >>> mature(0.8, 0.2, 0.1).weakest, mature(0.8, 0.2, 0.1).reached
    ('ORGANIZATION', ['KEY', 'GENERAL'])
    """
    score_of: dict[Literal["KEY", "GENERAL", "ORGANIZATION"], float] = {
        "KEY": 0.0 if key is None else (key + 1) / 2,
        "GENERAL": general or 0.0,
        "ORGANIZATION": company,
    }
    reached: list[str] = []
    for name, score in score_of.items():
        if score < MATURE:
            break
        reached.append(name)
    return Maturity(
        key=score_of["KEY"],
        general=score_of["GENERAL"],
        organization=score_of["ORGANIZATION"],
        weakest=min(score_of, key=lambda name: score_of[name]),
        reached=reached,
    )


def key_score(
    power: PowerGraph, influence: Mapping[str, float], reached: Mapping[str, float] | None = None
) -> float | None:
    """Sum of decision influence times attitude to us; `reached` puts other attitudes in place of those known."""
    if not power.ids:
        return None
    x = {person: stance.x for person, stance in power.stances_to_us.items()} | dict(reached or {})
    return sum(influence[person] * x.get(person, 0.0) for person in power.ids)


def _earlier(power: PowerGraph) -> PowerGraph:
    opportunity = power.opportunity_id
    day = power.as_of - timedelta(days=TREND_DAYS)
    return power.as_known(day, opportunity)


def _influence(power: PowerGraph) -> Mapping[str, float]:
    return rank_decision_makers(power, electorate(power), Propagation(power)).decision_influence


def _departments(power: PowerGraph, judgements: Judgements) -> list[DepartmentScore]:
    return [_department(power, judgements, unit, members) for unit, members in power.members_of.items() if members]


def _department(power: PowerGraph, judgements: Judgements, unit: str, members: tuple[str, ...]) -> DepartmentScore:
    met: set[str] = set()
    heard: set[str] = set()
    for interaction in power.interactions:
        if is_contact(power, interaction):
            here = {
                person for person in set(interaction.people) & set(members) if is_in_window(power, person, interaction)
            }
            met |= here
            heard |= here if interaction.two_way else set()
    contact, information = len(met) / len(members), len(heard) / len(members)
    satisfaction = satisfaction_of(power, judgements, unit)
    return DepartmentScore(
        department_id=unit,
        people=len(members),
        contact=contact,
        satisfaction=satisfaction.value,
        satisfaction_trend=satisfaction.trend,
        satisfaction_by=satisfaction,
        information=information,
        score=(contact + information + (satisfaction.value or 0.0) / 100) / 3,
    )


def satisfaction_of(power: PowerGraph, judgements: Judgements, department: str | None = None) -> Satisfaction:
    """The satisfaction of a department, or of the account as a whole."""
    counted = judgements.find(SATISFACTION, department=department)
    by_customer = judgements.value(SATISFACTION, "CUSTOMER", department)
    by_self = judgements.value(SATISFACTION, "SELF", department)
    earlier = [
        record.value
        for record in by_day(power.document, power.as_of)
        if counted is not None
        and (record.code, record.assessor, record.department_id) == (SATISFACTION, counted.assessor, department)
    ]
    before = earlier[-2] if len(earlier) > 1 else None
    return Satisfaction(
        value=counted.value if counted else None,
        assessor=counted.assessor if counted else None,
        on=counted.on if counted else None,
        by_customer=by_customer,
        by_self=by_self,
        difference=None if by_customer is None or by_self is None else by_self - by_customer,
        trend=None if counted is None or counted.value is None or before is None else counted.value - before,
    )


def _mean(departments: list[DepartmentScore]) -> float | None:
    return sum(department.score for department in departments) / len(departments) if departments else None


def _general(
    power: PowerGraph, departments: list[DepartmentScore], before: Scores, judgements: Judgements
) -> GeneralView:
    score = _mean(departments)
    wanted = {
        target.department_id: target.to_share
        for target in power.document.targets
        if target.department_id and target.to_share is not None
    }
    aims = [max(department.score, wanted.get(department.department_id, 0.0)) for department in departments]
    highest = max((department.score for department in departments), default=0.0)
    weakest = min(departments, key=lambda department: (department.score, department.department_id), default=None)
    return GeneralView(
        score=score,
        target=sum(aims) / len(aims) if aims and wanted else None,
        trend=None if score is None or before.general is None else score - before.general,
        balance=weakest.score / highest if weakest and highest else None,
        weakest=weakest.department_id if weakest else None,
        satisfaction=satisfaction_of(power, judgements),
        departments=departments,
    )


def _key(power: PowerGraph, influence: Mapping[str, float], before: Scores) -> KeyView:
    score = key_score(power, influence)
    stances = power.stances_to_us
    wanted = {
        target.person: X_OF_LEVEL[target.to_attitude]
        for target in power.document.targets
        if target.person and target.to_attitude and target.to_attitude != "UNKNOWN"
    }
    reached = {person: max(x, stances[person].x) if person in stances else x for person, x in wanted.items()}

    def shortfall(person: str) -> tuple[float, str]:
        x = stances[person].x if person in stances else 0.0
        return -round(influence[person] * (1 - x), 12), person

    return KeyView(
        score=score,
        target=key_score(power, influence, reached) if wanted else None,
        trend=None if score is None or before.key is None else score - before.key,
        unknown=min(1.0, sum(influence[person] for person in power.ids if person not in stances)),
        weakest=min(power.ids, key=shortfall, default=None),
        contested=contested(power, influence),
    )


def contested(power: PowerGraph, influence: Mapping[str, float]) -> list[Contested]:
    """Weighty people for whom it is close, most influential first."""
    close = []
    for person in power.ids:
        ours = power.stance(person, power.vendor)
        known = [(party, stance.x) for party in power.rivals if (stance := power.stance(person, party))]
        if ours is None or not known or influence[person] < power.method.class_down:
            continue
        best = max(x for _, x in known)
        if abs(ours.x - best) <= CONTESTED:
            rivals = [party for party, x in known if x == best]
            close.append(
                Contested(person=person, decision_influence=influence[person], margin=ours.x - best, rivals=rivals)
            )
    return sorted(close, key=lambda each: (-round(each.decision_influence, 12), each.person))


__all__ = ["RelationshipsView", "Scores", "department_scores", "key_score", "mature", "relationships", "scores_of"]
