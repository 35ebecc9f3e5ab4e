"""The agenda without a window: items, moving on, notes, outcomes, who speaks; the same refusals as the window's."""

import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer
from PySide6.QtCore import QCoreApplication

from db.agenda.commands import (
    add_item,
    begin_item,
    change_item,
    move_item,
    next_item,
    note,
    postpone,
    remove_item,
    set_outcome,
)
from db.agenda.merging import merge_items, undo_agenda
from db.agenda.queries import ItemCard, item_meant, items, running_item
from db.folding import fold
from db.home import Opened
from db.sittings.queries import resolve_sitting
from desktop.agenda import cli_floor
from desktop.agenda.words import outcome_word, undone_words
from desktop.console import console

translate = QCoreApplication.translate
# In the terminal a person may also write as she speaks.
_OUTCOMES = {"ninguno": "none", "informado": "informed", "acordado": "agreed", "postergado": "postponed",
             "derivado": "referred"}  # fmt: skip


def register(app: typer.Typer) -> None:
    """Adds `cabildo agenda`."""
    group = typer.Typer(help=translate("cli", "Keeps the agenda of a sitting."), no_args_is_help=True)
    app.add_typer(group, name="agenda")
    _register_items(group)
    _register_words(group)
    _register_order(group)
    _register_course(group)
    cli_floor.register(group)


def _sitting() -> Any:
    return typer.Argument(metavar="ID", help=translate("cli", "The sitting: its id, or the first characters of it."))


def _item(metavar: str = "ITEM") -> Any:
    return typer.Argument(metavar=metavar, help=translate("cli", "The item: its number on the agenda, or its id."))


def _register_items(group: typer.Typer) -> None:
    minutes_help = translate("cli", "How long it is meant to take.")
    by_help = translate("cli", "Who presents it.")
    after_help = translate("cli", "Right after this item; without it at the end.")

    @group.command("add", help=translate("cli", "Puts an item at the end of the agenda, or after another one."))
    def add(
        ctx: typer.Context,
        sitting_id: Annotated[str, _sitting()],
        title: Annotated[str, typer.Argument(metavar="TITLE", help=translate("cli", "What it is about."))],
        minutes: Annotated[int, typer.Option("--minutes", help=minutes_help)] = 0,
        presenter: Annotated[str, typer.Option("--by", help=by_help)] = "",
        after: Annotated[str, typer.Option("--after", metavar="ITEM", help=after_help)] = "",
    ) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            place = opened.store.ask(item_meant, sitting_id=found, text=after).id if after else None
            made = opened.store.do(
                add_item, sitting_id=found, title=title, minutes=minutes, presenter=presenter, after_id=place
            ).outcome
        console(ctx).answer({"id": made}, [translate("cli", "Item written down: {title}").format(title=title.strip())])

    @group.command("rename", help=translate("cli", "Gives an item another title, other minutes, another presenter."))
    def rename(
        ctx: typer.Context,
        sitting_id: Annotated[str, _sitting()],
        item: Annotated[str, _item()],
        title: Annotated[str, typer.Argument(metavar="TITLE", help=translate("cli", "What it is about."))] = "",
        minutes: Annotated[int | None, typer.Option("--minutes", help=minutes_help)] = None,
        presenter: Annotated[str | None, typer.Option("--by", help=by_help)] = None,
    ) -> None:
        def act(opened: Opened, _sitting_id: str, meant: ItemCard) -> None:
            opened.store.do(change_item, item_id=meant.id, title=title or None, minutes=minutes, presenter=presenter)

        _with_item(ctx, sitting_id, item, act)


def _register_words(group: typer.Typer) -> None:
    @group.command("remove", help=translate("cli", "Takes off an item that nobody has spoken about."))
    def remove(ctx: typer.Context, sitting_id: Annotated[str, _sitting()], item: Annotated[str, _item()]) -> None:
        _with_item(ctx, sitting_id, item, lambda opened, _, meant: opened.store.do(remove_item, item_id=meant.id))

    @group.command("note", help=translate("cli", "Writes the notes of an item; - reads them from standard input."))
    def write(
        ctx: typer.Context,
        sitting_id: Annotated[str, _sitting()],
        item: Annotated[str, _item()],
        text: Annotated[str, typer.Argument(metavar="TEXT", help=translate("cli", "The notes."))],
        *,
        append: Annotated[
            bool, typer.Option("--append", help=translate("cli", "Below what is written already."))
        ] = False,
    ) -> None:
        told = sys.stdin.read().rstrip("\n") if text == "-" else text

        def act(opened: Opened, _sitting_id: str, meant: ItemCard) -> None:
            whole = "\n".join(part for part in (meant.notes, told) if part) if append else told
            opened.store.do(note, item_id=meant.id, text=whole)

        _with_item(ctx, sitting_id, item, act)


def _register_order(group: typer.Typer) -> None:
    after_help = translate("cli", "Right after this item; without it to the first place.")

    @group.command("move", help=translate("cli", "Moves an item: after another one, or to the first place."))
    def move(
        ctx: typer.Context,
        sitting_id: Annotated[str, _sitting()],
        item: Annotated[str, _item()],
        after: Annotated[str, typer.Option("--after", metavar="ITEM", help=after_help)] = "",
    ) -> None:
        def act(opened: Opened, found: str, meant: ItemCard) -> None:
            place = opened.store.ask(item_meant, sitting_id=found, text=after).id if after else None
            opened.store.do(move_item, item_id=meant.id, after_id=place)

        _with_item(ctx, sitting_id, item, act)

    @group.command("merge", help=translate("cli", "Makes one item of two; nothing of either is lost."))
    def merge(
        ctx: typer.Context,
        sitting_id: Annotated[str, _sitting()],
        item: Annotated[str, _item()],
        into: Annotated[str, _item("INTO")],
        title: Annotated[str, typer.Option("--title", help=translate("cli", "Title of both together."))] = "",
    ) -> None:
        def act(opened: Opened, found: str, meant: ItemCard) -> None:
            kept = opened.store.ask(item_meant, sitting_id=found, text=into)
            opened.store.do(merge_items, item_id=meant.id, into_id=kept.id, title=title or None)

        _with_item(ctx, sitting_id, item, act)

    @group.command("undo", help=translate("cli", "Takes back the last thing that was done to the agenda."))
    def undo(ctx: typer.Context, sitting_id: Annotated[str, _sitting()]) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            done = opened.store.do(undo_agenda, sitting_id=found).outcome
            data, _ = _agenda(opened, found)
        console(ctx).answer({"undone": done.verb, **data}, [undone_words(done.verb)])


def _register_course(group: typer.Typer) -> None:
    @group.command("next", help=translate("cli", "Ends the item on the table and begins the next one."))
    def next_one(ctx: typer.Context, sitting_id: Annotated[str, _sitting()]) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            opened.store.do(next_item, sitting_id=found)
            running = opened.store.ask(running_item, sitting_id=found)
        data = {"item": None if running is None else {"id": running.id, "title": running.title}}
        line = translate("cli", "That was the last item.") if running is None else f"{running.number}. {running.title}"
        console(ctx).answer(data, [line])

    @group.command("begin", help=translate("cli", "Takes an item out of turn: the running one ends."))
    def begin(ctx: typer.Context, sitting_id: Annotated[str, _sitting()], item: Annotated[str, _item()]) -> None:
        _with_item(ctx, sitting_id, item, lambda opened, _, meant: opened.store.do(begin_item, item_id=meant.id))

    @group.command("postpone", help=translate("cli", "Leaves an item for the next sitting of the council."))
    def put_off(ctx: typer.Context, sitting_id: Annotated[str, _sitting()], item: Annotated[str, _item()]) -> None:
        _with_item(ctx, sitting_id, item, lambda opened, _, meant: opened.store.do(postpone, item_id=meant.id))

    @group.command("outcome", help=translate("cli", "Says what came of an item."))
    def outcome(
        ctx: typer.Context,
        sitting_id: Annotated[str, _sitting()],
        item: Annotated[str, _item()],
        what: Annotated[
            str,
            typer.Argument(metavar="OUTCOME", help=translate("cli", "none, informed, agreed, postponed or referred.")),
        ],
    ) -> None:
        told = _OUTCOMES.get(fold(what), what)
        _with_item(
            ctx, sitting_id, item,
            lambda opened, _, meant: opened.store.do(set_outcome, item_id=meant.id, outcome=told),
        )  # fmt: skip

    @group.command("show", help=translate("cli", "Shows the agenda with its times."))
    def show(ctx: typer.Context, sitting_id: Annotated[str, _sitting()]) -> None:
        with console(ctx).opened() as opened:
            data, lines = _agenda(opened, opened.store.ask(resolve_sitting, text=sitting_id))
        console(ctx).answer(data, lines or [translate("cli", "The agenda is empty.")])


def _with_item(ctx: typer.Context, sitting_id: str, item: str, act: Callable[[Opened, str, ItemCard], object]) -> None:
    """Finds the item that is meant, does something with it, and answers the agenda as it stands then."""
    with console(ctx).opened() as opened:
        found = opened.store.ask(resolve_sitting, text=sitting_id)
        act(opened, found, opened.store.ask(item_meant, sitting_id=found, text=item))
        data, lines = _agenda(opened, found)
    console(ctx).answer(data, lines)


def _agenda(opened: Opened, sitting_id: str) -> tuple[dict[str, Any], list[str]]:
    now = opened.store.clock.now()
    told = opened.store.ask(items, sitting_id=sitting_id)
    data = {"items": [_told(item, item.seconds(now)) for item in told]}
    return data, [_line(item, item.seconds(now)) for item in told]


def _told(item: ItemCard, seconds: int) -> dict[str, object]:
    return {
        "id": item.id,
        "number": item.number,
        "title": item.title,
        "presenter": item.presenter,
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
