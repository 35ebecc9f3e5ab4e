"""Names as they are mistyped: words of the roll that sound alike, or differ by a slip of the fingers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection

from db.engine import write_many
from db.residents.sounding import sound

_FEWEST_LETTERS = 4
_LONG = 6
_MOST_WORDS = 12
_AT_ONCE = 8000


@dataclass
class _Vocabulary:
    """The words of one record's roll in memory, a few megabytes for a million people; read when first needed.

    By the first letter of their sound: it is seldom the wrong one.
    """

    sweeps: int
    last: int
    by_letter: dict[str, tuple[list[str], list[str]]]


_KNOWN: WeakKeyDictionary[Any, _Vocabulary] = WeakKeyDictionary()


def begun_so(connection: Connection, typed: str, *, most: int) -> list[str]:
    """The words in the index that begin with the letters typed (or with a mark and letters), no more than `most`."""
    return _column(
        connection,
        "SELECT word FROM search_spelling WHERE word >= ? AND word < ? ORDER BY word LIMIT ?",
        (typed, typed + "\U0010ffff", most),
    )


def alike(connection: Connection, typed: str) -> list[str]:
    """The words that sound as the typed one does, whole or so far as it goes."""
    heard = sound(typed)
    if len(typed) < _FEWEST_LETTERS or len(heard) < _FEWEST_LETTERS - 1 or not typed.isalpha():
        return []  # "zzzz" sounds as half the roll begins
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
    if len(typed) < _FEWEST_LETTERS or len(heard) < _FEWEST_LETTERS - 1 or not typed.isalpha():
        return [], []

    known, most = _vocabulary(connection), 2 if len(typed) >= _LONG else 1
    near = _near(heard, [known[heard[0]]] if heard[0] in known else [], most)
    if not near:
        near = _near(heard, [some for letter, some in known.items() if letter != heard[0]], most)
    ordered = sorted(near, key=lambda word: (near[word], abs(len(word) - len(typed)), word))
    one = [word for word in ordered if near[word] <= 1]
    return one[:_MOST_WORDS], [word for word in ordered if near[word] > 1][:_MOST_WORDS]


def _near(heard: str, among: Iterable[tuple[list[str], list[str]]], most: int) -> dict[str, int]:
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    near: dict[str, int] = {}
    length = len(heard)
    for words, sounds in among:
        for at in range(0, len(words), _AT_ONCE):  # in parts: the screen's thread gets its turn in between
            some = [one if len(one) <= length + 1 else one[:length] for one in sounds[at : at + _AT_ONCE]]
            for _, apart, n in process.extract(heard, some, scorer=OSA.distance, score_cutoff=most, limit=60):
                near[words[at + n]] = int(apart)
    return near


def learn(connection: Connection, words: Iterable[str]) -> None:
    """Notes words that stand in the index now. Marked ones are no names: they have no sound, and no slips."""
    fresh = [(word, sound(word) if word.isalpha() else "") for word in sorted(set(words))]
    if fresh:
        write_many(connection, "INSERT OR IGNORE INTO search_spelling (word, sound) VALUES (?, ?)", fresh)


def sweep(connection: Connection) -> None:
    """Forgets the words that nobody on the roll has any more."""
    known = connection.exec_driver_sql("SELECT id, word FROM search_spelling").all()
    asked = "SELECT 1 FROM search_words WHERE search_words MATCH ? LIMIT 1"
    gone = [(number,) for number, word in known if connection.exec_driver_sql(asked, (f'"{word}"',)).first() is None]
    if gone:
        connection.exec_driver_sql("DELETE FROM search_spelling WHERE id = ?", gone)
    connection.exec_driver_sql("UPDATE search_state SET sweeps = sweeps + 1")


def _vocabulary(connection: Connection) -> dict[str, tuple[list[str], list[str]]]:
    sweeps = connection.exec_driver_sql("SELECT max(sweeps) FROM search_state").scalar() or 0
    known = _KNOWN.get(connection.engine)
    if known is None or known.sweeps != sweeps:
        known = _KNOWN[connection.engine] = _Vocabulary(sweeps, 0, {})
    # Put together by SQLite and parted here: a row for each of forty thousand words took seven times as long.
    rows = connection.exec_driver_sql(
        "SELECT max(id), substr(sound, 1, 1) AS letter, group_concat(word, ' '), group_concat(sound, ' ')"
        " FROM search_spelling WHERE id > ? AND sound > '' GROUP BY letter",
        (known.last,),
    ).all()
    for last, letter, words, sounds in rows:
        of_letter = known.by_letter.setdefault(letter, ([], []))
        of_letter[0].extend(words.split())
        of_letter[1].extend(sounds.split())
        known.last = max(known.last, last)
    return known.by_letter


def _column(connection: Connection, statement: str, values: tuple[Any, ...]) -> list[str]:
    return [row[0] for row in connection.exec_driver_sql(statement, values)]
