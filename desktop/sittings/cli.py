"""Sittings without a window: open, close, show, list; planning is beside it."""

from __future__ import annotations

from dataclasses import asdict

import typer
from PySide6.QtCore import QCoreApplication

from db.agenda.carrying import carry_over
from db.home import Opened
from db.sittings.commands import open_sitting
from db.sittings.corrections import aftermath
from db.sittings.queries import SittingCard, all_sittings, resolve_sitting, sitting_card
from desktop.console import console
from desktop.sittings import plan_cli
from desktop.sittings.closing_cli import register_closing
from desktop.sittings.telling import aftermath_lines, figure_lines, told_of
from desktop.sittings.words import mode_word, state_word

translate = QCoreApplication.translate


def register(app: typer.Typer) -> None:
    """Adds `cabildo sitting`."""
    group = typer.Typer(help=translate("cli", "Plans, opens, closes and shows sittings."), no_args_is_help=True)
    app.add_typer(group, name="sitting")
    plan_cli.register(group)
    _register_the_rest(group)
    register_closing(group)


def _register_the_rest(group: typer.Typer) -> None:
    sitting = translate("cli", "The sitting: its id, or the first characters of it.")

    @group.command("open", help=translate("cli", "Opens a planned sitting."))
    def open_one(ctx: typer.Context, sitting_id: str = typer.Argument(..., metavar="ID", help=sitting)) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            state = opened.store.do(open_sitting, sitting_id=found).outcome
            opened.store.do(carry_over, sitting_id=found)
        console(ctx).answer({"id": found, "state": state}, [translate("cli", "The sitting is open.")])

    @group.command("show", help=translate("cli", "Shows a sitting with its figures."))
    def show(ctx: typer.Context, sitting_id: str = typer.Argument(..., metavar="ID", help=sitting)) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            card, told = opened.store.ask(sitting_card, sitting_id=found), told_of(opened, found)
            heading = _line(card, opened)
            since = aftermath_lines(opened.store.ask(aftermath, sitting_id=found), opened)
        console(ctx).answer(told, [heading, *figure_lines(told), *since])

    @group.command("list", help=translate("cli", "Lists the sittings, the newest first."))
    def list_all(ctx: typer.Context) -> None:
        with console(ctx).opened() as opened:
            cards = opened.store.ask(all_sittings)
            lines = [f"{card.id}  {_line(card, opened)}" for card in cards]
        data = {"sittings": [asdict(card) for card in cards]}
        console(ctx).answer(data, lines or [translate("cli", "No sitting has been planned yet.")])


def _line(card: SittingCard, opened: Opened) -> str:
    at = card.starts_at.astimezone(opened.city.zone)
    state = QCoreApplication.translate("cli", "cancelled") if card.cancelled else state_word(card.state)
    how = f"{mode_word(card.mode)}, {state}"
    return f"{at:%d/%m/%Y %H:%M}  {card.council}: {card.title}  ({how})"
