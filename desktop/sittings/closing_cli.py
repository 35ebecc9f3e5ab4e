"""Closing a sitting without a window, what was corrected since, and opening it again."""

from __future__ import annotations

import typer
from PySide6.QtCore import QCoreApplication

from db.checkin.queries import attendance
from db.home import Opened
from db.sittings.commands import close_sitting, note_stream_views, reopen_sitting
from db.sittings.corrections import aftermath
from db.sittings.queries import resolve_sitting, sitting_card
from desktop.console import console
from desktop.sittings.telling import aftermath_lines, closing_data, figure_lines, told_of
from desktop.wording.afterwards import line_of

translate = QCoreApplication.translate


def register_closing(group: typer.Typer) -> None:
    """Adds `close`, `reopen`, `views` and `corrections` to `cabildo sitting`."""
    sitting = translate("cli", "The sitting: its id, or the first characters of it.")
    _register_close(group, sitting)

    @group.command("corrections", help=translate("cli", "What was corrected after the closing: what, when, by whom."))
    def corrections(ctx: typer.Context, sitting_id: str = typer.Argument(..., metavar="ID", help=sitting)) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            told = opened.store.ask(aftermath, sitting_id=found)
            lines = aftermath_lines(told, opened)
            lines += [line_of(one, opened.city.zone) for one in told.corrections] if told else []
        data = {"id": found, "closing": closing_data(told)}
        console(ctx).answer(data, lines or [translate("cli", "The sitting is not closed.")])

    @group.command("reopen", help=translate("cli", "Opens a sitting again that was closed by mistake."))
    def reopen(ctx: typer.Context, sitting_id: str = typer.Argument(..., metavar="ID", help=sitting)) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            state = opened.store.do(reopen_sitting, sitting_id=found).outcome
        console(ctx).answer({"id": found, "state": state}, [translate("cli", "The sitting is open again.")])

    @group.command("views", help=translate("cli", "Notes how many have seen the sitting elsewhere."))
    def views(
        ctx: typer.Context,
        sitting_id: str = typer.Argument(..., metavar="ID", help=sitting),
        number: int = typer.Argument(..., metavar="NUMBER", help=translate("cli", "How many.")),
    ) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            opened.store.do(note_stream_views, sitting_id=found, views=number)
        said = translate("cli", "Seen elsewhere: {number}").format(number=number)
        console(ctx).answer({"id": found, "stream_views": number}, [said])


def _register_close(group: typer.Typer, sitting: str) -> None:
    @group.command("close", help=translate("cli", "Closes an open sitting; what still runs ends with it."))
    def close(
        ctx: typer.Context,
        sitting_id: str = typer.Argument(..., metavar="ID", help=sitting),
        unnamed: int | None = typer.Option(
            None, "--unnamed", help=translate("cli", "How many were in the room without a name, all told.")
        ),
        views: int | None = typer.Option(
            None, "--views", help=translate("cli", "How many have seen the sitting elsewhere.")
        ),
    ) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            state = opened.store.do(
                close_sitting, sitting_id=found, unnamed=_alone(opened, found, unnamed), stream_views=views
            ).outcome
            told = told_of(opened, found)
            since = aftermath_lines(opened.store.ask(aftermath, sitting_id=found), opened)
        closing = told["closing"] or {}
        console(ctx).answer(
            {"id": found, "state": state, "facts_hash": closing.get("facts_hash")},
            [translate("cli", "The sitting is closed."), *figure_lines(told), *since],
        )


def _alone(opened: Opened, sitting_id: str, unnamed: int | None) -> int | None:
    """Of all without a name, those who came with nobody: the others are counted with whoever brought them."""
    if unnamed is None:
        return None
    counted = opened.store.ask(attendance, sitting_id=sitting_id).unnamed
    return unnamed - (counted - opened.store.ask(sitting_card, sitting_id=sitting_id).unnamed)
