"""The sheet of answers that is being typed: which question is asked, and what was chosen so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from db.errors import Refused
from db.surveys.rules import NUMBER, ONE, SEVERAL, TEXT, clean_answers

MARKS = "1234567890abcdefghijklmnopqrst"
"""The key of each option, in their order: as many as a question may have."""


class SheetInHand:
    """One sheet after another of one questionnaire. What is told of a question is a list of keys, or words."""

    def __init__(self, questions: Sequence[Mapping[str, Any]]) -> None:
        self.questions = tuple(questions)
        self.at = 0
        self.told: dict[str, list[str] | str] = {}

    @property
    def question(self) -> Mapping[str, Any]:
        """The one that is asked now."""
        return self.questions[self.at]

    @property
    def in_words(self) -> bool:
        """Whether it is answered by typing, not by choosing."""
        return self.question["kind"] in (NUMBER, TEXT)

    @property
    def chosen(self) -> list[str]:
        """The options chosen of the question that is asked now."""
        told = self.told.get(self.question["key"], [])
        return told if isinstance(told, list) else []

    def press(self, mark: str) -> bool:
        """Choose the option with this mark, or choose it no more; False when no option has it."""
        options, place = self.question["options"], MARKS.find(mark.lower()) if mark else -1
        if self.in_words or not 0 <= place < len(options):
            return False
        key, before = options[place]["key"], self.chosen
        if key in before:
            after = [one for one in before if one != key]
        else:
            after = [*before, key] if self.question["kind"] == SEVERAL else [key]
        self.told[self.question["key"]] = after
        return True

    @property
    def told_whole(self) -> bool:
        """Whether the question that is asked now has its one answer, and another comes after it."""
        last = self.at + 1 == len(self.questions)
        return self.question["kind"] == ONE and bool(self.chosen) and not last

    def write(self, text: str) -> None:
        """What was typed for the question that is asked now."""
        self.told[self.question["key"]] = text

    def next(self) -> bool:
        """Go on to the next question; True after the last one. Raises Refused as `rules.clean_answers`."""
        told = self.told.get(self.question["key"])
        if told:
            clean_answers([self.question], {self.question["key"]: told})
        if self.at + 1 < len(self.questions):
            self.at += 1
            return False
        if not self.answers():
            self.at = 0
            raise Refused("survey_empty")
        return True

    def back(self) -> bool:
        """Go back to the question before; False at the first one."""
        if self.at == 0:
            return False
        self.at -= 1
        return True

    def answers(self) -> dict[str, list[str] | str]:
        """What was answered, without the questions that were left empty."""
        return {key: told for key, told in self.told.items() if told}

    def begin(self, told: Mapping[str, list[str] | str] | None = None) -> None:
        """An empty sheet, or one that was typed before, to be put right from its last question on."""
        self.told = dict(told or {})
        self.at = len(self.questions) - 1 if told else 0
