"""Series over many snapshots and the portfolio over many accounts: computed once, kept over writes, right again after them."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

import app.power_map.service
import app.question.snapshot_graph
from app.auth.service import LOCAL
from app.plans.service import MeasuresQuery, measures
from app.question.analysis_query import AnalysisQuery
from app.records.documents import Load, load_document
from app.records.pages import Page
from app.relationships.portfolio_service import PortfolioQuery, portfolio
from app.relationships.schemas import PortfolioItem
from app.reviews.service import timeline
from graph.accounts import Accounts, Edit
from graph.analysis.pipeline import Analysis, analyse
from graph.document import AccountDocument
from graph.kinds import Person
from graph.power_graph import PowerGraph
from graph.store import Store
from tests import documents

DAY = date(2026, 11, 20)
SNAPSHOTS, ACCOUNTS = 40, 70
Json = dict[str, Any]


@pytest.fixture
def analysed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The accounts of every analysis made, as they are made; each is made as ever."""
    made: list[str] = []

    def noted(power: PowerGraph) -> Analysis:
        made.append(power.document.account.id)
        return analyse(power)

    monkeypatch.setattr(app.power_map.service, "analyse", noted)
    monkeypatch.setattr(app.question.snapshot_graph, "analyse", noted)
    return made


def with_snapshots(account_id: str) -> Json:
    """An account whose head came to like us step by step, with a snapshot of every step."""
    levels = ("OPPOSE", "CONTACTED", "ACCEPT", "FAVORABLE", "SUPPORT")

    def at(step: int) -> Json:
        return {
            "format": "powermap-account/1",
            "account": {"id": account_id, "name": "Many"},
            "vendor": {"id": "us", "name": "Us"},
            "people": [{"id": "head", "name": "Head", "rank": 1}],
            "attitudes": [
                {
                    "person": "head",
                    "toward": "us",
                    "level": levels[step * len(levels) // (SNAPSHOTS + 1)],
                    "on": day(step),
                    "confidence": 5,
                }
            ],
        }

    def day(step: int) -> str:
        return (DAY - timedelta(days=SNAPSHOTS - step)).isoformat()

    head = {"name": "Step", "taken_at": "2026-11-20T09:00:00.000+00:00", "revision": 1}
    kept = [{**head, "id": f"s{step:02}", "as_of": day(step), "document": at(step)} for step in range(SNAPSHOTS)]
    return {**at(SNAPSHOTS), "snapshots": kept}


def with_one_more(before: AccountDocument | None) -> AccountDocument:
    assert before is not None
    return before.model_copy(update={"people": (*before.people, Person(id="new", name="New"))})


async def test_a_time_line_keeps_its_points_over_writes(
    accounts: Accounts, account_id: str, analysed: list[str]
) -> None:
    await load_document(accounts, LOCAL, account_id, json.dumps(with_snapshots(account_id)).encode(), Load())
    asked = AnalysisQuery(as_of=DAY)
    first = await timeline(accounts, account_id, asked, None)
    standings = [point.standing["us"] for point in first.standing]
    assert len(standings) == SNAPSHOTS + 1
    assert standings == sorted(standings)
    assert len(set(standings)) == 5
    assert len(analysed) == SNAPSHOTS + 1
    assert await timeline(accounts, account_id, asked, None) == first
    assert len(analysed) == SNAPSHOTS + 1
    await accounts.edit(account_id, Edit(with_one_more), documents.AUTHOR)
    after = await timeline(accounts, account_id, asked, None)
    assert (after.revision, after.standing) == (first.revision + 1, first.standing)
    assert len(analysed) == SNAPSHOTS + 2  # of the live map alone


async def test_measures_ask_each_snapshot_all_they_want_of_one_analysis(
    accounts: Accounts, account_id: str, analysed: list[str]
) -> None:
    body = json.dumps(with_snapshots(account_id)).encode()
    await load_document(accounts, LOCAL, account_id, body, Load())
    asked = AnalysisQuery(as_of=DAY)
    first = await measures(accounts, account_id, asked, MeasuresQuery(baseline="s00"))
    assert len(first.competitors) == SNAPSHOTS + 1
    assert first.warnings.snapshots == SNAPSHOTS
    assert len(analysed) == SNAPSHOTS + 2  # of the live map, and the baseline once more
    await timeline(accounts, account_id, asked, None)
    assert len(analysed) == SNAPSHOTS + 2


async def test_a_portfolio_keeps_its_rows_until_an_account_changes(
    accounts: Accounts, store: Store, account_id: str, analysed: list[str]
) -> None:
    top = f"{account_id}-top"
    ids = [f"{account_id}-{i:02}" for i in range(ACCOUNTS)]
    for own in (top, *ids):
        document = documents.small(own).model_dump(mode="json")
        document["account"]["parent_id"] = None if own == top else top
        await load_document(accounts, LOCAL, own, json.dumps(document).encode(), Load())

    async def asked(of: Accounts) -> list[PortfolioItem]:
        page = Page(limit=ACCOUNTS, after="", binding="")
        return (await portfolio(of, LOCAL, PortfolioQuery(DAY, None, top), page)).items

    first = await asked(accounts)
    assert [item.id for item in first] == ids
    assert sorted(analysed) == ids
    assert await asked(accounts) == first
    assert len(analysed) == ACCOUNTS
    await accounts.edit(ids[7], Edit(with_one_more), documents.AUTHOR)
    after = await asked(accounts)
    assert analysed[ACCOUNTS:] == [ids[7]]
    assert [now.id for now, then in zip(after, first, strict=True) if now != then] == [ids[7]]
    assert after[7].roll_up.people == first[7].roll_up.people + 1
    assert await asked(Accounts(store, cache_bytes=0)) == after
