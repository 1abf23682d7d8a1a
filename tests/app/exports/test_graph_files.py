"""GraphML, GEXF, Mermaid, DOT and JSON: read again by who else reads them, nothing lost, nothing broken by text."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings

from app.graph_files import graph_files, json_file, text_graphs
from app.map.map_view import MapView
from graph.document import AccountDocument
from graph.kinds import KIND_OF, KINDS
from graph.property_graph import LIST, RECORD, Net, graphml, property_graph
from tests import documents, strategies
from tests.views_at_hand import made_view, sample_view, view_of

RARE = {"name": '𠮷䶮{i} "=HYPERLINK(1)" <b>&amp;', "title": "'x zweite Zeile", "name_en": "-- end %%{{init}}%%"}


def records_of(net: Net) -> Iterator[tuple[str, Any]]:
    """The list and the JSON value of each record that goes along with a node or line, in the order of lists."""
    found = [held for _, held in net.nodes(data=True)] + [held for _, _, held in net.edges(data=True)]
    order = {kind.name: i for i, kind in enumerate(KINDS)}
    ours = [held for held in found if RECORD in held and held.get(LIST) in order]
    for held in sorted(ours, key=lambda held: order[held[LIST]]):
        yield held[LIST], json.loads(held[RECORD])


def document_in(net: nx.MultiDiGraph[str]) -> AccountDocument:
    data: dict[str, Any] = {"format": "powermap-account/1"}
    for name, record in records_of(net):
        if KIND_OF[name].single:
            data[name] = record
        else:
            data.setdefault(name, []).append(record)
    return documents.from_bytes(json.dumps(data).encode())


def views() -> list[MapView]:
    return [
        sample_view(),
        view_of(documents.read("krackhardt"), sample_view().framing),
        made_view(200, lang="en", **RARE),
    ]


@pytest.mark.parametrize("view", views(), ids=["sample", "krackhardt", "rare"])
def test_networkx_reads_all_of_the_graphml_and_the_document_comes_back(view: MapView) -> None:
    net = nx.read_graphml(io.BytesIO(graph_files.write_graphml(view)))
    made = property_graph(view.document, graph_files._of_people(view))
    assert dict(net.nodes(data=True)) == dict(made.nodes(data=True))
    assert sorted(net.edges(keys=True)) == sorted(made.edges(keys=True))
    for source, target, key in made.edges(keys=True):
        held = {name: value for name, value in net.edges[source, target, key].items() if name != "id"}
        assert held == made.edges[source, target, key]
    assert document_in(net) == view.document


@pytest.mark.parametrize("view", views(), ids=["sample", "krackhardt", "rare"])
def test_networkx_reads_all_of_the_gexf(view: MapView) -> None:
    net = nx.read_gexf(io.BytesIO(graph_files.write_gexf(view)))
    assert net.number_of_nodes() == property_graph(view.document).number_of_nodes()
    assert net.number_of_edges() == property_graph(view.document).number_of_edges()
    for person in view.map.people:
        held = net.nodes[f"Person/{person.id}"]
        assert held["name"] == person.name
        assert held["label"] == person.name
        assert held["score_decision_influence"] == person.scores.decision_influence
        assert held["rank"] == person.rank
    assert document_in(net) == view.document


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(strategies.documents())
def test_any_document_comes_back_from_graphml(document: AccountDocument) -> None:
    net = nx.read_graphml(io.BytesIO(graphml(property_graph(document))))
    assert document_in(net) == document.canonical()


@pytest.mark.parametrize("redact", ["review", "outline"])
def test_a_redacted_graph_brings_no_records_that_an_import_would_take_for_whole(redact: Any) -> None:
    net = nx.read_graphml(io.BytesIO(graph_files.write_graphml(sample_view(redact=redact))))
    assert net.number_of_nodes() > 30
    assert list(records_of(net)) == []


def test_people_and_lines_lie_as_analysts_expect() -> None:
    net = property_graph(documents.read("krackhardt"))
    people = [node for node, held in net.nodes(data=True) if held["type"] == "Person"]
    assert len(people) == 21
    types = {held["type"] for _, _, held in net.edges(data=True)}
    assert {"REPORTS_TO", "INFLUENCES"} <= types


def test_mermaid_and_dot_have_everybody_and_every_line() -> None:
    view = sample_view(influence="all")
    mermaid, dot = text_graphs.write_mermaid(view).decode(), text_graphs.write_dot(view).decode()
    for card in view.cards:
        assert card.name in mermaid
        assert card.name in dot
    assert mermaid.count(" ==> ") == len([line for line in view.lines if line.strength is not None])
    assert dot.count("] ;") + dot.count("];\n") >= len(view.lines) + len(view.cards)
    assert mermaid.splitlines()[1] == "flowchart TB"
    assert mermaid.count("subgraph ") == mermaid.count("  end") == 8


def test_text_cannot_leave_its_quotes() -> None:
    view = made_view(3, name='x"] click p0 "javascript:alert(1)" <br/>{i}', title="a\\")
    mermaid, dot = text_graphs.write_mermaid(view).decode(), text_graphs.write_dot(view).decode()
    for row in mermaid.splitlines()[2:]:
        assert row.count('"') in {0, 2}
    assert 'javascript:alert(1)"' not in mermaid
    for row in dot.splitlines():
        assert row.replace("\\\\", "").replace('\\"', "").count('"') % 2 == 0


def test_json_gives_the_same_bytes_twice_and_loads_again() -> None:
    view = sample_view()
    body = json_file.write(view)
    assert body == json_file.write(sample_view())
    held = json.loads(body)
    assert documents.from_bytes(json.dumps(held["document"]).encode()) == view.document
    assert set(held["layout"]["people"]) == {person.id for person in view.map.people}
    assert held["map"]["standing"].keys() == view.map.standing.keys()


@pytest.mark.parametrize("redact", ["review", "outline"])
def test_redaction_leaves_no_note_and_no_source_in_any_text_format(redact: Any) -> None:
    full, view = sample_view(), sample_view(redact=redact)
    told = {record.evidence for record in full.document.attitudes} | {held.note for held in full.document.interactions}
    told |= {tie.note for tie in full.document.ties} | {edge.evidence for edge in full.document.influence}
    told -= {activity.name for activity in full.document.activities}
    told = {text for text in told if len(text) > 8}
    assert told
    for write in (json_file.write, graph_files.write_graphml, graph_files.write_gexf, text_graphs.write_dot):
        body = write(view).decode()
        assert not [text for text in told if text in body or json.dumps(text)[1:-1] in body]
    assert not any(record.reported_by for record in view.document.attitudes)


def test_an_outline_tells_no_attitude() -> None:
    view = sample_view(redact="outline")
    held = json.loads(json_file.write(view))
    assert not {"standing", "gaps", "do_first"} & held["map"].keys()
    assert not {"attitudes", "predicted", "margin", "style"} & held["map"]["people"][0].keys()
    assert held["document"]["attitudes"] == held["document"]["ties"] == held["document"]["interactions"] == []
    for write in (json_file.write, graph_files.write_graphml, text_graphs.write_mermaid):
        body = write(view).decode()
        assert not [level for level in ("SUPPORT", "OPPOSE", "FAVORABLE", "predicted_") if level in body]
        assert not [role for role in ("COACH", "CHAMPION") if role in body]
    assert set(view.map.parties) == {view.map.vendor}
    assert view.pack is None
