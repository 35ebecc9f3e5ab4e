"""What an error of the connection means for a person: no network, a refused login, a certificate, a door not there."""

from __future__ import annotations

import re

from db.errors import Refused, Unavailable

# Before a session exists there is no error code, only words, in the server's language. These are English and Spanish.
_LOGIN = re.compile(r"FATAL.*(passw|auten|authen|pg_hba|\brole?\b|permit|does not exist|no existe)", re.S | re.I)
_CERTIFICATE = re.compile(r"certificate|does not support SSL|SSL error: (?!unexpected eof|.*reset)", re.I)
# All places of the server, of the database or of the login are taken.
_FULL = re.compile(r"too many (clients|connections)|connection slots|demasiad[ao]s (clientes|conexiones)", re.I)
# The schema, a door or the right to knock is missing: `cabildo server init` or `enrol` was not run on this database.
_NOT_PREPARED = frozenset({"3F000", "42883", "42P01", "42703"})
# Another laptop was in the way and the server chose us to try again.
BUSY = frozenset({"40P01", "40001", "55P03"})


def sqlstate(error: BaseException) -> str | None:
    """PostgreSQL's five-letter code of an error, of SQLAlchemy's or the driver's; None when the session never was."""
    return getattr(getattr(error, "orig", None) or error, "sqlstate", None)


def contact_trouble(error: BaseException) -> Refused | Unavailable:
    """The error in our words. What the driver says is not handed on: it may hold what somebody wrote."""
    code = sqlstate(error)
    if code is None:
        words = str(getattr(error, "orig", None) or error)
        if _CERTIFICATE.search(words):
            return Unavailable("server_certificate")
        if _FULL.search(words):
            return Unavailable("server_busy")
        return Unavailable("server_refused_login" if _LOGIN.search(words) else "server_unreachable")
    if code in _NOT_PREPARED:
        return Refused("server_not_prepared")
    if code == "42501":
        return Refused("not_enrolled")
    if code in BUSY:
        return Unavailable("server_busy")
    if code.startswith("28"):
        return Unavailable("server_refused_login")
    if code.startswith(("08", "57", "53")):
        return Unavailable("server_unreachable")
    return Unavailable("server_trouble", sqlstate=code)
