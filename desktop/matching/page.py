"""Builds the matching desk: view, presenter, and the wires between them."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.bridge import AGAIN, IGNORE, QUEUE
from desktop.matching.presenter import MatchingPresenter
from desktop.matching.view import MatchingPage
from desktop.parts import Parts

# Every decision puts right what the one before could not do.
DECIDING = "matching"
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

    def chosen(offer: object) -> None:
        """Whoever was asked to choose first has chosen: nothing has to say so any more."""
        if offer is not None:
            parts.shell.settled.emit(DECIDING)

    bridge.on(view.filter_chosen, presenter.show_only, QUEUE)
    bridge.on(view.stood_on, presenter.stand_on, AGAIN)
    bridge.on(panel.searched, presenter.find, AGAIN)
    bridge.on(panel.stood_on, presenter.choose, AGAIN)
    bridge.on(panel.taken, presenter.take, IGNORE, topic=DECIDING)
    bridge.on(view.confirm_pressed, presenter.confirm, IGNORE, topic=DECIDING)
    bridge.on(view.listed_pressed, presenter.confirm_whole_names, IGNORE, topic=DECIDING)
    bridge.on(panel.ticked, presenter.tick, QUEUE, topic=DECIDING)
    bridge.on(panel.numbered, presenter.take_numbered, IGNORE, topic=DECIDING)
    bridge.on(panel.entered, presenter.enter_search, IGNORE, topic=DECIDING)
    bridge.on(panel.several_pressed, presenter.several, IGNORE, topic=DECIDING)
    bridge.on(panel.reject_pressed, presenter.reject, IGNORE, topic=DECIDING)
    bridge.on(panel.nobody_pressed, presenter.not_a_neighbour, IGNORE, topic=DECIDING)
    bridge.on(panel.unnamed_pressed, presenter.leave_unnamed, IGNORE, topic=DECIDING)
    bridge.on(panel.new_pressed, presenter.new_person, IGNORE, topic=DECIDING)
    bridge.on(panel.take_back_pressed, presenter.take_back, IGNORE, topic=DECIDING)
    bridge.on(view.undo_pressed, presenter.undo, QUEUE, topic=DECIDING)
    panel.stood_on.connect(chosen)
    bridge.on(view.import_pressed, bring, IGNORE)
    view.room_wanted.connect(lambda: parts.shell.go("sala"))
    view.sitting_wanted.connect(lambda: parts.shell.go("sittings"))
    bridge.follow(NOUNS, presenter.look_again)
    parts.focus.follow(lambda _: bridge.start(presenter.look()))
    bridge.start(presenter.look())
    return view
