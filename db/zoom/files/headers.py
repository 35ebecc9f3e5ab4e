"""Which column is which: the words Zoom has used for each, and the search for the row that holds them.

Sources: Zoom's own exports of both generations in English and Spanish, the flat export in Italian, and the header
words seen in French and Brazilian Portuguese reports. Cells are compared folded, so letter case, accents, curly
apostrophes and doubled spaces do not matter; nor do one or two letters that a bad disk has changed, for without its
waiting room a report counts who was never let in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from db.folding import fold
from db.zoom.files.cells import DEEPEST_HEADER

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": (
        "name (original name)",
        "user name (original name)",
        "nombre (nombre original)",
        "nombre de usuario (nombre original)",
        "nom (nom original)",
        "nome (nome original)",
        "nome (nome originale)",
    ),
    "plain_name": ("name", "user name", "participant", "nombre", "nombre de usuario", "participante", "nom", "nome"),
    "email": (
        "email",
        "e-mail",
        "user email",
        "correo electronico",
        "correo electronico del usuario",
        "e-mail del usuario",
        "e-mail de usuario",
        "adresse e-mail de l'utilisateur",
        "e-mail do usuario",
        "adresse e-mail",
        "email address",
    ),
    "joined": (
        "join time",
        "hora para unirse",
        "hora de entrada",
        "hora de ingreso",
        "heure d'arrivee",
        "heure de connexion",
        "ingressar na hora",
        "ora di ingresso",
    ),
    "left": ("leave time", "hora para salir", "hora de salida", "heure de depart", "hora de saida", "ora di uscita"),
    "minutes": (
        "duration (minutes)",
        "time in session (minutes)",
        "duracion (minutos)",
        "duree (minutes)",
        "duracao (minutos)",
        "durata (minuti)",
        "tiempo en la sesion (minutos)",
        "tempo na sessao (minutos)",
    ),
    "total_minutes": (
        "total duration (minutes)",
        "duracion total (minutos)",
        "duree totale (minutes)",
        "duracao total (minutos)",
        "durata totale (minuti)",
    ),
    "guest": ("guest", "is guest", "invitado", "es invitado", "invite", "convidado"),
    "waiting": (
        "in waiting room",
        "en sala de espera",
        "en la sala de espera",
        "salle d'attente",
        "en salle d'attente",
        "dans la salle d'attente",
        "na sala de espera",
        "in sala d'attesa",
    ),
    "recording": (
        "recording consent",
        "recording disclaimer response",
        "respuesta al descargo de responsabilidad relativa a la grabacion",
        "risposta di esclusione di responsabilita per la registrazione",
    ),
    "attended": ("attended", "asistio", "compareceu", "a participe", "ha partecipato"),
}

MEETING_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "topic": ("topic", "tema", "argomento", "topico", "sujet", "rubrique"),
    "number": (
        "id",
        "meeting id",
        "webinar id",
        "id de reunion",
        "id de la reunion",
        "id del seminario web",
        "id da reuniao",
        "id riunione",
    ),
    "host": (
        "host",
        "host name",
        "anfitrion",
        "nombre del anfitrion",
        "organizzatore",
        "nome organizzatore",
        "anfitriao",
        "hote",
        "animateur",
    ),
    "host_email": (
        "user email",
        "host email",
        "e-mail del usuario",
        "correo electronico",
        "correo electronico del anfitrion",
        "e-mail organizzatore",
    ),
    "started": (
        "start time",
        "actual start time",
        "scheduled time",
        "hora programada",
        "hora de inicio",
        "hora de inicio real",
        "ora di inizio",
        "hora de inicio da reuniao",
        "heure de debut",
    ),
    "ended": (
        "end time",
        "hora de finalizacion",
        "hora de fin",
        "ora di fine",
        "hora de termino",
        "hora de encerramento",
        "heure de fin",
    ),
    "minutes": (
        "duration (minutes)",
        "actual duration (minutes)",
        "duracion (minutos)",
        "duracion real (minutos)",
        "durata (minuti)",
        "duracao (minutos)",
        "duree (minutes)",
    ),
    "participants": ("participants", "participantes", "partecipanti"),
}

ROLE_WORDS = frozenset({"host", "anfitrion", "anfitriona", "organizador", "organizadora", "organizzatore", "anfitriao"})
CO_ROLE_WORDS = frozenset({"co-host", "cohost", "coanfitrion", "coanfitriona", "co-anfitrion"})
GUEST_WORDS = frozenset({"guest", "invitado", "invitada"})
YES_WORDS = frozenset({"yes", "y", "si", "sim", "oui", "true", "verdadero", "1"})
NO_WORDS = frozenset({"no", "n", "nao", "non", "false", "falso", "0"})


_EVERY_WORD = frozenset(word for columns in (COLUMNS, MEETING_COLUMNS) for words in columns.values() for word in words)


_LONGEST_LABEL = 200


@dataclass(frozen=True, slots=True)
class Header:
    """Where the participant header stands and which cell holds what (positions from 0; a column may be absent)."""

    row: int
    at: Mapping[str, int]
    flat: bool
    attended: bool

    @property
    def width(self) -> int:
        """The place of the last column that is known."""
        return max(self.at.values()) + 1

    @property
    def unique_users(self) -> bool:
        """True for the form "show unique users": one line a person, no times."""
        return "joined" not in self.at


def label(cell: str) -> str:
    """A cell as it is compared: folded, straight apostrophes, no spaces around, no more of it than any word has."""
    return fold(cell[:_LONGEST_LABEL].replace("\ufeff", "").replace("’", "'").replace("\xa0", " "))


def find_header(rows: Sequence[Sequence[str]]) -> Header | None:
    """The first row that names a person and at least two other known things; None when no row does.

    Zoom puts nothing, three lines or a title before it, so the row is recognised by what it says, never by its number.
    """
    for number, row in enumerate(rows[:DEEPEST_HEADER]):
        found = header_in(row, number)
        if found is not None:
            return found
    return None


def header_in(row: Sequence[str], number: int) -> Header | None:
    """The row as a participant header; None where it is none."""
    labels = [label(cell) for cell in row]
    if sum(one in _EVERY_WORD for one in labels) < 2:
        return None
    name = first(labels, COLUMNS["name"], 0)
    flat = _known(labels[: name or 0], MEETING_COLUMNS) >= 3
    if name is None:
        name = first(labels, COLUMNS["plain_name"], 0)
    if name is None:
        return None
    at = {"name": name}
    for column, words in COLUMNS.items():
        if column in ("name", "plain_name"):
            continue
        # The flat export has the host's e-mail and the meeting's duration under the same words, further left.
        found = first(labels, words, name + 1)
        if found is None and not flat:
            found = first(labels, words, 0)
        if found is not None and found not in at.values():
            at[column] = found
    if len(at) >= 3 and at.keys() & {"joined", "minutes", "total_minutes"}:
        return Header(row=number, at=at, flat=flat, attended="attended" in at)
    return None


def find_meeting(rows: Sequence[Sequence[str]], *, before: int) -> tuple[Mapping[str, int], Sequence[str]] | None:
    """The columns and the values of the meeting's own line, above the participants when exported with it."""
    for number in range(before):
        labels = [label(cell) for cell in rows[number]]
        at = meeting_columns(labels)
        if len(at) < 3:
            continue
        for values in rows[number + 1 : before]:
            if any(cell.strip() for cell in values):
                return at, values
    return None


def meeting_columns(labels: Sequence[str]) -> dict[str, int]:
    """Positions of the meeting's facts among folded labels."""
    at: dict[str, int] = {}
    for column, words in MEETING_COLUMNS.items():
        found = first(labels, words, 0)
        if found is not None:
            at[column] = found
    return at


def first(labels: Sequence[str], words: Sequence[str], start: int) -> int | None:
    """The position of the first label that is one of the words; else of one that differs by a letter or two."""
    for position in range(start, len(labels)):
        if labels[position] in words:
            return position
    for position in range(start, len(labels)):
        if labels[position] not in _EVERY_WORD and any(_nearly(labels[position], word) for word in words):
            return position
    return None


def _nearly(one: str, word: str) -> bool:
    if len(word) < 5 or abs(len(one) - len(word)) > 2:
        return False
    most = 1 if len(word) < 9 else 2
    return DamerauLevenshtein.distance(one, word, score_cutoff=most) <= most


def _known(labels: Sequence[str], columns: Mapping[str, tuple[str, ...]]) -> int:
    return sum(any(one in words for one in labels) for words in columns.values())
