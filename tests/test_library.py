"""The library of queries keeps its own rules; each detector is shown one thing that it must catch. Needs no store."""

import re
from pathlib import Path
from typing import Any

import pytest

from graph.queries import _HEADER, LIBRARY, Count, Frozen, Query, QueryFault, Template, query, template, union
from tests.queries import instances, library, loaded

FILES = sorted(str(file.relative_to(LIBRARY).with_suffix("")) for file in LIBRARY.glob("**/*.cypher"))
QUERIES = library()

# What the two engines do not answer alike, or one of them not at all.
DIALECT = {
    "labels are set when a node is made": r"\bSET\s+\w+\s*:\s*\w|\bSET\s+\w+\s+IS\s|\bREMOVE\s+\w+\s*:\s*\w",
    "no full text": r"\bFULLTEXT\b|\bdb\.index\b",
    "no procedures of add-ons": r"\b(apoc|gds)\.",
    "no version prefix": r"^\s*CYPHER\b",
    "shortestPath() in place of SHORTEST": r"\bSHORTEST\b",
    "every path is bounded": r"\*\s*(?:\d+\s*)?(?:\.\.)?\s*[\]{]|\*\s*\d+\s*\.\.\s*\]|\)[+*]\s*\(|\]-?>?[+*]|\{\d*,\}",
    "no ids of the engine": r"\b(elementId|id)\s*\(",
    "no zoned time": r"\b(datetime|localdatetime|time|timestamp)\s*\(",
    "no files, no addresses": r"\bLOAD\s+CSV\b",
    "no strings made at run time": r"\$\(|\$\$|\$`",
}
CAUGHT = {
    "labels are set when a node is made": ["MATCH (n) SET n:Champion", "MATCH (n) REMOVE n:Champion"],
    "no full text": ["CREATE FULLTEXT INDEX x", "CALL db.index.fulltext.queryNodes('x', 'y')"],
    "no procedures of add-ons": ["CALL apoc.help('x')", "RETURN gds.version()"],
    "no version prefix": ["CYPHER 5 MATCH (n) RETURN n"],
    "shortestPath() in place of SHORTEST": ["MATCH p = SHORTEST 1 (a)-[:R]->+(b)"],
    "every path is bounded": [
        "MATCH (a)-[:R*]->(b)",
        "MATCH (a)-[*]->(b)",
        "MATCH (a)-[:R*2..]->(b)",
        "MATCH (a)-[:R*..]->(b)",
        "MATCH (a)-[:R]->+(b)",
        "MATCH (a) ((x)-[:R]->(y))+ (b)",
        "MATCH (a) ((x)-[:R]->(y)){2,} (b)",
    ],
    "no ids of the engine": ["RETURN elementId(n) AS id", "RETURN id(n) AS id"],
    "no zoned time": ["SET n.at = datetime()", "SET n.at = timestamp()"],
    "no files, no addresses": ["LOAD CSV FROM 'file:///x' AS row"],
    "no strings made at run time": ["MATCH (n:$(label))"],
}
ALLOWED = [
    "MATCH (a)-[:R*1..5]->(b) WHERE a.id = $id SET a += row.properties, a.x = $x RETURN count(*) AS count",
    "MATCH (a) ((x)-[:R]->(y)){1,5} (b) RETURN [x IN xs | {id: x.id}] AS list, date() AS on ORDER BY on LIMIT 5",
    "SET n.tree = coalesce(n.tree, 0) + 1 RETURN (1 + 2) * 3 AS n",
]


def broken_dialect(text: str) -> list[str]:
    return [rule for rule, pattern in DIALECT.items() if re.search(pattern, text, re.IGNORECASE)]


def test_each_rule_of_the_dialect_catches_what_it_is_for() -> None:
    assert set(CAUGHT) == set(DIALECT)
    caught = [(rule, text) for rule, texts in CAUGHT.items() for text in texts]
    assert [(rule, text) for rule, text in caught if rule not in broken_dialect(text)] == []


def test_the_rules_of_the_dialect_let_the_rest_pass() -> None:
    assert [(text, broken_dialect(text)) for text in ALLOWED if broken_dialect(text)] == []


def test_every_file_is_loaded_by_the_module_that_uses_it() -> None:
    queries, templates = loaded()
    held = (set(queries) | set(templates)) - {"records/read_document"}  # joined from the templates' instances
    assert held == set(FILES)
    assert {name.partition("[")[0] for name in instances()} == set(templates)


def faults_of_file(text: str) -> list[str]:
    """What is wrong with the head or the size of a query's file."""
    lines = text.splitlines()
    head = [line.removeprefix("// ").partition(": ") for line in lines if line.startswith("// ")]
    values = {field: value.strip() for field, _, value in head}
    rules = {
        f"begins with {', '.join(_HEADER)}": [field for field, _, _ in head][: len(_HEADER)] == list(_HEADER),
        "every header line says something": all(values.values()),
        "the purpose is a sentence": values.get("purpose", "").endswith((".", "?")),
        "at most 30 lines of 120 characters": len(lines) <= 30 and max(map(len, lines)) <= 120,
    }
    return [rule for rule, holds in rules.items() if not holds]


def test_each_file_has_every_header_line_and_is_short() -> None:
    texts = {name: (LIBRARY / f"{name}.cypher").read_text(encoding="utf-8") for name in FILES}
    assert {name: faults_of_file(text) for name, text in texts.items() if faults_of_file(text)} == {}
    for old, new in (("// purpose: ", "// "), ("account.\n", "account\n"), ("MATCH", "//\n" * 30 + "MATCH")):
        assert old in GOOD
        assert faults_of_file(GOOD.replace(old, new)) != []


def test_each_query_keeps_to_the_dialect() -> None:
    assert {name: rules for name, asked in QUERIES.items() if (rules := broken_dialect(asked.text))} == {}


def test_each_query_is_about_one_account_or_says_otherwise() -> None:
    assert [name for name, asked in QUERIES.items() if asked.account_scoped != ("account_id" in asked.params)] == []


ONE_ROW = {QUERIES["schema/answer"].row}


def is_bounded(asked: Query[Any]) -> bool:
    """Whether a read ends in ORDER BY … LIMIT $limit (LIMIT 1 for one row), or collects for the whole document."""
    if "for the whole document" in asked.returns:
        return "collect(" in asked.text
    one_row = "at most one row" in asked.returns or asked.row in ONE_ROW or asked.row is Count
    limit = "1" if one_row else r"\$limit"
    return re.search(rf"\bORDER BY\b[^\n]*\bLIMIT {limit}$", asked.text) is not None


def test_each_read_is_ordered_and_limited_unless_it_feeds_a_document() -> None:
    assert [name for name, asked in QUERIES.items() if asked.access == "read" and not is_bounded(asked)] == []


def test_a_read_without_order_or_limit_is_seen(tmp_path: Path) -> None:
    for i, (old, new) in enumerate((("ORDER BY p.id ", ""), ("LIMIT $limit", "LIMIT 1"), (" LIMIT $limit", ""))):
        assert old in GOOD
        text = GOOD.replace(old, new)
        folder = tmp_path / str(i)
        folder.mkdir()
        write(folder, text if "$limit" in text else text.replace(", limit: int", ""))
        assert not is_bounded(query("people/list_people", Row, folder))


def test_names_of_instances_do_not_collide() -> None:
    texts = [asked.text for asked in instances().values()]
    assert len(set(texts)) == len(texts)


# -- what the loader refuses --------------------------------------------------------------------------------------------


class Row(Frozen):
    id: str
    name: str


GOOD = """\
// name: people/list_people
// purpose: The people of an account.
// access: read
// params: account_id: str, limit: int
// returns: Row, by id
MATCH (p:Person {account_id: $account_id})
RETURN p.id AS id, p.name AS name
ORDER BY p.id LIMIT $limit
"""
WRONG: dict[str, tuple[str, str, str]] = {
    "a header line missing": ("// purpose: The people of an account.\n", "", "header lines are"),
    "header lines in another order": (
        "// access: read\n// params: account_id: str, limit: int\n",
        "// params: account_id: str, limit: int\n// access: read\n",
        "header lines are",
    ),
    "an unknown header line": (
        "// returns: Row, by id\n",
        "// returns: Row, by id\n// author: me\n",
        "header lines are",
    ),
    "another name": ("people/list_people", "people/list_persons", "the header says"),
    "a parameter that is not used": ("limit: int", "limit: int, more: int", "parameters declared"),
    "a parameter that is not declared": (", limit: int", "", "parameters declared"),
    "a parameter without a type": ("limit: int", "limit:", "has no type"),
    "another row model": ("// returns: Row", "// returns: Rows", "bound to Row"),
    "a column too many": ("p.name AS name", "p.name AS name, p.rank AS rank", "bound to Row"),
    "a column missing": (", p.name AS name", "", "bound to Row"),
    "columns in another order": ("p.id AS id, p.name AS name", "p.name AS name, p.id AS id", "bound to Row"),
    "a column without a name": ("p.id AS id", "p.id", "has no AS"),
    "a read that writes": ("RETURN", "SET p.seen = true\nRETURN", "clauses contradict"),
    "a write that reads": ("access: read", "access: write", "clauses contradict"),
    "an unknown access": ("access: read", "access: maybe", "clauses contradict"),
    "no account": ("account_id: str, limit", "limit", "parameters declared"),
    "no account and not declared global": (" {account_id: $account_id}", "", "parameters declared"),
    "a template": ("Person", "<<label>>", "is a template"),
}


def write(folder: Path, text: str) -> None:
    (folder / "people").mkdir()
    (folder / "people" / "list_people.cypher").write_text(text, encoding="utf-8")


def test_a_good_file_becomes_a_frozen_query(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    made = query("people/list_people", Row, tmp_path)
    assert made.params == {"account_id": "str", "limit": "int"}
    assert (made.access, made.account_scoped, made.row, made.returns) == ("read", True, Row, "Row, by id")
    assert made.text.startswith("MATCH")
    with pytest.raises(AttributeError):
        made.text = "x"  # type: ignore[misc]


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_refused_when_it_is_loaded(tmp_path: Path, name: str) -> None:
    old, new, message = WRONG[name]
    assert old in GOOD
    text = GOOD.replace(old, new)
    write(
        tmp_path,
        text.replace("// returns: Row, by id\n", "// returns: Row, by id\n// holes: label\n") if "<<" in new else text,
    )
    with pytest.raises(QueryFault, match=message):
        query("people/list_people", Row, tmp_path)


def test_a_query_about_no_account_says_so(tmp_path: Path) -> None:
    text = GOOD.replace("account_id: str, ", "").replace(" {account_id: $account_id}", "")
    write(tmp_path, text)
    with pytest.raises(QueryFault, match="scope: global"):
        query("people/list_people", Row, tmp_path)
    (tmp_path / "people" / "list_people.cypher").write_text(text.replace("by id\n", "by id\n// scope: global\n"))
    assert not query("people/list_people", Row, tmp_path).account_scoped


def test_a_query_that_is_not_there_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        query("people/none", Row)


def test_a_template_declares_its_holes_and_is_checked_when_filled(tmp_path: Path) -> None:
    text = (
        GOOD.replace("by id\n", "by id\n// holes: label, more\n")
        .replace("Person", "<<label>>")
        .replace("p.name AS", "<<more>> AS")
    )
    write(tmp_path, text)
    made: Template[Row] = template("people/list_people", Row, tmp_path)
    filled: Query[Row] = made.fill(label="Person", more="p.name")
    assert "<<" not in filled.text
    assert filled.name == "people/list_people[Person]"
    for names in ({}, {"label": "Person"}, {"label": "Person", "more": "p.name", "other": "x"}):
        with pytest.raises(QueryFault, match="has the holes"):
            made.fill(**names)
    for more, message in {
        "p.name AS x, p.name": "bound to Row",
        "$name": "parameters",
        "1 AS name SET p.x = 1 RETURN 1": "access",
    }.items():
        with pytest.raises(QueryFault, match=message):
            made.fill(label="Person", more=more)


def test_holes_are_declared_exactly(tmp_path: Path) -> None:
    write(tmp_path, GOOD.replace("by id\n", "by id\n// holes: label\n"))
    with pytest.raises(QueryFault, match="holes declared"):
        template("people/list_people", Row, tmp_path)


def test_only_reads_of_the_same_columns_are_joined(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    people = query("people/list_people", Row, tmp_path)
    joined = union("both", (people, people))
    assert joined.text.count("UNION ALL") == 1
    assert joined.account_scoped
    touch = QUERIES["accounts/set_fingerprint"]
    for wrong in ((people, QUERIES["accounts/list_accounts"]), (touch, touch)):
        with pytest.raises(QueryFault, match="can be joined"):
            union("both", wrong)


def test_a_query_takes_exactly_its_parameters() -> None:
    asked = QUERIES["accounts/get_version"]
    asked.refuse_wrong_params({"account_id": "a"})
    for given in ({}, {"account_id": "a", "x": 1}, {"x": 1}):
        with pytest.raises(QueryFault, match="accounts/get_version takes"):
            asked.refuse_wrong_params(given)
