"""Open data from the window: what it would say is seen before it is written, and what was published stays in mind."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from db.errors import Unavailable
from db.insights.publications import ledger
from db.insights.scope import Scope
from db.work import Store
from desktop import i18n
from desktop.bridge import Bridge
from desktop.focus import Focus
from desktop.insights.figures_cli import Wanted, asked
from desktop.insights.page import build
from desktop.insights.presenter import Filtered
from desktop.kit.dialogs import FormSheet
from desktop.kit.surfaces import Page
from desktop.parts import Parts
from desktop.reports.gathering import gather, put_together, read
from desktop.reports.page import _write_all
from desktop.reports.publishing_presenter import PublishingPresenter
from desktop.reports.publishing_view import PreviewSheet, PublishButton
from desktop.reports.withheld import DISTRICTS, SITTINGS, withheld
from desktop.settings import Settings
from desktop.shell.signals import ShellSignals
from tests.desk import PlainDesk
from tests.desktop.insights.test_presenter import TODAY, hold
from tests.desktop.reports.test_reports import NOVEMBER
from tests.record import EVENING


class Asked:
    """A person who publishes what the filters show, or goes back at one of the three questions."""

    def __init__(self, folder, *, agrees=True):
        self.folder, self.agrees = folder, agrees
        self.preview: Any = None
        self.saved: Any = None
        self.steps: list[str] = []

    async def ask(self, chosen):
        return replace(NOVEMBER, since=chosen.days[0], until=chosen.days[1], district_id=chosen.district_id)

    async def ask_leave(self, preview):
        self.preview = preview
        return self.agrees

    async def ask_folder(self):
        return self.folder

    def show_saved(self, folder, files):
        self.saved = folder, files

    def __getattr__(self, name):
        return lambda: self.steps.append(name)


@pytest.fixture
def publish(store, city, tmp_path):
    def of(view, *, district=None):
        chosen = Filtered((NOVEMBER.since, NOVEMBER.until), district, narrower=False)
        made = PublishingPresenter(view, PlainDesk(store), city, lambda: TODAY, tmp_path, lambda: chosen, _write_all)
        asyncio.run(made.publish())
        return view

    return of


@pytest.fixture
def held(store, city):
    hold(store, EVENING - timedelta(days=7), people=7)
    hold(store, EVENING, people=6)
    hold(store, EVENING, council="Consejo Mirador", district_id=city.district("loma").id, people=9)
    hold(store, EVENING + timedelta(days=1), council="Consejo Aromos", people=2)


def test_what_the_filters_show_is_published_after_one_saw_what_is_left_out(store, publish, held, tmp_path):
    view = publish(Asked(tmp_path))
    assert (view.preview.sittings, view.preview.people, view.preview.ledger.count) == (4, 24, 0)
    left_out = {one.what: (one.hidden, one.of) for one in view.preview.left_out}
    assert left_out[SITTINGS] == (2, 4)
    folder, files = view.saved
    assert folder == tmp_path / "Datos abiertos Villa Ejemplo 2026-11-01 2026-11-30"
    assert files == len(list(folder.iterdir())) == 8
    assert (folder / "index.html").is_file()
    assert store.ask(ledger).count == 1
    assert view.steps == ["show_counting", "show_writing", "show_rest"]


class BesideTheDoor(PlainDesk):
    """Notes what the record itself was asked, and what was done off its thread."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.asked: list[Any] = []
        self.off_it: list[Any] = []

    async def ask(self, query, *args, **facts):
        self.asked.append(query)
        return await super().ask(query, *args, **facts)

    async def off(self, job, *args, **facts):
        self.off_it.append(job)
        return await super().off(job, *args, **facts)


def test_the_door_waits_for_no_publication(store, city, held, tmp_path):
    """What may not be told takes seconds to find in a large city: the record only says its numbers."""
    desk, chosen = BesideTheDoor(store), Filtered((NOVEMBER.since, NOVEMBER.until), None, narrower=False)
    view = Asked(tmp_path)
    asyncio.run(PublishingPresenter(view, desk, city, lambda: TODAY, tmp_path, lambda: chosen, _write_all).publish())
    assert desk.off_it == [put_together, withheld, _write_all]
    assert read in desk.asked
    found = store.ask(read, wanted=NOVEMBER, city=city, today=TODAY)
    whole = store.ask(gather, wanted=NOVEMBER, city=city, today=TODAY)
    store.close()
    assert put_together(found, wanted=NOVEMBER, city=city, today=TODAY) == whole


def test_whoever_goes_back_has_published_nothing(store, publish, held, tmp_path):
    view = publish(Asked(tmp_path, agrees=False))
    assert (view.saved, list(tmp_path.glob("Datos*")), store.ask(ledger).count) == (None, [], 0)
    assert publish(Asked(None)).saved is None
    assert store.ask(ledger).count == 0


def test_days_without_a_sitting_are_not_published_as_noughts(publish, tmp_path):
    view = publish(Asked(tmp_path))
    assert (view.preview, view.saved) == (None, None)
    assert "show_nothing" in view.steps


def test_a_folder_that_cannot_be_written_is_said_and_the_button_is_there_again(publish, held, tmp_path):
    file = tmp_path / "ya es un archivo"
    file.write_text("")
    view = Asked(file)
    with pytest.raises(Unavailable) as no:
        publish(view)
    assert no.value.code == "paper_file_unwritable"
    assert view.steps[-1] == "show_rest"


def test_what_earlier_publications_would_give_away_is_said_to_be_so(store, city, publish, tmp_path):
    """A district first, then the city: the other district would be their difference."""
    hold(store, EVENING - timedelta(days=7), people=7)
    hold(store, EVENING, people=6)
    hold(store, EVENING, council="Consejo Mirador", district_id=city.district("loma").id, people=3)
    publish(Asked(tmp_path), district=city.district("ribera").id)
    view = publish(Asked(tmp_path))
    assert view.preview.ledger.count == 1
    why = {one.what: one.earlier for one in view.preview.left_out}
    assert (why["people"], why[DISTRICTS]) == (True, True)
    assert view.preview.people is None


def test_what_the_terminal_publishes_is_held_against_the_rest(store, city, held):
    opened: Any = SimpleNamespace(store=store, city=city)

    def public(since, until, **facts):
        from db.insights.rules import moments

        start, end = moments(since, until, city.zone)
        wanted = Wanted(Scope(start, end), (since, until), public=True, **facts)
        return asked(opened, wanted, TODAY)

    whole = public(NOVEMBER.since, NOVEMBER.until)["figures"]
    assert (whole["people"]["value"], store.ask(ledger).count) == (24, 1)
    # Without its last day: the two of that day would be the difference.
    less = public(NOVEMBER.since, EVENING.date())["figures"]
    assert (less["attendances"]["value"], less["people"]["value"]) == ("<5", "<5")
    by_council = public(NOVEMBER.since, NOVEMBER.until, by="council", names=("attendances",))["table"]
    assert {row["figures"]["attendances"] for row in by_council if row["name"] == "Consejo Aromos"} == {"<5"}


def test_the_sheet_says_what_is_left_out_why_and_what_this_laptop_does_not_know(
    qtbot, qapp, city, publish, held, tmp_path
):
    i18n.install(qapp)
    page = Page("Tableros")
    qtbot.addWidget(page)
    button = PublishButton(page, ShellSignals(), city)
    button.show_counting()
    assert not button.button.isEnabled()
    button.show_rest()
    assert button.button.isEnabled()
    sheet = PreviewSheet(page, publish(Asked(tmp_path, agrees=False)).preview, city.zone)
    qtbot.addWidget(sheet)
    words = " ".join(one.text() for one in sheet.findChildren(QLabel))
    assert "Sesiones: 4. Personas: 24." in words
    assert "otras computadoras" in words


def test_the_button_of_the_page_asks_with_what_its_filters_show(
    store, home, city, clock, held, tmp_path, run, qapp, qtbot
):
    i18n.install(qapp)
    wrong: list[Any] = []
    bridge = Bridge(store, refused=wrong.append, unavailable=lambda no, _: wrong.append(no), crashed=wrong.append)
    parts = Parts(
        bridge=bridge, settings=Settings(tmp_path / "settings.json"), focus=Focus(), shell=ShellSignals(), city=city,
        home=home, desk="Ribera 1", clock=clock,
    )  # fmt: skip

    async def pressed():
        page: Any = build(parts)
        qtbot.addWidget(page)
        page.resize(1200, 800)
        page.show()
        await bridge.settle()
        page.filters.mode.set_value("hybrid")
        page.filters.mode_chosen.emit("hybrid")
        await bridge.settle()
        page.findChild(QPushButton, "reports.publish").click()
        while not (sheets := page.findChildren(FormSheet)):
            await asyncio.sleep(0)
        values, words = sheets[0].form.values(), [one.text() for one in sheets[0].findChildren(QLabel)]
        sheets[0].reject()
        await bridge.settle()
        return values, " ".join(words)

    values, words = run(pressed())
    assert values == {"since": date(2026, 1, 1), "until": date(2026, 11, 20), "district": ""}
    assert "la modalidad elegidos en la página no cuentan" in words
    run(bridge.close())
    assert not wrong
