"""Reader of a registration report: who registered for the meeting, and what the form asked her."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta, tzinfo

from db.errors import Refused
from db.zoom.files.cells import DEEPEST_HEADER, Rows
from db.zoom.files.headers import COLUMNS, find_meeting, first, label
from db.zoom.files.moments import Written, dates_in_name, decide, moment_of, written
from db.zoom.files.participants import is_wide, meeting_of, question, said
from db.zoom.files.report import DateOrder, DatesUndecided
from db.zoom.files.told import Registrant, Registrations

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "given": ("first name", "nombre", "nombres", "nom", "prenom", "nome", "primeiro nome"),
    "family": ("last name", "apellido", "apellidos", "nom de famille", "sobrenome", "cognome"),
    "whole": (*COLUMNS["name"], "user name", "nombre de usuario", "name"),
    "email": COLUMNS["email"],
    "registered": (
        "registration time",
        "hora de registro",
        "hora de inscripcion",
        "fecha de registro",
        "heure d'inscription",
        "hora da inscricao",
        "hora do registro",
        "hora de inscricao",
        "ora di registrazione",
        "ora di iscrizione",
    ),
    "status": (
        "approval status",
        "estado de aprobacion",
        "estado de la aprobacion",
        "statut d'approbation",
        "status de aprovacao",
        "status da aprovacao",
        "stato di approvazione",
        "stato approvazione",
    ),
    "phone": ("phone", "telefono", "telephone", "telefone"),
    "organisation": ("organization", "organisation", "organizacion", "organizacao", "organizzazione", "institucion"),
    "source": ("source name", "registration source", "nombre de origen", "fuente", "origen de registro"),
}
# Questions that a council puts to whoever registers, by what their words begin with or hold.
DOCUMENT = re.compile(r"\b(dni|documento|document|numero de documento|cedula|rut|cpf)\b")
QUARTER = re.compile(r"\b(barrio|quarter|neighbou?rhood|bairro|quartier|quartiere|vecinal)\b")
ORGANISATION = re.compile(r"\b(organizacion|institucion|entidad|club|asociacion)\b")
_STATUS = {
    "approved": ("approved", "aprobado", "aprobada", "approuve", "approuvee", "aprovado", "aprovada", "approvato"),
    "pending": ("pending", "pendiente", "en attente", "pendente", "in attesa"),
    "denied": ("denied", "rechazado", "rechazada", "refuse", "negado", "negada", "rifiutato", "denegado", "denegada"),
    "cancelled": ("cancelled", "canceled", "cancelado", "cancelada", "annule", "annulee", "annullato"),
}
_STATUS_OF = {word: status for status, words in _STATUS.items() for word in words}
_BEFORE = timedelta(days=400)
"""A registration opens at most a year before its meeting."""


def find_columns(rows: Rows) -> tuple[int, dict[str, int]] | None:
    """The row that is the header of a registration report, and which column is which; None where there is none."""
    for number, row in enumerate(rows[:DEEPEST_HEADER]):
        labels = [label(cell) for cell in row]
        at: dict[str, int] = {}
        for column, words in _COLUMNS.items():
            found = first(labels, words, 0)
            if found is not None and found not in at.values():
                at[column] = found
        named = at.keys() & {"given", "family", "whole"}
        if named and "email" in at and at.keys() & {"registered", "status"} and "join time" not in labels:
            return number, at
    return None


def read(
    rows: Rows,
    header: int,
    at: Mapping[str, int],
    *,
    zone: tzinfo,
    file_name: str = "",
    sitting_on: date | None = None,
    order: DateOrder | None = None,
) -> Registrations | DatesUndecided:
    """The registrations in a table whose header was found, or the question how its dates are meant.

    Raises Refused: zoom_file_no_registrants, zoom_file_damaged, zoom_dates_contradict.
    """
    lines = [(number, row) for number, row in enumerate(rows[header + 1 :], start=header + 2) if _says(row)]
    if not lines:
        raise Refused("zoom_file_no_registrants")
    titles = rows[header]
    half_a_name = "whole" not in at and ("given" in at) != ("family" in at)
    if half_a_name or 2 * sum(is_wide(row, titles) for _, row in lines) > len(lines):
        raise Refused("zoom_file_damaged")
    found = find_meeting(rows, before=header)
    facts = {} if found is None else {name: told for name, place in found[0].items() if (told := said(found[1], place))}
    moments = [one for _, row in lines if (one := written(said(row, at.get("registered")) or ""))]
    if order is None:
        order = _order(moments, written(facts.get("started") or ""), file_name, sitting_on)
    if order is None:
        return question((), moments)
    people, left_out = [], []
    for number, row in lines:
        person = _registrant(number, row, titles, at, order, zone)
        if person is None or is_wide(row, titles):
            left_out.append(number)
        else:
            people.append(person)
    if not people:
        raise Refused("zoom_file_no_registrants")
    return Registrations(meeting_of(facts, order, zone), tuple(people), tuple(left_out))


def _says(row: Sequence[str]) -> bool:
    filled = [cell for cell in row if cell.strip()]
    return bool(filled) and label(filled[0]) not in ("zoom report", "registrant details", "attendee details")


def _order(
    moments: Sequence[Written], begins: Written | None, file_name: str, sitting_on: date | None
) -> DateOrder | None:
    order = decide((), alone=moments, near=(dates_in_name(file_name),))
    if order is not None:
        return order
    if begins is not None:
        # The evening's own date may have one reading only; else it is known, and read one way the meeting begins on it.
        legible = [each for each in (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST) if begins.on(each)]
        for fits in (legible, [each for each in legible if begins.on(each) == sitting_on]):
            if len(fits) == 1 and all(one.on(fits[0]) for one in moments):
                return fits[0]
    if sitting_on is None:
        return None
    # Nobody registers after the evening: one reading of the latest may lie beyond it.
    fits = [
        each
        for each in (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST)
        if all((day := one.on(each)) and sitting_on - _BEFORE <= day <= sitting_on for one in moments)
    ]
    return fits[0] if len(fits) == 1 else None


def _registrant(
    number: int,
    row: Sequence[str],
    titles: Sequence[str],
    at: Mapping[str, int],
    order: DateOrder,
    zone: tzinfo,
) -> Registrant | None:
    cells = {column: said(row, place) for column, place in at.items()}
    email = (cells.get("email") or "").lower()
    given, family = cells.get("given") or "", cells.get("family") or ""
    if not given and not family:
        given, family = _parted(cells.get("whole") or "")
    # A download that broke off ends in the middle of a line.
    cut_off = len(row) <= max(at[name] for name in ("registered", "status") if name in at)
    named = all(any(letter.isalpha() for letter in name) for name in (given, family) if name)
    if cut_off or not (given or family) or not named or (email and "@" not in email):
        return None
    asked = [
        (" ".join(title.split()), told)
        for place, title in enumerate(titles)
        if place not in at.values() and title.strip() and (told := said(row, place))
    ]
    document = answer_about(asked, DOCUMENT)
    quarter = answer_about(asked, QUARTER)
    organisation = cells.get("organisation") or answer_about(asked, ORGANISATION)
    used = {document, quarter, organisation}
    status = cells.get("status")
    return Registrant(
        number=number,
        email=email or None,
        family_name=family,
        given_names=given,
        phone=cells.get("phone"),
        document=document,
        neighbourhood=quarter,
        organisation=organisation,
        registered_at=moment_of(written(cells.get("registered") or ""), order=order, zone=zone),
        status=_STATUS_OF.get(label(status), status) if status else None,
        answers=tuple((title, told) for title, told in asked if told not in used),
    )


def _parted(name: str) -> tuple[str, str]:
    """Given names and family name of a name in one cell: the last word is the family's, for want of a better rule."""
    words = name.split()
    return (" ".join(words[:-1]), words[-1]) if len(words) > 1 else (name, "")


def answer_about(asked: Sequence[tuple[str, str]], about: re.Pattern[str]) -> str | None:
    """What was answered to the first question whose title speaks of a thing; None when none does."""
    return next((told for title, told in asked if about.search(label(title))), None)
