"""The words for what Zoom heard, on the screen and in the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from PySide6.QtCore import QCoreApplication, QObject

from db.issues.from_chat import ChatCard
from db.matching.survey import Question
from db.zoom.handout_queries import WordsCard


def author_words(card: ChatCard) -> str:
    """Who wrote it: the neighbour with the name on the screen where that is another; else that name alone."""
    if not card.resident:
        return card.author
    if card.resident.casefold() == card.author.casefold():
        return card.resident
    return f"{card.resident} («{card.author}»)"


def state_words(card: ChatCard) -> str:
    """What stands between a line and a name."""
    translate = QCoreApplication.translate
    if card.unnamed:
        return translate("heard", "The issue has no name yet: the same key again puts it there.")
    if card.waits:
        return translate("heard", "Who it is waits to be decided in Matches.")
    if card.several:
        return translate("heard", "Several neighbours on this connection.")
    return ""


def clock_of(card: ChatCard | WordsCard, zone: tzinfo) -> str:
    """The time of the day; with «about» where it was made from the recording's."""
    if card.at is None:
        return ""
    time = f"{card.at.astimezone(zone):%H:%M}"
    return time if card.exact else QCoreApplication.translate("heard", "about {time}").format(time=time)


def words_text(told: Sequence[WordsCard], zone: tzinfo) -> str:
    """The words of a recording as a text that can be copied."""
    return "\n".join(
        f"{clock_of(one, zone)}  {one.who}: {one.text}" if one.who else f"{clock_of(one, zone)}  {one.text}"
        for one in told
    )


class SurveyWords(QObject):
    """The sentences about numbers: `tr` alone knows plurals."""

    def answered(self, one: Question, on_call: int) -> str:
        """Over whom a question's shares are, and who said nothing."""
        whole = self.tr("of %n connections", "", on_call)
        answered = self.tr("%n answered", "", one.answered)
        told = [f"{answered} {whole}", self.tr("%n without an answer", "", one.silent)]
        if one.several:
            told.append(self.tr("several choices allowed"))
        if one.anonymous:
            told.append(self.tr("anonymous"))
        return " · ".join(told)
