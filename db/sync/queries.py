"""Questions about the hand-over: what is still to be sent, what was said about it, and the next batch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select, text
from sqlalchemy.orm import Session

from db.belonging import FOUNDED_BY_ALL
from db.desks import Desk
from db.errors import Refused
from db.journal import GENESIS, Entry, read_head
from db.sync.columns import COLUMNS, OF_COLUMNS, OF_VALUES, is_even
from db.sync.conflicts import conflict_count
from db.sync.door import MAX_BATCH, MAX_BYTES, Batch, Link
from db.sync.following import followed_until, mark_of
from db.sync.reach import host_of
from db.sync.rules import Head, number_of
from db.sync.sealing import Keys
from db.sync.tables import Aside, Carried, CarryKeys, Enrolment, Receipt, Stamp, Standing

# The one row of this desk's keys.
OWN_KEYS = "own"


@dataclass(frozen=True)
class Me:
    """Which desk asks."""

    city_id: str
    desk_id: str


@dataclass(frozen=True)
class Status:
    """The state of the hand-over, as facts: words are found elsewhere. `name` and `number` are this desk's, as in the
    lists of the server; no number where it is not enrolled."""

    enrolled: bool
    server: str | None
    pending: int
    quarantined: int
    waiting: int
    confirmed_seq: int
    met_at: datetime | None
    offline_since: datetime | None
    trouble: str | None
    conflicts: int = 0
    clock_set_right: int = 0
    on_stick: int = 0
    name: str = ""
    number: str = ""


@dataclass(frozen=True)
class ReceiptCard:
    """One contact with the server, as it ended."""

    id: str
    at: datetime
    outcome: str
    sent: int
    confirmed: int
    quarantined: int
    rewound: bool
    head_seq: int
    head_hash: str
    received: int = 0
    repaired: int = 0


@dataclass(frozen=True)
class AsideCard:
    """An entry that the server did not fold: number, what it was about, why. `desk_id`: the name that this laptop wrote
    it under, for each of its chains counts from one."""

    seq: int
    verdict: str
    reason: str
    noun: str
    verb: str
    told_at: datetime
    desk_id: str = ""


@dataclass(frozen=True)
class Cursor:
    """How far what others wrote was taken in: the commit, its mark, and up to where redactions were followed."""

    pulled: int
    mark: str | None
    redacted: int


@dataclass(frozen=True)
class Own:
    """What a contact begins with: how to reach the server, the chain's end, how much of it was confirmed."""

    link: Link
    head: Head
    confirmed: int


def who_am_i(session: Session) -> Me:
    """The desk of this record."""
    city_id, desk_id = session.execute(select(Desk.city_id, Desk.desk_id)).one()
    return Me(city_id, desk_id)


def own_desks(session: Session) -> frozenset[str]:
    """Under which names this laptop has written: its own, and those of before it began anew."""
    return frozenset({who_am_i(session).desk_id, *session.scalars(select(Standing.desk_id))})


def _of_me() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """That an entry is of this record's own chain. Joined with the desk, all entries would be looked at."""
    return (
        Entry.city_id == select(Desk.city_id).scalar_subquery(),
        Entry.desk_id == select(Desk.desk_id).scalar_subquery(),
    )


def pending(session: Session) -> int:
    """How many entries the server has not confirmed yet."""
    # One question: it is asked after every batch, and after every commit.
    last = select(Entry.desk_seq).where(*_of_me()).order_by(Entry.desk_seq.desc()).limit(1)
    confirmed = select(Standing.confirmed_seq).where(Standing.desk_id == Desk.desk_id)
    found = session.execute(select(last.scalar_subquery(), confirmed.scalar_subquery()).select_from(Desk)).one()
    return max(0, (found[0] or 0) - (found[1] or 0))


def before_enrolling(session: Session, *, capacity: str) -> None:
    """Whether a laptop may take credentials of that role. A head's keeps no names and sends none: what was written here
    has to be at the server first. Raises Refused: enrol_send_first."""
    me = who_am_i(session)
    if capacity != "head":
        return
    confirmed = session.scalar(select(Standing.confirmed_seq).where(Standing.desk_id == me.desk_id)) or 0
    # The places of its city every laptop founds; a head's may send them too.
    of_work = Entry.noun.not_in(FOUNDED_BY_ALL)
    mine = (Entry.city_id == me.city_id, Entry.desk_id == me.desk_id, Entry.desk_seq > confirmed)
    if left := session.scalar(select(func.count()).where(*mine, of_work)):
        raise Refused("enrol_send_first", entries=left)


def has_something_to_send(session: Session) -> bool:
    """Whether an enrolled desk has entries that the server did not confirm yet; asked after every commit."""
    me = who_am_i(session)
    enrolled = session.scalar(select(Enrolment.desk_id).where(Enrolment.desk_id == me.desk_id))
    return enrolled is not None and pending(session) > 0


def sync_status(session: Session) -> Status:
    """The state of the hand-over."""
    me = who_am_i(session)
    kept = session.get(Enrolment, me.desk_id)
    standing = session.get(Standing, me.desk_id)
    found = select(Aside.verdict, func.count()).where(_is_ours(session)).group_by(Aside.verdict)
    counted = {row.verdict: row[1] for row in session.execute(found)}
    return Status(
        enrolled=kept is not None,
        server=host_of(kept.server) if kept else None,
        pending=pending(session),
        quarantined=counted.get("quarantined", 0),
        waiting=counted.get("stored", 0),
        confirmed_seq=standing.confirmed_seq if standing else 0,
        met_at=standing.met_at if standing else None,
        offline_since=standing.offline_since if standing else None,
        trouble=standing.trouble if standing else None,
        conflicts=conflict_count(session),
        clock_set_right=session.scalar(select(func.count()).where(Stamp.desk_id == me.desk_id)) or 0,
        on_stick=on_stick(session),
        name=session.scalar(select(Desk.name)) or "",
        number=number_of(kept.role) if kept else "",
    )


def receipts(session: Session, *, limit: int = 50) -> tuple[ReceiptCard, ...]:
    """The last contacts with the server, newest first."""
    found = session.scalars(
        select(Receipt).order_by(Receipt.at.desc(), Receipt.head_seq.desc(), Receipt.id.desc()).limit(limit)
    )
    return tuple(
        ReceiptCard(
            r.id, r.at, r.outcome, r.sent, r.confirmed, r.quarantined, r.rewound, r.head_seq, r.head_hash,
            r.received or 0, r.repaired or 0,
        )
        for r in found
    )  # fmt: skip


def set_aside(session: Session, *, limit: int = 200) -> tuple[AsideCard, ...]:
    """What the server keeps without having folded it, the quarantined first; also of what this laptop wrote under a
    name of before."""
    me = who_am_i(session)
    found = session.execute(
        select(Aside, Entry.noun, Entry.verb)
        .join(Entry, (Entry.desk_id == Aside.desk_id) & (Entry.desk_seq == Aside.desk_seq))
        .where(_is_ours(session), Entry.city_id == me.city_id)
        .order_by(Aside.verdict, Entry.hlc)
        .limit(limit)
    )
    return tuple(
        AsideCard(a.desk_seq, a.verdict, a.reason, noun, verb, a.told_at, a.desk_id) for a, noun, verb in found
    )


def _is_ours(session: Session) -> ColumnElement[bool]:
    """What was put aside of this laptop's own. Of a chain of before the server tells by its pages, as of others: there
    nothing is only kept for now."""
    me = who_am_i(session).desk_id
    refused = Aside.desk_id.in_(own_desks(session)) & (Aside.verdict == "quarantined")
    return (Aside.desk_id == me) | refused


def own(session: Session) -> Own:
    """What a contact begins with. Raises Refused: not_enrolled."""
    me = who_am_i(session)
    kept = session.get(Enrolment, me.desk_id)
    if kept is None:
        raise Refused("not_enrolled")
    head = Head(*read_head(session, city_id=me.city_id, desk_id=me.desk_id))
    confirmed = session.scalar(select(Standing.confirmed_seq).where(Standing.desk_id == me.desk_id)) or 0
    link = Link(me.desk_id, kept.server, kept.role, kept.password, kept.certificate, seal_of(session))
    return Own(link, head, confirmed)


def own_keys(session: Session) -> Keys | None:
    """This desk's keys for files on a stick; None until it is enrolled, or carries something to the desk beside it."""
    kept = session.get(CarryKeys, OWN_KEYS)
    return Keys(bytes.fromhex(kept.signing), bytes.fromhex(kept.opening)) if kept else None


def seal_of(session: Session) -> str | None:
    """The public halves of this desk's keys."""
    keys = own_keys(session)
    return str(keys.public) if keys else None


def on_stick(session: Session) -> int:
    """How many entries are under way on a stick for the centre, which nobody has confirmed yet."""
    me = who_am_i(session)
    last = session.scalar(select(func.max(Carried.last_seq)).where(Carried.desk_id == me.desk_id))
    confirmed = session.scalar(select(Standing.confirmed_seq).where(Standing.desk_id == me.desk_id))
    return max(0, (last or 0) - (confirmed or 0))


def cursor(session: Session) -> Cursor:
    """Where pulling goes on."""
    standing = session.get(Standing, who_am_i(session).desk_id)
    if standing is None:
        return Cursor(0, None, 0)
    return Cursor(standing.pulled or 0, mark_of(standing), followed_until(standing))


def hash_at(session: Session, *, seq: int) -> str | None:
    """The hash of the desk's own entry of that number; before the first one it is GENESIS."""
    if seq == 0:
        return GENESIS
    return session.scalar(select(Entry.hash).where(*_of_me(), Entry.desk_seq == seq))


# An entry that was put aside is asked about again after a while: what it waited for may have come.
_ASK_AGAIN = timedelta(minutes=10)


@dataclass(frozen=True)
class Doubt:
    """A run of own entries some of which the server had put aside, to be asked about: what is before it, how many."""

    after: int
    count: int


def doubt(session: Session, *, after: int = 0) -> Doubt | None:
    """The next run of own entries after that number whose verdict is old by now; None if there are none."""
    me = who_am_i(session)
    standing = session.get(Standing, me.desk_id)
    if standing is None or standing.met_at is None:
        return None
    first = session.scalar(
        select(func.min(Aside.desk_seq)).where(
            Aside.desk_id == me.desk_id,
            Aside.desk_seq > after,
            Aside.desk_seq <= standing.confirmed_seq,
            Aside.told_at < standing.met_at - _ASK_AGAIN,
        )
    )
    if first is None:
        return None
    return Doubt(first - 1, min(200, standing.confirmed_seq - first + 1))


_SENT = (
    "actor",
    "base",
    "desk_seq",
    "district_id",
    "fields",
    "hash",
    "hlc",
    "noun",
    "row_id",
    "salts",
    "sealed",
    "verb",
)
_AS_TEXT = frozenset({"base", "fields", "salts", "sealed"})
# An entry as it travels, put together by the file's own engine: what was hashed is the JSON text that stands there, and
# reading and writing two thousand of them anew took as long as the way to the server.
_TOLD = (
    "'{"
    + " || ',".join(f'"{name}":\' || {name if name in _AS_TEXT else f"json_quote({name})"}' for name in _SENT)
    + " || '}'"
)


_OR_EMPTY = {"district_id": "coalesce(district_id, '')"}
# The same as columns (db/sync/columns.py), for the wire: put together by the file's own engine as well, with what is
# before them, in one question.
_OF_ME = "city_id = (SELECT city_id FROM desk) AND desk_id = (SELECT desk_id FROM desk)"
_AS_COLUMNS = (
    f"SELECT (SELECT hash FROM entry WHERE {_OF_ME} AND desk_seq = :after) AS previous, max(desk_seq) AS last, "  # noqa: S608 - the names are written above
    "count(*) AS many, "
    + ", ".join(f"group_concat({name}, '{OF_VALUES}')" for name in (_OR_EMPTY.get(name, name) for name in COLUMNS))
    + f" FROM (SELECT * FROM entry WHERE {_OF_ME} AND desk_seq > :after ORDER BY desk_seq LIMIT :limit)"  # noqa: S608
)


def next_batch(session: Session, *, after: int | None = None, limit: int = MAX_BATCH) -> Batch | None:
    """The entries after the confirmed one, or after that number, in the order of the chain; None if there are none."""
    if after is None:
        me = who_am_i(session)
        after = session.scalar(select(Standing.confirmed_seq).where(Standing.desk_id == me.desk_id)) or 0
    previous, last, many, *columns = session.execute(text(_AS_COLUMNS), {"after": after, "limit": limit}).one()
    if not many:
        return None
    previous = GENESIS if after == 0 else previous or ""
    if last == after + many and None not in columns:
        told = OF_COLUMNS.join(columns)
        if len(told) <= MAX_BYTES and is_even(told, count=many):
            return Batch(after + 1, last, previous, told, columns=True)
    # Something is missing, or too long, or said in strange letters: one by one.
    return batch_of(session, desk_id=who_am_i(session).desk_id, after=after, previous=previous, limit=limit)


def batch_of(
    session: Session, *, desk_id: str, after: int, previous: str, limit: int = MAX_BATCH, most_letters: int = MAX_BYTES
) -> Batch | None:
    """The entries of a desk's chain after that number, without a gap; None if there are none. `previous` is the hash of
    the entry before."""
    found = session.execute(
        text(
            f"SELECT desk_seq, {_TOLD} AS told FROM entry "  # noqa: S608 - the names are written above
            "WHERE city_id = :city AND desk_id = :desk AND desk_seq > :after ORDER BY desk_seq LIMIT :limit"
        ),
        {"city": who_am_i(session).city_id, "desk": desk_id, "after": after, "limit": limit},
    ).all()
    in_a_row = [row.told for place, row in enumerate(found, after + 1) if row.desk_seq == place]
    if not in_a_row:
        return None
    told = _as_many_as_go(in_a_row, most_letters)
    return Batch(after + 1, after + len(told), previous, "[" + ",".join(told) + "]")


def _as_many_as_go(entries: list[str], most: int) -> list[str]:
    """The first of them, and more while together they are not too long to send."""
    letters = 0
    for number, one in enumerate(entries):
        letters += len(one)
        if letters > most and number:
            return entries[:number]
    return entries
