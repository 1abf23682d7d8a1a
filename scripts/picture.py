"""Draws scripts/pictures/map-en.png and map-zh.png: the sample account's map as the terminal shows it, through Chromium."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.terminal_theme import MONOKAI

from app.cli import terminal_map
from app.power_map import view
from app.power_map.asked import DEFAULT_LAYERS
from app.sample import SAMPLE, STORY_DATE
from graph.analysis.whole import analyse
from graph.document import parse
from graph.power_graph import PowerGraph
from graph.snapshots import take_out

FOLDER = Path(__file__).resolve().parent / "pictures"
WIDTH = 124
PAGE = """<!doctype html><meta charset="utf-8"><style>{stylesheet}
body {{ margin: 16px; background: {background}; color: {foreground}; width: max-content; }}
pre {{ font: 14px/1.25 "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace; margin: 0; }}
i {{ display: inline-block; font-style: inherit; text-align: center; }}
.w1 {{ width: 1ch; }}
.w2 {{ width: 2ch; }}
</style><body><pre><code style="font-family:inherit">{code}</code></pre></body>"""
CHROMIUM = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--hide-scrollbars",
    "--force-device-scale-factor=1.5",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def _in_cells(character: re.Match[str]) -> str:
    """A character in a box as wide as its cells, so that columns stand straight whatever fonts there are."""
    return f'<i class="w{cell_len(character.group())}">{character.group()}</i>'


def main() -> None:
    document = parse(take_out(SAMPLE)[0]).document
    chromium = shutil.which("chromium")
    if document is None or chromium is None:
        raise SystemExit("scripts/picture needs the sample account and Chromium (with fonts-noto-cjk)")
    power = PowerGraph.of(document.canonical(), as_of=STORY_DATE, opportunity="core-cloud-2027", revision=1)
    found = view.power_map(analyse(power), DEFAULT_LAYERS)
    FOLDER.mkdir(exist_ok=True)
    for language in ("en", "zh"):
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "map.html"
            with Path("/dev/null").open("w", encoding="utf-8") as nowhere:
                console = Console(record=True, width=WIDTH, force_terminal=True, color_system="truecolor", file=nowhere)
                terminal_map.show(found, console, language)
            lines = console.export_text(clear=False).count("\n") + 1
            drawn = console.export_html(theme=MONOKAI, code_format=PAGE)
            page.write_text(_NOT_ASCII.sub(_in_cells, drawn), encoding="utf-8")
            size = f"--window-size={round(WIDTH * 8.43) + 40},{round(lines * 17.5) + 36}"
            shot = f"--screenshot={FOLDER / f'map-{language}.png'}"
            command = [chromium, *CHROMIUM, f"--user-data-dir={folder}/profile", size, shot, page.as_uri()]
            subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    main()
