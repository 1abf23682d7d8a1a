"""The mesh: our functions by the customer's departments, which pairs live, which the plan wants and nobody holds."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from pydantic import Field

from graph.analysis.coverage import is_contact, is_in_window
from graph.answer import Answer
from graph.power_graph import PowerGraph

WINDOWS = ("KAM", "AR")


class MeshPair(Answer):
    """One of our functions with one department."""

    function: str = Field(description="Ours: sales, solution, delivery, management or the team's own word.")
    department_id: str = Field(description="The customer's department.")
    pairs: int = Field(ge=0, description="Pairs of member and person who met within the window.")
    members: list[str] = Field(description="Ids of our members who hold the pair.")
    people: list[str] = Field(description="Ids of the people they meet.")
    own_channel: bool = Field(description="Held by somebody beside the account manager's window (KAM, AR).")
    wanted: bool = Field(description="The plan wants it.")


class Mesh(Answer):
    """Only pairs that live or are wanted; holes are wanted and not alive."""

    pairs: list[MeshPair] = Field(description="Pairs of function and department with live contact.")
    holes: list[MeshPair] = Field(description="Pairs the plan wants and nobody holds.")
    live_pairs: int = Field(ge=0, description="Function-department pairs alive.")
    contact_pairs: int = Field(ge=0, description="Live pairs of member and person: how thick the interface is.")
    functions: list[str] = Field(description="Our functions with any live pair.")
    departments: list[str] = Field(description="The customer's with any live pair.")
    own_channels: int = Field(ge=0, description="Live pairs with a channel of their own.")


Live = Mapping[tuple[str, str], frozenset[tuple[str, str]]]


def live_contacts(power: PowerGraph) -> dict[tuple[str, str], frozenset[tuple[str, str]]]:
    """For each function and department the member-person pairs in contact within the window of the person's rank."""
    live: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for interaction in power.interactions:
        if not is_contact(power, interaction):
            continue
        for person in interaction.people:
            if person not in power.people or not is_in_window(power, person, interaction):
                continue
            functions = [(power.team[member].function, member) for member in interaction.members]
            for (function, member), department in product(functions, power.people[person].departments):
                if function:
                    live.setdefault((function, department), set()).add((member, person))
    return {place: frozenset(pairs) for place, pairs in live.items()}


def mesh_holes(power: PowerGraph) -> dict[str, tuple[str, ...]]:
    """For each department our functions that the plan wants there and that nobody holds."""
    if not power.document.mesh:
        return {}
    live = live_contacts(power)
    holes: dict[str, list[str]] = {}
    for cell in sorted(power.document.mesh, key=lambda cell: (cell.department_id, cell.function)):
        if (cell.function, cell.department_id) not in live:
            holes.setdefault(cell.department_id, []).append(cell.function)
    return {unit: tuple(functions) for unit, functions in holes.items()}


def weave(power: PowerGraph) -> Mesh:
    """The mesh as of the day of the graph."""
    live = live_contacts(power)
    wanted = {(cell.function, cell.department_id) for cell in power.document.mesh}
    pairs = [_pair(power, place, live.get(place, frozenset()), place in wanted) for place in sorted(wanted | set(live))]
    alive = [pair for pair in pairs if pair.pairs]
    return Mesh(
        pairs=pairs,
        holes=[pair for pair in pairs if not pair.pairs],
        live_pairs=len(alive),
        contact_pairs=len({pair for pairs_here in live.values() for pair in pairs_here}),
        functions=sorted({pair.function for pair in alive}),
        departments=sorted({pair.department_id for pair in alive}),
        own_channels=sum(pair.own_channel for pair in alive),
    )


def _pair(power: PowerGraph, place: tuple[str, str], contacts: frozenset[tuple[str, str]], wanted: bool) -> MeshPair:
    members = sorted({member for member, _ in contacts})
    return MeshPair(
        function=place[0],
        department_id=place[1],
        pairs=len(contacts),
        members=members,
        people=sorted({person for _, person in contacts}),
        own_channel=any(power.team[member].role not in WINDOWS for member in members),
        wanted=wanted,
    )
