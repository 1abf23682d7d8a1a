"""`powermap export`: an account as a file."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Annotated
from zipfile import ZipFile

import typer

from app.audit.place import audit_of
from app.auth.profiles import Purpose, Redaction
from app.auth.service import LOCAL
from app.cli.naming import Named
from app.cli.running import DayOption, StoreOption, fail, settings_for, with_named, writing
from app.exports import service
from app.report.view import Framing, InfluenceShown, Lang
from app.texts.catalogue import pick
from app.texts.exports import MARKING


def export(  # noqa: PLR0913, PLR0917 - each is an option of the command
    account: Annotated[str, typer.Argument(help="The account's id, or its name.")],
    out: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            help="Where to write; - is standard output; csv without an ending makes a folder.",
            allow_dash=True,
        ),
    ],
    format_: Annotated[
        service.Format | None, typer.Option("--format", help="What to write; default by the file's name.")
    ] = None,
    opportunity: Annotated[str | None, typer.Option(help="The opportunity; without one the basis is rank.")] = None,
    as_of: DayOption = None,
    snapshot: Annotated[str | None, typer.Option(help="The map of this snapshot; newest takes the newest.")] = None,
    redact: Annotated[Redaction, typer.Option(help="Who may read it: full, review or outline.")] = "full",
    purpose: Annotated[
        Purpose | None,
        typer.Option(help="What a full file is for; noted in the audit log. Who owns the store need not."),
    ] = None,
    influence: Annotated[InfluenceShown, typer.Option(help="Influence lines on the map.")] = "top",
    lang: Annotated[Lang | None, typer.Option("--lang", help="Language of the file.")] = None,
    watermark: Annotated[bool, typer.Option(help="Reader and time across drawn pages.")] = True,
    store: StoreOption = None,
) -> None:
    """Write an account as a workbook, slides, a review pack, a picture, a page, or a graph for other tools."""
    settings = settings_for(store, language=lang)
    language = settings.language
    framing = Framing(
        lang=language,
        redact=redact,
        influence=influence,
        reader=getpass.getuser(),
        printed_at=datetime.now(UTC),
        marking=settings.marking or pick(MARKING, language),
        watermark=watermark,
    )
    chosen = format_ or _format_of(out)
    if redact == "full":
        audit_of(settings).append("export", actor=LOCAL.author.id, file_format=chosen, redact=redact, purpose=purpose)
    exported = with_named(
        settings,
        Named(account, opportunity),
        lambda accounts, named: service.export(
            accounts, LOCAL, named.account, named.query(as_of, snapshot), chosen, framing
        ),
    )
    if str(out) == "-":
        typer.get_binary_stream("stdout").write(exported.body)
        return
    with writing(out):
        _write(exported.body, out, folder=chosen == "csv" and not out.suffix)
    print(f"{out}: {chosen}, {len(exported.body):,} bytes")  # noqa: T201 - the command line talks on the terminal


def _write(body: bytes, out: Path, *, folder: bool) -> None:
    """The file; for CSV, where the name has no ending, a folder with one file a list."""
    if not folder:
        out.write_bytes(body)
        return
    with ZipFile(BytesIO(body)) as packed:
        packed.extractall(out)


def _format_of(out: Path) -> service.Format:
    """The format a file's name asks for."""
    named = (name for name, each in service.FORMATS.items() if out.name.endswith(f".{each.suffix}"))
    if (file_format := next(named, None)) is None:
        lacking = f"there is no format for {out.suffix!r}" if out.suffix else "--format is needed"
        fail(f"{lacking}: one of {', '.join(service.FORMATS)}")
    return file_format
