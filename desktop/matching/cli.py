"""Matching from the terminal: `cabildo matching show ID`, `cabildo matching confirm ID GROUP RID...`."""

from collections.abc import Callable
from typing import Annotated, Any

import typer
from PySide6.QtCore import QCoreApplication

from db.duplicates.queries import resolve_resident
from db.errors import Refused
from db.home import Opened
from db.matching.commands import (
    confirm,
    confirm_whole_names,
    leave_unnamed,
    new_person,
    not_a_neighbour,
    put_back,
    reject,
    several,
    take_back,
)
from db.matching.newcomer import newcomer
from db.matching.queries import GroupCard, MatchCounts, counts, group, groups, resolve_match
from db.matching.undoing import last_act, undoable
from db.matching.whole_names import WholeName, whole_names
from db.places.queries import neighbourhood_named
from db.sittings.queries import resolve_sitting
from desktop.console import console
from desktop.matching.wording import reason_words, reasons_words, verdict_word
from desktop.wording.names import known_name

translate = QCoreApplication.translate


def register(app: typer.Typer) -> None:
    """Adds the commands of this room."""
    matching = typer.Typer(no_args_is_help=True, help=translate("cli", "Which Zoom group is which neighbour."))
    _register_looking(matching)
    _register_deciding(matching)
    _register_whole_names(matching)
    _register_new(matching)
    app.add_typer(matching, name="matching")


def _register_looking(matching: typer.Typer) -> None:
    sitting, which = _arguments()
    waiting_only = typer.Option("--waiting", help=translate("cli", "Only those that wait to be decided."))

    @matching.command("show", help=translate("cli", "The groups of a sitting, first those that wait."))
    def show(
        ctx: typer.Context,
        sitting_id: Annotated[str, sitting],
        *,
        waiting: Annotated[bool, waiting_only] = False,
    ) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            cards = [one for one in opened.store.ask(groups, sitting_id=found) if one.waits or not waiting]
            sums = opened.store.ask(counts, sitting_id=found)
        lines = [line for card in cards for line in _lines(card)]
        empty = [translate("cli", "Nobody waits any more.") if sums.groups else translate(
            "cli", "No report has been taken in for this sitting.")]  # fmt: skip
        console(ctx).answer(
            {"groups": [_answer(card) for card in cards]}, [*lines, _standing(sums)] if lines else empty
        )

    @matching.command("undo", help=translate("cli", "Takes back what was decided of a group; without one, the last."))
    def undo(ctx: typer.Context, sitting_id: Annotated[str, sitting], group_id: Annotated[str, which] = "") -> None:
        if group_id:
            _decide(ctx, sitting_id, group_id, take_back)
            return
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            acts = opened.store.ask(undoable, sitting_id=found)
            if not acts:
                raise Refused("nothing_to_undo")
            last = last_act(acts)
            opened.store.do(put_back, acts=last)
            cards = [opened.store.ask(group, match_id=one.match_id) for one in last]
        told = [_answer(card) for card in cards]
        lines = [line for card in cards for line in _lines(card)]
        console(ctx).answer({"groups": told} if len(told) > 1 else told[0], lines)


def _register_deciding(matching: typer.Typer) -> None:
    sitting, which = _arguments()
    residents = typer.Argument(help=translate("cli", "Who it is: the id of one resident, or of several."))
    them = typer.Argument(help=translate("cli", "Who they are: the ids of two residents or more."))
    not_her = typer.Argument(help=translate("cli", "Who it is not: the id of the resident."))

    @matching.command("confirm", help=translate("cli", "Says who a group is; several residents for one telephone."))
    def say_who(
        ctx: typer.Context,
        sitting_id: Annotated[str, sitting],
        group_id: Annotated[str, which],
        resident_ids: Annotated[list[str], residents],
    ) -> None:
        _decide(ctx, sitting_id, group_id, confirm, resident_ids=resident_ids)

    @matching.command("several", help=translate("cli", "Says that a group is several neighbours on one connection."))
    def say_several(
        ctx: typer.Context,
        sitting_id: Annotated[str, sitting],
        group_id: Annotated[str, which],
        resident_ids: Annotated[list[str], them],
    ) -> None:
        if len(set(resident_ids)) < 2:
            raise Refused("match_needs_several")
        _decide(ctx, sitting_id, group_id, several, resident_ids=resident_ids)

    @matching.command("reject", help=translate("cli", "Says who a group is not: she is not proposed for it again."))
    def say_not_her(
        ctx: typer.Context,
        sitting_id: Annotated[str, sitting],
        group_id: Annotated[str, which],
        resident_id: Annotated[str, not_her],
    ) -> None:
        _decide(ctx, sitting_id, group_id, reject, resident_id=resident_id)

    @matching.command("nobody", help=translate("cli", "Says that a group is no neighbour: staff, the room's computer."))
    def say_nobody(ctx: typer.Context, sitting_id: Annotated[str, sitting], group_id: Annotated[str, which]) -> None:
        _decide(ctx, sitting_id, group_id, not_a_neighbour)

    @matching.command("unnamed", help=translate("cli", "Leaves a group without a name."))
    def leave(ctx: typer.Context, sitting_id: Annotated[str, sitting], group_id: Annotated[str, which]) -> None:
        _decide(ctx, sitting_id, group_id, leave_unnamed)


def _register_whole_names(matching: typer.Typer) -> None:
    sitting, _ = _arguments()
    only_look = typer.Option("--dry-run", help=translate("cli", "Shows who would be confirmed; nothing is written."))
    not_these = typer.Option(
        "--leave-out", help=translate("cli", "A group that is left to be decided; may be repeated.")
    )

    @matching.command("whole-names", help=translate(
        "cli", "Confirms at once whoever waits under a full name that she alone has; `undo` takes all of it back."
    ))  # fmt: skip
    def say_whole_names(
        ctx: typer.Context,
        sitting_id: Annotated[str, sitting],
        leave_out: Annotated[list[str] | None, not_these] = None,
        *,
        dry_run: Annotated[bool, only_look] = False,
    ) -> None:
        with console(ctx).opened() as opened:
            out = {_the_group(opened, sitting_id, one) for one in leave_out or ()}
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            told = [one for one in opened.store.ask(whole_names, sitting_id=found) if one.match_id not in out]
            if told and not dry_run:
                chosen = {one.match_id: one.resident.id for one in told}
                done = opened.store.do(confirm_whole_names, sitting_id=found, chosen=chosen).outcome
                told = [one for one in told if one.match_id in {act.match_id for act in done}]
            sums = opened.store.ask(counts, sitting_id=found)
        nobody = translate("cli", "Nobody waits under a full name that is hers alone.")
        data = {"confirmed": not dry_run, "groups": [_whole_name(one) for one in told]}
        console(ctx).answer(data, [*(_whole_name_line(one) for one in told), _standing(sums)] if told else [nobody])


def _whole_name(one: WholeName) -> dict[str, Any]:
    return {
        "id": one.match_id,
        "name": one.written,
        "resident": one.resident.id,
        "resident_name": one.resident.name,
        "score": one.score,
        "reasons": [dict(why) for why in one.reasons],
    }


def _whole_name_line(one: WholeName) -> str:
    why = "; ".join(filter(None, (reason_words(reason) for reason in one.reasons)))
    return (
        f"{one.match_id}  «{one.written}»  {one.score:.2f}  {one.resident.id}  {known_name(one.resident.name)}  ({why})"
    )


def _register_new(matching: typer.Typer) -> None:
    sitting, which = _arguments()

    @matching.command("new", help=translate(
        "cli", "Writes somebody on the roll and says that the group is she; what Zoom tells need not be said again."
    ))  # fmt: skip
    def say_new(
        ctx: typer.Context,
        sitting_id: Annotated[str, sitting],
        group_id: Annotated[str, which],
        given: Annotated[str, typer.Option("--given", help=translate("cli", "Given names."))] = "",
        family: Annotated[str, typer.Option("--family", help=translate("cli", "Family name."))] = "",
        document: Annotated[str, typer.Option("--document", help=translate("cli", "Document number."))] = "",
        quarter: Annotated[str, typer.Option("--neighbourhood", help=translate("cli", "Name of her quarter."))] = "",
        phone: Annotated[str, typer.Option("--phone", help=translate("cli", "Telephone."))] = "",
        email: Annotated[str, typer.Option("--email", help=translate("cli", "E-mail."))] = "",
    ) -> None:
        said = {"given_names": given, "family_name": family, "document": document, "phone": phone, "email": email}
        with console(ctx).opened() as opened:
            match_id = _the_group(opened, sitting_id, group_id)
            facts = {name: fact.value for name, fact in opened.store.ask(newcomer, match_id=match_id).items()}
            facts |= {name: value.strip() for name, value in said.items() if value.strip()}
            if quarter.strip():
                district = opened.store.identity.district_id
                place = opened.store.ask(neighbourhood_named, name=quarter, district_id=district)
                facts["neighbourhood_id"] = place.id
            told: dict[str, Any] = {"given_names": "", "family_name": "", **facts}
            opened.store.do(new_person, match_id=match_id, phone_prefix=opened.city.phone_prefix, **told)
            card = opened.store.ask(group, match_id=match_id)
        console(ctx).answer(_answer(card), _lines(card))


def _arguments() -> tuple[Any, Any]:
    sitting = typer.Argument(help=translate("cli", "The sitting: its id, or the first characters of it."))
    which = typer.Argument(help=translate("cli", "The group: its id, or the first characters of it."))
    return sitting, which


def _decide(ctx: typer.Context, sitting_id: str, group_id: str, command: Callable[..., Any], **facts: Any) -> None:
    with console(ctx).opened() as opened:
        match_id = _the_group(opened, sitting_id, group_id)
        if "resident_id" in facts:
            facts["resident_id"] = opened.store.ask(resolve_resident, text=facts["resident_id"])
        if "resident_ids" in facts:
            facts["resident_ids"] = [opened.store.ask(resolve_resident, text=one) for one in facts["resident_ids"]]
        opened.store.do(command, match_id=match_id, **facts)
        card = opened.store.ask(group, match_id=match_id)
    console(ctx).answer(_answer(card), _lines(card))


def _the_group(opened: Opened, sitting_id: str, group_id: str) -> str:
    found = opened.store.ask(resolve_sitting, text=sitting_id)
    return opened.store.ask(resolve_match, sitting_id=found, text=group_id.strip().lower())


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
                "document": one.resident.document,
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
    told = [why for one in card.candidates for why in one.reasons]
    if card.waits and (notes := reasons_words(why for why in card.reasons if why not in told)):
        lines.append(f"    {notes}")
    return lines


def _standing(sums: MatchCounts) -> str:
    if not sums.unresolved:
        return translate("cli", "Nobody waits any more.")
    return translate("cli", "Waiting to be decided: {count}.").format(count=sums.unresolved)
