"""The map of the city is loaded in the window, and what is doubtful decided by one key each."""

from __future__ import annotations

import asyncio
import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from db.errors import Refused
from db.places.drawing import standing
from db.places.map_files.knowing import is_map
from desktop import i18n
from desktop.kit import theme
from desktop.places.presenter import Asked, PlacesPresenter
from desktop.places.preview_sheet import CoordinatesSheet, PreviewSheet
from desktop.places.view import MapCard, MapDesk
from tests.db.places import maps
from tests.desk import PlainDesk


class Room:
    """The card in a window, wired without threads; questions are answered by what the test puts in."""

    def __init__(self, store, city, qtbot):
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(1000, 700)
        self.window.show()
        self.store = store
        self.said: list[str] = []
        self.view, self.card = MapDesk(self.window), MapCard()
        self.card.setParent(self.window)
        self.card.show()
        self.view.put(self.card)
        self.presenter = PlacesPresenter(self.view, PlainDesk(store), city)
        self.view.decided.connect(lambda area, quarters: asyncio.run(self.presenter.decide(area, quarters)))
        self.view.undo_pressed.connect(lambda: asyncio.run(self.presenter.take_back()))
        self.view.said.connect(lambda message: self.said.append(message.sentence))
        asyncio.run(self.presenter.look())

    def answer(self, *asked):
        """What is answered to each preview in turn."""
        turn = iter(asked)

        async def ask_preview(found, known, before):
            self.found, self.known = found, known
            return next(turn)

        self.view.ask_preview = ask_preview  # type: ignore[method-assign]


@pytest.fixture
def room(store, city, qtbot, qapp):
    theme.apply(qapp)
    i18n.install(qapp)
    return Room(store, city, qtbot)


@pytest.fixture
def barrios(tmp_path):
    path = tmp_path / "barrios.geojson"
    path.write_bytes(maps.geojson())
    return path


def press(desk, *keys):
    for key in keys:
        QTest.keyClick(desk.rows, key)


def test_the_card_says_that_there_is_no_map_and_where_to_ask_for_one(room):
    assert "Todavía no hay mapa de los barrios" in room.card._state.text()
    assert not room.card.decide.isVisible()


def test_a_map_is_seen_before_it_is_taken_in_and_can_be_left(room, barrios):
    room.answer(None)
    asyncio.run(room.presenter.take_in(barrios))
    assert (room.known.known, room.known.any, len(room.found.areas)) == (3, False, 5)
    assert room.store.ask(standing).areas == 0


def test_another_field_is_read_again_before_it_is_taken_in(room, barrios):
    room.answer(Asked("cod"), Asked("Nombre"), Asked("Nombre", take=True))
    asyncio.run(room.presenter.take_in(barrios))
    assert room.found.name_field == "Nombre"
    assert "5 áreas, 3 son barrios nuestros, 2 por decidir" in room.said[0]
    assert "3 de 5 barrios dibujados" in room.card._state.text()
    assert "2 áreas del mapa esperan" in room.card._state.text()


def test_what_is_doubtful_is_decided_by_one_key_each_and_taken_back(room, barrios):
    room.answer(Asked(take=True))
    asyncio.run(room.presenter.take_in(barrios))
    desk = room.view._desk
    assert [desk.rows.selected().name, desk._offers[0].text()] == ["Mirador y Los Aromos", "1  Mirador + Los Aromos"]
    press(desk, Qt.Key.Key_Return)
    assert desk.rows.selected().name == "Campo Municipal"
    press(desk, Qt.Key.Key_N)
    assert desk._left.text() == "Todo decidido."
    assert room.store.ask(standing).drawn == 5
    desk.undo.click()
    desk.undo.click()
    assert room.store.ask(standing).waiting == 2
    assert not desk.undo.isEnabled()
    desk.rows.select("mirador y los aromos")
    press(desk, Qt.Key.Key_2)
    assert room.store.ask(standing).drawn == 4
    desk.accept()
    assert room.view._desk is None


def test_an_area_is_several_quarters_of_ones_own_choosing_and_open_again(room, barrios):
    room.answer(Asked(take=True))
    asyncio.run(room.presenter.take_in(barrios))
    desk = room.view._desk
    desk.rows.select("campo municipal")
    for name in ("mirador", "aromos"):
        desk.other.picker.setText(name)
        QTest.keyClick(desk.other.picker, Qt.Key.Key_Return)
    desk.take.click()
    assert room.store.ask(standing).drawn == 5
    desk.rows.select("campo municipal")
    desk.open_again.click()
    assert room.store.ask(standing).drawn == 3
    desk.reject()


def test_a_map_in_metres_asks_for_its_projection_until_it_fits(room, tmp_path):
    told = maps.collection()
    for feature in told["features"]:
        feature["geometry"]["coordinates"] = [maps.projected("EPSG:5347")[feature["properties"]["Nombre"]]]
    path = tmp_path / "metros.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    asked, answers = [], iter((Asked(crs="faja 5"), Asked(crs="5347")))

    async def ask_crs(why, before):
        asked.append(why.code)
        return next(answers)

    room.view.ask_crs = ask_crs
    room.answer(Asked(crs="5347", take=True))
    asyncio.run(room.presenter.take_in(path))
    assert asked == ["map_crs_needed", "map_crs_unknown"]
    assert room.store.ask(standing).drawn == 3


def test_a_damaged_map_is_refused_and_nothing_is_written(room, tmp_path):
    path = tmp_path / "barrios.geojson"
    path.write_bytes(maps.geojson()[:500])
    with pytest.raises(Refused, match="map_damaged"):
        asyncio.run(room.presenter.take_in(path))
    assert room.store.ask(standing).areas == 0


def test_of_the_files_that_fall_on_the_window_the_map_is_taken(room, barrios, tmp_path):
    other = tmp_path / "padron.csv"
    other.write_text("apellido;nombres\n", encoding="utf-8")
    room.answer(Asked(take=True))
    asyncio.run(room.presenter.fallen([other, tmp_path / "nada.zip", tmp_path, barrios]))
    assert room.store.ask(standing).drawn == 3
    parts = tmp_path / "barrios.zip"
    parts.write_bytes(maps.zipped(maps.shapefile_parts("EPSG:5347")))
    gml = tmp_path / "barrios.gml"
    gml.write_bytes(maps.gml2("EPSG:5347", maps.projected("EPSG:5347")))
    assert [is_map(one) for one in (parts, gml, barrios, other)] == [True, True, True, False]


def test_inhabitants_are_loaded_from_a_list_and_the_map_is_taken_off(room, barrios, tmp_path):
    room.answer(Asked(take=True))
    asyncio.run(room.presenter.take_in(barrios))
    path = tmp_path / "habitantes.csv"
    path.write_text("barrio;habitantes\nMirador;4.100\nLuna;7\n", encoding="utf-8")

    async def ask_list():
        return path

    async def yes():
        return True

    room.view.ask_list, room.view.ask_forget = ask_list, yes
    asyncio.run(room.presenter.bring_inhabitants())
    assert "No son barrios nuestros: Luna." in room.said[-1]
    asyncio.run(room.presenter.forget())
    assert room.store.ask(standing).drawn == 0


def test_the_sheets_tell_what_was_found_and_what_was_chosen(room, barrios):
    room.answer(None)
    asyncio.run(room.presenter.take_in(barrios))
    sheet = PreviewSheet(room.window, room.found, room.known, Asked(crs="4326"))
    told = sheet.findChild(QLabel, "places.found")
    assert told is not None
    assert "GeoJSON, 5 áreas" in told.text()
    sheet.open()
    sheet.accept_button.click()
    assert sheet.answer() == Asked("Nombre", "Habitantes", "4326", take=True)
    where = CoordinatesSheet(room.window, "Está en metros.", Asked())
    where.open()
    where.accept_button.click()
    assert where.isVisible()  # nothing is written yet
    field = where.findChild(QLineEdit, "places.crs")
    assert field is not None
    QTest.keyClicks(field, "EPSG:22185")
    where.accept_button.click()
    assert where.answer().crs == "EPSG:22185"


def test_a_map_of_another_city_is_said_to_be_one_before_it_is_taken_in(room, barrios, tmp_path, qtbot):
    """Hardly a name is ours, and what is drawn already lies four hundred kilometres away."""
    room.answer(Asked(take=True))
    asyncio.run(room.presenter.take_in(barrios))
    elsewhere = tmp_path / "otra.geojson"
    squares = {f"Villa {n}": (-64.2 - n / 10, -31.5, -64.1 - n / 10, -31.4) for n in range(9)}
    elsewhere.write_bytes(maps.geojson(squares))
    before = room.store.ask(standing)
    room.answer(None)
    asyncio.run(room.presenter.take_in(elsewhere))
    assert (room.known.known, room.known.few) == (0, True)
    assert 350 < room.known.far < 450
    assert room.store.ask(standing) == before
    sheet = PreviewSheet(room.window, room.found, room.known, Asked())
    qtbot.addWidget(sheet)
    said = " ".join(one.text() for one in sheet.findChildren(QLabel, "places.doubts"))
    assert "kilómetros de esta ciudad" in said
    assert "Puede ser de otra ciudad" in said
    assert sheet.accept_button.text() == "Cargarlo igual"
