"""Wires the agenda pane of Sala."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.agenda.presenter import AgendaPresenter
from desktop.agenda.view import AgendaPane
from desktop.bridge import AGAIN, IGNORE, QUEUE
from desktop.kit.palette import Tone
from desktop.parts import Parts


def build_pane(parts: Parts) -> QWidget:
    """The agenda of the sitting in hand."""
    view = AgendaPane()
    view.zone = parts.city.zone
    presenter = AgendaPresenter(view, parts.bridge, parts.focus, parts.clock, parts.city.zone)
    on = parts.bridge.on
    on(view.next_pressed, presenter.move_on, IGNORE)
    on(view.item_chosen, presenter.choose, AGAIN)
    on(view.noted, presenter.write, QUEUE)
    on(view.outcome_chosen, presenter.end_with, QUEUE)
    on(view.added, presenter.add, QUEUE)
    on(view.moved, presenter.move, QUEUE)
    on(view.dragged, presenter.put_after, QUEUE)
    on(view.wanted, presenter.act, IGNORE)
    on(view.floor.given, presenter.give_floor, QUEUE)
    on(view.floor.asked, presenter.ask_floor, QUEUE)
    on(view.floor.next_called, presenter.call_next, IGNORE)
    on(view.floor.let_down, presenter.let_down, IGNORE)
    on(view.floor.ended, presenter.end_turn, IGNORE)
    view.said.connect(
        lambda sentence, action: parts.shell.say(
            sentence, Tone.GOOD, action, (lambda: view.wanted.emit("undo", "")) if action else None
        )
    )
    view.second.connect(presenter.tick)
    parts.bridge.follow(("item", "turn", "hand", "presence", "resident", "sitting"), presenter.look_again)
    parts.focus.follow_item(lambda item_id: parts.bridge.start(presenter.turn_to_item(item_id)))
    parts.focus.follow(lambda sitting_id: parts.bridge.start(presenter.turn_to(sitting_id)))
    parts.bridge.start(presenter.look())
    return view
