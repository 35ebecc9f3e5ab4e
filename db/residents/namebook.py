"""The names of the whole roll as numbers, kept beside it in pages, for judging a thousand of them at once.

Why beside the search index: that one answers a few letters in a few milliseconds; a call of a thousand participants
asks for tens of thousands of namesakes, and has a second. Here a page holds the names of the people who stand together
in the search (`search_places`), as numbers of words; the pages are read whole, some 24 bytes a person, and what is
written on the roll only notes which pages are out of date.

The book belongs to this laptop alone: it is not journalled and can be written again.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection
from sqlalchemy.orm import Session

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
_ROW = "r.family_name, r.given_names, r.chosen_name, r.organisation_id"


_KNOWN: WeakKeyDictionary[Any, tuple[int, Pages]] = WeakKeyDictionary()


def mark(connection: Connection, places: Iterable[int]) -> None:
    """Notes that the people at these places are others now, or are called otherwise."""
    pages = {(place >> PAGE_BITS,) for place in places if place > 0}
    if pages:
        connection.exec_driver_sql("INSERT OR IGNORE INTO search_book_stale VALUES (?)", sorted(pages))


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


def read(session: Session) -> Pages:
    """The whole book, up to date. Kept in memory until a page of it changes: a second call costs nothing."""
    bring_up_to_date(session)
    connection = session.connection()
    edition = connection.exec_driver_sql("SELECT max(edition) FROM search_book_edition").scalar() or 0
    known = _KNOWN.get(connection.engine)
    if known is None or known[0] != edition:
        known = _KNOWN[connection.engine] = (edition, _pages(connection))
    return known[1]


def _pages(connection: Connection) -> Pages:
    rows = connection.exec_driver_sql(
        "SELECT page, places, clubs, fulls, names FROM search_book_page ORDER BY page"
    ).all()
    # Put together by SQLite and parted here: a row for each of forty thousand words took several times as long.
    numbers, told, sounds = connection.exec_driver_sql(
        "SELECT group_concat(id, ' '), group_concat(word, ' '), group_concat(sound, ' ') FROM search_book_word"
    ).one()
    known = dict(zip((told or "").split(), map(int, (numbers or "").split()), strict=True))
    return as_pages(rows, known, (sounds or "").split())


def _write(session: Session, stale: Sequence[int]) -> None:
    connection = session.connection()
    known: dict[str, int] = {
        word: number for number, word in connection.exec_driver_sql("SELECT id, word FROM search_book_word ORDER BY id")
    }
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
