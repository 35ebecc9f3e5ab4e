"""The minutes from the terminal: `cabildo minutes ID --out FILE.docx`."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import typer
from PySide6.QtCore import QCoreApplication

from db.changes import Changes
from db.sittings.queries import resolve_sitting
from db.work import Done, Store
from desktop.console import console

translate = QCoreApplication.translate


class _Straight:
    """A desk without a screen: everything is done at once, in the order in which it is asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def do(self, command: Callable[..., Any], *args: Any, **facts: Any) -> Done[Any]:
        return self._store.do(command, *args, **facts)

    async def ask(self, query: Callable[..., Any], *args: Any, **facts: Any) -> Any:
        return self._store.ask(query, *args, **facts)

    async def off(self, job: Callable[..., Any], *args: Any, **facts: Any) -> Any:
        return job(*args, **facts)

    def follow(self, nouns: tuple[str, ...], look_again: Callable[[Changes], Any]) -> None:
        """Nobody looks."""


def register(app: typer.Typer) -> None:
    """Adds the commands of this room."""

    @app.command("minutes", help=translate("cli", "Writes the minutes of a sitting as a Word file."))
    def minutes(
        ctx: typer.Context,
        sitting_id: str = typer.Argument(
            ..., metavar="ID", help=translate("cli", "The sitting: its id, or the first characters of it.")
        ),
        out: Path = typer.Option(
            ..., "--out", help=translate("cli", "The Word file to write, or the folder to put it in.")
        ),
        force: bool = typer.Option(
            False, "--force", help=translate("cli", "Write over the file although somebody has edited it.")
        ),
    ) -> None:
        from desktop.minutes.making import (
            make,
        )  # python-docx costs a sixth of a second that other commands need not pay

        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            desk = _Straight(opened.store)
            wanted = out.expanduser().resolve()
            made = asyncio.run(make(desk, sitting_id=found, city=opened.city, wanted=wanted, force=force))
        sentence = translate("cli", "Minutes {number}/{year}, version {version}: {path}")
        line = sentence.format(number=made.number, year=made.year, version=made.version, path=made.path)
        console(ctx).answer({"path": str(made.path), "sha256": made.sha256}, [line])
