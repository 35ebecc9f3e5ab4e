"""What was written in the chat, beside the agenda, and made an issue with one key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.agenda.queries import ItemCard, items
from db.clock import named_id
from db.errors import Refused
from db.folding import fold
from db.issues import rules
from db.issues.tables import Issue
from db.matching.speakers import Speaker, speakers
from db.sittings.commands import sitting_row
from db.sittings.rules import may_still_be_written
from db.work import Work
from db.zoom.handout_queries import WordsCard, chat_lines
from db.zoom.tables import ChatLine


@dataclass(frozen=True)
class ChatCard:
    """One message to everyone. `item_id`, `item_number` and `item` tell what was on the table then; `resident` who
    wrote it, as far as the call was decided: `waits` when it is not yet, `several` when it never can be one person.
    `exact` is False where its moment was made from the recording's. `issue_kind` is what it became, if anything did;
    `unnamed` that this issue has no name while its author is known by now.
    """

    id: str
    author: str
    text: str
    at: datetime | None
    exact: bool
    item_id: str | None
    item_number: int
    item: str
    resident_id: str | None
    resident: str
    waits: bool
    several: bool
    issue_id: str | None
    issue_kind: str
    unnamed: bool


def chat_beside_agenda(session: Session, *, sitting_id: str) -> tuple[ChatCard, ...]:
    """The chat of a sitting in the order it was written, each line with the item on the table. Raises Refused:
    sitting_unknown.
    """
    told = chat_lines(session, sitting_id=sitting_id)
    if not told:
        return ()
    agenda, known = items(session, sitting_id=sitting_id), speakers(session, sitting_id=sitting_id)
    made = {issue_id_of(one.id): one.id for one in told}
    found = session.scalars(select(Issue).where(Issue.sitting_id == sitting_id, Issue.removed_at.is_(None)))
    issues = {made[one.id]: one for one in found if one.id in made}
    return tuple(_card(one, agenda, known.get(fold(one.who or "")), issues.get(one.id)) for one in told)


def issue_from_chat(work: Work, *, chat_line_id: str, kind: str) -> str:
    """Makes an issue of a message: its words, its author as far as the call is decided, by Zoom, under the item that
    was on the table; answers its id. Once more it takes another kind, and a name that was not known before.

    Raises Refused: chat_line_unknown, issue_kind_unknown, issue_text_missing, sitting_signed.
    """
    line = _line(work, chat_line_id)
    may_still_be_written(state=sitting_row(work, line.sitting_id).state)
    kind = rules.known_kind(kind)
    card = next(one for one in chat_beside_agenda(work.session, sitting_id=line.sitting_id) if one.id == line.id)
    issue_id = issue_id_of(line.id)
    known = work.session.get(Issue, issue_id)
    if known is not None and known.removed_at is None:
        known.kind = kind
        known.raised_by_id = known.raised_by_id or card.resident_id
        return issue_id
    if known is None:
        known = Issue(id=issue_id, sitting_id=line.sitting_id)
        work.session.add(known)
    known.removed_at = None
    known.kind, known.text, known.state = kind, rules.issue_text(line.text), "open"
    known.item_id, known.raised_by_id = card.item_id, card.resident_id
    known.way, known.source = "zoom", rules.known_source("chat")
    return issue_id


def chat_issue_back(work: Work, *, chat_line_id: str) -> None:
    """Takes back that a message is an issue; the message stays. Raises Refused: chat_line_unknown, issue_unknown,
    sitting_signed.
    """
    line = _line(work, chat_line_id)
    may_still_be_written(state=sitting_row(work, line.sitting_id).state)
    known = work.session.get(Issue, issue_id_of(line.id))
    if known is None or known.removed_at is not None:
        raise Refused("issue_unknown")
    known.removed_at = work.clock.now()


def issue_id_of(chat_line_id: str) -> str:
    """The identifier of the issue that a message becomes: the same on every desk, so that two that press the key make
    one issue.
    """
    return named_id("issue of a message", chat_line_id)


def resolve_chat_line(session: Session, *, sitting_id: str, text: str) -> str:
    """The id of a message from the whole of it or its beginning (six characters or more). Raises Refused:
    chat_line_unknown.
    """
    told = text.strip().lower()
    begun = [one.id for one in chat_lines(session, sitting_id=sitting_id) if one.id.startswith(told)]
    if len(told) < 6 or len(begun) != 1:
        raise Refused("chat_line_unknown")
    return begun[0]


def _card(told: WordsCard, agenda: tuple[ItemCard, ...], who: Speaker | None, issue: Issue | None) -> ChatCard:
    item = item_at(agenda, told.at)
    resident = who.resident if who else None
    return ChatCard(
        id=told.id,
        author=told.who or "",
        text=told.text,
        at=told.at,
        exact=told.exact,
        item_id=item.id if item else None,
        item_number=item.number if item else 0,
        item=item.title if item else "",
        resident_id=resident.id if resident else None,
        resident=resident.name if resident else "",
        waits=who is not None and who.waits,
        several=who is not None and who.several,
        issue_id=issue.id if issue else None,
        issue_kind=issue.kind if issue else "",
        unnamed=issue is not None and issue.raised_by_id is None and resident is not None,
    )


def item_at(agenda: tuple[ItemCard, ...], at: datetime | None) -> ItemCard | None:
    """What was on the table at a moment: the item that had begun last and had not ended; None before and after."""
    if at is None:
        return None
    running = [
        one
        for one in agenda
        if one.started_at is not None and one.started_at <= at and (one.ended_at is None or at < one.ended_at)
    ]
    return max(running, key=lambda one: one.started_at or at, default=None)


def _line(work: Work, chat_line_id: str) -> ChatLine:
    line = work.session.get(ChatLine, chat_line_id)
    if line is None or line.removed_at is not None:
        raise Refused("chat_line_unknown")
    return line
