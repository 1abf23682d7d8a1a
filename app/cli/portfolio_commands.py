"""The commands about all accounts: the strategic sandbox under a budget, and what is on our people's desks."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from app.auth.service import LOCAL
from app.cli.running import DayOption, JsonOption, StoreOption, fail, settings_for, with_accounts
from app.relationships import portfolio_service
from graph.analysis.sandbox import CompanySandbox, CompanyWeights
from graph.analysis.team_load import TeamView

_CURRENCY = re.compile("[A-Z]{3}")


def sandbox(
    budget: Annotated[float | None, typer.Option(min=0, help="What there is to grant; default no line.")] = None,
    currency: Annotated[str, typer.Option(help="Currency of the budget.")] = "CNY",
    json_: JsonOption = False,
    store: StoreOption = None,
) -> None:
    """Rank the opportunities of all accounts against each other, down to the line a budget reaches."""
    if not _CURRENCY.fullmatch(currency):
        fail("--currency: three capital letters of ISO 4217, e.g. CNY")
    weights = CompanyWeights(budget=budget, currency=currency)
    view = with_accounts(
        settings_for(store), lambda accounts: portfolio_service.company_sandbox(accounts, LOCAL, weights)
    )
    print(view.model_dump_json() if json_ else _sandbox_text(view))  # noqa: T201


def _sandbox_text(view: CompanySandbox) -> str:
    lines = [f"{view.found} found in {view.accounts} accounts, {view.selected} selected"]
    drawn = False
    for one in view.ranking:
        if one.above_line is False and not drawn:
            lines.append(f"  -- the budget reaches to here, {view.budget_left:g} left --")
            drawn = True
        asked = one.granted if one.granted is not None else one.requested
        amount = "-" if asked is None else f"{asked:g} {one.currency}"
        lines.append(
            f"  {one.place:>3} {one.attractiveness:.2f} {one.selection:<9} {amount:>16}  {one.account}  {one.name}"
        )
    if view.selected_below_line:
        lines.append(f"  selected below the line: {', '.join(view.selected_below_line)}")
    return "\n".join(lines)


def team(
    as_of: DayOption = None,
    json_: JsonOption = False,
    store: StoreOption = None,
) -> None:
    """Show who of us serves several accounts, and what is on everybody's desk."""
    view = with_accounts(
        settings_for(store),
        lambda accounts: portfolio_service.team(accounts, LOCAL, as_of.date() if as_of else accounts.today()),
    )
    print(view.model_dump_json() if json_ else _team_text(view))  # noqa: T201


def _team_text(view: TeamView) -> str:
    lines = [f"{view.as_of}  {view.shared} serve several accounts"]
    for one in view.members:
        desks = ", ".join(f"{desk.account} ({desk.role})" for desk in one.accounts)
        load = f"{one.owns} owned, {one.open} open, {one.overdue} overdue, {one.days:g} days"
        lines.append(f"  {one.member:<8} {one.name}  {load}  {desks}")
    return "\n".join(lines)
