"""The whole roll for one judging: the namebook kept on the laptop, or the roll walked once where there is none."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from json import dumps
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.matching.likely.book import Book, book_of
from db.matching.likely.book import opening as open_pages
from db.matching.likely.nearness import Near, Nearness
from db.residents import namebook, search
from db.residents.namebook_pages import pages_of
from db.residents.search_places import AREAS, REGULARS, area_of
from db.residents.tables import Resident

_AREAS: WeakKeyDictionary[Book, Any] = WeakKeyDictionary()


def _areas_of(book: Book) -> Any:
    """Of each row twice its area, and one more if she was at any sitting; worked out once."""
    areas = _AREAS.get(book)
    if areas is None:
        areas = _AREAS[book] = 2 * area_of(book.places).astype(np.intp) + (book.places <= REGULARS[1])
    return areas


def opening(session: Session) -> Generator[None, Session, None]:
    """Opens the kept book a little at a time, each portion through the session that it is sent. Where the roll is
    written on meanwhile it ends without.
    """
    if search.has_index(session):
        pages = yield from namebook.reading(session)
        if pages is not None:
            _areas_of((yield from open_pages(pages)))


class Roll:
    """The book of the roll, and who stands where in it."""

    def __init__(self, session: Session) -> None:
        self._session, self._kept = session, search.has_index(session)
        self._walked: list[tuple[str, str | None, str | None]] = []
        if self._kept:
            self.book = book_of(namebook.read(session))
            return
        columns = (
            Resident.id, Resident.neighbourhood_id, Resident.district_id, Resident.family_name, Resident.given_names,
            Resident.chosen_name, Resident.organisation_id,
        )  # fmt: skip
        rows = session.execute(select(*columns).where(Resident.removed_at.is_(None)).order_by(Resident.id)).all()
        self._walked = [(row[0], row[1], row[2]) for row in rows]
        self.book = book_of(pages_of((place, *row[3:]) for place, row in enumerate(rows)))

    def places_of(self, resident_ids: Iterable[str]) -> dict[str, int]:
        """Where these residents stand; whoever is not in the book is left out."""
        wanted = set(resident_ids)
        if not self._kept:
            return {one[0]: place for place, one in enumerate(self._walked) if one[0] in wanted}
        rows = self._session.connection().exec_driver_sql(
            "SELECT resident_id, place FROM search_person WHERE place > 0"
            " AND resident_id IN (SELECT value FROM json_each(?))",
            (dumps(sorted(wanted)),),
        )
        return {one: other for one, other in rows.all()}  # noqa: C416 - a row is no pair to dict()

    def residents_at(self, places: Iterable[int]) -> dict[int, str]:
        """Who stands at these places."""
        if not self._kept:
            return {place: self._walked[place][0] for place in places}
        rows = self._session.connection().exec_driver_sql(
            "SELECT place, resident_id FROM search_person WHERE place IN (SELECT value FROM json_each(?))",
            (dumps(sorted(places)),),
        )
        return {one: other for one, other in rows.all()}  # noqa: C416 - a row is no pair to dict()

    def bearing(self, names: Iterable[str], *, most: int) -> set[str]:
        """Everybody who bears one of these full names (`evidence.full_name`), `most` of each."""
        return set(self.residents_at(self.book.bearing([name.split() for name in names], most=most)).values())

    def nearness(
        self,
        quarters: frozenset[str],
        district: str | None,
        came_here: Mapping[int, int],
        registered: set[int],
        *,
        first_time: set[int],
    ) -> Nearness:
        """How near everybody is to a sitting in these quarters and this district. `came_here`, `registered` and
        `first_time` (at this sitting, and at no other): places, the first with how often.
        """
        classes = self._areas(quarters, district)
        if self._kept:
            new = self.book.rows_at(first_time)
            classes[new] -= (self.book.places[new] <= REGULARS[1]).astype(np.uint8)
        weights = np.ones(len(classes))
        here = self.book.rows_at(came_here)
        classes[here] = Near.CAME_HERE
        weights[here] = [came_here[place] for place in self.book.places[here].tolist()]
        classes[self.book.rows_at(registered)] = Near.REGISTERED
        return Nearness(classes, weights)

    def _areas(self, quarters: frozenset[str], district: str | None) -> Any:
        def near(its_quarter: str | None, its_district: str | None) -> Near:
            if its_quarter in quarters:
                return Near.QUARTER
            return Near.DISTRICT if district and its_district == district else Near.ELSEWHERE

        if not self._kept:
            return np.array([near(quarter, its) for _, quarter, its in self._walked], np.uint8)[self.book.places]
        by_area = np.zeros((AREAS, 2), np.uint8)
        rows = self._session.connection().exec_driver_sql("SELECT area, district_id, neighbourhood_id FROM search_area")
        for area, its_district, its_quarter in rows:
            by_area[area] = near(its_quarter, its_district)
        # Whoever was at any sitting stands before the others, and counts as nearer than they.
        by_area[:, 1] += 1
        return by_area.take(_areas_of(self.book))
