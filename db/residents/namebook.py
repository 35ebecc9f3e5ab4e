"""The names of the whole roll as numbers, kept beside it in pages, for judging a thousand of them at once.

Why beside the search index: that one answers a few letters in a few milliseconds; a call of a thousand participants
asks for tens of thousands of namesakes, and has a second. Here a page holds the names of the people who stand together
in the search (`search_places`), as numbers of words; the pages are read whole, some 24 bytes a person, and what is
written on the roll only notes which pages are out of date.

The book belongs to this laptop alone: it is not journalled and can be written again.
"""

from __future__ import annotations

import secrets
from collections.abc import Generator, Iterable, Iterator, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, event
from sqlalchemy.orm import Session

from db.engine import write_many
from db.residents.namebook_pages import PAGE_BITS, Page, Pages, as_pages, heard
from db.residents.persons import speaking_for

# The migration holds the same statements as text; a test compares them.
STATEMENTS = (
    """
    CREATE TABLE search_book_word (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE, sound TEXT NOT NULL)
    """,
    """
    CREATE TABLE search_book_page (
        page INTEGER PRIMARY KEY, places BLOB NOT NULL, clubs BLOB NOT NULL, fulls BLOB NOT NULL, names BLOB NOT NULL
    )
    """,
    """
    CREATE TABLE search_book_stale (page INTEGER PRIMARY KEY)
    """,
    """
    CREATE TABLE search_book_edition (edition INTEGER NOT NULL)
    """,
)

# From so many pages on the roll is walked once instead of looked up person by person.
_MANY_PAGES = 60
# So many pages are read at a time where somebody may be waiting: some hundredths of a second.
_PORTION = 60
_ROW = "r.family_name, r.given_names, r.chosen_name, r.organisation_id"


_KNOWN: WeakKeyDictionary[Any, tuple[int, Pages]] = WeakKeyDictionary()


def mark(connection: Connection, places: Iterable[int]) -> None:
    """Notes that the people at these places are others now, or are called otherwise."""
    pages = {(place >> PAGE_BITS,) for place in places if place > 0}
    if pages:
        write_many(connection, "INSERT OR IGNORE INTO search_book_stale VALUES (?)", sorted(pages))


def clear(connection: Connection) -> None:
    """Empties the book: nobody's name is left in it. Whoever stands in the search is written again when asked for."""
    for name in ("search_book_page", "search_book_word", "search_book_stale"):
        connection.exec_driver_sql(f"DELETE FROM {name}")  # noqa: S608 - our own names
    connection.exec_driver_sql(
        "INSERT INTO search_book_stale SELECT DISTINCT place >> ? FROM search_person WHERE place > 0", (PAGE_BITS,)
    )
    _new_edition(connection)


def bring_up_to_date(session: Session, *, most: int | None = None) -> bool:
    """Writes the pages that are out of date, in a command, no more than `most`; True while there are more.

    A page of a thousand people takes some hundredths of a second, the whole book of a million some seconds.
    """
    connection = session.connection()
    stale = [
        row[0]
        for row in connection.exec_driver_sql(
            "SELECT page FROM search_book_stale ORDER BY page LIMIT ?", (-1 if most is None else most + 1,)
        )
    ]
    some = stale if most is None else stale[:most]
    if some:
        _write(session, some)
        connection.exec_driver_sql("DELETE FROM search_book_stale WHERE page = ?", [(page,) for page in some])
        _new_edition(connection)
    return len(stale) > len(some)


def out_of_date(session: Session) -> bool:
    """Whether any page of the book has to be written again."""
    return session.connection().exec_driver_sql("SELECT 1 FROM search_book_stale LIMIT 1").first() is not None


def read(session: Session) -> Pages:
    """The whole book, up to date. Kept in memory until a page of it changes: a second call costs nothing."""
    bring_up_to_date(session)
    portions = reading(session)
    try:
        next(portions)
        while True:
            portions.send(session)
    except StopIteration as read:
        pages: Pages = read.value
        return pages


def reading(session: Session) -> Generator[None, Session, Pages | None]:
    """Reads the book as it stands in the file, a little at a time, each portion through the session that it is sent.
    None where pages were written meanwhile.
    """
    edition, engine = _edition(session), session.connection().engine
    known = _KNOWN.get(engine)
    if known is not None and known[0] == edition:
        return known[1]
    rows: list[Any] = []
    while some := _some_pages(session, after=rows[-1][0] if rows else -1):
        rows += some
        session = yield
    # Put together by SQLite and parted here: a row for each of forty thousand words took several times as long.
    numbers, told, sounds = (
        session.connection()
        .exec_driver_sql(
            "SELECT group_concat(id, ' '), group_concat(word, ' '), group_concat(sound, ' ') FROM search_book_word"
        )
        .one()
    )
    words = dict(zip((told or "").split(), map(int, (numbers or "").split()), strict=True))
    session = yield
    pages = as_pages(rows, words, (sounds or "").split())
    if _edition(session) != edition:
        return None
    if known is None:
        event.listen(engine, "engine_disposed", _let_go)
    _KNOWN[engine] = (edition, pages)
    return pages


def _some_pages(session: Session, *, after: int) -> Sequence[Any]:
    statement = "SELECT page, places, clubs, fulls, names FROM search_book_page WHERE page > ? ORDER BY page LIMIT ?"
    return session.connection().exec_driver_sql(statement, (after, _PORTION)).all()


def _edition(session: Session) -> int:
    found: int = session.connection().exec_driver_sql("SELECT max(edition) FROM search_book_edition").scalar() or 0
    return found


def _let_go(engine: Any) -> None:
    """The file is closed: the names of a roll do not stay in memory."""
    _KNOWN.pop(engine, None)


def _write(session: Session, stale: Sequence[int]) -> None:
    connection = session.connection()
    known = _numbers(session)
    before = len(known)
    pages: dict[int, Page] = {page: Page(known) for page in stale}
    for row in _people(session, stale):
        pages[row[0] >> PAGE_BITS].add(*row)
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO search_book_page VALUES (?, ?, ?, ?, ?)",
        [(page, *pages[page].blobs()) for page in stale],
    )
    fresh = [(number, word, heard(word)) for word, number in known.items() if number > before]
    if fresh:
        connection.exec_driver_sql("INSERT INTO search_book_word VALUES (?, ?, ?)", fresh)


def _numbers(session: Session) -> dict[str, int]:
    """The words of the book by their numbers, in this order: from memory, if the book is open."""
    connection = session.connection()
    opened = _KNOWN.get(connection.engine)
    if opened is not None and opened[0] == _edition(session):
        return dict(opened[1].words)
    rows = connection.exec_driver_sql("SELECT word, id FROM search_book_word ORDER BY id").all()
    return {word: number for word, number in rows}  # noqa: C416 - a row is no pair to dict()


def _people(session: Session, stale: Sequence[int]) -> Iterable[tuple[int, str, str, str | None, str | None]]:
    """The people of these pages in the order of their places, and every row of whoever is several rows."""
    connection = session.connection()
    if len(stale) > _MANY_PAGES:
        found = _walk(connection, set(stale))
    else:
        statement = (
            f"SELECT p.place, {_ROW} FROM search_person p JOIN resident r ON r.id = p.resident_id"  # noqa: S608
            " WHERE p.place BETWEEN ? AND ?"
        )
        found = [
            tuple(row)
            for page in stale
            for row in connection.exec_driver_sql(
                statement, (page << PAGE_BITS, (page << PAGE_BITS) + (1 << PAGE_BITS) - 1)
            )
        ]
    return sorted([*found, *_other_rows(session, set(stale))], key=lambda row: (row[0], row[1], row[2]))


def _walk(connection: Connection, stale: set[int]) -> list[Any]:
    places = {
        resident_id: place
        for resident_id, place in connection.exec_driver_sql("SELECT resident_id, place FROM search_person")
        if place >> PAGE_BITS in stale
    }
    rows = connection.exec_driver_sql(f"SELECT r.id, {_ROW} FROM resident r")  # noqa: S608 - our own columns
    return [(places[resident_id], *facts) for resident_id, *facts in rows if resident_id in places]


def _other_rows(session: Session, stale: set[int]) -> Iterator[tuple[Any, ...]]:
    """What the other rows of one person call her: a person has joined them, and each of the names is hers."""
    speaks = {row: person for row, person in speaking_for(session).items() if row != person}
    connection = session.connection()
    for row, person in sorted(speaks.items()):
        place = connection.exec_driver_sql("SELECT place FROM search_person WHERE resident_id = ?", (person,)).scalar()
        if place is not None and place >> PAGE_BITS in stale:
            yield from (
                (place, *facts)
                for facts in connection.exec_driver_sql(
                    f"SELECT {_ROW} FROM resident r"  # noqa: S608 - our own columns
                    " WHERE r.id = ? AND r.removed_at IS NULL AND r.erased_at IS NULL",
                    (row,),
                )
            )


def _new_edition(connection: Connection) -> None:
    """A number that no other state of the book had: a transaction that is taken back must not be taken for another."""
    connection.exec_driver_sql("DELETE FROM search_book_edition")
    connection.exec_driver_sql("INSERT INTO search_book_edition VALUES (?)", (secrets.randbits(62),))
