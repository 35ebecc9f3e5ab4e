"""Which rows of the roll are worth comparing at all: those that share a number, an address, a birthday or a name.

Comparing everybody with everybody would be twenty million pairs in a small city. What is exact is grouped by the
database along its own indexes; birthdays and names are gathered in one walk over the roll, where it is not too long.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from db.duplicates.rules import Row, dni_of, name_key, name_words
from db.residents import search
from db.residents.tables import Resident

# Up to here the whole roll is walked for birthdays and names: a quarter of a second. A longer one is a merged register
# of several cities, and there the record's one thread, and the door with it, would stand still for long.
WALKED = 50_000
# A telephone of a school or a birthday of half a village: more are compared only where their names begin alike.
FEW = 12
# So many that begin alike as well are no evidence of anything.
TOO_MANY = 80
_AT_ONCE = 400

_COLUMNS = (
    Resident.id, Resident.family_name, Resident.given_names, Resident.chosen_name, Resident.document,
    Resident.birth_date, Resident.phone, Resident.email,
)  # fmt: skip
_HERE = (Resident.removed_at.is_(None), Resident.erased_at.is_(None))

Pairs = set[tuple[str, str]]
# What two rows may share. Each is a reading of its own, so that on a long roll the door gets its turn in between.
KINDS = ("document", "tax_number", "email", "phone", "name")


def candidates(
    session: Session, *, about: Collection[str] | None = None, by: Collection[str] = KINDS
) -> tuple[dict[str, Row], Pairs]:
    """The rows worth comparing, by identifier, and the pairs of them; only those `about` these rows, if given.

    `by` are the KINDS of evidence that are looked for: where the whole roll is, and where the document alone is.
    """
    if about is not None and tuple(by) == ("document",):
        groups = list(_same_document(session, about))
    else:
        groups = list(_about(session, about) if about is not None else _everywhere(session, by))
    rows = {row.id: row for group in groups for row in group}
    pairs = {(min(a.id, b.id), max(a.id, b.id)) for group in groups for a, b in _pairs(group)}
    if about is not None:
        pairs = {pair for pair in pairs if set(pair) & set(about)}
    return rows, pairs


def rows_by_id(session: Session, ids: Iterable[str]) -> dict[str, Row]:
    """Rows of the roll that are there and were not emptied."""
    return {row.id: row for row in _where_in(session, Resident.id, ids)}


def _everywhere(session: Session, by: Collection[str]) -> Iterator[Sequence[Row]]:
    if "document" in by:
        yield from _sharing(session, Resident.document, Resident.document)
    if "tax_number" in by:
        yield from _tax_numbers(session)
    if "email" in by:
        yield from _sharing(session, Resident.email, Resident.email)
    if "phone" in by:
        yield from _sharing(session, Resident.phone, func.substr(Resident.phone, -8))
    if "name" in by:
        yield from _walk(session)


def _walk(session: Session) -> Iterator[Sequence[Row]]:
    """The groups of one birthday, and those of one name."""
    if not _is_walked(session):
        return
    birthdays: defaultdict[Any, list[Row]] = defaultdict(list)
    names: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in (Row(*told) for told in session.execute(select(*_COLUMNS).where(*_HERE))):
        if row.birth_date:
            birthdays[row.birth_date].append(row)
        names[name_key(row)].append(row)
    yield from (group for found in (birthdays, names) for group in found.values() if len(group) > 1)


def _is_walked(session: Session) -> bool:
    return (session.scalar(select(func.count()).select_from(Resident)) or 0) <= WALKED


def _sharing(session: Session, column: Any, key: Any) -> Iterator[Sequence[Row]]:
    """The groups of rows with the same key. The grouping reads the index alone: who is still there is seen after."""
    shared = select(key).where(column.is_not(None)).group_by(key).having(func.count() > 1)
    # No index knows the endings of telephones: the whole numbers are found from them by one more reading of it.
    several = session.scalars(shared if key is column else select(column).where(key.in_(shared)).distinct()).all()
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    name = column.key
    for row in _where_in(session, column, several):
        value: str = getattr(row, name)
        groups[value if key is column else value[-8:]].append(row)
    yield from (group for group in groups.values() if len(group) > 1)


def _tax_numbers(session: Session) -> Iterator[Sequence[Row]]:
    """A CUIL written down as the document has the document inside."""
    told = session.scalars(select(Resident.document).where(func.length(Resident.document) > 8)).all()
    inside = {dni: one for one in told if one and (dni := dni_of(one)) != one}
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in _where_in(session, Resident.document, {*inside, *inside.values()}):
        groups[dni_of(row.document) or ""].append(row)
    yield from (group for group in groups.values() if len(group) > 1)


def _same_document(session: Session, ids: Collection[str]) -> Iterator[Sequence[Row]]:
    """For rows that came from elsewhere, thousands of them at once: everybody with the same document, CUIL or not."""
    numbers = {row.document for row in rows_by_id(session, ids).values() if row.document}
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in _where_in(session, Resident.document, numbers | {dni_of(number) or number for number in numbers}):
        groups[dni_of(row.document) or ""].append(row)
    yield from (group for group in groups.values() if len(group) > 1)


def _about(session: Session, ids: Collection[str]) -> Iterator[Sequence[Row]]:
    """For a few rows, everybody who shares anything with them: along the indexes, however long the roll.

    On a roll that is walked also by birthday and by the ending of a telephone, which no index knows.
    """
    walked = _is_walked(session)
    for row in rows_by_id(session, ids).values():
        shared: list[ColumnElement[bool]] = []
        if row.document:
            shared.append(Resident.document.in_({row.document, dni_of(row.document)}))
        if row.email:
            shared.append(Resident.email == row.email)
        if row.phone:
            shared.append(func.substr(Resident.phone, -8) == row.phone[-8:] if walked else Resident.phone == row.phone)
        if row.birth_date and walked:
            shared.append(Resident.birth_date == row.birth_date)
        if shared:
            found = session.execute(select(*_COLUMNS).where(or_(*shared), *_HERE))
            yield from ([row, other] for other in (Row(*told) for told in found) if other.id != row.id)
        if search.has_index(session):
            namesakes = search.named(session, names=[f"{row.given_names} {row.family_name}", row.family_name])
            yield from ([row, other] for other in rows_by_id(session, namesakes).values() if other.id != row.id)


def _pairs(group: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    if len(group) <= FEW:
        yield from combinations(group, 2)
        return
    begin_alike: defaultdict[str, list[Row]] = defaultdict(list)
    for row in group:
        for beginning in {word[:3] for word in name_words(row)}:
            begin_alike[beginning].append(row)
    for some in begin_alike.values():
        if len(some) <= TOO_MANY:
            yield from combinations(some, 2)


def _where_in(session: Session, column: Any, values: Iterable[str]) -> Iterator[Row]:
    wanted = sorted(one for one in values if one is not None)
    for at in range(0, len(wanted), _AT_ONCE):
        found = session.execute(select(*_COLUMNS).where(column.in_(wanted[at : at + _AT_ONCE]), *_HERE))
        yield from (Row(*told) for told in found)
