"""What is done with a signed sheet the morning after: each signature is a presence at the hour of the evening.

So is whoever was forgotten: after the closing she is noted as a correction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from db.checkin.commands import CheckedIn, check_in, walk_in
from db.checkin.undo import is_last
from db.errors import Refused
from db.residents.commands import give_consent
from db.sittings.commands import sitting_row
from db.work import Work


@dataclass(frozen=True)
class Signed:
    """What a signature came to; `consented`: the tick beside it was new, and taking it back takes that back as well.

    `acts`: as how many acts `undo` sees it; none where she had signed before. `needs_guardian`: she ticked it and is a
    minor for whom nobody on the roll answers, so that nothing was noted.
    """

    arrival: CheckedIn
    consented: bool
    needs_guardian: bool = False
    acts: int = 1


def sign_in(
    work: Work, *, sitting_id: str, signatures: Sequence[tuple[str, bool]], arrived_at: datetime
) -> tuple[Signed, ...]:
    """Those who signed, each with whether she ticked the box: present from that hour on, and agreed. All or none.

    Raises Refused as `check_in`.
    """
    done = []
    for resident_id, consents in signatures:
        arrival = check_in(
            work,
            sitting_id=sitting_id,
            resident_id=resident_id,
            arrived_at=arrived_at,
            source=_source(work, sitting_id, "search"),
        )
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
        source=_source(work, sitting_id, "walk_in"),
    )
    # Of two who share a name, nobody knows yet which one ticked the box.
    signed = _signed(work, arrival, consents=consents and not arrival.namesake)
    return replace(signed, acts=signed.acts + 1) if arrival.already and companions else signed


def _source(work: Work, sitting_id: str, usual: str) -> str:
    """A sheet keyed in after the closing is a correction of it, and is marked as one."""
    return "correction" if sitting_row(work, sitting_id).state == "closed" else usual


def _signed(work: Work, arrival: CheckedIn, *, consents: bool) -> Signed:
    own = int(not arrival.already)
    if not consents:
        return Signed(arrival, consented=False, acts=own)
    # A tick that is keyed in right after her signature belongs to it, as if both stood on one line.
    joins = arrival.already and is_last(work, arrival.presence_id)
    try:
        consented = give_consent(work, resident_id=arrival.resident_id)
        return Signed(arrival, consented, acts=int(consented and not joins) if arrival.already else 1)
    except Refused as no:
        # A minor's own tick binds nobody. She was there all the same, and so were the twenty of the same line.
        if no.code != "consent_needs_guardian":
            raise
        return Signed(arrival, consented=False, needs_guardian=True, acts=own)
