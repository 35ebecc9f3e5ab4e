"""After a restore of the shared database, from a terminal: does it hold, what is missing, who hands it back."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import typer
from PySide6.QtCore import QCoreApplication

from db.errors import Refused
from desktop.console import console
from desktop.sync.words import entries_word, noun_word

if TYPE_CHECKING:
    from db.sync.missing import Holder, Missing

translate = QCoreApplication.translate
# More of them are invented by a laptop in strange hands, and what was lost is not to drown in them.
_AT_ONCE = 20


def register_restore(server: typer.Typer, url_help: str, variable: str) -> None:
    """Adds the check and the asking."""
    _register_check(server, url_help, variable)
    _register_hand_back(server, url_help, variable)


def _register_check(server: typer.Typer, url_help: str, variable: str) -> None:
    @server.command(
        "restore-check", help=translate("cli", "Hold the journal against its seals and the state against the journal.")
    )
    def check(
        ctx: typer.Context,
        url: str = typer.Option(..., "--url", envvar=variable, help=url_help),
        restored: bool = typer.Option(
            False, "--restored", help=translate("cli", "It came back from a backup: let every desk find that out.")
        ),
    ) -> None:
        from db.sync.administration import restore_check

        held = restore_check(url, restored=restored)
        lines = [translate("cli", "Entries: {entries}. The journal holds.").format(entries=held.entries)]
        for noun, count in held.repaired.items():
            line = translate("cli", "{noun}: %n rows were not what the journal says, and are so again.", "", int(count))
            lines.append(line.format(noun=noun_word(noun)))
        if restored:
            lines.append(translate("cli", "Every desk will send again what this backup did not have yet."))
            lines.append(
                translate("cli", "When they have been here, run this once more: it tells what nobody has sent.")
            )
        known_first = sorted(held.missing, key=lambda one: not one.known)
        lines += [line for one in known_first[:_AT_ONCE] for line in _missing_lines(one)]
        if (more := len(held.missing) - _AT_ONCE) > 0:
            words = translate("cli", "Other desks: {count}. So many are not lost: shut out the laptop that names them.")
            lines.append(words.format(count=more))
        data = {"entries": held.entries, "epoch": held.epoch, "ok": held.ok, "repaired": held.repaired,
                "missing": [{**asdict(one), "entries": one.entries} for one in held.missing]}  # fmt: skip
        console(ctx).answer(data, lines if held.ok else [])
        if not held.ok:
            where = ", ".join(
                [f"{held.called[desk]}: {number}" for desk, number in held.broken]
                or [held.called[d] for d in held.heads]
            )
            raise Refused("server_journal_broken", where=where)


def _missing_lines(one: Missing) -> list[str]:
    who = f"«{one.name}»" if one.name else translate("cli", "A desk that this backup did not know yet")
    words = translate("cli", "{who} ({id}): missing here from number {first} on: {entries}. They are on: {holders}.")
    holders = ", ".join(f"{_called(held)}: {held.last}" for held in one.holders)
    line = words.format(who=who, id=one.number, first=one.here + 1, entries=entries_word(one.entries), holders=holders)
    lines = [line]
    if one.disputed:
        lines.append(translate("cli", "Two laptops do not say the same of them. Name the one you believe: --from"))
    asked = next((held for held in one.holders if held.asked), None)
    if asked is not None:
        told = translate("cli", "«{name}» was asked for them, and hands them back at its next contact.")
        return [*lines, told.format(name=asked.name)]
    told = translate("cli", "Its own laptop sends them by itself. If that one is lost: cabildo server hand-back {id}")
    return [*lines, told.format(id=one.number)]


def _called(one: Missing | Holder) -> str:
    return f"«{one.name}» ({one.number})" if one.name else one.number


def _register_hand_back(server: typer.Typer, url_help: str, variable: str) -> None:
    @server.command(
        "hand-back",
        help=translate("cli", "Ask a laptop for what it has of a lost one: sent before a restore, given at the table."),
    )
    def hand_back(
        ctx: typer.Context,
        desk: str = typer.Argument(..., help=translate("cli", "The lost desk: its name, or its number.")),
        source: str = typer.Option(
            "", "--from", help=translate("cli", "The desk that has it; without it, the one that has most.")
        ),
        url: str = typer.Option(..., "--url", envvar=variable, help=url_help),
    ) -> None:
        from db.sync.missing import ask_back

        lost, holder = ask_back(url, desk, source=source)
        words = translate("cli", "«{holder}» hands back {entries} of {desk} at its next contact.")
        line = words.format(
            holder=holder.name or holder.number, entries=entries_word(holder.last - lost.here),
            desk=_called(lost),
        )  # fmt: skip
        console(ctx).answer({"desk": lost.desk_id, "from": holder.desk_id, "entries": holder.last - lost.here}, [line])
