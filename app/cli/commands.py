"""Every command of `powermap`, in the order the help shows them; a command's module is imported when the command is run."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, Any, Final

import typer
from typer.core import TyperCommand, TyperGroup

from app.cli.running import CommandOfStoredTexts

COMMANDS: Final = {
    "serve": ("serve_commands:serve", "Run the service."),
    "demo": (
        "serve_commands:demo",
        "Show the sample account from a temporary embedded store, then serve it on loopback.",
    ),
    "import": (
        "import_command:import_",
        "Load a file, all or nothing; prints counts and likely duplicates, or every fault with its cell.",
    ),
    "template": ("import_command:template", "Write the workbook to fill and import."),
    "accounts": ("account_commands:accounts", "List the accounts of the store."),
    "map": ("map_commands:map_", "Show who decides, how each bidder stands, the gaps, and what to do first."),
    "explain": (
        "map_commands:explain",
        "Say why a person has their scores: the votes, lines and paths behind them, their attitude, the gaps.",
    ),
    "review": ("method_commands:review", "Say whether the bid passes the review gate, and which checks are open."),
    "relationships": (
        "method_commands:relationships",
        "Show the three relationships, the organisation level, the stage and the phase.",
    ),
    "plan": (
        "method_commands:plan",
        "Show how far the relationship plan is, what to spend a budget on, and whom to work on next.",
    ),
    "sandbox": (
        "portfolio_commands:sandbox",
        "Rank the opportunities of all accounts against each other, down to the line a budget reaches.",
    ),
    "team": ("portfolio_commands:team", "Show who of us serves several accounts, and what is on everybody's desk."),
    "snapshot": (
        "account_commands:snapshot",
        "Keep an account as it is now, under a name, for good; the review gate goes by snapshots.",
    ),
    "undo": (
        "account_commands:undo",
        "Take back the last change this command line made to an account and did not take back yet.",
    ),
    "erase": (
        "account_commands:erase",
        "Forget a person for good: in the document, in snapshots and in what was changed; nobody undoes it.",
    ),
    "retention": (
        "retention_command:retention",
        "List who is kept longer than the rules allow and why; with --apply they are restricted or erased.",
    ),
    "subject-file": (
        "account_commands:subject_file",
        "Write everything kept about a person as JSON: records, texts, snapshots, changes, figures.",
    ),
    "dump": ("account_commands:dump", "Write an account's document, which `powermap import` reads back as it is."),
    "export": (
        "export_command:export",
        "Write an account as a workbook, slides, a review pack, a picture, a page, or a graph for other tools.",
    ),
    "cypher": (
        "cypher_command:cypher",
        "Ask a read-only query of your own, in Cypher, of all accounts or of some; see `--schema`.",
    ),
    "mcp": (
        "mcp_command:mcp",
        "Answer an assistant on standard input and output (Model Context Protocol), as POWERMAP_KEY or as this user.",
    ),
    "query": ("query_command:query", "Run a named query, ready-made or saved, or list them."),
    "queries": ("query_command:app", "Named queries of the team: list, show, save, delete."),
    "backup": (
        "backup_commands:backup",
        "Write everything the store holds into one file: documents, histories, snapshots, keys, jobs; also of a running service.",
    ),
    "restore": (
        "backup_commands:restore",
        "Put a backup into an empty store; a damaged one is refused, an interrupted one goes on when it is run again.",
    ),
    "move": (
        "backup_commands:move",
        "Put everything into another store, which must be empty; the password is that of whichever is a server.",
    ),
    "check": ("check_command:check", "Verify the store's invariants; lists what is broken and exits with 1."),
    "warm-up": (
        "warm_up_command:warm_up",
        "Record how this installation's embedded engine starts: once done, it starts in half the time.",
    ),
    "jobs": ("job_commands:app", "Requests that nobody waits for: what became of them, their answers."),
    "audit": ("audit_commands:app", "Who asked for what, and who changed what."),
    "keys": ("key_commands:app", "API keys, their roles and accounts."),
}
"""Where each command is (`module:name` in this package), and what the list of commands says of it."""

_PLAIN: Final[dict[str, Any]] = {
    "add_completion": False,
    "pretty_exceptions_enable": False,
    "rich_markup_mode": None,  # its import takes longer than all the rest of the help
}


class CommandsOnDemand(TyperGroup):
    """The list of commands is told without importing what carries them out, which takes seconds."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - click asks so
        """Every command's name."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - click asks so
        """What the list shows of a command."""
        if cmd_name not in COMMANDS:
            return None
        return TyperCommand(cmd_name, short_help=COMMANDS[cmd_name][1])

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is run."""
        name, _, rest = super().resolve_command(ctx, args)
        return name, command(str(name)), rest


def command(name: str) -> Any:
    """A command, imported."""
    module, _, attribute = COMMANDS[name][0].partition(":")
    target = getattr(import_module(f"app.cli.{module}"), attribute)
    if isinstance(target, typer.Typer):
        return typer.main.get_command(target)
    single = typer.Typer(**_PLAIN)
    single.command(name=name, cls=CommandOfStoredTexts)(target)
    return typer.main.get_command(single)


app = typer.Typer(
    cls=CommandsOnDemand, help="Decision chains and power maps of key accounts.", no_args_is_help=True, **_PLAIN
)


def _tell_version(wanted: bool) -> None:
    if wanted:
        version = import_module("importlib.metadata").version
        print(f"powermap {version('powermap')}")  # noqa: T201
        raise typer.Exit


@app.callback()
def _group(
    _: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    """Make it a group, though its commands are not registered."""


def main() -> None:
    """Run the command line; every refusal is one clear line on standard error and exit code 1."""
    app()
