"""The projector: what everybody in the room may see, and what nobody but the facilitator does."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from db.agenda.commands import add_item, next_item
from db.agenda.floor import give_floor
from db.checkin.commands import count_unnamed
from db.home import Home
from db.places.city import City
from db.sittings.commands import close_sitting, keep_invitation
from db.work import Store
from desktop.focus import Focus
from desktop.kit import theme
from desktop.parts import Parts
from desktop.projector.page import Projector
from desktop.projector.presenter import ProjectorPresenter
from desktop.projector.shown import Place, Wall, place_of, screen_for
from tests.db.sittings.council import arrives, neighbour, opened_sitting, planned
from tests.desk import PlainDesk
from tests.desktop.sittings.room import Room, Run, opened_room
from tests.record import HandClock


def an_evening(store: Store, clock: HandClock) -> str:
    """Rosaura came by both ways and speaks on the first of two items; her document and telephone are on the roll."""
    sitting = opened_sitting(store)
    rosa = neighbour(store, "Rosaura", "Pirincho", document="30111222", phone="3415550101")
    silent = neighbour(store, "Juanelo", "Ceibal")
    arrives(store, sitting, rosa)
    arrives(store, sitting, rosa, "zoom")
    arrives(store, sitting, silent, "zoom")
    store.do(count_unnamed, sitting_id=sitting)
    store.do(add_item, sitting_id=sitting, title="Farol de la costanera", minutes=10, presenter="Obdulia Reservada")
    store.do(add_item, sitting_id=sitting, title="Baches")
    store.do(next_item, sitting_id=sitting)
    clock.forward(minutes=4)
    store.do(give_floor, sitting_id=sitting, resident_id=rosa)
    clock.forward(seconds=80)
    return sitting


class View:
    """What was said to the window."""

    def __init__(self) -> None:
        self.wall = Wall()
        self.clocks = (0, 0)
        self.reads = 0

    def show_wall(self, wall: Wall) -> None:
        self.wall, self.reads = wall, self.reads + 1

    def show_clocks(self, item_seconds: int, turn_seconds: int) -> None:
        self.clocks = (item_seconds, turn_seconds)


class Stage:
    """A projector without a window."""

    def __init__(self, store: Store, clock: HandClock, in_hand: str | None = None) -> None:
        self.view, self.focus, self.locked = View(), Focus(), False
        self.focus.choose(in_hand)
        self.presenter = ProjectorPresenter(self.view, PlainDesk(store), self.focus, clock, lambda: self.locked)
        asyncio.run(self.presenter.open())

    def look(self) -> Wall:
        asyncio.run(self.presenter.look())
        return self.view.wall


def test_it_shows_the_item_its_clock_who_speaks_what_is_next_and_a_sum_that_closes(
    store: Store, clock: HandClock
) -> None:
    stage = Stage(store, clock, an_evening(store, clock))
    wall = stage.view.wall
    assert (wall.calm, wall.item, wall.number, wall.items, wall.minutes_planned) == (
        "", "Farol de la costanera", 1, 2, 10,
    )  # fmt: skip
    assert (wall.next_title, wall.speaker, wall.way) == ("Baches", "Rosaura Pirincho", "room")
    assert (wall.in_room, wall.online, wall.both, wall.people, wall.unnamed) == (1, 2, 1, 2, 1)
    assert wall.in_room + wall.online - wall.both == wall.people
    assert stage.view.clocks == (320, 80)
    clock.forward(seconds=1)
    stage.presenter.tick()
    assert stage.view.clocks == (321, 81)


def test_nothing_of_anybody_is_on_it_but_the_name_of_whoever_speaks(store: Store, clock: HandClock) -> None:
    wall = Stage(store, clock, an_evening(store, clock)).view.wall
    told = " ".join(str(getattr(wall, one.name)) for one in fields(wall) if one.name != "speaker")
    for private in ("Pirincho", "Ceibal", "Reservada", "30111222", "5550101"):
        assert private not in told


def test_locked_it_is_calm_at_once_and_unlocked_it_goes_on(store: Store, clock: HandClock) -> None:
    stage = Stage(store, clock, an_evening(store, clock))
    stage.locked = True
    assert stage.look() == Wall("locked")
    assert stage.view.clocks == (320, 80)
    stage.presenter.tick()
    assert stage.view.clocks == (0, 0)
    stage.locked = False
    assert stage.look().speaker == "Rosaura Pirincho"


def test_it_stays_with_the_open_sitting_whatever_the_facilitator_looks_at(store: Store, clock: HandClock) -> None:
    an_evening(store, clock)
    other = planned(store, title="La próxima")
    assert Stage(store, clock, other).view.wall.item == "Farol de la costanera"
    assert Stage(store, clock).view.wall.item == "Farol de la costanera"


def test_without_an_open_sitting_it_says_calmly_when_one_begins_or_that_it_is_over(
    store: Store, clock: HandClock
) -> None:
    assert Stage(store, clock).view.wall == Wall("none")
    waiting = planned(store)
    assert Stage(store, clock, waiting).view.wall.calm == "planned"
    sitting = an_evening(store, clock)
    store.do(close_sitting, sitting_id=sitting)
    over = Stage(store, clock, sitting).view.wall
    assert (over.calm, over.speaker, over.people) == ("over", "", 0)


def test_closed_it_asks_the_record_nothing(store: Store, clock: HandClock) -> None:
    stage = Stage(store, clock, an_evening(store, clock))
    stage.presenter.close()
    before = stage.view.reads
    stage.look()
    assert stage.view.reads == before


def test_it_never_fills_the_screen_of_the_facilitator() -> None:
    assert screen_for(["eDP-1"], "eDP-1", "") is None
    assert screen_for(["eDP-1"], "eDP-1", "eDP-1") is None
    assert screen_for(["eDP-1", "HDMI-1", "DP-2"], "eDP-1", "") == "HDMI-1"
    assert screen_for(["eDP-1", "HDMI-1", "DP-2"], "eDP-1", "DP-2") == "DP-2"
    assert screen_for(["eDP-1", "HDMI-1"], "eDP-1", "gone") == "HDMI-1"


@pytest.mark.parametrize(
    "place", [Place(), Place("HDMI-1", False, (10, -20, 960, 540)), Place("a|b", True, (0, 0, 1, 1))]
)
def test_where_it_stood_is_read_again_as_it_was_written(place: Place) -> None:
    assert place_of(place.text()) == place


@pytest.mark.parametrize("text", ["", "nonsense", "|||", "HDMI-1|0|1 2 3"])
def test_a_place_that_cannot_be_read_is_the_usual_one(text: str) -> None:
    assert place_of(text).box is None


# ---- the window ----------------------------------------------------------------------------------------------------


@pytest.fixture
def room(
    store: Store, city: City, home: Home, clock: HandClock, run: Run, shown: Any, qtbot: Any
) -> Iterator[Room[Any]]:
    sitting = an_evening(store, clock)
    store.do(
        keep_invitation, sitting_id=sitting, zoom_number="912 3456 7890", join_link="https://zoom.example/j/9",
        registration_link="https://zoom.example/register/9",
    )  # fmt: skip

    def build(parts: Parts) -> QWidget:
        view = QWidget()
        view.parts, view.projector = parts, Projector(parts, view)  # type: ignore[attr-defined]
        return view

    with opened_room(
        build, store=store, city=city, home=home, clock=clock, run=run, shown=shown, qtbot=qtbot, sitting=sitting
    ) as made:
        yield made
        if made.view.projector.window is not None:
            made.view.projector.window.close()


def picture(widget: QWidget, size: QSize) -> QImage:
    """As it is painted at that size."""
    widget.resize(size)
    return widget.grab().toImage()


def test_one_key_opens_it_and_the_same_closes_it_and_it_comes_back_where_it_was(room: Room[Any]) -> None:
    projector = room.view.projector
    room.does(projector.turn)
    window = projector.window
    assert window.isVisible()
    assert not window.isFullScreen(), "there is one screen, and it is the facilitator's"
    window.setGeometry(40, 50, 640, 400)
    room.does(projector.turn)
    assert not window.isVisible()
    assert place_of(room.view.parts.settings.taste.projector).box == (40, 50, 640, 400)
    room.does(projector.turn)
    assert window.geometry().getRect() == (40, 50, 640, 400)


def test_what_happens_in_the_room_is_on_the_wall_and_told_to_a_screen_reader(room: Room[Any], store: Store) -> None:
    room.does(room.view.projector.turn)
    said = room.view.projector.window.painting.accessibleDescription()
    assert "Farol de la costanera" in said
    assert "Habla Rosaura Pirincho, en sala" in said
    assert "Sigue: Baches" in said
    assert "en sala 1. en Zoom 2. ambas 1. personas 2" in said

    async def move_on() -> None:
        await room.bridge.do(next_item, sitting_id=room.sitting)
        await room.bridge.settle()

    room.run(move_on())
    said = room.view.projector.window.painting.accessibleDescription()
    assert "Punto 2 de 2. Baches" in said
    assert "Habla" not in said


def test_while_the_screen_is_locked_it_stays_and_tells_nothing(room: Room[Any]) -> None:
    room.does(room.view.projector.turn)
    window = room.view.projector.window
    room.shell.locked = True
    room.does(room.shell.lock_changed.emit)
    assert window.isVisible()
    assert window.painting.words() == ["Villa Ejemplo"]
    room.shell.locked = False
    room.does(room.shell.lock_changed.emit)
    assert "Rosaura" in window.painting.accessibleDescription()


def test_the_code_to_register_is_there_when_wanted_and_read_by_a_telephone(room: Room[Any]) -> None:
    room.does(room.view.projector.turn)
    window = room.view.projector.window
    assert _read(picture(window.painting, QSize(1280, 720))) == []
    window.activateWindow()
    room.qtbot.waitActive(window)
    room.does(lambda: room.qtbot.keyClick(window, Qt.Key.Key_Q))
    assert room.view.parts.settings.taste.projector_link
    for size in (QSize(1280, 720), QSize(800, 600)):
        assert _read(picture(window.painting, size)) == ["https://zoom.example/register/9"]


def _read(image: QImage) -> list[str]:
    import numpy as np
    import zxingcpp

    gray = image.convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = np.frombuffer(gray.constBits(), np.uint8).reshape(gray.height(), gray.bytesPerLine())
    return [one.text for one in zxingcpp.read_barcodes(np.ascontiguousarray(pixels[:, : gray.width()]))]


@pytest.mark.parametrize("dark", [False, True])
def test_letters_grow_with_the_window_and_stand_out_in_light_and_dark(room: Room[Any], qapp: Any, dark: bool) -> None:
    theme.apply(qapp, dark=dark)
    room.does(room.view.projector.turn)
    painting = room.view.projector.window.painting
    heights = [_clock_height(picture(painting, size)) for size in (QSize(640, 360), QSize(1920, 1080))]
    assert heights[0] >= 30
    assert heights[1] == pytest.approx(3 * heights[0], rel=0.1)
    theme.apply(qapp)


def _clock_height(image: QImage) -> int:
    """How many rows of pixels the figures of the large clock take: left, about half way down."""
    ground = QColor(theme.look().palette.ground)
    left, right = int(image.width() * 0.03), int(image.width() * 0.2)
    rows = range(int(image.height() * 0.47), int(image.height() * 0.66))
    inked = [
        y
        for y in rows
        if any(abs(QColor(image.pixel(x, y)).lightness() - ground.lightness()) > 80 for x in range(left, right, 2))
    ]
    return len(inked)


def test_a_very_long_title_is_cut_and_never_runs_over_the_clock(room: Room[Any]) -> None:
    room.does(room.view.projector.turn)
    painting = room.view.projector.window.painting
    short = Wall(calm="", council="C", item="Farol", number=1, items=1, minutes_planned=10)
    long = Wall(calm="", council="C", item="Farol de la costanera " * 60, number=1, items=1, minutes_planned=10)
    below = []
    for wall in (short, long):
        painting.show_wall(wall)
        image = picture(painting, QSize(1280, 720))
        below.append(image.copy(0, int(720 * 0.46), 1280, 720 - int(720 * 0.46)))
    assert below[0] == below[1]
