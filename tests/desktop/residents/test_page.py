"""The roll as a person finds it: by keyboard, in the real loop, on the real record, in Spanish."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton

from db.organisations.commands import find_or_make
from db.residents.commands import correct, enrol, remember_alias
from db.residents.queries import aliases, card, count
from db.residents.search import search
from db.rights.commands import erase
from db.work import Store
from desktop.kit.dialogs import Sheet
from desktop.residents.export_sheet import ExportSheet
from desktop.residents.form import PersonSheet
from desktop.residents.guardian import GuardianSheet
from tests.desktop.residents.room import Roll

KEY = Qt.Key


def test_names_are_out_of_sight_until_one_types(roll: Roll) -> None:
    assert roll.names == []
    assert roll.page.nobody.isVisible()
    roll.types("anse")
    assert roll.names == ["Quintela"]
    roll.does(lambda: roll.parts.settings.change(hide_names=False))
    roll.does(roll.page.field.clear)
    assert sorted(roll.names) == ["Quintela", "Ñandúbez"]


def test_the_list_is_narrowed_by_keyboard_and_widened_again(roll: Roll) -> None:
    narrowing = roll.page.narrowing
    narrowing.lacks.setFocus()
    for _ in range(2):
        roll.does(lambda: QTest.keyClick(narrowing.lacks, KEY.Key_Down))
    assert narrowing.lacks.currentText() == "Sin documento"
    assert roll.names == ["Quintela"]
    assert roll.page.caption.text() == "LAS 1, LA ÚLTIMA ANOTADA ARRIBA"
    roll.does(narrowing.widen.click)
    assert roll.names == []
    assert not narrowing.widen.isEnabled()


def test_arrows_lead_to_the_card(roll: Roll) -> None:
    roll.types("ros")
    roll.does(lambda: QTest.keyClick(roll.page.field, KEY.Key_Down))
    assert roll.page.people.hasFocus()
    assert roll.page.person.name.text() == "Rosaura Ñandúbez"
    assert roll.page.person.consent_state.text() == "falta consentimiento"
    roll.does(lambda: QTest.keyClick(roll.page.people, KEY.Key_F8))
    assert roll.page.person.consent_state.text() == "consintió"
    roll.does(roll.page.person.parts.option("traces").click)
    assert any("Consintió (texto" in words for words in roll.page.person.traces.consents.words())


def test_consent_is_taken_back_only_after_a_question(roll: Roll, store: Store) -> None:
    roll.types("ros")
    roll.does(lambda: QTest.keyClick(roll.page.field, KEY.Key_Down))
    roll.does(roll.page.person.consent.click)
    sheet = roll.until_opened(roll.page.person.take_back.click, Sheet)
    roll.does(sheet.reject)
    assert roll.page.person.consent_state.text() == "consintió"
    sheet = roll.until_opened(roll.page.person.take_back.click, Sheet)
    roll.does(lambda: QTest.keyClick(sheet, KEY.Key_Return))
    assert roll.page.person.consent_state.text() == "falta consentimiento"
    assert "Retiró su consentimiento" in roll.page.person.traces.consents.words()


def test_who_changed_what_is_told_field_by_field(roll: Roll, store: Store) -> None:
    roll.types("ros")
    roll.does(lambda: QTest.keyClick(roll.page.field, KEY.Key_Down))
    one = roll.page.people.selected()
    assert one is not None
    roll.does(lambda: roll.parts.bridge.start(_corrected(roll, one.id)))
    roll.does(roll.page.person.parts.option("traces").click)
    told = roll.page.person.traces.corrections.words()
    assert "Nombres: Rosaura → Rosaura Inés" in told
    assert "Anotada en el padrón" in told


async def _corrected(roll: Roll, resident_id: str) -> None:
    await roll.parts.bridge.do(correct, resident_id=resident_id, given_names="Rosaura Inés")


def test_a_name_on_zoom_is_forgotten_from_the_card(roll: Roll, store: Store) -> None:
    rosa = next(one.id for one in _everybody(roll) if one.family_name == "Ñandúbez")
    store.do(remember_alias, resident_id=rosa, kind="zoom_name", value="la ñata", source="decided")
    roll.types("ros")
    roll.does(lambda: QTest.keyClick(roll.page.field, KEY.Key_Down))
    (forget,) = (
        one for one in roll.page.person.facts.aliases.findChildren(QPushButton) if "nata" in one.accessibleName()
    )
    sheet = roll.until_opened(forget.click, Sheet)
    roll.does(sheet.accept_button.click)
    assert store.ask(aliases, resident_id=rosa) == ()


def _everybody(roll: Roll):
    roll.does(lambda: roll.parts.settings.change(hide_names=False))
    return roll.page.people.rows.rows()


def test_a_form_with_a_mistake_says_where_and_is_kept_open(roll: Roll, store: Store) -> None:
    sheet = roll.until_opened(roll.page.add.click, PersonSheet)
    name, document = (sheet.findChild(QLineEdit, f"residents.{part}") for part in ("family_name", "document"))
    assert isinstance(name, QLineEdit)
    assert isinstance(document, QLineEdit)
    QTest.keyClicks(name, "Yrurtia")
    QTest.keyClicks(document, "12")
    QTest.keyClick(document, KEY.Key_Return)
    assert sheet.isVisible()
    assert document.accessibleDescription() == "El número de documento tiene entre seis y ocho cifras."
    document.setText("22333444")
    sheet.left.set_values({"given_names": "Cora"})
    roll.does(lambda: QTest.keyClick(document, KEY.Key_Return))
    assert store.ask(count) == 3
    assert roll.page.person.name.text() == "Cora Yrurtia"


def test_the_file_and_the_erasure_of_whoever_is_chosen_are_asked_for(roll: Roll) -> None:
    wanted: list[tuple[str, str]] = []
    roll.tab.file_wanted.connect(lambda one: wanted.append(("file", one)))
    roll.tab.erasure_wanted.connect(lambda one: wanted.append(("erasure", one)))
    roll.types("ros")
    roll.does(lambda: QTest.keyClick(roll.page.field, KEY.Key_Down))
    one = roll.page.people.selected()
    assert one is not None
    roll.does(roll.page.person.file.click)
    roll.does(roll.page.person.erase.click)
    assert wanted == [("file", one.id), ("erasure", one.id)]


def test_going_out_with_the_roll_is_told_what_it_means(roll: Roll, store: Store, tmp_path) -> None:
    sheet = roll.until_opened(roll.page.export.click, ExportSheet)
    assert any("Ley 25.326" in words.text() for words in sheet.findChildren(type(roll.page.caption)))
    sheet.format.option("csv").click()
    dialog = roll.until_opened(sheet.accept_button.click, QFileDialog)
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(name, QLineEdit)
    name.setText(str(tmp_path / "padron.csv"))
    said: list[str] = []
    roll.parts.shell.said.connect(lambda message: said.append(message.sentence))
    roll.does(lambda: QTest.keyClick(name, KEY.Key_Return))
    assert "Ñandúbez" in (tmp_path / "padron.csv").read_text(encoding="utf-8-sig")
    assert said == [f"2 personas quedaron en {tmp_path / 'padron.csv'}"]


def test_what_happens_while_another_page_is_in_front_is_seen_when_coming_back(roll: Roll, store: Store) -> None:
    roll.does(lambda: roll.parts.settings.change(hide_names=False))
    roll.does(roll.tab.hide)

    async def enrolled() -> None:
        await roll.parts.bridge.do(enrol, family_name="Yrurtia", given_names="Cora")

    roll.does(lambda: roll.parts.bridge.start(enrolled()))
    assert "Yrurtia" not in roll.names
    roll.does(roll.tab.show)
    assert "Yrurtia" in roll.names


def test_everything_one_can_press_says_what_it_is(roll: Roll) -> None:
    assert not [part for part in roll.page.findChildren(QPushButton) if part.isVisible() and not part.accessibleName()]


@pytest.mark.parametrize("key", [KEY.Key_F4, KEY.Key_Return])
def test_the_card_is_put_right_by_key(roll: Roll, store: Store, key: Qt.Key) -> None:
    roll.types("ros")
    roll.does(lambda: QTest.keyClick(roll.page.field, KEY.Key_Down))
    one = roll.page.people.selected()
    assert one is not None
    sheet = roll.until_opened(lambda: QTest.keyClick(roll.page.people, key), PersonSheet)
    sheet.right.set_values({"email": "rosaura@correo.example"})
    roll.does(sheet.accept_button.click)
    assert store.ask(card, resident_id=one.id).email == "rosaura@correo.example"


def test_of_whoever_was_erased_only_the_day_is_shown(roll: Roll, store: Store) -> None:
    rosa = next(one.id for one in _everybody(roll) if one.family_name == "Ñandúbez")
    roll.types("ros")
    roll.does(lambda: QTest.keyClick(roll.page.field, KEY.Key_Down))

    async def erased() -> None:
        await roll.parts.bridge.do(erase, resident_id=rosa, zone=roll.parts.city.zone)

    roll.does(lambda: roll.parts.bridge.start(erased()))
    assert roll.page.person.erased.isVisible()
    shown = [words.text() for words in roll.page.person.findChildren(QLabel) if words.isVisible() and words.text()]
    assert shown == ["Datos suprimidos el 19/11/2026"]
    roll.does(roll.page.field.clear)
    assert roll.names == ["Quintela"]
    roll.does(lambda: roll.page.narrowing.lacks.set_value("erased"))
    assert [one.id for one in roll.page.people.rows.rows()] == [rosa]


def test_arrow_down_shows_on_whom_one_stands(roll: Roll) -> None:
    roll.types("ros")
    roll.does(lambda: QTest.keyClick(roll.page.field, KEY.Key_Down))
    assert [place.row() for place in roll.page.people.selectionModel().selectedRows()] == [0]


def test_typing_begins_in_the_first_field_of_the_form(roll: Roll) -> None:
    sheet = roll.until_opened(roll.page.add.click, PersonSheet)
    name = sheet.findChild(QLineEdit, "residents.family_name")
    assert sheet.focusWidget() is name
    for part in ("given_names", "chosen_name", "document", "birth_date"):
        QTest.keyClick(sheet.focusWidget(), KEY.Key_Tab)
        assert sheet.focusWidget().objectName() == f"residents.{part}"
    roll.does(sheet.reject)


def test_the_header_of_a_hundred_does_not_promise_to_order_the_whole_roll(roll: Roll) -> None:
    assert not roll.page.people.horizontalHeader().sectionsClickable()


def test_the_adult_who_answers_for_a_minor_is_told_on_her_card(roll: Roll, store: Store) -> None:
    minor = store.do(enrol, family_name="Zurubí", given_names="Lía", birth_date="01/02/2015")
    store.do(enrol, family_name="Ñandúbez", given_names="Nino", birth_date="03/02/2014")
    roll.types("zurub")
    roll.does(lambda: QTest.keyClick(roll.page.field, KEY.Key_Down))
    name = roll.page.person.findChild(QPushButton, "residents.guardian.name")
    assert isinstance(name, QPushButton)
    sheet = roll.until_opened(name.click, GuardianSheet)
    roll.until(lambda: QTest.keyClicks(sheet.field, "nandub"), sheet.people.rows.rows)
    assert [one.given_names for one in sheet.people.rows.rows()] == ["Rosaura"]
    QTest.keyClick(sheet.field, KEY.Key_Down)
    roll.does(lambda: QTest.keyClick(sheet.people, KEY.Key_Return))
    assert store.ask(card, resident_id=minor.outcome).guardian == "Rosaura Ñandúbez"
    name = roll.page.person.facts.findChildren(QPushButton, "residents.guardian.name")[-1]
    sheet = roll.until_opened(name.click, GuardianSheet)
    roll.does(sheet.nobody.click)
    assert store.ask(card, resident_id=minor.outcome).guardian is None


def test_the_sheet_she_signs_is_made_from_her_card(roll: Roll, tmp_path: Path) -> None:
    roll.types("ros")
    roll.does(lambda: QTest.keyClick(roll.page.field, KEY.Key_Down))
    dialog = roll.until_opened(roll.page.person.paper.click, QFileDialog)
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(name, QLineEdit)
    assert "Rosaura" in name.text()
    name.setText(str(tmp_path / "hoja.docx"))
    roll.does(lambda: QTest.keyClick(name, KEY.Key_Return))
    with zipfile.ZipFile(tmp_path / "hoja.docx") as word:
        assert "Rosaura" in word.read("word/document.xml").decode()


def test_tab_goes_through_the_columns_of_a_list_before_its_buttons(roll: Roll, tmp_path: Path) -> None:
    path = tmp_path / "lista.csv"
    path.write_text("Apellido;Nombre;Celu\nPaz;Ana;341\n", encoding="utf-8")
    roll.does(lambda: roll.parts.shell.files_dropped.emit([path]))
    choices = list(roll.intake.columns.choices.values())
    assert choices[0].nextInFocusChain() is choices[1]
    assert choices[1].nextInFocusChain() is choices[2]
    assert roll.intake.columns.sheet.nextInFocusChain() is choices[0]


def _write_down(roll: Roll, organisation: str) -> PersonSheet:
    sheet = roll.until_opened(roll.page.add.click, PersonSheet)
    for name, text in (("family_name", "Yrurtia"), ("given_names", "Cora"), ("organisation", organisation)):
        field = sheet.findChild(QLineEdit, f"residents.{name}")
        assert field is not None
        QTest.keyClicks(field, text)
    return sheet


def test_a_mistyped_organisation_is_not_written_down_beside_the_one_that_is_meant(roll: Roll, store: Store) -> None:
    known = store.do(find_or_make, name="Club El Ancla").outcome

    async def another_desk_writes_one_down() -> None:
        await roll.parts.bridge.do(find_or_make, name="Vecinal Norte")

    roll.does(lambda: roll.parts.bridge.start(another_desk_writes_one_down()))
    sheet = _write_down(roll, "club el anlca")
    roll.until(sheet.accept_button.click, sheet.question.isVisible)
    choices = [one.text() for one in sheet.question.findChildren(QPushButton)]
    assert choices == ["Club El Ancla", "Anotarla como nueva"]
    assert roll.page.isVisible()
    roll.does(sheet.question.findChildren(QPushButton)[0].click)
    (cora,) = store.ask(search, text="yrurtia")
    assert store.ask(card, resident_id=cora.id).organisation_id == known


def test_a_new_organisation_is_written_down_when_she_says_that_it_is_one(roll: Roll, store: Store) -> None:
    sheet = _write_down(roll, "Comedor Los Pibes")
    roll.until(sheet.accept_button.click, sheet.question.isVisible)
    assert store.ask(search, text="yrurtia") == ()
    new = sheet.question.findChild(QPushButton, "residents.new_organisation.new")
    assert new is not None
    roll.does(new.click)
    (cora,) = store.ask(search, text="yrurtia")
    assert cora.organisation == "Comedor Los Pibes"
