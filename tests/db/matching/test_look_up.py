"""What of the roll a call can be about, through the book of names that is kept beside it."""

from pathlib import Path

import pytest
from sqlalchemy import text

from db.matching.likely.kept import Roll
from db.residents import namebook
from db.residents.commands import correct, enrol
from db.residents.search import forget, rebuild
from db.work import Store, Work
from tests.db.matching.scene import Scene, row


@pytest.fixture
def scene(store: Store) -> Scene:
    return Scene(store)


def _read(work: Work) -> dict[str, list[tuple[str, ...]]]:
    """The names in the book by resident, as words."""
    roll = Roll(work.session)
    words = {number: word for word, number in roll.book.numbers.items()}
    ids = roll.residents_at(roll.book.places.tolist())
    found: dict[str, list[tuple[str, ...]]] = {}
    for place, names in zip(roll.book.places.tolist(), roll.book.names.tolist(), strict=True):
        found.setdefault(ids[place], []).append(tuple(words[one] for one in names if one))
    return found


def names_of(store: Store, resident_id: str) -> list[tuple[str, ...]]:
    return store.do(_read).outcome.get(resident_id, [])


def _rebuild(work: Work) -> None:
    rebuild(work.session)


def _forget(work: Work, *, resident_id: str) -> None:
    gone = text("UPDATE resident SET family_name = '', given_names = '', erased_at = '2026' WHERE id = :id")
    work.session.execute(gone, {"id": resident_id})
    forget(work.session, [resident_id])


def test_the_migration_makes_the_book_that_the_matching_expects():
    migration = next(Path("db/migrations/versions").glob("0006*.py")).read_text(encoding="utf-8")
    for statement in namebook.STATEMENTS:
        assert " ".join(statement.split()) in " ".join(migration.split())


def test_the_book_follows_the_roll(scene: Scene):
    store, rosa = scene.store, scene.roll["rosa"]
    assert names_of(store, rosa) == [("rosa", "pena")]
    store.do(correct, resident_id=rosa, family_name="de la Fuente", chosen_name="Rosita")
    assert sorted(names_of(store, rosa)) == [("rosa", "fuente"), ("rosita", "fuente")]
    made = store.do(enrol, family_name="Ñandú", given_names="Íñigo").outcome
    assert names_of(store, made) == [("inigo", "nandu")]


def test_a_book_that_is_rebuilt_says_the_same(scene: Scene):
    before = scene.store.do(_read).outcome
    scene.store.do(_rebuild)
    assert scene.store.do(_read).outcome == before


def test_what_a_command_wrote_and_took_back_is_not_in_the_book(scene: Scene):
    store = scene.store

    def fail(work: Work) -> None:
        enrol(work, family_name="Etchebarne", given_names="Marta")
        Roll(work.session)
        raise RuntimeError

    before = store.do(_read).outcome
    fail.__module__ = __name__
    with pytest.raises(RuntimeError):
        store.do(fail)
    assert store.do(_read).outcome == before


def test_an_erased_name_leaves_no_word_in_the_book(scene: Scene):
    store = scene.store
    made = store.do(enrol, family_name="Etchebarne", given_names="Marta").outcome
    assert names_of(store, made)
    store.do(_forget, resident_id=made)
    assert names_of(store, made) == []
    kept = store.ask(lambda session: session.execute(text("SELECT word FROM search_book_word")).scalars().all())
    assert "etchebarne" not in kept
    assert "pena" in kept


def test_the_book_is_written_a_few_pages_at_a_time_while_nobody_waits(scene: Scene):
    def some(work: Work) -> bool:
        return namebook.bring_up_to_date(work.session, most=1)

    some.__module__ = __name__
    while scene.store.do(some).outcome:
        pass
    assert scene.store.do(some).outcome is False
    assert len(scene.store.do(_read).outcome) == len(scene.roll)


def test_a_member_is_proposed_first_where_her_organisation_is_told(scene: Scene):
    store = scene.store
    for name, club in (("Luz", None), ("Luz", "Vecinal Belgrano"), ("Luz", None)):
        store.do(enrol, family_name="Etchebarne", given_names=name, **({"organisation": club} if club else {}))
    scene.take_in(row("Vecinal Belgrano - Luz Etchebarne"))
    found = scene.group("Vecinal Belgrano - Luz Etchebarne")
    assert found.candidates[0].score > 2 * found.candidates[1].score
    assert "same_organisation" in [why["code"] for why in found.candidates[0].reasons]


def test_who_was_ruled_out_is_not_proposed_at_the_next_sitting_either(scene: Scene):
    from db.matching.commands import reject

    scene.take_in(row("Marta G."))
    found = scene.group("Marta G.")
    assert scene.roll["marta"] in {one.resident.id for one in found.candidates}
    scene.store.do(reject, match_id=found.id, resident_id=scene.roll["marta"])
    later = scene.plan_later()
    scene.take_in(row("Marta G.", begin=7 * 24 * 60), sitting=later)
    assert scene.roll["marta"] not in {one.resident.id for one in scene.group("Marta G.", later).candidates}
