"""A suggested edit is accepted as the edit it is, or rejected for good."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from app.records import record_service
from app.records.record_service import Deciding, Kept, Place, Precondition
from graph.accounts import Accounts, Edit
from graph.changes import Author
from graph.document import AccountDocument
from graph.edits import child_collection, collection_of, existing, put
from graph.errors import Conflict, Fault, InvalidDocument
from graph.kinds import PROPOSALS, Proposal
from graph.suggestions import Aim, aim_of

_COLLECTION: Final = collection_of(PROPOSALS)


async def accept(
    accounts: Accounts, account_id: str, proposal_id: str, precondition: Precondition, author: Author, *, cascade: bool
) -> Kept:
    """Carry out what is suggested, as whoever accepts it; the same write says so in the proposal.

    Raises what the edit would raise by itself, `precondition` being about the record to change, and Conflict where it is decided.
    """
    proposal, decided = await _decided(accounts, account_id, proposal_id, author, "ACCEPTED")
    aim = aim_of(proposal.path)
    if aim is None:
        raise InvalidDocument((Fault("/path", "no-such-path", proposal.path, {"action": proposal.action}),))
    deciding = Deciding(proposal.id, partial(_note, account_id, proposal, decided))
    place, body = _place(account_id, aim), (proposal.record or "").encode()
    if proposal.action == "ADD":
        await record_service.create_record(accounts, place, body, author, deciding)
    elif proposal.action == "CHANGE":
        await record_service.patch_record(accounts, place, body, precondition, author, deciding)
    else:
        await record_service.delete_record(accounts, place, precondition, author, cascade=cascade, deciding=deciding)
    return _kept(decided)


async def reject(accounts: Accounts, account_id: str, proposal_id: str, author: Author) -> Kept:
    """Turn a proposal down; the same one is not taken again. Raises Conflict for a decided one."""
    proposal, decided = await _decided(accounts, account_id, proposal_id, author, "REJECTED")

    def apply(before: AccountDocument | None) -> AccountDocument:
        return _note(account_id, proposal, decided, existing(before, account_id))

    await accounts.edit(account_id, Edit(apply, decides=proposal.id), author)
    return _kept(decided)


async def _decided(
    accounts: Accounts, account_id: str, proposal_id: str, author: Author, status: str
) -> tuple[Proposal, Proposal]:
    """The proposal before and after the decision."""
    account = (await accounts.current(account_id)).document.account
    proposal = (await record_service.get_record(accounts, Place(account_id, _COLLECTION, (proposal_id,)))).record
    assert isinstance(proposal, Proposal)  # noqa: S101 - the collection's model
    _require_open(proposal)
    decision: dict[str, Any] = {
        "status": status,
        "decided_by": author.member or author.name,
        "decided_on": accounts.today(account),
    }
    return proposal, proposal.model_copy(update=decision)


def _require_open(proposal: Proposal) -> None:
    if proposal.status != "PROPOSED":
        facts = {"on": str(proposal.decided_on or "-"), "by": proposal.decided_by or "-"}
        reason = f"the proposal was {proposal.status.lower()} on {facts['on']} by {facts['by']}"
        raise Conflict(reason, (Fault("/status", "already-decided", proposal.status, facts),))


def _note(account_id: str, proposal: Proposal, decided: Proposal, document: AccountDocument) -> AccountDocument:
    """The document in which the proposal is decided, if it still is the one that was read."""
    place = Place(account_id, _COLLECTION, (proposal.id,))
    held = _COLLECTION.find(document, place.key)
    if held is None:
        raise place.not_found
    if held != proposal:
        if isinstance(held, Proposal):
            _require_open(held)
        raise Conflict("the proposal was changed meanwhile: read it again")
    return put(_COLLECTION, document, decided)


def _place(account_id: str, aim: Aim) -> Place:
    collection = child_collection(aim.kind, aim.child, aim.owner) if aim.child else collection_of(aim.kind)
    return Place(account_id, collection, aim.key or ())


def _kept(proposal: Proposal) -> Kept:
    return Kept(proposal, _COLLECTION.etag_of(proposal))
