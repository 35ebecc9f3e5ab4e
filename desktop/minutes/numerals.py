"""Numbers in letters, and letters read back as numbers, from the tables of a document language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

HIGHEST = 9999  # beyond it an acta writes figures
READ_UP_TO = 1999  # what is looked for in an edited text


class Numerals:
    """The numbers of one language. `tables` is the section `numbers` of its phrases."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        self._tables = tables

    def words(self, n: int, form: str = "words") -> str:
        """A whole number from 0 to 9999 in letters; others in figures.

        `form` is words (as one counts), masculine or feminine (as it agrees with a noun), by the rules of the language.
        """
        if not 0 <= n <= HIGHEST:
            return str(n)
        told = self._whole(n)
        for pattern, instead in self._tables[form] if form != "words" else ():
            told = re.sub(pattern, instead, told)
        return told

    def _whole(self, n: int) -> str:
        thousands, rest = divmod(n, 1000)
        if not thousands:
            return self._below_thousand(rest)
        tables = self._tables
        many = self._below_thousand(thousands)
        for pattern, instead in tables["before_thousand"]:
            many = re.sub(pattern, instead, many)
        told = str(tables["thousand"]["one" if thousands == 1 else "other"]).format(words=many)
        if not rest:
            return told
        join = tables["thousand_join" + ("_short" if rest < 100 else "" if rest % 100 else "_round")]
        return f"{told}{join}{self._below_thousand(rest)}"

    def _below_thousand(self, n: int) -> str:
        hundreds, rest = divmod(n, 100)
        if not hundreds:
            return str(self._tables["words"][rest])
        if not rest:
            alone = self._tables["hundred_alone"]
            return str(
                alone if hundreds == 1 else self._tables.get("hundreds_alone", self._tables["hundreds"])[hundreds]
            )
        return f"{self._tables['hundreds'][hundreds]}{self._tables['hundred_join']}{self._tables['words'][rest]}"

    @cached_property
    def _by_words(self) -> dict[str, int]:
        """Every number from two on by its letters. One is left out: it is an article as often as a number."""
        forms = ("words", "masculine", "feminine")
        return {self.words(n, form): n for n in range(READ_UP_TO, 1, -1) for form in forms}

    def found_in(self, text: str) -> Iterator[tuple[int, str]]:
        """The numbers written in letters in a text, each with its letters, the longest reading of each."""
        words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.lower())
        at = 0
        while at < len(words):
            for size in range(min(9, len(words) - at), 0, -1):
                told = " ".join(words[at : at + size])
                if told in self._by_words:
                    yield self._by_words[told], told
                    at += size - 1
                    break
            at += 1
