"""Wires the page of today."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.bridge import AGAIN, IGNORE
from desktop.parts import Parts
from desktop.planilla.page import attach
from desktop.sittings.presenter import TodayPresenter
from desktop.sittings.view import TodayPage


def build(parts: Parts) -> QWidget:
    """Today, the week, and planning."""
    view = TodayPage()
    presenter = TodayPresenter(view, parts.bridge, parts.focus, parts.city, parts.clock, parts.shell.go)
    on = parts.bridge.on
    on(view.plan_wanted, presenter.plan, IGNORE)
    on(view.open_wanted, presenter.open, IGNORE)
    on(view.close_wanted, presenter.close, IGNORE)
    on(view.change_wanted, presenter.change, IGNORE)
    on(view.enter_wanted, presenter.enter, IGNORE)
    on(view.minutes_wanted, presenter.read_minutes, IGNORE)
    on(parts.shell.shown, presenter.come_back, AGAIN)
    attach(parts, view, view.sheet_wanted, view.keying_wanted)
    parts.bridge.follow(
        ("sitting", "council", "presence", "match", "item", "issue", "commitment"), presenter.look_again
    )
    parts.bridge.start(presenter.look())
    return view
