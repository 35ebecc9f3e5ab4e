"""What can be done about rows that may be one person: say that they are, or are not, and take either back.

No row is ever rewritten. A merge is a row beside them that reading goes through, so that taking it back is noting when,
and everything is what it was: in any order, however many merges came before or after.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from db.duplicates.rules import Standing, may_keep_apart, may_merge
from db.errors import Refused
from db.residents.persons import row_here, rows_of, speaking_for, the_person
from db.residents.tables import KeptApart, Merge, Resident
from db.work import Work

WHYS = ("decided", "document", "import")


@dataclass(frozen=True)
class Unmerged:
    """What taking merges back came to: which were undone, and whether other merges still make the two one person."""

    merge_ids: tuple[str, ...]
    still_one: bool


def merge(
    work: Work, *, kept_id: str, absorbed_id: str, why: str = "decided", evidence: Iterable[str] = ()
) -> str:  # fmt: skip
    """Says that two rows are one person, for whom the kept one speaks. Answers the merge.

    Of people who are several rows already, those who speak are joined, and all their rows with them. Raises Refused:
    merge_self, resident_unknown, merge_erased, already_one, merge_apart, merge_why_unknown.
    """
    if why not in WHYS:
        raise Refused("merge_why_unknown", why=why)
    speaks = speaking_for(work.session)
    may_merge(_standing(work, kept_id), _standing(work, absorbed_id), speaks=speaks, apart=_apart(work))
    made = Merge(
        kept_id=_here(work, speaks.get(kept_id, kept_id)),
        absorbed_id=_here(work, speaks.get(absorbed_id, absorbed_id)),
        why=why,
        evidence=list(evidence),
        decided_by=work.actor or work.identity.desk_id,
    )
    work.session.add(made)
    work.session.flush()
    return made.id


def unmerge(work: Work, *, merge_id: str) -> Unmerged:
    """Takes a merge back, and with it any other of the same two rows: two laptops may have said the same.

    Raises Refused: merge_unknown, merge_undone, merge_erased.
    """
    told = work.session.get(Merge, merge_id)
    if told is None or told.removed_at is not None:
        raise Refused("merge_unknown")
    if told.undone_at is not None:
        raise Refused("merge_undone")
    pair = {told.kept_id, told.absorbed_id}
    return _undo(work, [one for one in _merges_of(work, pair) if {one.kept_id, one.absorbed_id} == pair], *sorted(pair))


def unmerge_resident(work: Work, *, resident_id: str) -> Unmerged:
    """Takes a row out of the person it was merged into; a row that speaks lets go of all that it absorbed itself.

    What the row had absorbed before stays with it when it is taken out. Raises Refused: not_merged, merge_erased.
    """
    merges = _merges_of(work, {resident_id})
    absorbing = [one for one in merges if one.absorbed_id == resident_id]
    if not merges:
        raise Refused("not_merged")
    others = {one.kept_id for one in absorbing} or {one.absorbed_id for one in merges}
    taken = [one for one in merges if {one.kept_id, one.absorbed_id} & others]
    return _undo(work, taken, resident_id, *sorted(others))


def keep_apart(work: Work, *, first_id: str, second_id: str) -> str:
    """Says that two rows are two people, and that nobody need be asked again. Answers what was written down.

    Raises Refused: merge_self, resident_unknown, already_one.
    """
    first_id, second_id = sorted((_here(work, first_id), _here(work, second_id)))
    may_keep_apart(_standing(work, first_id), _standing(work, second_id), speaks=speaking_for(work.session))
    known = _kept_apart(work, first_id, second_id)
    if known:
        return known[0].id
    made = KeptApart(first_id=first_id, second_id=second_id, decided_by=work.actor or work.identity.desk_id)
    work.session.add(made)
    work.session.flush()
    return made.id


def put_back_apart(work: Work, *, first_id: str, second_id: str) -> None:
    """Takes back that two rows are two people: they may be proposed again. Raises Refused: not_apart."""
    known = _kept_apart(work, *sorted((first_id, second_id)))
    if not known:
        raise Refused("not_apart")
    for one in known:
        one.undone_at = work.clock.now()


def _undo(work: Work, merges: Iterable[Merge], one: str, *others: str) -> Unmerged:
    taken = tuple(merges)
    rows = {row for each in taken for row in (each.kept_id, each.absorbed_id)}
    erased = select(Resident.id).where(Resident.id.in_(rows), Resident.erased_at.is_not(None)).limit(1)
    if work.session.scalar(erased) is not None:
        raise Refused("merge_erased")  # she would count twice, and nobody can tell any more whether she was two
    for each in taken:
        each.undone_at = work.clock.now()
    work.session.flush()
    person = the_person(work.session, one)
    return Unmerged(tuple(each.id for each in taken), any(other in rows_of(work.session, person) for other in others))


def _merges_of(work: Work, rows: set[str]) -> list[Merge]:
    """The merges that stand and touch one of these rows, the oldest first."""
    return list(
        work.session.scalars(
            select(Merge)
            .where(
                Merge.kept_id.in_(rows) | Merge.absorbed_id.in_(rows),
                Merge.undone_at.is_(None),
                Merge.removed_at.is_(None),
            )
            .order_by(Merge.id)
        )
    )


def _apart(work: Work) -> list[tuple[str, str]]:
    found = work.session.execute(
        select(KeptApart.first_id, KeptApart.second_id).where(
            KeptApart.undone_at.is_(None), KeptApart.removed_at.is_(None)
        )
    )
    return [(first, second) for first, second in found]


def _kept_apart(work: Work, first_id: str, second_id: str) -> list[KeptApart]:
    return list(
        work.session.scalars(
            select(KeptApart)
            .where(
                KeptApart.first_id == first_id,
                KeptApart.second_id == second_id,
                KeptApart.undone_at.is_(None),
                KeptApart.removed_at.is_(None),
            )
            .order_by(KeptApart.id)
        )
    )


def _here(work: Work, resident_id: str) -> str:
    """The row itself, or where another district has it, the one of hers that is here: of that one alone is it this
    desk's to say who she is."""
    row = row_here(work.session, resident_id)
    return resident_id if row is None else row.id


def _standing(work: Work, resident_id: str) -> Standing:
    row = row_here(work.session, resident_id)
    if row is None:
        return Standing(resident_id, on_the_roll=False)
    return Standing(resident_id, on_the_roll=row.removed_at is None, erased=row.erased_at is not None)
