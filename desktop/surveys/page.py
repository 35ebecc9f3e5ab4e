"""Wires the page of surveys."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from db.places.city import City
from db.sittings.queries import SittingCard
from db.surveys.queries import QuestionnaireCard
from db.zoom.files.knowing import is_zooms
from desktop.bridge import AGAIN, IGNORE, QUEUE
from desktop.in_front import look_in_front
from desktop.paper.saving import produce
from desktop.parts import Parts
from desktop.questionnaires import shipped
from desktop.surveys.paper import file_words, questionnaire_sheet
from desktop.surveys.presenter import NOUNS, SurveysPresenter
from desktop.surveys.view import SurveysPage

_TABLES = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".ods", ".xls")


def _printed(city: City, card: QuestionnaireCard, sitting: SittingCard | None, path: Path) -> None:
    # Whether a file that is there may go was asked where the place was chosen.
    produce(questionnaire_sheet(card, sitting, city), path, name=file_words(card, sitting, city), force=True)


def build(parts: Parts) -> SurveysPage:
    """The questionnaires of the programme: typed sheet by sheet, or taken in as a table."""
    view = SurveysPage(parts.city)

    presenter = SurveysPresenter(
        view,
        parts.bridge,
        shipped=shipped(),
        city=parts.city,
        clock=parts.clock,
        district_id=parts.bridge.store.identity.district_id,
        paper=partial(_printed, parts.city),
    )

    async def ask_which() -> None:
        path = await view.ask_file()
        if path is not None:
            await presenter.take_in(path, *view.way_and_day())

    async def dropped(files: list[Path]) -> None:
        if not view.isVisible():
            return
        tables = [path for path in files if path.suffix.lower() in _TABLES]
        for path in tables:
            if not await parts.bridge.off(is_zooms, path):
                await presenter.take_in(path, *view.way_and_day())
                return

    async def begin() -> None:
        await presenter.look()
        await presenter.turn_to(parts.focus.sitting_id)

    on = parts.bridge.on
    on(view.chosen, presenter.choose, AGAIN)
    on(view.sitting_chosen, presenter.choose_sitting, AGAIN)
    on(view.counted, presenter.count, AGAIN)
    on(view.written, presenter.write, QUEUE)
    on(view.undone, presenter.take_back, QUEUE)
    on(view.sheets_wanted, presenter.list_sheets, IGNORE)
    on(view.sheet_removed, presenter.remove_sheet, QUEUE)
    on(view.sheet_wanted_back, presenter.bring_sheet_back, QUEUE)
    on(view.importing, ask_which, IGNORE)
    on(view.printing, presenter.print_for_paper, IGNORE)
    view.said.connect(parts.shell.say)
    on(parts.shell.files_dropped, dropped, QUEUE)
    look_in_front(parts.bridge, NOUNS, view, presenter)
    parts.focus.follow(lambda sitting_id: parts.bridge.start(presenter.turn_to(sitting_id)))
    parts.bridge.start(begin())
    return view
