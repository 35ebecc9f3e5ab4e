"""What else Zoom hands out of the invented call of sixty: registrations, polls, chat and the words of the recording."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from tests.desktop.matching.sixty import Call

_SAID = ("Presente", "Falta luz en la esquina de la plaza", "¿Cuándo arreglan los juegos?", "Propongo plantar sombra")
_ANSWERS = ("Muy bien", "Bien", "Regular")


def registration_report(told: Call, begin: datetime, zone: tzinfo) -> bytes:
    """The registration report, with the council's two questions."""
    lines = [
        ["Nombre", "Apellido", "Correo electrónico", "Hora de registro", "Estado de aprobación", "DNI", "Barrio"],
        *(
            [given, family, email, _local(begin - timedelta(days=2), zone), "aprobado", document, quarter]
            for given, family, document, quarter, email in told.registrations
        ),
    ]
    return _table(lines)


def poll_report(told: Call, begin: datetime, zone: tzinfo) -> bytes:
    """One poll with names and one without, two questions in all; every fifth person answered nothing."""
    at = _local(begin + timedelta(minutes=90), zone)
    people = [one.name for number, one in enumerate(told.truths) if number % 5]
    named = [
        [str(place), name, "", at, "¿Qué le pareció el consejo?", _ANSWERS[place % 3]]
        for place, name in enumerate(people, start=1)
    ]
    hidden = [
        [str(place), "Anonymous Attendee", "", at, "¿Se sintió escuchada o escuchado?", ("Sí", "No")[place % 4 == 0]]
        for place in range(1, len(people) - 6)
    ]
    header = ["#", "User Name", "User Email", "Submitted Date and Time", "Question", "Answer"]
    return _table([["Poll Report"], ["Topic", "Consejo"], [], header, *named, [], header, *hidden])


def chat(told: Call, begin: datetime, zone: tzinfo) -> bytes:
    """The chat as it is saved on the laptop: a message every two minutes."""
    lines = []
    for number, one in enumerate(told.truths[:40]):
        at = begin + timedelta(minutes=1 + number * 2)
        lines.append(f"{at.astimezone(zone):%H:%M:%S} De  {one.name}  a  Todos:\n\t{_SAID[number % 4]}\n")
    return "".join(lines).encode()


def transcript(told: Call) -> bytes:
    """The words of the recording: somebody says something every half minute."""
    lines = ["WEBVTT", ""]
    for number in range(200):
        speaker = told.truths[number % len(told.truths)].name
        begins, ends = _clock(number * 30), _clock(number * 30 + 20)
        lines += [str(number + 1), f"{begins} --> {ends}", f"{speaker}: {_SAID[number % 4]}, y lo digo otra vez.", ""]
    return "\n".join(lines).encode()


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.000"


def _table(lines: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(lines)
    return ("\ufeff" + text.getvalue()).encode()


def _local(moment: datetime, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%d/%m/%Y %I:%M:%S %p}"
