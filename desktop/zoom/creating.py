"""Making the Zoom meeting of a sitting, and writing down how neighbours register and join."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from db.errors import Refused
from db.places.city import City
from db.sittings.commands import keep_invitation
from db.sittings.queries import SittingCard
from db.sittings.rules import may_still_be_written
from db.sync.errand import Hands

if TYPE_CHECKING:
    from desktop.zoom.client import Created, ZoomClient


async def create_meeting(
    hands: Hands, client: ZoomClient, sitting: SittingCard, city: City, questions: Sequence[str]
) -> Created:
    """Makes the meeting at the sitting's hour and keeps its number and links; `questions` are asked of who registers.

    Nobody has to answer them: whoever does not want to tell her document is no less welcome. Raises Refused:
    zoom_already_there, sitting_signed, and as the client does.
    """
    from desktop.zoom.client import Wanted  # see account.py

    if sitting.zoom_number:  # asked before: a meeting made in vain would stay in somebody's calendar
        raise Refused("zoom_already_there", number=sitting.zoom_number)
    may_still_be_written(state=sitting.state)
    wanted = Wanted(
        topic=f"{sitting.council}: {sitting.title}",
        starts_at=sitting.starts_at,
        zone=city.timezone,
        questions=tuple((title, False) for title in questions),
    )
    made = await hands.off(client.create, wanted)
    await hands.do(
        keep_invitation, sitting_id=sitting.id, zoom_number=made.number, join_link=made.join_link,
        registration_link=made.registration_link,
    )  # fmt: skip
    return made
