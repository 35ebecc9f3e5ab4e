"""The floor without a window: who speaks, who asked to, and how evenly it was shared."""

from dataclasses import asdict
from typing import Annotated

import typer
from PySide6.QtCore import QCoreApplication

from db.agenda.floor import ask_for_floor, end_turn, give_floor, give_floor_to_next, take_hand_down
from db.agenda.hands import waiting_to_speak
from db.agenda.queries import attendants, equity, turns
from db.duplicates.queries import resolve_resident
from db.home import Opened
from db.sittings.queries import resolve_sitting
from desktop.agenda.words import clock_words
from desktop.console import console
from desktop.wording.names import known_name

translate = QCoreApplication.translate


def register(group: typer.Typer) -> None:
    """Adds `cabildo agenda turn`, `ask` and `floor`."""
    sitting = typer.Argument(metavar="ID", help=translate("cli", "The sitting: its id, or the first characters of it."))
    who = typer.Argument(metavar="RID", help=translate("cli", "Id of the resident."))
    first = typer.Option("--next", help=translate("cli", "Whoever asked first."))
    ends = typer.Option("--end", help=translate("cli", "Whoever is speaking has finished."))
    down = typer.Option("--down", help=translate("cli", "She does not want to speak any more."))

    @group.command("turn", help=translate("cli", "Gives the floor to somebody present, or takes it back."))
    def turn(
        ctx: typer.Context,
        sitting_id: Annotated[str, sitting],
        resident_id: Annotated[str, who] = "",
        *,
        first_in_line: Annotated[bool, first] = False,
        ended: Annotated[bool, ends] = False,
    ) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            if ended:
                opened.store.do(end_turn, sitting_id=found)
            elif first_in_line:
                opened.store.do(give_floor_to_next, sitting_id=found)
            else:
                who_is = opened.store.ask(resolve_resident, text=resident_id)
                opened.store.do(give_floor, sitting_id=found, resident_id=who_is)
            _answer(ctx, opened, found)

    @group.command("ask", help=translate("cli", "Somebody present asks to speak and waits; --down: not any more."))
    def ask(
        ctx: typer.Context,
        sitting_id: Annotated[str, sitting],
        resident_id: Annotated[str, who],
        *,
        not_any_more: Annotated[bool, down] = False,
    ) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            command = take_hand_down if not_any_more else ask_for_floor
            who_is = opened.store.ask(resolve_resident, text=resident_id)
            opened.store.do(command, sitting_id=found, resident_id=who_is)  # type: ignore[arg-type]
            _answer(ctx, opened, found)

    @group.command("floor", help=translate("cli", "Who spoke for how long, who waits, and how evenly it was shared."))
    def floor(ctx: typer.Context, sitting_id: Annotated[str, sitting]) -> None:
        with console(ctx).opened() as opened:
            _answer(ctx, opened, opened.store.ask(resolve_sitting, text=sitting_id))


def _answer(ctx: typer.Context, opened: Opened, sitting_id: str) -> None:
    now, ask = opened.store.clock.now(), opened.store.ask
    there = ask(attendants, sitting_id=sitting_id)
    spoken = ask(turns, sitting_id=sitting_id)
    waiting = ask(waiting_to_speak, sitting_id=sitting_id, there=there)
    shared = ask(equity, sitting_id=sitting_id, now=now, there=there)
    data = {
        "turns": [
            {
                "id": one.id, "item_id": one.item_id, "resident_id": one.resident_id, "name": one.name, "way": one.way,
                "seconds": one.seconds(now), "speaking": one.ended_at is None,
            }
            for one in spoken
        ],
        "waiting": [{"resident_id": one.resident_id, "name": one.name, "way": one.way} for one in waiting],
        "equity": asdict(shared),
    }  # fmt: skip
    lines = [
        f"{'>' if one.ended_at is None else ' '} {known_name(one.name)} ({one.way}) {clock_words(one.seconds(now))}"
        for one in spoken
    ]
    lines += [
        translate("cli", "waits: {place}. {name}").format(place=place, name=known_name(one.name))
        for place, one in enumerate(waiting, 1)
    ]
    told = translate("cli", "Spoke: {spoke} of {present}.").format(spoke=shared.spoke, present=shared.present)
    console(ctx).answer(data, [*lines, told])
