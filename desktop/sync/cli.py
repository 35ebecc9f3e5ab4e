"""The shared database and the journal without a window."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from PySide6.QtCore import QCoreApplication

from db.errors import Refused
from desktop.console import console
from desktop.sync.carry_cli import register_carry
from desktop.sync.server_cli import register_server
from desktop.sync.words import differing_words, entries_word, noun_word, reason_word

if TYPE_CHECKING:
    from db.home import Opened
    from db.sync.errand import Handed
    from db.sync.queries import AsideCard

translate = QCoreApplication.translate


def register(app: typer.Typer) -> None:
    """Adds the commands of this noun."""
    server = typer.Typer(no_args_is_help=True, help=translate("cli", "The shared database, for its administrator."))
    app.add_typer(server, name="server")
    journal = typer.Typer(no_args_is_help=True, help=translate("cli", "The journal of this desk."))
    app.add_typer(journal, name="journal")
    register_server(server)
    _register_enrol(app)
    _register_journal(journal)

    sync = typer.Typer(
        invoke_without_command=True,
        help=translate("cli", "Send what is pending to the shared database, and take in the rest."),
    )
    app.add_typer(sync, name="sync")
    register_carry(sync)

    @sync.callback()
    def hand_over(
        ctx: typer.Context,
        receipt: Path | None = typer.Option(
            None, "--receipt", help=translate("cli", "Where to write the receipt: a .pdf, a .docx, or a folder.")
        ),
    ) -> None:
        if ctx.invoked_subcommand is not None:
            return
        from db.sync.errand import hand_over_now
        from db.sync.queries import set_aside

        with console(ctx).opened() as opened:
            handed = hand_over_now(opened.store)
            aside = opened.store.ask(set_aside, limit=handed.quarantined)  # these come first
            written = _write_receipt(opened, receipt, pending=handed.pending) if receipt else None
        data = {
            "sent": handed.sent, "confirmed": handed.confirmed, "pending": handed.pending,
            "quarantined": handed.quarantined, "received": handed.received,
        }  # fmt: skip
        lines = [*_lines(handed, data), *_aside_lines(aside)]
        if written:
            lines.append(translate("cli", "The receipt is in {path}").format(path=written))
        told = {**data, "anew": handed.anew, "names_gone": handed.names_gone}
        console(ctx).answer({**told, "receipt": str(written) if written else None}, lines)


def _register_journal(journal: typer.Typer) -> None:
    @journal.command("verify", help=translate("cli", "Check every entry, and every row against its entries."))
    def verify(ctx: typer.Context) -> None:
        from db.sync.chain import verify_journal

        with console(ctx).opened() as opened:
            checked = opened.store.ask(verify_journal)
        lines = [translate("cli", "Entries: {entries}. The journal holds.").format(entries=checked.entries)]
        console(ctx).answer({"entries": checked.entries, "ok": checked.ok}, lines if checked.ok else [])
        if checked.bad_number is not None:
            raise Refused("journal_cut" if checked.ends_early else "journal_broken", number=checked.bad_number)
        if checked.differing:
            # As one text: a list of facts would be joined by commas, and each of these has commas of its own.
            raise Refused("rows_differ", where="; ".join(differing_words(one) for one in checked.differing))


def _write_receipt(opened: Opened, wanted: Path, *, pending: int) -> Path:
    from db.sync.queries import receipts, sync_status
    from desktop.sync.receipt import receipt_sheet, save_receipt

    (last, *_) = opened.store.ask(receipts, limit=1)
    status = opened.store.ask(sync_status)
    sheet = receipt_sheet(
        last, opened.city, desk=f"{status.name} ({status.number})", server=status.server or "", pending=pending,
        now=opened.store.clock.now(),
    )  # fmt: skip
    return save_receipt(sheet, wanted)


def _lines(handed: Handed, data: dict[str, int]) -> list[str]:
    """What a contact came to."""
    words = translate(
        "cli",
        "Sent: {sent}. Confirmed: {confirmed}. Pending: {pending}. Quarantined: {quarantined}. Received: {received}.",
    )
    lines = [words.format(**data)]
    if handed.anew:
        lines.append(
            translate("cli", "This laptop is another desk now: it was a copy, or was let in again. Nothing was lost.")
        )
    if handed.names_gone:
        lines.append(
            translate(
                "cli", "This laptop is a head's now: what it had not sent is sent, and the names are gone from it."
            )
        )
    return lines


def _aside_lines(aside: Sequence[AsideCard]) -> list[str]:
    """What waits in quarantine, and why: one line for all entries of a kind, for there may be thousands."""
    told = Counter((one.noun, one.reason) for one in aside if one.verdict == "quarantined")
    words = translate("cli", "  {entries} in quarantine, {noun}: {reason}")
    return [
        words.format(entries=entries_word(count), noun=noun_word(noun), reason=reason_word(reason))
        for (noun, reason), count in told.items()
    ]


def _register_enrol(app: typer.Typer) -> None:
    @app.command("enrol", help=translate("cli", "Enrol this desk with the file that the administrator gave."))
    def enrol_with_file(
        ctx: typer.Context,
        file: Path = typer.Argument(
            ..., help=translate("cli", "The enrolment file, or a picture of its code; - reads its text.")
        ),
    ) -> None:
        from db.sync.commands import keep_credentials
        from db.sync.queries import before_enrolling, own
        from db.sync.ticket import introduce, redeem, ticket_of
        from desktop.sync.ticket_code import take_ticket

        # A secret on the command line would stand in the list of processes.
        ticket = ticket_of(sys.stdin.read()) if str(file) == "-" else take_ticket(file)
        with console(ctx).opened() as opened:
            identity = opened.store.identity
            opened.store.ask(before_enrolling, capacity=ticket.capacity)
            credentials = redeem(
                ticket, city_id=identity.city_id, desk_id=identity.desk_id, now=opened.store.clock.now()
            )
            opened.store.do(keep_credentials, credentials=credentials, name=ticket.name)
            introduce(opened.store.ask(own).link)
        lines = [
            translate(
                "cli", "This laptop is enrolled as «{name}». The file opens nothing any more: it may be deleted."
            ),
            translate("cli", "“cabildo sync” sends what is here and brings what it may see."),
        ]
        data = {"desk": identity.desk_id, "name": ticket.name, "role": ticket.capacity}
        console(ctx).answer(data, [line.format(name=ticket.name) for line in lines])
