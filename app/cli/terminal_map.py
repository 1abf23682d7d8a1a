"""The report's summary in a terminal, for a sales director: how the bidders stand, what to do first, who decides, the gaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Final

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table as RichTable
from rich.text import Text as RichText

from app.power_map import service as power_map
from app.power_map import view as answers
from app.question.analysis_query import DEFAULT_LAYERS, AnalysisQuery
from app.report.blocks import Beside, Block, Cell, Heading, Intervals, Room, Section, Table, Text, Tiles, flat
from app.report.summary import summary
from app.report.view import Framing, Lang, ReportView
from app.texts import report as words
from app.texts.terminal import TEXTS
from graph.accounts import Accounts
from graph.computing import Lane, compute

WIDE: Final = 110
_BAR: Final = 8
_SCALE: Final = {True: 41, False: 25}  # characters from -1 to 1


def console() -> Console:
    """The terminal; what is not one (a file, a pipe) gets lines of 120 characters."""
    screen = Console()
    return screen if screen.is_terminal else Console(width=120)


async def report(accounts: Accounts, account_id: str, query: AnalysisQuery, language: Lang) -> ReportView:
    """The analysis of an account for whoever sits at the terminal. Raises NotFound."""
    framing = Framing(language, "full", "none", "", datetime.now(UTC), "")
    analysed = await power_map.analysis(accounts, account_id, query)
    shown = await compute(partial(answers.power_map, analysed, DEFAULT_LAYERS), Lane.ANSWER)
    return ReportView(framing=framing, document=analysed.power.recorded, map=shown)


def show(view: ReportView, console: Console) -> None:
    """Print the summary."""
    console.print(_heading(view))
    if not view.map.people:
        console.print(Padding(view.say(TEXTS["nothing"]), (1, 2)))
        return
    print_section(summary(view), console)
    for warning in view.map.warnings:
        text = view.say((warning.text_en, warning.text_zh))
        console.print(RichText(f" {view.say(TEXTS['warning'])}{view.say((': ', '：'))}{text}", style="dim"))


def show_sections(view: ReportView, sections: Iterable[Section], console: Console) -> None:
    """Print sections of the report under the account's heading, each with its title; all columns where there is room."""
    console.print(_heading(view))
    for section in sections:
        console.print(Padding(RichText(section.title, style="bold underline"), (1, 0, 0, 0)))
        print_section(section, console, "page" if console.width >= WIDE else "narrow")


def _heading(view: ReportView) -> Panel:
    shown = view.map
    name, other = view.either(shown.name, shown.name_en)
    about = [view.opportunity, view.say(words.BASES[shown.basis])]
    about.append(view.say(TEXTS["as_of"]).format(day=shown.as_of, revision=shown.revision))
    body = Group(RichText(f"{name}  {other}".strip(), style="bold"), RichText(" · ".join(filter(None, about))))
    return Panel(body, title="Powermap", title_align="left", box=box.ROUNDED)


def print_section(section: Section, console: Console, room: Room = "narrow") -> None:
    """Its blocks under each other, the columns for that room."""
    for block in _in_order(section.blocks):
        for part in _set(block, room, wide=console.width >= WIDE):
            console.print(part)


def _in_order(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """The right of two columns first: who decides stands above what to do."""
    for block in blocks:
        yield from flat((*block.right, *block.left)) if isinstance(block, Beside) else flat((block,))


def _set(block: Block, room: Room, *, wide: bool) -> Iterator[RenderableType]:
    if isinstance(block, Heading):
        yield Padding(RichText(block.text, style="bold"), (1, 0, 0, 0))
    elif isinstance(block, Text):
        yield RichText(block.text, style="dim" if block.quiet else "")
    elif isinstance(block, Tiles):
        yield RichText("  ·  ".join(f"{tile.label} {tile.text}" for tile in block.tiles))
    elif isinstance(block, Intervals):
        yield _intervals(block, _SCALE[wide])
        if block.note:
            yield RichText(block.note, style="dim")
    elif isinstance(block, Table):
        yield _table(block, room) if block.rows else RichText(block.empty)


def _intervals(block: Intervals, width: int) -> RichTable:
    """Every interval on the line from -1 to 1; where most draws lie is drawn double."""

    def place(value: float) -> int:
        return round((min(max(value, -1.0), 1.0) + 1) / 2 * (width - 1))

    table = RichTable(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("", no_wrap=True)
    table.add_column(f"−1{'0':^{width - 4}}+1", no_wrap=True)
    table.add_column("", justify="right", no_wrap=True)
    for row in block.rows:
        cells = ["┊" if i == place(0) else "·" for i in range(width)]
        spans = [(row.low, row.high, "─"), *([(*row.likely, "━")] if row.likely else [])]
        for low, high, sign in spans:
            for i in range(place(low), place(high) + 1):
                cells[i] = sign
        cells[place(row.point)] = "●"
        table.add_row(RichText(row.name), RichText("".join(cells), style="cyan"), RichText(row.text))
    return table


def _table(table: Table, room: Room) -> RichTable:
    shown = table.fitting(room)
    drawn = RichTable(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in shown.columns:
        drawn.add_column(RichText(column.head), justify="right" if column.right else "left", overflow="fold")
    for row in shown.rows:
        drawn.add_row(*map(_cell, row))
    return drawn


def _cell(cell: Cell) -> RichText:
    """The text, after a bar and before what stands quieter; a tint as its line's colour."""
    text = RichText()
    if cell.bar is not None:
        text.append("█" * max(1, round(_BAR * cell.bar)) if cell.bar > 0 else "", style="cyan")
        text.append(" ")
    text.append(cell.text, style=cell.tint.line if cell.tint else "bold" if cell.strong else "")
    if cell.second:
        text.append(f"  {cell.second}", style="dim")
    return text
