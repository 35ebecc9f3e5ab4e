"""Outreach from the terminal: `cabildo outreach add|import|show|result|remove`."""

from pathlib import Path
from typing import Annotated, Any

import typer
from PySide6.QtCore import QCoreApplication

from db.duplicates.queries import resolve_resident
from db.outreach.commands import invite, invite_many, note_result, remove_invitation
from db.outreach.finding import lines_of
from db.outreach.invitations_file import read_invitations
from db.outreach.queries import ByChannel, InvitationCard, by_channel, invitations, resolve_invitation
from db.sittings.queries import resolve_sitting
from desktop import wording
from desktop.channels import channel_word
from desktop.console import console, day_of, group
from desktop.lists import read_bytes
from desktop.outreach.words import result_word
from desktop.wording.names import known_name

translate = QCoreApplication.translate


def register(app: typer.Typer) -> None:
    """Adds the commands of this room."""
    outreach = group(app, "outreach", translate("cli", "Who was told of a sitting, and whether she came."))
    for part in (_register_add, _register_import, _register_show, _register_changes):
        part(outreach)


def _sitting() -> Any:
    return typer.Argument(metavar="ID", help=translate("cli", "The sitting: its id, or the first characters of it."))


def _which() -> Any:
    words = translate("cli", "The invitation: its id, or the beginning or end of it.")
    return typer.Argument(metavar="INVITATION", help=words)


def _register_add(outreach: typer.Typer) -> None:
    channel_ = typer.Option("--channel", help=translate("cli", "By what: whatsapp, visit, call, mail, poster..."))
    who = typer.Option("--resident", help=translate("cli", "Id of the resident who was told."))
    group_ = typer.Option("--group", help=translate("cli", "Name of the group that was told."))
    reached_ = typer.Option("--reached", help=translate("cli", "How many people the group has."))
    result_ = typer.Option("--result", help=translate("cli", "What she said: will_come, no_answer..."))
    on = typer.Option("--on", help=translate("cli", "The day, as 2026-12-15 or 15/12/2026; without it, today."))
    note_ = typer.Option("--note", help=translate("cli", "A note."))

    @outreach.command("add", help=translate("cli", "Writes down that somebody, or a group, was told of a sitting."))
    def add(
        ctx: typer.Context,
        sitting_id: Annotated[str, _sitting()],
        channel: Annotated[str, channel_],
        resident: Annotated[str, who] = "",
        audience: Annotated[str, group_] = "",
        reached: Annotated[int | None, reached_] = None,
        result: Annotated[str | None, result_] = None,
        day: Annotated[str, on] = "",
        note: Annotated[str | None, note_] = None,
    ) -> None:
        with console(ctx).opened() as opened:
            made = opened.store.do(
                invite,
                sitting_id=opened.store.ask(resolve_sitting, text=sitting_id),
                channel=channel,
                invited_on=day_of(day, opened),
                resident_id=opened.store.ask(resolve_resident, text=resident) if resident else None,
                audience=audience,
                reached=reached,
                result=result,
                note=note,
            ).outcome
        console(ctx).answer({"id": made}, [translate("cli", "Written down.")])


def _register_import(outreach: typer.Typer) -> None:
    file = typer.Argument(help=translate("cli", "The list: CSV, or a workbook of Excel or LibreOffice."))
    by = typer.Option("--channel", help=translate("cli", "By what, for lines that do not tell it."))

    @outreach.command("import", help=translate("cli", "Takes in a list of who was told of a sitting."))
    def import_file(
        ctx: typer.Context,
        sitting_id: Annotated[str, _sitting()],
        path: Annotated[Path, file],
        channel: Annotated[str, by] = "",
    ) -> None:
        read = read_invitations(read_bytes(path))
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            today = day_of("", opened)
            lines, unfound = opened.store.ask(
                lines_of, told=read.lines, channel=channel, phone_prefix=opened.city.phone_prefix, today=today
            )
            done = opened.store.do(invite_many, sitting_id=found, lines=lines, invited_on=today).outcome
        refused = sorted((*unfound, *done.refused), key=lambda pair: pair[0])
        counts = {"written": done.written, "changed": done.changed, "same": done.same, "refused": len(refused)}
        sums = translate("cli", "New {written}, changed {changed}, the same {same}, left out {refused}")
        line = translate("cli", "Line {line}: {sentence}")
        console(ctx).answer(
            {
                **counts,
                "lines": [{"line": number, "reason": no.code} for number, no in refused],
                "ignored_columns": list(read.ignored_columns),
            },
            [
                sums.format(**counts),
                *(line.format(line=number, sentence=wording.sentence(no.code, no.facts)) for number, no in refused),
            ],
        )


def _register_show(outreach: typer.Typer) -> None:
    @outreach.command("show", help=translate("cli", "Who was told of a sitting, by channel, and who came."))
    def show(ctx: typer.Context, sitting_id: Annotated[str, _sitting()]) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            cards = opened.store.ask(invitations, sitting_id=found)
        channels = by_channel(cards)
        console(ctx).answer(
            {"invitations": [_told(one) for one in cards], "channels": [_channel(one) for one in channels]},
            [*map(_line, cards), *map(_channel_line, channels)]
            or [translate("cli", "Nobody has been written down as told of this sitting.")],
        )


def _register_changes(outreach: typer.Typer) -> None:
    note_ = typer.Option("--note", help=translate("cli", "A note."))
    said = typer.Argument(help=translate("cli", "What she said: will_come, no_answer..."))

    @outreach.command("result", help=translate("cli", "Notes what came of an invitation."))
    def result(
        ctx: typer.Context,
        invitation_id: Annotated[str, _which()],
        told: Annotated[str, said],
        note: Annotated[str | None, note_] = None,
    ) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_invitation, text=invitation_id)
            opened.store.do(note_result, invitation_id=found, result=told, note=note)
        console(ctx).answer({"id": found}, [translate("cli", "Written down.")])

    @outreach.command("remove", help=translate("cli", "Takes an invitation out that was never made."))
    def remove(ctx: typer.Context, invitation_id: Annotated[str, _which()]) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_invitation, text=invitation_id)
            opened.store.do(remove_invitation, invitation_id=found)
        console(ctx).answer({"id": found}, [translate("cli", "Taken back.")])


def _told(one: InvitationCard) -> dict[str, Any]:
    return {
        "id": one.id, "channel": one.channel, "resident": one.resident_id, "name": one.name, "group": one.audience,
        "reached": one.reached, "result": one.result, "invited_on": one.invited_on, "note": one.note, "came": one.came,
    }  # fmt: skip


def _line(one: InvitationCard) -> str:
    came = {True: translate("cli", "came"), False: translate("cli", "has not come"), None: ""}[one.came]
    reached = translate("cli", "people: {count}").format(count=one.reached) if one.reached else ""
    told = (
        one.id,
        one.audience if one.resident_id is None else known_name(one.name or ""),
        channel_word(one.channel),
        result_word(one.result),
        reached,
        came,
        one.note,
    )
    return "  ".join(filter(None, told))


def _channel(one: ByChannel) -> dict[str, Any]:
    return {
        "channel": one.channel, "people": one.people, "came": one.came, "groups": one.groups, "reached": one.reached
    }  # fmt: skip


def _channel_line(one: ByChannel) -> str:
    line = translate(
        "cli", "{channel}: told by name {people}, of them came {came}; groups {groups}, people in them {reached}"
    )
    return line.format(
        channel=channel_word(one.channel), people=one.people, came=one.came, reached=one.reached, groups=one.groups
    )
