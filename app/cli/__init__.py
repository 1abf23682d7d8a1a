"""The `powermap` command: parse, settings, open the store, one call, print."""

from app.cli.commands import main

__all__ = ["main"]
