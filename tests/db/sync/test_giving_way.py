"""What comes from the server is written step by step, and lets go of the record as soon as somebody waits for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from db.base import canonical, canonical_of
from db.home import Home
from db.residents.search import search
from db.sync.commands import close_contact, shorten_log, take_some
from db.sync.errand import hand_over_now
from db.sync.portions import HELD_S, Portions
from db.sync.queries import cursor
from db.sync.steps import Step, watching
from db.sync.taking import Page, Told
from db.work import Identity, Store
from tests.benchmarks.big_journal import entries, write_journal

OTHER = "0197f3a0-0000-7000-8000-00000000beef"


def page_of(store: Store, count: int) -> Page:
    """What another desk of the city wrote, as the server tells of it."""
    other = Identity(store.identity.city_id, OTHER, store.identity.district_id)
    return Page(rewind=False, commit_no=7, mark="m", entries=tuple(map(Told, entries(other, count))))


def test_nobody_waits_and_the_page_is_one_transaction(store: Store) -> None:
    page = page_of(store, 120)
    taken = store.do(take_some, page=page, portions=Portions(waits=lambda seconds: False)).outcome
    assert (taken.entries, taken.fresh) == (120, 120)
    assert store.ask(cursor).pulled == 7
    assert page.after(taken.entries) is None


def test_whoever_waits_gets_the_record_after_one_step_and_the_rest_comes_next(store: Store) -> None:
    page, portions = page_of(store, 120), Portions(waits=lambda seconds: True)
    taken = store.do(take_some, page=page, portions=portions).outcome
    assert 0 < taken.entries < 120
    assert store.ask(cursor).pulled == 0, "only the last entry moves the cursor"
    count, rest = taken.entries, page.after(taken.entries)
    while rest is not None:
        more = store.do(take_some, page=rest, portions=portions).outcome
        count, rest = count + more.entries, rest.after(more.entries)
    assert count == 120
    assert store.ask(cursor).pulled == 7


def test_another_program_on_the_file_does_not_wait_for_a_whole_page(store: Store) -> None:
    clock = iter([0.0, 0.0, 0.01, 0.01, HELD_S, 99.0, 99.0])
    steps = Portions(clock=lambda: next(clock)).steps(page_of(store, 1000))
    assert len(list(steps)) == 2


def test_the_log_of_much_writing_is_folded_into_the_file_when_it_is_asked_and_not_at_the_end_of_a_transaction(
    home: Home, store: Store
) -> None:
    store.ask(shorten_log)
    size = home.record.stat().st_size
    store.do(take_some, page=page_of(store, 2000), portions=Portions(waits=lambda seconds: False))
    assert home.record.stat().st_size == size
    store.ask(shorten_log)
    assert home.record.stat().st_size > size + 1_000_000


def test_after_a_contact_the_log_is_kept_short_again(store: Store) -> None:
    store.do(take_some, page=page_of(store, 1), portions=Portions())
    assert store.ask(pages_of_log) > 1000
    store.do(close_contact, outcome="done", offline=False, sent=0, confirmed=0, quarantined=0, rewound=False)
    assert store.ask(pages_of_log) == 1000, "as SQLite has it by itself"


def test_a_pull_shortens_the_log_between_two_pages(new_desk: Callable[..., Store], tmp_path: Path) -> None:
    writer, reader = new_desk(), new_desk()
    write_journal(writer, 2000)
    hand_over_now(writer)
    sizes: dict[Step, int] = {}

    def look(step: Step) -> None:
        sizes.setdefault(step, (tmp_path / "desk1" / "record.db").stat().st_size)

    watching.append(look)
    try:
        assert hand_over_now(reader).received >= 2000
    finally:
        watching.remove(look)
    assert sizes[Step.LEFT] > sizes[Step.PAGE_KEPT] + 1_000_000


def pages_of_log(session: Session) -> int:
    return int(session.scalar(text("PRAGMA wal_autocheckpoint")) or 0)


def test_whoever_came_from_elsewhere_is_found_at_once(store: Store) -> None:
    page = page_of(store, 60)
    store.do(take_some, page=page, portions=Portions(waits=lambda seconds: True))
    new = next(told.entry for told in page.entries if told.entry["noun"] == "resident")
    found = store.ask(search, text=f"{new['fields']['given_names']} {new['fields']['family_name']}")
    assert new["row_id"] in {one.id for one in found}


def test_an_entry_is_written_as_it_is_hashed() -> None:
    odd = {"ñ": '«\n"\\é😀', "b": None, "a": [1.5, {"z": True, "k": "\u2028"}], "": {}, "x": {"y": [], "a": 0}}
    assert canonical_of({name: canonical(value) for name, value in odd.items()}) == canonical(odd)
    assert canonical_of({}) == canonical({})


def test_an_entry_that_cannot_be_what_its_hash_says_is_kept_all_the_same(store: Store) -> None:
    one = page_of(store, 1).entries[0]
    broken = Told({**one.entry, "salts": {}})
    assert broken.kept.told is None
    assert store.do(take_some, page=Page(rewind=False, entries=(broken,)), portions=Portions()).outcome.fresh == 1
    assert [reason for (reason,) in store.ask(aside)] == ["hash_broken"]


def aside(session: Session) -> list[tuple[str]]:
    return [tuple(row) for row in session.execute(text("SELECT reason FROM sync_aside"))]
