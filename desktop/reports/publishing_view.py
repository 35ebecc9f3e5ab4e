"""The button on the page of charts that publishes, the sheet that asks of which days, and the one that shows what it
would say and what not."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from db.places.city import City
from desktop.insights.figure_words import TITLES, say
from desktop.insights.presenter import Filtered
from desktop.insights.words import long_day, number
from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.dialogs import Sheet, ask_form, choose_folder, shown
from desktop.kit.fields import Choice, Form, day_field
from desktop.kit.palette import Tone
from desktop.kit.rows import Column, Look, RowsView
from desktop.kit.surfaces import Page, label
from desktop.reports.gathering import Wanted
from desktop.reports.publishing_presenter import Preview
from desktop.reports.withheld import DISTRICTS, MONTHS, SITTINGS, Withheld
from desktop.shell.signals import ShellSignals


class PublishButton(QObject):
    """Stands among the tools of a page."""

    def __init__(self, page: Page, shell: ShellSignals, city: City) -> None:
        super().__init__(page)
        self._page, self._shell, self._city = page, shell, city
        self._words = self.tr("Open data…")
        tip = self.tr("What can be published, as files for anybody: without small counts")
        self.button = button(self._words, "earth", tip=tip)
        self.button.setObjectName("reports.publish")
        page.tools.addWidget(self.button)

    async def ask(self, chosen: Filtered) -> Wanted | None:
        """Of which days and whose; None when the person went back."""
        form = Form()
        form.add("since", self.tr("First day"), day_field(self.tr("First day")))
        form.add("until", self.tr("Last day"), day_field(self.tr("Last day")))
        every = [("", self.tr("The whole city")), *((one.id, one.name) for one in self._city.districts)]
        every = [one for one in every if chosen.alone in (None, one[0])]
        form.add("district", self.tr("District"), Choice(every), self._narrower() if chosen.narrower else "")
        days = dict(zip(("since", "until"), chosen.days, strict=True))
        form.set_values({**days, "district": chosen.district_id or ""})
        words = self.tr("Tables, their dictionary and a page for any browser. You see what it says before writing.")
        told = await ask_form(self._page, self.tr("Open data"), form, self.tr("See what it says"), words=words)
        if told is None:
            return None
        first, last = (day for day in (told["since"], told["until"]) if isinstance(day, date))
        return Wanted(first, last, str(told["district"] or "") or None, public=True)

    async def ask_leave(self, preview: Preview) -> bool:
        """What it would say, and what not; whether the person wants it so."""
        return await shown(PreviewSheet(self._page, preview, self._city.zone))

    async def ask_folder(self) -> Path | None:
        """In which folder; None when the person went back."""
        return await choose_folder(self._page, self.tr("In which folder?"))

    def show_counting(self) -> None:
        """It takes a moment: the button says so."""
        self._busy(self.tr("Counting…"))

    def show_writing(self) -> None:
        """The files are written."""
        self._busy(self.tr("Writing…"))

    def show_rest(self) -> None:
        """Nothing is being done any more."""
        self.button.setText(self._words)
        self.button.setEnabled(True)

    def show_nothing(self) -> None:
        """There is nothing to publish."""
        self._shell.say(self.tr("There was no sitting in these days: there is nothing to publish."), Tone.ATTENTION)

    def show_saved(self, folder: Path, files: int) -> None:
        """The files are there."""
        told = self.tr("The open data are in {folder}: {count} files. Open index.html in a browser to look at them.")
        self._shell.say(told.format(folder=folder, count=files), Tone.GOOD)

    def _busy(self, words: str) -> None:
        self.button.setText(words)
        self.button.setEnabled(False)

    def _narrower(self) -> str:
        return self.tr("The council and the mode chosen on the page do not count here: open data are of all sittings.")


class PreviewSheet(Sheet):
    """What is about to be published, in words and as a list of what is left out."""

    def __init__(self, parent: QWidget, preview: Preview, zone: ZoneInfo) -> None:
        super().__init__(parent, self.tr("This is what will be published"), "", self.tr("Choose the folder…"))
        self.setObjectName("reports.preview")
        self.body.addWidget(label(self._held(preview), wrap=True))
        if preview.left_out:
            words = self.tr("Left out, so that nobody can be recognised:")
            self.body.addWidget(label(words, "strong", wrap=True))
            self.body.addWidget(self._list(preview.left_out, words))
        else:
            self.body.addWidget(
                label(self.tr("Nothing has to be left out: no number is of fewer than five people."), wrap=True)
            )
        self.body.addWidget(label(self._ledger(preview, zone), "muted", wrap=True))
        self.setMinimumWidth(theme.px(640))

    def _held(self, it: Preview) -> str:
        since, until = (long_day(day) for day in it.days)
        told = self.tr("{place}, {since} to {until}. Sittings: {sittings}. People: {people}. Figures: {figures}, "
                       "also by month ({months}) and by district ({districts}).")  # fmt: skip
        people = self.tr("fewer than five") if it.people is None else number(it.people)
        return told.format(
            place=it.place, since=since, until=until, sittings=number(it.sittings), people=people,
            figures=it.figures, months=it.months, districts=it.districts,
        )  # fmt: skip

    def _list(self, left_out: tuple[Withheld, ...], says: str) -> RowsView[Withheld]:
        few, earlier = self.tr("few people"), self.tr("it could be worked out from what was published before")
        columns: list[Column[Withheld]] = [
            Column(self.tr("Of what"), self._what, Look.STRONG),
            Column(self.tr("Left out"), self._how_much, width=150),
            Column(self.tr("Why"), lambda one: earlier if one.earlier else few),
        ]
        rows = RowsView(columns, key=lambda one: one.what, says=says, height=30)
        rows.setObjectName("reports.left_out")
        rows.setMinimumHeight(theme.px(min(240, 40 + 30 * len(left_out))))
        rows.show_rows(left_out)
        return rows

    def _what(self, one: Withheld) -> str:
        tables = {MONTHS: self.tr("The table by month"), DISTRICTS: self.tr("The table by district"),
                  SITTINGS: self.tr("The list of sittings")}  # fmt: skip
        return tables.get(one.what) or say(TITLES, one.what)

    def _how_much(self, one: Withheld) -> str:
        if one.of == 0:
            return self.tr("what it is made up of")
        if one.of is None or one.hidden == one.of:
            return self.tr("all")
        return self.tr("{some} of {all}").format(some=number(one.hidden), all=number(one.of))

    def _ledger(self, it: Preview, zone: ZoneInfo) -> str:
        alone = self.tr("It knows nothing of what other laptops published: let the city publish from one alone.")
        if it.ledger.last is None:
            never = self.tr("This laptop has published nothing before.")
            return f"{never} {alone}"
        day = long_day(it.ledger.last.astimezone(zone).date())
        told = self.tr("Publications of this laptop: {count}, the last one on {day}; this one is held against them.")
        return f"{told.format(count=number(it.ledger.count), day=day)} {alone}"
