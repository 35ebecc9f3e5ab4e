"""Wires the page of the roll."""

from __future__ import annotations

from pathlib import Path

from desktop.bridge import AGAIN, IGNORE, QUEUE
from desktop.parts import Parts
from desktop.residents.presenter import RollPresenter
from desktop.residents.view import RollPage


def build(parts: Parts) -> RollPage:
    """The roll of the city, as this desk has it."""
    view = RollPage(parts.city.zone)
    hidden = parts.settings.taste.hide_names
    presenter = RollPresenter(view, parts.bridge, parts.clock, phone_prefix=parts.city.phone_prefix, hide_names=hidden)
    on = parts.bridge.on
    on(view.searched, presenter.search, AGAIN)
    on(view.chosen, presenter.choose, AGAIN)
    on(view.adding, presenter.add, IGNORE)
    on(view.correcting, presenter.put_right, IGNORE)
    on(view.consented, presenter.consent, IGNORE)
    on(view.importing, presenter.take_in, IGNORE)
    parts.bridge.follow(("resident", "alias", "organisation", "presence"), presenter.look_again)
    parts.settings.follow(lambda taste: parts.bridge.start(presenter.hide(taste.hide_names)))
    parts.bridge.start(presenter.look())
    _take_what_falls(parts, presenter)
    return view


def _take_what_falls(parts: Parts, presenter: RollPresenter) -> None:
    """A spreadsheet that falls on the window is a roll only while the roll is in front."""
    front = "residents"

    def shown(page: str) -> None:
        nonlocal front
        front = page

    async def dropped(files: list[Path]) -> None:
        if front == "residents":
            await presenter.take_dropped(files)

    parts.shell.shown.connect(shown)
    parts.bridge.on(parts.shell.files_dropped, dropped, QUEUE)
