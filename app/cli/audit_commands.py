"""`powermap audit`: look into the audit log, and see that nothing in it was changed, removed or moved."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final

import orjson
import typer

from app.audit.audit_log import AuditLog, Head, lines
from app.audit.audit_log import verify as verified
from app.audit.place import audit_of
from app.cli.running import CommandOfStoredTexts, JsonOption, StoreOption, fail, settings_for, writing
from graph.errors import StoreUnavailable

_SHOWN: Final = 5
app = typer.Typer(help="Who asked for what, and who changed what.", no_args_is_help=True, add_completion=False)
SinceOption = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M"], help="Only from then on, UTC.")
]
AccountOption = Annotated[str | None, typer.Option(help="Only about the account of this id, deleted or not.")]
AboutOption = Annotated[
    str | None,
    typer.Option(help="Only about a record: its id, or its path such as people/P06; ids are masked in the log."),
]
ActorOption = Annotated[str | None, typer.Option(help="Only by this actor: a key's prefix, `local` for commands.")]


@app.command(cls=CommandOfStoredTexts)
def verify(
    head: Annotated[
        str | None,
        typer.Option(help="A head that was printed earlier and kept elsewhere, NUMBER:HASH; it must be in the log."),
    ] = None,
    store: StoreOption = None,
) -> None:
    """See that no line was changed, removed, moved or added; lists where the chain breaks and exits with 1."""
    noted = None
    if head is not None:
        number, _, digest = head.partition(":")
        if not number.isdecimal() or len(digest) != 64:  # noqa: PLR2004 - SHA-256 in hex
            raise typer.BadParameter("a head is NUMBER:HASH, as `powermap audit verify` prints it", param_hint="--head")
        noted = Head(int(number), digest)
    with _reading(store) as log:
        newest, broken = verified(log.folder, noted)
    for one in broken:
        print(f"{one.file}:{one.row}: {one.code}")  # noqa: T201
    if broken:
        fail(f"the audit log does not hold: {len(broken)} breaks")
    print(f"ok: {newest.number} lines, each where it was written; head {newest.number}:{newest.hash}")  # noqa: T201


@app.command(name="list", cls=CommandOfStoredTexts)
def list_(
    account: AccountOption = None,
    about: AboutOption = None,
    actor: ActorOption = None,
    since: SinceOption = None,
    last: Annotated[int, typer.Option(min=1, max=1_000_000, help="So many lines at most, the newest.")] = 100,
    json_: JsonOption = False,
    store: StoreOption = None,
) -> None:
    """Show the newest lines, oldest of them first."""
    with _reading(store) as log:
        shown = deque(_chosen(log, account, about, actor, since), maxlen=last)
    for facts, raw in shown:
        print(raw.decode() if json_ else _told(facts))  # noqa: T201


@app.command(cls=CommandOfStoredTexts)
def export(
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write, JSON Lines; - for standard output.")],
    account: AccountOption = None,
    about: AboutOption = None,
    actor: ActorOption = None,
    since: SinceOption = None,
    store: StoreOption = None,
) -> None:
    """Write lines as they stand in the log, hashes included."""
    with _reading(store) as log:
        chosen = [raw for _, raw in _chosen(log, account, about, actor, since)]
    if str(output) == "-":
        sys.stdout.buffer.writelines(raw + b"\n" for raw in chosen)
        return
    with writing(output), output.open("wb") as file:
        file.writelines(raw + b"\n" for raw in chosen)
    number = len(chosen)
    print(f"{output}: {number} lines")  # noqa: T201


@contextmanager
def _reading(store: str | None) -> Iterator[AuditLog]:
    """The log; one that cannot be read is one clear line."""
    try:
        log = audit_of(settings_for(store))
        yield log
    except StoreUnavailable as error:
        fail(str(error))
    except OSError as error:
        fail(f"the audit log in {log.folder} cannot be read: {error.strerror}")


def _chosen(
    log: AuditLog, account: str | None, about: str | None, actor: str | None, since: datetime | None
) -> Iterator[tuple[dict[str, Any], bytes]]:
    """The lines asked for, with what they say."""
    masked = {log.masked(part) for part in (about or "").split("/")[-1:] if part}
    begin = since.replace(tzinfo=UTC) if since else None
    own = actor.removeprefix("pm_") if actor else None
    for line in lines(log.folder):
        try:
            facts = line.facts()
        except orjson.JSONDecodeError:
            continue  # `verify` tells of it
        if (
            account is not None
            and account != facts.get("account")
            and log.masked(account) != facts.get("account_asked")
        ):
            continue
        if own is not None and own != facts.get("actor"):
            continue
        if begin is not None and datetime.fromisoformat(facts["at"]) < begin:
            continue
        if masked and masked.isdisjoint(_ids_in(facts)):
            continue
        yield facts, line.raw


def _ids_in(facts: dict[str, Any]) -> set[str]:
    return {
        *(facts.get("ids") or {}).values(),
        *(part for path in facts.get("records", ()) for part in path.split("/")[1:]),
    }


def _told(facts: dict[str, Any]) -> str:
    said = {name: value for name, value in facts.items() if name not in {"n", "at", "event", "prev", "hash"}}
    return f"{facts['at']} {facts['event']} " + " ".join(f"{name}={_plain(value)}" for name, value in said.items())


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ",".join(map(str, value[:_SHOWN])) + (",…" if len(value) > _SHOWN else "")
    return value if isinstance(value, str) else orjson.dumps(value).decode()
