"""What can be done about telling people of a sitting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from db.contacts import clean_text
from db.errors import Refused
from db.folding import fold
from db.outreach import rules
from db.outreach.tables import Invitation
from db.residents.persons import row_here, rows_of
from db.sittings.commands import sitting_row
from db.work import Work


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """One line of a list of invitations, whoever it names already found on the roll (or a group)."""

    number: int
    channel: str
    result: str | None = None
    resident_id: str | None = None
    audience: str | None = None
    reached: int | None = None
    invited_on: date | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class InvitedMany:
    """What came of a list: written anew, known already and set right, the same as before; and what was refused."""

    written: int
    changed: int
    same: int
    refused: tuple[tuple[int, Refused], ...] = ()


def invite(
    work: Work,
    *,
    sitting_id: str,
    channel: str,
    invited_on: date,
    resident_id: str | None = None,
    audience: str | None = None,
    reached: int | None = None,
    result: str | None = None,
    note: str | None = None,
) -> str:
    """Writes down that somebody was told of a sitting; the same person (or group) by the same channel has one line,
    which is set right. Answers its identifier.

    Raises Refused: sitting_unknown, resident_unknown, and as `rules`.
    """
    line = InvitationLine(0, channel, result, resident_id, audience, reached, invited_on, note)
    return _written(work, sitting_id, line, invited_on)[0]


def invite_many(work: Work, *, sitting_id: str, lines: Sequence[InvitationLine], invited_on: date) -> InvitedMany:
    """Takes a list of invitations in; taking it in again writes nothing. `invited_on` is for lines without a day.

    Raises Refused: sitting_unknown; what is wrong with one line is told and leaves the others alone.
    """
    sitting_row(work, sitting_id)
    refused: list[tuple[int, Refused]] = []
    counted = {"written": 0, "changed": 0, "same": 0}
    for line in lines:
        try:
            counted[_written(work, sitting_id, line, invited_on)[1]] += 1
        except Refused as no:
            refused.append((line.number, no))
    return InvitedMany(**counted, refused=tuple(refused))


def note_result(work: Work, *, invitation_id: str, result: str, note: str | None = None) -> None:
    """What came of an invitation; a note that is None stays. Raises Refused: invitation_unknown, and as `rules`."""
    row = invitation_row(work, invitation_id)
    row.result = rules.known_result(result)
    if note is not None:
        row.note = clean_text(note)


def remove_invitation(work: Work, *, invitation_id: str) -> None:
    """Takes an invitation out that was never made. Raises Refused: invitation_unknown."""
    invitation_row(work, invitation_id).removed_at = work.clock.now()


def bring_back_invitation(work: Work, *, invitation_id: str) -> None:
    """An invitation that was taken out stands in the list again; where the same person (or group) was written down by
    the same channel meanwhile, that one stays alone. Raises Refused: invitation_unknown."""
    row = work.session.get(Invitation, invitation_id)
    if row is None:
        raise Refused("invitation_unknown")
    if _known(work, row.sitting_id, row.channel, row.resident_id, row.audience) is None:
        row.removed_at = None


def invitation_row(work: Work, invitation_id: str) -> Invitation:
    """The row of an invitation. Raises Refused: invitation_unknown."""
    row = work.session.get(Invitation, invitation_id)
    if row is None or row.removed_at is not None:
        raise Refused("invitation_unknown")
    return row


def _written(work: Work, sitting_id: str, line: InvitationLine, day: date) -> tuple[str, str]:
    """The identifier of a line's invitation, and whether it was written, changed or the same."""
    sitting_row(work, sitting_id)
    channel = rules.known_channel(line.channel)
    audience, reached = rules.known_audience(resident_id=line.resident_id, audience=line.audience, reached=line.reached)
    if line.resident_id is not None:
        person = row_here(work.session, line.resident_id)
        if person is None or person.removed_at is not None:
            raise Refused("resident_unknown")
        line = replace(line, resident_id=person.id)
    told: dict[str, Any] = {"result": rules.known_result(line.result)} if line.result is not None else {}
    if line.note is not None:
        told["note"] = clean_text(line.note)
    if reached is not None:
        told["reached"] = reached
    if line.invited_on is not None:
        told["invited_on"] = line.invited_on
    known = _known(work, sitting_id, channel, line.resident_id, audience)
    if known is None:
        facts = {"result": "told", "invited_on": day, **told}
        made = Invitation(
            sitting_id=sitting_id, channel=channel, resident_id=line.resident_id, audience=audience, **facts
        )
        work.session.add(made)
        work.session.flush()
        return made.id, "written"
    changed = {name: value for name, value in told.items() if getattr(known, name) != value}
    for name, value in changed.items():
        setattr(known, name, value)
    return known.id, "changed" if changed else "same"


def _known(
    work: Work, sitting_id: str, channel: str, resident_id: str | None, audience: str | None
) -> Invitation | None:  # fmt: skip
    live = select(Invitation).where(
        Invitation.sitting_id == sitting_id, Invitation.channel == channel, Invitation.removed_at.is_(None)
    )
    if resident_id is not None:
        hers = rows_of(work.session, resident_id)
        return work.session.scalars(live.where(Invitation.resident_id.in_(hers)).order_by(Invitation.id)).first()
    groups = work.session.scalars(live.where(Invitation.audience.is_not(None)).order_by(Invitation.id))
    return next((one for one in groups if fold(one.audience or "") == fold(audience or "")), None)
