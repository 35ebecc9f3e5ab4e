"""Matching from the terminal: `cabildo matching show ID`, `cabildo matching confirm ID GROUP RID...`."""

from collections.abc import Callable
from typing import Annotated, Any

import typer
from PySide6.QtCore import QCoreApplication

from db.matching.commands import confirm, leave_unnamed, not_a_neighbour, take_back
from db.matching.queries import GroupCard, group, groups, resolve_match
from db.sittings.queries import resolve_sitting
from db.work import Store
from desktop.console import console
from desktop.matching.wording import reason_words, verdict_word
from desktop.wording.names import known_name

translate = QCoreApplication.translate


def register(app: typer.Typer) -> None:
    """Adds the commands of this room."""
    matching = typer.Typer(no_args_is_help=True, help=translate("cli", "Which Zoom group is which neighbour."))
    sitting = typer.Argument(help=translate("cli", "The sitting: its id, or the first characters of it."))
    which = typer.Argument(help=translate("cli", "The group: its id, or the first characters of it."))
    residents = typer.Argument(help=translate("cli", "Who it is: the id of one resident, or of several."))

    @matching.command("show", help=translate("cli", "The groups of a sitting, first those that wait."))
    def show(ctx: typer.Context, sitting_id: Annotated[str, sitting]) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            cards = opened.store.ask(groups, sitting_id=found)
        lines = [line for card in cards for line in _lines(card)]
        empty = [translate("cli", "No report has been taken in for this sitting.")]
        console(ctx).answer({"groups": [_answer(card) for card in cards]}, lines or empty)

    @matching.command("confirm", help=translate("cli", "Says who a group is; several residents for one telephone."))
    def say_who(
        ctx: typer.Context,
        sitting_id: Annotated[str, sitting],
        group_id: Annotated[str, which],
        resident_ids: Annotated[list[str], residents],
    ) -> None:
        _decide(ctx, sitting_id, group_id, confirm, resident_ids=[one.strip() for one in resident_ids])

    @matching.command("nobody", help=translate("cli", "Says that a group is no neighbour: staff, the room's computer."))
    def say_nobody(ctx: typer.Context, sitting_id: Annotated[str, sitting], group_id: Annotated[str, which]) -> None:
        _decide(ctx, sitting_id, group_id, not_a_neighbour)

    @matching.command("unnamed", help=translate("cli", "Leaves a group without a name."))
    def leave(ctx: typer.Context, sitting_id: Annotated[str, sitting], group_id: Annotated[str, which]) -> None:
        _decide(ctx, sitting_id, group_id, leave_unnamed)

    @matching.command("undo", help=translate("cli", "Takes back what was decided of a group."))
    def undo(ctx: typer.Context, sitting_id: Annotated[str, sitting], group_id: Annotated[str, which]) -> None:
        _decide(ctx, sitting_id, group_id, take_back)

    app.add_typer(matching, name="matching")


def _decide(ctx: typer.Context, sitting_id: str, group_id: str, command: Callable[..., Any], **facts: Any) -> None:
    with console(ctx).opened() as opened:
        store: Store = opened.store
        found = store.ask(resolve_sitting, text=sitting_id)
        match_id = store.ask(resolve_match, sitting_id=found, text=group_id)
        store.do(command, match_id=match_id, **facts)
        card = store.ask(group, match_id=match_id)
    console(ctx).answer(_answer(card), _lines(card))


def _answer(card: GroupCard) -> dict[str, Any]:
    return {
        "id": card.id,
        "names": list(card.names),
        "verdict": str(card.verdict),
        "residents": [one.id for one in card.residents],
        "candidates": [
            {
                "resident": one.resident.id,
                "name": one.resident.name,
                "score": one.score,
                "reasons": [dict(why) for why in one.reasons],
            }
            for one in card.candidates
        ],
        "minutes": card.minutes,
        "waits": card.waits,
        "reasons": [dict(why) for why in card.reasons],
    }


def _lines(card: GroupCard) -> list[str]:
    names = " / ".join(card.names) or translate("cli", "(no name)")
    who = ", ".join(known_name(one.name) for one in card.residents)
    minutes = translate("cli", "{minutes} min").format(minutes=card.minutes)
    lines = ["  ".join(filter(None, (card.id, f"«{names}»", minutes, verdict_word(card), who)))]
    for one in card.candidates:
        why = "; ".join(filter(None, (reason_words(reason) for reason in one.reasons)))
        lines.append(f"    {one.score:.2f}  {one.resident.id}  {one.resident.name}  ({why})")
    return lines
