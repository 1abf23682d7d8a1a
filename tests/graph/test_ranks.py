"""Ranks nobody gave: from the title, the manager and those below, marked and never a reason to be hidden."""

from typing import Any

import pytest

from graph.analysis.pipeline import analyse
from graph.document import AccountDocument, content_hash
from graph.kinds import Account, Person, Reporting
from graph.power_graph import PowerGraph
from graph.ranks import rank_of_title, with_ranks
from tests.accounts_at_hand import TODAY, moves


@pytest.mark.parametrize(
    ("title", "rank"),
    [
        ("Chief Executive Officer", 1),
        ("General Manager", 1),
        ("Vice President Operations", 2),
        ("CFO", 2),
        ("Chief Technology Officer", 2),
        ("Deputy General Manager", 2),
        ("Director of Procurement", 3),
        ("Head of IT", 3),
        ("Deputy Director", 4),
        ("Purchasing Manager", 4),
        ("Team Leader", 5),
        ("Assistant to the CEO", 5),
        ("Network Engineer", 6),
        ("董事长", 1),
        ("总经理", 1),
        ("副总经理", 2),
        ("总工程师", 2),
        ("网络部总经理", 3),
        ("采购部部长", 3),
        ("副部长", 4),
        ("项目经理", 4),
        ("总经理助理", 5),
        ("主管", 5),
        ("工程师", 6),
        ("EVP", 2),
        ("Executive Vice President", 2),
        ("CISO", 2),
        ("Chief Engineer", 2),
        ("总工", 2),
        ("Chief of Staff", 3),
        ("Director General", 1),
        ("秘书长", 2),
        ("党委副书记", 2),
        ("财务副总", 2),
        ("部门总经理", 3),
        ("总经理办公室主任", 3),
        ("主任工程师", 5),
        ("主任科员", 6),
        ("Friend of the house", None),
        ("", None),
    ],
)
def test_titles_speak_of_ranks_in_both_languages(title: str, rank: int | None) -> None:
    assert rank_of_title(title) == rank


def ranks(people: dict[str, Any], lines: dict[str, str]) -> dict[str, int]:
    document = AccountDocument(
        account=Account(id="x", name="x"),
        people=tuple(Person.model_validate({"id": name, "name": name, **fields}) for name, fields in people.items()),
        reporting=tuple(Reporting(subordinate=name, manager=above) for name, above in lines.items()),
    )
    return {person.id: person.rank for person in with_ranks(document).people}


def test_the_chain_counts_down_from_the_head() -> None:
    lines = {"b": "a", "c": "b", "d": "c"}
    assert ranks({name: {} for name in "abcd"}, lines) == {"a": 1, "b": 2, "c": 3, "d": 4}
    assert ranks({"a": {"rank": 2}, "b": {}, "c": {}, "d": {}}, lines) == {"a": 2, "b": 3, "c": 4, "d": 5}


def test_the_head_of_the_largest_tree_is_near_the_top_though_somebody_else_is_the_head() -> None:
    lines = {"b": "a", "c": "b"}
    assert ranks({"retired": {"rank": 1}, **{name: {} for name in "abc"}}, lines) == {
        "retired": 1,
        "a": 2,
        "b": 3,
        "c": 4,
    }


def test_what_was_given_or_titled_goes_before_the_chain() -> None:
    people = {"a": {}, "b": {"title": "副总经理"}, "c": {"rank": 5}, "d": {}}
    assert ranks(people, {"b": "a", "c": "b", "d": "c"}) == {"a": 1, "b": 2, "c": 5, "d": 6}


def test_who_is_on_no_line_and_has_no_title_stays_lowest_and_hides_nobody() -> None:
    document = AccountDocument(
        account=Account(id="x", name="x"),
        people=(Person(id="a", name="a"), Person(id="boss", name="boss", rank=1)),
        influence=(moves("a", "boss", 0.9),),
    )
    found = analyse(PowerGraph.of(document, as_of=TODAY))
    assert (found.power.people["a"].rank, found.power.people["a"].rank_assumed) == (6, True)
    assert found.deciders.class_of["a"] in {"A", "B"}
    assert found.deciders.hidden == ()
    given = document.model_copy(update={"people": (Person(id="a", name="a", rank=6), document.people[1])})
    assert analyse(PowerGraph.of(given, as_of=TODAY)).deciders.hidden == ("a",)


def test_a_record_says_whether_its_rank_was_given_and_hashes_as_before() -> None:
    given, missing = Person(id="a", name="a", rank=6), Person(id="a", name="a")
    assert (given.rank_assumed, missing.rank_assumed, missing.rank) == (None, True, 6)
    assert "rank_assumed" not in given.model_dump()
    assert content_hash("people", given) == content_hash("people", missing)
    again = Person.model_validate_json(missing.model_dump_json())
    assert again == missing
    assert Person.model_validate({**missing.model_dump(), "rank": 3}).rank_assumed is None
