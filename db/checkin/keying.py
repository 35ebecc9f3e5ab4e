"""What is done with a signed sheet the morning after: each signature is a presence at the hour of the evening."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from db.checkin.commands import CheckedIn, check_in, take_back, walk_in
from db.errors import Refused
from db.residents.commands import give_consent, take_back_consent
from db.work import Work


@dataclass(frozen=True)
class Signed:
    """What a signature came to; `consented`: the tick beside it was new, and taking it back takes that back as well.

    `needs_guardian`: she ticked it and is a minor for whom nobody on the roll answers, so that nothing was noted.
    """

    arrival: CheckedIn
    consented: bool
    needs_guardian: bool = False


def sign_in(
    work: Work, *, sitting_id: str, signatures: Sequence[tuple[str, bool]], arrived_at: datetime
) -> tuple[Signed, ...]:
    """Those who signed, each with whether she ticked the box: present from that hour on, and agreed. All or none.

    Raises Refused as `check_in`.
    """
    done = []
    for resident_id, consents in signatures:
        arrival = check_in(work, sitting_id=sitting_id, resident_id=resident_id, arrived_at=arrived_at)
        done.append(_signed(work, arrival, consents=consents))
    return tuple(done)


def sign_in_new(
    work: Work,
    *,
    sitting_id: str,
    arrived_at: datetime,
    name: str,
    document: str | None = None,
    phone: str | None = None,
    phone_prefix: str = "",
    companions: int = 0,
    consents: bool = False,
) -> Signed:
    """Somebody who wrote herself down on an empty line. Raises Refused as `walk_in`.

    Of the very same name as somebody who signed, and without a document or telephone, she is taken for her: `namesake`.
    """
    arrival = walk_in(
        work,
        sitting_id=sitting_id,
        name=name,
        document=document,
        phone=phone,
        phone_prefix=phone_prefix,
        companions=companions,
        arrived_at=arrived_at,
    )
    # Of two who share a name, nobody knows yet which one ticked the box.
    return _signed(work, arrival, consents=consents and not arrival.namesake)


def unsign(work: Work, *, signed: Sequence[Signed]) -> None:
    """Takes back what signatures came to, with its trace. Raises Refused: presence_unknown."""
    for one in reversed(signed):
        if one.consented:
            take_back_consent(work, resident_id=one.arrival.resident_id)
        if not one.arrival.already:
            take_back(work, presence_id=one.arrival.presence_id, enrolled=one.arrival.enrolled)


def _signed(work: Work, arrival: CheckedIn, *, consents: bool) -> Signed:
    if not consents:
        return Signed(arrival, consented=False)
    try:
        return Signed(arrival, give_consent(work, resident_id=arrival.resident_id))
    except Refused as no:
        # A minor's own tick binds nobody. She was there all the same, and so were the twenty of the same line.
        if no.code != "consent_needs_guardian":
            raise
        return Signed(arrival, consented=False, needs_guardian=True)
