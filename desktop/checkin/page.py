"""Wires the door pane and the header of Sala."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.bridge import AGAIN, IGNORE, QUEUE
from desktop.checkin.counters import Counters
from desktop.checkin.counting import CountersPresenter
from desktop.checkin.presenter import DoorPresenter
from desktop.checkin.view import DoorPane
from desktop.parts import Parts


def build_pane(parts: Parts) -> QWidget:
    """The door of the sitting in hand."""
    view = DoorPane(parts.city.zone)
    presenter = DoorPresenter(view, parts.bridge, parts.focus, parts.clock, parts.city.phone_prefix)
    on = parts.bridge.on
    on(view.searched, presenter.search, AGAIN)
    on(view.entered, presenter.enter, QUEUE)
    on(view.written, presenter.write_down, IGNORE)
    on(view.unnamed, presenter.count_one, QUEUE)
    on(view.consented, presenter.consent, IGNORE)
    on(view.leaving, presenter.leave_or_return, IGNORE)
    on(view.undone, presenter.undo, QUEUE)
    on(view.opening, presenter.open_sitting, IGNORE)
    parts.bridge.follow(("presence", "resident", "sitting"), presenter.look_again)
    parts.focus.follow(lambda sitting_id: parts.bridge.start(presenter.turn_to(sitting_id)))
    parts.bridge.start(presenter.look())
    return view


def build_counters(parts: Parts) -> QWidget:
    """The header line: the sitting in numbers."""
    view = Counters(parts.city.zone)
    presenter = CountersPresenter(view, parts.bridge, parts.focus, parts.clock)
    view.second.connect(presenter.tick)
    parts.bridge.follow(("presence", "resident", "sitting", "match", "participant"), presenter.look_again)
    parts.focus.follow(lambda _: parts.bridge.start(presenter.look()))
    parts.bridge.start(presenter.look())
    return view
