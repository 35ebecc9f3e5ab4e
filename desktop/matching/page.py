"""Builds the matching desk: view, presenter, and the wires between them."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.bridge import AGAIN, IGNORE, QUEUE
from desktop.matching.presenter import MatchingPresenter
from desktop.matching.view import MatchingPage
from desktop.parts import Parts

NOUNS = ("match", "call", "participant", "presence", "sitting", "resident")


def build(parts: Parts) -> QWidget:
    """The page, connected and showing."""
    view = MatchingPage(parts.city.zone)
    presenter = MatchingPresenter(view, parts.bridge, parts.focus, phone_prefix=parts.city.phone_prefix)
    bridge, panel = parts.bridge, view.panel

    async def bring() -> None:
        # The file goes the way of one that falls on the window: there is one place that takes reports in.
        if (path := await view.choose_report()) is not None:
            parts.shell.drop([path])

    bridge.on(view.filter_chosen, presenter.show_only, QUEUE)
    bridge.on(view.stood_on, presenter.stand_on, AGAIN)
    bridge.on(panel.searched, presenter.find, AGAIN)
    bridge.on(panel.stood_on, presenter.choose, AGAIN)
    bridge.on(panel.taken, presenter.take, IGNORE)
    bridge.on(view.confirm_pressed, presenter.confirm, IGNORE)
    bridge.on(panel.ticked, presenter.tick, QUEUE)
    bridge.on(panel.numbered, presenter.take_numbered, IGNORE)
    bridge.on(panel.entered, presenter.enter_search, IGNORE)
    bridge.on(panel.several_pressed, presenter.several, IGNORE)
    bridge.on(panel.reject_pressed, presenter.reject, IGNORE)
    bridge.on(panel.nobody_pressed, presenter.not_a_neighbour, IGNORE)
    bridge.on(panel.unnamed_pressed, presenter.leave_unnamed, IGNORE)
    bridge.on(panel.new_pressed, presenter.new_person, IGNORE)
    bridge.on(panel.take_back_pressed, presenter.take_back, IGNORE)
    bridge.on(view.undo_pressed, presenter.undo, QUEUE)
    bridge.on(view.import_pressed, bring, IGNORE)
    view.room_wanted.connect(lambda: parts.shell.go("sala"))
    view.sitting_wanted.connect(lambda: parts.shell.go("sittings"))
    bridge.follow(NOUNS, presenter.look_again)
    parts.focus.follow(lambda _: bridge.start(presenter.look()))
    bridge.start(presenter.look())
    return view
