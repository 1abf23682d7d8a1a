"""PowerGraph: an account at a date, for one opportunity or none, as typed arrays and frozen NetworkX views.

Built once from a document and never changed. People are in the order of their ids, so equal documents give equal
numbers.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from graph.borrowed_people import Guest, Lent, host
from graph.document import AccountDocument
from graph.errors import NotFound, Restricted
from graph.executed import contacts_of_activities
from graph.kinds import (
    Account,
    Attitude,
    Coverage,
    Influence,
    Interaction,
    Member,
    Opportunity,
    Person,
    Reporting,
    Stage,
)
from graph.method import DEFAULT, Method
from graph.ranks import with_ranks
from graph.stances import Stance, counting, counting_by_day, newest_stances
from graph.validity import Successor, in_team, known_on

Floats = NDArray[np.float64]
Sparse = csr_array[np.float64, tuple[int, int]]


@dataclass(frozen=True, eq=False)
class PowerGraph:
    """What every analysis reads.

    `influence[s, t]`: strength in (0, 1] with which s influences t, all kinds of a pair combined. `deference[f, l]`:
    how much f defers to l, influence plus reporting (method 2). `attitudes`: person to party to stance; who is unknown
    is absent. `interactions`: the recorded ones, and activities done with people. `recorded` is the document as it is stored;
    `document` has the guests of the opportunity seated (`guests`) and only what was known and held on the day (method 1).
    `successors` hold the votes and vetoes of who was not there; they are not among the people. `later`: how many records are
    dated after the day.
    """

    document: AccountDocument
    recorded: AccountDocument
    successors: Mapping[str, Successor]
    later: int
    lent: tuple[Lent, ...]
    revision: int
    as_of: date
    opportunity: Opportunity | None
    method: Method
    ids: tuple[str, ...]
    people: Mapping[str, Person]
    attitudes: Mapping[str, Mapping[str, Stance]]
    interactions: tuple[Interaction, ...]
    influence: Sparse
    deference: Sparse

    @classmethod
    def of(
        cls,
        document: AccountDocument,
        *,
        as_of: date,
        opportunity: str | None = None,
        method: Method = DEFAULT,
        revision: int = 0,
        lent: tuple[Lent, ...] = (),
    ) -> PowerGraph:
        """The graph of a document as it was known on a day. Raises NotFound for an unknown opportunity.

        Everything dated is cut by `as_of` (method 1). `lent` is what other accounts say of the people whom the document borrows.
        """
        recorded = document
        known = known_on(host(document, opportunity, lent) if opportunity else document, as_of)
        document = with_ranks(known.document)
        people = {person.id: person for person in sorted(document.people, key=lambda person: person.id)}
        place = {person: i for i, person in enumerate(people)}
        influence = _influence_matrix(document.influence, place)
        return cls(
            document=document,
            recorded=recorded,
            successors=known.successors,
            later=known.later,
            lent=lent,
            revision=revision,
            as_of=as_of,
            opportunity=None if opportunity is None else _find_opportunity(document, opportunity),
            method=method,
            ids=tuple(people),
            people=MappingProxyType(people),
            attitudes=MappingProxyType(newest_stances(document.attitudes, as_of, opportunity, method)),
            interactions=(*document.interactions, *contacts_of_activities(document, as_of)),
            influence=influence,
            deference=_deference_matrix(influence, document.reporting, place, method),
        )

    def as_known(self, as_of: date, opportunity: str | None) -> PowerGraph:
        """The graph of the same document on another day, for an opportunity or none."""
        return PowerGraph.of(
            self.recorded,
            as_of=as_of,
            opportunity=opportunity,
            method=self.method,
            revision=self.revision,
            lent=self.lent,
        )

    @cached_property
    def guests(self) -> Mapping[str, Guest]:
        """The people of other accounts who take part in the opportunity (central purchasing), by their id here."""
        return MappingProxyType({own: guest for own, guest in self.people.items() if isinstance(guest, Guest)})

    @cached_property
    def holders(self) -> Mapping[str, Person]:
        """Whoever a stage may name: the people, and the unnamed successors who hold votes and vetoes for others."""
        return MappingProxyType({**self.people, **self.successors})

    @cached_property
    def restricted(self) -> tuple[Person, ...]:
        """The people whose data are kept and not used, by id; they are not among `people`."""
        return tuple(person for person in self.recorded.people if person.restricted_on is not None)

    def require_person(self, person: str) -> None:
        """Raises NotFound for somebody who is not there, Restricted for one whose data are not used."""
        if person in self.people:
            return
        for one in self.restricted:
            if one.id == person:
                raise Restricted(person, str(one.restricted_on), one.restricted_because)
        raise NotFound("person", person)

    @cached_property
    def own_ids(self) -> tuple[str, ...]:
        """The account's own people."""
        return tuple(person for person in self.ids if person not in self.guests)

    @property
    def opportunity_id(self) -> str | None:
        """Id of the opportunity it is about; None where it is about the account as a whole."""
        return self.opportunity.id if self.opportunity else None

    @cached_property
    def heads(self) -> tuple[str, ...]:
        """The account's own people of the best rank there is: they answer for what the account as a whole wants."""
        best = min((self.people[person].rank for person in self.own_ids), default=None)
        return tuple(person for person in self.own_ids if self.people[person].rank == best)

    def is_decided(self, stage: Stage) -> bool:
        """Whether a stage has an outcome by the day, or without one: it leaves everything that looks ahead (method 3)."""
        outcome = stage.outcome
        return outcome is not None and (outcome.on is None or outcome.on <= self.as_of)

    @cached_property
    def open_stages(self) -> tuple[Stage, ...]:
        """The stages of the asked opportunity that are still to be decided, in order; none without one."""
        stages = self.opportunity.stages if self.opportunity else ()
        return tuple(stage for stage in stages if not self.is_decided(stage))

    @cached_property
    def withdrawn(self) -> frozenset[str]:
        """The parties that are out of the asked opportunity by the day."""
        records = self.opportunity.withdrawn if self.opportunity else ()
        return frozenset(record.party for record in records if record.on is None or record.on <= self.as_of)

    @property
    def vendor(self) -> str | None:
        """The id of us; None when the document does not say who we are, and then no attitude to us is known."""
        return self.document.vendor.id if self.document.vendor else None

    @cached_property
    def competitors(self) -> tuple[str, ...]:
        return tuple(sorted(party.id for party in self.document.competitors))

    @cached_property
    def rivals(self) -> tuple[str, ...]:
        """The competitors in the race: who is out of the asked opportunity by the day is compared with no more."""
        return tuple(party for party in self.competitors if party not in self.withdrawn)

    @cached_property
    def parties(self) -> tuple[str, ...]:
        """Us first, then the competitors by id."""
        return (() if self.vendor is None else (self.vendor,)) + self.competitors

    @cached_property
    def place(self) -> Mapping[str, int]:
        """The row and column of each person in the arrays."""
        return MappingProxyType({person: i for i, person in enumerate(self.ids)})

    def stance(self, person: str, party: str | None) -> Stance | None:
        """What a person thinks of a party; None when unknown."""
        return None if party is None else self.attitudes.get(person, {}).get(party)

    @cached_property
    def stances_to_us(self) -> Mapping[str, Stance]:
        """The people whose attitude towards us is known."""
        stances = {person: self.stance(person, self.vendor) for person in self.ids}
        return MappingProxyType({person: stance for person, stance in stances.items() if stance is not None})

    @cached_property
    def counting(self) -> Mapping[tuple[str, str], Attitude]:
        """The statement that counts of each person and party, UNKNOWN among them."""
        return MappingProxyType(counting(self.document.attitudes, self.as_of, self.opportunity_id))

    @cached_property
    def said_of_us(self) -> Mapping[str, tuple[Attitude, ...]]:
        """What counted of each person's attitude to us on each day something was said, oldest first; who has none is absent."""
        said: dict[str, list[Attitude]] = {}
        for attitude in counting_by_day(self.document.attitudes, self.as_of):
            if attitude.toward == self.vendor:
                said.setdefault(attitude.person, []).append(attitude)
        return MappingProxyType({person: tuple(records) for person, records in said.items()})

    @cached_property
    def manager_of(self) -> Mapping[str, str]:
        """The SOLID manager of everyone who has one."""
        lines = sorted(
            (line for line in self.document.reporting if line.kind == "SOLID"), key=lambda line: line.subordinate
        )
        return MappingProxyType({line.subordinate: line.manager for line in lines})

    @cached_property
    def members_of(self) -> Mapping[str, tuple[str, ...]]:
        """The direct members of every department, by department id; who works in several is a member of each."""
        members: dict[str, list[str]] = {
            unit.id: [] for unit in sorted(self.document.departments, key=lambda unit: unit.id)
        }
        for person in self.people.values():
            for unit in person.departments:
                if unit in members:
                    members[unit].append(person.id)
        return MappingProxyType({unit: tuple(people) for unit, people in members.items()})

    @cached_property
    def team(self) -> Mapping[str, Member]:
        """Our members by id."""
        return MappingProxyType(
            {member.id: member for member in sorted(self.document.team, key=lambda member: member.id)}
        )

    @cached_property
    def present(self) -> Mapping[str, Member]:
        """Our members who are in the team on the day, by id."""
        present = in_team(self.document, self.as_of)
        return MappingProxyType({name: member for name, member in self.team.items() if name in present})

    @cached_property
    def coverage_of(self) -> Mapping[str, tuple[Coverage, ...]]:
        """Who of us looks after each person, by member id; a person nobody looks after is absent."""
        by_person: dict[str, list[Coverage]] = {}
        for coverage in sorted(self.document.coverage, key=lambda coverage: (coverage.person, coverage.member)):
            by_person.setdefault(coverage.person, []).append(coverage)
        return MappingProxyType({person: tuple(records) for person, records in by_person.items()})

    @cached_property
    def follow_share(self) -> Sparse:
        """Deference with rows scaled to sum 1: whom each person listens to; who follows nobody has an empty row."""
        return rows_to_one(self.deference)

    @cached_property
    def distance(self) -> csr_array[np.int64, tuple[int, int]]:
        """Length of each influence edge: max(1, round(-1000 ln strength)), short where influence is strong."""
        lengths = np.maximum(1, np.rint(-self.method.distance_scale * np.log(self.influence.data))).astype(np.int64)
        return csr_array((lengths, self.influence.indices, self.influence.indptr), shape=self.influence.shape)

    @cached_property
    def influence_net(self) -> nx.DiGraph[str]:
        """Frozen net, source to target, with `strength` (larger is stronger) and `distance` (smaller is stronger)."""
        net: nx.DiGraph[str] = nx.DiGraph()
        net.add_nodes_from(self.ids)
        lengths = self.distance.data.tolist()
        for (source, target, strength), length in zip(self._edges(self.influence), lengths, strict=True):
            net.add_edge(source, target, strength=strength, distance=length)
        nx.freeze(net)
        return net

    @cached_property
    def deference_net(self) -> nx.DiGraph[str]:
        """Frozen net, follower to leader, with `weight` (deference) and `share` (of the follower's whole deference)."""
        net: nx.DiGraph[str] = nx.DiGraph()
        net.add_nodes_from(self.ids)
        shares = self.follow_share.data.tolist()
        for (follower, leader, weight), share in zip(self._edges(self.deference), shares, strict=True):
            net.add_edge(follower, leader, weight=weight, share=share)
        nx.freeze(net)
        return net

    def _edges(self, matrix: Sparse) -> Iterable[tuple[str, str, float]]:
        entries = matrix.tocoo()
        for row, column, value in zip(entries.row.tolist(), entries.col.tolist(), entries.data.tolist(), strict=True):
            yield self.ids[row], self.ids[column], value


def combine_strengths(strengths: Iterable[float]) -> float:
    """The strength of a pair with several kinds of influence: 1 - product of (1 - strength), in (0, 1] (method 1).

    >>> combine_strengths([0.5, 0.5])
    0.75
    >>> combine_strengths([0.8])
    0.8
    """
    several = list(strengths)
    if len(several) == 1:
        return several[0]
    if max(several) >= 1:
        return 1.0
    return min(1.0, -math.expm1(math.fsum(math.log1p(-strength) for strength in several)))


def rows_to_one(matrix: Sparse) -> Sparse:
    """The matrix with every row that holds anything scaled to sum 1."""
    sums: Floats = np.asarray(matrix.sum(axis=1)).ravel()
    per_edge = np.repeat(sums, np.diff(matrix.indptr))
    return csr_array((matrix.data / per_edge, matrix.indices, matrix.indptr), shape=matrix.shape)


def _find_opportunity(document: AccountDocument, opportunity: str) -> Opportunity:
    for candidate in document.opportunities:
        if candidate.id == opportunity:
            return candidate.canonical()
    raise NotFound("opportunity", opportunity)


def _influence_matrix(records: Iterable[Influence], place: Mapping[str, int]) -> Sparse:
    kinds: dict[tuple[int, int], list[float]] = {}
    for record in sorted(records, key=lambda record: (record.source, record.target, record.kind)):
        kinds.setdefault((place[record.source], place[record.target]), []).append(record.strength)
    return _matrix({pair: combine_strengths(strengths) for pair, strengths in kinds.items()}, len(place))


def _deference_matrix(
    influence: Sparse, reporting: Iterable[Reporting], place: Mapping[str, int], method: Method
) -> Sparse:
    edges = influence.tocoo()
    pairs = zip(edges.col.tolist(), edges.row.tolist(), strict=True)
    weights = dict(zip(pairs, edges.data.tolist(), strict=True))
    for line in reporting:
        pair = (place[line.subordinate], place[line.manager])
        added = method.solid_weight if line.kind == "SOLID" else method.dotted_weight
        weights[pair] = weights.get(pair, 0.0) + added
    return _matrix({pair: weight for pair, weight in weights.items() if weight > 0}, len(place))


def _matrix(entries: Mapping[tuple[int, int], float], n: int) -> Sparse:
    pairs = np.array(list(entries), dtype=np.int64).reshape(-1, 2)
    values = np.array(list(entries.values()), dtype=np.float64)
    matrix = coo_array((values, (pairs[:, 0], pairs[:, 1])), shape=(n, n)).tocsr()
    matrix.sort_indices()
    return matrix


_TINY_EDGE = re.compile(r"^(\S+?)(->|=>)(\S+?)(?:\s+(\S+))?$")


def tiny(edges: str, *, ranks: Mapping[str, int] = MappingProxyType({}), as_of: date = date(2026, 1, 31)) -> PowerGraph:
    """A small graph for examples: `a->b 0.9` is influence, `a=>b` says a reports SOLID to b, a bare `c` is a person.

    >>> tiny("a->b 0.9, b=>c, d").ids
    ('a', 'b', 'c', 'd')
    """
    influence, reporting, ids = [], [], set()
    for part in filter(None, (part.strip() for part in edges.split(","))):
        if (edge := _TINY_EDGE.match(part)) is None:
            ids.add(part)
            continue
        a, arrow, b, strength = edge.groups()
        ids |= {a, b}
        if arrow == "->":
            influence.append(Influence(source=a, target=b, strength=float(strength)))
        else:
            reporting.append(Reporting(subordinate=a, manager=b))
    people = tuple(Person(id=person, name=person, rank=ranks.get(person, 6)) for person in sorted(ids))
    account = Account(id="tiny", name="tiny")
    document = AccountDocument(account=account, people=people, influence=tuple(influence), reporting=tuple(reporting))
    return PowerGraph.of(document, as_of=as_of)
