"""What can be done with the bank of good practices."""

from __future__ import annotations

from typing import Any

from db.errors import Refused
from db.experiences import rules
from db.experiences.tables import Experience
from db.places.tables import Neighbourhood
from db.sittings.commands import sitting_row
from db.work import Work


def add_experience(work: Work, /, *, title: str, done: str, photo: bytes | None = None, **facts: Any) -> str:
    """Writes a good practice down and answers its identifier; `facts` are its other fields.

    Raises Refused: sitting_unknown, quarter_unknown, and as `rules.clean_experience` and `rules.clean_photo`.
    """
    fields = rules.clean_experience({"title": title, "done": done, **facts})
    _known_places(work, fields)
    if photo:
        fields["photo"] = rules.clean_photo(photo)
    made = Experience(**fields)
    work.session.add(made)
    work.session.flush()
    return made.id


def change_experience(work: Work, /, *, experience_id: str, photo: bytes | None = None, **facts: Any) -> None:
    """Sets right what is told of a good practice: only the fields given; an empty `photo` takes the picture away.

    Raises Refused: experience_unknown, and as `add_experience`.
    """
    row = experience_row(work, experience_id)
    fields = rules.clean_experience(facts)
    _known_places(work, fields)
    if photo is not None:
        fields["photo"] = rules.clean_photo(photo) if photo else None
    for name, value in fields.items():
        setattr(row, name, value)


def remove_experience(work: Work, *, experience_id: str) -> None:
    """Takes a good practice out of the bank. Raises Refused: experience_unknown."""
    experience_row(work, experience_id).removed_at = work.clock.now()


def experience_row(work: Work, experience_id: str) -> Experience:
    """The row of a good practice. Raises Refused: experience_unknown."""
    row = work.session.get(Experience, experience_id)
    if row is None or row.removed_at is not None:
        raise Refused("experience_unknown")
    return row


def _known_places(work: Work, fields: dict[str, Any]) -> None:
    if fields.get("sitting_id"):
        sitting_row(work, fields["sitting_id"])
    quarter = fields.get("neighbourhood_id")
    if quarter and work.session.get(Neighbourhood, quarter) is None:
        raise Refused("quarter_unknown", quarter=quarter)
