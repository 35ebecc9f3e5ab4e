"""Wires the page of what is due."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from db.changes import Changes
from db.issues.due import overdue
from desktop.bridge import AGAIN, IGNORE, QUEUE
from desktop.in_front import look_in_front
from desktop.issues.due_presenter import DuePresenter
from desktop.issues.due_view import DuePageView
from desktop.parts import Parts

NOUNS = ("commitment", "sitting", "council", "resident", "merge", "organisation")


def build(parts: Parts) -> QWidget:
    """All commitments of the record."""
    view = DuePageView(parts.shell, parts.city)
    presenter = DuePresenter(view, parts.bridge, parts.focus, parts.city, parts.clock, parts.shell.go)
    on = parts.bridge.on
    on(view.narrowed, presenter.narrow, AGAIN)
    on(view.chosen, presenter.choose, AGAIN)
    on(view.settled, presenter.settle, IGNORE)
    on(view.moving, presenter.move, IGNORE)
    on(view.reminding, presenter.remind, IGNORE)
    on(view.entering, presenter.enter, IGNORE)
    on(view.undo_wanted, presenter.undo, QUEUE)
    on(view.saving, presenter.save, IGNORE)
    look_in_front(parts.bridge, NOUNS, view, presenter)
    parts.bridge.start(presenter.look())
    return view


def count_overdue(parts: Parts, told: Callable[[int], None]) -> None:
    """Tells how many are overdue, now and after every change of one."""

    async def count(changes: Changes | None = None) -> None:
        today = parts.clock.now().astimezone(parts.city.zone).date()
        told(await parts.bridge.ask(overdue, today=today))

    parts.bridge.follow(("commitment",), count)
    parts.bridge.start(count())
