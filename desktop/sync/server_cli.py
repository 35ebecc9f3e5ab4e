"""The shared database from a terminal, for whoever looks after it: set it up, enrol, revoke, look, check."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from PySide6.QtCore import QCoreApplication

from db.clock import Clock
from db.errors import Refused
from desktop.console import console
from desktop.paths import resources
from desktop.sync.carry_cli import register_take_in
from desktop.sync.restore_cli import register_restore
from desktop.sync.words import ajar_word, capacity_word, entries_word

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from db.places.city import City
    from db.sync.administration import DeskLine
    from db.sync.ticket import Ticket
    from db.sync.watching import Ajar, HeldUp

translate = QCoreApplication.translate
# What stands on a command line stands in the list of processes, and in the history of the shell.
_URL = "CABILDO_SERVER_URL"


def register_server(server: typer.Typer) -> None:
    """Adds the commands of the server."""
    url_help = translate(
        "cli", "Address of the database with its administrator: postgresql://user:password@server/name"
    )
    _register_setup(server, url_help)
    _register_enrol(server, url_help)
    _register_revoke(server, url_help)
    _register_change(server, url_help)
    _register_status(server, url_help)
    register_take_in(server, url_help, _URL)
    register_restore(server, url_help, _URL)


def _register_setup(server: typer.Typer, url_help: str) -> None:
    @server.command("init", help=translate("cli", "Prepare a PostgreSQL for Cabildo, or bring it up to date."))
    def init(ctx: typer.Context, url: str = typer.Option(..., "--url", envvar=_URL, help=url_help)) -> None:
        from db.sync.server import server_init

        made = server_init(url)
        line = (
            translate("cli", "The shared database is ready.")
            if made.fresh
            else translate("cli", "The shared database was ready already; it is up to date.")
        )
        console(ctx).answer({"epoch": made.epoch, "schema": made.schema, "fresh": made.fresh}, [line])

    @server.command("upgrade", help=translate("cli", "Bring a prepared database up to this version of Cabildo."))
    def upgrade(ctx: typer.Context, url: str = typer.Option(..., "--url", envvar=_URL, help=url_help)) -> None:
        from db.sync.server import server_upgrade

        made = server_upgrade(url)
        line = translate("cli", "The shared database is at version {schema}. Laptops of before go on sending.")
        console(ctx).answer({"epoch": made.epoch, "schema": made.schema}, [line.format(schema=made.schema)])


def _register_enrol(server: typer.Typer, url_help: str) -> None:
    @server.command("enrol", help=translate("cli", "Give a desk its own login: this one, or another one by a file."))
    def enrol_desk(
        ctx: typer.Context,
        url: str = typer.Option(..., "--url", envvar=_URL, help=url_help),
        out: Path | None = typer.Option(
            None, "--out", help=translate("cli", "Write an enrolment file for another laptop.")
        ),
        city: str = typer.Option("rosario", "--city", help=translate("cli", "City of that laptop, or its city.toml.")),
        district: str = typer.Option(
            "", "--district", help=translate("cli", "District of that laptop; without it, the whole city.")
        ),
        name: str = typer.Option("", "--name", help=translate("cli", "What the desk is called in the lists.")),
        days: int = typer.Option(7, "--days", help=translate("cli", "For how many days the file is good.")),
        qr: Path | None = typer.Option(
            None, "--qr", help=translate("cli", "Draw it as a code too, to be read with the camera: a .png.")
        ),
        sheet: Path | None = typer.Option(
            None, "--sheet", help=translate("cli", "The same code on a page to hand over, with what to do: a .pdf.")
        ),
        role: str = typer.Option("facilitator", "--role", help=translate("cli", "facilitator, secretary or head.")),
        certificate: Path | None = typer.Option(
            None, "--certificate", help=translate("cli", "The authority (PEM) that alone may vouch for the server.")
        ),
    ) -> None:
        if out is None and qr is None and sheet is None:
            _enrol_here(ctx, url, role)
        else:
            wanted = _Wanted(out, qr, sheet, days)
            _write_file(ctx, url, wanted, city=city, district=district, name=name, role=role, certificate=certificate)


@dataclass(frozen=True)
class _Wanted:
    """What an enrolment is to be handed over as, and for how many days it is good."""

    out: Path | None
    qr: Path | None
    sheet: Path | None
    days: int

    def files(self) -> tuple[Path, ...]:
        return tuple(one for one in (self.out, self.qr, self.sheet) if one is not None)


def _enrol_here(ctx: typer.Context, url: str, role: str) -> None:
    from db.sync.commands import keep_credentials
    from db.sync.server import DeskCard, enrol

    with console(ctx).opened() as opened:
        identity = opened.store.identity
        card = DeskCard(identity.city_id, identity.desk_id, identity.district_id, opened.desk, role)
        opened.store.do(keep_credentials, credentials=enrol(url, card))
    line = translate("cli", "«{desk}» is enrolled. Its password is kept encrypted on this laptop alone.")
    console(ctx).answer({"desk": identity.desk_id, "name": opened.desk}, [line.format(desk=opened.desk)])


def _write_file(
    ctx: typer.Context,
    url: str,
    wanted: _Wanted,
    *,
    city: str,
    district: str,
    name: str,
    role: str,
    certificate: Path | None,
) -> None:
    from db.sync.reach import authority_file
    from db.sync.ticket import issue_ticket, new_card

    for one in wanted.files():
        if one.exists():
            raise Refused("ticket_exists", path=str(one))
    known = _city(city)
    place = known.district(district) if district else None
    called = name or (place.name if place else known.name)
    card = new_card(known.id, district_id=place.id if place else None, name=called, capacity=role)
    authority = certificate or authority_file(url)
    try:
        pem = authority.read_text(encoding="ascii") if authority else None
    except (OSError, UnicodeDecodeError):
        raise Refused("certificate_unreadable") from None
    ticket = issue_ticket(url, card, certificate=pem, days=wanted.days)
    _hand_out(ticket, wanted, known)
    lines = [translate("cli", "The enrolment file of «{name}» ({role}) is in {path}.")]
    lines += [
        translate("cli", "It opens the database once: give it by hand, and on that laptop: cabildo enrol {one}")
        if wanted.out or wanted.qr
        else translate("cli", "It opens the database once: give it by hand. What to do stands on it."),
        translate("cli", "It is good until {until}."),
    ]
    until = datetime.fromisoformat(ticket.expires_at or "").astimezone(known.zone)
    data = {
        "file": str(wanted.out) if wanted.out else None, "qr": str(wanted.qr) if wanted.qr else None,
        "sheet": str(wanted.sheet) if wanted.sheet else None, "name": called, "role": role,
        "district": place.name if place else None, "expires_at": ticket.expires_at,
    }  # fmt: skip
    facts = {
        "name": called,
        "role": capacity_word(role),
        "path": ", ".join(map(str, wanted.files())),
        "one": wanted.out or wanted.qr,
        "until": f"{until:%d/%m/%Y %H:%M}",
    }
    console(ctx).answer(data, [one.format(**facts) for one in lines])


def _hand_out(ticket: Ticket, wanted: _Wanted, city: City) -> None:
    from db.sync.ticket import code_of, write_ticket
    from desktop.sync.ticket_code import write_code
    from desktop.sync.ticket_sheet import save_ticket_sheet

    if wanted.out is not None:
        write_ticket(ticket, wanted.out)
    if wanted.qr is not None:
        write_code(code_of(ticket), wanted.qr)
    if wanted.sheet is not None:
        save_ticket_sheet(ticket, city, wanted.sheet)


def _city(told: str) -> City:
    from db.places.city import read_city

    path = Path(told)
    return read_city(path if path.suffix == ".toml" else resources("cities", told, "city.toml"))


def _register_revoke(server: typer.Typer, url_help: str) -> None:
    @server.command("revoke", help=translate("cli", "Shut a desk out at once: a lost laptop, somebody who left."))
    def revoke_desk(
        ctx: typer.Context,
        desk: str = typer.Argument(..., help=translate("cli", "Its name, or its number in “cabildo server status”.")),
        url: str = typer.Option(..., "--url", envvar=_URL, help=url_help),
    ) -> None:
        from db.sync.administration import revoke

        gone = revoke(url, desk)
        line = translate("cli", "«{name}» is shut out, and its session is over. What it had sent stays.")
        console(ctx).answer({"desk": gone.desk_id, "name": gone.name}, [line.format(name=gone.name)])


def _register_change(server: typer.Typer, url_help: str) -> None:
    @server.command("change", help=translate("cli", "Give a desk another district or another role."))
    def change(
        ctx: typer.Context,
        desk: str = typer.Argument(..., help=translate("cli", "Its name, or its number in “cabildo server status”.")),
        url: str = typer.Option(..., "--url", envvar=_URL, help=url_help),
        role: str = typer.Option(..., "--role", help=translate("cli", "facilitator, secretary or head.")),
        district: str = typer.Option(
            "", "--district", help=translate("cli", "District of that laptop; without it, the whole city.")
        ),
        city: str = typer.Option("rosario", "--city", help=translate("cli", "City of that laptop, or its city.toml.")),
    ) -> None:
        from db.sync.administration import reassign

        place = _city(city).district(district) if district else None
        moved = reassign(url, desk, district_id=place.id if place else None, capacity=role)
        line = translate("cli", "«{name}» is now {role}, {district}. At its next contact it looks at everything again.")
        where = place.name if place else translate("cli", "whole city")
        data = {"desk": moved.desk_id, "name": moved.name, "role": role, "district": place.name if place else None}
        lines = [line.format(name=moved.name, role=capacity_word(role), district=where)]
        if role == "head":
            lines.append(
                translate(
                    "cli",
                    "Its laptop first sends what it has not sent, and then lets go of all names. "
                    "Older backups and files stay.",
                )
            )
        console(ctx).answer(data, lines)


def _register_status(server: typer.Typer, url_help: str) -> None:
    @server.command("status", help=translate("cli", "The database and its desks."))
    def status(
        ctx: typer.Context,
        url: str = typer.Option(..., "--url", envvar=_URL, help=url_help),
        end: bool = typer.Option(
            False, "--end", help=translate("cli", "End the sessions of laptops that hold up the others.")
        ),
    ) -> None:
        from dataclasses import asdict

        from db.sync.administration import end_sessions, server_status

        ended = end_sessions(url) if end else 0
        told = server_status(url)
        head = translate("cli", "PostgreSQL {postgres}, version {schema}, {size} MB, {entries}, {desks}.")
        lines = [
            head.format(
                postgres=told.postgres, schema=told.schema, size=round(told.size / 1_000_000),
                entries=entries_word(told.entries), desks=translate("cli", "%n desks", "", len(told.desks)),
            ),
            *(_desk_line(one) for one in told.desks),
            *(_held_line(one) for one in told.held_up),
        ]  # fmt: skip
        if ended:
            lines.append(translate("cli", "Sessions ended: {count}.").format(count=ended))
        lines.extend(line for one in told.ajar for line in _ajar_lines(one, url))
        console(ctx).answer({**asdict(told), "ended": ended}, lines)


def _zone_of(city_id: str) -> ZoneInfo | None:
    """By which clock the people of a city read; None, this computer's, for one that is not known here. A server's own
    is UTC as a rule, and what `enrol` said is by the city's."""
    try:
        return _city(city_id).zone
    except Refused:
        return None


def _desk_line(one: DeskLine) -> str:
    from db.sync.rules import number_of

    zone = _zone_of(one.city_id)
    state = translate("cli", "file not used yet")
    if one.expires_at is not None:
        words = translate("cli", "file not used yet, good until {until}")
        if one.expires_at < Clock().now():
            words = translate("cli", "file never used, and good no more since {until}")
        state = words.format(until=f"{one.expires_at.astimezone(zone):%d/%m/%Y %H:%M}")
    if one.used:
        state = translate("cli", "has been here, and sent nothing yet")
    if one.used and one.last_push is not None:
        state = translate("cli", "last sent {when}").format(when=f"{one.last_push.astimezone(zone):%d/%m/%Y %H:%M}")
    if one.revoked_at is not None:
        state = translate("cli", "shut out")
    places = {None: translate("cli", "whole city"), "": translate("cli", "one district")}
    words = translate("cli", "{id}  {name}  ({role}, {district}): {entries} sent, {aside}; {state}")
    return words.format(
        id=number_of(one.desk_id), name=one.name, role=capacity_word(one.capacity), entries=entries_word(one.entries),
        district=places.get(one.district, one.district), aside=translate("cli", "%n aside", "", one.aside), state=state,
    )  # fmt: skip


def _ajar_lines(one: Ajar, url: str) -> list[str]:
    """What stands open, and the line that closes it, as it is typed on the server."""
    from db.sync.reach import database_of

    where = shlex.quote(database_of(url))
    closing = f"sudo -u postgres psql -d {where} -c {shlex.quote(one.closed_by)}"
    return [
        translate("cli", "Open: {what}.").format(what=ajar_word(one.what, one.where)),
        translate("cli", "  To close it, where nothing else needs it: {line}").format(line=closing),
    ]


def _held_line(one: HeldUp) -> str:
    words = translate(
        "cli",
        "«{name}» left a transaction open {seconds} s ago; {waiting} wait for it. End it: cabildo server status --end",
    )
    return words.format(name=one.name, seconds=one.seconds, waiting=one.waiting)
