"""What was asked for at all sittings is found again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from db.duplicates.commands import merge
from db.issues.commands import add_issue, change_issue, remove_issue
from db.issues.following import follow_up
from db.issues.queries import departments, resolve_issue
from db.issues.search import NOBODY, Wanted, department_ids, find_issues, issues_by_id, shares
from db.places.city import City
from db.residents.commands import correct
from db.rights.commands import erase
from db.sittings.commands import plan_sitting
from db.work import Store
from tests.db.issues.test_issues import refused
from tests.db.sittings.council import neighbour, planned, weeks_ago
from tests.record import EVENING

TOPICS = {"lamps": "Faroles", "bridges": "Puentes"}


@pytest.fixture
def asked(store: Store) -> dict[str, str]:
    """Three sittings of two councils, and what was asked for there."""
    old = planned(store, starts_at=weeks_ago(store, 8))
    other = store.do(
        plan_sitting, title="Jóvenes", starts_at=weeks_ago(store, 4), council="Consejo de Juventudes"
    ).outcome
    new = planned(store)
    rosa = neighbour(store, "Rosaura", "Ñandúbez")
    told = {
        "lamp": (old, "complaint", "Farol apagado en el muelle", rosa, "lamps", "Dirección de Faroles"),
        "court": (other, "proposal", "Cancha de básquet", None, None, "Deportes"),
        "bridge": (new, "question", "¿Cuándo pintan el puente?", rosa, "bridges", None),
    }
    return {
        name: store.do(
            add_issue, sitting_id=at, kind=kind, text=text, raised_by_id=by, topic=topic, department=area,
            place="Ancla y Muelle" if name == "bridge" else None,
        ).outcome
        for name, (at, kind, text, by, topic, area) in told.items()
    }  # fmt: skip


def found(store: Store, text: str = "", **narrowed: object) -> list[str]:
    wanted = Wanted(text=text, **narrowed)  # type: ignore[arg-type]
    return [one.text for one in store.ask(find_issues, wanted=wanted, topics=TOPICS).issues]


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("", ["¿Cuándo pintan el puente?", "Cancha de básquet", "Farol apagado en el muelle"]),
        ("MUELLE farol", ["Farol apagado en el muelle"]),
        ("nandubez", ["¿Cuándo pintan el puente?", "Farol apagado en el muelle"]),
        ("rosa puen", ["¿Cuándo pintan el puente?"]),
        ("ancla", ["¿Cuándo pintan el puente?"]),
        ("basquet", ["Cancha de básquet"]),
        ("juventud", ["Cancha de básquet"]),
        ("faroles", ["Farol apagado en el muelle"]),
        ("deportes", ["Cancha de básquet"]),
        ('"farol* (', ["Farol apagado en el muelle"]),
        ("nada", []),
    ],
)
def test_any_words_in_any_order_find_it_without_accents(
    store: Store, asked: dict[str, str], text: str, texts: list[str]
) -> None:
    assert found(store, text) == texts


def test_filters_narrow_and_the_counts_of_the_states_close(store: Store, asked: dict[str, str]) -> None:
    store.do(follow_up, issue_ids=(asked["lamp"],), state="settled")
    told = store.ask(find_issues, wanted=Wanted(state="settled"), topics=TOPICS)
    assert [one.id for one in told.issues] == [asked["lamp"]]
    assert (dict(told.states), told.total) == ({"open": 2, "answered": 0, "settled": 1, "dropped": 0}, 3)
    card = store.ask(issues_by_id, issue_ids=(asked["lamp"],))[0]
    assert found(store, kind="question") == ["¿Cuándo pintan el puente?"]
    assert found(store, topic="lamps") == ["Farol apagado en el muelle"]
    assert found(store, department_id=card.department_id) == ["Farol apagado en el muelle"]
    assert found(store, department_id=NOBODY) == ["¿Cuándo pintan el puente?"]
    assert found(store, since=EVENING - timedelta(days=1)) == ["¿Cuándo pintan el puente?"]
    assert found(store, until=EVENING - timedelta(weeks=6)) == ["Farol apagado en el muelle"]
    assert len(found(store, sent="new")) == 3
    assert found(store, sent="sent") == []


def test_what_changes_is_found_by_its_new_words_alone(store: Store, asked: dict[str, str]) -> None:
    store.do(change_issue, issue_id=asked["court"], text="Pileta climatizada")
    store.do(follow_up, issue_ids=(asked["court"],), state="answered", answer="Hay presupuesto", answered_by="Paz")
    assert found(store, "basquet") == []
    assert found(store, "presupuesto paz pileta") == ["Pileta climatizada"]
    store.do(remove_issue, issue_id=asked["court"])
    assert found(store, "pileta") == []


def test_a_neighbour_who_is_renamed_or_joined_is_found_by_each_of_her_names(
    store: Store, asked: dict[str, str]
) -> None:
    rosa = store.ask(issues_by_id, issue_ids=(asked["lamp"],))[0].raised_by_id
    assert rosa is not None
    store.do(correct, resident_id=rosa, family_name="Quintela")
    assert found(store, "nandubez") == []
    assert len(found(store, "quintela")) == 2
    kept = neighbour(store, "Rosario", "Del Valle")
    store.do(merge, kept_id=kept, absorbed_id=rosa)
    assert len(found(store, "del valle")) == 2
    assert len(found(store, "quintela")) == 2


def test_whose_issues_there_are_is_told_by_department_those_without_one_last(
    store: Store, asked: dict[str, str]
) -> None:
    told = store.ask(shares, wanted=Wanted(), topics=TOPICS)
    assert [(one.department, one.issues, one.new) for one in told] == [
        ("Deportes", 1, 1),
        ("Dirección de Faroles", 1, 1),
        ("", 1, 1),
    ]
    assert [name for _, name in store.ask(department_ids)] == list(store.ask(departments))


def test_an_issue_is_told_by_the_beginning_or_the_end_of_its_id(store: Store, asked: dict[str, str]) -> None:
    assert store.ask(resolve_issue, text=asked["lamp"][-8:].upper()) == asked["lamp"]
    with pytest.raises(Exception, match="issue_unknown"):
        store.ask(resolve_issue, text="%")
    assert refused(store, follow_up, issue_ids=("-",), state="open") == "issue_unknown"


def test_of_somebody_erased_no_letter_stays_in_the_index(store: Store, asked: dict[str, str], city: City) -> None:
    rosa = store.ask(issues_by_id, issue_ids=(asked["lamp"],))[0].raised_by_id
    assert rosa is not None
    assert b"nandubez" in pages(store)
    store.do(erase, resident_id=rosa, zone=city.zone)
    assert found(store, "nandubez") == []
    assert b"nandubez" not in pages(store)
    assert found(store, "farol") == ["Farol apagado en el muelle"]


def pages(store: Store) -> bytes:
    """The index as it lies in the file: beginnings that words share are written once, each word whole somewhere."""
    with store.engine.connect() as connection:
        return b"\0".join(connection.exec_driver_sql("SELECT block FROM search_issue_words_data").scalars())
