"""The map of participation on the charts page: of the same sittings, by keys alone, and as files."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest

from db.checkin.commands import check_in
from db.places.city_map import read_map
from db.places.mapping import count_inhabitants, take_in_map
from db.places.queries import neighbourhoods
from db.residents.commands import enrol
from db.sittings.commands import close_sitting, open_sitting, plan_sitting
from desktop import i18n
from desktop.insights import map_words
from desktop.insights.map_presenter import OriginsPresenter
from desktop.insights.presenter import BoardPresenter
from desktop.insights.sittings_sheet import SittingsSheet
from desktop.insights.view import BoardPage
from desktop.kit import theme
from desktop.paths import resources
from desktop.shell.signals import ShellSignals
from tests.db.places import maps
from tests.desk import PlainDesk
from tests.desktop.insights.test_presenter import TODAY
from tests.record import EVENING


def come(store, homes, at=EVENING):
    """A sitting to which as many people came from each quarter as it says."""
    names = {one.name: one.id for one in store.ask(neighbourhoods)}
    sitting = store.do(plan_sitting, council="Consejo El Muelle", title="Faroles", starts_at=at, mode="hybrid").outcome
    store.do(open_sitting, sitting_id=sitting)
    for name, count in homes.items():
        for number in range(count):
            facts = {"neighbourhood_id": names[name]} if name else {}
            who = store.do(enrol, family_name=f"Quirós{chr(97 + number)}", given_names="Elvira", **facts).outcome
            store.do(check_in, sitting_id=sitting, resident_id=who)
    store.do(close_sitting, sitting_id=sitting)
    return sitting


@pytest.fixture
def shown(store, city, qtbot, qapp):
    """The page with its map, and a look at it."""
    theme.apply(qapp)
    i18n.install(qapp)
    view = BoardPage(ShellSignals(), city.zone)
    qtbot.addWidget(view)
    view.resize(1240, 900)
    view.show()
    desk = PlainDesk(store)
    board = BoardPresenter(view, desk, city, lambda: TODAY)
    scheme = resources("cities", city.id, "schematic.toml")
    origins = OriginsPresenter(view.origins, desk, scheme, map_words.apart)
    board.beside(origins.look)
    return view.origins, board, origins


def load(store):
    store.do(take_in_map, areas=read_map(maps.geojson()).areas)


def table(panel):
    return {row[0]: tuple(row[1:]) for row in panel.table()[1]}


def test_without_a_map_of_its_quarters_a_city_is_shown_by_districts(shown, store, qtbot):
    panel, board, _ = shown
    come(store, {"El Muelle": 6, "Los Aromos": 5, "": 5})
    asyncio.run(board.look())
    assert [one.name for one in panel.map._ground.patches] == ["Ribera", "Loma"]
    assert not panel.level.option("quarters").isEnabled()
    assert table(panel)["Ribera"][0] == "6"
    assert table(panel)["Sin dato de barrio"][0] == "5"
    assert "Esquema" in panel._footer.text()


def test_a_map_that_is_loaded_shows_its_quarters_and_their_rates(shown, store):
    panel, board, origins = shown
    come(store, {"El Muelle": 8, "Astilleros": 7, "Mirador": 6})
    load(store)
    asyncio.run(board.look())
    assert panel.level.value() == "quarters"
    assert table(panel)["El Muelle"][:3] == ("8", "8.200", "1,0")
    assert "Mirador 6" in panel._footer.text()  # its area waits for a decision: it is on no map
    assert panel.map._scale.no_data == "sin dato"  # and its pattern stands in the key
    panel.measure.option("rate").click()
    patches = {one.name: one for one in panel.map._ground.patches}
    assert patches["Astilleros"].label == "7,8"
    assert (patches["Campo Municipal"].shade, patches["Campo Municipal"].at_home) == (None, False)
    store.do(count_inhabitants, inhabitants={one.id: 500 for one in store.ask(neighbourhoods)})
    asyncio.run(origins.choose_level("districts"))
    assert table(panel)["Ribera"][:3] == ("15", "1.500", "10,0")


def test_what_could_point_at_somebody_is_in_no_tip_table_nor_file(shown, store):
    panel, board, _ = shown
    come(store, {"El Muelle": 8, "Astilleros": 3, "La Ñandubaysal": 4})
    load(store)
    asyncio.run(board.look())
    assert [table(panel)[name][0] for name in ("El Muelle", "Astilleros", "La Ñandubaysal")] == ["8", "<5", "<5"]
    tips = "\n".join(one.tip for one in panel.map._ground.patches)
    assert "Personas: 3" not in tips
    assert "Personas: 4" not in tips
    told = panel.drawing().decode()
    assert ">8<" in told.replace(" ", "").replace("\n", "")
    assert "pocas personas" in told
    assert "<5" in panel._footer.text()


def test_change_compares_with_the_period_before_where_the_record_reaches_back(shown, store, clock):
    panel, board, _ = shown
    load(store)
    for days, people in ((130, 6), (10, 9)):
        clock.at = EVENING - timedelta(days=days)
        come(store, {"El Muelle": people}, clock.at)
    clock.at = EVENING
    come(store, {"Astilleros": 5}, EVENING - timedelta(days=300))
    asyncio.run(board.look())
    assert not panel.measure.option("change").isEnabled()
    asyncio.run(board.choose_compared("period"))
    asyncio.run(board.choose_days(TODAY - timedelta(days=90), TODAY))
    panel.measure.option("change").click()
    assert table(panel)["El Muelle"][3:] == ("6", "+3")
    assert {one.name: one.label for one in panel.map._ground.patches}["El Muelle"] == "+3"


def test_by_keys_alone_one_goes_to_a_quarter_reads_it_and_opens_its_sittings(shown, store, qtbot):
    panel, board, origins = shown
    come(store, {"El Muelle": 8, "Astilleros": 7})
    load(store)
    asyncio.run(board.look())
    panel.place_opened.connect(lambda homes: asyncio.run(origins.open_place(homes)))
    panel.map.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(panel.map, "el")
    assert "El Muelle · Personas: 8 · Cada 1.000 habitantes: 1,0 (de 8.200)" in panel._at.text()
    QTest.keyClick(panel.map, Qt.Key.Key_Return)
    sheet = panel.window().findChild(SittingsSheet)
    assert sheet.windowTitle() == "El Muelle"
    assert "Quirós" not in " ".join(one.title for one in sheet.findChild(object, "insights.sittings").rows.rows())
    sheet.close()


def test_the_sittings_of_a_few_people_and_of_nobody_are_not_opened(shown, store):
    panel, board, _ = shown
    come(store, {"Astilleros": 3, "La Ñandubaysal": 4})
    load(store)
    asyncio.run(board.look())
    opened: list[object] = []
    said: list[str] = []
    panel.place_opened.connect(opened.append)
    panel._shell.said.connect(lambda message: said.append(message.sentence))
    for letters in ("as", "el"):
        QTest.keyClicks(panel.map, letters)
        QTest.keyClick(panel.map, Qt.Key.Key_Return)
    assert opened == []
    assert "Astilleros" in said[0]
    assert said[1] == "Nadie de El Muelle vino en este período."


def test_the_map_and_its_numbers_are_copied_and_saved(shown, store, tmp_path, qtbot):
    panel, board, origins = shown
    come(store, {"El Muelle": 8, "Astilleros": 7})
    load(store)
    asyncio.run(board.look())
    panel.findChild(object, "insights.origins.copy").click()
    copied = QGuiApplication.clipboard().mimeData()
    assert copied.hasImage()
    assert "El Muelle\t8\t8.200" in copied.text()
    saved = {}

    async def ask_place(ending):
        saved[ending] = tmp_path / f"mapa.{ending}"
        return saved[ending]

    panel.ask_place = ask_place
    for save in (origins.save_picture, origins.save_drawing, origins.save_table):
        asyncio.run(save())
    assert not QImage(str(saved["png"])).isNull()
    assert b"<svg" in saved["svg"].read_bytes()
    assert "El Muelle;8;8.200" in saved["csv"].read_text(encoding="utf-8-sig")
