"""Two laptops of one evening without a server: the file of one is taken in by the other, as if it had been pulled.

It is closed with a code that is said aloud across the table, and signed by the desk that wrote it. What is taken in is
known again when the shared database tells of it, and nothing is there twice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from db.belonging import EVERYBODYS, districts_of
from db.desks import Desk
from db.errors import Refused
from db.journal import GENESIS, META, Entry, commitment, entry_hash
from db.registry import nouns
from db.rights.where import ONLY_FOR_FIGURES, tells_who
from db.sync.carrying import Brought, Written
from db.sync.commands import draw_own_keys
from db.sync.door import Batch
from db.sync.errand import Hands, Progress
from db.sync.joining import join_same_documents
from db.sync.portions import Portions
from db.sync.queries import next_batch, own_desks, own_keys, pending
from db.sync.redaction import Kept, Redaction, sealed_before
from db.sync.sealing import Keys, Public, closed_with, draw_code, opened_with
from db.sync.stick import write_stick
from db.sync.tables import Aside, Beside, CarryKeys, Standing
from db.sync.taking import Page, Told, take_in
from db.work import Work

Tell = Callable[[Progress], None]
# Which desks sit in which district, as far as two laptops without a server know: themselves.
_Seats = dict[str, str | None]
# What is older was in the shared database long ago, and comes from there; a longer evening than this nobody has.
_RECENT = timedelta(days=30)
_CLOCK = re.compile(r"[0-9a-f]{12}-[0-9a-f]{8}-")


@dataclass(frozen=True)
class Ready:
    """What a file for the laptop beside begins with: who writes it, and after which entry of its chain."""

    city_id: str
    desk_id: str
    district_id: str | None
    name: str
    keys: Keys
    after: int


@dataclass(frozen=True)
class Neighbour:
    """The file of another desk, read: a stretch of its chain, and the hash of the entry before it."""

    desk_id: str
    district_id: str | None
    name: str
    seal: str
    before: str
    entries: tuple[dict[str, Any], ...] = field(repr=False)


async def carry_beside(hands: Hands, path: Path, *, tell: Tell = lambda _: None) -> Written:
    """Writes what this desk wrote of late, and whatever no server has, into a file for the laptop beside.

    The code that opens it stands on this screen alone. Raises Unavailable: carry_full, carry_unwritable.
    """
    ready = (await hands.do(_before_carrying_beside)).outcome
    batches: list[Batch] = []
    after = ready.after
    while (batch := await hands.ask(next_batch, after=after)) is not None:
        batches.append(batch)
        after = batch.last_seq
        tell(Progress(0, 0, after - ready.after))
    preface = {
        "kind": "beside", "city": ready.city_id, "desk": ready.desk_id, "district": ready.district_id,
        "name": ready.name, "seal": str(ready.keys.public),
    }  # fmt: skip
    content = {"before": batches[0].prev_hash if batches else GENESIS, "batches": [one.text for one in batches]}
    code = draw_code()
    raw = await hands.off(closed_with, code, ready.keys, preface, content)
    await hands.off(write_stick, path, raw)
    return Written(path, after - ready.after, code)


def _before_carrying_beside(work: Work) -> Ready:
    """What such a file begins with; draws this desk's keys when it never had any."""
    kept = draw_own_keys(work)
    keys = Keys(bytes.fromhex(kept.signing), bytes.fromhex(kept.opening))
    me = work.identity
    name = work.session.scalar(select(Desk.name)) or ""
    return Ready(me.city_id, me.desk_id, _district(work.session), name, keys, _known_elsewhere(work))


def _district(session: Session) -> str | None:
    """The district of this desk; None: the whole city. What the server said counts: a laptop of staff was set up in
    some district, like any other there."""
    desk = session.scalars(select(Desk)).one()
    sees = session.scalar(select(Standing.sees).where(Standing.desk_id == desk.desk_id))
    return desk.district_id if sees is None else sees.partition("/")[2] or None


def _known_elsewhere(work: Work) -> int:
    """The last entry that the other laptop surely has or gets from the server."""
    me = work.identity
    standing = work.session.get(Standing, me.desk_id)
    since = int((work.clock.now() - _RECENT).timestamp() * 1000)
    old = work.session.scalar(
        select(Entry.desk_seq)
        .where(Entry.city_id == me.city_id, Entry.desk_id == me.desk_id, Entry.hlc < f"{since:012x}")
        .order_by(Entry.desk_seq.desc())
        .limit(1)
    )
    return min(standing.confirmed_seq if standing else 0, old or 0)


def read_neighbour(raw: bytes, code: str, *, city_id: str, own: Keys | None) -> Neighbour:
    """Opens the file of another desk and holds its chain against its seals. Raises as `opened_with`, and Refused:
    carry_not_for_us, carry_other_city, carry_own, carry_forged, carry_altered."""
    opened = opened_with(code, raw)
    told = opened.preface
    if told.get("kind") != "beside":
        raise Refused("carry_not_for_us")
    if told.get("city") != city_id:
        raise Refused("carry_other_city")
    try:
        public = Public.parse(str(told["seal"]))
        if own is not None and public == own.public:
            raise Refused("carry_own")
        content = opened.verified(public.verifying)
        entries = tuple(entry for batch in content["batches"] for entry in json.loads(batch))
        district = None if told["district"] is None else str(told["district"])
        found = Neighbour(
            str(told["desk"]), district, str(told["name"]), str(public), str(content["before"]),
            tuple({**entry, "city_id": city_id, "desk_id": str(told["desk"])} for entry in entries),
        )  # fmt: skip
        _hold(found)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Refused("carry_unreadable") from None
    return found


def _hold(told: Neighbour) -> None:
    """Every entry is the next one of its chain, by its own clock. Raises Refused: carry_altered."""
    before, expected = told.before, told.entries[0]["desk_seq"] if told.entries else 1
    for entry in told.entries:
        seals = [commitment(entry["salts"][name], name, value) for name, value in entry["fields"].items()]
        fits = entry_hash(before, {name: entry[name] for name in META}, [*seals, *entry["sealed"].values()])
        mine = _CLOCK.match(entry["hlc"]) and entry["hlc"][22:] == told.desk_id
        if fits != entry["hash"] or entry["desk_seq"] != expected or not mine:
            raise Refused("carry_altered", number=expected)
        before, expected = entry["hash"], expected + 1


async def take_beside(
    hands: Hands, raw: bytes, code: str, *, tell: Tell = lambda _: None, portion: int | None = None
) -> Brought:
    """Takes in what the laptop beside wrote, as far as this desk may see it; the second time there is nothing new.

    Raises as `read_neighbour`, and Refused: carry_not_for_heads, carry_key_changed.
    """
    facts = await hands.ask(_facts)
    told = await hands.off(read_neighbour, raw, code, city_id=facts.city_id, own=facts.keys)
    await hands.do(_meet_neighbour, told=told)
    seats = {**facts.seats, told.desk_id: told.district_id}
    page = Page(
        rewind=False,
        redactions=tuple(_redactions(told, seats)),
        entries=await hands.ask(readable, told=told, district=facts.district_id),
        judged=False,
    )
    received, people = 0, set[str]()
    for part in Portions(portion).of(page):
        taken = await hands.do(_take_part, page=part, seats=seats)
        received += taken.outcome
        people |= taken.changes.rows.get("resident", frozenset())
        tell(Progress(0, 0, received))
    if people:
        await hands.do(join_same_documents, resident_ids=people)
    return Brought(
        "beside", carried=len(told.entries), received=received, pending=await hands.ask(pending),
        known=not received and len(page.entries) == len(told.entries), name=told.name,
    )  # fmt: skip


@dataclass(frozen=True)
class _Facts:
    city_id: str
    district_id: str | None
    keys: Keys | None
    seats: _Seats


def _facts(session: Session) -> _Facts:
    kept = session.scalars(select(CarryKeys)).one_or_none()
    if kept is not None and kept.capacity == "head":
        raise Refused("carry_not_for_heads")
    me, district = session.scalars(select(Desk)).one(), _district(session)
    # Of one that went to another district nobody here knows what it wrote where; the server does, and tells.
    seats: _Seats = dict.fromkeys(own_desks(session), district) if district == me.district_id else {}
    return _Facts(me.city_id, district, own_keys(session), seats)


def _meet_neighbour(work: Work, *, told: Neighbour) -> None:
    """Remembers by which key a desk signs. Raises Refused: carry_key_changed, carry_own."""
    if told.desk_id == work.identity.desk_id:
        raise Refused("carry_own")
    known = work.session.get(Beside, told.desk_id)
    if known is None:
        known = Beside(desk_id=told.desk_id, seal=told.seal)
        work.session.add(known)
    elif known.seal != told.seal:
        raise Refused("carry_key_changed", name=told.name)
    known.name, known.met_at = told.name, work.clock.now()


def _take_part(work: Work, *, page: Page, seats: _Seats) -> int:
    """Takes in a portion; the server's cursor stays where it is. Answers how many entries were new here."""
    known = tuple(_known_erasures(work.session, {told.entry["row_id"] for told in page.entries}, seats))
    entries = tuple(replace(told, entry=sealed_before(work.session, told.entry, known)) for told in page.entries)
    return take_in(work, replace(page, entries=entries))


def _known_erasures(session: Session, rows: set[str], seats: _Seats) -> Iterator[Redaction]:
    """What was erased by law of these rows, as far as this desk knows; not what the server refused to erase."""
    refused = exists().where(
        Aside.desk_id == Entry.desk_id, Aside.desk_seq == Entry.desk_seq, Aside.verdict == "quarantined"
    )
    for entry in session.scalars(select(Entry).where(Entry.noun == "erasure", ~refused)):
        told = {name: getattr(entry, name) for name in ("desk_id", "desk_seq", "hlc", "fields")}
        # Where nobody knows whose desk erased her, it was as a rule one of the district where she lives.
        district = seats.get(entry.desk_id, entry.district_id)
        yield from (one for one in _emptied(told, district, seats) if one.row_id in rows)


def readable(session: Session, *, told: Neighbour, district: str | None) -> tuple[Told, ...]:
    """The entries that a desk of this district (None: of the whole city) would get from the server, each with the hash
    before it where that one is left out: all that its own district's desks wrote, what is everybody's, and of the rest
    what is about a row of the district, as the file and this record tell. Where they tell nothing of whose a row is,
    the entry's own word counts."""
    rows, known = _RowsTold(session, told.entries), dict[tuple[str, str], frozenset[str]]()
    found, before, seen = [], told.before, told.before == GENESIS
    for entry in told.entries:
        may = district in (None, told.district_id) or entry["noun"] in EVERYBODYS
        if not may:
            place = (entry["noun"], entry["row_id"])
            if place not in known:
                known[place] = districts_of(rows, *place)
            may = district in (known[place] or {entry["district_id"]})
        if may:
            found.append(Told(entry, None if seen else before))
        before, seen = entry["hash"], may
    return tuple(found)


class _RowsTold:
    """The rows as a file tells them; what it does not tell is as it is here."""

    def __init__(self, session: Session, entries: Iterable[dict[str, Any]]) -> None:
        self._kept, self._told = Kept(session), dict[tuple[str, str, str], Any]()
        for entry in entries:
            noun, row_id = entry["noun"], entry["row_id"]
            self._told.update({(noun, row_id, name): value for name, value in entry["fields"].items()})
            if noun == "resident" and not entry["base"] and not entry["fields"].get("district_id"):
                # Who never said where she lives is of the district that wrote her down.
                self._told[noun, row_id, "district_id"] = entry["district_id"]

    def field(self, noun: str, row_id: str, field: str) -> Any:
        told = self._told.get((noun, row_id, field))
        return self._kept.field(noun, row_id, field) if told is None else told


def _redactions(told: Neighbour, seats: _Seats) -> Iterator[Redaction]:
    """What the other desk erased by law, as the server would tell it: nothing that tells of nobody."""
    for entry in told.entries:
        if entry["noun"] == "erasure":
            yield from _emptied(entry, told.district_id, seats)


def _emptied(erasure: dict[str, Any], district: str | None, seats: _Seats) -> Iterator[Redaction]:
    """`district` is that of the desk that erased: what its desks wrote goes too, as far as `seats` knows which."""
    seated = tuple((desk, 1, None) for desk, place in sorted(seats.items()) if place == district)
    emptied = erasure["fields"].get("emptied")
    for one in emptied if isinstance(emptied, list) else ():
        try:
            fields = tuple(name for name in one["fields"] if _tells_of_her(one["noun"], name))
            before = int(one.get("before", erasure["desk_seq"] - 1))
            yield Redaction(
                erasure["desk_id"], one["noun"], one["row_id"], fields, before, erasure["hlc"], district, seated=seated
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            continue


def _tells_of_her(noun: str, name: str) -> bool:
    """Whether a field may be erased by law; one that is not known here may be. The same rule as on the server."""
    kind = nouns().get(noun)
    if kind is None or name not in kind.__table__.columns:
        return True
    return (noun, name) in tells_who() or (noun == "resident" and name in ONLY_FOR_FIGURES)
