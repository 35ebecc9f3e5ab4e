"""Erasing a person: who she is goes, down to the last byte; what she did stays as a count."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from sqlalchemy import select, text

from db.checkin.commands import check_in
from db.checkin.queries import attendance, presences
from db.duplicates.commands import merge, unmerge_resident
from db.errors import Refused
from db.home import Home, open_home
from db.insights.queries import Scope, people_by_age_and_gender, sittings, totals
from db.journal import Entry
from db.matching.queries import counts, groups
from db.minutes.queries import acta
from db.places.city import City
from db.residents.commands import correct, give_consent
from db.residents.queries import card
from db.residents.search import search
from db.residents.tables import Resident
from db.rights.commands import Erased, erase
from db.rights.compacting import compact
from db.rights.queries import mentions, person_file
from db.rights.tables import Erasure
from db.sync.chain import verify_journal
from db.work import Store
from db.zoom.handout_queries import chat_lines, poll_answers, registrants, transcript_lines
from tests.db.checkin.evening import a_neighbour, a_sitting
from tests.db.matching.scene import row
from tests.db.rights.life import EMAIL, FAMILY, GIVEN, SECRETS, live
from tests.record import KEY, HandClock

ZONE = ZoneInfo("America/Montevideo")


def erase_all(store: Store, resident_id: str) -> Erased:
    """As a person does who ticks everything that can be ticked."""
    seen = store.ask(mentions, resident_id=resident_id)
    done = store.do(erase, resident_id=resident_id, zone=ZONE, blot_out=[one.key for one in seen]).outcome
    store.ask(compact)
    return done


def pages(path: Path, *, header: int, frame: int) -> bytes:
    """The bytes of a file of SQLCipher (version 4, raw key) as they lie in its pages, those of nobody among them.

    A page of 4096 bytes ends in 80 of its own: 16 of the initial vector, 64 of the seal. The very first begins with
    the salt. In the write-ahead log every page has a frame before it.
    """
    raw, found, at = path.read_bytes(), [], header
    while at + frame + 4096 <= len(raw):
        page = raw[at + frame : at + frame + 4096]
        skip = 16 if not frame and at == 0 else 0
        aes = Cipher(algorithms.AES(KEY), modes.CBC(page[4016:4032])).decryptor()
        found.append(aes.update(page[skip:4016]) + aes.finalize())
        at += frame + 4096
    return b"\n".join(found)


def bytes_of(home: Home) -> bytes:
    """Everything that lies in the data folder, decrypted where it can be."""
    wal = home.record.with_name(home.record.name + "-wal")
    found = [pages(home.record, header=0, frame=0)]
    found += [pages(wal, header=32, frame=24)] if wal.exists() else []
    return b"\n".join([*found, *(one.read_bytes() for one in home.path.iterdir() if one.is_file())])


def traces(told: bytes) -> set[str]:
    """Which of her values stand in the bytes, in any letters and in any encoding."""
    lower = told.lower()
    return {
        secret
        for secret in SECRETS
        for encoding in ("utf-8", "utf-16-le", "utf-16-be")
        if secret.lower().encode(encoding) in lower
    }


def test_an_erasure_that_was_cut_before_the_file_was_cleaned_is_finished_when_it_is_opened(
    store: Store, home: Home
) -> None:
    life = live(store)
    store.ask(compact)
    free = "PRAGMA freelist_count"
    seen = store.ask(mentions, resident_id=life.her)
    store.do(erase, resident_id=life.her, zone=ZONE, blot_out=[one.key for one in seen])
    assert store.ask(lambda session: session.scalar(text("PRAGMA user_version"))) == 1
    store.close()
    again = open_home(home, KEY)
    assert again.store.ask(lambda session: session.scalar(text("PRAGMA user_version"))) == 0
    assert again.store.ask(lambda session: session.scalar(text(free))) == 0
    again.store.close()
    assert not traces(bytes_of(home))


def test_no_byte_of_her_is_left_in_the_file(store: Store, home: Home) -> None:
    life = live(store)
    assert traces(bytes_of(home)) == set(SECRETS)
    erase_all(store, life.her)
    assert traces(bytes_of(home)) == set()


def test_an_export_of_the_file_in_the_clear_knows_nothing_of_her(store: Store, tmp_path: Path) -> None:
    life = live(store)
    erase_all(store, life.her)
    raw = store.engine.raw_connection()
    raw.execute("ATTACH DATABASE ? AS clear KEY ''", (str(tmp_path / "clear.db"),))
    raw.execute("SELECT sqlcipher_export('clear')")
    raw.execute("DETACH DATABASE clear")
    raw.close()
    clear = (tmp_path / "clear.db").read_bytes()
    assert b"Juntar firmas" in clear
    assert traces(clear) == set()


def test_the_journal_holds_before_and_after(store: Store) -> None:
    life = live(store)
    assert store.ask(verify_journal).ok
    erase_all(store, life.her)
    checked = store.ask(verify_journal)
    assert checked.ok, checked


def test_the_journal_holds_when_nothing_is_blotted_out(store: Store) -> None:
    life = live(store)
    left = store.do(erase, resident_id=life.her, zone=ZONE).outcome.left
    assert {one.noun for one in left} == {"item", "issue", "chat_line", "transcript_line"}
    assert store.ask(verify_journal).ok


def test_no_figure_changes(store: Store, city: City) -> None:
    life = live(store)

    def figures() -> tuple[object, ...]:
        told = store.ask(acta, sitting_id=life.scene.sitting, city=city)
        return (
            store.ask(attendance, sitting_id=life.scene.sitting),
            store.ask(sittings, scope=Scope()),
            store.ask(totals, scope=Scope()),
            store.ask(people_by_age_and_gender, scope=Scope(), zone=ZONE),
            told.figures,
            sorted((one.way, one.arrived_at, one.left_at) for person in told.people for one in person.stays),
            [len(one.turns) for one in told.items],
            len(told.issues),
            len(told.commitments),
            store.ask(counts, sitting_id=life.scene.sitting).unresolved,
            len(store.ask(groups, sitting_id=life.scene.sitting)),
        )

    before = figures()
    erase_all(store, life.her)
    assert figures() == before


def test_what_is_left_of_her_is_a_quarter_a_gender_and_an_age(store: Store) -> None:
    life = live(store)
    erase_all(store, life.her)
    [row_] = [one for one in store.ask(person_file, resident_id=life.her).rows if one.id == life.her]
    assert (row_.name, row_.document, row_.birth_date, row_.phone, row_.email, row_.street) == ("",) + (None,) * 5
    assert (row_.age_band, row_.gender, row_.neighbourhood) == ("45_59", "woman", "El Muelle")
    assert row_.organisation is None
    assert row_.erased_at is not None
    assert row_.consent_at is not None


def test_of_somebody_who_never_came_nothing_stays(store: Store) -> None:
    life = live(store)
    marta = life.scene.roll["twin"]
    store.do(erase, resident_id=marta, zone=ZONE)
    [row_] = store.ask(person_file, resident_id=marta).rows
    assert (row_.age_band, row_.gender, row_.neighbourhood) == (None, None, None)


def test_the_rest_of_the_roll_is_untouched(store: Store) -> None:
    life = live(store)
    others = [one for nick, one in life.scene.roll.items()]
    before = [store.ask(card, resident_id=one) for one in others]
    erase_all(store, life.her)
    assert [store.ask(card, resident_id=one) for one in others] == before
    assert [one.id for one in store.ask(search, text="peña")] == [life.scene.roll["rosa"]]


def test_she_is_found_no_more(store: Store) -> None:
    life = live(store)
    assert store.ask(search, text=FAMILY[:5])
    erase_all(store, life.her)
    for typed in (FAMILY[:5], GIVEN, "28471936", "1936", "quitezur", "biblioteca"):
        assert not [one for one in store.ask(search, text=typed) if one.id in (life.her, life.other_row)], typed


def test_erasing_twice_is_refused(store: Store) -> None:
    life = live(store)
    erase_all(store, life.her)
    for one in (life.her, life.other_row):
        with pytest.raises(Refused) as no:
            store.do(erase, resident_id=one, zone=ZONE)
        assert no.value.code == "resident_erased"


def test_nobody_can_be_erased_who_is_not_on_the_roll(store: Store) -> None:
    with pytest.raises(Refused) as no:
        store.do(erase, resident_id="nobody", zone=ZONE)
    assert no.value.code == "resident_unknown"


def test_when_zoom_tells_of_her_again_she_is_somebody_new(store: Store, clock: HandClock) -> None:
    life = live(store)
    erase_all(store, life.her)
    later = life.scene.plan_later()
    told = life.scene.take_in(row(f"{GIVEN} {FAMILY}", email=EMAIL), sitting=later)
    assert (told.sure, told.unknown) == (0, 1)
    assert store.ask(presences, sitting_id=later) == ()


def test_a_report_read_again_keeps_her_presence(store: Store) -> None:
    life = live(store)
    before = store.ask(attendance, sitting_id=life.scene.sitting)
    erase_all(store, life.her)
    life.scene.take_in(row("Juan Carlos Pérez", 3, 40))
    after = store.ask(attendance, sitting_id=life.scene.sitting)
    assert (after.people, after.both) == (before.people + 1, before.both)
    assert store.ask(verify_journal).ok


def test_what_was_emptied_is_written_down_without_what_stood_there(store: Store) -> None:
    life = live(store)
    done = erase_all(store, life.her)

    def kept(session: object) -> list[dict[str, object]]:
        return session.get(Erasure, done.erasure_id).emptied  # type: ignore[attr-defined, no-any-return]

    emptied = store.ask(kept)
    assert {one["noun"] for one in emptied} == {
        "resident", "alias", "participant", "match", "item", "issue",
        "registrant", "poll_answer", "chat_line", "transcript_line",
    }  # fmt: skip
    assert not traces(repr(emptied).encode())
    assert done.rows == len(emptied)
    assert done.values > len(SECRETS)


def test_her_name_is_blotted_out_of_a_text_and_the_text_stays(store: Store) -> None:
    life = live(store)
    seen = {one.noun: one for one in store.ask(mentions, resident_id=life.her)}
    assert seen["item"].sure
    assert "expone" in seen["item"].snippet
    erase_all(store, life.her)

    def texts(session: object) -> set[str]:
        told = session.scalars(select(Entry.fields))  # type: ignore[attr-defined]
        return {one[name] for one in told for name in ("title", "text") if one.get(name)}

    told = store.ask(texts)
    assert "Faroles: expone […]" in told
    assert "La Sra. […] pide luz en […]" in told


def test_a_child_she_answered_for_stays_without_her(store: Store) -> None:
    life = live(store)
    child = life.scene.roll["marta"]

    def bind(work: object, *, ward: str) -> None:
        work.session.get(Resident, ward).guardian_id = life.her  # type: ignore[attr-defined]

    bind.__module__ = "db.residents.commands"
    store.do(bind, ward=child)
    assert store.ask(person_file, resident_id=life.her).bound.guardian_of == 1
    erase_all(store, life.her)
    [row_] = store.ask(person_file, resident_id=child).rows
    assert (row_.has_guardian, row_.name) == (False, "Marta Gómez")


def test_at_the_door_and_on_her_card_nobody_is_she_any_more(store: Store) -> None:
    life = live(store)
    erase_all(store, life.her)
    for act in (
        lambda: store.do(correct, resident_id=life.her, phone="099 123 456"),
        lambda: store.do(give_consent, resident_id=life.her),
        lambda: store.do(check_in, resident_id=life.her, sitting_id=life.scene.sitting),
    ):
        with pytest.raises(Refused) as no:
            act()
        assert no.value.code == "resident_erased"


def test_what_she_answered_and_wrote_stays_as_nobodys(store: Store) -> None:
    life = live(store)
    erase_all(store, life.her)
    sitting = life.scene.sitting
    answers = store.ask(poll_answers, sitting_id=sitting)
    assert [(one.answers, one.name) for one in answers] == [
        (("La del Muelle",), None), (("La otra",), None), (("Ninguna",), None), (("Las dos",), "Marta Gómez"),
    ]  # fmt: skip
    assert [(one.who, one.text) for one in store.ask(chat_lines, sitting_id=sitting)] == [
        (None, ""), ("Zoilo Nadie", "que hable […]"), (None, ""),
    ]  # fmt: skip
    assert [one.family_name for one in store.ask(registrants, sitting_id=sitting)] == ["", "Gómez"]
    words = store.ask(transcript_lines, sitting_id=sitting)
    assert [(one.who, one.text) for one in words] == [(None, ""), (None, "gracias […]")]


def test_when_a_fuller_export_of_the_same_evening_tells_of_her_again_it_comes_in(store: Store) -> None:
    life = live(store)
    erase_all(store, life.her)
    told = life.scene.take_in(row(f"{GIVEN} {FAMILY}", email=EMAIL))
    assert told.unknown == 1
    assert store.ask(verify_journal).ok


def test_whoever_was_erased_with_two_rows_is_not_made_two_people_by_parting_them(store: Store) -> None:
    sitting = a_sitting(store)
    first, second = a_neighbour(store), a_neighbour(store)
    for one in (first, second):
        store.do(check_in, sitting_id=sitting, resident_id=one)
    store.do(merge, kept_id=first, absorbed_id=second)
    erase_all(store, first)
    with pytest.raises(Refused, match="merge_erased"):
        store.do(unmerge_resident, resident_id=second)
    assert store.ask(attendance, sitting_id=sitting).people == 1
