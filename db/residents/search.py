"""Search on the roll while somebody types: an index of folded words beside the residents, in the encrypted file.

Why like this: SQLite's own LIKE does not find PEÑA for "pena" and takes half a second on a big roll; ranking by bm25
looks at every hit. A contentless FTS5 table with prefix indexes, read in the order of its rowids, stops at twenty.

The index belongs to this laptop alone: it is not journalled and can be built again (`rebuild`). Where a person belongs
(council, quarter, district) stands in it as marked words, so that the people of one's own council come first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import column, event, select, table, text
from sqlalchemy.orm import Session

from db.folding import fold, words
from db.organisations.tables import Organisation
from db.places.tables import Neighbourhood
from db.residents.tables import Alias, Resident

LIMIT = 20
FEWEST_LETTERS = 2

# The migration holds the same statements as text; a test compares them.
STATEMENTS = (
    """
    CREATE TABLE search_person (
        place INTEGER PRIMARY KEY, resident_id TEXT NOT NULL UNIQUE, councils TEXT NOT NULL DEFAULT ''
    )
    """,
    """
    CREATE VIRTUAL TABLE search_words USING fts5(
        words, content='', contentless_delete=1, detail=none, prefix='1 2 3 4 5 6',
        tokenize="unicode61 remove_diacritics 0 tokenchars '_'"
    )
    """,
)
_PERSON = table("search_person", column("place"), column("resident_id"), column("councils"))

# A mark that no folded word can begin with: reversed digits, council, neighbourhood, district.
_BACKWARDS, _COUNCIL, _QUARTER, _DISTRICT = "_r", "_c", "_n", "_d"
_CHUNK = 400
_NAMES_AT_ONCE = 50
TIERS = ("council", "neighbourhood", "district", "elsewhere")


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

    Case, accents and ñ do not matter. People of the council come first, then those of its quarters, of its district,
    and all others. Nothing under two letters.
    """
    asked = expression(text)
    if asked is None:
        return ()
    scopes = {
        "council": [_mark(_COUNCIL, council_id)] if council_id else [],
        "neighbourhood": [_mark(_QUARTER, one) for one in neighbourhood_ids],
        "district": [_mark(_DISTRICT, district_id)] if district_id else [],
    }
    questions = {tier: f"({_any_of(marks)}) AND {asked}" for tier, marks in scopes.items() if marks}
    near = _nearest(session, {**questions, TIERS[-1]: asked}, limit)
    return _found(session, near, digits=re.sub(r"\D", "", text))


def expression(typed: str) -> str | None:
    """What is typed as a question to the index; None when it is too short to ask.

    "peña ros" asks for words that begin so; a number, however it is spaced, for numbers that begin or end so.
    """
    folded = fold(typed)
    if re.fullmatch(r"[\d\s.,()+/\-]+", folded) or re.fullmatch(r"[mf]\s*[\d.]{5,}", folded):
        number = re.sub(r"\D", "", folded)
        # Telephones are told with and without country, area, zero and fifteen: the last seven digits are the same.
        ending = number[-7:] if len(number) > 8 else number
        return f'("{number}"* OR "{_BACKWARDS}{ending[::-1]}"*)' if len(number) >= FEWEST_LETTERS else None
    # Mail domains are not in the index: half the roll has the same.
    told = words(folded.split("@")[0]) if "@" in folded else words(folded)
    if sum(map(len, told)) < FEWEST_LETTERS:
        return None
    return " AND ".join(_begins(word) for word in told[:8])


def _begins(word: str) -> str:
    return f'("{word}"* OR "{_BACKWARDS}{word[::-1]}"*)' if word.isdigit() and len(word) > 2 else f'"{word}"*'


def named(session: Session, *, names: Iterable[str]) -> set[str]:
    """The residents in whose names every word of one of the `names` stands whole (there may be other words as well)."""
    asked = [told for told in dict.fromkeys(words(name) for name in names) if told]
    found: set[str] = set()
    # A roll asks for thousands: one statement for each took a third of the time of reading it.
    for at in range(0, len(asked), _NAMES_AT_ONCE):
        some = asked[at : at + _NAMES_AT_ONCE]
        found.update(
            session.scalars(
                text(
                    "SELECT p.resident_id FROM search_words w JOIN search_person p ON p.place = w.rowid "
                    "WHERE search_words MATCH :asked LIMIT :most"
                ),
                {
                    "asked": " OR ".join("(" + " AND ".join(f'"{word}"' for word in told) + ")" for told in some),
                    "most": 2000 * len(some),
                },
            )
        )
    return found


def _nearest(session: Session, questions: Mapping[str, str], limit: int) -> dict[str, str]:
    """The first residents that answer, with the nearest tier of each: one reading for all tiers together."""
    # A tier may repeat everybody of those before it, and must still fill the list.
    parts = " UNION ALL ".join(
        f"SELECT * FROM (SELECT {at} AS tier, rowid AS place FROM search_words "  # noqa: S608 - numbers only
        f"WHERE search_words MATCH :q{at} ORDER BY rowid LIMIT {limit * (at + 1)})"
        for at in range(len(questions))
    )
    found = session.execute(
        text(f"SELECT tier, resident_id FROM ({parts}) JOIN search_person USING (place) ORDER BY tier, place"),  # noqa: S608
        {f"q{at}": question for at, question in enumerate(questions.values())},
    )
    tiers, near = tuple(questions), dict[str, str]()
    for at, resident_id in found:
        if len(near) == limit:
            break
        near.setdefault(resident_id, tiers[at])
    return near


def _found(session: Session, near: Mapping[str, str], *, digits: str) -> tuple[Found, ...]:
    if not near:
        return ()
    rows = session.execute(
        select(
            Resident.id, Resident.family_name, Resident.given_names, Resident.chosen_name, Resident.document,
            Resident.phone, Neighbourhood.name, Organisation.name,
        )
        .outerjoin(Neighbourhood, Neighbourhood.id == Resident.neighbourhood_id)
        .outerjoin(Organisation, Organisation.id == Resident.organisation_id)
        .where(Resident.id.in_(near), Resident.removed_at.is_(None))
    )  # fmt: skip
    found = [Found(*row, tier=near[row[0]]) for row in rows]
    return tuple(
        sorted(
            found,
            key=lambda one: (
                not (digits and one.document == digits),
                TIERS.index(one.tier),
                fold(one.family_name),
                fold(one.given_names),
            ),
        )
    )


def rebuild(session: Session) -> None:
    """Reads the whole roll into the index again; which councils people go to stays as it was noted."""
    session.execute(text("INSERT INTO search_words(search_words) VALUES ('delete-all')"))
    index_residents(session, session.scalars(select(Resident.id).order_by(Resident.id)).all())


def index_residents(session: Session, resident_ids: Iterable[str]) -> None:
    """Brings the index up to the roll for these residents, in the session's own transaction.

    Commands need not call it (a listener does, at every flush); whoever writes rows by other ways must.
    """
    for some in _chunks(sorted(set(resident_ids))):
        _index(session, some)


def note_councils(session: Session, councils: Mapping[str, Iterable[str]]) -> None:
    """Notes, per resident, the councils whose sittings she was at: it is there that she is wanted first."""
    told = {one: " ".join(sorted(set(ids))) for one, ids in councils.items()}
    for some in _chunks(sorted(told)):
        known = _places(session, some)
        changed = [one for one in some if one in known and known[one][1] != told[one]]
        for one in changed:
            session.execute(
                text("UPDATE search_person SET councils = :councils WHERE resident_id = :one"),
                {"councils": told[one], "one": one},
            )
        if changed:
            _index(session, changed)


def has_index(session: Session) -> bool:
    """Whether this session's database has the index: the laptop's file has, the shared PostgreSQL has not."""
    return session.get_bind().dialect.name == "sqlite"


def _index(session: Session, resident_ids: Sequence[str]) -> None:
    people = {row.id: row for row in _people(session, resident_ids)}
    names: dict[str, list[str]] = {}
    told = session.execute(
        select(Alias.resident_id, Alias.value).where(Alias.resident_id.in_(resident_ids), Alias.removed_at.is_(None))
    )
    for resident_id, value in told:
        names.setdefault(resident_id, []).append(value)
    known = _places(session, resident_ids)
    fresh = [{"one": one} for one in resident_ids if one not in known and one in people]
    if fresh:
        session.execute(text("INSERT INTO search_person (resident_id) VALUES (:one)"), fresh)
        known = _places(session, resident_ids)
    gone = [{"place": known[one][0]} for one in resident_ids if one in known and one not in people]
    if gone:
        session.execute(text("DELETE FROM search_words WHERE rowid = :place"), gone)
    lines = [
        {"place": known[one][0], "words": _words_of(row, names.get(one, ()), known[one][1].split())}
        for one, row in people.items()
    ]
    if lines:
        session.execute(text("INSERT OR REPLACE INTO search_words (rowid, words) VALUES (:place, :words)"), lines)


def _people(session: Session, resident_ids: Sequence[str]) -> Sequence[Any]:
    return session.execute(
        select(
            Resident.id, Resident.family_name, Resident.given_names, Resident.chosen_name, Resident.document,
            Resident.phone, Resident.email, Resident.neighbourhood_id, Resident.district_id,
            Organisation.name.label("organisation"),
        )
        .outerjoin(Organisation, Organisation.id == Resident.organisation_id)
        .where(Resident.id.in_(resident_ids), Resident.removed_at.is_(None))
    ).all()  # fmt: skip


def _places(session: Session, resident_ids: Sequence[str]) -> dict[str, tuple[int, str]]:
    rows = session.execute(
        select(_PERSON.c.resident_id, _PERSON.c.place, _PERSON.c.councils).where(
            _PERSON.c.resident_id.in_(resident_ids)
        )
    )
    return {one: (place, councils) for one, place, councils in rows}


def _words_of(row: Any, aliases: Iterable[str], councils: Iterable[str]) -> str:
    names = " ".join(filter(None, (row.family_name, row.given_names, row.chosen_name)))
    told = [*words(names), *words(row.organisation or "")]
    # "D'Angelo" is also typed in one word.
    told += [word for word in words(re.sub(r"['’´-]", "", names)) if word not in told]
    for value in (*aliases, row.email or ""):
        told += words(value.split("@")[0])
    for number in (row.document, (row.phone or "").lstrip("+")):
        if number:
            told += [number, _BACKWARDS + number[::-1]]
    told += [_mark(_COUNCIL, one) for one in councils]
    if row.neighbourhood_id:
        told.append(_mark(_QUARTER, row.neighbourhood_id))
    if row.district_id:
        told.append(_mark(_DISTRICT, row.district_id))
    return " ".join(dict.fromkeys(told))


def _mark(kind: str, row_id: str) -> str:
    return kind + re.sub(r"[^0-9a-z]", "", row_id.casefold())


def _any_of(marks: Sequence[str]) -> str:
    return " OR ".join(f'"{mark}"' for mark in marks)


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(ids), _CHUNK):
        yield ids[at : at + _CHUNK]


@event.listens_for(Session, "after_flush")
def _follow_the_roll(session: Session, _context: Any) -> None:
    """What a transaction writes on the roll, it writes in the index as well: both or neither."""
    touched: set[str] = set()
    for row in (*session.new, *session.dirty):
        if isinstance(row, Resident):
            touched.add(row.id)
        elif isinstance(row, Alias):
            touched.add(row.resident_id)
        elif isinstance(row, Organisation) and row not in session.new:
            touched.update(session.scalars(select(Resident.id).where(Resident.organisation_id == row.id)))
    if touched and has_index(session):
        index_residents(session, touched)
