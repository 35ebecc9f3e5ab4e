"""Finds on the roll whoever a line of a list of invitations names. Only exact evidence counts: nobody is guessed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from db.contacts import clean_email, clean_phone
from db.errors import Refused
from db.folding import words
from db.outreach.commands import InvitationLine
from db.outreach.invitations_file import ToldLine
from db.residents.persons import the_person
from db.residents.queries import by_document, card
from db.residents.rules import clean_date, clean_document
from db.residents.search import search


def lines_of(
    session: Session, *, told: Iterable[ToldLine], channel: str | None = None, phone_prefix: str = "", today: date
) -> tuple[tuple[InvitationLine, ...], tuple[tuple[int, Refused], ...]]:
    """The lines with whoever they name found, and those that name nobody, or several, with the reason.

    `channel` is that of lines which tell none.
    """
    lines, refused = [], []
    for one in told:
        try:
            lines.append(_line(session, one, channel, phone_prefix, today))
        except Refused as no:
            refused.append((one.number, no))
    return tuple(lines), tuple(refused)


def person_told(session: Session, *, told: dict[str, str], phone_prefix: str = "") -> str:
    """The one person on the roll whom a document, else an e-mail, else a telephone, else a whole name tells.

    Raises Refused: outreach_person_unknown, outreach_person_unclear, document_unreadable, phone_unreadable,
    email_unreadable.
    """
    if document := clean_document(told.get("document")):
        found = set(by_document(session, document=document))
        return _the_one(session, found, document)
    if email := clean_email(told.get("email")):
        return _the_one(session, _who_has(session, email, "email", email), email)
    if phone := clean_phone(told.get("phone"), prefix=phone_prefix):
        return _the_one(session, _who_has(session, phone, "phone", phone), told["phone"])
    name = told.get("name", "")
    asked = sorted(words(name))
    # A name is hers when it is all of her name, in whatever order: "Ana Gómez" is not Ana María Gómez Paz.
    found = {
        one.id
        for one in (search(session, text=name) if asked else ())
        if asked in (_name(one.given_names, one.family_name), _name(one.chosen_name or "", one.family_name))
    }
    return _the_one(session, found, name)


def _line(session: Session, one: ToldLine, channel: str | None, prefix: str, today: date) -> InvitationLine:
    told = dict(one.told)
    audience = told.get("audience")
    named = any(told.get(field) for field in ("document", "email", "phone", "name"))
    facts: dict[str, Any] = {"result": told.get("result"), "note": told.get("note")}
    if day := told.get("invited_on"):
        facts["invited_on"] = _day(day, today)
    if named:
        facts["resident_id"] = person_told(session, told=told, phone_prefix=prefix)
    else:
        facts |= {"audience": audience, "reached": _reached(told.get("reached"))}
    return InvitationLine(one.number, told.get("channel") or channel or "", **facts)


def _the_one(session: Session, found: Iterable[str], told: str) -> str:
    people = {the_person(session, one) for one in found}
    if not people:
        raise Refused("outreach_person_unknown", told=told)
    if len(people) > 1:
        raise Refused("outreach_person_unclear", told=told)
    return people.pop()


def _who_has(session: Session, text: str, field: str, value: str) -> set[str]:
    return {
        one.id for one in search(session, text=text) if getattr(card(session, resident_id=one.id), field) == value
    }  # fmt: skip


def _name(given: str, family: str) -> list[str]:
    return sorted((*words(given), *words(family)))


def _reached(told: str | None) -> int | None:
    if not told:
        return None
    try:
        return int(float(told.replace(",", ".")))
    except ValueError:
        return 0  # which the rules refuse with the sentence for it


def _day(told: str, today: date) -> date:
    try:
        return clean_date(told, today=today) or today
    except Refused:
        raise Refused("outreach_day_unreadable", told=told) from None
