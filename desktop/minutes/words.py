"""What was edited, in words: changes, contradictions and the names of the papers, for the page and the terminal."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.minutes.comparison import ADDED, REMOVED, Change
from desktop.minutes.contradictions import COUNT, DATE, FIGURE, HOUR, NAME, NAME_GONE, Contradiction

translate = QCoreApplication.translate


def paper_word(paper: str) -> str:
    """The name of a paper as a person knows it."""
    words = {
        "full": translate("MinutesWords", "Full minutes"),
        "short": translate("MinutesWords", "Short minutes"),
        "public": translate("MinutesWords", "Public version"),
        "attendance": translate("MinutesWords", "Attendance annex"),
        "commitments": translate("MinutesWords", "List of commitments"),
    }
    return words.get(paper, paper)


def change_words(change: Change) -> str:
    """One changed line in one line."""
    if change.kind == ADDED:
        return translate("MinutesWords", "Added: {text}").format(text=change.after)
    if change.kind == REMOVED:
        return translate("MinutesWords", "Taken out: {text}").format(text=change.before)
    return translate("MinutesWords", "Changed: {before} → {after}").format(before=change.before, after=change.after)


def contradiction_words(one: Contradiction) -> str:
    """What an edited text says against the record, as one says it to a colleague."""
    words = {
        FIGURE: translate("MinutesWords", "It says “{said}” where the record says “{record}”."),
        HOUR: translate("MinutesWords", "It says {said} where the record says {record}."),
        DATE: translate("MinutesWords", "It says {said} where the record says {record}."),
        NAME: translate("MinutesWords", "It says “{said}”; in the record the name is “{record}”."),
        NAME_GONE: translate("MinutesWords", "“{record}” was taken out, and is in the record of the sitting."),
        COUNT: translate("MinutesWords", "It speaks of {said} people; the record counts {record}."),
    }
    return words[one.kind].format(said=one.said, record=one.record)
