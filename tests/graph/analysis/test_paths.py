"""Ways to someone: against trying everything, past opponents and rivals, in bounded time (method 5)."""

import itertools
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path as FilePath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.paths import Path, PathFinder
from graph.draft import parse
from graph.kinds import Tie
from graph.power_graph import PowerGraph
from tests.accounts_at_hand import moves, power, thinks
from tests.patience import at_most

FIELD = FilePath(__file__).parents[2] / "data" / "field"


def test_paths_start_at_friends_and_avoid_opponents() -> None:
    influence = [moves("a", "b", 0.9), moves("b", "d", 0.9), moves("a", "c", 0.5), moves("c", "d", 0.5)]
    attitudes = [thinks("a", "FAVORABLE"), thinks("b", "OPPOSE"), thinks("d", "OPPOSE")]
    finder = PathFinder(power("abcd", influence=influence, attitudes=attitudes), "persuasion")
    assert finder.best("d") == (Path(people=("a", "c", "d"), strength=0.25),)
    assert finder.best("a") == ()
    access = PathFinder(power("abcd", influence=influence, attitudes=attitudes), "access")
    assert access.best("d") == ()  # FAVORABLE is not enough to be introduced by
    assert access.count_disjoint("d") == 0


def test_access_runs_against_the_direction_of_influence_by_the_stronger_of_both() -> None:
    influence = [moves("b", "a", 0.8), moves("a", "b", 0.3)]
    graph = power("ab", influence=influence, attitudes=[thinks("a", "SUPPORT")])
    assert PathFinder(graph, "access").best("b") == (Path(people=("a", "b"), strength=0.8),)
    assert PathFinder(graph, "persuasion").best("b") == (Path(people=("a", "b"), strength=0.3),)


def test_at_most_four_edges_for_a_path_and_any_number_for_disjoint_ones() -> None:
    people = [f"p{i}" for i in range(6)]
    chain = [moves(a, b, 1.0) for a, b in itertools.pairwise(people)]
    graph = power(people, influence=chain, attitudes=[thinks("p0", "SUPPORT")])
    finder = PathFinder(graph, "access")
    assert finder.best("p4") == (Path(people=tuple(people[:5]), strength=1.0),)
    assert finder.best("p5") == ()
    assert finder.count_disjoint("p5") == 1


def test_equally_strong_paths_go_by_edges_then_ids() -> None:
    influence = [moves("x", "t", 1.0), moves("b", "x", 1.0), moves("c", "t", 1.0), moves("a", "x", 1.0)]
    attitudes = [thinks(name, "SUPPORT") for name in "abc"]
    paths = PathFinder(power("abctx", influence=influence, attitudes=attitudes), "persuasion").best("t", 5)
    assert [path.people for path in paths] == [("c", "t"), ("a", "x", "t"), ("b", "x", "t")]


def test_disjoint_paths_need_starts_of_their_own() -> None:
    influence = [moves("a", "t"), moves("a", "m"), moves("m", "t"), moves("b", "m")]
    one = power("abmt", influence=influence, attitudes=[thinks("a", "SUPPORT")])
    assert PathFinder(one, "access").count_disjoint("t") == 1
    both = power("abmt", influence=influence, attitudes=[thinks("a", "SUPPORT"), thinks("b", "SUPPORT")])
    assert PathFinder(both, "access").count_disjoint("t") == 2


def test_no_step_joins_people_in_conflict() -> None:
    influence = [moves("a", "t", 0.9), moves("a", "m", 0.5), moves("m", "t", 0.5)]
    attitudes, conflict = [thinks("a", "SUPPORT")], Tie(a="a", b="t", kind="CONFLICT")
    apart = power("amt", influence=influence, attitudes=attitudes, ties=[conflict])
    for kind in ("persuasion", "access"):
        finder = PathFinder(apart, kind)
        assert finder.best("t") == (Path(people=("a", "m", "t"), strength=0.25),)
        assert finder.count_disjoint("t") == 1
        assert finder.why_none("t") is None
    alone = PathFinder(power("at", influence=influence[:1], attitudes=attitudes, ties=[conflict]), "persuasion")
    assert (alone.best("t"), alone.count_disjoint("t")) == ((), 0)
    assert alone.why_none("t") == "ONLY_THROUGH_CONFLICT"


def test_a_dense_group_with_one_weak_way_in_is_searched_in_little_time() -> None:
    """Everybody moves everybody by .9, one supporter reaches each of them by .001: the strong lines lead nowhere."""
    core = [f"p{i:02}" for i in range(60)]
    influence = [moves(a, b, 0.9) for a, b in itertools.permutations(core, 2)]
    influence += [moves("s", name, 0.001) for name in core]
    graph = power([*core, "s"], influence=influence, attitudes=[thinks("s", "SUPPORT")])
    started = time.process_time()
    for kind in ("persuasion", "access"):
        finder = PathFinder(graph, kind)
        for name in core:
            best = finder.best(name, 1)
            assert best == (Path(people=("s", name), strength=0.001),)
    assert time.process_time() - started < at_most(work=3)
    others = [name for name in core[:3] if name != core[0]]
    ways = PathFinder(graph, "persuasion").best(core[0], 3)
    assert [path.people for path in ways[1:]] == [("s", name, core[0]) for name in others]


def every_path(graph: PowerGraph, kind: str, target: str) -> list[tuple[str, ...]]:
    """All paths by trying everything: the definition."""
    rivals = {frozenset((tie.a, tie.b)) for tie in graph.document.ties if tie.kind == "CONFLICT"}
    strengths: dict[tuple[str, str], float] = {}
    for a, b, strength in graph.influence_net.edges(data="strength"):
        for pair in [(a, b)] if kind == "persuasion" else [(a, b), (b, a)]:
            strengths[pair] = max(strength, strengths.get(pair, 0))
    strengths = {pair: strength for pair, strength in strengths.items() if frozenset(pair) not in rivals}
    stances = graph.stances_to_us
    starts = [name for name, stance in stances.items() if (stance.favors if kind == "persuasion" else stance.supports)]

    def onward(people: tuple[str, ...], strength: float) -> Iterator[tuple[float, int, tuple[str, ...]]]:
        if len(people) > 1 and people[-1] == target:
            yield -round(strength, 12), len(people), people
        elif len(people) <= 4 and people[-1] != target and not (people[-1] in stances and stances[people[-1]].opposes):
            for (a, b), step in strengths.items():
                if a == people[-1] and b not in people:
                    yield from onward((*people, b), strength * step)

    return [people for *_, people in sorted(path for start in starts for path in onward((start,), 1.0))]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_best_paths_equal_trying_everything(data: st.DataObject) -> None:
    people = [f"p{i}" for i in range(data.draw(st.integers(2, 7)))]
    pairs = list(itertools.permutations(people, 2))
    lines = data.draw(st.lists(st.sampled_from(pairs), unique=True, max_size=25))
    influence = [moves(a, b, data.draw(st.sampled_from([0.2, 0.5, 0.5, 0.731, 1.0]))) for a, b in lines]
    levels = st.sampled_from(["OPPOSE", "CONTACTED", "FAVORABLE", "SUPPORT", "UNKNOWN"])
    rivals = data.draw(st.lists(st.sampled_from(list(itertools.combinations(people, 2))), unique=True, max_size=3))
    graph = power(
        people,
        influence=influence,
        attitudes=[thinks(name, data.draw(levels)) for name in people],
        ties=[Tie(a=a, b=b, kind="CONFLICT") for a, b in rivals],
    )
    for kind in ("persuasion", "access"):
        k = data.draw(st.integers(1, 30))
        finder = PathFinder(graph, kind)
        paths = every_path(graph, kind, "p0")
        assert [path.people for path in finder.best("p0", k)] == paths[:k]
        assert (finder.why_none("p0") is None) == bool(paths)
        assert (finder.count_disjoint("p0") > 0) >= bool(paths)


def field_case(name: str) -> PowerGraph:
    """A deal that was tried on the product, as its document."""
    document = parse((FIELD / name).read_bytes()).document
    assert document is not None
    opportunity = next((bid.id for bid in document.opportunities), None)
    return PowerGraph.of(document.canonical(), as_of=date(2026, 11, 26), opportunity=opportunity)


def test_the_best_way_into_the_dense_core_is_the_one_weak_line() -> None:
    """The fourteenth situation: from s to everybody, .05; searched in about the time of one sweep."""
    graph = field_case("situations/14-dense-core.json")
    finder = PathFinder(graph, "persuasion")
    started = time.process_time()
    for person in graph.ids:
        if person != "s":
            (best,) = finder.best(person, 1)
            assert (best.people, best.strength) == (("s", person), pytest.approx(0.05))
    assert time.process_time() - started < at_most(work=0.5)


def test_the_way_of_the_tenth_case_runs_into_a_conflict() -> None:
    graph = field_case("numbers/10-path-through-conflict.json")
    for kind in ("persuasion", "access"):
        finder = PathFinder(graph, kind)
        assert (finder.best("b"), finder.count_disjoint("b")) == ((), 0)
        assert finder.why_none("b") == "ONLY_THROUGH_CONFLICT"
