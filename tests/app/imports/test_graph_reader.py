"""Graphs of other tools: what networkx knows of GraphML and GEXF, what is read beside it, and what is refused."""

from typing import Any

import pytest

from app.imports.json_lines import document_of_lines, draft_of_lines, read_lines
from app.imports.plan.drafting import draft_of
from app.imports.questions import Asking
from app.imports.read.parsing import parse_file
from app.imports.read.tables import Unreadable
from app.imports.recognise.tables import FileMapping, read_tables
from graph.document import AccountDocument
from graph.property_graph import gexf, property_graph
from tests import documents
from tests.sheets_at_hand import document_in, drafted, tables_of
from tests.sheets_at_hand import parsed as parse

FIELD = documents.DATA / "field" / "files"

GRAPHML = """<?xml version="1.0"?><graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="d0" for="node" attr.name="label" attr.type="string"/><key id="d1" for="node" attr.name="Department" attr.type="string"/>
<key id="d2" for="edge" attr.name="weight" attr.type="double"/><key id="d3" for="edge" attr.name="type" attr.type="string"/>
<key id="d4" for="node" attr.name="size" attr.type="float"/>
<graph edgedefault="directed"><node id="n1">
<data key="d0">何振东</data><data key="d1">公司领导</data><data key="d4">3</data></node>
<node id="n2"><data key="d0">程若水</data></node>
<edge source="n2" target="n1"><data key="d2">0.8</data></edge>
<edge source="n2" target="n1"><data key="d3">REPORTS_TO</data></edge></graph></graphml>"""


def test_graphs_of_other_tools_become_people_and_lines() -> None:
    made = drafted(tables_of(GRAPHML.encode()))
    document = made.draft.document
    assert (made.draft.faults, document is None) == ((), False)
    assert document is not None
    assert [(person.id, person.name) for person in document.people] == [("n1", "何振东"), ("n2", "程若水")]
    assert [(edge.source, edge.target, edge.strength) for edge in document.influence] == [("n2", "n1", 0.8)]
    assert [(line.subordinate, line.manager) for line in document.reporting] == [("n2", "n1")]
    assert document.departments[0].name == "公司领导"
    assert [one.heading for one in made.sheaf.reads[0].taken if one.column is None] == ["size"]


def lines_of(document: AccountDocument) -> dict[str, list[tuple[str, str]]]:
    """Reporting, influence and ties by the names of their two ends."""
    names = {person.id: person.name for person in document.people}
    ends = {
        "reporting": [(line.subordinate, line.manager) for line in document.reporting],
        "influence": [(line.source, line.target) for line in document.influence],
        "ties": [(tie.a, tie.b) for tie in document.ties],
    }
    return {name: [(names[one], names[other]) for one, other in pairs] for name, pairs in ends.items()}


def departments_of(document: AccountDocument) -> dict[str, str | None]:
    names = {unit.id: unit.name for unit in document.departments}
    return {person.name: names.get(person.department_id or "") for person in document.people}


def test_the_default_of_a_key_holds_where_an_element_says_nothing() -> None:
    document = document_in((FIELD / "12-graphml-default.graphml").read_bytes(), "a")
    assert departments_of(document) == {"Orla Tandy": "Executive", "Sunil Rege": "Procurement"}
    assert lines_of(document) == {"reporting": [("Sunil Rege", "Orla Tandy")], "influence": [], "ties": []}


def test_labels_and_groups_of_yed_are_people_and_their_departments() -> None:
    document = document_in((FIELD / "13-yed-orgchart.graphml").read_bytes(), "a")
    assert departments_of(document) == {"Orla Tandy": None, "Sunil Rege": "Procurement", "Ilse Brandt": "Procurement"}
    lines = {
        ("Sunil Rege", "Orla Tandy"),
        ("Ilse Brandt", "Sunil Rege"),
    }  # one arrow says manages, the tree is of one kind
    assert {name: set(found) for name, found in lines_of(document).items()} == {
        "reporting": lines,
        "influence": set(),
        "ties": set(),
    }


def test_gephis_weights_are_scaled_and_labels_are_read() -> None:
    made = drafted(tables_of((FIELD / "14-gephi-weights.graphml").read_bytes()))
    assert made.draft.faults == ()
    assert made.draft.document is not None
    assert [edge.strength for edge in made.draft.document.influence] == [1]
    assert len(made.draft.document.reporting) == 1
    assert [person.name for person in made.draft.document.people] == ["Orla Tandy", "Sunil Rege", "Ilse Brandt"]


TYPED = """<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="n" for="node" attr.name="name"/><key id="s" for="node" attr.name="labels"/><key id="t" for="edge" attr.name="label"/>
<graph edgedefault="directed">
<node id="a"><data key="n">Ann</data><data key="s">:Person:TeamMember</data></node>
<node id="b"><data key="n">Bob</data><data key="s">:Employee</data></node>
<node id="u"><data key="n">Sales</data><data key="s">:OrgUnit</data></node>
<node id="v"><data key="n">Board</data><data key="s">:Team</data></node>
<node id="p"><data key="n">Grid renewal</data><data key="s">:Project</data></node>
<edge source="a" target="b"><data key="t">SUPERVISES</data></edge>
<edge source="b" target="a"><data key="t">MENTORS</data></edge>
<edge source="u" target="a"><data key="t">HAS_MEMBER</data></edge>
<edge source="b" target="u"><data key="t">ASSIGNED_TO</data></edge>
<edge source="u" target="v"><data key="t">PART_OF</data></edge>
<edge source="a" target="p"><data key="t">WORKS_ON</data></edge>
</graph></graphml>"""


def test_types_of_nodes_and_edges_are_what_they_say_or_a_question() -> None:
    reading = read_tables(tables_of(TYPED.encode()), FileMapping())
    document = draft_of(reading, "a", None, merging=True).draft.document
    assert document is not None
    assert departments_of(document) == {"Ann": "Sales", "Bob": "Sales"}
    (sales,) = [unit for unit in document.departments if unit.name == "Sales"]
    assert [unit.name for unit in document.departments if unit.id == sales.parent_id] == ["Board"]
    assert lines_of(document) == {"reporting": [("Bob", "Ann")], "influence": [("Bob", "Ann")], "ties": []}
    assert [line.evidence for line in document.influence] == ["MENTORS"]
    asked = {one.id: one.default for one in reading.asking.questions.values()}
    assert asked == {"node/:Project": "ignore", "relation/MENTORS": "influence", "placed/ASSIGNED_TO": "works-in"}
    assert [(one.code, one.value) for one in reading.asking.notices] == [
        ("node-type", ":Project"),
        ("line-left-out", "WORKS_ON"),
    ]
    answers = {"node/:Project": "unit", "relation/MENTORS": "ignore", "placed/ASSIGNED_TO": "ignore"}
    told = read_tables(tables_of(TYPED.encode()), FileMapping(), Asking(answers))
    other = draft_of(told, "a", None, merging=True).draft.document
    assert other is not None
    assert (len(other.departments), departments_of(other)["Bob"], other.influence) == (3, None, ())


EDGES = """<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><key id="n" for="node" attr.name="name"/>
<key id="w" for="edge" attr.name="weight" attr.type="double"/><graph edgedefault="directed">{nodes}{edges}</graph></graphml>"""


@pytest.mark.parametrize(
    ("pairs", "weights", "default", "strengths"),
    [
        (["ab", "ac", "bd"], "", "manages", []),  # a tree downwards
        (["ba", "ca", "db"], "", "reporting", []),  # a tree upwards
        (["ab", "ba", "bc"], "", "influence", [0.5, 0.5, 0.5]),
        (["ab", "ac"], "1.0", "influence", [0.5, 0.5]),  # what Gephi writes by itself
        (["ab", "ac"], "2.0", "influence", [1, 1]),
    ],
)
def test_arrows_that_say_nothing_are_a_question(
    pairs: list[str], weights: str, default: str, strengths: list[float]
) -> None:
    data = f'<data key="w">{weights}</data>' if weights else ""
    nodes = "".join(f'<node id="{own}"><data key="n">{own.upper()}</data></node>' for own in "abcd")
    edges = "".join(f'<edge source="{one}" target="{other}">{data}</edge>' for one, other in pairs)
    reading = read_tables(tables_of(EDGES.format(nodes=nodes, edges=edges).encode()), FileMapping())
    document = draft_of(reading, "a", None, merging=True).draft.document
    assert document is not None
    assert [(one.id, one.default) for one in reading.asking.questions.values()] == [("arrows/edges", default)]
    assert [line.strength for line in document.influence] == strengths
    assert len(document.reporting) == len(pairs) - len(strengths)
    assert not weights or [one.code for one in reading.asking.notices] == [
        "no-weights" if weights == "1.0" else "scaled"
    ]


SORTS = """<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="n" for="node" attr.name="name" attr.type="string"/><key id="t" for="edge" attr.name="type" attr.type="string"/>
<graph edgedefault="{default}"><node id="a"><data key="n">Ann</data></node><node id="b"><data key="n">Bob</data></node>
<edge source="b" target="a" {attribute}>{data}</edge></graph></graphml>"""


@pytest.mark.parametrize(
    ("default", "attribute", "data", "lines"),
    [
        ("directed", "", "", {"influence": [("Bob", "Ann")]}),
        ("undirected", "", "", {"ties": [("Ann", "Bob")]}),
        ("directed", 'directed="false"', "", {"ties": [("Ann", "Bob")]}),
        ("undirected", 'directed="true"', "", {"influence": [("Bob", "Ann")]}),
        ("undirected", "", '<data key="t">influence</data>', {"influence": [("Ann", "Bob"), ("Bob", "Ann")]}),
        ("undirected", "", '<data key="t">CONFLICT</data>', {"ties": [("Ann", "Bob")]}),
        ("undirected", "", '<data key="t">reporting</data>', {"reporting": [("Bob", "Ann")]}),
    ],
)
def test_lines_without_direction_are_none_with_one(default: str, attribute: str, data: str, lines: Any) -> None:
    text = SORTS.format(default=default, attribute=attribute, data=data)
    document = document_in(text.encode(), "a")
    assert lines_of(document) == {"reporting": [], "influence": [], "ties": []} | lines


GEXF = """<gexf xmlns="http://gexf.net/1.3" version="1.3"><graph defaultedgetype="directed" mode="static">
<attributes class="node"><attribute id="0" title="Department" type="string"><default>采购部</default></attribute></attributes>
<nodes><node id="1" label="何振东"><attvalues><attvalue for="0" value="公司领导"/></attvalues></node>
<node id="2" label="程若水"/><node id="3" label="韩墨" start="2026"/></nodes>
<edges><edge id="0" source="2" target="1" weight="0.8"/><edge id="1" source="3" target="2" type="undirected"/></edges>
</graph></gexf>"""


@pytest.mark.parametrize("namespace", ["http://gexf.net/1.3", "http://www.gexf.net/1.2draft"])
def test_gexf_is_read_like_graphml(namespace: str) -> None:
    document = document_in(GEXF.replace("http://gexf.net/1.3", namespace).encode(), "a")
    assert departments_of(document) == {"何振东": "公司领导", "程若水": "采购部", "韩墨": "采购部"}
    assert lines_of(document) == {"reporting": [], "influence": [("程若水", "何振东")], "ties": [("程若水", "韩墨")]}
    assert [line.strength for line in document.influence] == [0.8]


def test_our_own_gexf_brings_the_document_back(jiangyuan: AccountDocument) -> None:
    found = parse(gexf(property_graph(jiangyuan, {})))
    lines = read_lines(found.lines.encode())
    assert found.tables == ()
    document = draft_of_lines(lines, document_of_lines(lines, jiangyuan.account.id, None)).document
    assert document is not None
    assert document.canonical() == jiangyuan


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('<gexf xmlns="http://gexf.net/1.3"><graph><nodes><node id="1"', "broken-xml"),
        (GRAPHML.replace('attr.type="double"', 'attr.type="quaternion"'), "broken-xml"),
        (GRAPHML.replace(">0.8<", ">much<"), "broken-xml"),
        (GRAPHML.replace('key="d2"', 'key="d9"'), "broken-xml"),
        ('<!DOCTYPE g [<!ENTITY e "x">]><gexf>&e;</gexf>', "doctype"),
        (
            '<?xml version="1.0"?><!DOCTYPE g [<!ENTITY e SYSTEM "file:///etc/hostname">]><graphml>&e;</graphml>',
            "doctype",
        ),
        ("<graphml><graph>", "broken-xml"),
        ("<svg/>", "unknown-file-format"),
    ],
)
def test_graphs_that_cannot_be_read_are_refused(text: str, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parse(text.encode())
    assert caught.value.code == code


async def test_graphs_are_read_within_the_limits_of_the_parsers_process() -> None:
    for body in (GRAPHML, GEXF):
        assert [table.name for table in (await parse_file(body.encode(), "x")).tables] == ["nodes", "edges"]
