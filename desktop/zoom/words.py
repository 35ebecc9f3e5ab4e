"""How what Zoom tells is said: what files would bring, what came of them, and what there is to look at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QObject

from db.matching.outcomes import Imported
from db.zoom.files.opening import ToldKind
from desktop import wording
from desktop.zoom.intake import CameIn, NotRead, Preview

_MOST_LINES = 12


def long_day(day: date) -> str:
    """A day in full, as one recognises an evening."""
    return QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat)


class IntakeWords(QObject):
    """The sentences, for the window and the terminal alike."""

    def would_bring(self, preview: Preview) -> str:
        """What a file is and how much it holds."""
        count = preview.rows
        if preview.kind is ToldKind.PARTICIPANTS:
            return self.tr("Participants: %n lines", "", count)
        if preview.kind is ToldKind.REGISTRATIONS:
            return self.tr("Registrations: %n people", "", count)
        if preview.kind is ToldKind.POLLS:
            return self.tr("Polls: %n answers", "", count)
        if preview.kind is ToldKind.CHAT:
            return self.tr("Chat: %n messages to everyone", "", count)
        if preview.kind is ToldKind.QUESTIONS:
            return self.tr("Questions in writing: %n", "", count)
        return self.tr("Transcript: %n lines", "", count)

    def notes(self, preview: Preview) -> list[str]:
        """What a person should know of a file before it comes in."""
        told = []
        if preview.repeated:
            told.append(self.tr("It was taken in before; nothing will change."))
        if preview.other_day is not None:
            words = self.tr("Look: it is of {day}, and the sitting is not.")
            told.append(words.format(day=long_day(preview.other_day)))
        if preview.other_meeting is not None:
            words = self.tr("Look: it is of the meeting {number}, and the sitting has another.")
            told.append(words.format(number=preview.other_meeting))
        return told + self.lines_to_look_at(preview)

    def facts(self, preview: Preview) -> list[str]:
        """What is good to know of a file and nothing to look at."""
        told = []
        if preview.private:
            told.append(self.tr("%n private messages are not taken in.", "", preview.private))
        if preview.absent:
            told.append(self.tr("%n people registered and did not come.", "", preview.absent))
        return told

    def lines_to_look_at(self, preview: Preview) -> list[str]:
        """What there is to say of lines by their numbers in the file, as a spreadsheet shows them."""
        told = []
        if preview.doubtful:
            words = self.tr("Times that cannot be right, in the lines: {lines}.")
            told.append(words.format(lines=_numbers(preview.doubtful)))
        if preview.left_out:
            words = self.tr("Left out because they cannot be read, the lines: {lines}.")
            told.append(words.format(lines=_numbers(preview.left_out)))
        return told

    def all_came_in(self, came: Sequence[CameIn]) -> list[str]:
        """What came of files that were taken in together: of several reports of one evening only the last tells all of
        it, and the lines to look at were told of before.
        """
        if len(came) == 1:
            return [*self.came_in(came[0]), *self.facts(came[0].preview), *self.lines_to_look_at(came[0].preview)]
        calls = [one for one in came if isinstance(one.outcome, Imported)]
        return [sentence for one in came if one not in calls[:-1] for sentence in self.came_in(one)]

    def came_in(self, one: CameIn) -> list[str]:
        """What came of a file, in sentences."""
        if one.outcome.repeated:
            return [self.tr("This file was taken in before; nothing has changed.")]
        if isinstance(one.outcome, Imported):
            sentences = self._of_the_call(one.outcome)
        else:
            sentences = [self._of_the_handout(one.preview)]
            if one.outcome.replaced_id is not None:
                sentences.append(self.tr("It replaces the one that was there."))
        return sentences

    def _of_the_call(self, done: Imported) -> list[str]:
        sentences = [self.tr("%n people on Zoom.", "", done.groups)]
        sentences.append(self.tr("%n are sure and counted.", "", done.sure))
        if waiting(done):
            sentences.append(self.tr("%n wait to be decided.", "", waiting(done)))
        return sentences

    def _of_the_handout(self, preview: Preview) -> str:
        count = preview.rows
        if preview.kind is ToldKind.REGISTRATIONS:
            return self.tr("%n registrations taken in.", "", count)
        if preview.kind is ToldKind.POLLS:
            return self.tr("%n poll answers taken in.", "", count)
        if preview.kind is ToldKind.CHAT:
            return self.tr("%n chat messages taken in.", "", count)
        if preview.kind is ToldKind.QUESTIONS:
            return self.tr("%n questions in writing taken in.", "", count)
        return self.tr("%n lines of the transcript taken in.", "", count)


def the_sum(done: Imported) -> list[str]:
    """Who is on a call and where each of them stands, for the terminal: the numbers close."""
    words = QCoreApplication.translate(
        "cli", "Lines: {rows}. People on Zoom: {groups}; sure: {sure}, proposed: {proposed}, unknown: {unknown}."
    )
    told = {"groups": done.groups, "sure": done.sure, "proposed": done.proposed, "unknown": done.unknown}
    lines = [words.format(rows=done.rows, **told)]
    if done.decided or done.nobodies:
        also = QCoreApplication.translate("cli", "Decided before: {decided}. No neighbours: {nobodies}.")
        lines.append(also.format(decided=done.decided, nobodies=done.nobodies))
    return lines


def waiting(done: Imported) -> int:
    """How many people of a call wait for a person's decision."""
    return done.proposed + done.unknown


def not_read(one: NotRead) -> str:
    """That a file could not come in, and why."""
    return f"{one.file_name}: {sentence_of(one)}"


def sentence_of(one: NotRead) -> str:
    """Why a file could not come in."""
    return wording.sentence(one.why.code, one.why.facts)


def _numbers(lines: Sequence[int]) -> str:
    shown = ", ".join(map(str, lines[:_MOST_LINES]))
    return shown if len(lines) <= _MOST_LINES else f"{shown}…"
