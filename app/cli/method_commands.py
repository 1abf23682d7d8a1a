"""The commands of the relationship method: the review gate and the three relationships."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.naming import Named
from app.cli.running import DayOption, JsonOption, StoreOption, settings_for, with_named
from app.plans import service as plans
from app.question.analysis_query import AnalysisQuery
from app.relationships import service as relations
from app.reviews import service as reviews
from app.texts import plan_report
from app.texts.catalogue import Language, pick
from graph.analysis.gate import ReviewView
from graph.analysis.planning import RelationshipPlan
from graph.analysis.portfolio import ActivityPortfolio, BudgetUnit
from graph.analysis.relationships import RelationshipsView

if TYPE_CHECKING:
    from graph.accounts import Accounts

_Account = Annotated[str, typer.Argument(help="The account's id, or its name.")]
_Snapshot = Annotated[str | None, typer.Option(help="Ask this snapshot in place of the live map; `newest` picks one.")]
_Lang = Annotated[Language | None, typer.Option("--lang", help="Language of the texts.")]


def _asked(named: Named, as_of: datetime | None, snapshot: str | None) -> AnalysisQuery:
    return AnalysisQuery(opportunity=named.opportunity, as_of=as_of.date() if as_of else None, snapshot=snapshot)


def review(
    account: _Account,
    opportunity: Annotated[str, typer.Option(help="The opportunity that is reviewed.")],
    as_of: DayOption = None,
    snapshot: _Snapshot = None,
    policy: Annotated[
        str | None, typer.Option(help="Name, NAME-VERSION or version; default the account's own, else the newest.")
    ] = None,
    json_: JsonOption = False,
    lang: _Lang = None,
    store: StoreOption = None,
) -> None:
    """Say whether the bid passes the review gate, and which checks are open."""
    settings = settings_for(store)
    view = with_named(
        settings,
        Named(account, opportunity),
        lambda accounts, named: reviews.review(accounts, named.account, _asked(named, as_of, snapshot), policy),
    )
    print(view.model_dump_json() if json_ else _review_text(view, lang or settings.language))  # noqa: T201


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
    store: StoreOption = None,
) -> None:
    """Show the three relationships, the organisation level, the stage and the phase."""
    view = with_named(
        settings_for(store),
        Named(account, opportunity),
        lambda accounts, named: relations.relationships(accounts, named.account, _asked(named, as_of, snapshot)),
    )
    print(view.model_dump_json() if json_ else _relationships_text(view))  # noqa: T201


def _relationships_text(view: RelationshipsView) -> str:
    company, stage, phase = view.organization, view.stage, view.phase

    def scored(score: float | None, target: float | str | None, trend: float | None) -> str:
        shown = ["-" if value is None else f"{value:+.3f}" for value in (score, trend)]
        aim = f"{target:+.3f}" if isinstance(target, float) else target or "-"
        return f"{shown[0]}  target {aim}  trend {shown[1]}"

    general, key = view.general, view.key
    lines = [
        f"{view.account}  {view.as_of}  weakest: {view.weakest}",
        f"  GENERAL       {scored(general.score, general.target, general.trend)}  weakest {general.weakest}",
        f"  KEY           {scored(key.score, key.target, key.trend)}  weakest {key.weakest}",
        f"  ORGANIZATION  {scored(company.score, company.target, company.trend)}",
        f"  level         {company.level_by_customer or '-'} by the customer, {company.level or '-'} by us",
        f"  counted       {company.level_counted or '-'}, score {company.score:.3f}",
        f"  missing for {company.next or '-'}: {', '.join(company.missing) or '-'}",
        f"  stage         {stage.confirmed or '-'} confirmed, {stage.suggested} suggested",
        f"  phase         {phase.confirmed or '-'} confirmed, {phase.suggested} suggested",
        f"  key account   {phase.qualification.verdict}, class {phase.account_class or '-'}",
        f"  satisfaction  {general.satisfaction.value or '-'} by {general.satisfaction.assessor or '-'}",
        f"  to do         {', '.join(technique.code for technique in stage.techniques) or '-'}",
        f"  ask again     {', '.join(company.ask_again) or '-'}",
        f"  mesh          {view.mesh.live_pairs} live pairs, {len(view.mesh.holes)} holes",
    ]
    for rival in view.positions[1:]:
        known = {"level": rival.level, "share": rival.share, "satisfaction": rival.satisfaction}
        said = ", ".join(f"{name} {'-' if value is None else value}" for name, value in known.items())
        lines.append(f"  against {rival.party}: {said}; ahead of us in {', '.join(rival.ahead) or '-'}")
    return "\n".join(lines)


def plan(
    account: _Account,
    opportunity: Annotated[str | None, typer.Option(help="The opportunity; without one the basis is rank.")] = None,
    as_of: DayOption = None,
    budget: Annotated[
        float | None, typer.Option(min=0, help="What there is to spend; default what is left of the money granted.")
    ] = None,
    unit: Annotated[BudgetUnit, typer.Option(help="What the budget is.")] = "MONEY",
    json_: JsonOption = False,
    lang: _Lang = None,
    store: StoreOption = None,
) -> None:
    """Show how far the relationship plan is, what its activities count, and which to spend a budget on."""
    settings = settings_for(store)

    async def work(accounts: Accounts, named: Named) -> RelationshipPlan:
        asked = _asked(named, as_of, None)
        view = await plans.plan(accounts, named.account, asked)
        if budget is None:
            return view
        chosen = await plans.activity_portfolio(accounts, named.account, asked, budget, unit)
        return view.model_copy(update={"portfolio": chosen})

    view = with_named(settings, Named(account, opportunity), work)
    print(view.model_dump_json() if json_ else _plan_text(view, lang or settings.language))  # noqa: T201


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
