"""What two laptops wrote down of one person: the same card, the same stay. Where there is no doubt it is joined."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.checkin.rules import one_stay
from db.checkin.tables import Presence
from db.clock import named_id
from db.duplicates.finding import candidates
from db.duplicates.rules import judge
from db.residents.persons import speaking_for
from db.residents.tables import KeptApart, Merge
from db.sittings.tables import Sitting
from db.work import Work

# Same document, a name that is hers, and nothing against it (`rules.judge`). Whatever is less sure is proposed.
_SURE = 0.9
BY = "Cabildo"


def join_same_documents(work: Work, *, resident_ids: Collection[str]) -> int:
    """Joins rows that came from elsewhere with rows of the same document, compatible name and birth date.

    Every desk that has both comes to the same merge, by the same identifier, with the row written first speaking for
    her; a person takes it back as any other, and it is not made again. Answers how many were made.
    """
    rows, pairs = candidates(work.session, about=set(resident_ids), by=("document",))
    speaks = speaking_for(work.session)
    made = 0
    for first, second in sorted(pairs):
        judged = judge(rows[first], rows[second])
        if judged is None or judged.score < _SURE or "same_document" not in {why["code"] for why in judged.reasons}:
            continue
        if speaks.get(first, first) == speaks.get(second, second) or _was_decided(work, first, second):
            continue
        work.session.add(
            Merge(
                id=named_id("merge", first, second), kept_id=first, absorbed_id=second, why="document",
                evidence=[why["code"] for why in judged.reasons], decided_by=BY,
            )
        )  # fmt: skip
        work.session.flush()
        speaks = speaking_for(work.session)
        made += 1
    return made


def at_open_sittings(session: Session, *, presence_ids: Collection[str]) -> list[str]:
    """Which of these stays are at a sitting that is open: of all that a first pull brings, most often none."""
    found = session.scalars(
        select(Presence.id).join(Sitting, Sitting.id == Presence.sitting_id).where(Sitting.state == "open")
    )
    return sorted(set(presence_ids).intersection(found))


def join_same_stays(work: Work, *, presence_ids: Collection[str]) -> int:
    """Makes one stay of those that two desks wrote down of one person, by one way, at one time, at an open sitting.

    The stay that began first goes on, the other is taken back in the moment in which it began: so every desk comes to
    the same values whoever is first. Whatever one of them said alone (that she left, whom she brought) stays said.
    Answers how many were taken back.
    """
    session = work.session
    speaks = speaking_for(session)
    places = {
        (stay.sitting_id, speaks.get(stay.resident_id, stay.resident_id), stay.way)
        for stay in session.scalars(
            select(Presence)
            .join(Sitting, Sitting.id == Presence.sitting_id)
            .where(Presence.id.in_(sorted(presence_ids)), Sitting.state == "open", Presence.match_id.is_(None))
        )
    }
    made = 0
    for sitting_id, person, way in sorted(places):
        rows = [one for one, speaker in speaks.items() if speaker == person] or [person]
        stays = session.scalars(
            select(Presence)
            .where(Presence.sitting_id == sitting_id, Presence.way == way, Presence.match_id.is_(None))
            .where(Presence.resident_id.in_({person, *rows}))
            .order_by(Presence.arrived_at, Presence.id)
        ).all()
        made += _join_overlapping([stay for stay in stays if stay.removed_at in (None, stay.arrived_at)])
    session.flush()
    return made


def _join_overlapping(stays: Sequence[Presence]) -> int:
    made, first = 0, None
    for stay in stays:
        absorbed = stay.removed_at is not None
        if first is None or (first.left_at is not None and first.left_at <= stay.arrived_at):
            first = None if absorbed else stay
            continue
        # Another desk may have seen her leave by the stay that is none any more.
        first.left_at = one_stay((first.left_at, stay.left_at))
        first.companions = max(first.companions or 0, stay.companions or 0) or None
        first.representing_id = first.representing_id or stay.representing_id
        stay.left_at = stay.companions = None
        if not absorbed:
            stay.removed_at = stay.arrived_at
            made += 1
    return made


def _was_decided(work: Work, first: str, second: str) -> bool:
    """Whether anybody has said something about these two already: that they are one, were one, or are two."""
    pair = (first, second)
    joined = select(Merge.id).where(Merge.kept_id.in_(pair), Merge.absorbed_id.in_(pair))
    apart = select(KeptApart.id).where(KeptApart.first_id.in_(pair), KeptApart.second_id.in_(pair))
    return any(work.session.scalar(query.limit(1)) is not None for query in (joined, apart))
