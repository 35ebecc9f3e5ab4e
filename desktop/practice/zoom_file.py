"""The participant report of an invented call, as Zoom's Spanish export of today writes it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

HEADER = (
    "Nombre (nombre original)",
    "Correo electrónico",
    "Hora de entrada",
    "Hora de salida",
    "Duración (minutos)",
    "Invitado",
    "Respuesta al descargo de responsabilidad relativa a la grabación",
    "En sala de espera",
)


@dataclass(frozen=True)
class ZoomLine:
    """One connection: aware moments, in whatever zone."""

    name: str
    joined_at: datetime
    left_at: datetime
    email: str = ""
    guest: bool = True
    waiting: bool = False


def report(lines: Iterable[ZoomLine], zone: tzinfo) -> bytes:
    """The bytes of the file: byte order mark, commas, days first, half days, whole minutes rounded up as Zoom does."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADER)
    for line in sorted(lines, key=lambda one: (one.joined_at, one.name)):
        minutes = -(-int((line.left_at - line.joined_at).total_seconds()) // 60)
        writer.writerow(
            [
                line.name,
                line.email,
                _local(line.joined_at, zone),
                _local(line.left_at, zone),
                max(1, minutes),
                _yes(line.guest),
                "" if line.waiting else "OK",
                _yes(line.waiting),
            ]
        )
    return ("\ufeff" + text.getvalue()).encode("utf-8")


def _local(moment: datetime, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%d/%m/%Y %I:%M:%S %p}"


def _yes(so: bool) -> str:
    return "Sí" if so else "No"
