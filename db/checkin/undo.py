"""Taking back the last act of the door: which one it was is read from the journal, so that it survives a restart.

The stack is what this desk did at this sitting and did not take back yet. An undoing is itself journalled, with the
row and field it concerns: read backwards, each one cancels the newest act before it on the same row and field.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from db.acts import as_kept, said_before
from db.checkin.commands import bring, count_unnamed, take_back
from db.checkin.rules import may_arrive
from db.checkin.tables import Presence
from db.errors import Refused
from db.journal import Entry
from db.residents.commands import the_resident
from db.residents.tables import Resident
from db.sittings.commands import sitting_row
from db.sittings.tables import Sitting
from db.work import Identity, Work

ARRIVALS = frozenset(
    f"checkin.{name}"
    for name in ("check_in", "check_in_document", "walk_in", "enrol_scan", "come_back", "sign_in", "sign_in_new")
)
_ENROLS = ("checkin.walk_in", "checkin.enrol_scan", "checkin.sign_in_new")
# A row of a paper sheet: who signed and the box she ticked are one act.
_SIGNS = ("checkin.sign_in", "checkin.sign_in_new")
_PUT_RIGHT, _CONSENTS, _UNDOES = "checkin.put_right", "checkin.note_consent", "checkin.undo"
_COUNTS, _BRINGS, _LEAVES = "checkin.count_unnamed", "checkin.bring", "checkin.leave"
# An act writes some entries at once: her organisation, her row of the roll, her stay.
_AT_ONCE = 6


@dataclass(frozen=True)
class Act:
    """One act that may be taken back: arrived, left, unnamed, companions, consented, put_right.

    `name` is empty where it is about nobody by name; `number` tells how many were counted (unnamed, companions).
    """

    kind: str
    name: str = ""
    resident_id: str = ""
    enrolled: bool = False
    number: int = 0


def undo(work: Work, *, sitting_id: str, acts: int = 1, about: Collection[str] = ()) -> Act:
    """Takes back the last act of this desk at this sitting, and answers what it was; again, the one before it.

    A line of a paper sheet is several acts at once: of `acts`, those after the first are taken back as long as they are
    about these people ("" for those without a name), so that somebody who came in meanwhile stays.

    Raises Refused: sitting_unknown, sitting_already_closed (nobody un-happens an evening that was counted: of a closed
    one only what was put right since is taken back), sitting_signed, sitting_not_open, nothing_to_take_back.
    """
    state = sitting_row(work, sitting_id).state
    may_arrive(state, source="correction")
    found = _last(work.session, work.identity, sitting_id)
    if state == "closed" and (found is None or found[0].fields.get("source") != "correction"):
        raise Refused("sitting_already_closed")
    if found is None:
        raise Refused("nothing_to_take_back")
    first = found[1]
    for taken in range(acts if first.resident_id in about else 1):
        if found is None or (taken and found[1].resident_id not in about):
            break
        _take_back(work, sitting_id, *found)
        work.session.flush()
        found = _last(work.session, work.identity, sitting_id)
    return first


def _take_back(work: Work, sitting_id: str, entry: Entry, act: Act) -> None:
    if act.kind == "arrived":
        if (ticked := _ticked(work.session, entry)) is not None:
            _restore(work, ticked)
        take_back(work, presence_id=entry.row_id, enrolled=act.enrolled)
    elif act.kind == "left":
        stay = work.session.get_one(Presence, entry.row_id)
        stay.left_at = None
    elif act.kind == "unnamed":
        count_unnamed(work, sitting_id=sitting_id, step=-act.number)
    elif act.kind == "companions":
        bring(work, presence_id=entry.row_id, step=-act.number)
    else:
        _restore(work, entry)


def last_act(session: Session, *, identity: Identity, sitting_id: str) -> Act | None:
    """What `undo` would take back now; None when there is nothing."""
    found = _last(session, identity, sitting_id)
    return found[1] if found else None


def is_last(work: Work, presence_id: str) -> bool:
    """Whether the signature that began a stay is the last thing that this desk wrote down."""
    mine = and_(Entry.city_id == work.identity.city_id, Entry.desk_id == work.identity.desk_id)
    newest = work.session.scalars(select(Entry).where(mine).order_by(Entry.desk_seq.desc()).limit(1)).first()
    return newest is not None and newest.row_id == presence_id and newest.verb in _SIGNS and not newest.base


def _last(session: Session, identity: Identity, sitting_id: str) -> tuple[Entry, Act] | None:
    undone: Counter[tuple[str, str, str]] = Counter()
    for entry in _entries(session, identity, sitting_id):
        for field in _fields_of(entry):
            if entry.verb == _UNDOES:
                undone[entry.noun, entry.row_id, field] += 1
        if entry.verb == _UNDOES:
            continue
        act = _read(session, entry, sitting_id)
        if act is None:
            if entry.verb in _SIGNS and undone[part := (entry.noun, entry.row_id, "consent_at")]:
                undone[part] -= 1
            continue
        mark = (entry.noun, entry.row_id, _mark_of(entry, act))
        if undone[mark]:
            undone[mark] -= 1
        elif _stands(session, entry, act):
            return entry, act
    return None


def _entries(session: Session, identity: Identity, sitting_id: str) -> Iterator[Entry]:
    """This desk's entries about the door, the newest first, back to the opening of the sitting."""
    mine = and_(Entry.city_id == identity.city_id, Entry.desk_id == identity.desk_id)
    opened = session.scalar(
        select(Entry.desk_seq)
        .where(mine, Entry.noun == "sitting", Entry.row_id == sitting_id, Entry.verb == "sittings.open_sitting")
        .order_by(Entry.desk_seq.desc())
        .limit(1)
    )
    verbs = (*ARRIVALS, _PUT_RIGHT, _CONSENTS, _UNDOES, _COUNTS, _BRINGS, _LEAVES)
    query = (
        select(Entry)
        .where(mine, Entry.verb.in_(verbs), Entry.noun.in_(("presence", "sitting", "resident")))
        .order_by(Entry.desk_seq.desc())
    )
    if opened is not None:
        query = query.where(Entry.desk_seq > opened)
    yield from session.scalars(query.execution_options(yield_per=50))


def _fields_of(entry: Entry) -> frozenset[str]:
    told = frozenset({*entry.fields, *entry.sealed})
    # Her consent and a correction are each one act, however many fields they touch.
    if entry.noun == "resident" and "removed_at" not in told:
        return frozenset({"consent_at" if "consent_at" in told else "*"})
    return told


def _mark_of(entry: Entry, act: Act) -> str:
    marks = {"arrived": "removed_at", "left": "left_at", "unnamed": "unnamed_in_room", "companions": "companions"}
    return marks.get(act.kind) or next(iter(_fields_of(entry)))


def _read(session: Session, entry: Entry, sitting_id: str) -> Act | None:
    """What an entry did at this sitting; None when it did it elsewhere, or is but a part of an act."""
    if entry.noun == "sitting":
        if entry.row_id != sitting_id or entry.verb != _COUNTS:
            return None
        return Act(
            "unnamed",
            number=(entry.fields.get("unnamed_in_room") or 0) - (said_before(session, entry, "unnamed_in_room") or 0),
        )
    if entry.noun == "resident":
        kind = {_PUT_RIGHT: "put_right", _CONSENTS: "consented"}.get(entry.verb)
        if entry.verb in _SIGNS and entry.base and _signature(session, entry) is None:
            kind = "consented"  # her signature was there before
        if kind is None or not _was_here(session, entry.row_id, sitting_id):
            return None
        return Act(kind, _name(session, entry.row_id), entry.row_id)
    stay = session.get(Presence, entry.row_id)
    if stay is None or stay.sitting_id != sitting_id:
        return None
    name = _name(session, stay.resident_id)
    if entry.verb in ARRIVALS and not entry.base:
        return Act("arrived", name, stay.resident_id, enrolled=_enrolled(session, entry, stay.resident_id))
    if entry.verb == _LEAVES:
        return Act("left", name, stay.resident_id)
    if "companions" in entry.fields:
        number = (entry.fields.get("companions") or 0) - (said_before(session, entry, "companions") or 0)
        return Act("companions", name, stay.resident_id, number=number)
    return None


def _stands(session: Session, entry: Entry, act: Act) -> bool:
    """Whether there is still something to take back: another desk, or the evening, may have done so already."""
    if act.kind == "unnamed":
        sitting = session.get(Sitting, entry.row_id)
        return sitting is not None and (sitting.unnamed_in_room or 0) >= act.number
    if act.kind in ("consented", "put_right"):
        row = session.get(Resident, entry.row_id)
        return row is not None and row.removed_at is None and (act.kind != "consented" or row.consent_at is not None)
    stay = session.get(Presence, entry.row_id)
    return stay is not None and stay.removed_at is None and (act.kind != "left" or stay.left_at is not None)


def _enrolled(session: Session, entry: Entry, resident_id: str) -> bool:
    """Whether the same act had written her on the roll."""
    if entry.verb not in _ENROLS:
        return False
    written = session.scalars(
        select(Entry).where(
            Entry.city_id == entry.city_id,
            Entry.desk_id == entry.desk_id,
            Entry.desk_seq.between(entry.desk_seq - _AT_ONCE, entry.desk_seq),
            Entry.noun == "resident",
            Entry.row_id == resident_id,
            Entry.verb == entry.verb,
        )
    )
    return any(not one.base for one in written)


def _ticked(session: Session, entry: Entry) -> Entry | None:
    """The consent that was noted together with a signature."""
    if entry.verb not in _SIGNS:
        return None
    return _beside(session, entry, "resident", entry.fields["resident_id"], 1)


def _signature(session: Session, consent: Entry) -> Entry | None:
    """The signature together with which a consent was noted."""
    found = _beside(session, consent, "presence", None, -1)
    return found if found is not None and found.fields.get("resident_id") == consent.row_id else None


def _beside(session: Session, entry: Entry, noun: str, row_id: str | None, step: int) -> Entry | None:
    """The entry that the same act wrote directly after (or before) another one."""
    other = session.get(Entry, (entry.city_id, entry.desk_id, entry.desk_seq + step))
    suits = other is not None and other.verb == entry.verb and other.noun == noun and row_id in (None, other.row_id)
    return other if suits else None


def _was_here(session: Session, resident_id: str, sitting_id: str) -> bool:
    return bool(
        session.scalar(
            select(Presence.id).where(Presence.sitting_id == sitting_id, Presence.resident_id == resident_id).limit(1)
        )
    )


def _name(session: Session, resident_id: str) -> str:
    row = session.get(Resident, resident_id)
    return f"{row.chosen_name or row.given_names} {row.family_name}" if row is not None else ""


def _restore(work: Work, entry: Entry) -> None:
    """Gives every field that the entry changed what it had said before."""
    row = the_resident(work, entry.row_id)
    for field in entry.fields:
        setattr(row, field, as_kept(Resident, field, said_before(work.session, entry, field)))
