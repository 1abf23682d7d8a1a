"""Two records of one person merged, an attitude told from behaviour, and a map started from a template."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query, Request

from app.answers import AnswerRoute
from app.bodies import read_body, shown_body
from app.deps import AccountPath, AccountsDep, AdminDep, EditorDep, IfMatch, RecordBodyDep, SettingsDep
from app.people import retention, service
from app.people.retention import RetentionReport
from app.people.schemas import (
    BehaviourReport,
    Merge,
    MergeReport,
    ObservedBehaviour,
    SubjectFile,
    TemplateChoice,
    TemplateReport,
)
from app.problems import problems
from app.question.parameters import PersonPath
from app.records.record_service import Precondition
from graph.erasure import Erased
from graph.retention_rules import rules_of

router = APIRouter(tags=["people"], route_class=AnswerRoute)
Preview = Annotated[bool, Query(description="Only say what would become of it; nothing is written.")]


@router.post(
    "/accounts/{account_id}/people/{person_id}/merge",
    operation_id="merge_people",
    summary="Two records are one person",
    responses=problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 503),
    openapi_extra=shown_body(Merge),
)
async def merge_people(
    account_id: AccountPath,
    person_id: PersonPath,
    accounts: AccountsDep,
    actor: EditorDep,
    body: RecordBodyDep,
    preview: Preview = False,
    if_match: IfMatch = None,
) -> MergeReport:
    """One write: lines, votes, attitudes, contacts and plan pass to this record, the other goes; undo takes it back.

    The person's `If-Match` is honoured, not required.
    """
    merge = await read_body(Merge, body)
    return await service.merge_people(
        accounts, actor, account_id, person_id, merge.duplicate, Precondition(if_match), preview=preview
    )


@router.get(
    "/accounts/{account_id}/people/{person_id}/subject-file",
    operation_id="get_subject_file",
    summary="Everything kept about a person",
    responses=problems(401, 403, 404, 422, 503),
)
async def get_subject_file(
    account_id: AccountPath, person_id: PersonPath, accounts: AccountsDep, actor: AdminDep
) -> SubjectFile:
    """Document, snapshots, feed and figures (GDPR 15, PIPL 45). The audit log's: `powermap audit list`."""
    return await service.subject_file(accounts, actor, account_id, person_id)


@router.post(
    "/accounts/{account_id}/people/{person_id}/erase",
    operation_id="erase_person",
    summary="A person is forgotten",
    responses=problems(401, 403, 404, 409, 412, 422, 503),
)
async def erase_person(
    request: Request,
    account_id: AccountPath,
    person_id: PersonPath,
    accounts: AccountsDep,
    actor: AdminDep,
    if_match: IfMatch = None,
) -> Erased:
    """For good, out of document, snapshots, feed; texts lose the name, a nameless holder keeps votes."""
    erased = await service.erase_person(accounts, actor, account_id, person_id, Precondition(if_match))
    await request.app.state.workers.close()  # copies that own Cypher is asked of
    return erased


@router.post(
    "/accounts/{account_id}/people/{person_id}/behaviour",
    operation_id="judge_behaviour",
    summary="An attitude from what somebody was seen to do",
    responses=problems(400, 401, 403, 404, 409, 413, 415, 422, 503),
    openapi_extra=shown_body(ObservedBehaviour),
)
async def judge_behaviour(
    account_id: AccountPath,
    person_id: PersonPath,
    accounts: AccountsDep,
    actor: EditorDep,
    body: RecordBodyDep,
    preview: Preview = False,
) -> BehaviourReport:
    """Yes-or-no answers give the level on both scales, recorded as an attitude with its evidence."""
    seen = await read_body(ObservedBehaviour, body)
    return await service.judge_behaviour(accounts, actor, account_id, person_id, seen, preview=preview)


@router.post(
    "/accounts/{account_id}/template",
    operation_id="use_template",
    summary="Start a map from a template of departments and parts",
    responses=problems(400, 401, 403, 404, 409, 413, 415, 422, 503),
    openapi_extra=shown_body(TemplateChoice),
)
async def use_template(
    account_id: AccountPath, accounts: AccountsDep, actor: EditorDep, body: RecordBodyDep, preview: Preview = False
) -> TemplateReport:
    """One write: missing departments, and an unnamed person for each part nobody has; what is there stays."""
    return await service.use_template(
        accounts, actor, account_id, await read_body(TemplateChoice, body), preview=preview
    )


@router.post(
    "/accounts/{account_id}/retention",
    operation_id="run_retention",
    summary="Who is kept too long",
    responses=problems(401, 403, 404, 409, 503),
)
async def run_retention(
    request: Request,
    account_id: AccountPath,
    accounts: AccountsDep,
    settings: SettingsDep,
    _: AdminDep,
    apply: Annotated[bool, Query(description="Restrict and erase them.")] = False,
) -> RetentionReport:
    """By the rules of `POWERMAP_RETENTION`."""
    on = accounts.today((await accounts.current(account_id)).document.account)
    rules = rules_of(settings.retention)
    running = retention.run(accounts, request.app.state.audit, rules, on, [account_id], apply=apply)
    report = await asyncio.shield(asyncio.ensure_future(running))  # once begun to its end, also if the caller goes
    if report.erased:
        await request.app.state.workers.close()
    return report
