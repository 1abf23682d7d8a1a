"""The layout of the map: small ones by hand, what holds for any organisation, and what a slide needs."""

import math
import os
import subprocess
import sys
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from random import Random
from statistics import mean, median
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.document import AccountDocument
from graph.kinds import Account, Department, Person, Reporting
from graph.layout.blocks import COLUMN_GAP, INDENT, LEVEL_GAP, STACK_GAP
from graph.layout.layout import CARD_HEIGHT, CARD_WIDTH, HEADER_HEIGHT, Box, Layout, lay_out
from graph.power_graph import PowerGraph, tiny
from tests import documents
from tests.accounts_at_hand import TODAY, person, reports

ROUNDED = 0.15


@dataclass(frozen=True)
class Organisation:
    people: tuple[Person, ...]
    lines: tuple[Reporting, ...] = ()
    departments: tuple[Department, ...] = ()

    @property
    def power(self) -> PowerGraph:
        """Unchecked, so that it may be what the rules refuse."""
        account = Account(id="x", name="x")
        document = AccountDocument(
            account=account, people=self.people, reporting=self.lines, departments=self.departments
        )
        return PowerGraph.of(document, as_of=TODAY)

    def joined_by(self, random: Random) -> "Organisation":
        """With one person more, below anybody."""
        boss = random.choice(self.people)
        newcomer = person("zzz", min(6, boss.rank + 1), boss.department_id)
        return replace(self, people=(*self.people, newcomer), lines=(*self.lines, reports("zzz", boss.id)))


def unit(name: str, parent: str | None = None) -> Department:
    return Department(id=name, name=name, parent_id=parent)


def company(size: int, seed: int) -> Organisation:
    """As companies are: a head, deputies, departments of very different sizes, sections in some, advisers outside."""
    random = Random(seed)  # noqa: S311 - any fixed ones will do
    made, lines, units = [person("p000", 1, "d0")], [], [unit("d0")]

    def hire(rank: int, department: str | None, boss: str | None, **more: Any) -> Person:
        made.append(person(f"p{len(made):03}", min(6, rank), department, **more))
        if boss:
            lines.append(reports(made[-1].id, boss))
        return made[-1]

    bosses = [hire(2, "d0", "p000") for _ in range(max(1, size // 40 + 1))]
    outside = size // 25
    while len(made) < size - outside:
        units.append(unit(f"d{len(units)}"))
        chief = hire(3, units[-1].id, random.choice(bosses).id)
        level = [chief]
        for _ in range(min(size - outside - len(made), int(3 * random.paretovariate(1.1)))):
            boss = random.choice([held for held in level if held.rank < 6][-6:])
            department = boss.department_id
            if boss is chief and random.random() < 0.15:
                units.append(unit(f"d{len(units)}", chief.department_id))
                department = units[-1].id
            level.append(hire(boss.rank + 1, department, boss.id))
    for _ in range(outside):
        hire(4, None, None, external=True)
    return Organisation(tuple(made), tuple(lines), tuple(units))


@st.composite
def organisations(draw: st.DrawFn) -> Organisation:
    """Anything: departments in departments, reports in other departments, dotted rings, nobody at all."""
    size = draw(st.integers(0, 26))
    random = Random(draw(st.integers(0, 10**6)))  # noqa: S311 - drawn by hypothesis
    units = [
        unit(f"d{i}", f"d{random.randrange(i)}" if i and random.random() < 0.4 else None)
        for i in range(random.randint(0, 5))
    ]
    names = [f"p{i:02}" for i in range(size)]
    homes = [None, *(held.id for held in units)]
    reach = random.choice([1, 3, 30])
    people, lines = [], []
    for i, name in enumerate(names):
        home = random.choice(homes)
        if i and random.random() < 0.8:
            boss = random.randrange(max(0, i - reach), i)
            lines.append(reports(name, names[boss]))
            if random.random() < 0.6:
                home = people[boss].department_id
        people.append(person(name, random.randint(1, 6), home, external=random.random() < 0.1))
    for a, b in pairwise([*names, *names[:1]] if size > 1 else []):
        if random.random() < 0.2 and not any((line.subordinate, line.manager) == (a, b) for line in lines):
            lines.append(Reporting(subordinate=a, manager=b, kind="DOTTED"))
    return Organisation(tuple(people), tuple(lines), tuple(units))


def meet(a: Box, b: Box) -> bool:
    return a.x < b.x + b.w and b.x < a.x + a.w and a.y < b.y + b.h and b.y < a.y + a.h


def holds(outer: Box, inner: Box, header: float = 0.0) -> bool:
    return (
        outer.x <= inner.x + ROUNDED
        and outer.y + header <= inner.y + ROUNDED
        and inner.x + inner.w <= outer.x + outer.w + ROUNDED
        and inner.y + inner.h <= outer.y + outer.h + ROUNDED
    )


def check_boxes(organisation: Organisation, placed: Layout) -> None:
    """Nothing overlaps, everything is within what it belongs to, and nothing else is."""
    people, departments = placed.people, placed.departments
    assert set(people) == {held.id for held in organisation.people}
    assert set(departments) == {held.id for held in organisation.departments}
    boxes = [*people.values(), *departments.values()]
    assert all(math.isfinite(side) for box in boxes for side in (box.x, box.y, box.w, box.h))
    assert all(holds(Box(0, 0, placed.width, placed.height), box) for box in boxes)
    assert {(box.w, box.h) for box in people.values()} <= {(CARD_WIDTH, CARD_HEIGHT)}
    assert not any(meet(a, b) for a, b in combinations(people.values(), 2))
    parents = {held.id: held.parent_id for held in organisation.departments}
    around: dict[str, list[str]] = {}
    for held in organisation.departments:
        around[held.id] = [held.id]
        while (parent := parents[around[held.id][-1]]) is not None:
            around[held.id].append(parent)
    for one, line in around.items():
        for other, box in departments.items():
            if other in line[1:]:
                assert holds(box, departments[one], HEADER_HEIGHT)
            elif one not in around[other]:
                assert not meet(box, departments[one])
    for held in organisation.people:
        line = around.get(held.department_id or "", [])
        for name, box in departments.items():
            assert holds(box, people[held.id], HEADER_HEIGHT) if name in line else not meet(box, people[held.id])


def way(above: Box, below: Box) -> list[tuple[float, float]]:
    """The corners of a line within a department, along the gaps that the layout keeps free for it."""
    out, foot, middle = above.x + above.w / 2, above.y + above.h, below.y + below.h / 2
    turn = foot + LEVEL_GAP / 2
    if abs(below.y - foot - LEVEL_GAP) < 0.3:
        into = below.x + below.w / 2
        return [(out, foot), (out, turn), (into, turn), (into, below.y)]
    if abs(below.x - above.x - INDENT) < 0.3:
        return [(above.x + INDENT / 2, foot), (above.x + INDENT / 2, middle), (below.x, middle)]
    down = below.x - COLUMN_GAP / 2
    return [(out, foot), (out, turn), (down, turn), (down, middle), (below.x, middle)]


def test_a_manager_and_two_reports() -> None:
    placed = lay_out(tiny("b=>a, c=>a"))
    side = CARD_WIDTH + COLUMN_GAP
    assert placed.people == {
        "a": Box(side / 2, 0, CARD_WIDTH, CARD_HEIGHT),
        "b": Box(0, CARD_HEIGHT + LEVEL_GAP, CARD_WIDTH, CARD_HEIGHT),
        "c": Box(side, CARD_HEIGHT + LEVEL_GAP, CARD_WIDTH, CARD_HEIGHT),
    }
    assert (placed.width, placed.height, placed.departments) == (side + CARD_WIDTH, 2 * CARD_HEIGHT + LEVEL_GAP, {})


def test_many_reports_stand_in_stacks() -> None:
    placed = lay_out(tiny(", ".join(f"r{i}=>a" for i in range(8))))
    tops = [placed.people[f"r{i}"] for i in range(8)]
    first = CARD_HEIGHT + LEVEL_GAP
    assert [box.y for box in tops[:4]] == [first, first, first, first + CARD_HEIGHT + STACK_GAP]
    assert len({box.x for box in tops}) == 3
    assert placed.people["a"].x == tops[1].x


def test_nobody_one_person_and_an_empty_department() -> None:
    nobody = lay_out(Organisation(()).power)
    assert (nobody.people, nobody.departments, nobody.width, nobody.height) == ({}, {}, 0.0, 0.0)
    alone = lay_out(Organisation((person("a", 1, "d"),), (), (unit("d"),)).power)
    assert alone.people["a"].y == HEADER_HEIGHT + 7
    assert alone.departments["d"] == Box(0, 0, alone.width, alone.height)
    assert lay_out(Organisation((), (), (unit("d"),)).power).departments["d"].h > HEADER_HEIGHT


def test_the_sample_reads_from_its_head_down() -> None:
    placed = lay_out(PowerGraph.of(documents.read("jiangyuan"), as_of=TODAY))
    at = placed.departments
    assert at["EXEC"].y == at["DI"].y == 0
    assert at["DI"].x > at["EXEC"].x, "who has no line to the head stands beside"
    assert all(at[name].y > at["EXEC"].h for name in ("NETDEV", "PROC", "OM", "FIN", "ENT", "IT"))
    assert placed.people["P01"].y == min(box.y for box in placed.people.values())
    assert 1.2 <= placed.width / placed.height <= 2.2


def test_people_without_a_department_stand_beside_the_head_whoever_they_report_to() -> None:
    people = (person("a", 1, "d"), person("b", 3, "d"), person("c", 2, "e"), person("x", 2), person("y", 5))
    lines = (reports("b", "a"), reports("c", "a"), reports("x", "a"))
    placed = lay_out(Organisation(people, lines, (unit("d"), unit("e"))).power)
    assert placed.departments["d"].y == 0
    assert placed.people["x"].y >= placed.people["a"].y
    assert not any(meet(box, placed.people[name]) for name in "xy" for box in placed.departments.values())


def test_a_guest_or_adviser_of_high_rank_is_not_the_head() -> None:
    people = (person("a", 2, "d"), person("b", 3, "d"), person("x", 1, "e", external=True))
    placed = lay_out(Organisation(people, (reports("b", "a"),), (unit("d"), unit("e"))).power)
    assert placed.departments["d"].x < placed.departments["e"].x
    assert placed.departments["d"].y == 0


def test_what_the_rules_refuse_breaks_nothing() -> None:
    people = (person("a", 1, "d"), person("b", 1, "e"), person("c", 1, "gone"))
    lines = (reports("a", "b"), reports("b", "a"))
    organisation = Organisation(people, lines, (unit("d", "e"), unit("e", "d"), unit("f", "gone")))
    placed = lay_out(organisation.power)
    assert set(placed.people) == {"a", "b", "c"}
    assert set(placed.departments) == {"d", "e", "f"}
    assert not any(meet(a, b) for a, b in combinations(placed.people.values(), 2))


def test_a_thousand_levels() -> None:
    names = [f"{i:04}" for i in range(1010)]
    people = tuple(person(name, 6, name) for name in names)
    lines = tuple(reports(b, a) for a, b in pairwise(names))
    units = tuple(unit(name, None if i == 0 else names[i - 1]) for i, name in enumerate(names))
    placed = lay_out(Organisation(people, lines, units).power)
    assert all(placed.people[a].y < placed.people[b].y for a, b in pairwise(names))
    assert len(lay_out(Organisation(tuple(map(person, names)), lines).power).people) == len(names)


@settings(max_examples=150, deadline=None)
@given(organisations())
def test_what_always_holds(organisation: Organisation) -> None:
    power = organisation.power
    placed = lay_out(power)
    check_boxes(organisation, placed)
    assert lay_out(organisation.power) == placed
    for report, manager in power.manager_of.items():
        above, below = placed.people[manager], placed.people[report]
        if power.people[report].department_id == power.people[manager].department_id:
            assert below.y >= above.y + above.h
            for a, b in pairwise(way(above, below)):
                stretch = Box(min(a[0], b[0]), min(a[1], b[1]) + 1, abs(a[0] - b[0]), max(abs(a[1] - b[1]) - 2, 0))
                others = (box for name, box in placed.people.items() if name not in {report, manager})
                assert not any(meet(stretch, box) for box in others)


@settings(max_examples=60, deadline=None)
@given(organisations(), st.randoms(use_true_random=False))
def test_neither_the_order_of_records_nor_other_ids_move_anything(organisation: Organisation, random: Random) -> None:
    new = {held.id: f"q{held.id}" for held in organisation.people}
    people = [held.model_copy(update={"id": new[held.id]}) for held in organisation.people]
    lines = [
        Reporting(subordinate=new[at.subordinate], manager=new[at.manager], kind=at.kind) for at in organisation.lines
    ]
    units = list(organisation.departments)
    for records in (people, lines, units):
        random.shuffle(records)
    one = lay_out(organisation.power)
    other = lay_out(Organisation(tuple(people), tuple(lines), tuple(units)).power)
    assert {name: other.people[new[name]] for name in one.people} == one.people
    assert (other.departments, other.width, other.height) == (one.departments, one.width, one.height)


@pytest.mark.parametrize(("size", "seeds"), [(40, 25), (200, 4)])
def test_a_company_fits_a_slide_with_its_head_on_top(size: int, seeds: int) -> None:
    for seed in range(seeds):
        organisation = company(size, seed)
        placed = lay_out(organisation.power)
        check_boxes(organisation, placed)
        assert 1.2 <= placed.width / placed.height <= 2.2, seed
        assert placed.departments["d0"].y == 0
        assert placed.people["p000"].y == min(box.y for box in placed.people.values())
        assert size * CARD_WIDTH * CARD_HEIGHT >= 0.2 * placed.width * placed.height, "mostly empty"


@pytest.mark.parametrize(("size", "seeds"), [(40, 8), (200, 2)])
def test_somebody_who_joins_moves_the_others_little(size: int, seeds: int) -> None:
    middles, stayed = [], []
    for seed in range(seeds):
        organisation, random = company(size, seed), Random(seed)  # noqa: S311 - any fixed ones will do
        before = lay_out(organisation.power)
        for _ in range(4):
            after = lay_out(organisation.joined_by(random).power)
            moved = [
                math.dist((box.x, box.y), (after.people[name].x, after.people[name].y)) / before.width
                for name, box in before.people.items()
            ]
            middles.append(median(moved))
            stayed.append(sum(far < 0.1 for far in moved) / size)
    assert median(middles) <= 0.02
    assert mean(middles) <= 0.06
    assert mean(stayed) >= 0.75


def test_the_same_whatever_the_hash_seed() -> None:
    ask = (
        "from datetime import date; from graph.layout.layout import lay_out; from graph.power_graph import PowerGraph; "
        "from tests import documents; "
        "print(lay_out(PowerGraph.of(documents.read('jiangyuan'), as_of=date(2026, 6, 30))))"
    )
    command = [sys.executable, "-c", ask]
    environment = {**os.environ, "PYTHONHASHSEED": "12345"}
    root = documents.DATA.parents[1]
    told = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=True).stdout
    assert told.strip() == str(lay_out(PowerGraph.of(documents.read("jiangyuan"), as_of=TODAY)))
