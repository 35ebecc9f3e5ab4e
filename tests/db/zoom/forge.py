"""One invented evening, written down in every form in which Zoom hands it out; what is in it is known beforehand."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from tests.workbooks import xlsx

ZONE = ZoneInfo("America/Montevideo")
NUMBER = "91234567890"
HOST, HOST_EMAIL = "Mesa Ribera", "mesa@example.org"
_GIVEN = ["Nélida", "Bruno", "Íñigo", "Zulema", "Ña", "Telmo", "Ofelia", "Justo", "Pía", "Ramón", "Úrsula", "Lázaro"]
_FAMILY = ["Quiroz", "Achával", "Peña", "Ibáñez", "Güemes", "Brito", "Ocampo", "D’Elía", "Sosa", "Núñez", "Zárate"]


@dataclass(frozen=True)
class Stay:
    """One connection of the evening as it truly was."""

    name: str
    email: str
    joined: datetime
    left: datetime
    guest: bool = True
    waiting: bool = False

    @property
    def minutes(self) -> int:
        return -(-int((self.left - self.joined).total_seconds()) // 60)


@dataclass(frozen=True)
class Evening:
    """Connections in the order of the file, on one day."""

    day: date
    stays: tuple[Stay, ...]

    @property
    def begins(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 19, tzinfo=ZONE)

    @property
    def totals(self) -> dict[str, int]:
        """Minutes by name, without the waiting room."""
        found: dict[str, int] = {}
        for stay in self.stays:
            if not stay.waiting:
                found[stay.name] = found.get(stay.name, 0) + stay.minutes
        return found


def evening(chance: Random, people: int = 8, day: date = date(2026, 11, 19)) -> Evening:
    """An evening by chance: a host, people with and without e-mail, rejoins, a telephone, a waiting room."""
    begins = datetime(day.year, day.month, day.day, 18, 50, tzinfo=ZONE)
    ends = begins + timedelta(minutes=110)
    stays = [Stay(HOST, HOST_EMAIL, begins, ends, guest=False)]
    names = [f"{given} {family}" for given in _GIVEN for family in _FAMILY]
    for number, name in enumerate(chance.sample(names, people)):
        email = f"vecina{number}@example.org" if chance.random() < 0.3 else ""
        at = begins + timedelta(seconds=chance.randrange(60, 1500))
        if chance.random() < 0.3:
            inside = at + timedelta(seconds=chance.randrange(20, 200))
            stays.append(Stay(name, email, at, inside, waiting=True))
            at = inside
        if chance.random() < 0.3:
            dropped = at + timedelta(seconds=chance.randrange(300, 2000))
            stays.append(Stay(name, email, at, dropped))
            at = dropped + timedelta(seconds=chance.randrange(20, 300))
        stays.append(Stay(name, email, at, ends - timedelta(seconds=chance.randrange(0, 600))))
    stays.append(Stay("54911*****37", "", begins + timedelta(minutes=12), ends - timedelta(minutes=3)))
    return Evening(day, tuple(stays))


@dataclass(frozen=True)
class Tongue:
    """The words of one language and generation, literally as Zoom's exports have them."""

    rows: Sequence[str]
    unique: Sequence[str]
    meeting: Sequence[str]
    yes: str
    no: str
    flat: Sequence[str] = ()


# Columns in the order name, e-mail, joined, left, minutes, guest, recording, waiting.
TONGUES: Mapping[str, Tongue] = {
    "en 2022": Tongue(
        ("Name (Original Name)", "User Email", "Join Time", "Leave Time", "Duration (Minutes)", "Guest",
         "Recording Consent", "In Waiting Room"),
        ("Name (Original Name)", "User Email", "Total Duration (Minutes)", "Guest"),
        ("Meeting ID", "Topic", "Start Time", "End Time", "User Email", "Duration (Minutes)", "Participants", ""),
        "Yes", "No",
        ("Topic", "Meeting ID", "User Name", "User Email", "Department", "Group", "Start Time", "End Time",
         "Duration (Minutes)", "Participants"),
    ),
    "en": Tongue(
        ("Name (original name)", "Email", "Join time", "Leave time", "Duration (minutes)", "Guest",
         "Recording disclaimer response", "In waiting room"),
        ("Name (original name)", "Email", "Total duration (minutes)", "Guest"),
        ("Topic", "ID", "Host", "Duration (minutes)", "Start time", "End time", "Participants"),
        "Yes", "No",
    ),
    "es 2022": Tongue(
        ("Nombre (nombre original)", "E-mail del usuario", "Hora para unirse", "Hora para salir",
         "Duración (minutos)", "Invitado", "", "En sala de espera"),
        ("Nombre (nombre original)", "E-mail del usuario", "Duración total (minutos)", "Invitado"),
        ("Tema", "ID", "Anfitrión", "Duración (minutos)", "Hora de inicio", "Hora de finalización", "Participantes"),
        "Sí", "No",
    ),
    "es": Tongue(
        ("Nombre (nombre original)", "Correo electrónico", "Hora de entrada", "Hora de salida", "Duración (minutos)",
         "Invitado", "Respuesta al descargo de responsabilidad relativa a la grabación", "En sala de espera"),
        ("Nombre (nombre original)", "Correo electrónico", "Duración total (minutos)", "Invitado"),
        ("Tema", "ID", "Anfitrión", "Duración (minutos)", "Hora de inicio", "Hora de finalización", "Participantes"),
        "Sí", "No",
        ("Tema", "Tipo", "ID", "Nombre del anfitrión", "Correo electrónico del anfitrión", "Hora de inicio",
         "Hora de finalización", "Duración (minutos)", "Participantes", "Total de minutos de los participantes",
         "Departamento", "Fuente"),
    ),
    "pt": Tongue(
        ("Nome (nome original)", "E-mail", "Ingressar na hora", "Hora de saída", "Duração (minutos)", "Convidado", "",
         "Na sala de espera"),
        ("Nome (nome original)", "E-mail", "Duração total (minutos)", "Convidado"),
        ("Tópico", "ID", "Anfitrião", "Duração (minutos)", "Hora de início", "Hora de término", "Participantes"),
        "Sim", "Não",
    ),
    "fr": Tongue(
        ("Nom (nom original)", "Adresse e-mail de l’utilisateur", "Heure d’arrivée", "Heure de départ",
         "Durée (minutes)", "Invité", "", "Salle d’attente"),
        ("Nom (nom original)", "Adresse e-mail de l’utilisateur", "Durée totale (minutes)", "Invité"),
        ("Sujet", "ID", "Hôte", "Durée (minutes)", "Heure de début", "Heure de fin", "Participants"),
        "Oui", "Non",
    ),
    "it": Tongue(
        ("Nome (nome originale)", "E-mail", "Ora di ingresso", "Ora di uscita", "Durata (minuti)", "Guest",
         "Risposta di esclusione di responsabilità per la registrazione", "In sala d’attesa"),
        ("Nome (nome originale)", "E-mail", "Durata totale (minuti)", "Guest"),
        ("Argomento", "ID", "Organizzatore", "Durata (minuti)", "Ora di inizio", "Ora di fine", "Partecipanti"),
        "Sì", "No",
        ("Argomento", "Digita", "ID", "Nome organizzatore", "E-mail organizzatore", "Ora di inizio", "Ora di fine",
         "Partecipanti", "Durata (minuti)", "Minuti totali dei partecipanti", "Reparto", "Gruppo", "Origine"),
    ),
}  # fmt: skip

MONTH_FIRST, DAY_FIRST, EXCEL = "%m/%d/%Y %I:%M:%S %p", "%d/%m/%Y %I:%M:%S %p", "%d/%m/%Y %H:%M"


def rows_of(told: Evening, tongue: Tongue, stamp: str = MONTH_FIRST) -> list[list[str]]:
    """A report with one line a connection; columns that the language's report has not are not there."""
    kept = [at for at, word in enumerate(tongue.rows) if word]
    lines = [list(tongue.rows)]
    lines += [
        [
            stay.name, stay.email, stay.joined.strftime(stamp), stay.left.strftime(stamp), str(stay.minutes),
            tongue.yes if stay.guest else tongue.no, "", tongue.yes if stay.waiting else tongue.no,
        ]
        for stay in told.stays
    ]  # fmt: skip
    return [[line[at] for at in kept] for line in lines]


def unique_of(told: Evening, tongue: Tongue) -> list[list[str]]:
    """One line a person, without times."""
    emails = {stay.name: stay.email for stay in told.stays}
    lines = [[name, emails[name], str(minutes), tongue.yes] for name, minutes in told.totals.items()]
    return [list(tongue.unique), *lines]


def with_meeting(told: Evening, tongue: Tongue, lines: list[list[str]], stamp: str = MONTH_FIRST) -> list[list[str]]:
    """The same with the meeting's own line above it."""
    begins, ends = told.stays[0].joined.strftime(stamp), told.stays[0].left.strftime(stamp)
    count = str(len(told.totals))
    if tongue.meeting[0] == "Meeting ID":
        facts = ["912 3456 7890", "Consejo Barrial", begins, ends, HOST_EMAIL, "110", count, ""]
    else:
        facts = ["Consejo Barrial", NUMBER, f"{HOST} ({HOST_EMAIL})", "110", begins, ends, count]
    return [list(tongue.meeting), facts, [], *lines]


def flat_of(told: Evening, tongue: Tongue, stamp: str = MONTH_FIRST) -> list[list[str]]:
    """The flat export of an administrator: the meeting's columns before everybody's, two of them named alike."""
    begins, ends = told.stays[0].joined.strftime(stamp), told.stays[0].left.strftime(stamp)
    values = {
        "Topic": "Consejo Barrial", "Tema": "Consejo Barrial", "Argomento": "Consejo Barrial",
        "Meeting ID": "912 3456 7890", "ID": "912 3456 7890", "User Name": HOST, "Nombre del anfitrión": HOST,
        "Nome organizzatore": HOST, "User Email": HOST_EMAIL, "Correo electrónico del anfitrión": HOST_EMAIL,
        "E-mail organizzatore": HOST_EMAIL, "Start Time": begins, "Hora de inicio": begins, "Ora di inizio": begins,
        "End Time": ends, "Hora de finalización": ends, "Ora di fine": ends, "Duration (Minutes)": "110",
        "Duración (minutos)": "110", "Durata (minuti)": "110",
    }  # fmt: skip
    before = [values.get(column, "-") for column in tongue.flat]
    header, *lines = rows_of(told, tongue, stamp)
    blank = [""] * (len(before) + len(header))
    lines[0][0] += " (Host)"
    return [[*tongue.flat, *header], *([*before, *line] for line in lines), blank]


def text_of(lines: Sequence[Sequence[str]], delimiter: str = ",", *, quoted: bool = False) -> str:
    """As CSV; `quoted` puts the times in quotation marks, as the newer generation does."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    for line in lines:
        if not quoted:
            writer.writerow(line)
            continue
        cells = [f'"{cell}"' if ("/" in cell and ":" in cell) or delimiter in cell else cell for cell in line]
        out.write(delimiter.join(cells) + "\r\n")
    return out.getvalue()


def in_one_cell(lines: Sequence[Sequence[str]]) -> str:
    """Each row as one quoted cell, as a spreadsheet saves a file that it opened wrongly."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    for line in text_of(lines).splitlines():
        writer.writerow([line])
    return out.getvalue()


def workbook_of(told: Evening, tongue: Tongue) -> bytes:
    """A workbook in which the times are texts, as Zoom wrote them."""
    return xlsx({"participants": rows_of(told, tongue)})


def registrations_of(
    chance: Random, people: int = 7, *, spanish: bool = False
) -> tuple[str, list[tuple[str, str, str, str, str]]]:
    """A registration report and who is in it: given names, family name, e-mail, document, quarter."""
    header = ["First Name", "Last Name", "Email", "Registration Time", "Approval Status", "Phone", "DNI", "Quarter"]
    if spanish:
        header = ["Nombre", "Apellido", "Correo electrónico", "Hora de registro", "Estado de aprobación", "Teléfono",
                  "Número de documento", "¿De qué barrio sos?"]  # fmt: skip
    lines: list[Sequence[str]] = [
        ["Registration Report"], ["Report Generated:", "11/20/2026 05:29:06 AM"],
        ["Topic", "Meeting ID", "Start Time"], ["Consejo Barrial", "912 3456 7890", "11/19/2026 07:00:00 PM"],
        ["Registrant Details"], header,
    ]  # fmt: skip
    told = []
    for number in range(people):
        given, family = chance.choice(_GIVEN), chance.choice(_FAMILY)
        one = (given, family, f"vecina{number}@example.org", str(28000000 + chance.randrange(999999)), "El Muelle")
        told.append(one)
        at = datetime(2026, 11, chance.randrange(1, 19), 10, 5, tzinfo=ZONE)
        stamp = at.strftime("%m/%d/%Y %I:%M:%S %p")
        lines.append([*one[:3], stamp, "aprobado" if spanish else "approved", "+54 341 555-0134", *one[3:]])
    return text_of(lines), told


POLL_OLD = (
    "\ufeff#,User Name,User Email,Submitted Date/Time,\r\n"
    '1,Nélida Quiroz,nelida@example.org,"Nov 19, 2026 19:30:00",Moción 1,A favor,Moción 2,En contra,\r\n'
    '2,Anonymous Attendee,,"Nov 19, 2026 19:30:10",Moción 1,En contra,Moción 2,En contra,\r\n'
    '3,Bruno Achával,,"Nov 19, 2026 19:30:20",Moción 1,A favor,\r\n'
)
POLL_TABLES = (
    "\ufeffPoll Report\r\n"
    'Report Generated:,"Nov 20, 2026 08:00 AM"\r\n'
    "Topic,Meeting ID,Actual Start Time\r\n"
    'Consejo Barrial,912 3456 7890,"Nov 19, 2026 07:00 PM"\r\n\r\n'
    "Seguridad\r\n"
    "#,User Name,User Email,Submitted Date/Time,¿Cómo ve el barrio?,¿Qué falta?\r\n"
    '1,Nélida Quiroz,nelida@example.org,"Nov 19, 2026 07:30:00 PM",Mejor,Luz;Agua\r\n'
    '2,Anonymous Attendee,,"Nov 19, 2026 07:31:00 PM",Peor,"Luz; y que poden"\r\n\r\n'
    "Plazas\r\n"
    "#,User Name,User Email,Submitted Date/Time,¿Cuál primero?\r\n"
    '1,Bruno Achával,bruno@example.org,"Nov 19, 2026 08:30:00 PM",La del Muelle\r\n'
)
POLL_LINES = (
    "#,Nombre de usuario,Correo electrónico,Fecha y hora de envío,Pregunta,Respuesta\r\n"
    "1,Nélida Quiroz,nelida@example.org,19/11/2026 07:30:00 PM,¿Cómo ve el barrio?,Mejor\r\n"
    "2,Asistente anónimo,secreto@example.org,19/11/2026 07:31:00 PM,¿Cómo ve el barrio?,Igual\r\n"
)

QUESTIONS = """\ufeffQuestion and Answer Report
Report Generated:,11/19/2026 09:30 PM
Topic,Webinar ID
Audiencia,91234567890
#,Question,Asker Name,Asker Email,Answer(s)
1,¿Cuándo arreglan la luz?,Marta Gómez,marta@example.org,"En privado: le llamo mañana"
2,"¿Y el bacheo?",Anonymous Attendee,,
"""
CHAT = (
    "19:10:55 From Nélida Quiroz to Everyone:\n\tpresente\n"
    '19:12:00 From Bruno Achával to Everyone:\n\tReplying to "presente"\n\t\n\tyo también\n'
    "19:14:00 From Mesa Ribera to Nélida Quiroz(Direct Message):\n\tsecreto de la mesa\n\ty otro secreto\n"
    '19:15:00 From Zulema Peña to Everyone:\n\tReacted to "presente" with 👍\n'
    '19:15:20 From Zulema Peña to Everyone:\n\tRemoved a 👍 reaction from "presente"\n'
    "19:20:00 From Ana to Bruno to Everyone:\n\tun nombre raro\n"
)
CHAT_SPANISH = (
    "19:10:55 De  Nélida Quiroz  a  Todos : Presente\n"
    "19:12:00 De  Bruno Achával  a  Todos : Falta luz\nen la esquina\n"
    '19:13:00 De  Zulema Peña  a  Todos : Reaccionó a "Falta luz\nen la esquina" con 👍🏽\n'
    "19:14:00 De  Mesa Ribera  a  Nélida Quiroz  (mensaje directo) : secreto de la mesa\n"
    "19:15:00 De  Mesa Ribera  a  Bruno : secreto: no digas nada a Todos : nunca\n"
)
CHAT_DATED = "2026-11-19 19:10:55 From Nélida Quiroz to Everyone:\n\tpresente\n"
CHAT_OLD = "19:10:55\t From Nélida Quiroz : presente\n19:11:00\t From Bruno : hora: las ocho\n"
CHAT_CLOUD = "00:58:04\tNélida Quiroz:\tpresente\r\n00:58:20\tBruno Achával:\thola: ver https://example.org\r\n"
TRANSCRIPT = (
    "WEBVTT\r\n\r\n1\r\n00:00:02.656 --> 00:00:03.230\r\nNélida Quiroz: Hola a todos.\r\n\r\n"
    "2\r\n00:00:03.480 --> 00:00:05.990\r\nson dos cosas: luz y agua\r\n\r\n"
    "3\r\n01:02:03.004 --> 01:02:05.000\r\nBruno de la Peña: Bien.\r\nSigo.\r\n"
)

WEBINAR = (
    "Attendee Report\r\n"
    "Report generated time,11/20/2026 05:29:06 AM\r\n"
    "Topic,Webinar ID,Actual Start Time,Actual Duration (minutes),# Registrants,Unique Viewers,Total Users\r\n"
    'Charla,912 3456 7890,"11/19/2026 07:00:00 PM",120,3,2,4\r\n'
    "Host Details,\r\n"
    "Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes),Is Guest,"
    "Country/Region Name,\r\n"
    'Yes,Mesa Ribera,mesa@example.org,"11/19/2026 06:50:00 PM","11/19/2026 09:00:00 PM",130,No,Argentina,\r\n'
    "Panelist Details,\r\n"
    "Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes),Is Guest,"
    "Country/Region Name,\r\n"
    'Yes,Pía Sosa,pia@example.org,"11/19/2026 06:55:00 PM","11/19/2026 08:55:00 PM",120,Yes,Argentina,\r\n'
    "Attendee Details,\r\n"
    "Attended,User Name (Original Name),First Name,Last Name,Email,Phone,Registration Time,Approval Status,Join Time,"
    "Leave Time,Time in Session (minutes),Is Guest,Country/Region Name\r\n"
    'Yes,Nélida Quiroz,Nélida,Quiroz,nelida@example.org,,"11/10/2026 09:00:00 PM",approved,"11/19/2026 07:02:00 PM",'
    '"11/19/2026 07:30:00 PM",28,Yes,Argentina\r\n'
    'Yes,Nélida Quiroz,Nélida,Quiroz,nelida@example.org,,"11/10/2026 09:00:00 PM",approved,"11/19/2026 07:35:00 PM",'
    '"11/19/2026 09:00:00 PM",85,Yes,Argentina\r\n'
    'No,Bruno Achával,Bruno,Achával,bruno@example.org,,"11/10/2026 09:00:00 PM",approved,--,--,--,--,\r\n'
)
WEBINAR_SPANISH = (
    "Informe de asistentes\r\n"
    "Tema,ID del seminario web,Hora de inicio real,Duración real (minutos),N.º inscritos,Espectadores exclusivos\r\n"
    'Charla,912 3456 7890,"19 nov 2026 19:00:00",120,3,2\r\n'
    "Detalles del anfitrión,\r\n"
    "Asistió,Nombre de usuario (nombre original),Correo electrónico,Hora de entrada,Hora de salida,"
    "Tiempo en la sesión (minutos),Nombre de país/región\r\n"
    "Sí,Mesa Ribera,mesa@example.org,19 nov 2026 18:50:00,19 nov 2026 21:00:00,130,Argentina\r\n"
    "Detalles de asistente,\r\n"
    "Asistió,Nombre de usuario (nombre original),Nombre,Apellido,Correo electrónico,Teléfono,Hora de registro,"
    "Puesto de trabajo,Hora de salida,Tiempo en la sesión (minutos),Nombre de país/región\r\n"
    "Sí,Nélida Quiroz,Nélida,Quiroz,nelida@example.org,,10 nov 2026 21:00:00,19 nov 2026 19:02:00,"
    "19 nov 2026 19:30:00,28,Argentina\r\n"
    "No,Bruno Achával,Bruno,Achával,bruno@example.org,,10 nov 2026 21:00:00,--,--,--,\r\n"
)


def participant_forms(told: Evening) -> dict[str, str]:
    """Every text in which the connections of an evening come, by a name that says which."""
    found = {}
    for language, tongue in TONGUES.items():
        rows, unique = rows_of(told, tongue), unique_of(told, tongue)
        found[f"{language}, rows"] = text_of(rows)
        found[f"{language}, rows, meeting"] = text_of(with_meeting(told, tongue, rows), quoted=True)
        found[f"{language}, rows, day first"] = text_of(rows_of(told, tongue, DAY_FIRST), quoted=True)
        found[f"{language}, unique"] = text_of(unique)
        found[f"{language}, unique, meeting"] = text_of(with_meeting(told, tongue, unique))
        if tongue.flat:
            found[f"{language}, flat"] = text_of(flat_of(told, tongue))
    spanish = rows_of(told, TONGUES["es"])
    found["es, semicolons"], found["es, tabs"] = text_of(spanish, ";"), text_of(spanish, "\t")
    found["es, one cell a row"] = in_one_cell(spanish)
    found["es, an empty column more"] = text_of([[*line, ""] for line in spanish])
    found["en, title at the end"] = text_of(rows_of(told, TONGUES["en"])) + "Zoom Report\r\n"
    return found
