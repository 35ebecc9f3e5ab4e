"""The form of somebody who is not on the roll: what Zoom and the registration told is filled in, and says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from db.matching.newcomer import Fact, Source
from db.matching.queries import GroupCard
from db.places.queries import NeighbourhoodCard
from desktop.kit.dialogs import FormSheet, shown
from desktop.kit.fields import Choice, Form

translate = QCoreApplication.translate


async def ask_newcomer(
    parent: QWidget, card: GroupCard, told: Mapping[str, Fact], quarters: Sequence[NeighbourhoodCard]
) -> dict[str, Any] | None:
    """What writes somebody on the roll; None when the person went back. With all told, Enter is enough."""
    form = _form(told, quarters)
    name = card.name or translate("Newcomer", "(no name)")
    words = translate("Newcomer", "On Zoom as «{name}». Check what is filled in.").format(name=name)
    title, agree = translate("Newcomer", "New person"), translate("Newcomer", "Write down and confirm")
    sheet = FormSheet(parent, title, form, agree, _check, words)
    for field in ("given_names", "family_name", "document"):
        if field not in told:
            form.field(field).setFocus()  # the first thing that nobody has told
            break
    else:
        sheet.accept_button.setFocus()
    values: dict[str, object] = {}
    sheet.accepted.connect(lambda: values.update(form.values()))
    return {name: value or None for name, value in values.items()} if await shown(sheet) else None


def _form(told: Mapping[str, Fact], quarters: Sequence[NeighbourhoodCard]) -> Form:
    nowhere = ("", translate("Newcomer", "Not told"))
    quarter = Choice([nowhere, *((one.id, one.name) for one in quarters)])
    fields: tuple[tuple[str, str, QWidget], ...] = (
        ("given_names", translate("Newcomer", "Given names"), QLineEdit()),
        ("family_name", translate("Newcomer", "Family name"), QLineEdit()),
        ("document", translate("Newcomer", "Document"), QLineEdit()),
        ("neighbourhood_id", translate("Newcomer", "Quarter"), quarter),
        ("phone", translate("Newcomer", "Telephone"), QLineEdit()),
        ("email", translate("Newcomer", "E-mail"), QLineEdit()),
    )
    form = Form()
    for name, title, field in fields:
        source = told.get(name)
        form.add(name, f"{title}  ·  {_source_words(source.source)}" if source else title, field)
    form.set_values({name: one.value for name, one in told.items()})
    return form


def _source_words(source: Source) -> str:
    return {
        Source.REGISTRATION: translate("Newcomer", "from her registration"),
        Source.NAME: translate("Newcomer", "from her name on Zoom"),
        Source.CALL: translate("Newcomer", "from the call"),
    }[source]


def _check(values: Mapping[str, object]) -> Mapping[str, str]:
    missing = translate("Newcomer", "This cannot be empty.")
    return {name: missing for name in ("given_names", "family_name") if not values[name]}
