"""What must hold after any history: everybody equal, the rows what the journal says, nothing promised and lost, nobody
sees what is another district's."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from sqlalchemy import Engine, MetaData, Table, select, text

from db.base import plain
from db.journal import Entry
from db.registry import nouns
from db.rights.where import HERS
from db.sync.chain import verify_journal
from db.sync.queries import own_desks
from db.work import Store
from tests.faults.country import Country
from tests.faults.sight import Key, Sight, Told

Rows = dict[str, dict[str, dict[str, Any]]]
_PUSHES = text("SELECT commit_no, desk_id, first_seq, last_seq FROM app.server_push WHERE city_id = :city ORDER BY 1")


@dataclass
class Lost:
    """Every entry that a laptop said it has, known by row and time: its desk may become another one."""

    promised: dict[tuple[str, str, str], str] = field(default_factory=dict)
    seen: dict[int, int] = field(default_factory=dict)

    def note(self, store: Store) -> None:
        """Called before anything comes to a laptop from elsewhere."""
        with store.engine.connect() as connection:
            found = connection.execute(
                text(
                    "SELECT rowid, noun, row_id, substr(hlc, 1, 22) FROM entry WHERE rowid > :last AND desk_id = :desk"
                ),
                {"last": self.seen.get(id(store), 0), "desk": store.identity.desk_id},
            ).all()
        for rowid, noun, row_id, time in found:
            self.seen[id(store)] = max(rowid, self.seen.get(id(store), 0))
            self.promised[noun, row_id, time] = store.identity.desk_id

    def forget_unconfirmed(self, store: Store) -> None:
        """The laptop is at the bottom of the river: what nobody else had went with it."""
        with store.engine.connect() as connection:
            gone = connection.execute(
                text(
                    "SELECT noun, row_id, substr(hlc, 1, 22) FROM entry WHERE desk_id = :desk AND desk_seq > "
                    "coalesce((SELECT confirmed_seq FROM sync_standing WHERE desk_id = :desk), 0)"
                ),
                {"desk": store.identity.desk_id},
            ).all()
        for noun, row_id, time in gone:
            self.promised.pop((noun, row_id, time), None)


@dataclass(frozen=True)
class Held:
    """What the server has of a city: the journal, the rows, what it put aside (and why), where each desk sits, with
    which commit each entry came, and which are under the server's own time."""

    journal: dict[Key, Told]
    rows: Rows
    aside: dict[Key, str]
    seats: dict[str, str | None]
    commits: dict[Key, int]
    stamps: dict[Key, str]

    @property
    def sight(self) -> Sight:
        return Sight(self.journal, self.rows, self.seats, self.commits, self.aside.keys())

    def is_erased_in_vain(self, key: Key, one: Told, desks: Collection[str]) -> bool:
        """Whether an entry on the laptop that wrote under these names is the server's but for what that laptop erased
        and the server would not: Rosa is Loma's by now, and Ribera's desk empties her. Nobody else follows it; what
        went from the disk that night comes back to it no more. That the seals are true the chain says."""
        here = self.journal[key]
        gone = one.sealed.keys() - here.sealed.keys()
        fields = {name: value for name, value in here.fields.items() if name not in gone}
        sealed = {**here.sealed, **{name: one.sealed[name] for name in gone}}
        return one == replace(here, fields=fields, sealed=sealed) and gone <= self._erased_in_vain(one, desks)

    def _erased_in_vain(self, one: Told, desks: Collection[str]) -> set[str]:
        refused = [self.journal[key] for key in self.aside if key[0] in desks]
        emptied = [row for erasure in refused if erasure.noun == "erasure" for row in erasure.fields["emptied"]]
        return {name for row in emptied if row["row_id"] == one.row_id for name in row["fields"]}


@cache
def _tables(schema: str | None) -> dict[str, Table]:
    found: dict[str, Any] = {noun: kind.__table__ for noun, kind in nouns().items()}
    return {noun: table.to_metadata(MetaData(), schema=schema) for noun, table in found.items()}


@cache
def _journal(schema: str | None) -> Any:
    table: Any = Entry.__table__
    return table.to_metadata(MetaData(), schema=schema)


@cache
def _which(schema: str | None) -> str:
    """Of which nouns a city has any row: one question instead of thirty-five."""
    place = f"{schema}." if schema else ""
    return " UNION ALL ".join(
        f"SELECT '{noun}' WHERE EXISTS (SELECT 1 FROM {place}\"{noun}\" WHERE city_id = :city)" for noun in nouns()
    )


def rows_of(engine: Engine, city: str, *, schema: str | None) -> Rows:
    """Every row of every noun of a city as plain values."""
    told: Rows = {noun: {} for noun in nouns()}
    with engine.connect() as connection:
        for noun in connection.execute(text(_which(schema)), {"city": city}).scalars().all():
            table = _tables(schema)[noun]
            found = connection.execute(select(table).where(table.c.city_id == city)).mappings()
            told[noun] = {row["id"]: {name: plain(value) for name, value in row.items()} for row in found}
    return told


def entries_of(engine: Engine, city: str, *, schema: str | None) -> dict[Key, Told]:
    """The whole journal of a city: of each entry its seal, what it still tells, and what of it was sealed."""
    table = _journal(schema)
    with engine.connect() as connection:
        found = connection.execute(select(table).where(table.c.city_id == city)).all()
    return {
        (e.desk_id, e.desk_seq): Told(e.noun, e.row_id, e.hlc, e.hash, e.district_id, e.base, e.fields, e.sealed)
        for e in found
    }


def held_by_server(country: Country, city: str) -> Held:
    with country.eyes.connect() as connection:
        who = {"city": city}
        aside = connection.execute(
            text("SELECT desk_id, desk_seq, reason FROM app.server_aside WHERE city_id = :city"), who
        ).all()
        seats = connection.execute(text("SELECT desk_id, district_id FROM app.server_desk WHERE city_id = :city"), who)
        pushes = connection.execute(_PUSHES, who).all()
        stamps = connection.execute(
            text("SELECT desk_id, desk_seq, hlc FROM app.server_stamp WHERE city_id = :city"), who
        )
        return Held(
            entries_of(country.eyes, city, schema="app"),
            rows_of(country.eyes, city, schema="app"),
            {(desk, seq): reason for desk, seq, reason in aside},
            dict(map(tuple, seats)),
            {(one.desk_id, seq): one.commit_no for one in pushes for seq in range(one.first_seq, one.last_seq + 1)},
            {(desk, seq): hlc for desk, seq, hlc in stamps},
        )


def check_equal(
    country: Country, city: str, desks: Iterable[Store], told: Lost, *, moving: bool = False, held: Held | None = None
) -> None:
    """Every laptop and the server have the same of what that laptop may read, and the rows are what the journal says;
    of what a city-wide laptop, or one of an undivided city, may read, that is everything.

    `moving`: people moved between districts. What a desk read of somebody while she lived there it keeps.
    """
    held = held or held_by_server(country, city)
    sight = held.sight
    for place, desk in enumerate(desks):
        own = entries_of(desk.engine, city, schema=None)
        _check_sight(sight, desk.identity.district_id, own, moving=moving, place=place)
        names = desk.ask(own_desks)
        other = [
            key
            for key, entry in own.items()
            if entry != held.journal[key] and not held.is_erased_in_vain(key, entry, names)
        ]
        assert not other, f"desk {place}: entries differ {[(own[key], held.journal[key]) for key in other[:2]]}"
        away = _told_no_more(held, sight, own, desk)
        _check_rows(held, own, rows_of(desk.engine, city, schema=None), desk, place, but=away)
        checked = desk.ask(verify_journal)
        assert checked.ok, f"desk {place}: the journal does not hold: {checked}"
    kept = {(one.noun, one.row_id, one.hlc[:22]) for one in held.journal.values()}
    gone = [one for one in told.promised if one not in kept]
    assert not gone, f"promised and lost: {gone[:3]}"
    wrongly = [key for key in held.aside if not sight.is_not_hers_to_write(key) or held.aside[key] != "other_district"]
    assert not wrongly, f"put aside: {[(held.aside[key], held.journal[key]) for key in wrongly[:3]]}"
    _check_numbers(country, city, held)


def _check_sight(sight: Sight, seat: str | None, own: Mapping[Key, Told], *, moving: bool, place: int) -> None:
    must = {key for key in sight.journal if sight.reads(seat, key)}
    missing = sorted(must - own.keys())
    assert not missing, f"desk {place} ({seat}): is not told {[(key, sight.journal[key]) for key in missing[:2]]}"
    unknown = sorted(own.keys() - sight.journal.keys())
    assert not unknown, f"desk {place} ({seat}): entries that the server does not have {[own[k] for k in unknown[:2]]}"
    may = {key for key in own if sight.may_have_read(seat, key)} if moving else must
    seen = sorted(own.keys() - may)
    assert not seen, f"desk {place} ({seat}): sees what is not its district's {[own[key] for key in seen[:2]]}"


def _told_no_more(held: Held, sight: Sight, own: Mapping[Key, Told], desk: Store) -> set[tuple[str, str]]:
    """The rows of whoever moved away that the server, restored since, has under another time: the desk keeps what it
    had, and is told once she comes back (`db/sync/test_moved_in.py`)."""
    with desk.engine.connect() as connection:
        found = connection.execute(text("SELECT desk_id, desk_seq, hlc FROM sync_stamp"))
        here = {(writer, seq): hlc for writer, seq, hlc in found}
    otherwise = [key for key in own if here.get(key) != held.stamps.get(key)]
    return {(own[key].noun, own[key].row_id) for key in otherwise if not sight.reads(desk.identity.district_id, key)}


def _check_rows(
    held: Held, own: Mapping[Key, Told], here: Rows, desk: Store, place: int, *, but: Set[tuple[str, str]]
) -> None:
    """The laptop's rows are the server's: of all rows of which it may read everything. What the server refused of its
    own stays on its own screens until a person has looked at it."""
    part = but | {(one.noun, one.row_id) for key, one in held.journal.items() if key not in own}
    part |= {
        (held.journal[key].noun, held.journal[key].row_id) for key in held.aside if key[0] == desk.identity.desk_id
    }
    known = {(one.noun, one.row_id) for one in own.values()}
    for noun, row_id in known | {(noun, row_id) for noun, rows in here.items() for row_id in rows}:
        mine, theirs = here[noun].get(row_id), held.rows[noun].get(row_id)
        if mine != theirs and (noun, row_id) not in part:
            raise AssertionError(f"desk {place}: {noun} {mine}, on the server {theirs}")


def _check_numbers(country: Country, city: str, held: Held) -> None:
    """Every entry came with one push and no more, and the pushes are numbered without a gap."""
    with country.eyes.connect() as connection:
        pushes = connection.execute(_PUSHES, {"city": city}).all()
    assert [one.commit_no for one in pushes] == list(range(1, len(pushes) + 1)), "commits are missing"
    told = [(one.desk_id, seq) for one in pushes for seq in range(one.first_seq, one.last_seq + 1)]
    assert len(told) == len(set(told)), "stored twice"
    assert set(told) == held.journal.keys(), "the pushes are not the journal"


def check_erased(held: Held, desks: Iterable[Store], city: str, people: Mapping[str, str | None]) -> None:
    """Of whom was erased nothing is left: in no row and no entry that whoever erased her may reach (`people`: from
    which seat), on no laptop and not on the server. Unless the server refused it: then it erased nobody."""
    sight = held.sight
    erasures = [one for key, one in held.journal.items() if one.noun == "erasure" and key not in held.aside]
    erased = people.keys() & {one.fields["resident_id"] for one in erasures}
    places = [("the server", held.journal)]
    places += [(f"desk {n}", entries_of(one.engine, city, schema=None)) for n, one in enumerate(desks)]
    hers = set(HERS["resident"])
    for name, journal in places:
        for key, one in journal.items():
            if one.noun == "resident" and one.row_id in erased and sight.reads(people[one.row_id], key):
                left = {field for field, value in one.fields.items() if value} & hers
                assert not left, f"{name}: {one.row_id} is erased and still has {left}"
