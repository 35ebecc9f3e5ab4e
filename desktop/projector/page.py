"""Wires the projector to the room it is opened from: one window, opened and closed by one key."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.bridge import AGAIN
from desktop.parts import Parts
from desktop.projector.presenter import ProjectorPresenter
from desktop.projector.shown import place_of
from desktop.projector.view import ProjectorWindow


class Projector:
    """The window is made when it is first wanted, and goes with the room."""

    def __init__(self, parts: Parts, room: QWidget) -> None:
        self._parts, self._room = parts, room
        self.window: ProjectorWindow | None = None
        self._presenter: ProjectorPresenter | None = None

    def turn(self) -> None:
        """Open it, or close it."""
        window = self.window or self._made()
        if window.isVisible():
            window.close()
            return
        own = self._room.window()
        window.show_link(wanted=self._parts.settings.taste.projector_link)
        window.open_at(place_of(self._parts.settings.taste.projector), own.screen().name())
        if window.screen() is own.screen():
            window.raise_()  # under her own window nobody would find it
        else:
            own.activateWindow()  # whatever the system did on showing it: the keyboard is the door's
        assert self._presenter is not None
        self._parts.bridge.start(self._presenter.open())

    def _make_way(self) -> None:
        """On one screen alone it would lie over the field that opens the lock."""
        own, window = self._room.window(), self.window
        if self._parts.shell.locked and window is not None and window.screen() is own.screen():
            own.raise_()

    def _made(self) -> ProjectorWindow:
        parts = self._parts
        window = ProjectorWindow(parts.city.zone, parts.city.name, parts.clock.now)
        presenter = ProjectorPresenter(window, parts.bridge, parts.focus, parts.clock, lambda: parts.shell.locked)
        window.second.connect(presenter.tick)
        window.gone.connect(presenter.close)
        window.placed.connect(lambda place: parts.settings.change(projector=place))
        window.link_wanted.connect(lambda wanted: parts.settings.change(projector_link=wanted))
        parts.settings.follow(lambda taste: window.show_link(wanted=taste.projector_link))
        window.setWindowIcon(self._room.window().windowIcon())
        parts.shell.lock_changed.connect(self._make_way)
        parts.bridge.on(parts.shell.lock_changed, presenter.look, AGAIN)
        parts.bridge.follow(("sitting", "item", "turn", "presence", "resident", "match"), presenter.look_again)
        parts.focus.follow(lambda _: parts.bridge.start(presenter.look()))
        self._room.destroyed.connect(window.deleteLater)
        self.window, self._presenter = window, presenter
        return window


def attach(parts: Parts, room: QWidget) -> Projector:
    """The projector of a room."""
    return Projector(parts, room)
