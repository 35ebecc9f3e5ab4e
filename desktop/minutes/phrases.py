"""The words of one document language, read from its folder, and the grammar that chooses among their forms."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from db.errors import Refused
from db.minutes.facts import Named
from desktop.minutes.numerals import Numerals
from desktop.paths import resources

FOLDER = resources("minutes")


class Phrases:
    """One language of the minutes: sections of phrases, each a sentence or its forms."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with (folder / "phrases.toml").open("rb") as file:
            self._words: dict[str, Any] = tomllib.load(file)
        self.language: str = self._words["language"]
        self.numerals = Numerals(self._words["numbers"])

    def template(self, paper: str) -> Path:
        """The template of a paper that comes with the program."""
        return self.folder / self.template_name(paper)

    def template_name(self, paper: str) -> str:
        """How the template of a paper is called, here and where a secretary puts her own."""
        return str(self._words["templates"][paper])

    def section(self, name: str) -> dict[str, Any]:
        """All phrases of a section, as written."""
        found: dict[str, Any] = self._words[name]
        return found

    def say(self, section: str, key: str, **values: object) -> str:
        """A phrase with its blanks filled; values are plain text and are never read as phrases again."""
        return str(self._words[section][key]).format(**values)

    def word(self, section: str, code: str) -> str:
        """The word for a code; a code nobody translated yet is shown as it is rather than lost."""
        return str(self._words[section].get(_key(code), code))

    def count(self, section: str, key: str, n: int, **values: object) -> str:
        """The form of a phrase that agrees with a number; {words} and {Words} are the number in letters."""
        words = self.number(n, "feminine")
        told = {"n": n, "words": words, "Words": words[:1].upper() + words[1:], **values}
        return self._form(self._words[section][key], n).format(**told)

    def person(self, who: Named, *, start: bool = False) -> str:
        """Somebody with the noun that the roll allows: "la vecina Rosa Peña", or the bare name without data.

        Somebody whose data was erased has no name any more, and did what she did all the same. Of whom only the role
        is told, the role stands there: "una vecina".
        """
        forms = self._words["person_start" if start else "person"]
        if not who.name:
            return str(
                forms.get(who.gender, forms["erased"]) if (who.gender or "").startswith("role_") else forms["erased"]
            )
        return str(forms.get(_key(who.gender or "plain"), forms["plain"])).format(name=who.name)

    def council(self, name: str, *, to: bool = False) -> str:
        """A council with its article: "el Consejo Barrial", "la Mesa de Trabajo"; `to` for "al", "a la"."""
        first = name.split(" ", 1)[0]
        article = self._words["articles"].get(first)
        if article is None:
            return self.say("council", "to_without_article" if to else "without_article", name=name)
        if to:
            article = self._words["council"]["to"][article]
        return self.say("council", "with_article", article=article, name=name)

    def place(self, name: str) -> str:
        """A place with its article where its first word tells it: "la Vecinal Norte", "el Centro", "Roca 340"."""
        article = self._words["place_articles"].get(name.split(" ", 1)[0])
        return f"{article} {name}" if article else name

    def enumerate(self, words: Sequence[str]) -> str:
        """Words in a row, the last one joined as the language joins it ("Azcuénaga e Industrial")."""
        if len(words) < 2:
            return "".join(words)
        rules = self._words["list"]
        last = rules["last_special"] if re.match(rules["special"], words[-1], re.IGNORECASE) else rules["last"]
        return str(rules["comma"].join(words[:-1]) + last + words[-1])

    def number(self, n: int, form: str = "words") -> str:
        """A number in letters; `form` is words, masculine or feminine, as it agrees with its noun."""
        return self.numerals.words(n, form)

    def time_in_words(self, moment: datetime) -> str:
        """ "las diecinueve horas y cuatro minutos"."""
        clock, hour, minute = self._words["clock"], moment.hour, moment.minute
        hours = self._form(clock["hour"], hour).format(hour=self.number(hour, "feminine"), n=hour)
        if not minute:
            return str(clock["on_the_hour"]).format(hours=hours)
        minutes = self._form(clock["minute"], minute).format(minute=self.number(minute, clock["minutes_are"]), n=minute)
        return str(clock["with_minutes"]).format(hours=hours, minutes=minutes)

    def day_in_words(self, day: date) -> str:
        """ "a los veintidós días", "al primer día"."""
        opening = self._words["opening"]
        word = opening["day_words"].get(str(day.day)) or self.number(day.day, "masculine")
        return self._form(opening["day"], day.day).format(day=word, n=day.day)

    def year_in_words(self, day: date) -> str:
        """ "dos mil veintiséis"."""
        return self.say("clock", "year", words=self.number(day.year), n=day.year)

    def month(self, day: date) -> str:
        """The month by its name."""
        return str(self._words["dates"]["months"][day.month - 1])

    def date(self, day: date, form: str = "long") -> str:
        """A date: long "domingo 22 de noviembre de 2026", middle without the weekday, short 22/11/2026."""
        dates = self._words["dates"]
        if form == "short":
            return str(dates["short"]).format(day=day.day, month=day.month, year=day.year)
        number = dates["first_day"] if day.day == 1 else day.day
        weekday = dates["weekdays"][day.weekday()]
        return str(dates[form]).format(weekday=weekday, day=number, month=self.month(day), year=day.year)

    def time(self, moment: datetime) -> str:
        """The hour as a clock shows it."""
        return self.say("dates", "time", hour=moment.hour, minute=moment.minute)

    def duration(self, seconds: int) -> str:
        """A length of time as one would say it at a table: "1 min 20 s", "1 h 5 min"."""
        minutes, rest = divmod(max(seconds, 0), 60)
        if minutes >= 60:
            return self.say("duration", "hours", h=minutes // 60, m=minutes % 60)
        if not minutes:
            return self.say("duration", "seconds", s=rest)
        return self.say("duration", "minutes_seconds" if rest else "minutes", m=minutes, s=rest)

    def age_band(self, code: str) -> str:
        """A band of ages from its code: "18-29", "65+", "-12", or unknown."""
        ages = self._words["age_band"]
        if match := re.fullmatch(r"(\d+)[-_](\d+)", code):
            return str(ages["range"]).format(low=int(match[1]), high=int(match[2]))
        if match := re.fullmatch(r"(\d+)(?:\+|-|_plus)", code):
            return str(ages["from"]).format(low=int(match[1]))
        return str(ages.get(_key(code), code))

    @staticmethod
    def _form(forms: dict[str, str], n: int) -> str:
        key = "zero" if n == 0 and "zero" in forms else "one" if n == 1 else "other"
        return str(forms[key])


def _key(code: str) -> str:
    return code.replace("-", "_").replace(" ", "_")


def load(language: str, root: Path = FOLDER) -> Phrases:
    """The phrases of a document language, by the name of its folder. Raises Refused: minutes_language_unknown."""
    if not re.fullmatch(r"[A-Za-z_]+", language) or not (root / language / "phrases.toml").is_file():
        raise Refused("minutes_language_unknown", language=language)
    return Phrases(root / language)
