"""The process that draws a picture: the library keeps Python's lock while it draws, for seconds where the map is large.

Run as a program by `app/map/png.py`: reads the picture's setting and SVG as JSON, writes the PNG.
"""

from __future__ import annotations

import json
import sys
from typing import Final

from app.limited import limit

MEMORY_BYTES: Final = 4_000_000_000
CPU_SECONDS: Final = 120


def main() -> None:
    """Read, draw, answer."""
    import resvg_py  # noqa: PLC0415 - loaded under the limits

    limit(memory=MEMORY_BYTES, cpu_seconds=CPU_SECONDS)
    sys.stdout.buffer.write(bytes(resvg_py.svg_to_bytes(skip_system_fonts=True, **json.load(sys.stdin.buffer))))


if __name__ == "__main__":
    main()
