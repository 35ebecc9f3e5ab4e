"""The words of matching: each verdict, each reason, in the language of the screens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from db.matching.queries import GroupCard
from db.matching.rules import Verdict

_VERDICTS = {
    Verdict.SURE: QT_TRANSLATE_NOOP("matching", "Sure"),
    Verdict.PROPOSED: QT_TRANSLATE_NOOP("matching", "Proposed"),
    Verdict.UNKNOWN: QT_TRANSLATE_NOOP("matching", "Unknown"),
    Verdict.REJECTED: QT_TRANSLATE_NOOP("matching", "Unknown"),
    Verdict.CONFIRMED: QT_TRANSLATE_NOOP("matching", "Confirmed"),
    Verdict.NOT_A_NEIGHBOUR: QT_TRANSLATE_NOOP("matching", "Not a neighbour"),
    Verdict.UNNAMED: QT_TRANSLATE_NOOP("matching", "Unnamed"),
}

_REASONS = {
    "same_email": QT_TRANSLATE_NOOP("matching", "same e-mail"),
    "same_registrant": QT_TRANSLATE_NOOP("matching", "same registration on Zoom"),
    "confirmed_name": QT_TRANSLATE_NOOP("matching", "a name confirmed before"),
    "confirmed_phone": QT_TRANSLATE_NOOP("matching", "a telephone confirmed before"),
    "document_in_name": QT_TRANSLATE_NOOP("matching", "her document number is in the name"),
    "unique_full_name": QT_TRANSLATE_NOOP("matching", "same full name, and only one has it"),
    "others_so_called": QT_TRANSLATE_NOOP("matching", "others may be called so"),
    "surname_first": QT_TRANSLATE_NOOP("matching", "the surname comes first"),
    "document_of_another": QT_TRANSLATE_NOOP("matching", "but the document in the name is somebody else's"),
    "name_differs": QT_TRANSLATE_NOOP("matching", "the name on the screen is another: «{written}»"),
    "same_full_name": QT_TRANSLATE_NOOP("matching", "same full name"),
    "same_surname": QT_TRANSLATE_NOOP("matching", "same surname"),
    "similar_surname": QT_TRANSLATE_NOOP("matching", "surname looks like {known}"),
    "short_surname": QT_TRANSLATE_NOOP("matching", "surname begins like {known}"),
    "initial_surname": QT_TRANSLATE_NOOP("matching", "initial of the surname"),
    "nickname_surname": QT_TRANSLATE_NOOP("matching", "surname looks like {known}"),
    "same_given": QT_TRANSLATE_NOOP("matching", "same given name"),
    "similar_given": QT_TRANSLATE_NOOP("matching", "given name looks like {known}"),
    "short_given": QT_TRANSLATE_NOOP("matching", "given name begins like {known}"),
    "initial_given": QT_TRANSLATE_NOOP("matching", "initial of the given name"),
    "nickname_given": QT_TRANSLATE_NOOP("matching", "«{written}» is short for {known}"),
    "zoom_name_before": QT_TRANSLATE_NOOP("matching", "came on Zoom as «{written}» before ({times})"),
    "email_like_name": QT_TRANSLATE_NOOP("matching", "the e-mail looks like the name"),
    "same_phone": QT_TRANSLATE_NOOP("matching", "same telephone"),
    "phone_fits": QT_TRANSLATE_NOOP("matching", "the telephone may be hers"),
    "same_neighbourhood": QT_TRANSLATE_NOOP("matching", "lives in {neighbourhood}"),
    "same_district": QT_TRANSLATE_NOOP("matching", "same district"),
    "came_here_before": QT_TRANSLATE_NOOP("matching", "came to this council before ({times})"),
    "came_before": QT_TRANSLATE_NOOP("matching", "came to other councils ({times})"),
    "same_organisation": QT_TRANSLATE_NOOP("matching", "her organisation is in the name"),
    "registered_email": QT_TRANSLATE_NOOP("matching", "registered for this call with her e-mail"),
    "registered_document": QT_TRANSLATE_NOOP("matching", "registered for this call with her document"),
    "registered_name": QT_TRANSLATE_NOOP("matching", "registered for this call as «{written}»"),
    "registered_as_another": QT_TRANSLATE_NOOP("matching", "but the registration tells somebody else's details"),
    "registered_tonight": QT_TRANSLATE_NOOP("matching", "registered for this call"),
    "twice_at_once": QT_TRANSLATE_NOOP("matching", "connected twice at once: perhaps two people"),
    "perhaps_several": QT_TRANSLATE_NOOP("matching", "perhaps several people round one screen"),
    "several_alike": QT_TRANSLATE_NOOP("matching", "{count} neighbours fit: choose one"),
    "device_name": QT_TRANSLATE_NOOP("matching", "only a telephone's name"),
    "by_phone": QT_TRANSLATE_NOOP("matching", "called by telephone"),
    "organisers_account": QT_TRANSLATE_NOOP("matching", "an account of the organisers"),
    "host": QT_TRANSLATE_NOOP("matching", "host of the call"),
    "room_client": QT_TRANSLATE_NOOP("matching", "the room's own computer"),
    "together_before": QT_TRANSLATE_NOOP("matching", "was round this screen last time"),
    "same_door": QT_TRANSLATE_NOOP("matching", "lives at the same door"),
    "nobody_before": QT_TRANSLATE_NOOP("matching", "was no neighbour at an earlier sitting"),
}


def verdict_word(card: GroupCard) -> str:
    """The state of a group in a word."""
    return QCoreApplication.translate("matching", str(_VERDICTS[card.verdict]))


def reason_words(reason: Mapping[str, Any]) -> str:
    """A reason in words; empty for a code that has none, so that an older desk can read a newer one's record."""
    source = _REASONS.get(str(reason.get("code")))
    if source is None:
        return ""
    facts = {name: _shown(name, value) for name, value in reason.items()}
    return QCoreApplication.translate("matching", str(source)).format_map(_Facts(facts))


def reasons_words(reasons: Iterable[Mapping[str, Any]]) -> str:
    """Several reasons as one sentence, the first letter large."""
    words = ", ".join(filter(None, (reason_words(one) for one in reasons)))
    return words[:1].upper() + words[1:]


def _shown(name: str, value: object) -> str:
    """Rolls that were typed all in capitals do not shout from the middle of a sentence."""
    words = str(value)
    return words.capitalize() if name == "known" and (words.isupper() or words.islower()) else words


class _Facts(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "…"
