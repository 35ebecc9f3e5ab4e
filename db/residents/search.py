"""Search on the roll while somebody types: an index of folded words beside the residents, in the encrypted file.

Why like this: SQLite's own LIKE does not find PEÑA for "pena" and takes half a second on a big roll; ranking by bm25
looks at every hit. A contentless FTS5 table with prefix indexes, read in the order of its rowids, stops at twenty; and
its rowids are given so that the people of a quarter, and those of a district, stand together (`search_places`).

The index belongs to this laptop alone: it is not journalled and can be built again (`rebuild`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from json import dumps

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from db.folding import fold, words
from db.residents.persons import persons_among
from db.residents.search_index import (
    BACKWARDS,
    CLUB,
    TELEPHONE,
    address_word,
    council_mark,
    folded,
    forget,
    has_index,
    index_residents,
    indexing_once,
    is_stale,
    name_key,
    namesakes,
    note_councils,
    rebuild,
    tidy,
)
from db.residents.search_places import EVERYWHERE, REGULARS, STATEMENTS, Nearby, area_of, nearby
from db.residents.search_spelling import alike, begun_so, slips

__all__ = [
    "LIMIT", "STATEMENTS", "TIERS", "Found", "forget", "has_index", "index_residents", "indexing_once", "is_stale",
    "name_key", "named", "namesakes", "note_councils", "rebuild", "search", "tidy", "wake",
]  # fmt: skip

LIMIT = 20
TIERS = ("council", "neighbourhood", "district", "elsewhere")
_MOST_WORDS = 8
# Fewer than this, and words that sound the same are looked for as well.
_FEW = 5
# Longer beginnings have no index of their own, and reading all that begins so for each of them takes milliseconds: the
# whole words are asked for instead.
_INDEXED = 6
_FEWEST_WHOLE = 3
_MOST_WHOLE = 40
_NAMES_AT_ONCE = 50


@dataclass(frozen=True)
class Found:
    """A neighbour as the list under the field shows her. `tier` tells how near she is: one of TIERS."""

    id: str
    family_name: str
    given_names: str
    chosen_name: str | None
    document: str | None
    phone: str | None
    neighbourhood: str | None
    organisation: str | None
    tier: str

    @property
    def name(self) -> str:
        return f"{self.chosen_name or self.given_names} {self.family_name}"


def search(
    session: Session,
    *,
    text: str,
    council_id: str | None = None,
    neighbourhood_ids: Sequence[str] = (),
    district_id: str | None = None,
    limit: int = LIMIT,
) -> tuple[Found, ...]:
    """The neighbours that a few letters may mean: words of the names in any order, a document number or its ending, a
    telephone, an organisation, another name she is known by.

    Case, accents and ñ do not matter. An exact document comes first; then the names, and after them what else is known
    of somebody; when that finds nobody, or nearly, names that sound so or are nearly spelled so. Within each, people of
    the council come first, then those of its quarters, of its district, and all others.
    """
    connection = session.connection()
    near = nearby(connection, neighbourhood_ids=neighbourhood_ids, district_id=district_id)
    looking = _Looking(connection, council_id, near, limit)
    number = number_typed(text)
    if number is not None:
        looking.take(f'"{number}"')
        looking.take(_number_asked(number))
    elif told := told_words(text):
        if "@" in text:
            looking.take(f'"{address_word(text)}"*')
        _look_for_words(looking, told)
        if not looking.full and "@" not in text and len(text.split()) == 1 < len(text) - 1:
            looking.take(f'"{address_word(text)}"*')
        if len(looking.found) < _FEW:
            _look_for_mistyped(looking, told)
    return _found(session, looking, wanted=(number,) if number else told_words(text))


def wake(session: Session) -> None:
    """Makes ready what the first press would wait for (a few hundredths of a second): asked once, when nobody types."""
    search(session, text="aa")
    slips(session.connection(), "aaaaaa")


def number_typed(text: str) -> str | None:
    """The digits of a number, however it is spaced; None when a word is typed."""
    folded = fold(text)
    if re.fullmatch(r"[\d\s.,()+/\-]*\d[\d\s.,()+/\-]*", folded) or re.fullmatch(r"[mf]\s*[\d.]{5,}", folded):
        return re.sub(r"\D", "", folded)
    return None


def told_words(text: str) -> tuple[str, ...]:
    """The words that are asked for."""
    folded = fold(text)
    # Mail domains are not in the index: half the roll has the same.
    return tuple(dict.fromkeys(words(folded.split("@")[0] or folded)))[:_MOST_WORDS]


def named(session: Session, *, names: Iterable[str]) -> set[str]:
    """The residents in whose names every word of one of the `names` stands whole (there may be other words as well)."""
    asked = [told for told in dict.fromkeys(words(name) for name in names) if told]
    found: set[str] = set()
    # A roll asks for thousands: one statement for each took a third of the time of reading it.
    for at in range(0, len(asked), _NAMES_AT_ONCE):
        some = asked[at : at + _NAMES_AT_ONCE]
        rows = session.connection().exec_driver_sql(
            "SELECT p.resident_id FROM search_words w JOIN search_person p ON p.place = w.rowid "
            "WHERE search_words MATCH ? LIMIT ?",
            (" OR ".join("(" + " AND ".join(f'"{word}"' for word in told) + ")" for told in some), 2000 * len(some)),
        )
        found.update(rows.scalars())
    return found


_ONE_STRETCH = (
    "SELECT * FROM (SELECT w.rowid, p.resident_id, p.councils FROM search_words w JOIN search_person p"
    " ON p.place = w.rowid WHERE search_words MATCH ? AND w.rowid BETWEEN ? AND ? ORDER BY w.rowid LIMIT {most})"
)


class _Looking:
    """One looking for somebody: who was found so far, nearest first, question after question until the list is full."""

    def __init__(self, connection: Connection, council_id: str | None, near: Nearby, limit: int) -> None:
        self.connection, self.council_id, self.near, self.limit = connection, council_id, near, limit
        self.found: dict[str, tuple[int, str]] = {}
        self._asked = 0

    @property
    def full(self) -> bool:
        return len(self.found) >= self.limit

    def take(self, asked: str, *, first: str = "", long: bool = True) -> None:
        """Adds whoever answers a question, behind those who are there, as far as there is room; in each stretch those
        who answer `first` before the others.

        Long words mean few people: they are asked for in the whole city at once. When that fills the list twice over,
        or the words are short, one statement reads stretch after stretch, and is left as soon as the list is full.
        """
        if not asked:
            return
        self._asked += 1
        if long:
            all_over = self._read([(asked, *EVERYWHERE)])
            if len(all_over) < 2 * self.limit:
                self._add(all_over)
                return
        questions = [first, asked] if first else [asked]
        parts = [(question, *stretch) for stretch in (*self.near.stretches(), EVERYWHERE) for question in questions]
        if self.council_id:
            mark = f'"{council_mark(self.council_id)}"'
            parts = [*((f"{mark} AND ({question})", *REGULARS) for question in questions), *parts]
        self._add(self._read(parts, most=self.limit))

    def _read(self, parts: Sequence[tuple[str, int, int]], most: int | None = None) -> list[tuple[int, str, str]]:
        """Whoever answers the parts, one after the other; left off when `most` more have been found."""
        # Whoever stands near stands in the last stretch as well: so twice as many, or the list would not be filled.
        statement = " UNION ALL ".join([_ONE_STRETCH.format(most=2 * self.limit)] * len(parts))
        rows = self.connection.exec_driver_sql(statement, tuple(value for part in parts for value in part))
        read: list[tuple[int, str, str]] = []
        seen = set(self.found)
        for place, one, councils in rows:
            if one not in seen:
                seen.add(one)
                read.append((place, one, councils))
            if most is not None and len(seen) >= most:
                break
        rows.close()
        return read

    def _add(self, read: Iterable[tuple[int, str, str]]) -> None:
        for place, one, councils in read:
            self.found.setdefault(one, (self._asked, self._tier(place, councils)))

    def _tier(self, place: int, councils: str) -> str:
        if self.council_id and councils and self.council_id in councils.split():
            return "council"
        area = area_of(place)
        if area in self.near.quarters:
            return "neighbourhood"
        return "district" if area in self.near.district else "elsewhere"


def _look_for_words(looking: _Looking, told: Sequence[str]) -> None:
    """Words of names first; then such as may be words of an organisation's name too."""
    connection = looking.connection
    names = [_begins(connection, word) for word in told]
    if all(names):
        # «Ana Paz» is wanted before Anabela Pazos; but not one of another district before those of this quarter.
        looking.take(" AND ".join(names), first=_wholly(connection, told), long=sum(map(len, told)) > _INDEXED)
    if not looking.full:
        clubs = [_begins(connection, CLUB + word) if begun_so(connection, CLUB + word, most=1) else "" for word in told]
        either = [
            f"({name} OR {club})" if name and club else name or club for name, club in zip(names, clubs, strict=True)
        ]
        if any(clubs) and all(either):
            looking.take(" AND ".join(either))


def _begins(connection: Connection, word: str) -> str:
    """The question for a word that begins so; empty when none does."""
    if word.isdigit():
        return _number_asked(word)
    if len(word) <= _INDEXED:
        return f'"{word}"*'
    whole = begun_so(connection, word, most=_MOST_WHOLE)
    return f'"{word}"*' if len(whole) == _MOST_WHOLE else _any_of(whole)


def _wholly(connection: Connection, told: Sequence[str]) -> str:
    """The question for these words as they stand; empty while one of them is only a beginning."""
    if any(len(word) < _FEWEST_WHOLE or word not in begun_so(connection, word, most=1) for word in told):
        return ""
    return " AND ".join(f'"{word}"' for word in told)


def _any_of(whole: Iterable[str]) -> str:
    asked = " OR ".join(f'"{one}"' for one in whole)
    return f"({asked})" if asked else ""


def _number_asked(number: str) -> str:
    """Numbers that begin or end so. Telephones are told with and without country, area, zero and fifteen: the last
    seven digits are the same."""
    ending = number[-7:] if len(number) > 8 else number
    asked = [f'"{number}"*', f'"{BACKWARDS}{ending[::-1]}"*']
    local = number.lstrip("0")
    if local.startswith("15") and len(local) > 3:
        local = local[2:]
    if local:
        asked.append(f'"{TELEPHONE}{local}"*')
    return f"({' OR '.join(asked)})"


def _look_for_mistyped(looking: _Looking, told: Sequence[str]) -> None:
    """First the words that sound as what was typed, as Spanish is spoken; when still nobody is found, slips."""
    connection = looking.connection
    sounding = [alike(connection, word) for word in told]
    if any(sounding):
        looking.take(_or_else(connection, told, sounding))
    if looking.found:
        return
    # A word that stands on the roll is most likely right, and another one is wrong.
    strange = [not begun_so(connection, word, most=1) for word in told]
    for suspected in (strange, [True] * len(told)) if any(strange) and not all(strange) else ([True] * len(told),):
        slipped = [slips(connection, word) if wrong else ([], []) for word, wrong in zip(told, suspected, strict=True)]
        others: list[list[str]] = [list(some) for some in sounding]
        for part in (0, 1):
            if any(some[part] for some in slipped):
                others = [[*known, *some[part]] for known, some in zip(others, slipped, strict=True)]
                looking.take(_or_else(connection, told, others))
            if looking.found:
                return


def _or_else(connection: Connection, told: Sequence[str], others: Sequence[Sequence[str]]) -> str:
    asked = [
        [one for one in (_begins(connection, word), _any_of(dict.fromkeys(some))) if one]
        for word, some in zip(told, others, strict=True)
    ]
    return " AND ".join(f"({' OR '.join(some)})" for some in asked) if all(asked) else ""


_PEOPLE = (
    "SELECT r.id, r.family_name, r.given_names, r.chosen_name, r.document, r.phone, n.name, o.name FROM resident r"
    " LEFT JOIN neighbourhood n ON n.id = r.neighbourhood_id LEFT JOIN organisation o ON o.id = r.organisation_id"
    " WHERE r.removed_at IS NULL AND r.erased_at IS NULL AND r.id IN (SELECT value FROM json_each(?))"
)


def _found(session: Session, looking: _Looking, *, wanted: Sequence[str]) -> tuple[Found, ...]:
    near = looking.found
    if not near:
        return ()
    rows = looking.connection.exec_driver_sql(_PEOPLE, (dumps(list(near)),)).all()
    found = [Found(row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], near[row[0]][1]) for row in rows]
    if len(found) < len(near):
        found += _who_speak_through_another_row(session, near.keys() - {one.id for one in found}, looking)
    return tuple(
        sorted(
            found,
            key=lambda one: (
                one.document not in wanted,
                near[one.id][0],
                TIERS.index(one.tier),
                not _stands_in(one, wanted),
                folded(one.family_name),
                folded(one.given_names),
            ),
        )[: looking.limit]
    )


def _stands_in(one: Found, told: Sequence[str]) -> bool:
    """Whether every word told stands as it is in somebody's names."""
    names = " ".join(map(folded, (one.family_name, one.given_names, one.chosen_name or "")))
    return set(told) <= set(re.split(r"[^\w]+", names))


def _who_speak_through_another_row(session: Session, ids: set[str], looking: _Looking) -> list[Found]:
    """People whose own row went off the roll after a merge, and another one of theirs stands."""
    whole = persons_among(session, ids).whole
    return [
        Found(
            one, row.family_name, row.given_names, row.chosen_name, row.document, row.phone, None, None,
            looking.found[one][1],
        )
        for one in sorted(ids)
        if (row := whole.get(one)) is not None and row.removed_at is None and row.erased_at is None
    ]  # fmt: skip
