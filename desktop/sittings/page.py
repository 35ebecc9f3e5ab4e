"""Wires the page of today."""

from __future__ import annotations

from datetime import date
from importlib import import_module

from PySide6.QtWidgets import QWidget

from desktop.bridge import AGAIN, IGNORE, QUEUE
from desktop.kit.palette import Tone
from desktop.parts import Parts
from desktop.planilla.page import attach
from desktop.sittings.plan_presenter import PlanPresenter
from desktop.sittings.presenter import TodayPresenter
from desktop.sittings.ritual_page import ritual_over
from desktop.sittings.view import TodayPage
from desktop.sittings.week_file import write_notice
from desktop.sittings.week_sharing import SharingPresenter
from desktop.sittings.week_sheet import WeekSheet


def build(parts: Parts) -> QWidget:
    """Today, the week, and planning."""
    view = TodayPage()
    presenter = TodayPresenter(view, parts.bridge, parts.focus, parts.city, parts.clock, parts.shell.go)
    planner = PlanPresenter(view, parts.bridge, parts.focus, parts.city, parts.clock)
    ritual = ritual_over(parts, view)
    on = parts.bridge.on
    on(view.plan_wanted, planner.plan, IGNORE)
    on(view.open_wanted, presenter.open, IGNORE)
    on(view.close_wanted, ritual.close, IGNORE)
    on(view.look_back_wanted, ritual.look_back, IGNORE)
    on(view.change_wanted, planner.change, IGNORE)
    on(view.call_off_wanted, planner.call_off, IGNORE)
    on(view.undo_wanted, planner.undo, IGNORE)
    on(view.week.turned, planner.turn, QUEUE)

    def first() -> date:
        return view.week.first or parts.clock.now().astimezone(parts.city.zone).date()

    sharing = SharingPresenter(
        WeekSheet(view, parts.shell, parts.city), parts.bridge, parts.city, parts.clock, first, write_notice
    )
    on(view.week.share.clicked, sharing.share, IGNORE)
    on(view.enter_wanted, presenter.enter, IGNORE)
    on(view.minutes_wanted, presenter.read_minutes, IGNORE)
    on(parts.shell.shown, presenter.come_back, AGAIN)
    on(parts.shell.shown, planner.come_back, AGAIN)
    view.said.connect(
        lambda sentence, action: parts.shell.say(sentence, Tone.GOOD, action, view.undo_wanted.emit if action else None)
    )

    def tell_of(sitting_id: str) -> None:
        parts.focus.choose(sitting_id)
        parts.shell.go("programme", "outreach")

    view.telling_wanted.connect(tell_of)
    # By its name: what that page looks at (Zoom, minutes, backups) is none of this page's business.
    import_module("desktop.ready.page").attach(parts, view, view.ready_wanted)
    attach(parts, view, view.sheet_wanted, view.keying_wanted)
    parts.bridge.follow(
        ("sitting", "council", "presence", "match", "item", "issue", "commitment"), presenter.look_again
    )
    parts.bridge.follow(("sitting", "council"), planner.look_again)
    parts.bridge.start(presenter.look())
    parts.bridge.start(planner.look())
    return view
