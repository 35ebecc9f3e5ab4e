"""The words of sheets in the language of the document, whichever language the screen speaks."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from desktop.paths import resources


class Words:
    """`words["attendance"]["title"]`, and days as one writes them."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._words: dict[str, Any] = tomllib.load(file)
        self.language: str = self._words["language"]
        self.page: str = self._words["page"]

    def __getitem__(self, section: str) -> dict[str, Any]:
        found: dict[str, Any] = self._words[section]
        return found

    def day(self, day: date) -> str:
        """ "22 de noviembre de 2026"."""
        return self._day(day, "day")

    def long_day(self, day: date) -> str:
        """ "domingo 22 de noviembre de 2026"."""
        return self._day(day, "long_day")

    def moment(self, moment: datetime) -> str:
        """ "22/11/2026 19:04"."""
        return f"{moment:%d/%m/%Y %H:%M}"

    def _day(self, day: date, form: str) -> str:
        dates = self["dates"]
        number = dates["first_day"] if day.day == 1 else day.day
        weekday, month = dates["weekdays"][day.weekday()], dates["months"][day.month - 1]
        return str(dates[form]).format(weekday=weekday, day=number, month=month, year=day.year)


@cache
def load(language: str = "es_AR") -> Words:
    """The words of a document language, by the name of its file."""
    return Words(resources("paper", f"{language}.toml"))
