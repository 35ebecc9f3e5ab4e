"""Wires the pane of what Zoom heard."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.bridge import IGNORE, QUEUE
from desktop.heard.presenter import HeardPresenter
from desktop.heard.view import HeardPane
from desktop.in_front import look_in_front
from desktop.parts import Parts


def build_pane(parts: Parts) -> QWidget:
    """The chat, the words and the survey of the sitting in hand."""
    view = HeardPane(parts.city.zone)
    presenter = HeardPresenter(view, parts.bridge, parts.focus, parts.clock)
    parts.bridge.on(view.made, presenter.make, QUEUE)
    parts.bridge.on(view.taken_back, presenter.take_back, QUEUE)
    parts.bridge.on(view.discard_wanted, presenter.discard, IGNORE)
    # What Zoom told brings the tab; what is decided and moved meanwhile is read when somebody looks.
    parts.bridge.follow(("chat_line", "poll_answer", "transcript_line", "handout"), presenter.look_again)
    look_in_front(parts.bridge, ("match", "issue", "item", "sitting"), view, presenter)
    parts.focus.follow(lambda _sitting_id: parts.bridge.start(presenter.look()))
    parts.focus.follow_item(lambda item_id: parts.bridge.start(presenter.follow_item(item_id)))
    parts.bridge.start(presenter.look())
    return view
