"""Wires the city's map: its card in Preferences, and the file that falls on the window, wherever it is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from db.places.map_files.knowing import is_map
from desktop.bridge import IGNORE, QUEUE
from desktop.parts import Parts
from desktop.places.presenter import NOUNS, PlacesPresenter
from desktop.places.view import MapCard, MapDesk
from desktop.shell.signals import FALLING


def listen(parts: Parts) -> None:
    """Takes in a map that falls on the window, whichever page is in front."""

    async def fallen(files: list[Path]) -> None:
        maps = [path for path in files if await parts.bridge.off(is_map, path)]
        if maps:
            await _presenter(parts).fallen(maps)

    parts.bridge.on(parts.shell.files_dropped, fallen, QUEUE, topic=FALLING)


def build_card(parts: Parts) -> QWidget:
    """The card in Preferences, connected and showing."""
    presenter, card = _presenter(parts), MapCard()
    desk = _desk(parts)
    desk.put(card)
    parts.bridge.on(card.bring_pressed, presenter.bring, IGNORE)
    parts.bridge.on(card.inhabitants_pressed, presenter.bring_inhabitants, IGNORE)
    parts.bridge.on(card.forget_pressed, presenter.forget, IGNORE)
    card.decide_pressed.connect(desk.open_desk)
    parts.bridge.start(presenter.look())
    return card


def _desk(parts: Parts) -> MapDesk:
    return parts.shell.findChild(MapDesk) or MapDesk(parts.shell)


def _presenter(parts: Parts) -> PlacesPresenter:
    """The one of this window: made when a map first falls, or when its card is first shown."""
    desk = _desk(parts)
    if desk.presenter is None:
        desk.presenter = made = PlacesPresenter(desk, parts.bridge, parts.city)
        parts.bridge.on(desk.decided, made.decide, QUEUE)
        parts.bridge.on(desk.undo_pressed, made.take_back, QUEUE)
        desk.said.connect(parts.shell.said)
        parts.bridge.follow(NOUNS, made.look)
    return desk.presenter
