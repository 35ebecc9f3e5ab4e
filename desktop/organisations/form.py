"""The form of an organisation."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit

from db.places.queries import NeighbourhoodCard
from desktop.kit.fields import Choice, Form
from desktop.organisations.words import field_words, kind_words


def organisation_form(quarters: tuple[NeighbourhoodCard, ...]) -> Form:
    """Only the name is needed; the kind is told by the name when nothing is chosen."""
    title = dict(field_words())
    form = Form()
    by_name = QCoreApplication.translate("Organisations", "As the name tells")
    no_data = QCoreApplication.translate("Organisations", "No data")
    form.add("name", title["name"], _line("organisations.name"))
    form.add("kind", title["kind"], Choice([("", by_name), *kind_words()]))
    places = [("", no_data), *((one.id, one.name) for one in quarters)]
    form.add("neighbourhood_id", title["neighbourhood"], Choice(places))
    form.add("contact", title["contact"], _line("organisations.contact"))
    form.add("phone", title["phone"], _line("organisations.phone"))
    form.add("email", title["email"], _line("organisations.email"))
    return form


def _line(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setObjectName(name)
    return made
