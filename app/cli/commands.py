"""Every command of `powermap`, in the order the help shows them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from app.cli import export_command, import_command, key_commands, method_commands, query_command, serving, terminal_map
from app.cli.running import StoreOption, fail, settings_for, with_accounts, with_store
from app.imports.service import AnalysisQuery as Asking
from app.power_map import service as power_map
from app.question.analysis_query import AnalysisQuery
from graph.verify import verify

app = typer.Typer(
    help="Decision chains and power maps of key accounts.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
_LangOption = Annotated[Literal["zh", "en"] | None, typer.Option("--lang", help="Language of the texts.")]
_OpportunityOption = Annotated[
    str | None, typer.Option("--opportunity", help="The opportunity; without one the basis is rank.")
]
_AsOfOption = Annotated[
    datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="Date of the map; default today.")
]
_JsonOption = Annotated[bool, typer.Option("--json", help="The whole answer as JSON.")]


def main() -> None:
    """Run the command line; every refusal is one clear line on standard error and exit code 1."""
    app()


app.add_typer(key_commands.app, name="keys")
app.command()(method_commands.review)
app.command()(method_commands.relationships)
app.command()(query_command.query)
app.command()(export_command.export)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    store: StoreOption = None,
) -> None:
    """Run the service."""
    serving.serve(settings_for(store, host=host, port=port))


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.")] = 8000,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page.")] = True,
    stop: Annotated[bool, typer.Option("--exit", help="Print the map and stop.")] = False,
    lang: _LangOption = None,
) -> None:
    """Show the sample account from a temporary embedded store, then serve it on loopback."""
    serving.demo(settings_for(), port=port, browser=browser, stop=stop, language=lang)


@app.command(name="import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(
            help="Account document (JSON), JSON Lines, XLSX, CSV (a file, a zip or a folder), or GraphML.",
            exists=True,
            readable=True,
        ),
    ],
    account: Annotated[str | None, typer.Option(help="The account's id; default: the file's own.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    mode: Annotated[
        Literal["replace", "merge"] | None,
        typer.Option(help="Replace the account, or merge by key; default: replace for a JSON document, else merge."),
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option(help="JSON file saying what other tables mean.", exists=True, dir_okay=False)
    ] = None,
    errors_to: Annotated[
        Path | None, typer.Option(help="Where to write the workbook with faulty cells marked.", dir_okay=False)
    ] = None,
    lang: _LangOption = None,
    store: StoreOption = None,
) -> None:
    """Load a file, all or nothing; prints counts and likely duplicates, or every fault with its cell."""
    asked = Asking(mode, dry_run)
    import_command.load(file, account, asked, mapping=mapping, errors_to=errors_to, language=lang, store=store)


@app.command()
def template(
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Where to write the workbook.")] = None,
    csv: Annotated[Path | None, typer.Option("--csv", help="Write CSV files into this folder instead.")] = None,
    lang: _LangOption = None,
) -> None:
    """Write the workbook to fill and import."""
    import_command.template(output, csv, lang)


def _asked(opportunity: str | None, as_of: datetime | None) -> AnalysisQuery:
    return AnalysisQuery(opportunity=opportunity, as_of=as_of.date() if as_of else None)


@app.command(name="map")
def map_(
    account: Annotated[str, typer.Argument(help="The account's id.")],
    opportunity: _OpportunityOption = None,
    as_of: _AsOfOption = None,
    json_: _JsonOption = False,
    lang: _LangOption = None,
    store: StoreOption = None,
) -> None:
    """Show who decides, how each bidder stands, the gaps, and what to do first."""
    settings = settings_for(store)
    asked = _asked(opportunity, as_of)
    language = lang or settings.language
    view = with_accounts(settings, lambda accounts: terminal_map.report(accounts, account, asked, language))
    if json_:
        print(view.map.model_dump_json())  # noqa: T201
    else:
        terminal_map.show(view, terminal_map.console())


@app.command()
def explain(
    account: Annotated[str, typer.Argument(help="The account's id.")],
    person: Annotated[str, typer.Argument(help="The person's id.")],
    opportunity: _OpportunityOption = None,
    as_of: _AsOfOption = None,
    json_: _JsonOption = False,
    lang: _LangOption = None,
    store: StoreOption = None,
) -> None:
    """Say why a person has their score: the votes and people behind it, their attitude, the gaps."""
    settings = settings_for(store)
    asked = _asked(opportunity, as_of)
    found = with_accounts(settings, lambda accounts: power_map.explanation(accounts, account, asked, person))
    if json_:
        print(found.model_dump_json())  # noqa: T201
    else:
        print("\n".join(found.text_en if (lang or settings.language) == "en" else found.text_zh))  # noqa: T201


@app.command()
def check(store: StoreOption = None) -> None:
    """Verify the store's invariants; lists what is broken and exits with 1."""
    findings, accounts = with_store(settings_for(store), verify)
    for finding in findings:
        print(f"{finding.account_id}: {finding.code}: {finding.detail}")  # noqa: T201
    if findings:
        fail(f"{len(findings)} invariants are broken")
    print(f"ok: {accounts} accounts, every invariant holds")  # noqa: T201
