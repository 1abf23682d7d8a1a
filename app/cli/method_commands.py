"""The commands of the relationship method: the review gate, the three relationships and the plan, in the report's sections."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from app.cli import terminal_map
from app.cli.naming import Named
from app.cli.running import DayOption, JsonOption, LangOption, StoreOption, settings_for, with_named
from app.plans import service as plans
from app.question.analysis_query import AnalysisQuery
from app.relationships import service as relations
from app.report import plan as report_plan
from app.report.blocks import Section
from app.report.gate import gate
from app.report.relationships import relationship_facts
from app.report.relationships import relationships as relationship_sheet
from app.report.view import ReportView
from app.reviews import service as reviews
from graph.analysis.planning import RelationshipPlan
from graph.analysis.portfolio import BudgetUnit
from graph.answer import Answer

if TYPE_CHECKING:
    from app.settings import Settings
    from graph.accounts import Accounts

A = TypeVar("A", bound=Answer)
_Account = Annotated[str, typer.Argument(help="The account's id, or its name.")]
_Snapshot = Annotated[str | None, typer.Option(help="Ask this snapshot in place of the live map; `newest` picks one.")]
_Basis = Annotated[str | None, typer.Option(help="The opportunity; without one the basis is rank.")]


def _tell(
    settings: Settings,
    named: Named,
    query: Callable[[Named], AnalysisQuery],
    answer: Callable[[Accounts, str, AnalysisQuery], Awaitable[A]],
    sections: Callable[[ReportView, A], tuple[Section, ...]] | None,
) -> None:
    """Print an answer as sections of the report; as JSON without any."""

    async def work(accounts: Accounts, named: Named) -> tuple[A, ReportView | None]:
        analysis_query = query(named)
        answered = await answer(accounts, named.account, analysis_query)
        if sections is None:
            return answered, None
        return answered, await terminal_map.report(accounts, named.account, analysis_query, settings.language)

    answered, report = with_named(settings, named, work)
    if sections is None or report is None:
        print(answered.model_dump_json())  # noqa: T201
    else:
        terminal_map.show_sections(report, sections(report, answered), terminal_map.console())


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
    _tell(
        settings_for(store, language=lang),
        Named(account, opportunity),
        lambda named: named.query(as_of, snapshot),
        partial(reviews.review, policy=policy),
        None if json_ else lambda report, reviewed: (gate(report, reviewed),),
    )


def relationships(
    account: _Account,
    opportunity: _Basis = None,
    as_of: DayOption = None,
    snapshot: _Snapshot = None,
    json_: JsonOption = False,
    lang: LangOption = None,
    store: StoreOption = None,
) -> None:
    """Show the three relationships, the organisation level, the stage and the phase."""
    _tell(
        settings_for(store, language=lang),
        Named(account, opportunity),
        lambda named: named.query(as_of, snapshot),
        relations.relationships,
        None
        if json_
        else lambda report, related: (relationship_sheet(report, related), relationship_facts(report, related)),
    )


def plan(
    account: _Account,
    opportunity: _Basis = None,
    as_of: DayOption = None,
    budget: Annotated[
        float | None, typer.Option(min=0, help="What there is to spend; default what is left of the money granted.")
    ] = None,
    unit: Annotated[BudgetUnit, typer.Option(help="What the budget is.")] = "MONEY",
    json_: JsonOption = False,
    lang: LangOption = None,
    store: StoreOption = None,
) -> None:
    """Show how far the relationship plan is, what to spend a budget on, and whom to work on next."""

    async def planned(accounts: Accounts, account_id: str, query: AnalysisQuery) -> RelationshipPlan:
        whole = await plans.plan(accounts, account_id, query)
        if budget is None:
            return whole
        chosen = await plans.activity_portfolio(accounts, account_id, query, budget, unit)
        return whole.model_copy(update={"portfolio": chosen})

    _tell(
        settings_for(store, language=lang),
        Named(account, opportunity),
        lambda named: named.query(as_of),
        planned,
        None
        if json_
        else lambda report, whole: (report_plan.plan(report, whole), report_plan.activities(report, whole)),
    )
