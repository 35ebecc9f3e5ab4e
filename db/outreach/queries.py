"""What can be asked about invitations: who was told of a sitting, what she said, and whether she came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.checkin.tables import Presence
from db.errors import Refused
from db.outreach.tables import Invitation
from db.residents.persons import persons_among
from db.residents.tables import Resident


@dataclass(frozen=True)
class InvitationCard:
    """One invitation as screens show it. `came`: she was there; None of a group, of which nobody knows."""

    id: str
    channel: str
    resident_id: str | None
    name: str | None
    audience: str | None
    reached: int | None
    result: str
    invited_on: date
    note: str | None
    came: bool | None


@dataclass(frozen=True)
class ByChannel:
    """One channel. `people` were invited by name (each once), `came` of them; `reached` were told in groups."""

    channel: str
    people: int
    came: int
    groups: int
    reached: int


def invitations(session: Session, *, sitting_id: str) -> tuple[InvitationCard, ...]:
    """Everybody who was told of a sitting: the groups first, then the people by name."""
    rows = session.execute(
        select(Invitation, Resident)
        .outerjoin(Resident, Resident.id == Invitation.resident_id)
        .where(Invitation.sitting_id == sitting_id, Invitation.removed_at.is_(None))
    ).all()
    here = _here(session, sitting_id)
    merged = persons_among(session, [*here, *(row.resident_id for row, _ in rows if row.resident_id)])
    present = {merged.of(one) for one in here}
    cards = []
    for row, resident in rows:
        whole = merged.row(row.resident_id, resident) if row.resident_id else None
        cards.append(
            InvitationCard(
                id=row.id,
                channel=row.channel,
                resident_id=row.resident_id,
                name=f"{whole.family_name}, {whole.given_names}".strip(", ") if whole else None,
                audience=row.audience,
                reached=row.reached,
                result=row.result,
                invited_on=row.invited_on,
                note=row.note,
                came=merged.of(row.resident_id) in present if row.resident_id else None,
            )
        )
    return tuple(sorted(cards, key=lambda card: (card.came is not None, card.audience or "", card.name or "", card.id)))


def by_channel(cards: Iterable[InvitationCard]) -> tuple[ByChannel, ...]:
    """The invitations of one sitting by channel, the one that told most people first."""
    counted: dict[str, list[InvitationCard]] = {}
    for card in cards:
        counted.setdefault(card.channel, []).append(card)
    figures = [
        ByChannel(
            channel=channel,
            people=sum(one.came is not None for one in all_of_it),
            came=sum(one.came is True for one in all_of_it),
            groups=sum(one.came is None for one in all_of_it),
            reached=sum(one.reached or 0 for one in all_of_it),
        )
        for channel, all_of_it in counted.items()
    ]
    return tuple(sorted(figures, key=lambda one: (-(one.people + one.reached), one.channel)))


def resolve_invitation(session: Session, *, text: str) -> str:
    """The id of an invitation that a person means by its beginning or end (six letters or more).

    Raises Refused: invitation_unknown; invitation_ambiguous, when several could be meant.
    """
    told = text.strip().lower()
    meant = or_(Invitation.id.startswith(told, autoescape=True), Invitation.id.endswith(told, autoescape=True))
    live = select(Invitation.id).where(Invitation.removed_at.is_(None), meant).limit(2)
    found = session.scalars(live).all() if len(told) >= 6 else []
    if not found:
        raise Refused("invitation_unknown")
    if len(found) > 1:
        raise Refused("invitation_ambiguous", text=told)
    return found[0]


def _here(session: Session, sitting_id: str) -> tuple[str, ...]:
    return tuple(
        session.scalars(
            select(Presence.resident_id)
            .where(Presence.sitting_id == sitting_id, Presence.removed_at.is_(None))
            .distinct()
        )
    )
