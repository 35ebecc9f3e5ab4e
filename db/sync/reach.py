"""The server's address, as it may be used and as it may be kept. Pure."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from db.errors import Refused


@dataclass(frozen=True)
class Credentials:
    """How one laptop reaches the server: `server` is the address without any secret."""

    desk_id: str
    server: str
    role: str
    password: str = field(repr=False)
    certificate: str | None = field(default=None, repr=False)


def secured(url: str) -> str:
    """The address with encryption and the server's certificate asked for (`verify-full`), whatever it says itself.

    Only on this very machine, where nothing travels, may it say otherwise. Without a certificate authority of its own
    the system's are trusted. Raises Refused: server_url_unreadable.
    """
    parsed = _parsed(url)
    mode = parsed.query.get("sslmode")
    if _is_this_machine(parsed):
        return parsed.render_as_string(hide_password=False)
    wanted = {"sslmode": "verify-full"} if mode != "verify-full" else {}
    if "sslrootcert" not in parsed.query:
        wanted["sslrootcert"] = "system"
    return parsed.update_query_dict(wanted).render_as_string(hide_password=False)


def pinned(url: str, certificate: Path) -> str:
    """The address with one authority, that of the enrolment file, in the place of any other."""
    parsed = _parsed(url)
    return parsed.update_query_dict({"sslmode": "verify-full", "sslrootcert": str(certificate)}).render_as_string(
        hide_password=False
    )


def without_secret(url: str) -> str:
    """The address without name and password, as it is kept and shown."""
    parsed = _parsed(url)
    bare = URL.create(
        parsed.drivername, host=parsed.host, port=parsed.port, database=parsed.database, query=parsed.query
    )
    # A secret may also hide among the options after the question mark; the administrator's own key is nobody else's.
    secrets = ["user", "password", "passfile", "sslkey", "sslcert", "sslpassword"]
    return bare.difference_update_query(secrets).render_as_string(hide_password=False)


def authority_file(url: str) -> Path | None:
    """The file of the authority that an address names, if it names one."""
    named = _parsed(url).query.get("sslrootcert")
    return Path(str(named)) if named and named != "system" else None


def without_authority(server: str) -> str:
    """The address without the file of its authority, which is on another computer."""
    return _parsed(server).difference_update_query(["sslrootcert"]).render_as_string(hide_password=False)


def as_desk(server: str, *, role: str, password: str) -> str:
    """The address with a desk's own name and password."""
    return _parsed(server).set(username=role, password=password).render_as_string(hide_password=False)


def host_of(server: str) -> str:
    """What a person calls the server: its host."""
    return _parsed(server).host or "localhost"


def database_of(url: str) -> str:
    """The name of the database on its server."""
    return _parsed(url).database or ""


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise Refused("server_url_unreadable") from None
    if not parsed.drivername.startswith("postgres") or not parsed.database:
        raise Refused("server_url_unreadable")
    return parsed.set(drivername="postgresql+psycopg")


def _is_this_machine(url: URL) -> bool:
    host = url.host or str(url.query.get("host", ""))
    if not host or host.startswith("/") or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
