"""The shared database and the journal without a window."""

from __future__ import annotations

import typer
from PySide6.QtCore import QCoreApplication

from db.errors import Refused
from desktop.console import console
from desktop.sync.words import differing_words

translate = QCoreApplication.translate


def register(app: typer.Typer) -> None:
    """Adds the commands of this noun."""
    server = typer.Typer(no_args_is_help=True, help=translate("cli", "The shared database, for its administrator."))
    app.add_typer(server, name="server")
    journal = typer.Typer(no_args_is_help=True, help=translate("cli", "The journal of this desk."))
    app.add_typer(journal, name="journal")
    _register_server(server)

    @app.command("sync", help=translate("cli", "Send what is pending to the shared database."))
    def sync(ctx: typer.Context) -> None:
        from db.sync.errand import hand_over_now

        with console(ctx).opened() as opened:
            handed = hand_over_now(opened.store)
        data = {
            "sent": handed.sent, "confirmed": handed.confirmed, "pending": handed.pending,
            "quarantined": handed.quarantined,
        }  # fmt: skip
        line = translate("cli", "Sent: {sent}. Confirmed: {confirmed}. Pending: {pending}. Quarantined: {quarantined}.")
        console(ctx).answer(data, [line.format(**data)])

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


def _register_server(server: typer.Typer) -> None:
    url_help = translate(
        "cli", "Address of the database with its administrator: postgresql://user:password@server/name"
    )

    @server.command("init", help=translate("cli", "Prepare a PostgreSQL for Cabildo, or bring it up to date."))
    def init(ctx: typer.Context, url: str = typer.Option(..., "--url", help=url_help)) -> None:
        from db.sync.server import server_init

        made = server_init(url)
        line = (
            translate("cli", "The shared database is ready.")
            if made.fresh
            else translate("cli", "The shared database was ready already; it is up to date.")
        )
        console(ctx).answer({"epoch": made.epoch, "schema": made.schema, "fresh": made.fresh}, [line])

    @server.command("enrol", help=translate("cli", "Give this desk its own login in the shared database."))
    def enrol_here(ctx: typer.Context, url: str = typer.Option(..., "--url", help=url_help)) -> None:
        from db.sync.commands import keep_credentials
        from db.sync.server import DeskCard, enrol

        with console(ctx).opened() as opened:
            identity = opened.store.identity
            card = DeskCard(identity.city_id, identity.desk_id, identity.district_id, opened.desk)
            opened.store.do(keep_credentials, credentials=enrol(url, card))
        line = translate("cli", "«{desk}» is enrolled. Its password is kept encrypted on this laptop alone.")
        console(ctx).answer({"desk": identity.desk_id, "name": opened.desk}, [line.format(desk=opened.desk)])
