"""Making the sign-in sheet of a sitting, and remembering which number is whom."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from db.checkin.expected import Numbered, numbered
from db.places.city import City
from db.sittings.queries import SittingCard, sitting_card
from desktop.consent import consent_text
from desktop.desk import Desk
from desktop.paper.attendance import attendance_sheet, file_words
from desktop.paper.saving import produce
from desktop.planilla.numbers import printed, remember


@dataclass(frozen=True)
class Printed:
    """The file, and how many people stand on the sheet."""

    path: Path
    people: int


async def print_sheet(
    desk: Desk, *, sitting_id: str, city: City, home: Path, wanted: Path, force: bool = False
) -> Printed:
    """Writes the sheet as Word or PDF. Raises Refused and Unavailable as `sitting_card` and `produce` do."""
    before = await desk.off(printed, home, sitting_id)
    card, people = await desk.ask(read_sheet, sitting_id=sitting_id, before=before)
    sheet = attendance_sheet(card, people, city, await desk.off(consent_text, city))
    path = await desk.off(produce, sheet, wanted, name=file_words(card, city), force=force)
    # A line whose person is off the roll keeps its place: the numbers after it must not move.
    order = [one.person.resident_id if one.person else "" for one in people]
    await desk.off(remember, home, sitting_id, order)
    return Printed(path, sum(one.person is not None for one in people))


def read_sheet(
    session: Session, *, sitting_id: str, before: tuple[str, ...]
) -> tuple[SittingCard, tuple[Numbered, ...]]:
    """The sitting and the lines of its sheet."""
    return sitting_card(session, sitting_id=sitting_id), numbered(session, sitting_id=sitting_id, printed=before)
