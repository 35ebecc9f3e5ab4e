"""The button on the page of charts that makes a report, and the sheet that asks of which days."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QWidget

from db.places.city import City
from desktop.insights.series import PERIOD, YEAR
from desktop.kit.buttons import Segmented, button
from desktop.kit.dialogs import ask_form, choose_place
from desktop.kit.fields import Choice, Form, day_field
from desktop.kit.palette import Tone
from desktop.kit.surfaces import Page
from desktop.reports.gathering import Wanted
from desktop.reports.presenter import LAST_YEAR, THIS_YEAR, TWO_MONTHS, Periods, Wish
from desktop.shell.signals import ShellSignals


class ReportButton(QObject):
    """Stands among the tools of a page."""

    def __init__(self, page: Page, shell: ShellSignals, city: City) -> None:
        super().__init__(page)
        self._page, self._shell, self._city = page, shell, city
        self.button = button(self.tr("Report…"), "file-chart-outline", tip=self.tr("The report of a period, as a file"))
        self.button.setObjectName("reports.make")
        page.tools.addWidget(self.button)

    async def ask(self, periods: Periods, alone: str | None) -> Wish | None:
        """Of which days, for whom, as which file; None when the person went back."""
        form = self._form(periods, alone)
        words = self.tr("In words, with charts, a map, and other days to compare with.")
        told = await ask_form(self._page, self.tr("Report of a period"), form, self.tr("Make it"), words=words)
        if told is None:
            return None
        days = [day for day in (told["since"], told["until"]) if isinstance(day, date)]
        wanted = Wanted(
            days[0], days[1], str(told["district"] or "") or None, public=bool(told["public"]),
            compared=str(told["compared"]),
        )  # fmt: skip
        return Wish(wanted, str(told["kind"]))

    async def ask_place(self, name: str) -> Path | None:
        """Where to save it; None when the person went back."""
        ending = Path(name).suffix.lstrip(".")
        return await choose_place(self._page, self.tr("Save the report"), name, f"{ending.upper()} (*.{ending})")

    def show_saved(self, path: Path) -> None:
        """The file was written."""
        self._shell.say(self.tr("Saved: {path}").format(path=path), Tone.GOOD)

    def _form(self, periods: Periods, alone: str | None) -> Form:
        form = Form()
        period = Choice([*((name, self._period_words(name)) for name in periods), ("", self.tr("Other days"))])
        form.add("period", self.tr("Period"), period)
        since = form.add("since", self.tr("First day"), day_field(self.tr("First day")))
        until = form.add("until", self.tr("Last day"), day_field(self.tr("Last day")))

        def fill() -> None:
            if days := periods.get(period.value()):
                with QSignalBlocker(since), QSignalBlocker(until):  # Qt tells of these days as of days of one's own
                    form.set_values(dict(zip(("since", "until"), days, strict=True)))

        period.set_value(next(iter(periods)))
        fill()
        period.activated.connect(fill)
        for day in (since, until):
            day.userDateChanged.connect(lambda _day: period.set_value(""))  # type: ignore[attr-defined]
        every = [("", self.tr("The whole city")), *((one.id, one.name) for one in self._city.districts)]
        form.add("district", self.tr("District"), Choice([one for one in every if alone in (None, one[0])]))
        compared = [(PERIOD, self.tr("The days before")), (YEAR, self.tr("A year before"))]
        form.add("compared", self.tr("Compared with"), Segmented(compared, self.tr("Compared with")))
        kinds = Segmented([("docx", self.tr("Word")), ("pdf", self.tr("PDF"))], self.tr("File"))
        form.add("kind", self.tr("File"), kinds)
        public: QWidget = QCheckBox(self.tr("It will be published"))
        hint = self.tr("Then counts under five people are hidden. What other laptops published is not known here.")
        form.add("public", self.tr("For whom"), public, hint)
        return form

    def _period_words(self, name: str) -> str:
        return {
            TWO_MONTHS: self.tr("The two months that are over"),
            THIS_YEAR: self.tr("This year until today"),
            LAST_YEAR: self.tr("Last year"),
        }[name]
