"""`powermap jobs`: list, show and cancel jobs, and write their answers. The service runs them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, get_args

import typer
from rich.console import Console
from rich.table import Table

from app.auth.key_secret import secret_of
from app.auth.service import LOCAL
from app.cli.running import CommandOfStoredTexts, StoreOption, fail, settings_for, with_store, writing
from app.jobs import service
from app.jobs.messages import PURPOSE
from app.records.pages import Page
from app.sealing import Seal
from graph.jobs import State

app = typer.Typer(
    help="Requests that nobody waits for: what became of them, their answers.",
    no_args_is_help=True,
    add_completion=False,
)
JobArgument = Annotated[str, typer.Argument(help="The job's id, as `powermap jobs list` shows it.")]
_MOST = 200
_REFUSED = 400


@app.command(name="list", cls=CommandOfStoredTexts)
def list_(
    state: Annotated[
        State | None, typer.Option(help=f"Only these: {', '.join(get_args(State))}.", show_choices=False)
    ] = None,
    store: StoreOption = None,
) -> None:
    """List the newest jobs of all."""
    page = Page("", _MOST, "")
    jobs = with_store(settings_for(store), lambda opened: service.list_jobs(opened, LOCAL, state, page))
    table = Table("id", "kind", "account", "state", "done", "made by", "made at", "code")
    for job in jobs.items:
        made_at = job.created_at.isoformat(timespec="seconds")
        row = (job.id, job.kind, job.account or "", job.state, f"{job.progress:.0%}", job.made_by, made_at, job.code)
        table.add_row(*(cell or "" for cell in row))
    Console(width=None if Console().is_terminal else 200).print(table)


@app.command(cls=CommandOfStoredTexts)
def show(job: JobArgument, store: StoreOption = None) -> None:
    """Show a job, as JSON."""
    row = with_store(settings_for(store), lambda opened: service.job_of(opened, LOCAL, job))
    print(service.shown(row).model_dump_json(indent=2))  # noqa: T201


@app.command(cls=CommandOfStoredTexts)
def cancel(job: JobArgument, store: StoreOption = None) -> None:
    """Have a job do nothing any more, unless it has; prints its state."""
    print(with_store(settings_for(store), lambda opened: service.cancel(opened, LOCAL, job)).state)  # noqa: T201


@app.command(cls=CommandOfStoredTexts)
def result(
    job: JobArgument,
    out: Annotated[Path, typer.Option("--output", "-o", help="Where to write; - is standard output.", allow_dash=True)],
    store: StoreOption = None,
) -> None:
    """Write what a job answered; exits with 1 where it failed."""
    settings = settings_for(store)
    seal = Seal(PURPOSE, secret_of(settings), settings.key_secret_old.get_secret_value().encode())
    answer = with_store(settings, lambda opened: service.answer_of(opened, seal, LOCAL, job))
    with writing(out):
        if str(out) == "-":
            sys.stdout.buffer.write(answer.body)
        else:
            out.write_bytes(answer.body)
    if answer.head["status"] >= _REFUSED:
        fail(f"the job failed with status {answer.head['status']}; {out} says why")
