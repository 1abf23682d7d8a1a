"""The map as text that note-taking tools draw: Mermaid and DOT."""

from __future__ import annotations

import json
from collections import defaultdict

from app.map.map_view import Card, Line, MapView
from app.report.view import percent
from app.texts.exports import LINES


def write_mermaid(view: MapView) -> bytes:
    """A Mermaid flowchart: departments as subgraphs, solid and dotted reporting, the influence lines of the view."""
    names = {card.id: f"p{i}" for i, card in enumerate(view.cards)}
    rows = [f"%% {_comment(view)}", "flowchart TB"]
    for i, cards in enumerate(_by_department(view)):
        rows.append(f"  subgraph d{i}[{_mermaid_text(cards[0].department)}]")
        rows += [f"    {names[card.id]}[{_mermaid_text(_label(card, '<br/>'))}]" for card in cards]
        rows.append("  end")
    rows += [f"  {_mermaid_line(view, line, names)}" for line in view.lines]
    return ("\n".join(rows) + "\n").encode()


def write_dot(view: MapView) -> bytes:
    """A DOT digraph for Graphviz: departments as clusters, colours and signs of the view."""
    rows = [
        f"// {_comment(view)}",
        "digraph map {",
        '  graph [rankdir=TB, compound=true, charset="UTF-8"];',
        '  node [shape=box, style="rounded,filled", fontname="Noto Sans SC"];',
    ]
    for i, cards in enumerate(_by_department(view)):
        rows.append(f"  subgraph cluster_{i} {{ label={_dot_text(cards[0].department)};")
        for card in cards:
            dash = ', style="rounded,filled,dashed"' if card.tint.border == "dashed" else ""
            double = ", peripheries=2" if card.tint.border == "double" else ""
            rows.append(
                f"    {_dot_text(card.id)} [label={_dot_text(_label(card, chr(10)))}, "
                f'fillcolor="{card.tint.fill}", color="{card.tint.line}"{dash}{double}];'
            )
        rows.append("  }")
    rows += [f"  {_dot_line(line)}" for line in view.lines]
    return ("\n".join([*rows, "}"]) + "\n").encode()


def _by_department(view: MapView) -> list[list[Card]]:
    """Cards of one department together, the better ranked first."""
    cards_of: defaultdict[str, list[Card]] = defaultdict(list)
    for card in sorted(view.cards, key=lambda card: (card.department_id or "", card.rank, card.id)):
        cards_of[card.department_id or ""].append(card)
    return list(cards_of.values())


def _comment(view: MapView) -> str:
    return " ".join(f"{view.title} | {view.subtitle} | {' | '.join(view.facts)} | {view.stamp}".split())


def _label(card: Card, newline: str) -> str:
    head = f"{card.order}. {card.name}" if card.order else card.name
    signs = " ".join(part for part in (card.sign, percent(card.share), *card.marks) if part)
    return newline.join(part for part in (head, card.title, signs) if part)


def _mermaid_text(text: str) -> str:
    """Quoted; what Mermaid would read as markup or as the end of the text goes as a character reference."""
    kept = text.replace("<br/>", "\n")
    escaped = "".join(f"#{ord(char)};" if char in '"#<>&`\\' else char for char in kept)
    return '"' + escaped.replace("\n", "<br/>") + '"'


def _mermaid_line(view: MapView, line: Line, names: dict[str, str]) -> str:
    source, target = names[line.source], names[line.target]
    if line.kind == "SOLID":
        return f"{target} --- {source}"
    if line.kind == "DOTTED":
        return f"{target} -.- {source}"
    if line.strength is not None:
        return f"{source} == {line.strength:.2f} ==> {target}"
    return f"{source} -. {view.say(LINES[line.kind])} .- {target}"


def _dot_text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _dot_line(line: Line) -> str:
    ends = (line.target, line.source) if line.kind in {"SOLID", "DOTTED"} else (line.source, line.target)
    style = "solid" if line.kind in {"SOLID", "INFLUENCES"} else "dashed"
    label = f", label={_dot_text(f'{line.strength:.2f}')}" if line.strength is not None else ""
    arrow = "" if line.strength is not None else ", dir=none"
    free = "" if line.kind == "SOLID" else ", constraint=false"
    return f'{_dot_text(ends[0])} -> {_dot_text(ends[1])} [color="{line.stroke.colour}", style={style}{arrow}{label}{free}];'
