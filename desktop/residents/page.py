"""Wires the page of the roll."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from db.zoom.files.knowing import is_zooms
from desktop.bridge import AGAIN, IGNORE, QUEUE
from desktop.in_front import look_in_front
from desktop.kit.palette import Tone
from desktop.parts import Parts
from desktop.residents.consent_sheet import save_consent_sheet
from desktop.residents.intake import SUFFIXES, Intake
from desktop.residents.presenter import BESIDE, LISTED, RollPresenter
from desktop.residents.tab import RollTab


def build(parts: Parts) -> RollTab:
    """The roll of the city, as this desk has it."""
    tab = RollTab(parts.city.zone)
    view = tab.roll
    presenter = RollPresenter(
        view, parts.bridge, parts.clock, parts.bridge.start,
        phone_prefix=parts.city.phone_prefix, hide_names=parts.settings.taste.hide_names,
    )  # fmt: skip
    on = parts.bridge.on
    on(view.searched, presenter.search, AGAIN)
    on(view.narrowed, presenter.narrow, AGAIN)
    on(view.more_wanted, presenter.show_more, IGNORE)
    on(view.chosen, presenter.choose, AGAIN)
    on(view.adding, presenter.add, IGNORE)
    on(view.correcting, presenter.put_right, IGNORE)
    on(view.consented, presenter.consent, IGNORE)
    on(view.consent_taken_back, presenter.take_consent_back, IGNORE)
    on(view.alias_forgotten, presenter.forget_alias, QUEUE)
    on(view.merge_undone, presenter.undo_merge, QUEUE)
    on(view.exporting, presenter.export, IGNORE)
    on(view.export_stopped, presenter.stop_export, QUEUE)
    on(view.guardian_wanted, presenter.name_guardian, IGNORE)
    on(view.consent_sheet_wanted, partial(save_consent_sheet, parts, view), IGNORE)
    view.said.connect(lambda sentence: parts.shell.say(sentence, Tone.GOOD))
    look_in_front(parts.bridge, (*LISTED, *BESIDE), view, presenter)
    _take_in(parts, tab)
    parts.settings.follow(lambda taste: parts.bridge.start(presenter.hide(taste.hide_names)))
    parts.bridge.start(presenter.look())
    return tab


def _take_in(parts: Parts, tab: RollTab) -> None:
    """A spreadsheet that falls on the window is a roll only while the roll is in front."""
    view, panel = tab.roll, tab.intake
    district = parts.bridge.store.identity.district_id
    intake = Intake(panel, parts.bridge, parts.clock, phone_prefix=parts.city.phone_prefix, district_id=district)

    async def ask_which() -> None:
        path = await view.ask_file()
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
    on(view.importing, ask_which, IGNORE)
    on(parts.shell.files_dropped, dropped, QUEUE)
    on(panel.sheet_chosen, intake.choose_sheet, AGAIN)
    on(panel.reviewed, intake.review, IGNORE)
    on(panel.looked_at, intake.look_at, AGAIN)
    on(panel.more_wanted, intake.show_more, IGNORE)
    on(panel.decided, intake.decide, QUEUE)
    on(panel.decided_alike, intake.decide_alike, QUEUE)
    on(panel.accepted, intake.write, IGNORE)
    on(panel.cancelled, intake.stop, QUEUE)
    on(panel.left, intake.leave, QUEUE)
