"""Wires the page of outreach."""

from __future__ import annotations

from pathlib import Path

from db.zoom.files.knowing import is_zooms
from desktop.bridge import AGAIN, IGNORE, QUEUE
from desktop.in_front import look_in_front
from desktop.outreach.presenter import NOUNS, OutreachPresenter
from desktop.outreach.view import OutreachPage
from desktop.parts import Parts

_LISTS = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".ods", ".xls")


def build(parts: Parts) -> OutreachPage:
    """Who was told of the sitting in hand."""
    view = OutreachPage(parts.city.zone)
    district = parts.bridge.store.identity.district_id
    presenter = OutreachPresenter(view, parts.bridge, city=parts.city, clock=parts.clock, district_id=district)

    async def ask_which() -> None:
        path = await view.ask_file()
        if path is not None:
            await presenter.take_in(path, view.channel.value())

    async def dropped(files: list[Path]) -> None:
        if not view.isVisible():
            return
        for path in files:
            if path.suffix.lower() in _LISTS and not await parts.bridge.off(is_zooms, path):
                await presenter.take_in(path, view.channel.value())
                return

    on = parts.bridge.on
    on(view.sitting_chosen, presenter.turn_to, AGAIN)
    on(view.searched, presenter.search, AGAIN)
    on(view.person_told, presenter.add_person, QUEUE)
    on(view.group_told, presenter.add_group, QUEUE)
    on(view.noted, presenter.note, QUEUE)
    on(view.removed, presenter.remove, QUEUE)
    on(view.undo_wanted, presenter.take_back, QUEUE)
    on(view.importing, ask_which, IGNORE)
    on(parts.shell.files_dropped, dropped, QUEUE)
    look_in_front(parts.bridge, NOUNS, view, presenter)
    parts.focus.follow(lambda sitting_id: parts.bridge.start(presenter.turn_to(sitting_id)))
    parts.bridge.start(presenter.turn_to(parts.focus.sitting_id))
    return view
