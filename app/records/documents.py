"""Documents in and out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice
from typing import Literal

from app.auth.service import Actor, require_place
from app.json_text import json_of
from app.records.schemas import DocumentReport, Warned
from app.records.screening import screen
from app.records.special import told_by_snapshots, warnings_in
from graph.accounts import Accounts, Edit, LoadedAccount, Written, preview, preview_lenders
from graph.computing import Lane, compute
from graph.document import AccountDocument, Difference
from graph.draft import Draft, merge, parse, replaced
from graph.errors import Fault, Faults, InvalidDocument, Stale
from graph.kinds import KINDS
from graph.rules.warnings import suspicious_in
from graph.snapshots import Snapshot, list_snapshots, new_among, read_content, take_out
from graph.special import Special

Mode = Literal["replace", "merge"]
WARNINGS_SHOWN = 100


def etag_of(account: LoadedAccount) -> str:
    """The ETag of a whole document: a hash of its content."""
    return f'"{account.fingerprint:032x}"'


async def document_json(accounts: Accounts, account: LoadedAccount, *, snapshots: bool) -> str:
    """The document as JSON; with `snapshots` they stand in it as a document brings them along."""
    body = await compute(lambda: json_of(account.document).decode(), Lane.ANSWER)
    if not snapshots:
        return body
    account_id = account.document.account.id
    parts = []
    for row in await list_snapshots(accounts.store, account_id):
        past = await read_content(accounts.store, account_id, row.id)
        lent = f',"lent":{past.lent}' if past.lent else ""
        parts.append(row.model_dump_json(exclude={"digest", "brought_by"})[:-1] + f'{lent},"document":{past.content}}}')
    return await compute(lambda: f'{body[:-1]},"snapshots":[{",".join(parts)}]}}', Lane.ANSWER)


def _named(account_id: str, draft: Draft) -> Draft:
    """The draft, with a fault added if it is about another account than the path; raises when there is nothing to edit."""
    if draft.document is None:
        raise InvalidDocument(draft.faults)
    given = draft.document.account.id
    if given == account_id or any(fault.pointer.startswith("/account") for fault in draft.faults):
        return draft
    fault = Fault("/account/id", "id-mismatch", given, {"expected": account_id})
    return replace(draft, faults=Faults((fault,), draft.faults))


def _edit_of(draft: Draft, mode: Mode, if_match: str | None, current: LoadedAccount | None) -> Edit:
    def apply(before: AccountDocument | None) -> AccountDocument | None:
        if if_match is not None:
            etag = etag_of(current) if current else ""
            if before is None or (
                if_match != "*" and (current is None or before != current.document or etag != if_match)
            ):
                reason = "the document is not the one If-Match names"
                raise Stale(reason, etag)
        return merge(before, draft) if mode == "merge" else replaced(before, draft)

    return Edit(apply, draft)


@dataclass(frozen=True)
class Load:
    """How a document is to be loaded."""

    mode: Mode = "replace"
    dry_run: bool = False
    if_match: str | None = None


@dataclass(frozen=True)
class Loaded:
    """What loading a document did, or would do; `unchanged` counts by list."""

    report: DocumentReport
    etag: str | None
    difference: Difference
    unchanged: Mapping[str, int]


async def load_document(
    accounts: Accounts, actor: Actor, account_id: str, body: bytes, load: Load
) -> tuple[DocumentReport, str | None]:
    """Load a whole document; answers the report and the ETag of what is stored now."""
    await screen(body)
    draft, snapshots = await compute(partial(read_draft, body, accounts.special), Lane.DOCUMENT)
    loaded = await load_draft(accounts, actor, account_id, draft, load, snapshots)
    return loaded.report, loaded.etag


def read_draft(body: bytes, special: Special | None) -> tuple[Draft, tuple[Snapshot, ...]]:
    """A document's draft and the snapshots it brings along. Raises Malformed."""
    rest, snapshots, wrong = take_out(body, special.told_by if special else None)
    draft = parse(rest)
    return replace(draft, faults=Faults(draft.faults, wrong)), snapshots


async def load_draft(
    accounts: Accounts, actor: Actor, account_id: str, draft: Draft, load: Load, snapshots: tuple[Snapshot, ...] = ()
) -> Loaded:
    """Load what a draft holds, whatever it was made of. Raises InvalidDocument with every fault; then nothing is stored."""
    draft = _named(account_id, draft)
    if draft.document is not None:
        await require_place(accounts, actor, account_id, draft.document.account.parent_id)
    snapshots = tuple(replace(one, brought_by=actor.author.name) for one in snapshots)
    refused, told = await told_by_snapshots(accounts, account_id, snapshots)
    draft = replace(draft, faults=Faults(draft.faults, refused))
    current = await accounts.find(account_id) if load.if_match is not None or load.dry_run else None
    edit = replace(_edit_of(draft, load.mode, load.if_match, current), snapshots=lambda *_: snapshots)
    suspicious = await compute(partial(_suspicious, draft), Lane.DOCUMENT)
    suspicious += await compute(
        lambda: list(islice(chain(warnings_in(accounts.special, draft.document), told), WARNINGS_SHOWN)), Lane.DOCUMENT
    )
    if load.dry_run:
        before = current.document if current else None
        changes = await compute(partial(preview, before, accounts.checked(edit), actor.author), Lane.DOCUMENT)
        warnings = _lenders_not_loaded(await preview_lenders(accounts.store, before, edit, actor.author)) + suspicious
        report = _report(account_id, changes, current.revision if current else 0, dry_run=True, warnings=warnings)
        kept = await list_snapshots(accounts.store, account_id) if snapshots else ()
        report = _with_snapshots(report, len(new_among(snapshots, kept, actor.author)), len(snapshots))
        return Loaded(report, etag_of(current) if current else None, changes, _unchanged(before, changes, "deleted"))
    written = await accounts.edit(account_id, edit, actor.author)
    stored = written.account
    report = _report(
        account_id,
        written.difference,
        stored.revision if stored else 0,
        dry_run=False,
        warnings=_warnings(written) + suspicious,
    )
    report = _with_snapshots(report, len(written.snapshots), len(snapshots))
    unchanged = _unchanged(stored.document if stored else None, written.difference, "created")
    return Loaded(report, etag_of(stored) if stored else None, written.difference, unchanged)


def _unchanged(
    document: AccountDocument | None, changes: Difference, apart: Literal["created", "deleted"]
) -> dict[str, int]:
    """How many records of each list stay: those of the document before (or after) without the changed and the gone (or new)."""
    counts = {kind.name: len(document.of(kind)) if document else 0 for kind in KINDS}
    for change in changes.changes:
        only = "created" if change.before is None else "deleted" if change.after is None else ""
        counts[change.kind.name] -= only in {"", apart}
    return counts


def _with_snapshots(report: DocumentReport, kept: int, given: int) -> DocumentReport:
    """The report with the snapshots the document brought along counted, too."""
    return report.model_copy(update={"created": report.created + kept, "unchanged": report.unchanged + given - kept})


def _report(
    account_id: str, changes: Difference, revision: int, *, dry_run: bool, warnings: list[Warned] | None = None
) -> DocumentReport:
    return DocumentReport(
        account=account_id,
        dry_run=dry_run,
        created=changes.created,
        updated=changes.updated,
        deleted=changes.deleted,
        unchanged=changes.unchanged,
        revision=revision,
        warnings=warnings or [],
    )


def _warnings(written: Written) -> list[Warned]:
    parent = written.unloaded_parent
    above = [] if parent is None else [_not_loaded("parent-not-loaded", parent, "上级", "parent")]
    return above + _lenders_not_loaded(written.unloaded_lenders)


def _lenders_not_loaded(lenders: Iterable[str]) -> list[Warned]:
    return [_not_loaded("lender-not-loaded", lender, "借出", "lending") for lender in lenders]


def _not_loaded(code: str, account: str, role_zh: str, role_en: str) -> Warned:
    return Warned(
        code=code,
        value=account,
        text_zh=f"{role_zh}客户“{account}”尚未录入",
        text_en=f"the {role_en} account {account!r} is not loaded yet",
    )


def _suspicious(draft: Draft) -> list[Warned]:
    texts = islice(suspicious_in(draft.document), WARNINGS_SHOWN) if draft.document else ()
    return [
        Warned(
            code="suspicious-text",
            path=path,
            value=text,
            text_zh=f"{path} 中的“{text}”含有看不见的字符，或在一个词里混用了形近的拉丁、西里尔或希腊字母",
            text_en=f"{text!r} in {path} has invisible characters, or mixes Latin, Cyrillic and Greek letters in a word",
        )
        for path, text in texts
    ]


def account_id_in(body: bytes) -> str:
    """The id a document gives its account. Raises as `parse`, or InvalidDocument when it gives none."""
    draft = parse(take_out(body)[0])
    if draft.document is None or any(fault.pointer in {"/account", "/account/id"} for fault in draft.faults):
        raise InvalidDocument(draft.faults)
    return draft.document.account.id
