"""The enrolment file: where the server is, who vouches for it, and a secret that opens it once."""

from __future__ import annotations

import base64
import json
import os
import re
import secrets
import zlib
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from db.clock import Clock
from db.errors import Refused, Unavailable
from db.sync.door import Door, Link
from db.sync.reach import Credentials, without_authority
from db.sync.server import DeskCard, enrol, expire

_VERSION = 2
# How the text in a code begins; all of it in the letters that a code holds most of.
CODE = "CABILDO1:"
GOOD_FOR_DAYS = 7
_LONGEST_DAYS = 365
_LARGEST = 1 << 16
_PEM = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.S)


@dataclass(frozen=True)
class Ticket:
    """What the file says. `secret` is the first password of `role`; whoever uses it first makes another one.

    `expires_at`: until when, as text; None in the files of before, which were good for ever.
    """

    server: str
    role: str
    secret: str = field(repr=False)
    city_id: str
    district_id: str | None
    name: str
    capacity: str
    certificate: str | None = field(repr=False)
    expires_at: str | None = None


def issue_ticket(url: str, card: DeskCard, *, certificate: str | None, days: float = GOOD_FOR_DAYS) -> Ticket:
    """Makes a login for a laptop that is not here, and answers what to write into its file.

    The desk of `card` stands for whichever laptop brings the file: that one is enrolled under its own name at its first
    contact. After so many days the server knows it no longer. Raises as `enrol`, and Refused:
    certificate_unreadable, ticket_days_wrong.
    """
    if not 0 < days <= _LONGEST_DAYS:
        raise Refused("ticket_days_wrong")
    if certificate is not None and not _PEM.search(certificate):
        raise Refused("certificate_unreadable")
    made = enrol(url, card)
    until = expire(url, card, days=days)
    return Ticket(
        without_authority(made.server) if certificate else made.server,
        made.role,
        made.password,
        card.city_id,
        card.district_id,
        card.name,
        card.capacity,
        certificate,
        until,
    )


def new_card(city_id: str, *, district_id: str | None, name: str, capacity: str) -> DeskCard:
    """A desk that no laptop is yet."""
    return DeskCard(city_id, Clock().new_id(), district_id, name, capacity)


def write_ticket(ticket: Ticket, path: Path) -> None:
    """Writes the file, for nobody else on this computer to read. Raises Refused: ticket_exists; Unavailable:
    paper_file_unwritable."""
    told = _text(ticket, indent=1)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Refused("ticket_exists", path=str(path)) from None
    except OSError:
        raise Unavailable("paper_file_unwritable", path=str(path)) from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(told)


def code_of(ticket: Ticket) -> str:
    """The same as one line of capital letters and figures, for a code to be photographed or a message to be copied."""
    return CODE + base64.b32encode(zlib.compress(_text(ticket).encode(), 9)).decode().rstrip("=")


def read_ticket(path: Path) -> Ticket:
    """Reads the file. Raises Refused: ticket_not_there, ticket_unreadable, ticket_newer."""
    if not path.is_file():
        raise Refused("ticket_not_there", path=str(path))
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError
        return ticket_of(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise Refused("ticket_unreadable") from None


def ticket_of(told: str) -> Ticket:
    """Reads what stands in the file, or in the code. Raises Refused: ticket_unreadable, ticket_newer."""
    try:
        facts = _facts(told)
        version = facts.pop("cabildo")
        if isinstance(version, int) and version > _VERSION:
            raise Refused("ticket_newer")
        ticket = Ticket(**facts)
        if not re.fullmatch(r"cabildo_[0-9a-f-]{36}", ticket.role):
            raise ValueError(ticket.role)
        if ticket.expires_at is not None and datetime.fromisoformat(ticket.expires_at).tzinfo is None:
            raise ValueError(ticket.expires_at)
        return ticket
    except (ValueError, TypeError, KeyError, AttributeError, zlib.error):
        raise Refused("ticket_unreadable") from None


def _text(ticket: Ticket, *, indent: int | None = None) -> str:
    return json.dumps({"cabildo": _VERSION, **asdict(ticket)}, ensure_ascii=False, indent=indent)


def _facts(told: str) -> dict[str, Any]:
    """Out of a code, wherever lines were broken in copying it; else out of the file's own text."""
    letters = "".join(told.split()).upper()
    if letters.startswith(CODE):
        packed = letters.removeprefix(CODE)
        told = zlib.decompress(base64.b32decode(packed + "=" * (-len(packed) % 8))).decode()
    facts: dict[str, Any] = json.loads(told)
    return facts


def redeem(ticket: Ticket, *, city_id: str, desk_id: str, now: datetime | None = None) -> Credentials:
    """Makes the login this laptop's own: with a password by chance that leaves it never. The file opens nothing then.

    Raises Refused: ticket_other_city, ticket_expired (by the clock of this computer, `now`), ticket_expired_there (by
    the server's), ticket_used (or revoked meanwhile); Unavailable as a contact does.
    """
    if ticket.city_id != city_id:
        raise Refused("ticket_other_city", city=ticket.city_id)
    if ticket.expires_at is not None:
        until = datetime.fromisoformat(ticket.expires_at)
        if (now or Clock().now()) > until:
            raise Refused("ticket_expired", until=until.astimezone().date())
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


def introduce(link: Link) -> None:
    """The first greeting in the laptop's own name, at once: from then on it does not matter how long its file was good.

    Whatever is in the way now, the next contact does the same.
    """
    door = Door(link)
    try:
        door.hello()
    except (Refused, Unavailable):
        pass
    finally:
        door.close()
