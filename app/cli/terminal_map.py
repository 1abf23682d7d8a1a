"""The power map in a terminal, for a sales director: who decides, how the bidders stand, the gaps, and what to do first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rich import box
from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from app.power_map.advice import GapView
from app.power_map.schemas import PersonView, PowerMap
from app.texts.catalogue import pick
from app.texts.codes import CONTACT_LEVELS, LEVELS, ROLES, SEVERITIES, SIGNS, STAGE_KINDS
from app.texts.gaps import KIND_NAMES
from app.texts.terminal import TEXTS
from graph.analysis.standing import Standing

PEOPLE_SHOWN: Final = 8
GAPS_SHOWN: Final = 8
STEPS_SHOWN: Final = 10
WIDE: Final = 110
_COLOURS: Final = {"CRITICAL": "bold red", "HIGH": "red", "MEDIUM": "yellow", "LOW": "dim"}


@dataclass(frozen=True)
class Frame:
    """How much room there is, and the words to fill it with."""

    words: dict[str, str]
    language: str
    wide: bool

    @property
    def bar(self) -> int:
        return 12 if self.wide else 8

    @property
    def scale(self) -> int:
        return 41 if self.wide else 25


def console() -> Console:
    """The terminal; what is not one (a file, a pipe) gets lines of 120 characters."""
    found = Console()
    return found if found.is_terminal else Console(width=120)


def show(view: PowerMap, console: Console, language: str) -> None:
    """Print the map."""
    words = {name: pick(pair, language) for name, pair in TEXTS.items()}
    frame = Frame(words, language, wide=console.width >= WIDE)
    console.print(_heading(view, words, language))
    if not view.people:
        console.print(Padding(words["nothing"], (1, 2)))
        return
    console.print(_people(view, frame))
    console.print(_standing(view, frame))
    console.print(_gaps(view, words, language))
    console.print(_first_steps(view, words, language))
    for warning in view.warnings:
        text = warning.text_en if language == "en" else warning.text_zh
        console.print(Text(f" {words['warning']}: {text}", style="dim"))


def _heading(view: PowerMap, words: dict[str, str], language: str) -> Panel:
    name = _both(view.name, view.name_en, language)
    line = Text(name, style="bold")
    basis = words["basis_votes" if view.basis == "votes" else "basis_rank"]
    about = [view.opportunity, basis, words["as_of"].format(day=view.as_of, revision=view.revision)]
    shares = {key: _percent(value) for key, value in dict(view.coverage).items()}
    body = Group(line, Text(" · ".join(part for part in about if part)), Text(words["coverage"].format(**shares)))
    return Panel(body, title="Powermap", title_align="left", box=box.ROUNDED)


def _both(name: str, name_en: str, language: str) -> str:
    first, second = (name_en or name, name) if language == "en" else (name, name_en)
    return f"{first}  {second}" if second and second != first else first


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"


def _table(title: str) -> Table:
    return Table(
        title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False, expand=False
    )


def _people(view: PowerMap, frame: Frame) -> Table:
    words, language = frame.words, frame.language
    table = _table(f"{words['who']} ({words['influence']})")
    table.add_column("", no_wrap=True)
    table.add_column("", justify="right", no_wrap=True)
    table.add_column(words["person"], max_width=48 if frame.wide else 26)
    table.add_column(words["us"], no_wrap=True)
    if frame.wide:
        table.add_column(words["best_rival"], no_wrap=True)
    table.add_column(words["contact"], no_wrap=True)
    table.add_column(words["owner"])
    ordered = sorted(view.people, key=lambda person: (-round(person.scores.decision_influence, 12), person.id))
    top = max(ordered[0].scores.decision_influence, 1e-12)
    for person in ordered[:PEOPLE_SHOWN]:
        share = person.scores.decision_influence
        bar = "█" * max(1, round(frame.bar * share / top)) if share > 0 else ""
        owner = view.team.get(person.coverage.owner or "", "")
        table.add_row(
            Text(f"{bar:<{frame.bar}}", style="cyan"),
            f"{share:.1%}",
            _card(person, words, language),
            _attitude(person, view.vendor, language),
            *([_rival(view, person, language)] if frame.wide else []),
            pick(CONTACT_LEVELS[person.coverage.level], language),
            owner or Text(words["none"], style="red"),
        )
    return table


def _card(person: PersonView, words: dict[str, str], language: str) -> Text:
    shown = person.name_en if language == "en" and person.name_en else person.name
    title = person.title_en if language == "en" and person.title_en else person.title
    text = Text(shown, style="bold")
    roles = [pick(ROLES[role], language) for role in person.roles if role in {"APPROVER", "VETO_HOLDER"}]
    notes = [title, *roles, *([words["hidden"]] if person.hidden_influencer else [])]
    text.append("  " + " · ".join(note for note in notes if note), style="dim")
    return text


def _attitude(person: PersonView, party: str | None, language: str) -> Text:
    held = person.attitudes.get(party or "")
    level = held.level if held else "UNKNOWN"
    colour = "yellow" if held is None else "red" if held.x < 0 else "green" if held.x > 0 else "white"
    return Text(f"{SIGNS[level]:<3} {pick(LEVELS[level], language)}", style=colour)


def _rival(view: PowerMap, person: PersonView, language: str) -> Text:
    rivals = [(held.x, party, held.level) for party, held in person.attitudes.items() if party != view.vendor]
    if not rivals:
        return Text("?", style="dim")
    _, party, level = max(rivals, key=lambda item: (item[0], item[1]))
    return Text(f"{view.parties[party]} {SIGNS[level]} {pick(LEVELS[level], language)}")


def _standing(view: PowerMap, frame: Frame) -> Table:
    table = _table(frame.words["standing"])
    table.caption = frame.words["standing_note"]
    table.caption_justify = "left"
    table.add_column("", no_wrap=True)
    table.add_column(f"−1{'0':^{frame.scale - 4}}+1", no_wrap=True)
    table.add_column("", justify="right", no_wrap=True)
    stages = [stage for stage in view.stages if stage.votes] if frame.wide else []
    for stage in stages:
        table.add_column(pick(STAGE_KINDS[stage.kind], frame.language), justify="right", no_wrap=True)
    for party, held in view.standing.items():
        style = "bold green" if party == view.vendor else ""
        cells = [f"{held.stages[stage.id].point:+.2f}" if stage.id in held.stages else "–" for stage in stages]
        figures = f"{held.point:+.2f}  [{held.low:+.2f}, {held.high:+.2f}]"
        shown = [cell.replace("-", "−") for cell in (figures, *cells)]
        table.add_row(Text(view.parties[party], style=style), _scale(held, frame.scale), *shown)
    return table


def _scale(held: Standing, width: int) -> Text:
    def place(value: float) -> int:
        return round((value + 1) / 2 * (width - 1))

    cells = ["·" if i != place(0) else "┊" for i in range(width)]
    for i in range(place(held.low), place(held.high) + 1):
        cells[i] = "─"
    cells[place(held.point)] = "●"
    return Text("".join(cells), style="cyan")


def _by_subject(view: PowerMap) -> list[list[GapView]]:
    """Gaps of one person, department or stage together, in the order of the first of each."""
    grouped: dict[tuple[str | None, str | None, str | None], list[GapView]] = {}
    for gap in view.gaps:
        grouped.setdefault((gap.person, gap.department, gap.stage), []).append(gap)
    return list(grouped.values())


def _gaps(view: PowerMap, words: dict[str, str], language: str) -> Table:
    table = _table(words["gaps"])
    table.add_column(words["severity"], no_wrap=True)
    table.add_column(words["about"], no_wrap=True)
    table.add_column(words["what"])
    table.add_column(words["weight"], justify="right", no_wrap=True)
    groups = _by_subject(view)
    for gaps in groups[:GAPS_SHOWN]:
        kinds = ", " if language == "en" else "、"
        what = kinds.join(pick(KIND_NAMES[gap.kind], language) for gap in gaps)
        severity = Text(pick(SEVERITIES[gaps[0].severity], language), style=_COLOURS[gaps[0].severity])
        table.add_row(severity, _subject(view, gaps[0], words, language), what, f"{gaps[0].decision_influence:.1%}")
    if not groups:
        table.add_row("", words["no_gaps"], "", "")
    if len(groups) > GAPS_SHOWN:
        table.add_row("", Text(words["more"].format(count=len(groups) - GAPS_SHOWN), style="dim"), "", "")
    return table


def _subject(view: PowerMap, gap: GapView, words: dict[str, str], language: str) -> str:
    if gap.person is not None:
        person = next(person for person in view.people if person.id == gap.person)
        return person.name_en if language == "en" and person.name_en else person.name
    if gap.department is not None:
        unit = next(unit for unit in view.departments if unit.id == gap.department)
        return unit.name_en if language == "en" and unit.name_en else unit.name
    stage = next(stage for stage in view.stages if stage.id == gap.stage)
    return f"{words['stage']} {stage.id if stage.kind == 'OTHER' else pick(STAGE_KINDS[stage.kind], language)}"


def _first_steps(view: PowerMap, words: dict[str, str], language: str) -> Panel:
    """One step a person, in the order in which effort pays."""
    texts = [first.text_en if language == "en" else first.text_zh for first in view.do_first[:STEPS_SHOWN]]
    lines = [f"{i}. {text}" for i, text in enumerate(texts, start=1)]
    return Panel("\n".join(lines) or words["no_gaps"], title=words["first"], title_align="left", box=box.ROUNDED)
