"""The agenda without a window: add an item, move on, show."""

from __future__ import annotations

import typer
from PySide6.QtCore import QCoreApplication

from db.agenda.commands import add_item, next_item
from db.agenda.queries import ItemCard, items, running_item
from db.sittings.queries import resolve_sitting
from desktop.agenda.words import outcome_word
from desktop.console import console

translate = QCoreApplication.translate


def register(app: typer.Typer) -> None:
    """Adds `cabildo agenda`."""
    group = typer.Typer(help=translate("cli", "Keeps the agenda of a sitting."), no_args_is_help=True)
    app.add_typer(group, name="agenda")
    sitting = translate("cli", "The sitting: its id, or the first characters of it.")

    @group.command("add", help=translate("cli", "Puts an item at the end of the agenda."))
    def add(
        ctx: typer.Context,
        sitting_id: str = typer.Argument(..., metavar="ID", help=sitting),
        title: str = typer.Argument(..., metavar="TITLE", help=translate("cli", "What it is about.")),
        minutes: int = typer.Option(0, "--minutes", help=translate("cli", "How long it is meant to take.")),
    ) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            made = opened.store.do(add_item, sitting_id=found, title=title, minutes=minutes).outcome
        console(ctx).answer({"id": made}, [translate("cli", "Item written down: {title}").format(title=title.strip())])

    @group.command("next", help=translate("cli", "Ends the item on the table and begins the next one."))
    def next_one(ctx: typer.Context, sitting_id: str = typer.Argument(..., metavar="ID", help=sitting)) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            opened.store.do(next_item, sitting_id=found)
            running = opened.store.ask(running_item, sitting_id=found)
        data = {"item": None if running is None else {"id": running.id, "title": running.title}}
        line = translate("cli", "That was the last item.") if running is None else f"{running.number}. {running.title}"
        console(ctx).answer(data, [line])

    @group.command("show", help=translate("cli", "Shows the agenda with its times."))
    def show(ctx: typer.Context, sitting_id: str = typer.Argument(..., metavar="ID", help=sitting)) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            now = opened.store.clock.now()
            told = opened.store.ask(items, sitting_id=found)
        data = {"items": [_told(item, item.seconds(now)) for item in told]}
        lines = [_line(item, item.seconds(now)) for item in told]
        console(ctx).answer(data, lines or [translate("cli", "The agenda is empty.")])


def _told(item: ItemCard, seconds: int) -> dict[str, object]:
    return {
        "id": item.id,
        "number": item.number,
        "title": item.title,
        "state": item.state,
        "outcome": item.outcome,
        "minutes_planned": item.minutes_planned,
        "started_at": item.started_at,
        "ended_at": item.ended_at,
        "seconds": seconds,
        "notes": item.notes,
    }


def _line(item: ItemCard, seconds: int) -> str:
    mark = {"running": ">", "ended": "x", "postponed": "-"}.get(item.state, " ")
    clock = f"{seconds // 60}:{seconds % 60:02d}" if item.started_at else ""
    outcome = "" if item.outcome == "none" else f"({outcome_word(item.outcome)})"
    return " ".join(part for part in (mark, f"{item.number}.", item.title, clock, outcome) if part)
