"""Closing a sitting without a window, what was corrected since, and opening it again."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import typer
from PySide6.QtCore import QCoreApplication

from db.checkin.queries import attendance
from db.home import Opened
from db.sittings.commands import close_sitting, note_stream_views, reopen_sitting
from db.sittings.corrections import Aftermath, aftermath
from db.sittings.queries import resolve_sitting, sitting_card
from desktop.console import console
from desktop.when import day_and_hour
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
        from desktop.sittings.cli import figure_lines, told_of  # it registers this module's commands

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


def closing_data(told: Aftermath | None) -> dict[str, Any] | None:
    """The closing as one JSON value; nothing while the sitting is not closed."""
    if told is None:
        return None
    return {
        "at": told.closed.at if told.closed else None,
        "by": told.closed.by if told.closed else None,
        "facts_hash": told.kept_hash,
        "facts_hash_now": told.hash_now,
        "same": told.same,
        "reopened": [asdict(one) for one in told.reopened],
        "corrections": [asdict(one) for one in told.corrections],
    }


def aftermath_lines(told: Aftermath | None, opened: Opened) -> list[str]:
    """The closing in words."""
    if told is None:
        return []
    zone = opened.city.zone
    lines = []
    if told.closed is not None:
        said = translate("cli", "Closed {when} by {who}; hash of the facts {hash}")
        lines.append(said.format(when=day_and_hour(told.closed.at, zone), who=told.closed.by, hash=told.kept_hash))
    if told.same:
        lines.append(translate("cli", "The facts are those of the closing."))
    elif told.explained:
        lines.append(
            translate("cli", "The facts are others than at the closing; hash of now {hash}").format(hash=told.hash_now)
        )
    else:
        lines.append(
            translate(
                "cli", "The hash is another one and the journal has no correction: an older Cabildo closed the sitting."
            )
        )
    if told.corrections:
        said = translate("cli", "Corrections after the closing: {count}")
        lines.append(said.format(count=len(told.corrections)))
    for one in told.reopened:
        said = translate("cli", "Opened again {when} by {who}")
        lines.append(said.format(when=day_and_hour(one.at, zone), who=one.by))
    return lines
