"""The commands about all accounts: the strategic sandbox under a budget, and what is on our people's desks."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from app.auth.service import LOCAL
from app.cli.running import DayOption, JsonOption, LangOption, StoreOption, fail, settings_for, with_accounts
from app.relationships import portfolio_service
from app.texts.catalogue import Words, names_of, pick
from app.texts.codes import TEAM_ROLES
from app.texts.relationship_codes import SELECTIONS
from app.texts.report import SEPARATOR
from app.texts.terminal_method import COMPANY
from graph.analysis.sandbox import CompanySandbox, CompanyWeights
from graph.analysis.team_load import TeamView

_CURRENCY = re.compile("[A-Z]{3}")


def sandbox(
    budget: Annotated[float | None, typer.Option(min=0, help="What there is to grant; default no line.")] = None,
    currency: Annotated[str, typer.Option(help="Currency of the budget.")] = "CNY",
    json_: JsonOption = False,
    lang: LangOption = None,
    store: StoreOption = None,
) -> None:
    """Rank the opportunities of all accounts against each other, down to the line a budget reaches."""
    settings = settings_for(store, language=lang)
    language = settings.language
    if not _CURRENCY.fullmatch(currency):
        fail(pick(COMPANY["currency"], language))
    weights = CompanyWeights(budget=budget, currency=currency)
    view = with_accounts(settings, lambda accounts: portfolio_service.company_sandbox(accounts, LOCAL, weights))
    print(view.model_dump_json() if json_ else _sandbox_text(view, language))  # noqa: T201


def _sandbox_text(view: CompanySandbox, language: str) -> str:
    totals = {"found": view.found, "accounts": view.accounts, "selected": view.selected}
    lines = [pick(COMPANY["found"], language).format(**totals)]
    drawn = False
    for one in view.ranking:
        if one.above_line is False and not drawn:
            lines.append(f"  {pick(COMPANY['line'], language).format(left=_plain(view.budget_left))}")
            drawn = True
        budget = one.granted if one.granted is not None else one.requested
        amount = "-" if budget is None else f"{_plain(budget)} {one.currency}"
        state = _word(SELECTIONS, one.selection, language)
        name = pick(names_of(one), language)
        lines.append(f"  {one.place:>3} {one.attractiveness:.2f} {state:<9} {amount:>16}  {one.account}  {name}")
    if view.selected_below_line:
        names = pick(SEPARATOR, language).join(view.selected_below_line)
        lines.append(f"  {pick(COMPANY['below'], language).format(names=names)}")
    return "\n".join(lines)


def team(
    as_of: DayOption = None,
    json_: JsonOption = False,
    lang: LangOption = None,
    store: StoreOption = None,
) -> None:
    """Show who of us serves several accounts, and what is on everybody's desk."""
    settings = settings_for(store, language=lang)
    view = with_accounts(
        settings,
        lambda accounts: portfolio_service.team(accounts, LOCAL, as_of.date() if as_of else accounts.today()),
    )
    print(view.model_dump_json() if json_ else _team_text(view, settings.language))  # noqa: T201


def _team_text(view: TeamView, language: str) -> str:
    lines = [f"{view.as_of}  {pick(COMPANY['shared'], language).format(count=view.shared)}"]
    for one in view.members:
        desks = pick(SEPARATOR, language).join(
            f"{desk.account} ({_word(TEAM_ROLES, desk.role, language)})" for desk in one.accounts
        )
        facts = {"owns": one.owns, "open": one.open, "overdue": one.overdue, "days": f"{one.days:g}"}
        load = pick(COMPANY["load"], language).format(**facts)
        lines.append(f"  {one.member:<8} {pick(names_of(one), language)}  {load}  {desks}")
    return "\n".join(lines)


def _word(words: Words, code: str, language: str) -> str:
    return pick(words[code], language) if code in words else code


def _plain(amount: float | None) -> str:
    """An amount without an exponent, however large."""
    return "-" if amount is None else f"{amount:,.0f}" if float(amount).is_integer() else f"{amount:,.2f}"
