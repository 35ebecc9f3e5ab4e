"""What Zoom lets Cabildo do, in the words of people; and what to ask for where it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desktop.zoom.capabilities import Capability

if TYPE_CHECKING:
    from desktop.zoom.fetching import Brought

translate = QCoreApplication.translate

_NEEDS: dict[str, object] = {
    "users": QT_TRANSLATE_NOOP("ZoomWords", "Know who hosts the calls"),
    "create": QT_TRANSLATE_NOOP("ZoomWords", "Create the meeting of a sitting"),
    "questions": QT_TRANSLATE_NOOP("ZoomWords", "Ask document and neighbourhood of whoever registers"),
    "registrants": QT_TRANSLATE_NOOP("ZoomWords", "Bring who registered"),
    "instances": QT_TRANSLATE_NOOP("ZoomWords", "Tell the evenings of one meeting number apart"),
    "meeting": QT_TRANSLATE_NOOP("ZoomWords", "Know when the call began and ended"),
    "past": QT_TRANSLATE_NOOP("ZoomWords", "Bring who was in the call"),
    "report": QT_TRANSLATE_NOOP("ZoomWords", "Bring the full report of participants"),
    "polls": QT_TRANSLATE_NOOP("ZoomWords", "Bring the answers to polls"),
    "live": QT_TRANSLATE_NOOP("ZoomWords", "See during the call who is in it"),
    "recordings": QT_TRANSLATE_NOOP("ZoomWords", "Bring the chat and the transcript of the recording"),
}
_PLANS: dict[str, object] = {
    "live": QT_TRANSLATE_NOOP(
        "ZoomWords", "It takes Zoom's Business plan. Without it the list comes when the call ends."
    ),
    "recordings": QT_TRANSLATE_NOOP(
        "ZoomWords", "It takes a plan that records in the cloud. A saved chat can be brought as a file."
    ),
}
_KINDS: dict[str, object] = {
    "registrations": QT_TRANSLATE_NOOP("ZoomWords", "registrations"),
    "polls": QT_TRANSLATE_NOOP("ZoomWords", "answers to polls"),
    "chat": QT_TRANSLATE_NOOP("ZoomWords", "lines of chat"),
    "transcript": QT_TRANSLATE_NOOP("ZoomWords", "lines of transcript"),
}


def need_word(code: str) -> str:
    """What Cabildo does with it."""
    return translate("ZoomWords", str(_NEEDS[code]))


def ask_for(one: Capability) -> str:
    """What to ask the account's administrator for; empty where nothing is missing."""
    if one.missing == "scope":
        words = translate("ZoomWords", "Ask the administrator to add this permission to the app: {scope}")
        return words.format(scope=one.scope)
    if one.missing == "plan":
        usual = translate("ZoomWords", "It takes a paid plan (Pro or larger), and a licence for the host.")
        return translate("ZoomWords", str(_PLANS[one.code])) if one.code in _PLANS else usual
    return ""


def questions() -> tuple[str, ...]:
    """What the form to register asks. The answers are known again by these titles (`payloads`)."""
    return translate("ZoomWords", "Document number"), translate("ZoomWords", "Neighbourhood")


def beside_words(told: Brought) -> str:
    """What came beside the participants: «registrations 3, answers to polls 12»; empty when nothing did."""
    counts = {kind: getattr(told, kind) for kind in _KINDS}
    return ", ".join(f"{kind_word(kind)} {count}" for kind, count in counts.items() if count)


def kind_word(kind: str) -> str:
    """One of the things that come beside the participants."""
    return translate("ZoomWords", str(_KINDS[kind]))
