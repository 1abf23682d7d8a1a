"""The commands of the relationship method: the review gate and the three relationships."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.naming import Named
from app.cli.relationships_text import relationships_text
from app.cli.running import DayOption, JsonOption, LangOption, StoreOption, settings_for, with_named
from app.plans import service as plans
from app.relationships import service as relations
from app.reviews import service as reviews
from app.texts import plan_report
from app.texts.catalogue import pick
from graph.analysis.gate import ReviewView
from graph.analysis.planning import RelationshipPlan
from graph.analysis.portfolio import ActivityPortfolio, BudgetUnit

if TYPE_CHECKING:
    from graph.accounts import Accounts

_Account = Annotated[str, typer.Argument(help="The account's id, or its name.")]
_Snapshot = Annotated[str | None, typer.Option(help="Ask this snapshot in place of the live map; `newest` picks one.")]


def review(
    account: _Account,
    opportunity: Annotated[str, typer.Option(help="The opportunity that is reviewed.")],
    as_of: DayOption = None,
    snapshot: _Snapshot = None,
    policy: Annotated[
        str | None, typer.Option(help="Name, NAME-VERSION or version; default the account's own, else the newest.")
    ] = None,
    json_: JsonOption = False,
    lang: LangOption = None,
    store: StoreOption = None,
) -> None:
    """Say whether the bid passes the review gate, and which checks are open."""
    settings = settings_for(store, language=lang)
    view = with_named(
        settings,
        Named(account, opportunity),
        lambda accounts, named: reviews.review(accounts, named.account, named.query(as_of, snapshot), policy),
    )
    print(view.model_dump_json() if json_ else _review_text(view, settings.language))  # noqa: T201


def _review_text(view: ReviewView, language: str) -> str:
    head = f"{view.verdict}  {view.account} / {view.opportunity}  {view.as_of}  {view.policy} {view.policy_version}"
    lines = [f"  {check.id} {check.result:<11} {pick((check.rule, check.rule_zh), language)}" for check in view.checks]
    return "\n".join([head, *lines])


def relationships(
    account: _Account,
    opportunity: Annotated[str | None, typer.Option(help="The opportunity; without one the basis is rank.")] = None,
    as_of: DayOption = None,
    snapshot: _Snapshot = None,
    json_: JsonOption = False,
    lang: LangOption = None,
    store: StoreOption = None,
) -> None:
    """Show the three relationships, the organisation level, the stage and the phase."""
    settings = settings_for(store, language=lang)
    view = with_named(
        settings,
        Named(account, opportunity),
        lambda accounts, named: relations.relationships(accounts, named.account, named.query(as_of, snapshot)),
    )
    print(view.model_dump_json() if json_ else relationships_text(view, settings.language))  # noqa: T201


def plan(
    account: _Account,
    opportunity: Annotated[str | None, typer.Option(help="The opportunity; without one the basis is rank.")] = None,
    as_of: DayOption = None,
    budget: Annotated[
        float | None, typer.Option(min=0, help="What there is to spend; default what is left of the money granted.")
    ] = None,
    unit: Annotated[BudgetUnit, typer.Option(help="What the budget is.")] = "MONEY",
    json_: JsonOption = False,
    lang: LangOption = None,
    store: StoreOption = None,
) -> None:
    """Show how far the relationship plan is, what its activities count, and which to spend a budget on."""
    settings = settings_for(store, language=lang)

    async def work(accounts: Accounts, named: Named) -> RelationshipPlan:
        asked = named.query(as_of)
        view = await plans.plan(accounts, named.account, asked)
        if budget is None:
            return view
        chosen = await plans.activity_portfolio(accounts, named.account, asked, budget, unit)
        return view.model_copy(update={"portfolio": chosen})

    view = with_named(settings, Named(account, opportunity), work)
    print(view.model_dump_json() if json_ else _plan_text(view, settings.language))  # noqa: T201


def _plan_text(view: RelationshipPlan, language: str) -> str:
    lines = [f"{view.account}  {view.as_of}  {view.plan_focus}"]
    for item in view.items:
        state = "reached" if item.reached else "overdue" if item.overdue else "open"
        lines.append(f"  {item.id:<8} {state:<8} {item.by}  {_shown(item.now)} -> {_shown(item.wanted)}  {item.name}")
    for one in view.activities:
        issues = "; ".join(pick(plan_report.ACTIVITY_ISSUES[issue], language) for issue in one.issues)
        worth = "    -" if one.worth is None else f"{one.worth:.3f}"
        lines.append(f"  {one.id:<8} {one.status:<11} {worth}  {one.name}{f'  ({issues})' if issues else ''}")
    for period in view.loop:
        if period.missed:
            steps = ", ".join(pick(plan_report.STEPS[step], language) for step in period.missed)
            lines.append(f"  {pick(plan_report.MISSED, language).format(period=period.name, steps=steps)}")
    return "\n".join([*lines, *_portfolio_lines(view.portfolio, language)])


def _shown(value: str | float | None) -> str:
    return f"{value:.2f}" if isinstance(value, float) else value or "-"


def _portfolio_lines(chosen: ActivityPortfolio | None, language: str) -> list[str]:
    if chosen is None:
        return []
    facts = {
        "budget": f"{chosen.budget:,.0f}",
        "spent": f"{chosen.spent:,.0f}",
        "unit": pick(plan_report.UNITS[chosen.unit], language),
    }
    facts |= {"gain": f"{chosen.gain:.3f}", "most": f"{chosen.most:.3f}"}
    bought = [f"    {one.activity:<8} {one.cost:>12,.0f}  +{one.gain:.3f}" for one in chosen.chosen]
    return [f"  {pick(plan_report.PORTFOLIO_BUDGET, language).format(**facts)}", *bought]
