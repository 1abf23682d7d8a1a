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
from graph.errors import NotFound
from graph.kinds import Account, Attitude, Coverage, Influence, Interaction, Member, Opportunity, Person, Reporting
from graph.method import DEFAULT, FAVORABLE_STEP, FOUR_LEVELS, STEP_OF_LEVEL, SUPPORT_STEP, X_OF_LEVEL, Method

Floats = NDArray[np.float64]
Sparse = csr_array[np.float64, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Stance:
    """A known attitude: `x` -1 (opposed) to 1, `step` 0 to 5 for thresholds, `inferred` if on the four-level scale."""

    level: str
    x: float
    on: date
    inferred: bool
    step: int

    @property
    def opposes(self) -> bool:
        return self.step == STEP_OF_LEVEL["OPPOSE"]

    @property
    def favors(self) -> bool:
        """At least FAVORABLE: would vote yes."""
        return self.step >= FAVORABLE_STEP

    @property
    def supports(self) -> bool:
        return self.step >= SUPPORT_STEP


@dataclass(frozen=True, eq=False)
class PowerGraph:
    """What every analysis reads.

    `influence[s, t]`: strength in (0, 1] with which s influences t, all kinds of a pair combined. `deference[f, l]`:
    how much f defers to l, influence plus reporting (method 2). `attitudes`: person to party to stance; who is unknown
    is absent. `recorded` is the document as it is stored; `document` has the guests of the opportunity seated, too (`guests`).
    """

    document: AccountDocument
    recorded: AccountDocument
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

        Attitudes and interactions after `as_of` do not count; edges are as stored (method 1). `lent` is what other accounts say
        of the people whom the document borrows.
        """
        recorded, document = document, host(document, opportunity, lent) if opportunity else document
        asked = None if opportunity is None else _find_opportunity(document, opportunity)
        people = {person.id: person for person in sorted(document.people, key=lambda person: person.id)}
        place = {person: i for i, person in enumerate(people)}
        influence = _influence_matrix(document.influence, place)
        return cls(
            document=document,
            recorded=recorded,
            lent=lent,
            revision=revision,
            as_of=as_of,
            opportunity=asked,
            method=method,
            ids=tuple(people),
            people=MappingProxyType(people),
            attitudes=MappingProxyType(newest_stances(document.attitudes, as_of, opportunity)),
            interactions=tuple(held for held in document.interactions if held.on <= as_of),
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
        return MappingProxyType({own: held for own, held in self.people.items() if isinstance(held, Guest)})

    @cached_property
    def own_ids(self) -> tuple[str, ...]:
        """The account's own people."""
        return tuple(person for person in self.ids if person not in self.guests)

    @property
    def vendor(self) -> str | None:
        """The id of us; None when the document does not say who we are, and then no attitude to us is known."""
        return self.document.vendor.id if self.document.vendor else None

    @cached_property
    def competitors(self) -> tuple[str, ...]:
        return tuple(sorted(party.id for party in self.document.competitors))

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
        found = {person: self.stance(person, self.vendor) for person in self.ids}
        return MappingProxyType({person: stance for person, stance in found.items() if stance is not None})

    @cached_property
    def manager_of(self) -> Mapping[str, str]:
        """The SOLID manager of everyone who has one."""
        lines = sorted(
            (line for line in self.document.reporting if line.kind == "SOLID"), key=lambda line: line.subordinate
        )
        return MappingProxyType({line.subordinate: line.manager for line in lines})

    @cached_property
    def members_of(self) -> Mapping[str, tuple[str, ...]]:
        """The direct members of every department, by department id."""
        members: dict[str, list[str]] = {
            unit.id: [] for unit in sorted(self.document.departments, key=lambda unit: unit.id)
        }
        for person in self.people.values():
            if person.department_id in members:
                members[person.department_id].append(person.id)
        return MappingProxyType({unit: tuple(held) for unit, held in members.items()})

    @cached_property
    def team(self) -> Mapping[str, Member]:
        """Our members by id."""
        return MappingProxyType(
            {member.id: member for member in sorted(self.document.team, key=lambda member: member.id)}
        )

    @cached_property
    def coverage_of(self) -> Mapping[str, tuple[Coverage, ...]]:
        """Who of us looks after each person, by member id; a person nobody looks after is absent."""
        found: dict[str, list[Coverage]] = {}
        for held in sorted(self.document.coverage, key=lambda held: (held.person, held.member)):
            found.setdefault(held.person, []).append(held)
        return MappingProxyType({person: tuple(held) for person, held in found.items()})

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
        held = matrix.tocoo()
        for row, column, value in zip(held.row.tolist(), held.col.tolist(), held.data.tolist(), strict=True):
            yield self.ids[row], self.ids[column], value


def combine_strengths(strengths: Iterable[float]) -> float:
    """The strength of a pair with several kinds of influence: 1 - product of (1 - strength), in (0, 1] (method 1).

    >>> combine_strengths([0.5, 0.5])
    0.75
    >>> combine_strengths([0.8])
    0.8
    """
    held = list(strengths)
    if len(held) == 1:
        return held[0]
    if max(held) >= 1:
        return 1.0
    return min(1.0, -math.expm1(math.fsum(math.log1p(-strength) for strength in held)))


def rows_to_one(matrix: Sparse) -> Sparse:
    """The matrix with every row that holds anything scaled to sum 1."""
    sums: Floats = np.asarray(matrix.sum(axis=1)).ravel()
    per_edge = np.repeat(sums, np.diff(matrix.indptr))
    return csr_array((matrix.data / per_edge, matrix.indices, matrix.indptr), shape=matrix.shape)


def _find_opportunity(document: AccountDocument, opportunity: str) -> Opportunity:
    for held in document.opportunities:
        if held.id == opportunity:
            return held.canonical()
    raise NotFound("opportunity", opportunity)


def newest_stances(attitudes: Iterable[Attitude], as_of: date, opportunity: str | None) -> dict[str, dict[str, Stance]]:
    """Person to party to the stance that counts on a day, for an opportunity or none (method 1); unknown ones are absent."""
    newest: dict[tuple[str, str], Attitude] = {}
    for held in attitudes:
        if held.on > as_of or held.opportunity_id not in {None, opportunity}:
            continue
        key = (held.person, held.toward)
        known = newest.get(key)
        if known is None or (held.on, held.opportunity_id is not None) > (known.on, known.opportunity_id is not None):
            newest[key] = held
    stances: dict[str, dict[str, Stance]] = {}
    for (person, party), held in sorted(newest.items()):
        if held.level != "UNKNOWN":
            step = STEP_OF_LEVEL[held.level]
            stance = Stance(held.level, X_OF_LEVEL[held.level], held.on, held.level in FOUR_LEVELS, step)
            stances.setdefault(person, {})[party] = stance
    return stances


def _influence_matrix(records: Iterable[Influence], place: Mapping[str, int]) -> Sparse:
    kinds: dict[tuple[int, int], list[float]] = {}
    for record in sorted(records, key=lambda record: (record.source, record.target, record.kind)):
        kinds.setdefault((place[record.source], place[record.target]), []).append(record.strength)
    return _matrix({pair: combine_strengths(strengths) for pair, strengths in kinds.items()}, len(place))


def _deference_matrix(
    influence: Sparse, reporting: Iterable[Reporting], place: Mapping[str, int], method: Method
) -> Sparse:
    held = influence.tocoo()
    pairs = zip(held.col.tolist(), held.row.tolist(), strict=True)
    weights = dict(zip(pairs, held.data.tolist(), strict=True))
    for line in reporting:
        pair = (place[line.subordinate], place[line.manager])
        added = method.solid_weight if line.kind == "SOLID" else method.dotted_weight
        weights[pair] = weights.get(pair, 0.0) + added
    return _matrix({pair: weight for pair, weight in weights.items() if weight > 0}, len(place))


def _matrix(entries: Mapping[tuple[int, int], float], n: int) -> Sparse:
    pairs = np.array(list(entries), dtype=np.int64).reshape(-1, 2)
    values = np.array(list(entries.values()), dtype=np.float64)
    made = coo_array((values, (pairs[:, 0], pairs[:, 1])), shape=(n, n)).tocsr()
    made.sort_indices()
    return made


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
