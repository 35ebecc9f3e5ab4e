"""What can be asked about rows that may be one person: the proposals, and what a person has decided of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import Hlc
from db.duplicates.finding import KINDS, candidates, rows_by_id
from db.duplicates.rules import Judged, Reason, Row, judge_people, more_told
from db.errors import Refused
from db.folding import fold
from db.residents.persons import rows_of, speaking_for
from db.residents.tables import KeptApart, Merge, Resident

FEWEST_CHARACTERS = 8


@dataclass(frozen=True)
class Proposal:
    """Two people of the roll who may be one, each by the row that speaks for them. `kept` says more, or was first.

    `score` (0 to 1) is how sure it is; `doubtful`: something speaks against it, and the card itself has to be seen.
    """

    kept_id: str
    kept: str
    absorbed_id: str
    absorbed: str
    score: float
    reasons: tuple[Reason, ...]
    doubtful: bool

    @property
    def key(self) -> tuple[str, str]:
        return min(self.kept_id, self.absorbed_id), max(self.kept_id, self.absorbed_id)


@dataclass(frozen=True)
class MergeLine:
    """A merge that stands. A name is empty where this laptop was not sent the row."""

    id: str
    kept_id: str
    kept: str
    absorbed_id: str
    absorbed: str
    why: str
    evidence: tuple[str, ...]
    decided_by: str
    decided_at: datetime | None


@dataclass(frozen=True)
class ApartLine:
    """Two people that a person said to be two."""

    first_id: str
    first: str
    second_id: str
    second: str
    decided_by: str


def proposals(
    session: Session, *, about: Collection[str] | None = None, by: Collection[str] = KINDS
) -> tuple[Proposal, ...]:
    """Who may be on the roll twice, the surest first, doubtful ones last; with `about`, only what concerns those rows.

    `by` are kinds of evidence that make two rows worth comparing; what is compared is compared in all they say.
    Never proposed: rows that are one person already, that a person said to be two, that were taken off or emptied.
    """
    speaks = speaking_for(session)
    if about is not None:
        about = {row for one in about for row in (rows_of(session, one) if one in speaks else (one,))}
    rows, pairs = candidates(session, about=about, by=by)
    apart = {_pair(speaks, one, other) for one, other in _said_apart(session)}
    people = {_pair(speaks, one, other) for one, other in pairs} - apart
    people = {pair for pair in people if pair[0] != pair[1]}
    hers = _rows_by_person(session, speaks, rows, {one for pair in people for one in pair})
    found = []
    for one, other in people:
        if one in hers and other in hers and (judged := judge_people(hers[one], hers[other])) is not None:
            found.append(_proposal(hers[one], hers[other], one, other, judged))
    return tuple(sorted(found, key=lambda each: (each.doubtful, -each.score, fold(each.kept), each.key)))


def concerned(session: Session, *, merge_ids: Collection[str], apart_ids: Collection[str]) -> frozenset[str]:
    """The rows whose proposals may be others since these merges, and these pairs told apart, were written or undone."""
    found = {one for pair in session.execute(_ENDS.where(Merge.id.in_(merge_ids))) for one in pair}
    query = select(KeptApart.first_id, KeptApart.second_id).where(KeptApart.id.in_(apart_ids))
    found |= {one for pair in session.execute(query) for one in pair}
    return frozenset(row for one in found for row in rows_of(session, one))


def merges(session: Session) -> tuple[MergeLine, ...]:
    """The merges that stand, the newest first."""
    return _lines(session, session.scalars(select(Merge).where(*_STANDS).order_by(Merge.id.desc())).all())


def kept_apart(session: Session) -> tuple[ApartLine, ...]:
    """The pairs that a person said to be two people, the newest first."""
    query = select(KeptApart).where(KeptApart.undone_at.is_(None), KeptApart.removed_at.is_(None))
    found = session.scalars(query.order_by(KeptApart.id.desc())).all()
    names = _names(session, {one for row in found for one in (row.first_id, row.second_id)})
    return tuple(
        ApartLine(
            row.first_id, names.get(row.first_id, ""), row.second_id, names.get(row.second_id, ""), row.decided_by
        )
        for row in found
    )


def resolve_resident(session: Session, *, text: str) -> str:
    """The identifier of a neighbour from the whole of it or its beginning, eight characters or more.

    Raises Refused: resident_unknown, resident_id_of_several (what is written down in one hour begins alike).
    """
    told = text.strip().lower()
    if len(told) < FEWEST_CHARACTERS:
        raise Refused("resident_unknown")
    # A range of the key, not LIKE: that would walk over the whole roll.
    found = session.scalars(
        select(Resident.id)
        .where(Resident.id >= told, Resident.id < told + "~", Resident.removed_at.is_(None))
        .order_by(Resident.id)
        .limit(2)
    ).all()
    if not found:
        raise Refused("resident_unknown")
    if len(found) > 1 and told not in found:
        raise Refused("resident_id_of_several", text=told)
    return found[0]


_ENDS = select(Merge.kept_id, Merge.absorbed_id)
_STANDS = (Merge.undone_at.is_(None), Merge.removed_at.is_(None))


def _pair(speaks: Mapping[str, str], one: str, other: str) -> tuple[str, str]:
    first, second = speaks.get(one, one), speaks.get(other, other)
    return min(first, second), max(first, second)


def _said_apart(session: Session) -> list[tuple[str, str]]:
    query = select(KeptApart.first_id, KeptApart.second_id)
    return [
        (a, b) for a, b in session.execute(query.where(KeptApart.undone_at.is_(None), KeptApart.removed_at.is_(None)))
    ]


def _rows_by_person(
    session: Session, speaks: Mapping[str, str], rows: Mapping[str, Row], people: set[str]
) -> dict[str, list[Row]]:
    """All rows of each of these people, the one that speaks first; those of merges were perhaps not among the found."""
    known = dict(rows) | rows_by_id(session, {one for one, person in speaks.items() if person in people} - rows.keys())
    hers: defaultdict[str, list[Row]] = defaultdict(list)
    for row in sorted(known.values(), key=lambda row: (speaks.get(row.id, row.id) != row.id, row.id)):
        person = speaks.get(row.id, row.id)
        if person in people:
            hers[person].append(row)
    return hers


def _proposal(one: Sequence[Row], other: Sequence[Row], one_id: str, other_id: str, judged: Judged) -> Proposal:
    first = more_told(one[0], other[0])
    (kept_id, kept), (absorbed_id, absorbed) = ((one_id, one[0]), (other_id, other[0])) if first else (
        (other_id, other[0]), (one_id, one[0]),
    )  # fmt: skip
    return Proposal(
        kept_id, _named(kept), absorbed_id, _named(absorbed), round(judged.score, 4), judged.reasons, judged.doubtful
    )


def _named(row: Row) -> str:
    return f"{row.family_name}, {row.given_names}"


def _names(session: Session, ids: set[str]) -> dict[str, str]:
    found = session.execute(select(Resident.id, Resident.family_name, Resident.given_names).where(Resident.id.in_(ids)))
    return {one: f"{family}, {given}".strip(", ") for one, family, given in found}


def _lines(session: Session, found: Sequence[Merge]) -> tuple[MergeLine, ...]:
    names = _names(session, {one for row in found for one in (row.kept_id, row.absorbed_id)})
    return tuple(
        MergeLine(
            id=row.id,
            kept_id=row.kept_id,
            kept=names.get(row.kept_id, ""),
            absorbed_id=row.absorbed_id,
            absorbed=names.get(row.absorbed_id, ""),
            why=row.why,
            evidence=tuple(row.evidence or ()),
            decided_by=row.decided_by,
            decided_at=_written_at(row),
        )
        for row in found
    )


def _written_at(row: Merge) -> datetime | None:
    told = row.clocks.get("*")
    return datetime.fromtimestamp(Hlc.parse(str(told)).millis / 1000, UTC) if told else None
