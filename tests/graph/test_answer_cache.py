"""Answers are kept by content and question, within their bytes, and worked out once however many ask."""

import asyncio
import gc
import tracemalloc
from datetime import date
from pathlib import Path

import pytest

from graph.accounts import Accounts
from graph.analysis.pipeline import analyse
from graph.answer_cache import AnswerCache, size_of
from graph.document import AccountDocument
from graph.power_graph import PowerGraph
from tests import documents


class Work:
    """Gives a text of so many characters, later; counts how often it was asked to."""

    def __init__(self, length: int = 1000) -> None:
        self.done = 0
        self.length = length

    async def __call__(self) -> str:
        await asyncio.sleep(0)
        self.done += 1
        return "x" * self.length


async def test_who_asks_the_same_at_once_waits_for_the_same_work() -> None:
    cache, work = AnswerCache(10_000), Work()
    answers = await asyncio.gather(*(cache.get("content", "question", work) for _ in range(20)))
    assert (work.done, len({id(answer) for answer in answers})) == (1, 1)
    assert await cache.get("content", "question", work) is answers[0]
    await cache.get("content", "another", work)
    await cache.get("other content", "question", work)
    assert work.done == 3


async def test_what_is_no_longer_asked_for_makes_room() -> None:
    cache, work = AnswerCache(3_500), Work()
    for question in "abc":
        await cache.get("content", question, work)
    await cache.get("content", "a", work)
    await cache.get("content", "d", work)  # b was asked for longest ago
    assert [cache.find("content", question) is not None for question in "abcd"] == [True, False, True, True]
    assert 3_000 < cache.size <= 3_500


async def test_an_answer_that_cannot_fit_is_given_and_not_kept() -> None:
    cache, small, large = AnswerCache(3_500), Work(), Work(10_000)
    await cache.get("content", "small", small)
    assert len(await cache.get("content", "large", large)) == 10_000
    assert (cache.find("content", "large"), cache.find("content", "small")) == (None, "x" * 1000)


async def test_what_is_forgotten_is_worked_out_again_and_weighs_nothing() -> None:
    cache, work = AnswerCache(100_000), Work()
    for content in ("old", "other"):
        for question in range(3):
            await cache.get(content, question, work)
    half = cache.size // 2
    cache.forget("old")
    assert cache.size == half
    await cache.get("old", 0, work)
    await cache.get("other", 0, work)
    assert work.done == 7
    cache.forget("old")
    cache.forget("other")
    cache.forget("never there")
    assert cache.size == 0


async def test_an_error_is_told_to_all_who_wait_and_not_kept() -> None:
    cache, calls = AnswerCache(10_000), 0

    async def fails() -> str:
        nonlocal calls
        calls += 1
        await asyncio.sleep(0)
        raise KeyError(calls)

    results = await asyncio.gather(*(cache.get("c", "q", fails) for _ in range(5)), return_exceptions=True)
    assert [type(result) for result in results] == [KeyError] * 5
    assert calls == 1
    with pytest.raises(KeyError, match="2"):
        await cache.get("c", "q", fails)


async def test_who_leaves_does_not_take_the_work_from_the_others() -> None:
    cache, work = AnswerCache(10_000), Work()
    leaving = asyncio.ensure_future(cache.get("c", "q", work))
    staying = asyncio.ensure_future(cache.get("c", "q", work))
    await asyncio.sleep(0)
    leaving.cancel()
    assert await staying == "x" * 1000
    assert leaving.cancelled()
    assert work.done == 1


@pytest.mark.parametrize("sample", ["tiny", "krackhardt", "jiangyuan"])
def test_the_size_of_documents_and_analyses_is_about_what_they_take(sample: str) -> None:
    text = (Path(documents.__file__).parent / "data" / f"{sample}.json").name  # named for the failure's message
    document = documents.read(sample)
    analyse(PowerGraph.of(document, as_of=date(2026, 11, 20)))  # what is made once for all is made now

    def memory_of(make: object) -> tuple[object, int]:
        gc.collect()
        tracemalloc.start()
        try:
            value = make()  # type: ignore[operator]
            gc.collect()
            return value, tracemalloc.get_traced_memory()[0]
        finally:
            tracemalloc.stop()

    content = document.model_dump_json()
    read, taken = memory_of(lambda: AccountDocument.model_validate_json(content))
    assert 0.5 < size_of(read) / taken < 2, text
    analysed, taken = memory_of(lambda: analyse(PowerGraph.of(document, as_of=date(2026, 11, 20))))
    assert 0.5 < size_of(analysed) / (taken + size_of(document)) < 2, text


def test_equal_things_have_equal_sizes_and_more_weighs_more() -> None:
    sizes = [size_of([f"text {i}" for i in range(count)]) for count in (10, 100, 1_000, 10_000)]
    assert sizes == sorted(sizes)
    assert 8 < sizes[3] / sizes[2] < 12


async def test_accounts_keep_no_answer_of_an_account_that_is_gone(accounts: Accounts, account_id: str) -> None:
    await accounts.edit(account_id, documents.becoming(documents.small(account_id)), documents.AUTHOR)
    await accounts.answer(account_id, "people", lambda _: "x" * 100_000)
    assert accounts.answers.size > 100_000
    await accounts.edit(account_id, documents.becoming(None), documents.AUTHOR)
    assert accounts.answers.size == 0
