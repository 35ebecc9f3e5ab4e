"""The button of the camera: what it says where there is none, and that a card counts once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.camera.frames import Frames
from desktop.camera.once import Once
from desktop.camera.opening import Camera
from desktop.camera.source import is_installed
from desktop.kit import theme
from tests.record import EVENING, HandClock


class HandSource(QObject):
    """A camera whose frames the test shows."""

    frame = Signal(object)
    failed = Signal(str)

    def __init__(self, *, there: bool = True) -> None:
        super().__init__()
        self.there, self.on = there, False

    def start(self) -> bool:
        self.on = self.there
        return self.there

    def stop(self) -> None:
        self.on = False


class Shown:
    """One frame."""

    def toImage(self) -> QImage:
        image = QImage(64, 36, QImage.Format.Format_RGB32)
        image.fill(0)
        return image


@dataclass
class Door:
    """A camera in a window, what it said, and what went to the door."""

    camera: Camera
    source: HandSource
    clock: HandClock
    said: list[str]
    payloads: list[str]
    window: QWidget = field(default_factory=QWidget)


@pytest.fixture
def door(qtbot: QtBot, qapp: Any) -> Callable[..., Door]:
    theme.apply(qapp)

    def made(*, there: bool = True, installed: bool = True) -> Door:
        clock, said, payloads = HandClock(), list[str](), list[str]()
        shell = SimpleNamespace(say=lambda sentence, *_: said.append(sentence))
        source = HandSource(there=there)
        camera = Camera(
            SimpleNamespace(shell=shell, clock=clock),  # type: ignore[arg-type]
            payloads.append,
            installed=lambda: installed,
            source=source,  # type: ignore[arg-type]
        )
        built = Door(camera, source, clock, said, payloads)
        lines = QVBoxLayout(built.window)
        lines.addWidget(camera.button)
        lines.addWidget(camera.pane)
        qtbot.addWidget(built.window)
        built.window.show()
        return built

    return made


def test_without_the_extra_the_button_says_how_to_get_it(door: Callable[..., Door]) -> None:
    here = door(installed=False)
    here.camera.button.click()
    (sentence,) = here.said
    assert "cabildo[camera]" in sentence
    assert not here.camera.pane.isVisible()


def test_without_a_camera_the_button_says_so(door: Callable[..., Door]) -> None:
    here = door(there=False)
    here.camera.button.click()
    assert len(here.said) == 1
    assert not here.camera.pane.isVisible()


def test_a_system_that_cannot_load_the_extra_is_told_of_and_nothing_crashes(door: Callable[..., Door]) -> None:
    here = door()

    def start() -> bool:
        raise ImportError("libpulse.so.0")

    here.source.start = start  # type: ignore[method-assign]
    here.camera.button.click()
    assert len(here.said) == 1
    assert not here.camera.pane.isVisible()


def test_whenever_the_pane_is_not_seen_the_camera_is_off(door: Callable[..., Door]) -> None:
    here = door()
    here.camera.button.click()
    assert here.camera.pane.isVisible()
    assert here.source.on
    here.camera.button.click()
    assert not here.source.on
    here.camera.button.click()
    here.window.hide()
    assert not here.source.on


def test_a_card_lying_before_the_camera_goes_to_the_door_once(door: Callable[..., Door]) -> None:
    here = door()
    here.camera.button.click()
    for _ in range(5):
        here.camera._read("card of Rosaura")
        here.clock.forward(seconds=2)
    here.camera._read("card of Telma")
    assert here.payloads == ["card of Rosaura", "card of Telma"]
    here.camera.pane.hide()


def test_a_camera_that_fails_closes_and_is_told_of(door: Callable[..., Door]) -> None:
    here = door()
    here.camera.button.click()
    here.source.failed.emit("busy")
    assert len(here.said) == 1
    assert not here.source.on


def test_a_card_that_was_away_counts_again() -> None:
    once = Once()
    assert once.is_new("card", EVENING)
    assert not once.is_new("card", EVENING + timedelta(seconds=5))
    assert not once.is_new("card", EVENING + timedelta(seconds=10))
    assert once.is_new("card", EVENING + timedelta(seconds=17))


def test_frames_are_looked_through_beside_and_those_that_come_meanwhile_are_dropped(qtbot: QtBot) -> None:
    looked: list[int] = []

    def reader(picture: QImage) -> str:
        looked.append(picture.width())
        return "card"

    frames = Frames(reader=reader)
    with qtbot.waitSignals([frames.seen, frames.read]):
        for _ in range(10):
            frames.take(Shown())
    frames.close()
    assert looked == [64]


def test_a_frame_that_cannot_be_read_does_not_end_the_reading(qtbot: QtBot) -> None:
    class Broken:
        def toImage(self) -> QImage:
            raise RuntimeError("the driver lost it")

    frames = Frames(reader=lambda _: "card")
    frames.take(Broken())
    qtbot.waitUntil(lambda: not frames._busy)
    frames._since.invalidate()
    with qtbot.waitSignal(frames.read):
        frames.take(Shown())
    frames.close()


def test_looking_for_the_extra_loads_nothing() -> None:
    import sys

    is_installed()
    assert "PySide6.QtMultimedia" not in sys.modules
