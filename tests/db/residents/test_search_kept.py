"""The index follows the roll: merged rows are one person in it, erased ones are in it no more."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from db.checkin.commands import check_in
from db.checkin.regulars import refresh_search
from db.clock import Clock
from db.duplicates.commands import merge, unmerge
from db.home import Home, open_home
from db.organisations.commands import find_or_make
from db.residents.commands import enrol, tidy_search
from db.residents.search import forget, is_stale, search, tidy
from db.sittings.commands import found_council, open_sitting, plan_sitting
from db.work import Store, Work
from tests.record import EVENING, KEY


def on_the_roll(store: Store, family_name: str, given_names: str, **facts: object) -> str:
    return store.do(enrol, family_name=family_name, given_names=given_names, phone_prefix="+54", **facts).outcome


def look(store: Store, typed: str, **near: object) -> list[str]:
    return [one.name for one in store.ask(search, text=typed, **near)]  # type: ignore[arg-type]


def test_merged_rows_are_found_once_by_the_words_of_either(store: Store) -> None:
    kept = on_the_roll(store, "Quintela", "Rosaura", document="20111222")
    other = on_the_roll(store, "Quintela de Ibarra", "Rosa", document="93456789", phone="0341 4123456")
    assert len(look(store, "quint")) == 2
    done = store.do(merge, kept_id=kept, absorbed_id=other).outcome
    for typed in ("quint", "ibarra", "rosa ibar", "93456789", "4123456", "20111222"):
        assert look(store, typed) == ["Rosaura Quintela"], typed
    store.do(unmerge, merge_id=done)
    assert sorted(look(store, "quint")) == ["Rosa Quintela de Ibarra", "Rosaura Quintela"]
    assert look(store, "ibarra") == ["Rosa Quintela de Ibarra"]
    assert look(store, "20111222") == ["Rosaura Quintela"]


def test_a_chain_of_merges_is_one_person_and_parts_where_it_is_cut(store: Store) -> None:
    one, two, three = (on_the_roll(store, name, "Irma") for name in ("Uno", "Dosalto", "Tresarroyos"))
    store.do(merge, kept_id=one, absorbed_id=two)
    second = store.do(merge, kept_id=two, absorbed_id=three).outcome
    assert look(store, "tresarr") == look(store, "dosal") == look(store, "irma") == ["Irma Uno"]
    store.do(unmerge, merge_id=second)
    assert look(store, "tresarr") == ["Irma Tresarroyos"]
    assert look(store, "dosal") == ["Irma Uno"]


def test_the_councils_of_an_absorbed_row_are_those_of_the_person(store: Store) -> None:
    for number in range(30):
        on_the_roll(store, "Muchedumbre", "Alba", document=str(30_000_000 + number))
    kept, other = on_the_roll(store, "Muchedumbre", "Zoe"), on_the_roll(store, "Muchedumbre", "Zoé")
    council = store.do(found_council, name="Consejo El Muelle").outcome
    sitting = store.do(plan_sitting, council_id=council, title="Faroles", starts_at=EVENING).outcome
    store.do(open_sitting, sitting_id=sitting)
    store.do(check_in, sitting_id=sitting, resident_id=other)
    done = store.do(merge, kept_id=kept, absorbed_id=other).outcome
    [first, *_] = store.ask(search, text="muche", council_id=council)
    assert (first.id, first.tier) == (kept, "council")
    store.do(unmerge, merge_id=done)
    [first, *_] = store.ask(search, text="muche", council_id=council)
    assert (first.id, first.tier) == (other, "council")


def _sync_brings_a_merge(work: Work, *, kept: str, absorbed: str) -> None:
    work.session.execute(
        text(
            "INSERT INTO merge (id, city_id, clocks, kept_id, absorbed_id, why, evidence, decided_by)"
            " VALUES ('m', 'villa_ejemplo', '{}', :kept, :absorbed, 'decided', '[]', 'x')"
        ),
        {"kept": kept, "absorbed": absorbed},
    )
    refresh_search(work.session, {"merge": ["m"]})


def test_a_merge_that_another_laptop_made_is_followed(store: Store) -> None:
    kept, other = on_the_roll(store, "Quintela", "Rosaura"), on_the_roll(store, "Ibarra", "Rosa")
    store.do(_sync_brings_a_merge, kept=kept, absorbed=other)
    assert look(store, "ibarra") == ["Rosaura Quintela"]


def _erase(work: Work, *, row: str) -> None:
    work.session.execute(
        text(
            "UPDATE resident SET family_name = '', given_names = '', document = NULL, phone = NULL, email = NULL,"
            " organisation_id = NULL, erased_at = '2026-11-19T22:00:00.000000Z' WHERE id = :row"
        ),
        {"row": row},
    )
    work.session.execute(text("UPDATE entry SET fields = '{}' WHERE row_id = :row"), {"row": row})
    forget(work.session, [row])


def _bytes_in_the_clear(store: Store, path: Path) -> bytes:
    """The whole file without its encryption, vacuumed: what somebody with the key can read out of it."""
    with store.engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("VACUUM")
        raw.execute(f"ATTACH DATABASE '{path}' AS clear KEY ''")
        raw.execute("SELECT sqlcipher_export('clear')")
        raw.execute("DETACH DATABASE clear")
    return path.read_bytes()


def test_of_an_erased_person_no_word_is_left_in_the_index(store: Store, tmp_path: Path) -> None:
    club = store.do(find_or_make, name="Club El Ancla").outcome
    one = on_the_roll(
        store, "Xyloquintz", "Wenzeslada", document="97531864", phone="0341 4997531", email="wupfknab@correo.example",
        organisation_id=club,
    )  # fmt: skip
    on_the_roll(store, "Quintela", "Anselmo")
    traces = (b"xyloq", b"wenzes", b"97531", b"46813579", b"wupfk", b"loquintz")
    before = _bytes_in_the_clear(store, tmp_path / "before.db")
    assert all(trace in before for trace in (b"xyloq", b"97531", b"wupfk")), (
        "a search that finds nothing proves nothing"
    )
    store.do(_erase, row=one)
    assert look(store, "xylo") == look(store, "97531") == look(store, "ancla") == []
    assert look(store, "quint") == ["Anselmo Quintela"]
    after = _bytes_in_the_clear(store, tmp_path / "after.db").lower()
    assert [trace for trace in traces if trace in after] == []


def _an_older_program_was_here(work: Work) -> None:
    work.session.execute(text("UPDATE search_state SET version = 0"))
    work.session.execute(text("INSERT INTO search_words (search_words) VALUES ('delete-all')"))
    for name in ("search_person", "search_area", "search_spelling", "search_regular"):
        work.session.execute(text(f"DELETE FROM {name}"))


def test_a_record_of_an_older_program_is_read_into_the_index_when_it_is_opened(
    store: Store, home: Home, clock: Clock
) -> None:
    one = on_the_roll(store, "Quintela", "Anselmo")
    council = store.do(found_council, name="Consejo El Muelle").outcome
    sitting = store.do(plan_sitting, council_id=council, title="Faroles", starts_at=EVENING).outcome
    store.do(open_sitting, sitting_id=sitting)
    store.do(check_in, sitting_id=sitting, resident_id=one)
    store.do(_an_older_program_was_here)
    assert look(store, "quint") == []
    opened = open_home(home, KEY, clock=clock)
    try:
        assert [found.tier for found in opened.store.ask(search, text="quint", council_id=council)] == ["council"]
        assert not opened.store.ask(is_stale)
    finally:
        opened.store.close()


def test_an_index_that_is_up_to_date_is_left_alone_when_the_record_is_opened(
    store: Store, home: Home, clock: Clock
) -> None:
    on_the_roll(store, "Quintela", "Anselmo")
    with store.engine.connect() as connection:
        before = connection.exec_driver_sql("PRAGMA data_version").scalar()
        open_home(home, KEY, clock=clock).store.close()
        assert connection.exec_driver_sql("PRAGMA data_version").scalar() == before


def _a_little(work: Work) -> bool:
    return tidy(work.session, pages=10)


def _parts(store: Store) -> int:
    with store.engine.connect() as connection:
        return connection.exec_driver_sql("SELECT count(DISTINCT segid) FROM search_words_idx").scalar() or 0


def test_what_the_day_left_in_the_index_is_put_in_order_by_the_command_that_keeps_it(store: Store) -> None:
    for number in range(40):
        on_the_roll(store, "Resaca", f"Alba {chr(97 + number % 26)}ica", document=str(30_000_000 + number))
    while store.do(tidy_search).outcome:
        continue
    assert len(look(store, "resa", limit=100)) == 40
    assert not store.do(tidy_search).changes


def test_an_index_in_many_parts_is_put_in_order_little_by_little_and_finds_the_same(store: Store) -> None:
    number = 0
    while _parts(store) < 6:
        on_the_roll(store, "Muchedumbre", f"Alba {chr(97 + number % 26)}ica", document=str(30_000_000 + number))
        number += 1
    before = look(store, "much", limit=1000)
    steps = 0
    while store.do(_a_little).outcome:
        steps += 1
        assert look(store, "much", limit=1000) == before
    assert steps
    assert _parts(store) == 1
    assert look(store, "much", limit=1000) == before
