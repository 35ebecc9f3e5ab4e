"""Wires the page of what was asked for across sittings."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.bridge import AGAIN, IGNORE, QUEUE
from desktop.in_front import look_in_front
from desktop.issues.asked_presenter import AskedPresenter
from desktop.issues.asked_view import AskedPage
from desktop.parts import Parts

NOUNS = ("issue", "dispatch", "sitting", "council", "resident", "merge", "organisation")


def build(parts: Parts) -> QWidget:
    """All issues of the record."""
    view = AskedPage(parts.shell, parts.city)
    presenter = AskedPresenter(view, parts.bridge, parts.focus, parts.city, parts.clock, parts.shell.go)
    on = parts.bridge.on
    on(view.wanted, presenter.narrow, AGAIN)
    on(view.chosen, presenter.choose, AGAIN)
    on(view.more_wanted, presenter.more, IGNORE)
    on(view.became, presenter.follow, IGNORE)
    on(view.assigning, presenter.assign, IGNORE)
    on(view.setting_right, presenter.set_right, IGNORE)
    on(view.entering, presenter.enter, IGNORE)
    on(view.undo_wanted, presenter.undo, QUEUE)
    on(view.handing_on, presenter.hand_on, IGNORE)
    on(view.offer_wanted, presenter.offer, AGAIN)
    on(view.sent_wanted, presenter.look_at_sent, IGNORE)
    look_in_front(parts.bridge, NOUNS, view, presenter)
    parts.bridge.start(presenter.look())
    return view
