"""What a period is made of: each day of it once, in the order of time, of as few pieces as are kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest

from db.bulk import add_rows
from db.checkin.tables import Presence
from db.insights.commands import count_on, rebuild
from db.insights.kept import FromTallies
from db.insights.making import standing
from db.insights.reading import FromRecord
from db.insights.scope import Scope
from db.insights.spans import Stretch, fine_spans, following, half_of, stretches, within_span
from db.places.city import City
from db.sittings.tables import Sitting
from db.work import Store, Work
from tests.db.insights.test_keeping import told

ZONE = ZoneInfo("America/Montevideo")
MONTHS = [f"{year}-{month:02d}" for year in (2024, 2025, 2026) for month in range(1, 13)]


def day(year: int, month: int, on: int = 1) -> datetime:
    return datetime(year, month, on, tzinfo=ZONE)


def spans(since: datetime, until: datetime) -> list[str]:
    return [one.span for one in stretches(since, until, MONTHS, ZONE, finely=MONTHS)]


def ends(one: Stretch) -> tuple[datetime, datetime]:
    """The first moment of a piece, and the first one after it."""
    if not one.span:
        assert one.since is not None
        assert one.until is not None
        return one.since, one.until
    first, last = (day(int(month[:4]), int(month[5:])) for month in within_span(one.span))
    after = following(f"{last:%Y-%m}")
    end = day(int(after[:4]), int(after[5:]))
    if len(one.span) == 9:
        week = int(one.span[-1])
        return first + timedelta(days=7 * week - 7), end if week == 4 else first + timedelta(days=7 * week)
    return first, end


def test_a_period_is_made_of_the_largest_pieces_that_lie_in_it() -> None:
    assert spans(day(2024, 4), day(2026, 7)) == ["2024-04", "2024-05", "2024-06", "2024h2", "2025", "2026h1"]
    assert spans(day(2025, 3, 8), day(2025, 4, 16)) == [
        "2025-03-2",
        "2025-03-3",
        "2025-03-4",
        "2025-04-1",
        "2025-04-2",
        "",
    ]
    assert spans(day(2025, 3, 9), day(2025, 3, 12)) == [""]
    assert list(stretches(day(2025, 3, 8), day(2025, 4), MONTHS, ZONE)) == [Stretch("", day(2025, 3, 8), day(2025, 4))]


def test_each_day_of_any_period_is_in_one_piece() -> None:
    chance = Random(7)
    for _ in range(300):
        since, until = sorted(day(2024, 1) + timedelta(days=chance.randrange(1096)) for _ in range(2))
        some = [ends(one) for one in stretches(since, until, MONTHS, ZONE, finely=MONTHS)]
        if since < until and (since, until) != (day(2024, 1), day(2027, 1)):
            assert (some[0][0], some[-1][1]) == (since, until)
            assert all(one[1] == after[0] for one, after in pairwise(some))


def test_a_day_is_in_the_week_and_the_half_that_are_kept() -> None:
    assert fine_spans(day(2026, 2, 28).date()) == ("2026-02-4", "2026h1")
    assert fine_spans(day(2026, 7, 7).date()) == ("2026-07-1", "2026h2")
    assert half_of("2026-06") == "2026h1"


def hold(work: Work, *, people: int) -> None:
    """An evening in each of thirty months, on other days of the month, at the end of which it is another day in UTC."""
    chance = Random(5)
    for at in range(30):
        held = Sitting(
            council_id=f"c{at % 2}", district_id=f"d{at % 2}", title="Faroles", mode=("virtual", "hybrid")[at % 2],
            starts_at=datetime(2024 + at // 12, at % 12 + 1, chance.randrange(1, 29), 22, tzinfo=ZONE), state="closed",
        )  # fmt: skip
        work.session.add(held)
        work.session.flush()
        rows = [
            {"sitting_id": held.id, "resident_id": f"r{who}", "way": chance.choice(("room", "zoom")),
             "arrived_at": held.starts_at, "source": "search"}
            for who in chance.sample(range(people), 4)
        ]  # fmt: skip
        add_rows(work, Presence, rows)


@pytest.fixture
def years(store: Store, city: City) -> Store:
    store.do(rebuild, zone=city.zone)
    store.do(hold, people=9)
    while store.do(count_on).outcome:
        continue
    return store


def test_weeks_and_halves_of_years_say_what_the_record_says(years: Store, city: City) -> None:
    assert city.zone == ZONE
    stands = years.ask(standing)
    assert stands is not None
    assert stands.whole
    for since, until in (
        (day(2024, 1), day(2024, 7)), (day(2024, 3, 9), day(2026, 6, 23)), (day(2024, 4), day(2026, 4, 15)),
        (day(2025, 5, 8), day(2025, 5, 22)), (day(2024, 1, 8), day(2026, 6)),
    ):  # fmt: skip
        for mode in (None, "hybrid"):
            scope = Scope(since=since, until=until, mode=mode)
            kept, plain = (years.ask(told, scope, city, who) for who in (FromTallies, FromRecord))
            assert kept == plain, scope


def test_a_sitting_moved_to_another_week_is_no_longer_in_the_first(years: Store, city: City) -> None:
    def move(work: Work) -> None:
        held = work.session.query(Sitting).order_by(Sitting.starts_at).first()
        assert held is not None
        held.starts_at = datetime(2024, 8, 22, 22, tzinfo=ZONE)

    years.do(move)
    while years.do(count_on).outcome:
        continue
    for since, until in (
        (day(2024, 1), day(2024, 7)),
        (day(2024, 8, 22), day(2024, 8, 30)),
        (day(2024, 2, 3), day(2026, 5, 9)),
    ):
        scope = Scope(since=since, until=until)
        kept, plain = (years.ask(told, scope, city, who) for who in (FromTallies, FromRecord))
        assert kept == plain, scope
