"""An import: a file becomes a draft of the account's document, which goes the one way in; faults come back as cells."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from app.auth.service import Actor
from app.deferred import tell
from app.graph_files.json_file import document_in
from app.imports.duplicates import likely_duplicates
from app.imports.errors import WouldDelete
from app.imports.fault_locations import Place, placed_in_lines, placed_in_tables
from app.imports.json_lines import document_of_lines, draft_of_lines, is_json_lines, read_lines
from app.imports.patience import patiently
from app.imports.plan.drafting import TableDraft, account_in, draft_of
from app.imports.plan.invalid import InvalidFile
from app.imports.plan.kept import keep_answers, kept_answers
from app.imports.plan.reading_told import take_in
from app.imports.plan.replacing import draft_of_all
from app.imports.plan.view import ImportPlan, PlanAnswers, plan_of, shape_of
from app.imports.questions import Asking
from app.imports.read.objects import is_list_of_objects
from app.imports.read.parsing import parse_file, unreadable
from app.imports.read.tables import Reading as FileReading
from app.imports.recognise.parts import parted
from app.imports.recognise.tables import FileMapping, read_tables
from app.imports.schemas import ImportReport, ListCounts, SheetRead
from app.imports.unread import require_answers, unread_faults
from app.records import documents as records
from app.records.documents import Load, Loaded, Mode
from app.records.screening import screen
from graph.accounts import Accounts
from graph.computing import Lane, compute
from graph.document import AccountDocument
from graph.draft import Draft, merge
from graph.errors import Faults, InvalidDocument, StoreUnavailable
from graph.kinds import KINDS
from graph.snapshots import Snapshot

M = TypeVar("M", bound=BaseModel)
Step = Callable[[str, dict[str, int]], Awaitable[None]]


_DONE: Final = {"received": 0.1, "read": 0.4, "checked": 0.7, "written": 1.0}


async def no_step(_name: str, _counts: dict[str, int]) -> None:
    """For callers who do not follow along."""


def _told_to_job(step: Step) -> Step:
    """The step, told to the job that imports, too, if one does."""

    async def both(name: str, counts: dict[str, int]) -> None:
        tell(name, _DONE[name])
        await step(name, counts)

    return both


@dataclass(frozen=True)
class Upload:
    """A file as it came; the name only says which list a single CSV file holds."""

    body: bytes
    name: str = ""
    mapping: FileMapping = field(default_factory=FileMapping)
    plan: PlanAnswers = field(default_factory=PlanAnswers)


@dataclass(frozen=True)
class ImportOptions:
    """How the file is to be loaded; without a mode a JSON document replaces the account, anything else is merged."""

    mode: Mode | None = None
    dry_run: bool = False
    if_match: str | None = None
    may_delete: bool = True


@dataclass(frozen=True)
class _Source:
    """A draft and where its parts stand in the file."""

    account_id: str
    draft: Draft
    format: str
    mode: Mode
    place: Place
    sheaf: TableDraft | None = None
    parsed: FileReading | None = None
    snapshots: tuple[Snapshot, ...] = ()
    plan: ImportPlan | None = None
    answers: Mapping[str, str] = field(default_factory=dict)


_JSON_STARTS: Final = (b"{", b"[")


def read_mapping(text: str) -> FileMapping:
    """The mapping of a form field or file. Raises UnreadableFile."""
    return _told(FileMapping, text, "bad-mapping")


def read_plan(text: str) -> PlanAnswers:
    """The plan of a form field or file, with answers. Raises UnreadableFile."""
    return _told(PlanAnswers, text, "bad-plan")


def _told(model: type[M], text: str, code: str) -> M:
    """What a form field or file beside the import's says; nothing at all is an empty one."""
    try:
        return model.model_validate_json(text or "{}")
    except ValidationError as error:
        first = error.errors()[0]
        place = "/".join(str(part) for part in first["loc"])
        raise unreadable(code, reason=f"{place}: {first['msg']}") from None


async def import_file(
    accounts: Accounts,
    actor: Actor,
    account_id: str | None,
    upload: Upload,
    options: ImportOptions,
    step: Step = no_step,
) -> tuple[ImportReport, str | None]:
    """Load a file; answers the report and the ETag of what is stored now. All or nothing; without an id the file gives it.

    Raises InvalidFile with every fault and its cell, UnreadableFile, WouldDelete, Malformed. `step` is told received, read,
    checked and written, each with counts.
    """
    step = _told_to_job(step)
    await step("received", {"bytes": len(upload.body)})
    source = await _source(accounts, actor, account_id, upload, options)
    await step("read", _read_counts(source))
    load = Load(mode=source.mode, dry_run=True, if_match=options.if_match)
    loaded = await _load(accounts, actor, source, load)
    current = await accounts.find(source.account_id)
    if source.draft.document is None:  # cannot be: the load refuses it
        raise InvalidFile(source.draft.faults)
    before = current.document if current and source.mode == "merge" else None
    after = await compute(partial(merge, before, source.draft), Lane.DOCUMENT)
    await step("checked", _counts(loaded))
    new = [change.key[0] for change in loaded.difference.changes if change.kind.name == "people" and not change.before]
    duplicates = await compute(partial(likely_duplicates, after, new), Lane.DOCUMENT)
    if not options.dry_run:
        if loaded.report.deleted and not options.may_delete:
            raise WouldDelete(source.account_id, loaded.report.deleted)
        loaded = await _load(accounts, actor, source, replace(load, dry_run=False))
        if source.plan is not None and source.answers:
            await _keep(accounts, source, source.plan)
        await step("written", _counts(loaded))
    report = ImportReport(
        **dict(loaded.report),
        format=source.format,
        mode=options.mode or source.mode,
        plan=source.plan,
        formulas=source.parsed.formulas if source.parsed else 0,
        lists=_lists(loaded),
        sheets=_sheets(source),
        duplicates=duplicates,
    )
    return report, loaded.etag


async def _keep(accounts: Accounts, source: _Source, plan: ImportPlan) -> None:
    """Keep the answers for the next file; where the store is away by now, the plan that is answered has them, too."""
    names = [table.name for table in plan.tables]
    with suppress(StoreUnavailable):
        await patiently(lambda: keep_answers(accounts.store, source.account_id, plan.shape, source.answers, names))


async def _load(accounts: Accounts, actor: Actor, source: _Source, load: Load) -> Loaded:
    def ask() -> Awaitable[Loaded]:
        return records.load_draft(accounts, actor, source.account_id, source.draft, load, source.snapshots)

    try:
        return await patiently(ask)
    except InvalidDocument as error:
        faults = error.faults
        placed = await compute(lambda: Faults(map(source.place, faults), number=faults.number), Lane.DOCUMENT)
        raise InvalidFile(placed, source.sheaf) from None


# -- from bytes to a draft ------------------------------------------------------------------------------------------------


async def _source(
    accounts: Accounts, actor: Actor, account_id: str | None, upload: Upload, options: ImportOptions
) -> _Source:
    body = upload.body
    if not body.strip():
        raise unreadable("empty-file")
    if is_list_of_objects(body) or not body.removeprefix(BOM_UTF8).lstrip().startswith(_JSON_STARTS):
        parsed = await parse_file(body, upload.name, upload.plan.given)
        if not parsed.lines:
            return await _of_tables(accounts, actor, account_id, parsed, upload, options)
        return await _of_lines(accounts, actor, account_id, parsed.lines.encode(), parsed.format, options)
    if is_json_lines(body):
        return await _of_lines(accounts, actor, account_id, body, "jsonl", options)
    body = await compute(partial(_loadable, body), Lane.DOCUMENT)
    await screen(body)
    own = account_id or await compute(partial(records.account_id_in, body), Lane.DOCUMENT)
    draft, snapshots = await compute(partial(records.read_draft, body, accounts.special), Lane.DOCUMENT)
    return _Source(str(own), draft, "json", options.mode or "replace", lambda fault: fault, snapshots=snapshots)


def _loadable(body: bytes) -> bytes:
    """The document itself, also out of our own export; one that left something out would delete that."""
    if (exported := document_in(body)) is None:
        return body
    document, profile = exported
    if profile != "full":
        raise unreadable("redacted-export", profile=profile)
    return document


async def _of_lines(
    accounts: Accounts, actor: Actor, account_id: str | None, body: bytes, file_format: str, options: ImportOptions
) -> _Source:
    lines = await compute(partial(read_lines, body), Lane.DOCUMENT)
    own = _own_id(account_id, lines.account)
    stored = None if lines.account else await _stored(accounts, actor, own, None)
    document = await compute(partial(document_of_lines, lines, own, stored), Lane.DOCUMENT)
    place = placed_in_lines(lines.places)
    try:
        await screen(document)
    except InvalidDocument as error:
        raise InvalidFile(Faults(map(place, error.faults), number=error.faults.number)) from None
    draft = await compute(partial(draft_of_lines, lines, document), Lane.DOCUMENT)
    return _Source(own, draft, file_format, options.mode or "merge", place)


async def _of_tables(
    accounts: Accounts,
    actor: Actor,
    account_id: str | None,
    parsed: FileReading,
    upload: Upload,
    options: ImportOptions,
) -> _Source:
    parsed = await compute(partial(parted, parsed), Lane.DOCUMENT)
    tables = list(parsed.tables)
    shape = await compute(partial(shape_of, [table.rows for table in tables]), Lane.DOCUMENT)
    names = [table.name for table in tables]
    try:
        kept = await patiently(lambda: kept_answers(accounts.store, account_id, shape, names)) if account_id else {}
    except StoreUnavailable:
        await _refuse_without_store(parsed, upload)
        raise
    asking = Asking({**kept, **upload.plan.given})
    mapping = FileMapping(sheets={**upload.plan.sheets, **upload.mapping.sheets})
    reading = await compute(partial(read_tables, tables, mapping, asking), Lane.DOCUMENT)
    take_in(parsed, reading)
    if not options.dry_run:
        require_answers(asking)
    reading.faults += unread_faults(parsed, reading.reads)
    if not reading.entries and not reading.faults:
        raise unreadable("empty-file")
    account = account_in(reading)
    own = _own_id(account_id, account)
    stored = await _stored(accounts, actor, own, account.get("parent_id"))
    mode = options.mode or "merge"
    if mode == "replace" and not account and stored is not None:
        drafted = await compute(partial(draft_of_all, reading, own, stored, date.today()), Lane.DOCUMENT)  # noqa: DTZ011
    else:
        drafted = await compute(partial(draft_of, reading, own, stored, merging=mode == "merge"), Lane.DOCUMENT)
    if not options.dry_run and asking.unanswered:
        unanswered = Faults(asking.unanswered, drafted.draft.faults)
        drafted = replace(drafted, draft=replace(drafted.draft, faults=unanswered))
    plan = await compute(partial(plan_of, reading, shape), Lane.DOCUMENT)
    place = placed_in_tables(drafted.sheaf)
    merged: Mode = "merge" if stored is not None and not account else mode  # who is missing has left, and stays stored
    return _Source(own, drafted.draft, parsed.format, merged, place, drafted.sheaf, parsed, (), plan, upload.plan.given)


async def _refuse_without_store(parsed: FileReading, upload: Upload) -> None:
    """Raise InvalidFile for what is wrong with the file itself: that can be mended while the store is away."""
    mapping = FileMapping(sheets={**upload.plan.sheets, **upload.mapping.sheets})
    asking = Asking(upload.plan.given)
    reading = await compute(partial(read_tables, list(parsed.tables), mapping, asking), Lane.DOCUMENT)
    take_in(parsed, reading)
    if faults := [*reading.faults, *unread_faults(parsed, reading.reads)]:
        sheaf = TableDraft({}, reads=reading.reads)
        raise InvalidFile(Faults(map(placed_in_tables(sheaf), faults)), sheaf)


def _own_id(account_id: str | None, given: Mapping[str, Any]) -> str:
    """The account's id: the one asked for, else the file's own."""
    own = account_id or given.get("id")
    if not isinstance(own, str):
        raise unreadable("no-account")
    return own


async def _stored(accounts: Accounts, actor: Actor, account_id: str, parent: object) -> AccountDocument | None:
    """The account as it is, if the actor may see it. Raises NotFound for one it may not."""
    await actor.require_account(accounts.store, account_id, parent if isinstance(parent, str) else None)
    loaded = await patiently(lambda: accounts.find(account_id))
    return loaded.document if loaded else None


# -- what is reported -----------------------------------------------------------------------------------------------------


def _read_counts(source: _Source) -> dict[str, int]:
    if source.sheaf is not None:
        rows = sum(read.sheet is not None for read in source.sheaf.reads)
        return {"sheets": rows, "records": len(source.sheaf.entries)}
    document = source.draft.document
    return {"records": sum(len(document.of(kind)) for kind in KINDS) if document else 0}


def _counts(loaded: Loaded) -> dict[str, int]:
    report = loaded.report
    return {name: getattr(report, name) for name in ("created", "updated", "deleted", "unchanged")}


def _lists(loaded: Loaded) -> dict[str, ListCounts]:
    counts: dict[str, dict[str, Any]] = {
        kind.name: {"created": 0, "updated": 0, "unchanged": loaded.unchanged[kind.name], "removed": 0}
        for kind in KINDS
    }
    for change in loaded.difference.changes:
        action = "created" if change.before is None else "removed" if change.after is None else "updated"
        counts[change.kind.name][action] += 1
    return {name: ListCounts(**tally) for name, tally in counts.items() if any(tally.values())}


def _sheets(source: _Source) -> list[SheetRead]:
    if source.sheaf is None or source.parsed is None:
        return []
    rows: dict[int, set[int]] = {}
    for entry in source.sheaf.entries.values():
        rows.setdefault(entry.table, set()).add(entry.row)
    return [
        SheetRead(
            name=read.table.name,
            list=read.sheet.name if read.sheet else "",
            rows=len(rows.get(index, ())),
            skipped_rows=sum(one.row > read.heading_row for one in read.skipped),
            skipped_columns=tuple(one.heading for one in read.taken if one.column is None),
            encoding=source.parsed.tables[index].encoding,
            separator=source.parsed.tables[index].separator,
        )
        for index, read in enumerate(source.sheaf.reads)
    ]
