"""Builds the charts page: view, presenter, and the wires between them."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from desktop.bridge import AGAIN, IGNORE
from desktop.insights import map_words
from desktop.insights.map_presenter import OriginsPresenter
from desktop.insights.presenter import NOUNS, BoardPresenter
from desktop.insights.there import There
from desktop.insights.view import BoardPage
from desktop.parts import Parts
from desktop.paths import resources
from desktop.reports.page import add_to


def build(parts: Parts) -> QWidget:
    """The page, connected and showing."""

    def today() -> date:
        return parts.clock.now().astimezone(parts.city.zone).date()

    view = BoardPage(parts.shell, parts.city.zone, today)
    there = There(parts.bridge, parts.bridge.start, parts.clock.now)
    presenter = BoardPresenter(view, parts.bridge, parts.city, today, there)
    filters = view.filters
    parts.bridge.on(filters.period_chosen, presenter.choose_period, AGAIN)
    parts.bridge.on(filters.days_chosen, presenter.choose_days, AGAIN)
    parts.bridge.on(filters.compared_chosen, presenter.choose_compared, AGAIN)
    parts.bridge.on(filters.district_chosen, presenter.choose_district, AGAIN)
    parts.bridge.on(filters.council_chosen, presenter.choose_council, AGAIN)
    parts.bridge.on(filters.mode_chosen, presenter.choose_mode, AGAIN)
    parts.bridge.on(view.everything_wanted, presenter.show_everything, AGAIN)
    parts.bridge.on(view.category_opened, presenter.open_category, AGAIN)
    parts.bridge.on(view.drawing_pressed, presenter.save_drawing, IGNORE)
    parts.bridge.on(view.picture_pressed, presenter.save_picture, IGNORE)
    parts.bridge.on(view.table_pressed, presenter.save_table, IGNORE)
    _connect_origins(parts, view, presenter)
    parts.bridge.on(parts.shell.shown, presenter.page_shown, AGAIN)
    parts.bridge.follow(NOUNS, presenter.look_again)
    add_to(view, parts, lambda: presenter.filtered)
    parts.bridge.start(presenter.look())
    return view


def _connect_origins(parts: Parts, view: BoardPage, presenter: BoardPresenter) -> None:
    """The map of participation beside the charts, of the same sittings."""
    panel = view.origins
    scheme = resources("cities", parts.city.id, "schematic.toml")
    origins = OriginsPresenter(panel, parts.bridge, scheme, map_words.apart)
    presenter.beside(origins.look)
    parts.bridge.on(panel.level_chosen, origins.choose_level, AGAIN)
    parts.bridge.on(panel.place_opened, origins.open_place, AGAIN)
    parts.bridge.on(panel.picture_pressed, origins.save_picture, IGNORE)
    parts.bridge.on(panel.drawing_pressed, origins.save_drawing, IGNORE)
    parts.bridge.on(panel.table_pressed, origins.save_table, IGNORE)
