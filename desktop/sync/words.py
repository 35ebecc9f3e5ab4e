"""The words for what the server says: how a contact ended, why an entry was put aside, what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desktop import wording

if TYPE_CHECKING:
    from db.sync.tally import Differing

_REASONS: dict[str, object] = {
    "row_unknown": QT_TRANSLATE_NOOP("SyncWords", "what it changes has not arrived yet"),
    "noun_unknown": QT_TRANSLATE_NOOP("SyncWords", "the server does not know it yet: it needs a newer version"),
    "field_unknown": QT_TRANSLATE_NOOP("SyncWords", "the server does not know a field yet: it needs a newer version"),
    "incomplete": QT_TRANSLATE_NOOP("SyncWords", "a value is missing without which it cannot stand"),
    "too_long": QT_TRANSLATE_NOOP("SyncWords", "a value is longer than the server takes"),
    "value_unreadable": QT_TRANSLATE_NOOP("SyncWords", "a value is none of its kind (a date, a number)"),
    "clock_unreadable": QT_TRANSLATE_NOOP("SyncWords", "its clock is not this desk's"),
    "hash_broken": QT_TRANSLATE_NOOP("SyncWords", "it was altered after it was written: its seal does not fit"),
    "other_district": QT_TRANSLATE_NOOP("SyncWords", "it belongs to another district, whose desks alone change it"),
    "not_allowed": QT_TRANSLATE_NOOP("SyncWords", "a desk with this role may look, not write"),
    "actor_too_long": QT_TRANSLATE_NOOP("SyncWords", "the name of whoever wrote it is longer than the server takes"),
    "too_many_waiting": QT_TRANSLATE_NOOP("SyncWords", "too much waits already for what has not arrived"),
    "too_many_erased": QT_TRANSLATE_NOOP("SyncWords", "it erases more at once than any neighbour leaves"),
}
_NOUNS: dict[str, object] = {
    "district": QT_TRANSLATE_NOOP("SyncWords", "District"),
    "neighbourhood": QT_TRANSLATE_NOOP("SyncWords", "Neighbourhood"),
    "resident": QT_TRANSLATE_NOOP("SyncWords", "Neighbour"),
    "alias": QT_TRANSLATE_NOOP("SyncWords", "Neighbour"),
    "organisation": QT_TRANSLATE_NOOP("SyncWords", "Organisation"),
    "council": QT_TRANSLATE_NOOP("SyncWords", "Council"),
    "sitting": QT_TRANSLATE_NOOP("SyncWords", "Sitting"),
    "item": QT_TRANSLATE_NOOP("SyncWords", "Agenda"),
    "turn": QT_TRANSLATE_NOOP("SyncWords", "Agenda"),
    "presence": QT_TRANSLATE_NOOP("SyncWords", "Presence"),
    "call": QT_TRANSLATE_NOOP("SyncWords", "Zoom"),
    "participant": QT_TRANSLATE_NOOP("SyncWords", "Zoom"),
    "handout": QT_TRANSLATE_NOOP("SyncWords", "Zoom"),
    "registrant": QT_TRANSLATE_NOOP("SyncWords", "Zoom"),
    "poll_answer": QT_TRANSLATE_NOOP("SyncWords", "Zoom"),
    "chat_line": QT_TRANSLATE_NOOP("SyncWords", "Zoom"),
    "transcript_line": QT_TRANSLATE_NOOP("SyncWords", "Zoom"),
    "match": QT_TRANSLATE_NOOP("SyncWords", "Match"),
    "issue": QT_TRANSLATE_NOOP("SyncWords", "Issue"),
    "commitment": QT_TRANSLATE_NOOP("SyncWords", "Commitment"),
    "minutes": QT_TRANSLATE_NOOP("SyncWords", "Minutes"),
    "minutes_paper": QT_TRANSLATE_NOOP("SyncWords", "Minutes"),
    "minutes_signature": QT_TRANSLATE_NOOP("SyncWords", "Signature"),
    "dispatch": QT_TRANSLATE_NOOP("SyncWords", "List that was sent"),
    "merge": QT_TRANSLATE_NOOP("SyncWords", "Joined neighbours"),
    "kept_apart": QT_TRANSLATE_NOOP("SyncWords", "Neighbours kept apart"),
    "erasure": QT_TRANSLATE_NOOP("SyncWords", "Erasure"),
    "questionnaire": QT_TRANSLATE_NOOP("SyncWords", "Survey"),
    "reply": QT_TRANSLATE_NOOP("SyncWords", "Survey"),
    "invitation": QT_TRANSLATE_NOOP("SyncWords", "Invitation"),
    "experience": QT_TRANSLATE_NOOP("SyncWords", "Good practice"),
    "settlement": QT_TRANSLATE_NOOP("SyncWords", "Settled difference"),
}
_CAPACITIES: dict[str, object] = {
    "facilitator": QT_TRANSLATE_NOOP("SyncWords", "facilitator"),
    "secretary": QT_TRANSLATE_NOOP("SyncWords", "secretary"),
    "head": QT_TRANSLATE_NOOP("SyncWords", "head of district, figures without names"),
}
_AJAR: dict[str, object] = {
    "large_objects": QT_TRANSLATE_NOOP("SyncWords", "laptops may make large objects, and so fill the disk"),
    "public_schema": QT_TRANSLATE_NOOP("SyncWords", "laptops may make tables in the schema «public»"),
    "temporary_tables": QT_TRANSLATE_NOOP("SyncWords", "laptops may make temporary tables"),
    "extension": QT_TRANSLATE_NOOP("SyncWords", "laptops may call what the extension «{where}» brings"),
    "other_database": QT_TRANSLATE_NOOP("SyncWords", "laptops may enter the database «{where}»"),
    "login_of_another": QT_TRANSLATE_NOOP(
        "SyncWords", "another administrator made the login of «{where}»: only that one can end its session"
    ),
}
_VERDICTS: dict[str, object] = {
    "stored": QT_TRANSLATE_NOOP("SyncWords", "kept"),
    "quarantined": QT_TRANSLATE_NOOP("SyncWords", "in quarantine"),
}
_SHORT: dict[str, object] = {
    "row_unknown": QT_TRANSLATE_NOOP("SyncWords", "waits for its origin"),
    "noun_unknown": QT_TRANSLATE_NOOP("SyncWords", "newer than the server"),
    "field_unknown": QT_TRANSLATE_NOOP("SyncWords", "newer than the server"),
    "incomplete": QT_TRANSLATE_NOOP("SyncWords", "incomplete"),
    "too_long": QT_TRANSLATE_NOOP("SyncWords", "too long"),
    "value_unreadable": QT_TRANSLATE_NOOP("SyncWords", "unreadable value"),
    "clock_unreadable": QT_TRANSLATE_NOOP("SyncWords", "strange clock"),
    "hash_broken": QT_TRANSLATE_NOOP("SyncWords", "altered"),
    "other_district": QT_TRANSLATE_NOOP("SyncWords", "another district's"),
    "not_allowed": QT_TRANSLATE_NOOP("SyncWords", "may not write"),
    "actor_too_long": QT_TRANSLATE_NOOP("SyncWords", "too long a name"),
    "too_many_waiting": QT_TRANSLATE_NOOP("SyncWords", "too much waits"),
    "too_many_erased": QT_TRANSLATE_NOOP("SyncWords", "too much erased"),
    "batch_too_much": QT_TRANSLATE_NOOP("SyncWords", "too long for the server"),
    "interrupted": QT_TRANSLATE_NOOP("SyncWords", "interrupted"),
    "server_unreachable": QT_TRANSLATE_NOOP("SyncWords", "cut: no connection"),
    "server_refused_login": QT_TRANSLATE_NOOP("SyncWords", "not let in"),
    "server_certificate": QT_TRANSLATE_NOOP("SyncWords", "unexpected certificate"),
    "server_busy": QT_TRANSLATE_NOOP("SyncWords", "server busy"),
    "server_trouble": QT_TRANSLATE_NOOP("SyncWords", "the server could not"),
    "server_behind": QT_TRANSLATE_NOOP("SyncWords", "the server goes back"),
    "server_newer": QT_TRANSLATE_NOOP("SyncWords", "newer server"),
    "server_not_prepared": QT_TRANSLATE_NOOP("SyncWords", "server not prepared"),
    "not_enrolled": QT_TRANSLATE_NOOP("SyncWords", "not enrolled"),
    "cloned": QT_TRANSLATE_NOOP("SyncWords", "this laptop is a copy"),
    "chain_broken": QT_TRANSLATE_NOOP("SyncWords", "an altered entry"),
    "carry_out_of_order": QT_TRANSLATE_NOOP("SyncWords", "an earlier stick is missing"),
}


def reason_word(reason: str) -> str:
    """Why the server put an entry aside."""
    return _said(_REASONS, reason)


def ajar_word(what: str, where: str) -> str:
    """What of the server stands open to laptops and need not."""
    return _said(_AJAR, what).format(where=where)


def capacity_word(capacity: str) -> str:
    """Whose laptop it is."""
    return _said(_CAPACITIES, capacity)


def noun_word(noun: str) -> str:
    """What an entry is about, as its page calls it."""
    return _said(_NOUNS, noun)


def entries_word(count: int) -> str:
    """So many entries of the journal."""
    return QCoreApplication.translate("SyncWords", "%n entries", "", int(count))


def verdict_word(verdict: str) -> str:
    """Whether it is kept for now or waits for a person."""
    return _said(_VERDICTS, verdict)


def short_word(code: str) -> str:
    """A reason or the end of a contact in two or three words, for a list."""
    return _said(_SHORT, code)


# How a contact ended well: by wire, and on a stick.
WELL = ("done", "carried", "names_gone")


def outcome_word(outcome: str, *, rewound: bool) -> str:
    """How a contact ended, for a list; `rewound` when a restored server was sent everything again."""
    if outcome not in WELL:
        return short_word(outcome)
    if outcome == "carried":
        return QCoreApplication.translate("SyncWords", "complete, on a stick")
    if outcome == "names_gone":
        return QCoreApplication.translate("SyncWords", "complete; the names were taken from this laptop")
    if rewound:
        return QCoreApplication.translate("SyncWords", "complete, after the server was restored")
    return QCoreApplication.translate("SyncWords", "complete")


def outcome_sentence(outcome: str) -> str:
    """The same in a whole sentence, for the tip; empty where there is nothing to add."""
    return "" if outcome in (*WELL, "interrupted") else wording.sentence(outcome, {})


def differing_words(found: Differing) -> str:
    """What is wrong with the rows of a noun, and with how many: no row is named."""
    counts = (
        (found.altered, QCoreApplication.translate("SyncWords", "altered")),
        (found.missing, QCoreApplication.translate("SyncWords", "deleted")),
        (found.unfounded, QCoreApplication.translate("SyncWords", "without their entry")),
    )
    told = ", ".join(f"{word}: {count}" for count, word in counts if count)
    return f"{noun_word(found.noun)} ({told})"


def _said(words: dict[str, object], code: str) -> str:
    known = words.get(code)
    return QCoreApplication.translate("SyncWords", str(known)) if known is not None else code
