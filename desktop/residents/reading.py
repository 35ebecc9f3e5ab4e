"""What the roll's page asks of the record: a stretch of the list, whom letters mean, and all there is of one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from db.agenda.of_resident import Spoke, spoken_by
from db.checkin.of_resident import VisitLine, visits, walked_in
from db.duplicates.effective import effective
from db.duplicates.queries import MergeLine, merges
from db.issues.of_resident import Promised, Raised, promised_by, raised_by
from db.residents.listing import LIMIT, Listed, Stretch, Wanted, listed, stretch
from db.residents.queries import ResidentCard
from db.residents.search import search
from db.residents.trace import ConsentLine, Correction, consents, corrections


@dataclass(frozen=True)
class PersonShown:
    """The card as all `rows` that are her make it together, what she did, and what the journal tells of her."""

    card: ResidentCard
    rows: tuple[ResidentCard, ...]
    age: int | None
    visits: tuple[VisitLine, ...]
    raised: tuple[Raised, ...]
    promised: tuple[Promised, ...]
    spoke: tuple[Spoke, ...]
    consents: tuple[ConsentLine, ...]
    corrections: tuple[Correction, ...]
    merges: tuple[MergeLine, ...]


def part_of_roll(session: Session, *, wanted: Wanted, today: date, before: str, limit: int) -> Stretch:
    """The next stretch of the roll; only whoever was written down at the door is one whose data is still to come."""
    also = walked_in() if wanted.lacks == "incomplete" else None
    return stretch(session, wanted=wanted, today=today, before=before, limit=limit, also=also)


def found_by(session: Session, *, text: str, wanted: Wanted, today: date) -> tuple[Listed, ...]:
    """Whom a few letters mean, of those wanted."""
    ids = [one.id for one in search(session, text=text, limit=LIMIT)]
    return listed(session, wanted=wanted, today=today, among=ids)


def read_person(session: Session, *, resident_id: str, today: date) -> PersonShown:
    """All there is of one person, by all rows of the roll that are her. Raises Refused: resident_unknown."""
    whole = effective(session, resident_id=resident_id)
    one, ids = whole.card.id, {row.id for row in whole.rows}
    if whole.card.erased_at is not None:
        return PersonShown(whole.card, whole.rows, None, (), (), (), (), (), (), ())
    return PersonShown(
        card=whole.card,
        rows=whole.rows,
        age=_age(whole.card.birth_date, today),
        visits=visits(session, resident_id=one),
        raised=raised_by(session, resident_id=one),
        promised=promised_by(session, resident_id=one),
        spoke=spoken_by(session, resident_id=one),
        consents=consents(session, resident_id=one),
        corrections=corrections(session, resident_id=one),
        merges=tuple(line for line in merges(session) if {line.kept_id, line.absorbed_id} <= ids),
    )


def _age(born: date | None, today: date) -> int | None:
    return None if born is None else today.year - born.year - ((today.month, today.day) < (born.month, born.day))
