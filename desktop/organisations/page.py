"""Wires the page of the organisations."""

from __future__ import annotations

from pathlib import Path

from db.zoom.files.knowing import is_zooms
from desktop.bridge import AGAIN, IGNORE, QUEUE
from desktop.in_front import look_in_front
from desktop.kit.intake import IntakeStack
from desktop.organisations.intake import SUFFIXES, OrganisationsIntake
from desktop.organisations.intake_view import OrganisationsIntakePanel
from desktop.organisations.presenter import BESIDE, LISTED, OrganisationsPresenter
from desktop.organisations.view import OrganisationsPage
from desktop.parts import Parts


class OrganisationsTab(IntakeStack):
    """The list, or the file that is being taken in."""

    def __init__(self, parts: Parts) -> None:
        self.page, self.intake = OrganisationsPage(parts.city.zone), OrganisationsIntakePanel()
        super().__init__(self.page, self.intake)


def build(parts: Parts) -> OrganisationsTab:
    """The organisations of the city, as this desk has them."""
    tab = OrganisationsTab(parts)
    view = tab.page
    presenter = OrganisationsPresenter(view, parts.bridge, phone_prefix=parts.city.phone_prefix)
    on = parts.bridge.on
    on(view.searched, presenter.search, AGAIN)
    on(view.narrowed, presenter.narrow, AGAIN)
    on(view.chosen, presenter.choose, AGAIN)
    on(view.adding, presenter.add, IGNORE)
    on(view.correcting, presenter.put_right, IGNORE)
    on(view.removing, presenter.remove, IGNORE)
    look_in_front(parts.bridge, (*LISTED, *BESIDE), view, presenter)
    _take_in(parts, tab)
    parts.bridge.start(presenter.look())
    return tab


def _take_in(parts: Parts, tab: OrganisationsTab) -> None:
    """A spreadsheet that falls on the window is a list of organisations only while they are in front."""
    panel = tab.intake
    intake = OrganisationsIntake(panel, parts.bridge, phone_prefix=parts.city.phone_prefix)

    async def ask_which() -> None:
        path = await tab.page.ask_file()
        if path is not None:
            await intake.begin(path)

    async def dropped(files: list[Path]) -> None:
        if not tab.isVisible():
            return
        lists = [path for path in files if path.suffix.lower() in SUFFIXES]
        lists = [path for path in lists if not await parts.bridge.off(is_zooms, path)]
        if lists:
            await intake.begin(lists[0])

    on = parts.bridge.on
    on(tab.page.importing, ask_which, IGNORE)
    on(parts.shell.files_dropped, dropped, QUEUE)
    on(panel.reviewed, intake.review, IGNORE)
    on(panel.looked_at, intake.look_at, AGAIN)
    on(panel.more_wanted, intake.show_more, IGNORE)
    on(panel.accepted, intake.write, IGNORE)
    on(panel.left, intake.leave, QUEUE)
