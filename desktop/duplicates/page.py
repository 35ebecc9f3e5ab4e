"""Builds the desk of the doubles: view, presenter, and the wires between them; and counts what waits there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from db.changes import Changes
from desktop.bridge import AGAIN, IGNORE, QUEUE
from desktop.duplicates.presenter import DoublesPresenter
from desktop.duplicates.view import DoublesPage
from desktop.duplicates.waiting import MANY, NOUNS, Waiting
from desktop.parts import Parts

QUIET_MS = 3000


def build(parts: Parts) -> QWidget:
    """The page, connected and showing."""
    view = DoublesPage(parts.city.zone)
    presenter = DoublesPresenter(view, parts.bridge)
    bridge, panel = parts.bridge, view.panel
    bridge.on(view.list_chosen, presenter.show_only, QUEUE)
    bridge.on(view.stood_on, presenter.stand_on, AGAIN)
    bridge.on(panel.join_pressed, presenter.join, IGNORE)
    bridge.on(panel.swap_pressed, presenter.swap, IGNORE)
    bridge.on(panel.part_pressed, presenter.part, IGNORE)
    bridge.on(panel.later_pressed, presenter.leave_for_later, IGNORE)
    bridge.on(panel.back_pressed, presenter.take_back, IGNORE)
    bridge.on(view.undo_pressed, presenter.undo, QUEUE)
    bridge.follow((*NOUNS, "presence"), presenter.look_again)
    bridge.start(presenter.look())
    return view


def count(parts: Parts, told: Callable[[int], None]) -> None:
    """Tells how many pairs wait, now and after every commit that matters to it.

    A list that is being taken in writes hundreds at once, a hundred times over: then the roll is compared when it has
    been quiet for a while, not between one portion and the next, where the door is waiting.
    """
    waiting, quiet = Waiting(parts.bridge), QTimer(singleShot=True, interval=QUIET_MS)

    async def all_of_them() -> None:
        told(len(await waiting.all()))

    async def again(changes: Changes) -> None:
        if len(changes.rows.get("resident", ())) > MANY:
            waiting.forget()
            quiet.start()
        elif not quiet.isActive():
            told(len(await waiting.changed(changes)))

    parts.bridge.follow(NOUNS, again)
    parts.bridge.on(quiet.timeout, all_of_them, AGAIN)
    parts.bridge.start(all_of_them())
