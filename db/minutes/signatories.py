"""Who signs the minutes, in order: asked for a sitting, and chosen while its newest version is a draft."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.errors import Refused
from db.minutes.rules import SIGNATORIES, may_choose_signatories
from db.minutes.tables import Minutes
from db.sittings.tables import Sitting
from db.work import Work


def signatories(session: Session, *, sitting_id: str) -> tuple[str, ...]:
    """The roles that sign, in their order: those of the newest version; before there is one, those of the council's
    last acta, because the same people sign all year.
    """
    own = _newest(session, sitting_id)
    if own is not None:
        return tuple(own.signatories)
    sitting = session.get(Sitting, sitting_id)
    query = select(Minutes.signatories).where(Minutes.removed_at.is_(None))
    if sitting is None:
        return SIGNATORIES
    query = query.where(Minutes.council_id == sitting.council_id)
    last = session.scalars(query.order_by(Minutes.year.desc(), Minutes.number.desc(), Minutes.version.desc())).first()
    return tuple(last or SIGNATORIES)


def choose_signatories(work: Work, *, sitting_id: str, roles: Sequence[str]) -> tuple[str, ...]:
    """Other places to sign, in this order, on the newest version; the next Word file has them.

    Raises Refused: minutes_not_written, minutes_final, minutes_signed, signatories_none, signatories_many,
    signatory_unknown.
    """
    minutes = _newest(work.session, sitting_id)
    if minutes is None:
        raise Refused("minutes_not_written")
    may_choose_signatories(roles, state=minutes.state)
    if list(minutes.signatories) != list(roles):
        minutes.signatories = list(roles)
    return tuple(roles)


def _newest(session: Session, sitting_id: str) -> Minutes | None:
    query = select(Minutes).where(Minutes.sitting_id == sitting_id, Minutes.removed_at.is_(None))
    return session.scalars(query.order_by(Minutes.version.desc(), Minutes.id.desc())).first()
