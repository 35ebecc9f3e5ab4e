"""Builds what Zoom shows: the place that takes reports in (once a window), and the strip in Sala."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.bridge import IGNORE, QUEUE
from desktop.parts import Parts
from desktop.shell.signals import FALLING
from desktop.zoom.call_page import with_the_call
from desktop.zoom.presenter import IntakePresenter, PanePresenter
from desktop.zoom.view import Intake, ZoomStrip


def listen(parts: Parts) -> Intake:
    """Takes in every report that falls on the window, whichever page is in front. Called again, it is the same."""
    known = parts.shell.findChild(Intake)
    if known is not None:
        return known
    front = ""

    def shown(page: str) -> None:
        nonlocal front
        front = page
        presenter.page_shown(page)

    view = Intake(parts.shell, parts.city.zone, lambda: front)
    presenter = IntakePresenter(view, parts.bridge, parts.focus, city=parts.city)
    parts.shell.shown.connect(shown)
    parts.bridge.on(parts.shell.files_dropped, presenter.take_in, QUEUE, topic=FALLING)
    parts.bridge.on(view.take_out_pressed, presenter.take_out, IGNORE)
    return view


def build_pane(parts: Parts) -> QWidget:
    """The strip in Sala, connected and showing."""
    listen(parts)
    view = ZoomStrip()
    presenter = PanePresenter(view, parts.bridge, parts.focus)

    async def bring() -> None:
        if isinstance(path := await view.choose_report(), Path):
            parts.shell.drop([path])

    parts.bridge.on(view.bring_pressed, bring, IGNORE)
    view.decide_pressed.connect(lambda: parts.shell.go("matching"))
    parts.bridge.follow(("match", "call", "participant"), presenter.look)
    parts.focus.follow(lambda _: parts.bridge.start(presenter.look()))
    parts.bridge.start(presenter.look())
    return with_the_call(parts, view)
