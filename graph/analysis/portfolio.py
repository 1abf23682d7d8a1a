"""Which open activities to carry out under a budget of money or days: the most gain by the plan's model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from pydantic import Field

from graph.analysis.activities import is_done, is_plan, serves_opportunity
from graph.analysis.pipeline import Analysis
from graph.answer import Answer
from graph.kinds import Activity
from graph.method import ACTIVITY_WEIGHTS, X_OF_LEVEL
from graph.power_graph import PowerGraph

BudgetUnit = Literal["MONEY", "DAYS"]
EXACT_UP_TO: Final = 14
GREEDY_SHARE: Final = 0.316
"""(1 - 1/e) / 2: what the better of greedy and the best single one reaches at least (Leskovec et al. 2007)."""


class ChosenActivity(Answer):
    """An activity that the budget is spent on."""

    activity: str = Field(description="Activity id.")
    cost: float = Field(ge=0, description="What it takes of the budget.")
    gain: float = Field(ge=0, description="Rise of our point standing beside those before it.")


class ActivityPortfolio(Answer):
    """The open activities that gain most within a budget.

    An activity wins its people its kind's weight of the way to what the plan wants, else to FAVORABLE; several with one
    person at most all of it, worth decision influence times change of x.
    """

    unit: BudgetUnit = Field(description="MONEY by `cost`, or DAYS by `days`.")
    budget: float = Field(description="What there is to spend.")
    spent: float = Field(description="What the chosen ones take.")
    gain: float = Field(ge=0, description="Rise of our point standing if all chosen succeed.")
    most: float = Field(ge=0, description="No choice within the budget gains more.")
    method: Literal["EXACT", "GREEDY"] = Field(
        description="EXACT up to 14 activities; GREEDY above, at least 0.316 of the best."
    )
    chosen: list[ChosenActivity] = Field(description="Most gain for its cost first.")
    left_out: list[str] = Field(description="With gain, but not chosen, by id.")
    without_cost: list[str] = Field(description="Cost unknown: they cannot be weighed.")
    without_gain: list[str] = Field(description="They bring nobody nearer to what is wanted.")


@dataclass(frozen=True)
class _Option:
    id: str
    cost: float
    ways: tuple[tuple[str, float], ...]  # the share of each person's way that it goes


class _Model:
    """What a set of activities gains: a person's way is gone at most once."""

    def __init__(self, worth: dict[str, float]) -> None:
        self.worth = worth

    def gain(self, gone: dict[str, float], option: _Option) -> float:
        """What an activity adds where that much of each way is gone already."""
        return sum(
            self.worth[person] * max(0.0, min(1.0, gone.get(person, 0.0) + share) - min(1.0, gone.get(person, 0.0)))
            for person, share in option.ways
        )

    def after(self, gone: dict[str, float], option: _Option) -> dict[str, float]:
        """How much of each way is gone with it."""
        return gone | {person: gone.get(person, 0.0) + share for person, share in option.ways}

    def most(self, gone: dict[str, float], options: Sequence[_Option], budget: float) -> float:
        """What the rest can add at most: the best gains for their cost, the last in part (gains only shrink)."""
        total, left = 0.0, budget
        gains = [(self.gain(gone, option), option.cost) for option in options if option.cost <= budget]
        for gain, cost in sorted(gains, key=lambda one: -one[0] / one[1] if one[1] else float("-inf")):
            if cost <= left:
                total, left = total + gain, left - cost
            else:
                return total + gain * left / cost
        return total


def portfolio_of(analysis: Analysis, budget: float, unit: BudgetUnit) -> ActivityPortfolio:
    """The activities of the account or the asked opportunity still to be done, chosen under a budget."""
    power = analysis.power
    open_ones = [
        activity
        for activity in power.document.activities
        if is_plan(activity, power.as_of) and serves_opportunity(power, activity)
    ]
    worth = _worth(analysis)
    priced = {activity.id: _cost(activity, unit) for activity in open_ones}
    options = [
        _Option(activity.id, cost, _ways(power, activity, worth))
        for activity in sorted(open_ones, key=lambda one: one.id)
        if (cost := priced[activity.id]) is not None
    ]
    gainful = [option for option in options if option.ways]
    model = _Model(worth)
    exact = len(gainful) <= EXACT_UP_TO
    chosen = _best(model, gainful, budget) if exact else _greedy(model, gainful, budget)
    shown, gone = [], dict[str, float]()
    for option in chosen:
        shown.append(ChosenActivity(activity=option.id, cost=option.cost, gain=model.gain(gone, option)))
        gone = model.after(gone, option)
    gain = sum(one.gain for one in shown)
    picked = {option.id for option in chosen}
    rest = [option for option in gainful if option.id not in picked]
    return ActivityPortfolio(
        unit=unit,
        budget=budget,
        spent=sum(option.cost for option in chosen),
        gain=gain,
        most=gain if exact else min(model.most({}, gainful, budget), gain + model.most(gone, rest, budget)),
        method="EXACT" if exact else "GREEDY",
        chosen=shown,
        left_out=[option.id for option in rest],
        without_cost=sorted(name for name, cost in priced.items() if cost is None),
        without_gain=[option.id for option in options if not option.ways],
    )


def granted_left(power: PowerGraph) -> float | None:
    """What of the money granted for the asked opportunity the done activities left; None where nothing was granted."""
    granted = [
        entry.granted
        for entry in power.document.sandbox
        if entry.opportunity_id == power.opportunity_id and entry.granted is not None
    ]
    if power.opportunity is None or not granted:
        return None
    spent = sum(
        activity.cost or 0.0
        for activity in power.document.activities
        if activity.opportunity_id == power.opportunity_id
        and activity.status != "CANCELLED"
        and is_done(activity, power.as_of)
    )
    return max(0.0, sum(granted) - spent)


def _cost(activity: Activity, unit: BudgetUnit) -> float | None:
    cost = activity.cost if unit == "MONEY" else activity.days
    return None if cost is None else float(cost)


def _worth(analysis: Analysis) -> dict[str, float]:
    """What winning each person is worth: to the level the plan wants, else to FAVORABLE; only who is below it."""
    power = analysis.power
    wanted = {
        target.person: X_OF_LEVEL[target.to_attitude or ""]
        for target in sorted(power.document.targets, key=lambda one: one.by, reverse=True)
        if target.person is not None and target.to_attitude in X_OF_LEVEL
    }
    worth = {}
    for person in power.ids:
        stance = power.stances_to_us.get(person)
        way = wanted.get(person, X_OF_LEVEL["FAVORABLE"]) - (stance.x if stance else 0.0)
        if way > 0 and power.vendor is not None:
            worth[person] = analysis.deciders.decision_influence[person] * way
    return {person: value for person, value in worth.items() if value > 0}


def _ways(power: PowerGraph, activity: Activity, worth: dict[str, float]) -> tuple[tuple[str, float], ...]:
    target = next((one for one in power.document.targets if one.id == activity.target), None)
    people = {*activity.people, *([target.person] if target and target.person else [])}
    weight = ACTIVITY_WEIGHTS[activity.kind]
    return tuple((person, weight) for person in sorted(people & worth.keys()))


def _greedy(model: _Model, options: Sequence[_Option], budget: float) -> list[_Option]:
    """The most gain for its cost again and again; or the best single one, where that gains more."""
    left, gone, chosen = budget, dict[str, float](), list[_Option]()
    waiting = list(options)
    while fitting := [option for option in waiting if option.cost <= left]:
        best = max(fitting, key=lambda option: (_density(model.gain(gone, option), option.cost), option.id))
        waiting.remove(best)
        if model.gain(gone, best) <= 0:
            break
        chosen.append(best)
        left, gone = left - best.cost, model.after(gone, best)
    single = max((one for one in options if one.cost <= budget), key=lambda one: model.gain({}, one), default=None)
    if single is not None and model.gain({}, single) > _total(model, chosen):
        return [single]
    return chosen


def _density(gain: float, cost: float) -> float:
    return gain / cost if cost else float("inf") if gain > 0 else 0.0


def _total(model: _Model, chosen: Sequence[_Option]) -> float:
    total, gone = 0.0, dict[str, float]()
    for option in chosen:
        total, gone = total + model.gain(gone, option), model.after(gone, option)
    return total


def _best(model: _Model, options: Sequence[_Option], budget: float) -> list[_Option]:
    """The set that gains most, by branch and bound from the greedy one."""
    order = sorted(options, key=lambda option: (-_density(model.gain({}, option), option.cost), option.id))
    best = _greedy(model, options, budget)
    most = _total(model, best)

    def search(i: int, left: float, gone: dict[str, float], gain: float, taken: list[_Option]) -> None:
        nonlocal best, most
        if gain > most + 1e-12:
            best, most = list(taken), gain
        if i == len(order) or gain + model.most(gone, order[i:], left) <= most + 1e-12:
            return
        option = order[i]
        if option.cost <= left:
            added = model.gain(gone, option)
            search(i + 1, left - option.cost, model.after(gone, option), gain + added, [*taken, option])
        search(i + 1, left, gone, gain, taken)

    search(0, budget, {}, 0.0, [])
    return best
