"""Names as they are mistyped: words of the roll that sound alike, or differ by a slip of the fingers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection

from db.residents.sounding import sound

_FEWEST_LETTERS = 4
_LONG = 6
_MOST_WORDS = 12
_AT_ONCE = 8000


@dataclass
class _Vocabulary:
    """The words of one record's roll in memory, a few megabytes for a million people; read when first needed."""

    sweeps: int
    last: int
    words: list[str]
    sounds: list[str]


_KNOWN: WeakKeyDictionary[Any, _Vocabulary] = WeakKeyDictionary()


def begun_so(connection: Connection, typed: str, *, most: int) -> list[str]:
    """The words of the names that begin with the letters typed, no more than `most`."""
    return _column(
        connection,
        "SELECT word FROM search_spelling WHERE word >= ? AND word < ? ORDER BY word LIMIT ?",
        (typed, typed + "\U0010ffff", most),
    )


def alike(connection: Connection, typed: str) -> list[str]:
    """The words that sound as the typed one does, whole or so far as it goes."""
    heard = sound(typed)
    if len(typed) < _FEWEST_LETTERS or not heard:
        return []
    found = _column(
        connection,
        "SELECT word FROM search_spelling WHERE sound >= ? AND sound < ? ORDER BY sound LIMIT ?",
        (heard, heard + "\U0010ffff", _MOST_WORDS),
    )
    return [word for word in found if not word.startswith(typed)]


def slips(connection: Connection, typed: str) -> tuple[list[str], list[str]]:
    """The words that one slip of the fingers makes of the typed one, and those that two do (from six letters on).

    A slip is a letter too many, too few, another one, or two that changed places (Damerau's distance, optimal string
    alignment), and the typed word may be only the beginning of the one that is meant. Compared is the sound, so that a
    slip and a spelling may come together.
    """
    heard = sound(typed)
    if len(typed) < _FEWEST_LETTERS or len(heard) < _FEWEST_LETTERS - 1:
        return [], []
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    known, most = _vocabulary(connection), 2 if len(typed) >= _LONG else 1
    near: dict[str, tuple[int, int]] = {}
    for at in range(0, len(known.words), _AT_ONCE):  # in parts: the screen's thread gets its turn in between
        sounds = known.sounds[at : at + _AT_ONCE]
        for cut in (0, len(heard)):
            some = [one[:cut] for one in sounds] if cut else sounds
            for _, apart, n in process.extract(heard, some, scorer=OSA.distance, score_cutoff=most, limit=60):
                word, rank = known.words[at + n], (int(apart), min(cut, 1))
                near[word] = min(rank, near.get(word, rank))
    ordered = sorted(near, key=lambda word: (near[word], abs(len(word) - len(typed)), word))
    one = [word for word in ordered if near[word][0] <= 1]
    return one[:_MOST_WORDS], [word for word in ordered if near[word][0] > 1][:_MOST_WORDS]


def learn(connection: Connection, words: Iterable[str]) -> None:
    """Notes words of names that the roll has now."""
    fresh = [(word, sound(word)) for word in sorted(set(words)) if not word.isdigit()]
    if fresh:
        connection.exec_driver_sql("INSERT OR IGNORE INTO search_spelling (word, sound) VALUES (?, ?)", fresh)


def sweep(connection: Connection) -> None:
    """Forgets the words that nobody on the roll has any more."""
    known = connection.exec_driver_sql("SELECT id, word FROM search_spelling").all()
    asked = "SELECT 1 FROM search_words WHERE search_words MATCH ? LIMIT 1"
    gone = [(number,) for number, word in known if connection.exec_driver_sql(asked, (f'"{word}"',)).first() is None]
    if gone:
        connection.exec_driver_sql("DELETE FROM search_spelling WHERE id = ?", gone)
    connection.exec_driver_sql("UPDATE search_state SET sweeps = sweeps + 1")


def _vocabulary(connection: Connection) -> _Vocabulary:
    sweeps = connection.exec_driver_sql("SELECT max(sweeps) FROM search_state").scalar() or 0
    known = _KNOWN.get(connection.engine)
    if known is None or known.sweeps != sweeps:
        known = _KNOWN[connection.engine] = _Vocabulary(sweeps, 0, [], [])
    rows = connection.exec_driver_sql(
        "SELECT id, word, sound FROM search_spelling WHERE id > ? ORDER BY id", (known.last,)
    ).all()
    if rows:
        known.last = rows[-1][0]
        known.words.extend(row[1] for row in rows)
        known.sounds.extend(row[2] for row in rows)
    return known


def _column(connection: Connection, statement: str, values: tuple[Any, ...]) -> list[str]:
    return [row[0] for row in connection.exec_driver_sql(statement, values)]
