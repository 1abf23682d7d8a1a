"""Two records of one person merged, an attitude told from behaviour, a template used: one write each, or a preview of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from app.auth.service import Actor
from app.people.schemas import (
    BehaviourReport,
    MergeReport,
    ObservedBehaviour,
    Question,
    SubjectFile,
    TemplateChoice,
    TemplateReport,
)
from app.people.templates import TEMPLATES, Applied, apply_template
from app.power_map.schemas import ElsewhereView
from app.power_map.service import explanation, lendings
from app.question.analysis_query import AnalysisQuery
from app.records.record_service import Precondition, require_person
from app.texts.behaviours import BEHAVIOURS as TEXTS
from graph.about_people import kept_on
from graph.accounts import Accounts, Edit
from graph.accounts import preview as difference_of
from graph.analysis.behaviour import BEHAVIOURS, attitude_from
from graph.computing import Lane, compute
from graph.document import AccountDocument
from graph.edits import collection_of, existing, put
from graph.erasure import Erased, erase
from graph.errors import Fault, InvalidDocument, NotFound, Restricted
from graph.kinds import ATTITUDES, Attitude
from graph.merging import Merged, merge
from graph.rules import GRAPH_RULES
from graph.whole_accounts import take_out

Apply = Callable[[AccountDocument | None], AccountDocument]


async def merge_people(
    accounts: Accounts,
    actor: Actor,
    account_id: str,
    person: str,
    duplicate: str,
    precondition: Precondition,
    *,
    preview: bool,
) -> MergeReport:
    """Let another record of a person fall into this one. Raises NotFound, InvalidDocument, Stale for another than named."""
    merged: Merged | None = None

    def apply(before: AccountDocument | None) -> AccountDocument:
        nonlocal merged
        document = existing(before, account_id)
        require_person(document, person, precondition)
        after, merged = merge(document, duplicate, person)
        return after

    revision = await _write(accounts, actor, account_id, apply, preview=preview, carries=True)
    assert merged is not None  # noqa: S101 - the edit was applied
    return MergeReport(**dict(merged), account=account_id, preview=preview, revision=revision)


async def judge_behaviour(
    accounts: Accounts, actor: Actor, account_id: str, person: str, seen: ObservedBehaviour, *, preview: bool
) -> BehaviourReport:
    """Record the attitude that follows from what somebody was seen to do. Raises NotFound, InvalidDocument."""
    level, four, because = attitude_from(seen.observed)

    def apply(before: AccountDocument | None) -> AccountDocument:
        document = existing(before, account_id)
        if person not in {known.id for known in document.people}:
            raise NotFound("person", person)
        toward = seen.toward or (document.vendor.id if document.vendor else None)
        if toward is None:
            raise InvalidDocument((Fault("/toward", "dangling-id", None, {"label": "Party"}),))
        said = f"{', '.join(because) or level}: {seen.evidence}"
        fields = seen.model_dump(include={"on", "confidence", "reported_by", "opportunity_id"})
        record = Attitude(**fields, person=person, toward=toward, level=level, evidence=said)
        return put(collection_of(ATTITUDES), document, record)

    revision = await _write(accounts, actor, account_id, apply, preview=preview)
    questions = [
        Question(code=code, text_en=TEXTS[code][0], text_zh=TEXTS[code][1], answer=seen.observed.get(code))
        for code in BEHAVIOURS
    ]
    return BehaviourReport(
        account=account_id,
        person=person,
        preview=preview,
        revision=revision,
        level=level,
        four_level=four,
        because=list(because),
        questions=questions,
    )


async def use_template(
    accounts: Accounts, actor: Actor, account_id: str, choice: TemplateChoice, *, preview: bool
) -> TemplateReport:
    """Start or fill a map from a template. Raises NotFound for the opportunity, InvalidDocument."""
    applied: Applied | None = None

    def apply(before: AccountDocument | None) -> AccountDocument:
        nonlocal applied
        document = existing(before, account_id)
        after, applied = apply_template(document, TEMPLATES[choice.template], choice.opportunity_id, choice.lang)
        return after

    revision = await _write(accounts, actor, account_id, apply, preview=preview)
    assert applied is not None  # noqa: S101 - the edit was applied
    lists = {name: list(ids) for name, ids in vars(applied).items()}
    return TemplateReport(account=account_id, preview=preview, revision=revision, **lists)


async def subject_file(accounts: Accounts, actor: Actor, account_id: str, person: str) -> SubjectFile:
    """All that is kept of an account about somebody. Raises NotFound where neither document, snapshots nor feed know them."""
    whole = await take_out(accounts.store, account_id)
    if whole is None:
        raise NotFound("account", account_id)
    kept = await compute(partial(kept_on, whole, person), Lane.DOCUMENT)
    account = await accounts.current(account_id)
    elsewhere = [
        ElsewhereView(account_id=row.account_id, opportunity=row.opportunity, stage=row.stage)
        for row in await lendings(accounts, actor, account.document.account)
        if row.person == person
    ]
    query = AnalysisQuery(opportunity=account.document.leading_opportunity)
    with suppress(NotFound, Restricted):
        figures = await explanation(accounts, account_id, query, person)
        return SubjectFile(**dict(kept), voting_elsewhere=elsewhere, figures=figures)
    return SubjectFile(**dict(kept), voting_elsewhere=elsewhere, figures=None)


async def erase_person(
    accounts: Accounts, actor: Actor, account_id: str, person: str, precondition: Precondition
) -> Erased:
    """Erase somebody for good, also if the caller goes meanwhile.

    Raises NotFound, Stale for another than named, Conflict for a change at the same time.
    """

    async def work() -> Erased:
        try:
            return await erase(accounts.store, account_id, person, actor.author)
        finally:
            accounts.answers.clear()

    document = (await accounts.current(account_id)).document
    if any(known.id == person for known in document.people):  # else a snapshot may know them
        require_person(document, person, precondition)
    return await asyncio.shield(asyncio.ensure_future(work()))


async def _write(
    accounts: Accounts, actor: Actor, account_id: str, apply: Apply, *, preview: bool, carries: bool = False
) -> int:
    """The revision after the edit, or today's of an edit that was only tried. Raises InvalidDocument with every fault."""
    edit = Edit(apply, conflicts=GRAPH_RULES, carries=carries)
    if not preview:
        written = await accounts.edit(account_id, edit, actor.author)
        return written.account.revision if written.account else 0
    account = await accounts.current(account_id)
    await compute(partial(difference_of, account.document, accounts.checked(edit), actor.author), Lane.DOCUMENT)
    return account.revision
