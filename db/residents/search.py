"""Search on the roll while somebody types: an index of folded words beside the residents, in the encrypted file.

Why like this: SQLite's own LIKE does not find PEÑA for "pena" and takes half a second on a big roll; ranking by bm25
looks at every hit. A contentless FTS5 table with prefix indexes, read in the order of its rowids, stops at twenty; and
its rowids are given so that the people of a quarter, and those of a district, stand together (`search_places`).

The index belongs to this laptop alone: it is not journalled and can be built again (`rebuild`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from json import dumps

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from db.folding import fold, words
from db.residents.persons import persons_among
from db.residents.search_index import (
    BACKWARDS,
    OTHER,
    TELEPHONE,
    council_mark,
    forget,
    has_index,
    index_residents,
    is_stale,
    name_key,
    namesakes,
    note_councils,
    rebuild,
)
from db.residents.search_places import EVERYWHERE, REGULARS, STATEMENTS, Nearby, Stretch, area_of, nearby
from db.residents.search_spelling import alike, begun_so, slips

__all__ = [
    "LIMIT", "STATEMENTS", "TIERS", "Found", "forget", "has_index", "index_residents", "is_stale", "name_key", "named",
    "namesakes", "note_councils", "rebuild", "search",
]  # fmt: skip

LIMIT = 20
TIERS = ("council", "neighbourhood", "district", "elsewhere")
_MOST_WORDS = 8
# Fewer than this, and words that sound the same are looked for as well.
_FEW = 5
# Longer beginnings have no index of their own: the few words that begin so are asked for instead.
_INDEXED = 6
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
        looking.take(_exactly(number))
        looking.take(_number_asked(number))
    elif told := told_words(text):
        looking.take(" AND ".join(_begins(connection, word) for word in told))
        if not looking.full:
            looking.take(" AND ".join(f"({_begins(connection, word)} OR {_elsewhere(word)})" for word in told))
        if len(looking.found) < _FEW:
            _look_for_mistyped(looking, told)
    return _found(session, looking, digits=number or "")


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


class _Looking:
    """One looking for somebody: who was found so far, nearest first, question after question until the list is full."""

    def __init__(self, connection: Connection, council_id: str | None, near: Nearby, limit: int) -> None:
        self.connection, self.council_id, self.near, self.limit = connection, council_id, near, limit
        self.found: dict[str, tuple[int, str]] = {}
        self._asked = 0

    @property
    def full(self) -> bool:
        return len(self.found) >= self.limit

    def take(self, asked: str) -> None:
        """Adds whoever answers a question, behind those who are there, as far as there is room."""
        self._asked += 1
        enough = 2 * self.limit + len(self.found)
        all_over = self._read(asked, EVERYWHERE, enough)
        if len(all_over) < enough:
            # Nobody else answers: how near each is, her place tells.
            self._add(sorted(all_over, key=lambda one: TIERS.index(one[1])))
            return
        for some in self._nearest_first(asked, enough):
            self._add(some)
            if self.full:
                return
        self._add(all_over)

    def _nearest_first(self, asked: str, enough: int) -> Iterator[list[tuple[str, str]]]:
        if self.council_id:
            yield self._read(f'"{council_mark(self.council_id)}" AND ({asked})', REGULARS, enough)
        for stretch in self.near.stretches():
            yield self._read(asked, stretch, enough)

    def _add(self, some: Iterable[tuple[str, str]]) -> None:
        for one, tier in some:
            if self.full:
                return
            self.found.setdefault(one, (self._asked, tier))

    def _read(self, asked: str, stretch: Stretch, most: int) -> list[tuple[str, str]]:
        rows = self.connection.exec_driver_sql(
            "SELECT w.rowid, p.resident_id, p.councils FROM search_words w JOIN search_person p ON p.place = w.rowid"
            " WHERE search_words MATCH ? AND w.rowid BETWEEN ? AND ? ORDER BY w.rowid LIMIT ?",
            (asked, *stretch, most),
        )
        return [(one, self._tier(place, councils)) for place, one, councils in rows.all()]

    def _tier(self, place: int, councils: str) -> str:
        if self.council_id and councils and self.council_id in councils.split():
            return "council"
        area = area_of(place)
        if area in self.near.quarters:
            return "neighbourhood"
        return "district" if area in self.near.district else "elsewhere"


def _begins(connection: Connection, word: str) -> str:
    """A word of a name that begins so."""
    if word.isdigit():
        return _number_asked(word)
    if len(word) > _INDEXED:
        whole = begun_so(connection, word, most=_INDEXED)
        if 0 < len(whole) < _INDEXED:
            return "(" + " OR ".join(f'"{one}"' for one in whole) + ")"
    return f'"{word}"*'


def _elsewhere(word: str) -> str:
    return f'"{OTHER}{word}"*'


def _exactly(number: str) -> str:
    return f'"{number}"'


def _number_asked(number: str) -> str:
    """Numbers that begin or end so. Telephones are told with and without country, area, zero and fifteen: the last
    seven digits are the same."""
    parts = [f'"{number}"*', f'"{BACKWARDS}{(number[-7:] if len(number) > 8 else number)[::-1]}"*']
    local = number.lstrip("0")
    local = local[2:] if local.startswith("15") and len(local) > len("15") + 1 else local
    return "(" + " OR ".join((*parts, *(f'"{TELEPHONE}{local}"*' for _ in (local,) if local))) + ")"


def _look_for_mistyped(looking: _Looking, told: Sequence[str]) -> None:
    """First the words that sound as what was typed, as Spanish is spoken; when still nobody is found, slips."""
    connection = looking.connection
    sounding = [alike(connection, word) for word in told]
    if any(sounding):
        looking.take(_or_else(told, sounding))
    if looking.found:
        return
    slipped = [slips(connection, word) for word in told]
    one = [[*like, *first] for like, (first, _) in zip(sounding, slipped, strict=True)]
    if any(first for first, _ in slipped):
        looking.take(_or_else(told, one))
    if not looking.found and any(second for _, second in slipped):
        looking.take(_or_else(told, [[*first, *second] for first, (_, second) in zip(one, slipped, strict=True)]))


def _or_else(told: Sequence[str], others: Sequence[Sequence[str]]) -> str:
    asked = (
        "(" + " OR ".join((f'"{word}"*', *(f'"{other}"' for other in dict.fromkeys(some)))) + ")"
        for word, some in zip(told, others, strict=True)
    )
    return " AND ".join(asked)


_PEOPLE = (
    "SELECT r.id, r.family_name, r.given_names, r.chosen_name, r.document, r.phone, n.name AS neighbourhood,"
    " o.name AS organisation FROM resident r"
    " LEFT JOIN neighbourhood n ON n.id = r.neighbourhood_id LEFT JOIN organisation o ON o.id = r.organisation_id"
    " WHERE r.removed_at IS NULL AND r.erased_at IS NULL AND r.id IN (SELECT value FROM json_each(?))"
)


def _found(session: Session, looking: _Looking, *, digits: str) -> tuple[Found, ...]:
    near = looking.found
    if not near:
        return ()
    rows = looking.connection.exec_driver_sql(_PEOPLE, (dumps(list(near)),)).all()
    found = [Found(**row._mapping, tier=near[row.id][1]) for row in rows]
    if len(found) < len(near):
        found += _who_speak_through_another_row(session, near.keys() - {one.id for one in found}, looking)
    return tuple(
        sorted(
            found,
            key=lambda one: (
                not (digits and one.document == digits),
                near[one.id][0],
                TIERS.index(one.tier),
                fold(one.family_name),
                fold(one.given_names),
            ),
        )
    )


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
