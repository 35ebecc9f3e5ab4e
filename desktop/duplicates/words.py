"""The words of the doubles: why two may be one, what was decided, and the fields of two cards beside each other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, tzinfo

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from db.duplicates.rules import Reason
from db.folding import fold
from db.residents.queries import ResidentCard
from desktop.duplicates.presenter import Line, Side

translate = QCoreApplication.translate

_REASONS: dict[str, object] = {
    "same_document": QT_TRANSLATE_NOOP("Doubles", "same document {document}"),
    "tax_number": QT_TRANSLATE_NOOP("Doubles", "one of them written as a CUIL"),
    "near_document": QT_TRANSLATE_NOOP("Doubles", "documents one digit apart"),
    "same_email": QT_TRANSLATE_NOOP("Doubles", "same e-mail {email}"),
    "same_phone": QT_TRANSLATE_NOOP("Doubles", "same telephone {phone}"),
    "same_birth_date": QT_TRANSLATE_NOOP("Doubles", "born the same day {birth_date}"),
    "near_birth_date": QT_TRANSLATE_NOOP("Doubles", "birth dates a slip apart"),
    "same_name": QT_TRANSLATE_NOOP("Doubles", "same name"),
    "other_order": QT_TRANSLATE_NOOP("Doubles", "same name in another order"),
    "part_name": QT_TRANSLATE_NOOP("Doubles", "one name is part of the other"),
    "nickname": QT_TRANSLATE_NOOP("Doubles", "one name is short for the other"),
    "similar_name": QT_TRANSLATE_NOOP("Doubles", "similar name"),
    "other_name": QT_TRANSLATE_NOOP("Doubles", "but another name"),
    "other_birth_date": QT_TRANSLATE_NOOP("Doubles", "but another birth date"),
    "other_document": QT_TRANSLATE_NOOP("Doubles", "but another document"),
}
# Told without what was the same, which a merge of long ago does not keep.
_BARE: dict[str, object] = {
    "same_document": QT_TRANSLATE_NOOP("Doubles", "same document"),
    "same_email": QT_TRANSLATE_NOOP("Doubles", "same e-mail"),
    "same_phone": QT_TRANSLATE_NOOP("Doubles", "same telephone"),
    "same_birth_date": QT_TRANSLATE_NOOP("Doubles", "born the same day"),
}
SURE = 0.85


def reasons_words(reasons: Iterable[Reason], *, bare: bool = False) -> str:
    """Why, in one line; `bare` leaves out what it is that is the same. A code nobody has worded yet is left out."""
    told = ({"code": why["code"]} if bare else why for why in reasons)
    return ", ".join(words for why in told if (words := _reason(why)))


def _reason(why: Reason) -> str:
    code, facts = str(why["code"]), {name: _written(value) for name, value in why.items() if name != "code"}
    source = (_BARE if code in _BARE and not facts else _REASONS).get(code)
    return translate("Doubles", str(source)).format(**facts) if source else ""


def _written(value: object) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return document_written(value) if isinstance(value, str) and value.isdigit() else str(value)


def document_written(document: str) -> str:
    """The digits with dots, as people read them."""
    return re.sub(r"(?<=\d)(?=(\d{3})+$)", ".", document)


def likely_word(line: Line) -> str:
    """How sure a pair is, in a word."""
    if line.doubtful:
        return translate("Doubles", "Doubtful")
    return translate("Doubles", "Very likely") if (line.score or 0) >= SURE else translate("Doubles", "Possible")


def decided_words(line: Line, zone: tzinfo) -> str:
    """Who decided, and when."""
    day = f"{line.decided_at.astimezone(zone):%d/%m/%Y %H:%M}" if line.decided_at else ""
    return " · ".join(filter(None, (line.decided_by, day)))


def both_names(line: Line) -> str:
    """The pair in one line, names once where they are the same."""
    missing = translate("Doubles", "(not on this laptop)")
    left, right = line.left or missing, line.right or missing
    return left if fold(left) == fold(right) else f"{left}  ·  {right}"


def fields(zone: tzinfo, left: Side, right: Side) -> list[tuple[str, str, str]]:
    """What the two cards say, field by field: its name, the left, the right; fields that neither knows are left out."""
    names = (
        translate("Doubles", "Family name"),
        translate("Doubles", "Given names"),
        translate("Doubles", "Called"),
        translate("Doubles", "Document"),
        translate("Doubles", "Born"),
        translate("Doubles", "Gender"),
        translate("Doubles", "Telephone"),
        translate("Doubles", "E-mail"),
        translate("Doubles", "Address"),
        translate("Doubles", "Quarter"),
        translate("Doubles", "Organisation"),
        translate("Doubles", "Consent"),
        translate("Doubles", "Also known as"),
    )
    both = zip(names, _values(left.card, zone), _values(right.card, zone), strict=True)
    return [(name, one, other) for name, one, other in both if one or other]


def _values(card: ResidentCard | None, zone: tzinfo) -> tuple[str, ...]:
    """The fields of a card as they are written, in the order of their names; empty for a card that is not here."""
    if card is None:
        return ("",) * 13
    return (
        card.family_name,
        card.given_names,
        card.chosen_name or "",
        document_written(card.document or ""),
        f"{card.birth_date:%d/%m/%Y}" if card.birth_date else "",
        _gender(card.gender),
        card.phone or "",
        card.email or "",
        " ".join(filter(None, (card.street, card.street_number))),
        card.neighbourhood or "",
        card.organisation or "",
        _day(card.consent_at, zone),
        " · ".join(one.value for one in card.aliases[:4]),
    )


def seen_words(side: Side, zone: tzinfo) -> str:
    """Where somebody was seen: how many sittings, and the last of them."""
    if side.card is None:
        return translate("Doubles", "Her data is not on this laptop.")
    if not side.visits:
        return translate("Doubles", "At no sitting yet")
    words = translate("Doubles", "Sittings: {count} · the last on {day}")
    return words.format(count=side.visits, day=_day(side.last, zone))


def _day(moment: datetime | None, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%d/%m/%Y}" if moment else ""


def _gender(code: str | None) -> str:
    words = {
        "woman": translate("Roll", "Woman"),
        "man": translate("Roll", "Man"),
        "non_binary": translate("Roll", "Non-binary"),
        "not_said": translate("Roll", "Prefers not to say"),
    }
    return words.get(code or "", "")
