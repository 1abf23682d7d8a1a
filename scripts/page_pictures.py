"""Pictures of the served page for the README: the sample account in a browser, as whoever opens the demo sees it.

Chromium gets the bundled font and no other settings of this machine's, so that names are drawn the same everywhere.
"""

from __future__ import annotations

import asyncio
import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from PIL import Image
from playwright.async_api import Page, async_playwright

from app.map.text_metrics import FAMILY, FONT_FOLDER

ACCOUNT = "/accounts/jiangyuan"
SHOTS = {
    "account-en": (f"{ACCOUNT}?lang=en", ".account .trend svg", (1366, 768)),
    "page-en": (f"{ACCOUNT}/map?lang=en&sel=P06", ".panel", (1440, 900)),
    "picture-en": (f"{ACCOUNT}/review?lang=en&picture=missing", ".picture-body table", (1280, 720)),
}
"""The name of the picture; what is opened; what stands there once it is drawn; how large the window is."""
_SECONDS = 120  # for the demo to start
_SETTLED_MS = 1_500  # until lines and type stand still
_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{fonts}</dir><cachedir>{cache}</cachedir>
<alias><family>sans-serif</family><prefer><family>{family}</family></prefer></alias></fontconfig>
"""


@contextmanager
def demo() -> Iterator[str]:
    """The demo's address while it runs."""
    port = 8765
    command = [
        str(Path(sys.executable).with_name("powermap")),
        "demo",
        "--no-browser",
        "--port",
        str(port),
        "--lang",
        "en",
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(_SECONDS):
            try:
                urllib.request.urlopen(f"{address}/health/ready", timeout=5).close()  # noqa: S310 - our own
                break
            except (URLError, OSError):
                time.sleep(1)
        yield address
    finally:
        process.terminate()
        process.wait(30)


async def _shoot(page: Page, address: str, shot: tuple[str, str, tuple[int, int]], out: Path) -> None:
    path, there, (width, height) = shot
    await page.set_viewport_size({"width": width, "height": height})
    await page.goto(address + path)
    await page.locator(there).first.wait_for()
    await page.wait_for_timeout(_SETTLED_MS)
    drawn = Image.open(io.BytesIO(await page.screenshot()))
    drawn.convert("RGB").quantize(192).save(out, optimize=True)


async def _shoot_all(address: str, folder: Path, fonts: Path) -> None:
    async with async_playwright() as playwright:
        environment: dict[str, str | float | bool] = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
        browser = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"], env=environment
        )
        page = await browser.new_page(locale="en-GB", color_scheme="light")
        for name, shot in SHOTS.items():
            await _shoot(page, address, shot, folder / f"{name}.png")
        await browser.close()


def draw(folder: Path) -> None:
    """Draw all of them into a folder."""
    with tempfile.TemporaryDirectory() as name, demo() as address:
        fonts = Path(name) / "fonts.conf"
        fonts.write_text(_FONTS.format(fonts=FONT_FOLDER, cache=name, family=FAMILY))
        asyncio.run(_shoot_all(address, folder, fonts))
