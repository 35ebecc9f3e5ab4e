"""What files would bring, as a person sees it before she agrees."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from db.errors import Refused
from db.places.city import City
from db.sittings.commands import plan_sitting
from db.sittings.queries import SittingCard, sitting_card
from db.work import Store
from db.zoom.files.opening import OpenedFile, read_told
from desktop import i18n
from desktop.kit import theme
from desktop.zoom.intake import NotRead, Preview, in_order, preview_of
from desktop.zoom.view import PreviewSheet
from tests.db.zoom import forge
from tests.record import EVENING


@pytest.fixture
def sitting(store: Store) -> SittingCard:
    made = store.do(plan_sitting, title="Sesión", council="Consejo Barrial Astilleros", starts_at=EVENING).outcome
    return store.ask(sitting_card, sitting_id=made)


@pytest.fixture
def parent(qapp: QApplication, qtbot: QtBot) -> QWidget:
    i18n.install(qapp, "es_AR")
    theme.apply(qapp)
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


def preview(text: str, sitting: SittingCard, city: City, *, known: bool = False) -> Preview:
    kind, told = read_told(text.encode(), zone=city.zone, sitting_at=sitting.starts_at)
    file = OpenedFile("de-zoom.csv", "0" * 64, kind, told)
    return preview_of(file, sitting, city, {file.sha256} if known else ())


def test_of_several_files_those_of_another_day_and_those_known_are_left_out_to_begin_with(
    parent: QWidget, sitting: SittingCard, city: City
) -> None:
    other = forge.evening(Random(1), day=sitting.starts_at.date() - timedelta(days=30))
    report = forge.text_of(forge.rows_of(other, forge.TONGUES["es"], forge.DAY_FIRST))
    found = in_order([
        preview(forge.CHAT, sitting, city), preview(report, sitting, city),
        preview(forge.TRANSCRIPT, sitting, city, known=True),
    ])  # fmt: skip
    sheet = PreviewSheet(parent, found, [NotRead("lista.csv", Refused("zoom_file_not_zoom"))], sitting, city.zone)
    sheet.show()
    assert [tick.isChecked() for tick in sheet.ticks] == [False, True, False]
    assert sheet.chosen() == (found[1],)
    QTest.keyClick(sheet.ticks[0], Qt.Key.Key_Space)
    assert sheet.chosen() == found[:2]
    assert "Chat: 3 mensajes para todos de-zoom.csv 1 mensaje privado no se incorpora." in sheet.lines
    assert sheet.accept_button.text() == "Incorporar"


def test_one_file_of_another_day_is_taken_in_all_the_same_or_not(
    parent: QWidget, sitting: SittingCard, city: City
) -> None:
    one = replace(preview(forge.CHAT, sitting, city), other_day=date(2026, 5, 3))
    sheet = PreviewSheet(parent, [one], [], sitting, city.zone)
    assert (sheet.ticks, sheet.chosen()) == ([], (one,))
    assert sheet.accept_button.text() == "Incorporarlo igual"
    assert "3 de mayo de 2026" in sheet.lines[0]


def test_where_nothing_is_new_there_is_nothing_to_agree_to(parent: QWidget, sitting: SittingCard, city: City) -> None:
    sheet = PreviewSheet(parent, [preview(forge.CHAT, sitting, city, known=True)], [], sitting, city.zone)
    sheet.show()
    assert sheet.cancel.isHidden()
    with_what: list[int] = []
    sheet.finished.connect(with_what.append)
    QTest.mouseClick(sheet.accept_button, Qt.MouseButton.LeftButton)
    assert with_what == [0]


def test_with_nothing_ticked_there_is_nothing_to_agree_to_either(
    parent: QWidget, sitting: SittingCard, city: City
) -> None:
    strange = replace(preview(forge.CHAT, sitting, city), other_meeting="912 3456 7890")
    sheet = PreviewSheet(parent, [strange, strange], [], sitting, city.zone)
    sheet.show()
    assert (sheet.chosen(), sheet.accept_button.isEnabled()) == ((), False)
    told = [one.text() for one in sheet.findChildren(QLabel) if one.isVisible()]
    assert "Marcá los que sí son de esta sesión." in told
    QTest.keyClick(sheet.ticks[1], Qt.Key.Key_Space)
    assert (sheet.chosen(), sheet.accept_button.isEnabled()) == ((strange,), True)
