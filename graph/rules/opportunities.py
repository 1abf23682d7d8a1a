"""Rules of stages, votes and quotas."""

from __future__ import annotations

from collections.abc import Iterator

from graph.document import AccountDocument
from graph.kinds import OPPORTUNITIES, Stage
from graph.rules.broken import Broken
from graph.rules.every_kind import repeated


def stages_differ(document: AccountDocument) -> Iterator[Broken]:
    for opportunity in document.opportunities:
        for i, stage_id in repeated(stage.id for stage in opportunity.stages):
            yield Broken(OPPORTUNITIES, opportunity, f"/stages/{i}/id", "duplicate-id", stage_id)
        for i, order in repeated(stage.order for stage in opportunity.stages):
            yield Broken(OPPORTUNITIES, opportunity, f"/stages/{i}/order", "duplicate-id", order)


def competitors_withdraw_once_and_win_nothing_later(document: AccountDocument) -> Iterator[Broken]:
    """A competitor is out of an opportunity once, and no stage is won by one that was out of it on the day."""
    own = document.vendor.id if document.vendor else None
    for opportunity in document.opportunities:
        for i, withdrawal in enumerate(opportunity.withdrawn):
            if withdrawal.party == own:
                yield Broken(OPPORTUNITIES, opportunity, f"/withdrawn/{i}/party", "own-party", own)
        for i, party in repeated(withdrawal.party for withdrawal in opportunity.withdrawn):
            yield Broken(OPPORTUNITIES, opportunity, f"/withdrawn/{i}/party", "duplicate-id", party)
        gone_on = {withdrawal.party: withdrawal.on for withdrawal in opportunity.withdrawn}
        for i, stage in enumerate(opportunity.stages):
            outcome = stage.outcome
            if outcome is None or outcome.winner not in gone_on:
                continue
            gone = gone_on[outcome.winner]
            if gone is None or (outcome.on is not None and gone <= outcome.on):
                facts = {"on": outcome.on and outcome.on.isoformat(), "withdrawn_on": gone and gone.isoformat()}
                at = f"/stages/{i}/outcome/winner"
                yield Broken(OPPORTUNITIES, opportunity, at, "withdrawn-winner", outcome.winner, facts)


def parts_of_a_stage_differ(document: AccountDocument) -> Iterator[Broken]:
    for opportunity in document.opportunities:
        for i, stage in enumerate(opportunity.stages):
            for at, value in _repeats_in(stage):
                yield Broken(OPPORTUNITIES, opportunity, f"/stages/{i}{at}", "duplicate-id", value)


def _repeats_in(stage: Stage) -> Iterator[tuple[str, str]]:
    for i, (person, _) in repeated((vote.person, vote.account_id) for vote in stage.votes):
        yield f"/votes/{i}/person", person
    for i, person in repeated(stage.veto):
        yield f"/veto/{i}", person
    for i, guest in repeated(stage.borrowed_veto):
        yield f"/borrowed_veto/{i}/person", guest.person
    for i, (person, _, _) in repeated((part.person, part.role, part.account_id) for part in stage.participants):
        yield f"/participants/{i}/person", person
    cast = stage.outcome.votes if stage.outcome else ()
    for i, (person, _) in repeated((vote.person, vote.account_id) for vote in cast):
        yield f"/outcome/votes/{i}/person", person


def guests_come_from_another_account(document: AccountDocument) -> Iterator[Broken]:
    own = document.account.id
    for opportunity in document.opportunities:
        for at, guest in opportunity.borrowed():
            if guest.account_id == own:
                yield Broken(OPPORTUNITIES, opportunity, f"{at}/account_id", "foreign-account", own)


def votes_and_quota_fit(document: AccountDocument) -> Iterator[Broken]:
    """Votes need a quota above 0 and at most their sum; a quota needs votes (method 3)."""
    for opportunity in document.opportunities:
        for i, stage in enumerate(opportunity.stages):
            total = sum(vote.weight for vote in stage.votes)
            fits = not stage.votes if stage.quota is None else bool(stage.votes) and 0 < stage.quota <= total
            if not fits:
                facts = {"stage": stage.id, "total": total, "votes": len(stage.votes)}
                yield Broken(OPPORTUNITIES, opportunity, f"/stages/{i}/quota", "quota", stage.quota, facts)
