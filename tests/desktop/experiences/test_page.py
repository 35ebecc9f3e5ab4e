"""The bank of good practices as a person keeps it: by keyboard and mouse, on the real record, in Spanish."""

from __future__ import annotations

import asyncio
import io
import struct
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from db.errors import Refused
from db.experiences.commands import add_experience
from db.experiences.queries import experiences, photo_of
from db.experiences.rules import MOST_PHOTO_BYTES
from db.home import Home
from db.places.city import City
from db.spreadsheet import LARGEST_BYTES
from db.work import Store
from desktop import i18n
from desktop.bridge import Bridge
from desktop.experiences.booklet import booklet
from desktop.experiences.form import PhotoField
from desktop.experiences.page import build
from desktop.experiences.photo import photo_file, scaled
from desktop.focus import Focus
from desktop.kit import theme
from desktop.kit.dialogs import FormSheet, Sheet
from desktop.paper.saving import produce
from desktop.parts import Parts
from desktop.settings import Settings
from desktop.shell.signals import ShellSignals
from tests.record import HandClock

KEY = Qt.Key


class Room:
    """The page, and hands."""

    def __init__(self, parts: Parts, run: Any) -> None:
        self.parts, self._run = parts, run

        async def made() -> None:
            self.page = build(parts)
            await parts.bridge.settle()

        run(made())

    def does(self, act: Callable[[], object]) -> None:
        async def done() -> None:
            act()
            await self.parts.bridge.settle()

        self._run(done())

    def until_opened(self, act: Callable[[], object], kind: Any) -> Any:
        async def opened() -> Any:
            act()
            while not (found := [one for one in self.page.findChildren(kind) if one.isVisible()]):
                await asyncio.sleep(0)
            return found[0]

        return self._run(opened())

    @property
    def titles(self) -> list[str]:
        return [one.title for one in self.page.list.rows.rows()]


@pytest.fixture
def room(
    store: Store, home: Home, city: City, clock: HandClock, tmp_path: Path, run: Any, qapp: QApplication, qtbot: QtBot
) -> Iterator[Room]:
    i18n.install(qapp, "es_AR")
    theme.apply(qapp)
    store.do(add_experience, title="Huerta en la plaza", done="Se armaron canteros.", photo=scaled(_noise(tmp_path)))
    store.do(add_experience, title="Plegado de sillas", done="Entre todos.", happened_on=date(2026, 9, 1))
    crashed: list[BaseException] = []
    bridge = Bridge(
        store, refused=crashed.append, unavailable=lambda no, _: crashed.append(no), crashed=crashed.append
    )  # fmt: skip
    parts = Parts(
        bridge=bridge, settings=Settings(tmp_path / "settings.json"), focus=Focus(), shell=ShellSignals(), city=city,
        home=home, desk="Ribera 1", clock=clock,
    )  # fmt: skip
    made = Room(parts, run)
    qtbot.addWidget(made.page)
    made.page.resize(1200, 800)
    made.page.show()
    yield made
    run(bridge.close())
    assert not crashed, crashed


def _noise(folder: Path, kind: str = "png") -> bytes:
    """A picture that is hard to make small, as large as a telephone takes them."""
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    for place in range(64 * 48):
        image.setPixelColor(place % 64, place // 64, QColor(place * 37 % 256, place * 91 % 256, place * 53 % 256))
    path = folder / f"foto.{kind}"
    assert image.scaled(2400, 1800).save(str(path))
    return path.read_bytes()


def test_a_picture_of_a_telephone_is_made_small_enough_for_the_record(tmp_path: Path) -> None:
    made = scaled(_noise(tmp_path))
    assert made.startswith(b"\xff\xd8\xff")
    assert len(made) <= MOST_PHOTO_BYTES
    shown = QImage.fromData(made)
    assert shown.width() <= 1280
    assert abs(shown.width() / shown.height() - 4 / 3) < 0.01
    with pytest.raises(Refused, match="photo_unreadable"):
        scaled(b"no picture at all")


def photo_of_a_telephone(*, wide: int, high: int) -> bytes:
    """Lying on its side, as a sensor sees it: red at the left, blue at the right, to be turned a quarter to the right
    (orientation 6), and with the place where it was taken."""
    image = QImage(wide, high, QImage.Format.Format_RGB32)
    image.fill(QColor("blue"))
    for x in range(wide // 2):
        for y in range(high):
            image.setPixelColor(x, y, QColor("red"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", 90)  # type: ignore[call-overload]
    raw = bytes(buffer.data().data())
    place = b"S\0\0\0", b"W\0\0\0"
    gps = struct.pack(">H", 2) + b"".join(
        struct.pack(">HHI", tag, 2, 2) + ref for tag, ref in zip((1, 3), place, strict=True)
    ) + struct.pack(">I", 0)  # fmt: skip
    tags = struct.pack(">H", 2) + struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0) + struct.pack(">HHII", 0x8825, 4, 1, 38)
    exif = b"Exif\0\0MM\0*" + struct.pack(">I", 8) + tags + struct.pack(">I", 0) + gps + b"Telefono de Rosa"
    return raw[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + raw[2:]


@pytest.mark.parametrize(("wide", "high"), [(400, 300), (4000, 3000)], ids=["small", "large"])
def test_a_picture_is_upright_and_does_not_tell_where_it_was_taken(
    tmp_path: Path, store: Store, city: City, wide: int, high: int
) -> None:
    raw = photo_of_a_telephone(wide=wide, high=high)
    kept = scaled(raw)
    assert b"Exif" in raw
    assert b"Exif" not in kept
    assert b"Telefono" not in kept
    upright = QImage.fromData(kept)
    assert upright.height() > upright.width()
    middle = upright.width() // 2
    assert upright.pixelColor(middle, upright.height() // 8).red() > 200
    assert upright.pixelColor(middle, upright.height() * 7 // 8).blue() > 200

    store.do(add_experience, title="Ronda", done="Se hizo", photo=kept)
    [card] = store.ask(experiences)
    file = tmp_path / "cuadernillo.docx"
    produce(booklet([card], lambda one: store.ask(photo_of, experience_id=one), city), file, name="cuadernillo")
    with zipfile.ZipFile(file) as parts:
        pictures = [parts.read(one) for one in parts.namelist() if one.startswith("word/media/")]
    [printed] = [one for one in map(QImage.fromData, pictures) if one.height() > one.width()]
    assert printed.pixelColor(printed.width() // 2, printed.height() // 8).red() > 200
    assert not any(mark in one for one in pictures for mark in (b"Exif", b"eXIf", b"Telefono"))


def test_a_picture_that_is_none_is_told_of_as_a_picture(tmp_path: Path) -> None:
    words = tmp_path / "foto.jpg"
    words.write_text("esto no es una foto", "utf-8")
    with pytest.raises(Refused, match="photo_unreadable"):
        scaled(photo_file(words))
    with pytest.raises(Refused, match="photo_missing"):
        photo_file(tmp_path / "nada.jpg")
    huge = tmp_path / "enorme.jpg"
    with huge.open("wb") as file:
        file.truncate(LARGEST_BYTES + 1)
    with pytest.raises(Refused, match="photo_too_large"):
        photo_file(huge)


def test_letters_narrow_the_list_and_the_card_shows_the_picture(room: Room) -> None:
    assert room.titles == ["Plegado de sillas", "Huerta en la plaza"]
    room.does(partial(QTest.keyClicks, room.page.field, "canteros"))
    assert room.titles == ["Huerta en la plaza"]
    room.does(lambda: QTest.keyClick(room.page.field, KEY.Key_Down))
    assert room.page.name.text() == "Huerta en la plaza"
    assert room.page.picture.isVisible()


def test_one_is_written_down_with_a_picture_and_a_wrong_day_is_told(room: Room, store: Store, tmp_path: Path) -> None:
    _noise(tmp_path, "jpg")
    sheet = room.until_opened(lambda: QTest.keyClick(room.page.add, KEY.Key_Return), FormSheet)
    sheet.form.set_values({"title": "Feria de trueque", "happened_on": "ayer nomás"})
    QTest.keyClick(sheet.form.field("title"), KEY.Key_Return)
    assert sheet.isVisible()
    assert sheet.form.field("happened_on").accessibleDescription()
    assert sheet.form.field("done").accessibleDescription() == "Escribí qué se hizo."
    sheet.form.set_values({"done": "Cada quien trajo lo suyo.", "happened_on": "3/10/2026"})
    photo = sheet.form.field("photo")
    assert isinstance(photo, PhotoField)
    photo.read(tmp_path / "foto.jpg")
    room.does(sheet.accept_button.click)
    made = store.ask(experiences, text="trueque")[0]
    assert (made.happened_on, made.has_photo) == (date(2026, 10, 3), True)
    assert room.page.name.text() == "Feria de trueque"


def test_putting_words_right_leaves_the_picture_alone(room: Room, store: Store) -> None:
    room.does(lambda: room.page.stand_on(store.ask(experiences, text="huerta")[0].id))
    sheet = room.until_opened(room.page.correcting.emit, FormSheet)
    sheet.form.set_values({"took": "Palas"})
    room.does(sheet.accept_button.click)
    made = store.ask(experiences, text="palas")[0]
    assert store.ask(photo_of, experience_id=made.id)


def test_one_is_taken_out_after_asking(room: Room, store: Store) -> None:
    room.does(lambda: room.page.stand_on(store.ask(experiences, text="huerta")[0].id))
    remove = room.page.findChild(QPushButton, "experiences.remove")
    assert remove is not None
    sheet = room.until_opened(remove.click, Sheet)
    room.does(sheet.accept_button.click)
    assert room.titles == ["Plegado de sillas"]


def test_the_booklet_of_what_the_letters_mean_goes_where_the_person_wants_it(room: Room, tmp_path: Path) -> None:
    wanted = tmp_path / "cuadernillo.docx"
    room.does(partial(QTest.keyClicks, room.page.field, "huerta"))
    dialog = room.until_opened(room.page.export.click, QFileDialog)
    line = dialog.findChild(QLineEdit)
    assert line is not None
    line.setText(str(wanted))
    room.does(dialog.accept)
    made = Document(io.BytesIO(wanted.read_bytes()))
    words = [one.text for one in made.paragraphs]
    assert "Huerta en la plaza" in words
    assert "Plegado de sillas" not in words
    assert len(made.inline_shapes) == 1
