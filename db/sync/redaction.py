"""Follows an erasure by law that was decided on another desk: the values go here too, and their commitments stay."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.base import Base
from db.belonging import EVERYBODYS, districts_of
from db.journal import Entry, commitment, district_as_made
from db.matching.tables import Proposal
from db.minutes.forgetting import forget_drafts
from db.residents.tables import Resident
from db.rights.compacting import owe
from db.rights.finding import signs_for
from db.rights.hers import hers
from db.rights.rules import Signs, look
from db.sync.tables import Stamp

# Rows that are she and nobody else: what anybody writes there later, not knowing yet, goes as well.
_SHE = frozenset({"resident", "alias"})


@dataclass(frozen=True)
class Redaction:
    """Which fields of which row a desk erased; `before` is the last entry it had written until then.

    `district` is the desk's: of another district's entries it erases nothing. None: it belongs to the whole city.
    `kin` are the other desks that its laptop was: what they wrote it wrote. `seated` are the stretches of chains (desk,
    first and last number; None: it goes on) that desks of its district wrote, of whomever: that district reads them.
    """

    desk_id: str
    noun: str
    row_id: str
    fields: tuple[str, ...]
    before: int
    hlc: str
    district: str | None = None
    kin: tuple[str, ...] = ()
    seated: tuple[tuple[str, int, int | None], ...] = field(default=(), repr=False)

    def is_of_its_desks(self, entry: Entry) -> bool:
        """Whether its laptop wrote the entry, or another one of its district."""
        return entry.desk_id in self.kin or any(
            entry.desk_id == desk and first <= entry.desk_seq and (last is None or entry.desk_seq <= last)
            for desk, first, last in self.seated
        )


def follow(session: Session, redactions: Iterable[Redaction]) -> dict[str, set[str]]:
    """Seals the erased values in every entry that this laptop has, its own unsent ones among them.

    Answers the rows, per noun, that have to be made anew. The same rule as `app.redact` on the server, which takes in
    later what somebody wrote without knowing. What is left in free pages of the file goes when it is compacted.
    """
    touched: dict[str, set[str]] = {}
    some = tuple(redactions)
    if not some:
        return touched
    session.connection().exec_driver_sql("PRAGMA secure_delete = ON")
    signs = _signs(session, {one.row_id for one in some if one.noun == "resident"})
    for one in some:
        if _seal(session, one):
            touched.setdefault(one.noun, set()).add(one.row_id)
    if touched:
        owe(session)
        gone = touched.get("resident", set())
        _forget(session, gone)
        _forget_drafts(session, [told for resident, told in signs.items() if resident in gone])
    return touched


def sealed_before(session: Session, entry: dict[str, Any], redactions: Iterable[Redaction]) -> dict[str, Any]:
    """An entry that is not here yet, without what was erased here before it came: the desk that brings it did not know,
    and no server took it out on the way."""
    kept = Entry(**entry)  # of no session: it is only looked at
    gone = [_seal_entry(session, kept, one) for one in redactions if (one.noun, one.row_id) == (kept.noun, kept.row_id)]
    return {**entry, "fields": kept.fields, "salts": kept.salts, "sealed": kept.sealed} if any(gone) else entry


def _signs(session: Session, residents: Iterable[str]) -> dict[str, Signs]:
    """By what each of these is recognised in a text, as long as the record still says it."""
    known = session.scalars(select(Resident.id).where(Resident.id.in_(sorted(residents))))
    return {one: told for one in known if (told := signs_for(session, hers(session, one))).patterns}


def _forget_drafts(session: Session, signs: list[Signs]) -> None:
    """A draft of minutes is of this laptop alone: nobody else can let go of the one that names her."""
    if signs:
        forget_drafts(session, lambda text: any(look(text, told) is not None for told in signs))


def _seal(session: Session, one: Redaction) -> bool:
    gone = False
    for entry in session.scalars(select(Entry).where(Entry.noun == one.noun, Entry.row_id == one.row_id)):
        gone = _seal_entry(session, entry, one) or gone
    session.flush()
    return gone


def _seal_entry(session: Session, entry: Entry, one: Redaction) -> bool:
    if entry.desk_id == one.desk_id:
        concerned = entry.desk_seq <= one.before
    else:
        concerned = _within_reach(session, entry, one) and (one.noun in _SHE or _counted(session, entry) < one.hlc)
    told = {name for name in one.fields if entry.fields.get(name)} if concerned else set()
    if told:
        seals = {name: commitment(entry.salts[name], name, entry.fields[name]) for name in told}
        entry.sealed = {**entry.sealed, **seals}
        entry.fields = {name: value for name, value in entry.fields.items() if name not in told}
        entry.salts = {name: salt for name, salt in entry.salts.items() if name not in told}
    return bool(told)


def _counted(session: Session, entry: Entry) -> str:
    """The time that counts: the server's own for a clock that was far ahead."""
    stamp = session.get(Stamp, (entry.desk_id, entry.desk_seq))
    return stamp.hlc if stamp else entry.hlc


def _within_reach(session: Session, entry: Entry, one: Redaction) -> bool:
    """Whether the desk that erased may read the entry at all: the same rule as `app.redact`, by what is known here."""
    if one.district is None or entry.noun in EVERYBODYS or one.is_of_its_desks(entry):
        return True
    return entry.district_id == one.district or one.district in districts_of(Kept(session), entry.noun, entry.row_id)


class Kept:
    """The rows of this laptop, for telling whose one is."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def field(self, noun: str, row_id: str, field: str) -> Any:
        table = Base.metadata.tables[noun]
        told = self._session.scalar(select(table.c[field]).where(table.c.id == row_id)) if field in table.c else None
        if told is None and (noun, field) == ("resident", "district_id"):
            return district_as_made(self._session, noun=noun, row_id=row_id)
        return told


def _forget(session: Session, residents: set[str]) -> None:
    """She is proposed for nothing any more."""
    if not residents:
        return
    for kept in session.scalars(select(Proposal)):
        left = [one for one in kept.candidates if one["resident_id"] not in residents]
        if not left:
            session.delete(kept)
        elif len(left) < len(kept.candidates):
            kept.candidates, kept.clear = left, False
    session.flush()
