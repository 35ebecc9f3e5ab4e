"""The two sheets of the door: her short form, and what she is told before she agrees."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, tzinfo

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from db.places.queries import NeighbourhoodCard
from db.residents.queries import ResidentCard
from desktop import wording
from desktop.consent import ConsentText
from desktop.kit.buttons import button
from desktop.kit.dialogs import Sheet, ask_form, shown
from desktop.kit.fields import Choice, Form
from desktop.kit.surfaces import Row, label, scrolled
from desktop.kit.theme import px, space

translate = QCoreApplication.translate


async def ask_details(
    parent: QWidget,
    person: ResidentCard,
    quarters: Sequence[NeighbourhoodCard],
    check: Callable[[Mapping[str, object]], dict[str, str]],
) -> Mapping[str, object] | None:
    """What may be told of her in a quiet moment; None when nothing is to change."""
    form = Form()
    fields = (
        ("family_name", translate("DoorSheets", "Family name"), person.family_name),
        ("given_names", translate("DoorSheets", "Given names"), person.given_names),
        ("document", translate("DoorSheets", "Document"), person.document or ""),
        ("phone", translate("DoorSheets", "Telephone"), person.phone or ""),
        ("birth_date", translate("DoorSheets", "Born on"), _day(person.birth_date)),
    )  # fmt: skip
    for name, title, value in fields:
        field = QLineEdit(value)
        field.setObjectName(f"door.details_{name}")
        form.add(name, title, field)
    nothing = translate("DoorSheets", "Not told")
    gender = Choice(
        [
            ("", nothing),
            ("woman", translate("DoorSheets", "Woman")),
            ("man", translate("DoorSheets", "Man")),
            ("non_binary", translate("DoorSheets", "Non-binary")),
            ("not_said", translate("DoorSheets", "Rather not say")),
        ]
    )
    here = [(one.id, one.name) for one in quarters]
    if person.neighbourhood_id and person.neighbourhood_id not in dict(here):
        here.append((person.neighbourhood_id, person.neighbourhood or ""))
    quarter = Choice([("", nothing), *here])
    gender.set_value(person.gender or "")
    quarter.set_value(person.neighbourhood_id or "")
    form.add("gender", translate("DoorSheets", "Gender"), gender)
    form.add("neighbourhood_id", translate("DoorSheets", "Quarter"), quarter)

    def wrong(values: Mapping[str, object]) -> dict[str, str]:
        return {name: wording.sentence(code) for name, code in check(values).items()}

    title = translate("DoorSheets", "Data of {name}").format(name=person.name)
    return await ask_form(parent, title, form, translate("DoorSheets", "Save"), wrong)


class ConsentSheet(Sheet):
    """The five points of the law, large enough to be read by her; two answers, and Escape for neither."""

    def __init__(self, parent: QWidget, text: ConsentText, person: ResidentCard, zone: tzinfo, *, minor: bool) -> None:
        super().__init__(
            parent, text.title, text.opening, translate("DoorSheets", "{name} agrees").format(name=person.name)
        )
        self.setMinimumWidth(px(640))
        self.answer = ""
        points = QWidget()
        column = space(QVBoxLayout(points), 6, (0, 0, 8, 0))
        for point in text.points:
            column.addWidget(label(point.title, "strong", wrap=True))
            column.addWidget(label(point.words, wrap=True))
        column.addWidget(label(text.refuse, "muted", wrap=True))
        area = scrolled(points)
        area.setMinimumHeight(px(430))
        self.body.addWidget(area)
        self.body.addWidget(label(text.agree_for_minor if minor else text.agree, "strong", wrap=True))
        self.cancel.setText(translate("DoorSheets", "Not now"))
        self.body.addWidget(label(translate("DoorSheets", "Text {version}").format(version=text.version), "small"))
        if person.consent_at is not None:
            when = f"{person.consent_at.astimezone(zone):%d/%m/%Y %H:%M}"
            words = translate("DoorSheets", "Agreed on {when}, to text {version}.")
            off = button(translate("DoorSheets", "Take her consent back"), kind="quiet")
            off.setObjectName("door.consent_off")
            off.clicked.connect(self._take_back)
            told = label(words.format(when=when, version=person.consent_text or ""), "muted", wrap=True)
            self.body.addWidget(Row(told, None, off))
        self.accept_button.setObjectName("door.consent_on")

    def agree(self) -> None:
        self.answer = "agrees"
        self.accept()

    def _take_back(self) -> None:
        self.answer = "takes_back"
        self.accept()


async def read_consent(parent: QWidget, text: ConsentText, person: ResidentCard, zone: tzinfo, *, minor: bool) -> str:
    """What she answers: agrees, takes_back, or "" for neither."""
    sheet = ConsentSheet(parent, text, person, zone, minor=minor)
    answers: list[str] = []
    sheet.accepted.connect(lambda: answers.append(sheet.answer))
    return answers[0] if await shown(sheet) and answers else ""


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day is not None else ""
