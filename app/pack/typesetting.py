"""The process that sets a PDF: typst keeps what it has set before, so it ends with each document.

Run as a program by `app/pack/pdf.py`: reads the pack as JSON, writes the PDF.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from app.limited import limit

MEMORY_BYTES: Final = 6_000_000_000  # addresses, most of them never used; 2,000 people take 1 GB
CPU_SECONDS: Final = 300


def main() -> None:
    """Read, set, answer."""
    import typst  # noqa: PLC0415 - loaded under the limits

    limit(memory=MEMORY_BYTES, cpu_seconds=CPU_SECONDS)
    order = json.load(sys.stdin.buffer)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(order["fonts"])])
    folder = Path(order["folder"])
    compiler = typst.Compiler(
        input=(folder / order["template"]).read_bytes(),
        root=str(folder),
        font_paths=fonts,
        sys_inputs={"pack": json.dumps(order["pack"], ensure_ascii=False)},
    )
    body = compiler.compile(format="pdf", timestamp=datetime.fromisoformat(order["printed_at"]).replace(tzinfo=UTC))
    sys.stdout.buffer.write(body)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
