"""The enrolment file: where the server is, who vouches for it, and a secret that opens it once."""

from __future__ import annotations

import json
import os
import re
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path

from db.clock import Clock
from db.errors import Refused, Unavailable
from db.sync.door import Door, Link
from db.sync.reach import Credentials, without_authority
from db.sync.server import DeskCard, enrol

_VERSION = 1
_PEM = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.S)


@dataclass(frozen=True)
class Ticket:
    """What the file says. `secret` is the first password of `role`; whoever uses it first makes another one."""

    server: str
    role: str
    secret: str = field(repr=False)
    city_id: str
    district_id: str | None
    name: str
    capacity: str
    certificate: str | None = field(repr=False)


def issue_ticket(url: str, card: DeskCard, *, certificate: str | None) -> Ticket:
    """Makes a login for a laptop that is not here, and answers what to write into its file.

    The desk of `card` stands for whichever laptop brings the file: that one is enrolled under its own name at its first
    contact. Raises as `enrol`, and Refused: certificate_unreadable.
    """
    if certificate is not None and not _PEM.search(certificate):
        raise Refused("certificate_unreadable")
    made = enrol(url, card)
    return Ticket(
        without_authority(made.server) if certificate else made.server,
        made.role,
        made.password,
        card.city_id,
        card.district_id,
        card.name,
        card.capacity,
        certificate,
    )


def new_card(city_id: str, *, district_id: str | None, name: str, capacity: str) -> DeskCard:
    """A desk that no laptop is yet."""
    return DeskCard(city_id, Clock().new_id(), district_id, name, capacity)


def write_ticket(ticket: Ticket, path: Path) -> None:
    """Writes the file, for nobody else on this computer to read. Raises Refused: ticket_exists; Unavailable:
    paper_file_unwritable."""
    told = json.dumps({"cabildo": _VERSION, **asdict(ticket)}, ensure_ascii=False, indent=1)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Refused("ticket_exists", path=str(path)) from None
    except OSError:
        raise Unavailable("paper_file_unwritable", path=str(path)) from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(told)


def read_ticket(path: Path) -> Ticket:
    """Reads the file. Raises Refused: ticket_unreadable, ticket_newer."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        version = told.pop("cabildo")
        if isinstance(version, int) and version > _VERSION:
            raise Refused("ticket_newer")
        ticket = Ticket(**told)
        if not re.fullmatch(r"cabildo_[0-9a-f-]{36}", ticket.role):
            raise ValueError(ticket.role)
        return ticket
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        raise Refused("ticket_unreadable") from None


def redeem(ticket: Ticket, *, city_id: str, desk_id: str) -> Credentials:
    """Makes the login this laptop's own: with a password by chance that leaves it never. The file opens nothing then.

    Raises Refused: ticket_other_city, ticket_used (or revoked meanwhile); Unavailable as a contact does.
    """
    if ticket.city_id != city_id:
        raise Refused("ticket_other_city", city=ticket.city_id)
    password = secrets.token_urlsafe(32)
    # In the file's own name: a laptop whose enrolling is cut here belongs to no login yet, and may bring another file.
    former = ticket.role.removeprefix("cabildo_")
    door = Door(Link(former, ticket.server, ticket.role, ticket.secret, ticket.certificate))
    try:
        door.hello()
        door.take_over(password)
    except Unavailable as no:
        if no.code == "server_refused_login":
            raise Refused("ticket_used") from None
        raise
    finally:
        door.close()
    return Credentials(desk_id, ticket.server, ticket.role, password, ticket.certificate)
