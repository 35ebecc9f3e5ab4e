"""Builds the charts page: view, presenter, and the wires between them."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from desktop.bridge import AGAIN, IGNORE
from desktop.insights.presenter import NOUNS, BoardPresenter
from desktop.insights.view import BoardPage
from desktop.parts import Parts


def build(parts: Parts) -> QWidget:
    """The page, connected and showing."""

    def today() -> date:
        return parts.clock.now().astimezone(parts.city.zone).date()

    view = BoardPage(parts.shell)
    presenter = BoardPresenter(view, parts.bridge, parts.city, today)
    parts.bridge.on(view.period_chosen, presenter.choose_period, AGAIN)
    parts.bridge.on(view.days_chosen, presenter.choose_days, AGAIN)
    parts.bridge.on(view.district_chosen, presenter.choose_district, AGAIN)
    parts.bridge.on(view.council_chosen, presenter.choose_council, AGAIN)
    parts.bridge.on(view.picture_pressed, presenter.save_picture, IGNORE)
    parts.bridge.on(view.table_pressed, presenter.save_table, IGNORE)
    parts.bridge.on(parts.shell.shown, presenter.page_shown, AGAIN)
    parts.bridge.follow(NOUNS, presenter.look_again)
    parts.bridge.start(presenter.look())
    return view
