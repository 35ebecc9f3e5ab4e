"""Puts the button for reports on the page of charts, and connects it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from db.places.city import City
from desktop.bridge import IGNORE
from desktop.insights.presenter import Filtered
from desktop.insights.there import There
from desktop.kit.surfaces import Page
from desktop.parts import Parts
from desktop.paths import resources
from desktop.reports.gathering import Told
from desktop.reports.presenter import ReportPresenter
from desktop.reports.publishing_presenter import PublishingPresenter, made_folder
from desktop.reports.publishing_view import PublishButton
from desktop.reports.view import ReportButton


def add_to(page: Page, parts: Parts, chosen: Callable[[], Filtered]) -> None:
    """The buttons are the page's, and go with it. `chosen` tells its filters."""

    def today() -> date:
        return parts.clock.now().astimezone(parts.city.zone).date()

    view = ReportButton(page, parts.shell, parts.city)
    scheme = resources("cities", parts.city.id, "schematic.toml")
    there = There(parts.bridge, parts.bridge.start, parts.clock.now)
    presenter = ReportPresenter(view, parts.bridge, parts.city, today, scheme, _write, there)
    parts.bridge.on(view.button.clicked, presenter.make, IGNORE)
    publish = PublishButton(page, parts.shell, parts.city)
    publisher = PublishingPresenter(publish, parts.bridge, parts.city, today, scheme, chosen, _write_all, there)
    parts.bridge.on(publish.button.clicked, publisher.publish, IGNORE)


def _write(told: Told, city: City, path: Path) -> None:
    # python-docx and the drawing of charts are loaded when somebody wants a report, and not with the window.
    from desktop.paper.saving import produce
    from desktop.reports.report import report_sheet

    produce(report_sheet(told, city), path, name=path.stem, force=True)


def _write_all(told: Told, city: City, folder: Path) -> int:
    from desktop.reports.open_data import write

    return len(write(told, told.lines, city, made_folder(folder)))
