"""`powermap map` and `powermap explain`: the main answer in the terminal, and why somebody has their score."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli import terminal_map
from app.cli.naming import Named
from app.cli.running import DayOption, JsonOption, LangOption, StoreOption, settings_for, with_named
from app.power_map import service as power_map

_OpportunityOption = Annotated[
    str | None, typer.Option("--opportunity", help="The opportunity; without one the basis is rank.")
]


def map_(
    account: Annotated[str, typer.Argument(help="The account's id, or its name.")],
    opportunity: _OpportunityOption = None,
    as_of: DayOption = None,
    json_: JsonOption = False,
    lang: LangOption = None,
    store: StoreOption = None,
) -> None:
    """Show who decides, how each bidder stands, the gaps, and what to do first."""
    settings = settings_for(store, language=lang)
    view = with_named(
        settings,
        Named(account, opportunity),
        lambda accounts, named: terminal_map.report(accounts, named.account, named.query(as_of), settings.language),
    )
    if json_:
        print(view.map.model_dump_json())  # noqa: T201
    else:
        terminal_map.show(view, terminal_map.console())


def explain(
    account: Annotated[str, typer.Argument(help="The account's id, or its name.")],
    person: Annotated[str, typer.Argument(help="The person's id, or their name.")],
    opportunity: _OpportunityOption = None,
    as_of: DayOption = None,
    json_: JsonOption = False,
    lang: LangOption = None,
    store: StoreOption = None,
) -> None:
    """Say why a person has their scores: the votes, lines and paths behind them, their attitude, the gaps."""
    settings = settings_for(store, language=lang)
    answer = with_named(
        settings,
        Named(account, opportunity, person),
        lambda accounts, named: power_map.explanation(
            accounts, named.account, named.query(as_of), named.person or person
        ),
    )
    if json_:
        print(answer.model_dump_json())  # noqa: T201
    else:
        print("\n".join(answer.text_en if settings.language == "en" else answer.text_zh))  # noqa: T201
