"""Wires the pane of issues of Sala."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.bridge import IGNORE, QUEUE
from desktop.issues.presenter import IssuesPresenter
from desktop.issues.view import IssuesPane
from desktop.parts import Parts


def build_pane(parts: Parts) -> QWidget:
    """What the sitting in hand was asked for and promised."""
    view = IssuesPane()
    view.zone = parts.city.zone
    presenter = IssuesPresenter(view, parts.bridge, parts.focus, parts.city, parts.clock)
    on = parts.bridge.on
    on(view.told, presenter.write, QUEUE)
    on(view.edit_wanted, presenter.edit, IGNORE)
    on(view.removal_wanted, presenter.remove, IGNORE)
    on(view.promise_wanted, presenter.promise, IGNORE)
    on(view.settled, presenter.settle, QUEUE)
    on(view.take_back_wanted, presenter.take_back, IGNORE)
    on(view.setting_right, presenter.set_right, IGNORE)
    on(view.moving, presenter.move, IGNORE)
    on(view.noting, presenter.note_outcome, IGNORE)
    on(view.undo_wanted, presenter.undo, QUEUE)
    parts.bridge.follow(
        ("issue", "commitment", "presence", "resident", "organisation", "sitting"), presenter.look_again
    )
    parts.focus.follow(lambda _sitting_id: parts.bridge.start(presenter.turn()))
    parts.bridge.start(presenter.look())
    return view
