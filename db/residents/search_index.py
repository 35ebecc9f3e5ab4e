"""Keeps the search index up to the roll: what stands in it of each person, and every way in which that changes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from hashlib import blake2b
from json import dumps
from typing import Any, NamedTuple

from sqlalchemy import Connection, event, inspect, select
from sqlalchemy.orm import Session

from db.engine import read, write_many
from db.folding import fold, words
from db.organisations.tables import Organisation
from db.residents import namebook
from db.residents.persons import with_all_rows
from db.residents.search_places import VERSION, Places
from db.residents.search_spelling import learn, sweep
from db.residents.tables import Alias, Merge, Resident

# Marks that no folded word can begin with. Names stand unmarked, so that a question for names reads names only.
CLUB, ADDRESS, BACKWARDS, TELEPHONE, COUNCIL = "_", "@", "#", "+", "~"
_CHUNK = 2000
_IN_ONE_GO = 10_000
_MANY_PARTS = 6
# A telephone is told from its last ten, eight or seven digits on: with the area, without, and where these are shorter.
_TOLD_FROM = (10, 8, 7)
_LATER = "to be indexed"
_READ = (
    "family_name", "given_names", "chosen_name", "document", "phone", "email", "neighbourhood_id", "district_id",
    "organisation_id", "removed_at", "erased_at",
)  # fmt: skip


class _Told(NamedTuple):
    """What the roll says of somebody, as far as it stands in the index."""

    id: str
    family_name: str
    given_names: str
    chosen_name: str | None
    document: str | None
    phone: str | None
    email: str | None
    neighbourhood_id: str | None
    district_id: str | None
    organisation: str | None


_ROWS = (
    "SELECT r.id, r.family_name, r.given_names, r.chosen_name, r.document, r.phone, r.email, r.neighbourhood_id,"
    " r.district_id, o.name AS organisation FROM resident r LEFT JOIN organisation o ON o.id = r.organisation_id"
    " WHERE r.removed_at IS NULL AND r.erased_at IS NULL AND r.id"
)


def has_index(session: Session) -> bool:
    """Whether this session's database has the index: the laptop's file has, the shared PostgreSQL has not."""
    return session.get_bind().dialect.name == "sqlite"


def is_stale(session: Session) -> bool:
    """Whether the index was made by an older program, or never: then it has to be built before it is asked."""
    return session.connection().exec_driver_sql("SELECT max(version) FROM search_state").scalar() != VERSION


def index_residents(session: Session, resident_ids: Iterable[str]) -> None:
    """Brings the index up to the roll for these residents, in the session's own transaction.

    Commands need not call it (a listener does, at every flush); whoever writes rows by other ways must, best for some
    thousands at once.
    """
    if (later := session.info.get(_LATER)) is not None:
        later.update(resident_ids)
        return
    connection = session.connection()
    persons = with_all_rows(connection, set(resident_ids))
    places = Places(connection)
    for some in _chunks(sorted(persons)):
        _index(connection, places, {one: persons[one] for one in some})


@contextmanager
def indexing_once(session: Session) -> Iterator[None]:
    """What is written in this block comes into the index once, at its end: whoever is written on the roll and marked
    present in one act would else be taken out of it again and put in anew."""
    session.info[_LATER] = stale = set[str]()
    try:
        yield
        session.flush()
    finally:
        del session.info[_LATER]
    if stale:
        index_residents(session, stale)


def note_councils(session: Session, councils: Mapping[str, Iterable[str]]) -> None:
    """Notes, per resident, the councils whose sittings she was at: it is there that she is wanted first."""
    connection = session.connection()
    known = _councils(connection, councils)
    told = {one: set(ids) for one, ids in councils.items()}
    gone = [(one, council) for one, ids in told.items() for council in known.get(one, set()) - ids]
    fresh = [(one, council) for one, ids in told.items() for council in ids - known.get(one, set())]
    if gone:
        write_many(connection, "DELETE FROM search_regular WHERE resident_id = ? AND council_id = ?", gone)
    if fresh:
        write_many(connection, "INSERT INTO search_regular VALUES (?, ?)", fresh)
    if gone or fresh:
        index_residents(session, {one for one, _ in (*gone, *fresh)})


def rebuild(session: Session, councils: Mapping[str, Iterable[str]] | None = None) -> None:
    """Reads the whole roll into the index again; which councils people go to stays as it was noted, unless told."""
    connection = session.connection()
    if councils is not None:
        connection.exec_driver_sql("DELETE FROM search_regular")
        pairs = [(one, council) for one, ids in councils.items() for council in sorted(set(ids))]
        if pairs:
            connection.exec_driver_sql("INSERT INTO search_regular VALUES (?, ?)", pairs)
    _tell(connection, "delete-all")
    for name in ("search_person", "search_area", "search_spelling"):
        connection.exec_driver_sql(f"DELETE FROM {name}")  # noqa: S608 - our own names
    # Large parts, and one merging of them at the end: half the time of merging as one goes.
    connection.exec_driver_sql("DROP INDEX search_person_name")
    _tell(connection, "hashsize", 16 << 20)
    _tell(connection, "automerge", 0)
    absorbed = _absorbed(connection)
    places, last = Places(connection), ""
    while True:
        found = connection.exec_driver_sql(
            "SELECT id FROM resident WHERE id > ? ORDER BY id LIMIT ?", (last, _IN_ONE_GO)
        ).scalars()
        ids = list(found)
        if not ids:
            break
        last = ids[-1]
        # A person of several rows is read with the first row that comes by.
        persons = {absorbed[one][0]: absorbed[one][1] if one in absorbed else (one,) for one in ids if one in absorbed}
        persons |= {one: (one,) for one in ids if one not in absorbed}
        _index(connection, places, persons)
    connection.exec_driver_sql("CREATE INDEX search_person_name ON search_person (name_key)")
    _tell(connection, "automerge", 4)
    _tell(connection, "hashsize", 1 << 20)
    _tell(connection, "optimize")
    namebook.clear(connection)
    connection.exec_driver_sql("INSERT INTO search_state SELECT 0, 0 WHERE NOT EXISTS (SELECT 1 FROM search_state)")
    connection.exec_driver_sql("UPDATE search_state SET version = ?, sweeps = sweeps + 1", (VERSION,))


def forget(session: Session, resident_ids: Iterable[str]) -> None:
    """Takes residents out of the index with every trace: their rows on the roll must be erased (or empty) by then.

    Merges the whole index anew, a quarter of a minute for a million people, for a word that was taken out stands in
    its pages until then; what leaves the pages of the file itself is the business of whoever vacuums it.
    """
    connection = session.connection()
    ids = set(resident_ids)
    connection.exec_driver_sql("DELETE FROM search_regular WHERE resident_id = ?", [(one,) for one in sorted(ids)])
    index_residents(session, ids)
    _tell(connection, "optimize")
    sweep(connection)
    namebook.clear(connection)


def tidy(session: Session, *, pages: int = 400) -> bool:
    """Puts the index in order a little (some hundredths of a second), in a command while nobody types; True while there
    is more of it to do.

    Every correction leaves a small part of its own and a note that something in the large one counts no more. After
    twenty thousand of them a press takes half as long again; in order, it is as it was.
    """
    connection = session.connection()
    parts = "SELECT count(DISTINCT segid) FROM search_words_idx"
    if (connection.exec_driver_sql(parts).scalar() or 0) < _MANY_PARTS:
        before = _changes(connection)
        _tell(connection, "merge", pages)
    else:
        before = _changes(connection)
        _tell(connection, "merge", -pages)
    return _changes(connection) - before > 1


def _changes(connection: Connection) -> int:
    # SQLite's manual of FTS5, "The merge command": with less than two changed rows there was nothing to merge.
    return int(connection.exec_driver_sql("SELECT total_changes()").scalar() or 0)


def name_key(family_name: str, given_names: str) -> str:
    """The folded full name by which `namesakes` are asked for."""
    return f"{fold(family_name)}|{fold(given_names)}"


def namesakes(session: Session, keys: Iterable[str]) -> dict[str, set[str]]:
    """The rows of the roll that bear exactly these names (see `name_key`), absorbed ones among them."""
    by_number = {_number(key): key for key in keys}
    found: dict[str, set[str]] = {}
    rows = session.connection().exec_driver_sql(
        "SELECT name_key, resident_id FROM search_person WHERE name_key IN (SELECT value FROM json_each(?))",
        (dumps(list(by_number)),),
    )
    for number, resident_id in rows:
        found.setdefault(by_number[number], set()).add(resident_id)
    return found


def council_mark(council_id: str) -> str:
    """The word that stands in the index for having been at a council."""
    return COUNCIL + re.sub(r"[^0-9a-z]", "", council_id.casefold())


def address_word(address: str) -> str:
    """The one word that stands for an address. Without its domain: half the roll has the same."""
    return ADDRESS + "".join(words(address.split("@", maxsplit=1)[0]))


def _tell(connection: Connection, what: str, value: int | None = None) -> None:
    if value is None:
        connection.exec_driver_sql("INSERT INTO search_words (search_words) VALUES (?)", (what,))
    else:
        connection.exec_driver_sql("INSERT INTO search_words (search_words, rank) VALUES (?, ?)", (what, value))


def _number(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), signed=True)


def _absorbed(connection: Connection) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Every row that a merge touches: its person, and all rows of hers."""
    touched = connection.exec_driver_sql("SELECT kept_id FROM merge UNION SELECT absorbed_id FROM merge").scalars()
    return {one: (person, rows) for person, rows in with_all_rows(connection, set(touched)).items() for one in rows}


def _index(connection: Connection, places: Places, persons: Mapping[str, Sequence[str]]) -> None:
    """Writes what stands in the index of each person (whose rows are told), or takes her out."""
    ids = [one for rows in persons.values() for one in rows]
    rows = {row.id: row for row in map(_Told._make, _asking(connection, _ROWS, ids))}
    aliases: dict[str, list[tuple[str, str]]] = {}
    told = "SELECT resident_id, kind, value FROM alias WHERE removed_at IS NULL AND resident_id"
    for one, kind, value in _asking(connection, told, ids):
        aliases.setdefault(one, []).append((kind, value))
    councils = _councils(connection, ids)
    known: dict[str, int] = dict(
        _asking(connection, "SELECT resident_id, place FROM search_person WHERE resident_id", ids)
    )
    writing = _Writing(known=bool(known))
    for person, members in persons.items():
        if len(members) == 1:
            standing: tuple[_Told, ...] = (rows[person],) if person in rows else ()
        else:
            standing = tuple(rows[one] for one in sorted(members, key=lambda one: (one != person, one)) if one in rows)
            writing.gone += [known[one] for one in members if one in known and one != person]
        place = known.get(person, 0)
        if not standing:
            if place:
                writing.gone.append(place)
            continue
        hers = sorted({council for one in members for council in councils.get(one, ())}) if councils else []
        if not place or not places.suits(place, standing[0], regular=bool(hers)):
            if place:
                writing.gone.append(place)
            place = places.next(standing[0], regular=bool(hers))
        learnt: list[str] = []
        others = [council_mark(one) for one in hers]
        for row in standing:
            learnt += _names_of(row, aliases.get(row.id, ()))
            if row.organisation:
                learnt += _club_words(row.organisation)
            others += _others_of(row, aliases.get(row.id, ()))
        writing.spelled.update(learnt)
        writing.persons.append((place, person, _key_of(standing[0]), " ".join(hers)))
        writing.words.append((place, " ".join(dict.fromkeys(learnt + others))))
        for row in standing[1:]:
            writing.persons.append((places.unlisted(), row.id, _key_of(row), ""))
    writing.write(connection)


class _Writing:
    """What one part of the roll comes to, in the order in which the index takes it fastest."""

    def __init__(self, *, known: bool) -> None:
        self.verb = "INSERT OR REPLACE" if known else "INSERT"
        self.gone: list[int] = []
        self.persons: list[tuple[int, str, int, str]] = []
        self.words: list[tuple[int, str]] = []
        self.spelled: set[str] = set()

    def write(self, connection: Connection) -> None:
        namebook.mark(connection, (*self.gone, *(person[0] for person in self.persons)))
        listed, gone = [(place,) for place in sorted(self.gone) if place > 0], [(place,) for place in self.gone]
        if listed:
            write_many(connection, "DELETE FROM search_words WHERE rowid = ?", listed)
        if gone:
            write_many(connection, "DELETE FROM search_person WHERE place = ?", gone)
        if self.words:
            write_many(connection, f"{self.verb} INTO search_person VALUES (?, ?, ?, ?)", self.persons)
            # By place: a number lower than the one before makes FTS5 write out what it has collected.
            self.words.sort()
            write_many(connection, f"{self.verb} INTO search_words (rowid, words) VALUES (?, ?)", self.words)
            learn(connection, self.spelled)


def _asking(connection: Connection, statement: str, ids: Sequence[str]) -> Iterator[Any]:
    asked = f"{statement} IN (SELECT value FROM json_each(?))"  # noqa: S608 - our own statements
    return read(connection, asked, (dumps(ids),))


def _councils(connection: Connection, ids: Collection[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    statement = "SELECT resident_id, council_id FROM search_regular WHERE resident_id"
    for one, council in _asking(connection, statement, list(ids)):
        found.setdefault(one, set()).add(council)
    return found


# The same names come again and again.
folded = lru_cache(maxsize=20_000)(fold)


@lru_cache(maxsize=50_000)
def _words(text: str) -> tuple[str, ...]:
    told = words(text)
    # "D'Angelo" is also typed in one word.
    joined = words(re.sub(r"['’´-]", "", text)) if re.search(r"['’´-]", text) else ()
    return (*told, *(word for word in joined if word not in told))


@lru_cache(maxsize=5_000)
def _club_words(name: str) -> tuple[str, ...]:
    return tuple(CLUB + word for word in _words(name))


def _key_of(row: Any) -> int:
    return _number(f"{folded(row.family_name)}|{folded(row.given_names)}")


def _names_of(row: Any, aliases: Iterable[tuple[str, str]]) -> list[str]:
    told = [*_words(row.family_name)]
    for one in row.given_names.split():
        told += _words(one)
    if row.chosen_name:
        told += _words(row.chosen_name)
    for kind, value in aliases:
        if kind == "zoom_name":
            told += words(value)
    return told


def _others_of(row: Any, aliases: Iterable[tuple[str, str]]) -> list[str]:
    told = []
    if row.email:
        told.append(address_word(row.email))
    if row.document:
        told += [row.document, BACKWARDS + row.document[::-1]]
    if row.phone:
        told += _telephone(row.phone)
    for kind, value in aliases:
        if kind == "phone":
            told += _telephone(value)
        elif kind != "zoom_name":
            told.append(address_word(value))
    return told


def _telephone(number: str) -> list[str]:
    digits = number.removeprefix("+")
    digits = digits if digits.isdecimal() else re.sub(r"\D", "", digits)
    return [BACKWARDS + digits[::-1], *(TELEPHONE + digits[-some:] for some in _TOLD_FROM if len(digits) >= some)]


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(ids), _CHUNK):
        yield ids[at : at + _CHUNK]


@event.listens_for(Session, "after_flush")
def _follow_the_roll(session: Session, _context: Any) -> None:
    """What a transaction writes on the roll, it writes in the index as well: both or neither."""
    touched: set[str] = set()
    for row in (*session.new, *session.dirty):
        if isinstance(row, Resident):
            if row in session.new or _changed(row, _READ):
                touched.add(row.id)
        elif isinstance(row, Alias):
            touched.add(row.resident_id)
        elif isinstance(row, Merge):
            touched.update((row.kept_id, row.absorbed_id))
        elif isinstance(row, Organisation) and row not in session.new and _changed(row, ("name",)):
            touched.update(session.scalars(select(Resident.id).where(Resident.organisation_id == row.id)))
    if touched and has_index(session):
        index_residents(session, touched)


def _changed(row: Any, names: Iterable[str]) -> bool:
    told = inspect(row).attrs
    return any(told[name].history.has_changes() for name in names)
