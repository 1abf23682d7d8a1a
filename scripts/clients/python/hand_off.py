"""An account's people as a pandas table, its map as a networkx graph, any answer's records as a table.

Needs the extra `powermap-client[analysis]`. What the key may not see is in neither.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from .api.power_map import get_power_map
from .client import AuthenticatedClient
from .models.power_map import PowerMap
from .models.problem import Problem
from .types import UNSET

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

T = TypeVar("T")


class Refused(RuntimeError):
    """The service did not do it; `problem` is what it says of it (RFC 9457), or None where it said nothing."""

    def __init__(self, problem: Problem | None) -> None:
        super().__init__(problem.title + (f": {problem.detail}" if problem.detail else "") if problem else "no answer")
        self.problem = problem


class Record(Protocol):
    """What every model of the API can do."""

    def to_dict(self) -> dict[str, Any]:
        """Its fields as JSON has them."""
        ...


def answered(answer: T | Problem | None) -> T:
    """The answer of any operation, for sure. Raises Refused for a Problem, or where there is none."""
    if answer is None or isinstance(answer, Problem):
        raise Refused(answer)
    return answer


def power_map(client: AuthenticatedClient, account: str, opportunity: str | None = None) -> PowerMap:
    """The whole map of an account, for one opportunity or for the account's leading one. Raises Refused."""
    return answered(get_power_map.sync(account, client=client, opportunity=opportunity or UNSET, whole=True))


def table(records: Iterable[Record]) -> pd.DataFrame:
    """One row a record; a field within a field is a column `outer.inner`, a list stays a list."""
    import pandas as pd  # noqa: PLC0415 - only who wants tables needs it

    return pd.json_normalize([record.to_dict() for record in records])


def people_table(client: AuthenticatedClient, account: str, opportunity: str | None = None) -> pd.DataFrame:
    """One row a person, by id: who they are and every number of the map about them. Raises Refused."""
    people = table(power_map(client, account, opportunity).people)
    return people.rename(columns=lambda name: name.removeprefix("scores.")).set_index("id", drop=False)


def to_networkx(client: AuthenticatedClient, account: str, opportunity: str | None = None) -> nx.MultiDiGraph[str]:
    """People as nodes and lines as edges (key: the line's kind), each with its fields. Raises Refused.

    `source` reports to or influences `target`; a tie (ALLIANCE, CONFLICT, ACQUAINTANCE) has no direction and is one edge.
    """
    import networkx as nx  # noqa: PLC0415 - only who wants graphs needs it

    drawn = power_map(client, account, opportunity)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(account=account, as_of=drawn.as_of, revision=drawn.revision)
    for person in drawn.people:
        graph.add_node(person.id, **person.to_dict(), **person.scores.to_dict())
    for line in drawn.edges:
        graph.add_edge(line.source, line.target, key=str(line.kind), **line.to_dict())
    return graph
