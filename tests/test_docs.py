"""What the documents say is there, is there."""

import re
from pathlib import Path

from app.texts.gaps import RULES
from app.texts.method_page import method_page
from graph.method import Method
from tests.test_architecture import ROOT, tracked

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)|!\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)


def targets(text: str) -> list[str]:
    """The files that a Markdown text links to: no addresses, no anchors, nothing inside code."""
    prose = re.sub(r"`[^`\n]*`", "", FENCE.sub("", text))
    links = [link or picture for link, picture in LINK.findall(prose)]
    files = [link.partition("#")[0] for link in links if not re.match(r"[a-z]+:", link)]
    return [file for file in files if file]


def test_targets_are_files_only() -> None:
    text = "[a](x.md#y) ![p](pic.png) [w](https://a.b) [h](#here) `[c](no.md)`\n```\n[d](no.md)\n```\n"
    assert targets(text) == ["x.md", "pic.png"]


def test_every_link_leads_to_a_file() -> None:
    dead: list[tuple[Path, str]] = [
        (document.relative_to(ROOT), target)
        for document in tracked("*.md")
        for target in targets(document.read_text(encoding="utf-8"))
        if not (document.parent / target).exists()
    ]
    assert dead == []


def test_every_module_that_is_named_is_there() -> None:
    """History apart: CHANGELOG and DECISIONS tell of what is gone, too."""
    files = {path.name for path in tracked("*")}
    missing = [
        (document.relative_to(ROOT), name)
        for document in tracked("*.md")
        if document.name not in {"CHANGELOG.md", "DECISIONS.md"}
        for name in re.findall(
            r"`(?:[\w./-]*/)?(\w+\.(?:py|cypher|ts|tsx|js|css))`", document.read_text(encoding="utf-8")
        )
        if name not in files
    ]
    assert missing == []


def test_the_method_page_is_made_of_the_defaults() -> None:
    """When it fails: `python -m app.texts.method_page > METHOD.md`."""
    page = method_page()
    assert (ROOT / "METHOD.md").read_text(encoding="utf-8") == page
    assert all(f"| `{name}` |" in page for name in Method.model_fields)
    assert all(rule in page for pair in RULES.values() for rule in pair)


def test_every_question_to_the_map_names_a_test_there_is() -> None:
    table = (ROOT / "graph" / "analysis" / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"`(test_\w+)` \|$", table, re.MULTILINE)
    defined = {
        name
        for path in tracked("tests/*.py")
        for name in re.findall(r"^(?:async )?def (test_\w+)\(", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert len(named) > 20
    assert [name for name in named if name not in defined] == []
